# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Enrollment: Who takes part in a course, in which role and which state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Enrollment(Record):
    """A user's place in a section of a course."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"user_name"})

    course_id: str
    """The Canvas id of the course. Scope: global."""

    course_section_id: str
    """The Canvas id of the section that the user is enrolled in. The events of sections send the local id. Convert both to
    the same scope before comparing them. Scope: global.
    """

    created_at: Timestamp
    """When the enrollment was created."""

    enrollment_id: str
    """The Canvas id of the enrollment. Scope: global."""

    type: str
    """The kind of enrollment, which is the user's role in the course. Known values: ObserverEnrollment, StudentEnrollment,
    TeacherEnrollment. Also in the source code: TaEnrollment, DesignerEnrollment, StudentViewEnrollment. Evidence for
    the values: app/models/enrollment.rb, SIS_TYPES and the rule for test students.
    """

    updated_at: Timestamp
    """When the enrollment last changed."""

    user_id: str
    """The Canvas id of the enrolled user. Scope: global."""

    workflow_state: str
    """The state of the enrollment. The state that Canvas calculates for the enrollment is in the events of enrollment
    states. Known values: active, completed, creation_pending, deleted, inactive, invited. Also in the source code:
    rejected. Evidence for the values: app/models/enrollment.rb, workflow and WORKFLOW_STATES.
    """

    associated_user_id: str | None = None
    """The Canvas id of the user whom the observer follows. The documentation shows the key in the enrollment of a student,
    where Canvas does not send it. Sent when type is ObserverEnrollment. Scope: global.
    """

    limit_privileges_to_course_section: bool | None = None
    """Whether the user can interact only with users of the same section."""

    user_name: str | None = None
    """The name of the enrolled user."""

    course_uuid: str | None = None
    """The token of the course. Not documented; known from the vendor's source code."""

    user_uuid: str | None = None
    """The token of the enrolled user. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class EnrollmentCreated(Record):
    """A user was enrolled in a course.

    Sent when a user, an API call or a background job such as a SIS import creates an enrollment.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Enrollment
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class EnrollmentState(Record):
    """The state that Canvas calculated for an enrollment."""

    enrollment_id: str
    """The Canvas id of the enrollment. Scope: global."""

    access_is_current: bool | None = None
    """Whether restricted_access is up to date."""

    restricted_access: bool | None = None
    """Whether the user cannot access the course."""

    state: str | None = None
    """The calculated state of the enrollment. In the source code: pending_invited, pending_active, invited, active,
    completed, inactive, creation_pending, rejected, deleted. Evidence for the values: app/models/enrollment_state.rb,
    recalculate_state.
    """

    state_is_current: bool | None = None
    """Whether state is up to date."""

    state_started_at: Timestamp | None = None
    """Since when the enrollment has been in this state."""

    state_valid_until: Timestamp | None = None
    """When the state ends. It is null if no date ends it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class EnrollmentStateCreated(Record):
    """The state of an enrollment was calculated for the first time.

    Sent when Canvas first records the calculated state of an enrollment, usually right after it was created.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: EnrollmentState
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class EnrollmentStateUpdated(Record):
    """The calculated state of an enrollment changed.

    Sent when Canvas calculates a new state, because the enrollment or its dates changed or the old state ended, and
    when it marks the state as out of date.

    The body holds the state as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: EnrollmentState
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class EnrollmentUpdated(Record):
    """An enrollment changed.

    Sent when the state or another property of an enrollment changes, such as when a student accepts an invitation or
    leaves the course.

    The body holds the enrollment as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Enrollment
    """What happened."""
