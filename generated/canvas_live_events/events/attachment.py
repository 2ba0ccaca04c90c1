# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Attachment: Files that users and tools upload to Canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Attachment(Record):
    """A file in Canvas."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"display_name", "filename"})

    attachment_id: str
    """The Canvas id of the file. Scope: global."""

    updated_at: Timestamp
    """When the file last changed."""

    content_type: str | None = None
    """The MIME type of the file. Evidence for the values: db/migrate, attachments.content_type, a text without a rule.
    """

    context_id: str | None = None
    """The Canvas id of the object that the file belongs to. Its kind is in context_type. Scope: global."""

    context_type: str | None = None
    """The kind of object that the file belongs to. In the source code: Course, Group, User. Evidence for the values:
    lib/canvas/live_events_callbacks.rb, ELIGIBLE_ATTACHMENT_CONTEXTS.
    """

    display_name: str | None = None
    """The file name that users see. At most 8,192 characters; longer text is cut off."""

    filename: str | None = None
    """The file name under which Canvas stores the file. It is encoded as in an HTML form: a space as "+", other characters
    as percent escapes. At most 8,192 characters; longer text is cut off.
    """

    folder_id: str | None = None
    """The Canvas id of the folder that the file is in. Scope: global."""

    lock_at: Timestamp | None = None
    """When students can no longer open the file."""

    unlock_at: Timestamp | None = None
    """When students can first open the file."""

    user_id: str | None = None
    """The Canvas id of the user whom the file belongs to. Scope: global."""

    locked: bool | None = None
    """Whether the file is locked. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AttachmentCreated(Record):
    """A file was added to Canvas.

    Sent when a file is added, usually by an upload.

    Uploads can end with a request without a login. The metadata then has no user; user_id in the body can still name
    one.

    The metadata does not always name a context. The body says what the file belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Attachment
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AttachmentDeleted(Record):
    """A file was deleted.

    Sent when a user, a tool or a background job deletes a file.

    If many files are deleted at once, an event is sent for each of them.

    The metadata does not always name a context. The body says what the file belonged to.

    The HTTP method in the metadata is not always DELETE.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Attachment
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AttachmentUpdated(Record):
    """The properties of a file changed.

    Sent when a file is renamed, moved, locked, unlocked or changed in any other way.

    The body holds the file as it is now. Of the old values, it has only the name.

    The metadata does not always name a context. The body says what the file belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AttachmentUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AttachmentUpdatedBody(Record):
    """The body of AttachmentUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"display_name", "filename", "old_display_name"})

    attachment_id: str
    """The Canvas id of the file. Scope: global."""

    updated_at: Timestamp
    """When the file last changed."""

    content_type: str | None = None
    """The MIME type of the file. Evidence for the values: db/migrate, attachments.content_type, a text without a rule.
    """

    context_id: str | None = None
    """The Canvas id of the object that the file belongs to. Its kind is in context_type. Scope: global."""

    context_type: str | None = None
    """The kind of object that the file belongs to. In the source code: Course, Group, User. Evidence for the values:
    lib/canvas/live_events_callbacks.rb, ELIGIBLE_ATTACHMENT_CONTEXTS.
    """

    display_name: str | None = None
    """The file name that users see. At most 8,192 characters; longer text is cut off."""

    filename: str | None = None
    """The file name under which Canvas stores the file. It is encoded as in an HTML form: a space as "+", other characters
    as percent escapes. At most 8,192 characters; longer text is cut off.
    """

    folder_id: str | None = None
    """The Canvas id of the folder that the file is in. Scope: global."""

    lock_at: Timestamp | None = None
    """When students can no longer open the file."""

    unlock_at: Timestamp | None = None
    """When students can first open the file."""

    user_id: str | None = None
    """The Canvas id of the user whom the file belongs to. Scope: global."""

    locked: bool | None = None
    """Whether the file is locked. Not documented; known from the vendor's source code."""

    old_display_name: str | None = None
    """The old file name as users saw it. Sent when the file was renamed. The value of display_name before the change. At
    most 8,192 characters; longer text is cut off.
    """
