# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Outcomes: Copying the links between assignments and learning outcomes."""

from __future__ import annotations

from dataclasses import dataclass

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomesRetryOutcomeAlignmentClone(Record):
    """Somebody asked to copy the outcome alignments of an assignment again.

    Sent when an assignment was copied without its outcome alignments, and somebody asks Canvas to try that part again.

    The name of the event contains a dot, unlike that of any other event.

    Canvas sends the values as the caller provided them.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomesRetryOutcomeAlignmentCloneBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomesRetryOutcomeAlignmentCloneBody(Record):
    """The body of OutcomesRetryOutcomeAlignmentClone."""

    original_course_uuid: str | None = None
    """The token of the course that the alignments are copied from."""

    new_course_uuid: str | None = None
    """The token of the course that the alignments are copied to."""

    new_course_resource_link_id: str | None = None
    """The identifier that LTI tools use for the new course."""

    domain: str | None = None
    """The host name under which the account is reached."""

    original_assignment_resource_link_id: str | None = None
    """The identifier that LTI tools use for the original assignment."""

    new_assignment_resource_link_id: str | None = None
    """The identifier that LTI tools use for the new assignment."""

    status: str | None = None
    """The state of the new assignment. In the source code: duplicating, outcome_alignment_cloning. Evidence for the
    values: app/controllers/assignments_controller.rb, retry_alignment_clone, and the import of New Quizzes.
    """
