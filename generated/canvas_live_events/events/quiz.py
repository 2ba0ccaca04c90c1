# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Quiz: Classic quizzes and attempts at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Quiz(Record):
    """A classic quiz with its settings."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description", "ip_filter", "title"})

    quiz_id: str
    """The Canvas id of the quiz. Scope: global."""

    context_id: str
    """The Canvas id of the context that the quiz is in. Scope: global."""

    context_type: str
    """The kind of the context that the quiz is in. In the source code: Course. Evidence for the values:
    app/models/abstract_assignment.rb, assignment_group.rb and quizzes/quiz.rb, association context.
    """

    workflow_state: str
    """The state of the quiz. Known values: available, created, deleted, edited, unpublished. Evidence for the values:
    app/models/quizzes/quiz.rb, workflow.
    """

    updated_at: Timestamp
    """When the quiz last changed."""

    assignment_id: str | None = None
    """The Canvas id of the assignment that a graded quiz belongs to. Scope: global."""

    context_uuid: str | None = None
    """Opaque token of the context that the quiz is in."""

    title: str | None = None
    """The title of the quiz. At most 8,192 characters; longer text is cut off."""

    description: str | None = None
    """The instructions of the quiz, in HTML. Canvas can truncate the text inside an HTML tag. At most 8,192 characters;
    longer text is cut off.
    """

    quiz_type: str | None = None
    """Whether the quiz is a test or a survey, and whether it is graded. Known values: assignment, graded_survey,
    practice_quiz, survey. Evidence for the values: app/models/quizzes/quiz.rb, validate_quiz_type.
    """

    points_possible: float | None = None
    """The maximum points for the quiz."""

    due_at: Timestamp | None = None
    """When students must hand in the quiz."""

    lock_at: Timestamp | None = None
    """When students can no longer take the quiz."""

    unlock_at: Timestamp | None = None
    """When students can first take the quiz."""

    time_limit: Integer | None = None
    """The time limit of an attempt in minutes. Null means no limit."""

    access_code: bool | None = None
    """Whether students must enter an access code. The code itself is never sent. Sent when Canvas is of a version that
    sends the settings of the quiz; some older ones do not.
    """

    ip_filter: str | None = None
    """The IP addresses from which the quiz can be taken. Null means any."""

    shuffle_answers: bool | None = None
    """Whether the answers are shuffled for each student."""

    allowed_attempts: Integer | None = None
    """How many attempts a student has. Canvas uses -1 for an unlimited number of attempts. The documentation does not say
    so.
    """

    scoring_policy: str | None = None
    """Which of several attempts determines the score. Known values: keep_highest, keep_latest. Also in the source code:
    keep_average. Free text: other values are normal. Evidence for the values: app/models/quizzes/quiz.rb, where the
    default is set and no rule was seen.
    """

    hide_results: str | None = None
    """When students' results are hidden. Null means that they see them at once. Known values: always,
    until_after_last_attempt. Evidence for the values: app/models/quizzes/quiz.rb, hide_results= and
    validate_hide_results.
    """

    show_correct_answers: bool | None = None
    """Whether students can see the correct answers."""

    show_correct_answers_at: Timestamp | None = None
    """When students can first see the correct answers."""

    hide_correct_answers_at: Timestamp | None = None
    """When students can no longer see the correct answers."""

    show_correct_answers_last_attempt: bool | None = None
    """Whether students must use up their attempts before they can see the correct answers."""

    one_question_at_a_time: bool | None = None
    """Whether students see one question at a time."""

    cant_go_back: bool | None = None
    """Whether students cannot return to a question that they have answered."""

    one_time_results: bool | None = None
    """Whether students can see their results only once."""

    anonymous_submissions: bool | None = None
    """Whether teachers cannot see who gave which answers."""

    require_lockdown_browser: bool | None = None
    """Whether students need a lockdown browser to take the quiz."""

    require_lockdown_browser_for_results: bool | None = None
    """Whether students need a lockdown browser to see their results."""

    disable_timer_autosubmission: bool | None = None
    """Whether an attempt stays open when its time is over, instead of being handed in automatically."""

    only_visible_to_overrides: bool | None = None
    """Whether only students with their own dates can see the quiz."""

    assignment_group_id: str | None = None
    """The Canvas id of the assignment group that the quiz belongs to. It was part of a shorter body that lacked most of
    the settings. Sent until some time between 2026-01 and 2026-04. Not documented; known from the vendor's source code.
    Evidence for the date: lib/canvas/live_events.rb of early 2026 (8ff2638a) has it, that of later in 2026 (4befecf3)
    lacks it.
    """

    submission_types: str | None = None
    """How a quiz is handed in. It was part of a shorter body that lacked most of the settings. Sent until some time
    between 2026-01 and 2026-04. In the source code: online_text_entry, online_url, online_upload, media_recording,
    student_annotation, online_quiz, discussion_topic, wiki_page, external_tool, on_paper, none, not_graded,
    peer_review, ams. Free text: other values are normal. Not documented; known from the vendor's source code. Evidence
    for the date: lib/canvas/live_events.rb of early 2026 (8ff2638a) has it, that of later in 2026 (4befecf3) lacks it.
    Evidence for the values: app/models/abstract_assignment.rb, OFFLINE_SUBMISSION_TYPES and SUBMITTABLE_TYPES; the
    column has no rule.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizCreated(Record):
    """A course got a new classic quiz.

    Sent when a user, a tool or a background job creates or copies a classic quiz.

    Some versions of Canvas sent a shorter body, with assignment_group_id and submission_types among others and without
    most of the settings.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Quiz
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizSubmitted(Record):
    """An attempt at a classic quiz was handed in.

    Sent when a student finishes a classic quiz, or when its time is over and Canvas hands it in.

    The submission_id is not the submission_id of the submission events and cannot be joined with it.

    In the documentation's example the ids in the body have a different shard from those in the metadata.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizSubmittedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizSubmittedBody(Record):
    """The body of QuizSubmitted."""

    quiz_id: str
    """The Canvas id of the quiz. Scope: global."""

    submission_id: str
    """The Canvas id of the quiz submission. The submission of the assignment has a different id. Scope: global."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizUpdated(Record):
    """A classic quiz or one of its settings changed.

    Sent when a classic quiz is published, deleted, given other settings or changed in any other way.

    The body holds the quiz as it is now. It does not have the old values.

    Some versions of Canvas sent a shorter body, with assignment_group_id and submission_types among others and without
    most of the settings.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Quiz
    """What happened."""
