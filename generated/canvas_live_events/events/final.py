# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Final Grade: Custom statuses of final grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class FinalGradeCustomStatus(Record):
    """The custom status of a student's final grade changed.

    Sent when a final grade gets a custom status, gets a different one or loses it.

    Without a status, both its name and its id are empty strings.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: FinalGradeCustomStatusBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class FinalGradeCustomStatusBody(Record):
    """The body of FinalGradeCustomStatus."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"old_override_status", "override_status"})

    score_id: str
    """The local Canvas id of the score. Scope: local."""

    enrollment_id: str
    """The local Canvas id of the enrollment that the score belongs to. Scope: local."""

    user_id: str
    """The local Canvas id of the student. Scope: local."""

    course_id: str
    """The local Canvas id of the course. Scope: local."""

    updated_at: Timestamp
    """When the final grade got, changed or lost the status."""

    override_status: str
    """The name of the status that the final grade has now. Empty text means no value. Evidence for the values: db/migrate,
    custom_grade_statuses.name.
    """

    override_status_id: str
    """The local Canvas id of the status that the final grade has now. Scope: local. Empty text means no value."""

    old_override_status: str
    """The name of the status that the final grade had before. The value of override_status before the change. Empty text
    means no value. Evidence for the values: db/migrate, custom_grade_statuses.name.
    """

    old_override_status_id: str
    """The local Canvas id of the status that the final grade had before. The value of override_status_id before the
    change. Scope: local. Empty text means no value.
    """

    grading_period_id: str | None = None
    """The local Canvas id of the grading period, if the score belongs to one. Scope: local."""
