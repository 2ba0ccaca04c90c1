# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Discussion: Discussions, announcements and the entries in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryCreated(Record):
    """Somebody wrote an entry in a discussion.

    Sent when a user writes in a topic or replies to an entry.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntryCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryCreatedBody(Record):
    """The body of DiscussionEntryCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    discussion_entry_id: str
    """The local Canvas id of the entry. Scope: local."""

    discussion_topic_id: str
    """The local Canvas id of the topic that the entry belongs to. The events of topics send the global id. Convert both to
    the same scope before comparing them. Scope: local.
    """

    created_at: Timestamp | None = None
    """When the entry was written. Sent since some time between 2018-01 and 2019-07. Evidence for the date:
    lib/canvas/live_events.rb of 2018 lacks it; the consumer LEDbelly adds it on 2019-07-15 (9247747).
    """

    parent_discussion_entry_id: str | None = None
    """The local Canvas id of the entry that this one replies to. Sent when the entry is a reply to another entry. Scope:
    local.
    """

    text: str | None = None
    """The text of the entry, as HTML. At most 8,192 characters; longer text is cut off."""

    user_id: str | None = None
    """The local Canvas id of the user who wrote the entry. Scope: local."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntrySubmitted(Record):
    """Somebody wrote an entry in a graded discussion.

    Sent when a user writes an entry that can count for the assignment of the topic.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntrySubmittedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntrySubmittedBody(Record):
    """The body of DiscussionEntrySubmitted."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    created_at: Timestamp
    """When the entry was written."""

    discussion_entry_id: str
    """The local Canvas id of the entry. Scope: local."""

    discussion_topic_id: str
    """The local Canvas id of the topic that the entry belongs to. The events of topics send the global id. Convert both to
    the same scope before comparing them. Scope: local.
    """

    parent_discussion_entry_id: str | None = None
    """The local Canvas id of the entry that this one replies to. Sent when the entry is a reply to another entry. Scope:
    local.
    """

    text: str | None = None
    """The text of the entry, as HTML. At most 8,192 characters; longer text is cut off."""

    user_id: str | None = None
    """The local Canvas id of the user who wrote the entry. Scope: local."""

    assignment_id: str | None = None
    """The local Canvas id of the topic's assignment. Sent when the topic is graded. Scope: local."""

    submission_id: str | None = None
    """The local Canvas id of the submission that the entry counts for. Sent when the entry counts as a submission. Scope:
    local.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionTopic(Record):
    """A discussion topic or an announcement."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "title"})

    context_id: str
    """The local Canvas id of the object that the topic belongs to. Its kind is in context_type. Scope: local."""

    context_type: str
    """The kind of object that the topic belongs to. In the source code: Course, Group. Evidence for the values:
    app/models/group.rb and course.rb, association discussion_topics.
    """

    discussion_topic_id: str
    """The Canvas id of the topic. The events of entries send the local id. Convert both to the same scope before comparing
    them. Scope: global.
    """

    is_announcement: bool
    """Whether the topic is an announcement."""

    updated_at: Timestamp
    """When the topic last changed."""

    workflow_state: str
    """The state of the topic. Known values: active, deleted, post_delayed, unpublished. Evidence for the values:
    app/models/discussion_topic.rb, workflow.
    """

    assignment_id: str | None = None
    """The local Canvas id of the assignment, if the topic is graded. Scope: local."""

    body: str | None = None
    """The text of the topic, as HTML. At most 8,192 characters; longer text is cut off."""

    lock_at: Timestamp | None = None
    """When the topic closes."""

    title: str | None = None
    """The title of the topic. At most 8,192 characters; longer text is cut off."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionTopicCreated(Record):
    """A discussion topic or an announcement was added.

    Sent when a user adds a topic, or when a course copy or import includes one.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionTopicCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionTopicCreatedBody(Record):
    """The body of DiscussionTopicCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "title"})

    discussion_topic_id: str
    """The Canvas id of the topic. The events of entries send the local id. Convert both to the same scope before comparing
    them. Scope: global.
    """

    is_announcement: bool
    """Whether the topic is an announcement."""

    assignment_id: str | None = None
    """The local Canvas id of the assignment, if the topic is graded. Scope: local."""

    body: str | None = None
    """The text of the topic, as HTML. At most 8,192 characters; longer text is cut off."""

    context_id: str | None = None
    """The local Canvas id of the object that the topic belongs to. Its kind is in context_type. Sent since some time
    between 2018-01 and 2019-03. Scope: local. Evidence for the date: lib/canvas/live_events.rb of 2018 lacks it, the
    consumer LEDbelly has it from its first commit of 2019-03-04.
    """

    context_type: str | None = None
    """The kind of object that the topic belongs to. Sent since some time between 2018-01 and 2019-03. In the source code:
    Course, Group. Evidence for the date: lib/canvas/live_events.rb of 2018 lacks it, the consumer LEDbelly has it from
    its first commit of 2019-03-04. Evidence for the values: app/models/group.rb and course.rb, association
    discussion_topics.
    """

    lock_at: Timestamp | None = None
    """When the topic closes."""

    title: str | None = None
    """The title of the topic. At most 8,192 characters; longer text is cut off."""

    updated_at: Timestamp | None = None
    """When the topic last changed. Sent since some time between 2018-01 and 2019-03. Evidence for the date:
    lib/canvas/live_events.rb of 2018 lacks it, the consumer LEDbelly has it from its first commit of 2019-03-04.
    """

    workflow_state: str | None = None
    """The state of the topic. Sent since some time between 2018-01 and 2019-03. Known values: active, deleted,
    post_delayed, unpublished. Evidence for the date: lib/canvas/live_events.rb of 2018 lacks it, the consumer LEDbelly
    has it from its first commit of 2019-03-04. Evidence for the values: app/models/discussion_topic.rb, workflow.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionTopicUpdated(Record):
    """A discussion topic or an announcement changed.

    Sent when the title, the text, the state or another property of a topic changes.

    The body holds the topic as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionTopic
    """What happened."""
