# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Course: Courses, their sections, and how far students have come in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Course(Record):
    """A course."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"name"})

    account_id: str
    """The Account id of the updated course. Scope: global."""

    course_id: str
    """The Canvas id of the updated course. Scope: global."""

    created_at: Timestamp
    """The time at which this course was created."""

    updated_at: Timestamp
    """The time at which this course was last modified in any way."""

    workflow_state: str
    """The state of the course (available, claimed, completed, created, deleted). Evidence for the values:
    app/models/course.rb, workflow.
    """

    name: str | None = None
    """The name the updated course."""

    uuid: str | None = None
    """The unique id of the course."""

    account_uuid: str | None = None
    """Opaque token of the course's account. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseCompleted(Record):
    """The event is emitted when all of the module requirements in a course are met.

    Triggered when all the module requirements of a course have been met. Also gets triggered when a module has a set
    completion time or when the completion time gets updated.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: CourseCompletedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseCompletedBody(Record):
    """The body of CourseCompleted."""

    course: ProgressCourse
    """The course that the progress belongs to."""

    progress: Progress
    """How many of the course's requirements the student has met. Alternative “counts” (completed_at, next_requirement_url,
    requirement_completed_count, requirement_count): The student's progress. Alternative “error” (error): There is no
    progress.
    """

    user: ProgressUser
    """The student whose progress it is."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseCreated(Record):
    """The event is emitted anytime a new course is created by an end user or API request.

    Triggered when a new course is created (or copied).
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Course
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseProgress(Record):
    """The event is emitted when a course module requirement is met.

    Triggered when a user makes progress in a course by completing a module requirement, unless the completed
    requirement is the last remaining requirement in the course (in this case, a course_completed event is emitted). The
    following setup should be enabled in Canvas in order for this event to get triggered:
    Module is set to be published
    Module has at least one requirement enabled
    Student completed at least one requirement in Module

    Note that these events have a 2-minute debounce, meaning that a single course_progress event will be emitted per
    student per course 2 minutes after the student has finished completing requirements.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: CourseProgressBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseProgressBody(Record):
    """The body of CourseProgress."""

    course: ProgressCourse
    """The course that the progress belongs to."""

    progress: Progress
    """How many of the course's requirements the student has met. Alternative “counts” (completed_at, next_requirement_url,
    requirement_completed_count, requirement_count): The student's progress. Alternative “error” (error): There is no
    progress.
    """

    user: ProgressUser
    """The student whose progress it is."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseSection(Record):
    """A section of a course."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"integration_id", "name", "sis_source_id"})

    course_id: str
    """The Canvas id of the course that this section belongs to. Scope: local."""

    course_section_id: str
    """The local Canvas id of the created course section. Scope: local."""

    root_account_id: str
    """Canvas id of the root account that this section is in. Scope: local."""

    workflow_state: str
    """The workflow state of the section. In the source code: active, deleted. Evidence for the values:
    Canvas::SoftDeletable, included by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb
    and lti/resource_link.rb among others; the workflow of course_section.rb and assignment_override.rb.
    """

    accepting_enrollments: bool | None = None
    """True if this section is open for enrollment. False or null otherwise."""

    can_manually_enroll: bool | None = None
    """Deprecated, will always be null. Deprecated."""

    default_section: bool | None = None
    """True if this is the default section for the course. False or null otherwise."""

    end_at: Timestamp | None = None
    """Section end date in ISO8601 format."""

    enrollment_term_id: str | None = None
    """The Canvas id of the enrollment term. Scope: local."""

    integration_id: str | None = None
    """The integration id of the section."""

    name: str | None = None
    """The name of this section."""

    nonxlist_course_id: str | None = None
    """The unique identifier of the original course of a cross-listed section. Scope: local."""

    restrict_enrollments_to_section_dates: bool | None = None
    """True when 'Users can only participate in the course between these dates' is checked."""

    sis_batch_id: str | None = None
    """The SIS Batch id of the section. Consumers have seen values that are not digits."""

    sis_source_id: str | None = None
    """Correlated id for the record for this course in the SIS system (assuming SIS integration is configured)."""

    start_at: Timestamp | None = None
    """Section start date in ISO8601 format."""

    stuck_sis_fields: tuple[str, ...] | None = None
    """Array of strings of field names with the SIS stickiness field set, indicating they will not be replaced by SIS
    imports.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseSectionCreated(Record):
    """The event is emitted anytime a new course section is created by an end user or API request.

    Triggered when a new section is created in a course.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: CourseSection
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseSectionUpdated(Record):
    """The event is emitted anytime a course section is updated by an end user or API request. Only changes to the fields
    included in the body of the event payload will emit the updated event.

    Triggered when a course section has been modified.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: CourseSection
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class CourseUpdated(Record):
    """The event is emitted anytime a course is updated by an end user or API request. Only changes to the fields included
    in the body of the event payload will emit the updated event.

    Triggered when the course is renamed, deleted, or other properties (except for syllabus) of a course are modified.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Course
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Progress(Record):
    """How many of a course's module requirements a student has met, or why that is not known."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {"next_requirement_url", "requirement_completed_count", "requirement_count"}
    )

    completed_at: Timestamp | None = None
    """If the course has been completed, the timestamp (in ISO8601 format) when all requirements have been completed. Sent
    in the alternative “counts”.
    """

    next_requirement_url: str | None = None
    """Link to the module item that is next in the order of requirements to complete. Sent in the alternative “counts”.
    """

    requirement_completed_count: Integer | None = None
    """The count of those requirements that are done. Sent in the alternative “counts”."""

    requirement_count: Integer | None = None
    """Count of all the requirements in the course as a number. Sent in the alternative “counts”."""

    error: ProgressError | None = None
    """Sent in place of the counts when the course has no modules or the user is not a student in it. Sent in the
    alternative “error”. Not documented; known from the vendor's source code.
    """

    @property
    def failed(self) -> bool:
        """Whether there is an error in place of the counts."""
        return self.error is not None


@dataclass(frozen=True, kw_only=True, repr=False)
class ProgressCourse(Record):
    """The course that somebody makes progress in."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"name", "sis_source_id"})

    id: str
    """The local Canvas id of the course. Scope: local."""

    account_id: str | None = None
    """The local Canvas id of the course's account. Sent since 2020-07 or earlier. Scope: local. Evidence for the date: the
    consumer LEDbelly adds it on 2020-07-08 (a0acf46).
    """

    name: str | None = None
    """The name of the course."""

    sis_source_id: str | None = None
    """The SIS identifier for the course, if defined."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ProgressError(Record):
    """Why there is no progress."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"message"})

    message: str | None = None
    """The reason in words. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ProgressUser(Record):
    """The student who makes progress."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"email", "name"})

    id: str
    """The Canvas id of the student completing the course. Scope: local."""

    email: str | None = None
    """The student's email."""

    name: str | None = None
    """The name of the student."""
