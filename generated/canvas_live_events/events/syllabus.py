# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Syllabus: The syllabus pages of courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class SyllabusUpdated(Record):
    """The syllabus of a course changed.

    Sent when somebody changes the text of a course's syllabus.

    Long texts are truncated at a space, even inside an HTML tag, so the HTML can be invalid.

    The metadata does not always name the course as the context. The body does.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SyllabusUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SyllabusUpdatedBody(Record):
    """The body of SyllabusUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"old_syllabus_body", "syllabus_body"})

    course_id: str
    """The Canvas id of the course. Scope: global."""

    old_syllabus_body: str | None = None
    """The syllabus before the change, as HTML. The value of syllabus_body before the change. At most 8,192 characters;
    longer text is cut off.
    """

    syllabus_body: str | None = None
    """The syllabus after the change, as HTML. At most 8,192 characters; longer text is cut off."""
