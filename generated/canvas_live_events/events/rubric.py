# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Rubric: Assessments of work with rubrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class RubricAssessed(Record):
    """Work was assessed with a rubric.

    Sent when a teacher, a grader or another student fills in a rubric, for the first time or again.

    The body does not hold the points or comments of the assessment.

    A missing context is left out, while a missing attempt can also be null.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: RubricAssessedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class RubricAssessedBody(Record):
    """The body of RubricAssessed."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"attempt"})

    id: str
    """The local Canvas id of the assessment. Scope: local."""

    aligned_to_outcomes: bool
    """Whether any criterion of the rubric belongs to a learning outcome."""

    submitted_at: Timestamp
    """When the assessed work was handed in. If it was not, this is the time of the assessment."""

    created_at: Timestamp
    """When the work was first assessed with the rubric."""

    updated_at: Timestamp
    """When the assessment last changed."""

    artifact_id: str | None = None
    """The local Canvas id of the assessed object. Its kind is in artifact_type. Scope: local."""

    artifact_type: str | None = None
    """The kind of object that was assessed. Known values: Assignment, ModeratedGrading::ProvisionalGrade, Submission.
    Evidence for the values: app/models/rubric_assessment.rb, association artifact.
    """

    assessment_type: str | None = None
    """The purpose of the assessment. Known values: grading, peer_review, provisional_grade. Also in the source code:
    invited_assessment, self_assessment. Free text: other values are normal. Evidence for the values:
    app/models/rubric_assessment.rb, which only requires a text; the vendor's enumeration for Canvas Data 2.
    """

    context_uuid: str | None = None
    """Opaque token of the context that the rubric is used in. Sent when Canvas knows the context of the rubric."""

    attempt: Integer | None = None
    """Which attempt of the student was assessed, if the work is a submission."""
