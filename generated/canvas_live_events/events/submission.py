# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Submission: The work that students hand in for assignments, with its comments and statuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Submission(Record):
    """A student's work for an assignment, handed in or not."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"attempt", "body", "grade", "late", "missing", "score", "url"})

    assignment_id: str
    """The Canvas id of the assignment that the work is for. Scope: global."""

    submission_id: str
    """The Canvas id of the submission. Scope: global."""

    updated_at: Timestamp
    """When the submission last changed."""

    user_id: str
    """The Canvas id of the student. Scope: global."""

    attempt: Integer | None = None
    """How many times the student has handed in work, including this time."""

    body: str | None = None
    """The text that the student handed in. For a classic quiz it is a line of keys and values, such as "user: 812, quiz:
    40, score: 7.5, time: 2025-03-04 09:10:11 +0000". At most 8,192 characters; longer text is cut off.
    """

    grade: str | None = None
    """The grade of the work, in the assignment's grading scheme, such as "B+", "9.5" or "complete". Evidence for the
    values: app/models/abstract_assignment.rb, ALLOWED_GRADING_TYPES.
    """

    graded_at: Timestamp | None = None
    """When the work was graded."""

    group_id: str | None = None
    """The local Canvas id of the group that handed in the work together. Unlike the other ids here, this one is local.
    Scope: local.
    """

    late: bool | None = None
    """Whether the work was handed in after it was due. Sent since some time between 2018-01 and 2020-02. Evidence for the
    date: lib/canvas/live_events.rb of 2018 lacks it; the consumer LEDbelly adds it on 2020-02-26 (5215a56).
    """

    lti_assignment_id: str | None = None
    """The id that external tools use for the assignment."""

    lti_user_id: str | None = None
    """The id that external tools use for the student."""

    missing: bool | None = None
    """Whether the work is due and has not been handed in. Sent since some time between 2018-01 and 2020-02. Evidence for
    the date: lib/canvas/live_events.rb of 2018 lacks it; the consumer LEDbelly adds it on 2020-02-26 (5215a56).
    """

    score: float | None = None
    """The points that the student got for the work."""

    submission_type: str | None = None
    """The way in which the student handed in the work. Known values: media_recording, online_text_entry, online_upload,
    online_url, basic_lti_launch, discussion_topic, online_quiz. Also in the source code: online_file_upload,
    student_annotation, external_tool, ams. Free text: other values are normal. Evidence for the values: The vendor's
    enumeration for Canvas Data 2, submissions.submission_type; app/models/abstract_assignment.rb, SUBMITTABLE_TYPES.
    """

    submitted_at: Timestamp | None = None
    """When the student handed in the work."""

    workflow_state: str | None = None
    """The state of the submission. Sent since some time between 2020-09 and 2021-08. Known values: pending_review,
    submitted, graded. Also in the source code: unsubmitted, deleted. Evidence for the date: the consumer LEDbelly of
    2020-09-11 (its last commit) lacks it, lib/canvas/live_events.rb of mid 2021 (0263d1ad) has it. Evidence for the
    values: app/models/submission.rb, workflow.
    """

    url: str | None = None
    """The web address that the student handed in, where the submission type is online_url."""

    posted_at: Timestamp | None = None
    """When the grade became visible to the student. Not documented; known from the vendor's source code."""

    associated_integration_id: str | None = None
    """The id of the tool proxy of the assignment's LTI 2 tool. Sent when the assignment uses an installed LTI 2 tool. Not
    documented; known from the vendor's source code.
    """

    associated_integration_ids: tuple[str, ...] | None = None
    """The id of the LTI 2 tool proxy and an older key of the same tool. Newer versions of Canvas send
    associated_integration_id instead. Sent until some time between 2021-05 and 2024-04, and when the assignment uses an
    installed LTI 2 tool. Not documented; known from the vendor's source code. Evidence for the date:
    lib/canvas/live_events.rb of mid 2021 (0263d1ad) has it, that of 2023 or early 2024 lacks it.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionCommentCreated(Record):
    """A submission got a new comment.

    Sent when a teacher, a student or a tool writes a comment on a submission.

    The ids in the body are local, while submission_id in the other submission events is usually global.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SubmissionCommentCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionCommentCreatedBody(Record):
    """The body of SubmissionCommentCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    attachment_ids: tuple[str, ...]
    """The local Canvas ids of the files attached to the comment. The list can be empty. Scope: local."""

    created_at: Timestamp
    """The time of the comment."""

    submission_comment_id: str
    """The local Canvas id of the comment. Scope: local."""

    submission_id: str
    """The local Canvas id of the submission that the comment is about. Scope: local."""

    body: str | None = None
    """The text of the comment. At most 8,192 characters; longer text is cut off."""

    user_id: str | None = None
    """The local Canvas id of the user who wrote the comment. Scope: local."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionCreated(Record):
    """A student handed in work for an assignment.

    Sent when work is handed in for the first time or again. Classic quizzes do not send it when they are handed in.

    When an external tool hands in work or passes back a grade, the web request can be without a login. The metadata
    then hold no user and may not name a context; user_id in the body names the student.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Submission
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionCustomGradeStatus(Record):
    """The custom status of a submission changed.

    Sent when a submission gets a custom status, gets a different one or loses it.

    Without a status, both its name and its id are empty strings.

    The ids in the body are local, while the same ids in submission_created and submission_updated are global.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SubmissionCustomGradeStatusBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionCustomGradeStatusBody(Record):
    """The body of SubmissionCustomGradeStatus."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"old_submission_status", "submission_status"})

    assignment_id: str
    """The local Canvas id of the assignment that the work is for. Scope: local."""

    submission_id: str
    """The local Canvas id of the submission. Scope: local."""

    user_id: str
    """The local Canvas id of the student. Scope: local."""

    course_id: str
    """The local Canvas id of the course that the assignment is in. Scope: local."""

    submission_status: str
    """The name of the status that the submission has now. Empty text means no value. Evidence for the values: db/migrate,
    custom_grade_statuses.name.
    """

    submission_status_id: str
    """The local Canvas id of the status that the submission has now. Scope: local. Empty text means no value."""

    old_submission_status: str
    """The name of the status that the submission had before. The value of submission_status before the change. Empty text
    means no value. Evidence for the values: db/migrate, custom_grade_statuses.name.
    """

    old_submission_status_id: str
    """The local Canvas id of the status that the submission had before. The value of submission_status_id before the
    change. Scope: local. Empty text means no value.
    """

    updated_at: Timestamp
    """When the submission got, changed or lost the status."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SubmissionUpdated(Record):
    """A submission changed, for example because it was graded.

    Sent when a submission is graded, excused, handed in again or changed in any other way.

    The body holds the submission as it is now. It does not have the old values; grade_change has the old grade.

    If many submissions are changed at once, an event is sent for each of them.

    The documentation's example has the submission type online_quiz, which its list of values for this event lacks.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Submission
    """What happened."""
