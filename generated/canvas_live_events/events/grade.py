# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Grade: Grades of submissions, scores of courses, and grades that teachers set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseGradeChange(Record):
    """The score that Canvas calculates for a student in a course changed.

    Sent when Canvas has recalculated a student's course score and one of its numbers changed.

    The current scores leave out work that is not graded; the final scores count it as zero. The unposted scores include
    grades that the student cannot see yet.

    Before the first score, the old values are null or left out. The documentation says that old_final_score is 0.0
    then.

    The ids in the body are local, while those of grade_change are global.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: CourseGradeChangeBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseGradeChangeBody(Record):
    """The body of CourseGradeChange."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {
            "current_score",
            "final_score",
            "old_current_score",
            "old_final_score",
            "old_unposted_current_score",
            "old_unposted_final_score",
            "unposted_current_score",
            "unposted_final_score",
        }
    )

    user_id: str
    """The local Canvas id of the student. Scope: local."""

    course_id: str
    """The local Canvas id of the course. Scope: local."""

    workflow_state: str
    """The state of the score. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable, included by
    app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb among
    others; the workflow of course_section.rb and assignment_override.rb.
    """

    created_at: Timestamp
    """When Canvas first stored a score of the student in the course."""

    updated_at: Timestamp
    """When the score last changed."""

    current_score: float | None = None
    """The student's score for the work graded so far."""

    old_current_score: float | None = None
    """The value of current_score before the change. The value of current_score before the change."""

    final_score: float | None = None
    """The student's score where work without a grade counts as zero."""

    old_final_score: float | None = None
    """The value of final_score before the change. The value of final_score before the change."""

    unposted_current_score: float | None = None
    """The same as current_score, with grades that are not posted yet."""

    old_unposted_current_score: float | None = None
    """The value of unposted_current_score before the change. The value of unposted_current_score before the change."""

    unposted_final_score: float | None = None
    """The same as final_score, with grades that are not posted yet."""

    old_unposted_final_score: float | None = None
    """The value of unposted_final_score before the change. The value of unposted_final_score before the change."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GradeChange(Record):
    """The grade of a submission changed.

    Sent when a submission is graded for the first time, graded again or loses its grade.

    It is also sent when the points or the grading type of an assignment change and grades change as a result.

    When Canvas grades a quiz automatically, there is no grader, and the acting user in the metadata is the student who
    handed it in.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GradeChangeBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GradeChangeBody(Record):
    """The body of GradeChange."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {"assignment_name", "grade", "old_grade", "old_score", "score", "student_sis_id"}
    )

    assignment_id: str
    """The Canvas id of the assignment that the grade is for. Scope: global."""

    student_id: str
    """The Canvas id of the student, the same as user_id. Scope: global."""

    submission_id: str
    """The Canvas id of the submission that was graded. Scope: global."""

    user_id: str
    """The Canvas id of the student. Scope: global."""

    grade: str | None = None
    """The grade after the change, in the assignment's grading scheme, such as "B+", "9.5" or "complete". Evidence for the
    values: app/models/abstract_assignment.rb, ALLOWED_GRADING_TYPES.
    """

    grader_id: str | None = None
    """The Canvas id of the user who graded. It is null if Canvas graded automatically. Scope: global."""

    grading_complete: bool | None = None
    """Whether the submission is graded completely. Sent since some time between 2015-10 and 2017-05. Evidence for the
    date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017 (4fe027a7, a fork) has it.
    """

    muted: bool | None = None
    """Whether the student cannot see the grade yet. The documentation describes a muted assignment. Canvas sends whether
    the submission is not posted. Sent since some time between 2015-10 and 2017-05. Evidence for the date:
    lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017 (4fe027a7, a fork) has it.
    """

    old_grade: str | None = None
    """The grade before the change. The value of grade before the change. Evidence for the values:
    app/models/abstract_assignment.rb, ALLOWED_GRADING_TYPES.
    """

    old_points_possible: float | None = None
    """The value of points_possible before the change. The value of points_possible before the change."""

    old_score: float | None = None
    """The value of score before the change. The value of score before the change."""

    points_possible: float | None = None
    """The maximum points for the assignment."""

    score: float | None = None
    """The points that the student has for the work after the change."""

    student_sis_id: str | None = None
    """The SIS id of the student."""

    assignment_name: str | None = None
    """The title of the assignment that the grade is for. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GradeOverride(Record):
    """A teacher set the final score of a student by hand.

    Sent when the override of a student's final score is set, changed or removed.

    Sent only for overrides of course scores, and only if the value changed.

    In the documentation's example, the metadata names the event grade_change.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: GradeOverrideBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class GradeOverrideBody(Record):
    """The body of GradeOverride."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"old_override_score", "override_score"})

    score_id: str
    """The local Canvas id of the score. Scope: local."""

    enrollment_id: str
    """The local Canvas id of the enrollment that the score belongs to. Scope: local."""

    user_id: str
    """The local Canvas id of the student. Scope: local."""

    course_id: str
    """The local Canvas id of the course. Scope: local."""

    updated_at: Timestamp
    """When the override was set or changed."""

    grading_period_id: str | None = None
    """The local Canvas id of the grading period, if the score belongs to one. Scope: local."""

    override_score: float | None = None
    """The score that was set by hand. It is null if the override was removed."""

    old_override_score: float | None = None
    """The score that had been set by hand before. It is null if there was none. The value of override_score before the
    change.
    """
