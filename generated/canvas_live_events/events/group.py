# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Group: Groups of users, the sets that they belong to, and their members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record


@dataclass(frozen=True, kw_only=True, repr=False)
class Group(Record):
    """A group of users."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name", "group_name"})

    group_id: str
    """The Canvas id of the group. Scope: global."""

    context_id: str
    """The Canvas id of the object that the group belongs to. Its kind is in context_type. The events of group sets send
    the local id. Convert both to the same scope before comparing them. Scope: global.
    """

    context_type: str
    """The kind of object that the group belongs to. Known values: Account, Course. Evidence for the values:
    app/models/group.rb, association context.
    """

    workflow_state: str
    """The state of the group. Known values: available, deleted. Evidence for the values: app/models/group.rb, workflow.
    """

    group_name: str | None = None
    """The name of the group."""

    group_category_id: str | None = None
    """The Canvas id of the group set that the group is part of. Scope: global."""

    group_category_name: str | None = None
    """The name of the group set that the group is part of."""

    account_id: str | None = None
    """The Canvas id of the account that the group belongs to, directly or through its course. Scope: global."""

    max_membership: Integer | None = None
    """The maximum number of members of the group. It is null if there is no limit."""

    uuid: str | None = None
    """The token of the group."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCategory(Record):
    """A set of groups."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name"})

    context_id: str
    """The local Canvas id of the object that the group set belongs to. Its kind is in context_type. The events of groups
    send the global id. Convert both to the same scope before comparing them. Scope: local.
    """

    context_type: str
    """The kind of object that the group set belongs to. In the source code: Course, Account. Evidence for the values:
    app/models/group_category.rb, association context; not read for this contract.
    """

    group_category_id: str
    """The Canvas id of the group set. Scope: global."""

    group_category_name: str | None = None
    """The name of the group set."""

    group_limit: Integer | None = None
    """The maximum number of members of each group in the set. It is null if there is no limit."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCategoryCreated(Record):
    """A group set was added.

    Sent when a user, an API call or a background job adds a group set.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GroupCategoryCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCategoryCreatedBody(Record):
    """The body of GroupCategoryCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name"})

    group_category_id: str
    """The Canvas id of the group set. Scope: global."""

    context_id: str | None = None
    """The local Canvas id of the object that the group set belongs to. Its kind is in context_type. The events of groups
    send the global id. Convert both to the same scope before comparing them. Sent since some time between 2017-03 and
    2018-12. Scope: local. Evidence for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a fork) lacks it,
    that of 2018 has it.
    """

    context_type: str | None = None
    """The kind of object that the group set belongs to. Sent since some time between 2017-03 and 2018-12. In the source
    code: Course, Account. Evidence for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a fork) lacks it,
    that of 2018 has it. Evidence for the values: app/models/group_category.rb, association context; not read for this
    contract.
    """

    group_category_name: str | None = None
    """The name of the group set."""

    group_limit: Integer | None = None
    """The maximum number of members of each group in the set. It is null if there is no limit."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCategoryUpdated(Record):
    """A group set changed.

    Sent when the name, the limit or another property of a group set changes.

    The body holds the group set as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GroupCategory
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCreated(Record):
    """A group was added.

    Sent when a user, an API call or a background job adds a group.

    The metadata can lack the context. The body says what the group belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GroupCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupCreatedBody(Record):
    """The body of GroupCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name", "group_name"})

    group_id: str
    """The Canvas id of the group. Scope: global."""

    group_name: str | None = None
    """The name of the group."""

    group_category_id: str | None = None
    """The Canvas id of the group set that the group is part of. Scope: global."""

    group_category_name: str | None = None
    """The name of the group set that the group is part of."""

    account_id: str | None = None
    """The Canvas id of the account that the group belongs to, directly or through its course. Scope: global."""

    context_id: str | None = None
    """The Canvas id of the object that the group belongs to. Its kind is in context_type. The events of group sets send
    the local id. Convert both to the same scope before comparing them. Sent since some time between 2017-03 and
    2018-12. Scope: global. Evidence for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a fork) lacks it,
    that of 2018 has it.
    """

    context_type: str | None = None
    """The kind of object that the group belongs to. Sent since some time between 2017-03 and 2018-12. Known values:
    Account, Course. Evidence for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a fork) lacks it, that
    of 2018 has it. Evidence for the values: app/models/group.rb, association context.
    """

    max_membership: Integer | None = None
    """The maximum number of members of the group. It is null if there is no limit."""

    uuid: str | None = None
    """The token of the group."""

    workflow_state: str | None = None
    """The state of the group. Sent since some time between 2017-03 and 2018-12. Known values: available, deleted. Evidence
    for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a fork) lacks it, that of 2018 has it. Evidence
    for the values: app/models/group.rb, workflow.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupMembership(Record):
    """A user's membership in a group."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name", "group_name"})

    group_id: str
    """The Canvas id of the group. Scope: global."""

    group_membership_id: str
    """The Canvas id of the membership. Scope: global."""

    user_id: str
    """The Canvas id of the member. Scope: global."""

    workflow_state: str
    """The state of the membership. In the source code: accepted, invited, requested, rejected, deleted. Evidence for the
    values: app/models/group_membership.rb, workflow.
    """

    group_name: str | None = None
    """The name of the group."""

    group_category_id: str | None = None
    """The Canvas id of the group set that the group is part of. Scope: global."""

    group_category_name: str | None = None
    """The name of the group set that the group is part of."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupMembershipCreated(Record):
    """A user became a member of a group.

    Sent when a user joins a group, or is added to one by somebody else or by Canvas.

    The metadata can lack the context, and the body does not say which course or account the group belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GroupMembershipCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupMembershipCreatedBody(Record):
    """The body of GroupMembershipCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"group_category_name", "group_name"})

    group_id: str
    """The Canvas id of the group. Scope: global."""

    group_membership_id: str
    """The Canvas id of the membership. Scope: global."""

    user_id: str
    """The Canvas id of the member. Scope: global."""

    group_name: str | None = None
    """The name of the group."""

    group_category_id: str | None = None
    """The Canvas id of the group set that the group is part of. Scope: global."""

    group_category_name: str | None = None
    """The name of the group set that the group is part of."""

    workflow_state: str | None = None
    """The state of the membership. Sent since some time between 2017-03 and 2018-12. In the source code: accepted,
    invited, requested, rejected, deleted. Evidence for the date: lib/canvas/live_events.rb of spring 2017 (4fe027a7, a
    fork) lacks it, that of 2018 has it. Evidence for the values: app/models/group_membership.rb, workflow.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupMembershipUpdated(Record):
    """A membership in a group changed.

    Sent when the state or another property of a membership changes, such as when a user leaves the group.

    The body holds the membership as it is now and does not say which of its properties changed.

    The metadata can lack the context, and the body does not say which course or account the group belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GroupMembership
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GroupUpdated(Record):
    """A group changed.

    Sent when the name, the state, the limit or another property of a group changes.

    The body holds the group as it is now and does not say which of its properties changed.

    The metadata can lack the context. The body says what the group belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Group
    """What happened."""
