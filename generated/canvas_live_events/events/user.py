# Generated from the spec by 'eventcontract generate'. Do not edit.
"""User: Users and the accounts that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class User(Record):
    """A user."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"name", "short_name", "user_login", "user_sis_id"})

    created_at: Timestamp
    """When the user was added."""

    updated_at: Timestamp
    """When the user last changed."""

    user_id: str
    """The Canvas id of the user. Scope: global."""

    workflow_state: str
    """The state of the user. Known values: deleted, pre_registered, registered. Also in the source code: pending_approval,
    creation_pending. Evidence for the values: app/models/user.rb, workflow.
    """

    name: str | None = None
    """The full name of the user."""

    short_name: str | None = None
    """The name that others see in discussions and messages."""

    user_login: str | None = None
    """The login of the user. It belongs to the user in the body. The login of the acting user is in the metadata."""

    user_sis_id: str | None = None
    """The SIS id of the user. It belongs to the user in the body. The SIS id of the acting user is in the metadata."""

    uuid: str | None = None
    """The token of the user."""


@dataclass(frozen=True, kw_only=True, repr=False)
class UserAccountAssociationCreated(Record):
    """A user became part of an account.

    Sent when Canvas records that a user belongs to an account, for example after the user's first enrollment in one of
    the account's courses.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: UserAccountAssociationCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class UserAccountAssociationCreatedBody(Record):
    """The body of UserAccountAssociationCreated."""

    account_id: str
    """The Canvas id of the account. Scope: global."""

    created_at: Timestamp
    """When the association was created."""

    is_admin: bool
    """Whether the user is an administrator of the account."""

    updated_at: Timestamp
    """When the association last changed."""

    user_id: str
    """The Canvas id of the user. Scope: global."""

    account_uuid: str | None = None
    """The token of the account."""


@dataclass(frozen=True, kw_only=True, repr=False)
class UserCreated(Record):
    """A user was added.

    Sent when a user, an API call or a background job such as a SIS import adds a user.

    The context in the metadata is that of the request. It is not always the account that the user belongs to.

    Canvas sends nothing for the shadow copies of users that it keeps on other shards.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: User
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class UserUpdated(Record):
    """A user changed.

    Sent when the name, the state or another property of a user changes.

    The body holds the user as it is now and does not say which of its properties changed.

    When a job changes many users at once, an event is sent for each of them.

    Canvas sends nothing for the shadow copies of users that it keeps on other shards.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: User
    """What happened."""
