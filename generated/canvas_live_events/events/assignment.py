# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Assignment: Assignments, the groups they are weighted in, and their dates for some of the students."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Day, Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentCreated(Record):
    """A course got a new assignment.

    Sent when a user, a tool or a background job creates or copies an assignment.

    The id of the assignment group is global here and local in the assignment group events.

    The documentation lists the state "failed_to_import" for assignment_updated. Canvas sends "fail_to_import" there
    too.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentCreatedBody(Record):
    """The body of AssignmentCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {"description", "lti_assignment_description", "resource_map", "title"}
    )

    assignment_id: str
    """The Canvas id of the assignment. Scope: global."""

    title: str
    """The title of the assignment. At most 8,192 characters; longer text is cut off."""

    updated_at: Timestamp
    """When the assignment last changed."""

    assignment_group_id: str | None = None
    """The Canvas id of the group that the assignment is in. Scope: global."""

    context_id: str | None = None
    """The Canvas id of the context that the assignment is in. Sent since some time between 2015-10 and 2017-05. Scope:
    global. Evidence for the date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017
    (4fe027a7, a fork) has it.
    """

    context_type: str | None = None
    """The kind of the context that the assignment is in. Sent since some time between 2015-10 and 2017-05. In the source
    code: Course. Evidence for the date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017
    (4fe027a7, a fork) has it. Evidence for the values: app/models/abstract_assignment.rb, assignment_group.rb and
    quizzes/quiz.rb, association context.
    """

    context_uuid: str | None = None
    """Opaque token of the context that the assignment is in."""

    created_on_blueprint_sync: bool | None = None
    """Whether a sync with a blueprint course added the assignment to the course. Sent since some time between 2021-06 and
    2024-04. Evidence for the date: lib/canvas/live_events.rb of mid 2021 (0263d1ad) lacks it, that of 2023 or early
    2024 has it.
    """

    description: str | None = None
    """The instructions of the assignment, in HTML. Canvas can truncate the text inside an HTML tag. At most 8,192
    characters; longer text is cut off.
    """

    due_at: Timestamp | None = None
    """When students must hand in their work."""

    lock_at: Timestamp | None = None
    """When students can no longer hand in work."""

    lti_assignment_id: str | None = None
    """The id that external tools use for the assignment."""

    lti_resource_link_id: str | None = None
    """The id of the LTI resource link. Only assignments in an external tool have one."""

    lti_resource_link_id_duplicated_from: str | None = None
    """The id of the LTI resource link of the assignment that this one was copied from. Sent when the assignment is a copy
    of another one.
    """

    assignment_id_duplicated__from: str | None = None
    """The Canvas id of the assignment that this one was copied from, misspelled with two underscores. Canvas sends the key
    assignment_id_duplicated_from instead. Documented, but never sent. Sent when the assignment is a copy of another
    one. Scope: global.
    """

    domain_duplicated_from: str | None = None
    """The host name of the root account that holds the assignment that this one was copied from. Sent when the assignment
    is a copy of another one.
    """

    domain: str | None = None
    """The host name of the root account that holds the assignment. Sent when Canvas knows a host name of the root account.
    """

    points_possible: float | None = None
    """The maximum points for the assignment."""

    submission_types: str | None = None
    """The ways in which students can hand in work, separated by commas. A space can follow each comma. Known values:
    discussion_topic, external_tool, media_recording, none, not_graded, on_paper, online_quiz, online_text_entry,
    online_upload, online_url. Also in the source code: student_annotation, wiki_page, peer_review, ams. Free text:
    other values are normal. Holds several values, separated by “,”. Empty text means no value. Evidence for the values:
    app/models/abstract_assignment.rb, OFFLINE_SUBMISSION_TYPES and SUBMITTABLE_TYPES; the column has no rule.
    """

    unlock_at: Timestamp | None = None
    """When students can first hand in work."""

    workflow_state: str | None = None
    """The state of the assignment. Sent since some time between 2015-10 and 2017-05. Known values: duplicating,
    fail_to_import, failed_to_duplicate, published, unpublished. Also in the source code: importing, migrating,
    failed_to_migrate, deleted, outcome_alignment_cloning, failed_to_clone_outcome_alignment. Seen in examples: created.
    Evidence for the date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017 (4fe027a7, a
    fork) has it. Evidence for the values: app/models/abstract_assignment.rb, workflow.
    """

    assignment_id_duplicated_from: str | None = None
    """The Canvas id of the assignment that this one was copied from. The documentation lists it with two underscores
    before "from". Sent when the assignment is a copy of another one. Scope: global. Not documented; known from the
    vendor's source code.
    """

    anonymous_grading: bool | None = None
    """Whether graders cannot see whose work they grade. Not documented; known from the vendor's source code."""

    anonymous_participants: bool | None = None
    """Whether the participants of the assignment stay anonymous. Not documented; known from the vendor's source code.
    """

    lti_assignment_description: str | None = None
    """The instructions of the assignment again, as in description. At most 8,192 characters; longer text is cut off. Not
    documented; known from the vendor's source code.
    """

    resource_map: str | None = None
    """Where the asset map file can be fetched. Sent when the assignment has an asset map file. Not documented; known from
    the vendor's source code.
    """

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
class AssignmentGroup(Record):
    """A group of assignments that count together for the final grade."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"integration_data", "name", "sis_source_id"})

    assignment_group_id: str
    """The local Canvas id of the assignment group. Scope: local."""

    context_id: str
    """The local Canvas id of the context that the group is in. Scope: local."""

    context_type: str
    """The kind of the context that the group is in. In the source code: Course. Evidence for the values:
    app/models/abstract_assignment.rb, assignment_group.rb and quizzes/quiz.rb, association context.
    """

    group_weight: float | None = None
    """The share of the final grade that the group makes up, in percent."""

    integration_data: dict[str, Any] | None = None
    """Data that another system stores with the group, in its own format."""

    name: str | None = None
    """The name of the assignment group."""

    position: Integer | None = None
    """The position of the group among the groups of the course."""

    rules: str | None = None
    """Which scores of the group are dropped, one rule per line, such as "drop_lowest:1". The documentation shows a
    backslash and the letter n at the end of a rule where a line break is to be expected.
    """

    sis_source_id: str | None = None
    """The SIS id of the assignment group."""

    workflow_state: str | None = None
    """The state of the assignment group. Sent since 2020-03 or earlier. In the source code: available, deleted. Evidence
    for the date: the consumer LEDbelly has the event from 2019-03-04 and the key from 2020-03-03 (a8e16cc). Evidence
    for the values: app/models/assignment_group.rb, workflow.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentGroupCreated(Record):
    """A course got a new assignment group.

    Sent when a user, a tool or a background job creates an assignment group.

    The ids in the body are local, while assignment_group_id in the assignment events is global.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentGroup
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentGroupUpdated(Record):
    """The properties of an assignment group changed.

    Sent when an assignment group is renamed, moved, reweighted or changed in any other way.

    The ids in the body are local, while assignment_group_id in the assignment events is global.

    The body holds the assignment group as it is now. It does not have the old values.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentGroup
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentOverride(Record):
    """Other dates, for a section, a group or individual students."""

    assignment_override_id: str
    """The local Canvas id of the override. Scope: local."""

    type: str
    """Whom the other dates are for; ADHOC means individual students. Known values: ADHOC, CourseSection, Group. Also in
    the source code: Noop, Course. Evidence for the values: app/models/assignment_override.rb, validation of the set
    type.
    """

    workflow_state: str
    """The state of the override. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable, included
    by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb among
    others; the workflow of course_section.rb and assignment_override.rb.
    """

    assignment_id: str | None = None
    """The local Canvas id of the assignment whose dates are overridden, if it is one. An override of a module, page,
    discussion topic or file has no assignment, nor has one of a quiz without it (app/models/assignment_override.rb,
    validation of the owner). A deleted override can lack any owner. Scope: local.
    """

    due_at: Timestamp | None = None
    """When the work is due, instead of the assignment's own due time. It is null where that is not overridden."""

    all_day: bool | None = None
    """Whether the work is due on a day rather than at a time of day. It is null where this is not overridden."""

    all_day_date: Day | None = None
    """The day on which the work is due, instead of the assignment's own. It is null where the day is not overridden."""

    unlock_at: Timestamp | None = None
    """When work can first be handed in, instead of the assignment's own time."""

    lock_at: Timestamp | None = None
    """When work can no longer be handed in, instead of the assignment's own time."""

    course_section_id: str | None = None
    """The local Canvas id of the section that the other dates are for. Sent when type is CourseSection. Scope: local.
    """

    group_id: str | None = None
    """The local Canvas id of the group that the other dates are for. Sent when type is Group. Scope: local."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentOverrideCreated(Record):
    """An assignment got other dates for some of the students.

    Sent when other dates are set for a section, a group or individual students.

    The ids in the body are local, while assignment_id in the assignment events is global.

    The body does not say which students an override of type ADHOC is for.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentOverride
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentOverrideUpdated(Record):
    """The other dates that some of the students have for an assignment changed.

    Sent when an override of dates is changed or deleted.

    The ids in the body are local, while assignment_id in the assignment events is global.

    The body holds the override as it is now. It does not have the old values.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentOverride
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentUpdated(Record):
    """The properties of an assignment changed.

    Sent when an assignment is published, deleted, given other dates or changed in any other way.

    The body holds the assignment as it is now. It does not have the old values.

    If many assignments are changed at once, an event is sent for each of them.

    The id of the assignment group is global here and local in the assignment group events.

    The documentation lists the state "failed_to_import". Canvas sends "fail_to_import" instead.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssignmentUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssignmentUpdatedBody(Record):
    """The body of AssignmentUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {"description", "lti_assignment_description", "resource_map", "title"}
    )

    assignment_id: str
    """The Canvas id of the assignment. Scope: global."""

    title: str
    """The title of the assignment. At most 8,192 characters; longer text is cut off."""

    updated_at: Timestamp
    """When the assignment last changed."""

    assignment_group_id: str | None = None
    """The Canvas id of the group that the assignment is in. Scope: global."""

    context_id: str | None = None
    """The Canvas id of the context that the assignment is in. Sent since some time between 2015-10 and 2017-05. Scope:
    global. Evidence for the date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017
    (4fe027a7, a fork) has it.
    """

    context_type: str | None = None
    """The kind of the context that the assignment is in. Sent since some time between 2015-10 and 2017-05. In the source
    code: Course. Evidence for the date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017
    (4fe027a7, a fork) has it. Evidence for the values: app/models/abstract_assignment.rb, assignment_group.rb and
    quizzes/quiz.rb, association context.
    """

    context_uuid: str | None = None
    """Opaque token of the context that the assignment is in."""

    created_on_blueprint_sync: bool | None = None
    """Whether a sync with a blueprint course added the assignment to the course. Sent since some time between 2021-06 and
    2024-04. Evidence for the date: lib/canvas/live_events.rb of mid 2021 (0263d1ad) lacks it, that of 2023 or early
    2024 has it.
    """

    description: str | None = None
    """The instructions of the assignment, in HTML. Canvas can truncate the text inside an HTML tag. At most 8,192
    characters; longer text is cut off.
    """

    due_at: Timestamp | None = None
    """When students must hand in their work."""

    lock_at: Timestamp | None = None
    """When students can no longer hand in work."""

    lti_assignment_id: str | None = None
    """The id that external tools use for the assignment."""

    lti_resource_link_id: str | None = None
    """The id of the LTI resource link. Only assignments in an external tool have one."""

    lti_resource_link_id_duplicated_from: str | None = None
    """The id of the LTI resource link of the assignment that this one was copied from. Sent when the assignment is a copy
    of another one.
    """

    assignment_id_duplicated__from: str | None = None
    """The Canvas id of the assignment that this one was copied from, misspelled with two underscores. Canvas sends the key
    assignment_id_duplicated_from instead. Documented, but never sent. Sent when the assignment is a copy of another
    one. Scope: global.
    """

    domain_duplicated_from: str | None = None
    """The host name of the root account that holds the assignment that this one was copied from. Sent when the assignment
    is a copy of another one.
    """

    domain: str | None = None
    """The host name of the root account that holds the assignment. Sent when Canvas knows a host name of the root account.
    """

    points_possible: float | None = None
    """The maximum points for the assignment."""

    submission_types: str | None = None
    """The ways in which students can hand in work, separated by commas. A space can follow each comma. In the source code:
    online_text_entry, online_url, online_upload, media_recording, student_annotation, online_quiz, discussion_topic,
    wiki_page, external_tool, on_paper, none, not_graded, peer_review, ams. Free text: other values are normal. Holds
    several values, separated by “,”. Empty text means no value. Evidence for the values:
    app/models/abstract_assignment.rb, OFFLINE_SUBMISSION_TYPES and SUBMITTABLE_TYPES; the column has no rule.
    """

    unlock_at: Timestamp | None = None
    """When students can first hand in work."""

    workflow_state: str | None = None
    """The state of the assignment. Sent since some time between 2015-10 and 2017-05. Known values: deleted, duplicating,
    failed_to_duplicate, failed_to_import, failed_to_migrate, importing, published, unpublished. Also in the source
    code: fail_to_import, migrating, outcome_alignment_cloning, failed_to_clone_outcome_alignment. Evidence for the
    date: lib/canvas/live_events.rb of late 2015 (692f98b) lacks it, that of spring 2017 (4fe027a7, a fork) has it.
    Evidence for the values: app/models/abstract_assignment.rb, workflow.
    """

    assignment_id_duplicated_from: str | None = None
    """The Canvas id of the assignment that this one was copied from. The documentation lists it with two underscores
    before "from". Sent when the assignment is a copy of another one. Scope: global. Not documented; known from the
    vendor's source code.
    """

    anonymous_grading: bool | None = None
    """Whether graders cannot see whose work they grade. Not documented; known from the vendor's source code."""

    anonymous_participants: bool | None = None
    """Whether the participants of the assignment stay anonymous. Not documented; known from the vendor's source code.
    """

    lti_assignment_description: str | None = None
    """The instructions of the assignment again, as in description. At most 8,192 characters; longer text is cut off. Not
    documented; known from the vendor's source code.
    """

    resource_map: str | None = None
    """Where the asset map file can be fetched. Sent when the assignment has an asset map file. Not documented; known from
    the vendor's source code.
    """

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
