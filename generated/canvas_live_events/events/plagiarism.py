# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Plagiarism: Plagiarism checks of submitted work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class PlagiarismResubmit(Record):
    """A plagiarism check of submitted work was requested again.

    Sent when somebody asks for a new plagiarism check of a submission.

    The student did not hand in anything new. The body holds the existing submission.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: PlagiarismResubmitBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class PlagiarismResubmitBody(Record):
    """The body of PlagiarismResubmit."""

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
    """The local Canvas id of the group that handed in the work together. Unlike the other ids here, this one is local. The
    documentation's example shows an id that looks global. Scope: local.
    """

    late: bool | None = None
    """Whether the work was handed in after it was due. Sent since some time between 2018-01 and 2020-02. Not documented;
    known from the vendor's source code. Evidence for the date: lib/canvas/live_events.rb of 2018 lacks it; the consumer
    LEDbelly adds it on 2020-02-26 (5215a56).
    """

    lti_assignment_id: str | None = None
    """The id that external tools use for the assignment."""

    lti_user_id: str | None = None
    """The id that external tools use for the student."""

    missing: bool | None = None
    """Whether the work is due and has not been handed in. Sent since some time between 2018-01 and 2020-02. Not
    documented; known from the vendor's source code. Evidence for the date: lib/canvas/live_events.rb of 2018 lacks it;
    the consumer LEDbelly adds it on 2020-02-26 (5215a56).
    """

    score: float | None = None
    """The points that the student got for the work."""

    submission_type: str | None = None
    """The way in which the student handed in the work. Known values: media_recording, online_text_entry, online_upload,
    online_url. Also in the source code: online_file_upload, student_annotation, online_quiz, discussion_topic,
    basic_lti_launch, external_tool, ams. Free text: other values are normal. Evidence for the values: The vendor's
    enumeration for Canvas Data 2, submissions.submission_type; app/models/abstract_assignment.rb, SUBMITTABLE_TYPES.
    """

    submitted_at: Timestamp | None = None
    """When the student handed in the work."""

    workflow_state: str | None = None
    """The state of the submission. Sent since some time between 2020-09 and 2021-08. Known values: submitted. Also in the
    source code: unsubmitted, pending_review, graded, deleted. Evidence for the date: the consumer LEDbelly of
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
