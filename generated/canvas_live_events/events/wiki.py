# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Wiki: The wiki pages of courses and groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPage(Record):
    """A wiki page."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "title"})

    wiki_page_id: str
    """The Canvas id of the page. Scope: global."""

    body: str | None = None
    """The text of the page, as HTML. At most 8,192 characters; longer text is cut off."""

    title: str | None = None
    """The title of the page. At most 8,192 characters; longer text is cut off."""


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPageCreated(Record):
    """A wiki page was added.

    Sent when a user adds a page, or when a course copy or import includes one.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: WikiPage
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPageDeleted(Record):
    """A wiki page was deleted.

    Sent when a user or a background job deletes a page.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: WikiPageDeletedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPageDeletedBody(Record):
    """The body of WikiPageDeleted."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"title"})

    wiki_page_id: str
    """The Canvas id of the page. Scope: global."""

    title: str | None = None
    """The title of the page. At most 8,192 characters; longer text is cut off."""


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPageUpdated(Record):
    """The title or the text of a wiki page changed.

    Sent when somebody changes the title or the text of a page.

    The old title is sent only if the title changed, the old text only if the text changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: WikiPageUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class WikiPageUpdatedBody(Record):
    """The body of WikiPageUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "old_body", "old_title", "title"})

    wiki_page_id: str
    """The Canvas id of the page. Scope: global."""

    body: str | None = None
    """The text of the page, as HTML. At most 8,192 characters; longer text is cut off."""

    title: str | None = None
    """The title of the page. At most 8,192 characters; longer text is cut off."""

    old_body: str | None = None
    """The text of the page before the change, as HTML. Sent when the text of the page changed. The value of body before
    the change. At most 8,192 characters; longer text is cut off.
    """

    old_title: str | None = None
    """The title of the page before the change. Sent when the title of the page changed. The value of title before the
    change. At most 8,192 characters; longer text is cut off.
    """

    workflow_state: str | None = None
    """The state of the page. In the source code: active, unpublished, post_delayed, deleted. Not documented; known from
    the vendor's source code. Evidence for the values: app/models/wiki_page.rb, workflow.
    """
