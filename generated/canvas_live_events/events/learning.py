# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Learning: Learning outcomes, the groups they are sorted into, and students' results on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcome(Record):
    """Something that students should know or be able to do."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description", "display_name", "short_description", "title"})

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    workflow_state: str
    """The state of the outcome. Known values: active, deleted. Also in the source code: archived, retired. Evidence for
    the values: app/models/learning_outcome.rb, workflow, archive! and unarchive!
    """

    calculation_int: Integer | None = None
    """The parameter of the calculation method, such as a weight in percent. Sent when the calculation method has a
    parameter.
    """

    calculation_method: str | None = None
    """How the scores of a student on the outcome are combined. In the source code: decaying_average, n_mastery, highest,
    latest, average, standard_decaying_average, weighted_average. Evidence for the values:
    app/models/outcome_calculation_method.rb, validation; app/models/learning_outcome.rb.
    """

    context_id: str | None = None
    """The local Canvas id of the object that the outcome belongs to. Its kind is in context_type. A global outcome belongs
    to nothing. Scope: local.
    """

    context_type: str | None = None
    """The kind of object that the outcome belongs to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    description: str | None = None
    """The description of the outcome, as HTML. Canvas does not shorten this text."""

    display_name: str | None = None
    """A friendlier name of the outcome for reports."""

    short_description: str | None = None
    """The same as title."""

    title: str | None = None
    """The title of the outcome."""

    vendor_guid: str | None = None
    """The identifier that the publisher of a standard gave the outcome."""

    rubric_criterion: LearningOutcomeCriterion | None = None
    """The scale that the outcome is rated on."""

    context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    copied_from_outcome_id: str | None = None
    """The local Canvas id of the outcome that this one is a copy of. Scope: local. Not documented; known from the vendor's
    source code.
    """

    original_outcome_root_account_uuid: str | None = None
    """The token of the original's root account, if the original of a copy is on another shard. Not documented; known from
    the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeCreated(Record):
    """A learning outcome was added.

    Sent when a user, an API call or a background job adds or copies an outcome.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcome
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeCriterion(Record):
    """The scale that an outcome is rated on."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description"})

    description: str | None = None
    """The criterion that the scale measures."""

    mastery_points: float | None = None
    """The points that a student needs to master the outcome."""

    points_possible: float | None = None
    """The points of the highest rating."""

    ratings: tuple[LearningOutcomeRating, ...] | None = None
    """The ratings of the scale, best first."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeGroup(Record):
    """A folder for outcomes and for other such folders."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description", "title"})

    learning_outcome_group_id: str
    """The local Canvas id of the outcome group. Scope: local."""

    workflow_state: str
    """The state of the outcome group. In the source code: active, archived, deleted. Evidence for the values:
    app/models/learning_outcome_group.rb, workflow; archived is inferred from the column archived_at.
    """

    context_id: str | None = None
    """The local Canvas id of the object that the outcome group belongs to. Its kind is in context_type. A global outcome
    group belongs to nothing. Scope: local.
    """

    context_type: str | None = None
    """The kind of object that the outcome group belongs to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    description: str | None = None
    """The description of the outcome group, as HTML. Canvas does not shorten this text."""

    parent_outcome_group_id: str | None = None
    """The local Canvas id of the outcome group that holds this one. The top-level group has none. Scope: local."""

    title: str | None = None
    """The title of the outcome group."""

    vendor_guid: str | None = None
    """The identifier that the publisher of a standard gave the outcome group."""

    context_uuid: str | None = None
    """The token of the object that the outcome group belongs to. Not documented; known from the vendor's source code.
    """

    parent_outcome_group_context_uuid: str | None = None
    """The token of the object that the parent group belongs to. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeGroupCreated(Record):
    """An outcome group was added.

    Sent when a user, an API call or a background job adds an outcome group.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeGroup
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeGroupUpdated(Record):
    """An outcome group changed.

    Sent when the title, the description, the parent or another property of an outcome group changes.

    The body holds the outcome group as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeGroupUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeGroupUpdatedBody(Record):
    """The body of LearningOutcomeGroupUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description", "title"})

    learning_outcome_group_id: str
    """The local Canvas id of the outcome group. Scope: local."""

    workflow_state: str
    """The state of the outcome group. In the source code: active, archived, deleted. Evidence for the values:
    app/models/learning_outcome_group.rb, workflow; archived is inferred from the column archived_at.
    """

    updated_at: Timestamp
    """When the outcome group last changed."""

    context_id: str | None = None
    """The local Canvas id of the object that the outcome group belongs to. Its kind is in context_type. A global outcome
    group belongs to nothing. Scope: local.
    """

    context_type: str | None = None
    """The kind of object that the outcome group belongs to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    description: str | None = None
    """The description of the outcome group, as HTML. Canvas does not shorten this text."""

    parent_outcome_group_id: str | None = None
    """The local Canvas id of the outcome group that holds this one. The top-level group has none. Scope: local."""

    title: str | None = None
    """The title of the outcome group."""

    vendor_guid: str | None = None
    """The identifier that the publisher of a standard gave the outcome group."""

    context_uuid: str | None = None
    """The token of the object that the outcome group belongs to. Not documented; known from the vendor's source code.
    """

    parent_outcome_group_context_uuid: str | None = None
    """The token of the object that the parent group belongs to. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeLink(Record):
    """An outcome's place in an outcome group."""

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    learning_outcome_link_id: str
    """The local Canvas id of the link. Scope: local."""

    workflow_state: str
    """The state of the link. In the source code: active, unpublished, deleted. Evidence for the values:
    app/models/content_tag.rb, workflow.
    """

    context_id: str | None = None
    """The local Canvas id of where the outcome is used. Its kind is in context_type. Scope: local."""

    context_type: str | None = None
    """The kind of where the outcome is used. In the source code: Account, Course, LearningOutcomeGroup. Evidence for the
    values: app/models/learning_outcome_group.rb, add_outcome; app/models/content_tag.rb, association context.
    """

    learning_outcome_group_id: str | None = None
    """The local Canvas id of the outcome group that the link is in. Scope: local."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    learning_outcome_group_context_uuid: str | None = None
    """The token of the object that the outcome group belongs to. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeLinkCreated(Record):
    """An outcome was put in an outcome group.

    Sent when an outcome is added to an account or a course, whether new or from elsewhere.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeLink
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeLinkUpdated(Record):
    """An outcome's place in an outcome group changed.

    Sent when a link moves to another outcome group, is deleted, or changes in any other way.

    The body holds the link as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeLinkUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeLinkUpdatedBody(Record):
    """The body of LearningOutcomeLinkUpdated."""

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    learning_outcome_link_id: str
    """The local Canvas id of the link. Scope: local."""

    workflow_state: str
    """The state of the link. Known values: active, deleted. Also in the source code: unpublished. Evidence for the values:
    app/models/content_tag.rb, workflow.
    """

    updated_at: Timestamp
    """When the link last changed."""

    context_id: str | None = None
    """The local Canvas id of where the outcome is used. Its kind is in context_type. Scope: local."""

    context_type: str | None = None
    """The kind of where the outcome is used. In the source code: Account, Course, LearningOutcomeGroup. Evidence for the
    values: app/models/learning_outcome_group.rb, add_outcome; app/models/content_tag.rb, association context.
    """

    learning_outcome_group_id: str | None = None
    """The local Canvas id of the outcome group that the link is in. Scope: local."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    learning_outcome_group_context_uuid: str | None = None
    """The token of the object that the outcome group belongs to. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeRating(Record):
    """A rating of an outcome's scale."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description"})

    description: str | None = None
    """The name of the rating."""

    points: float | None = None
    """The points for this rating."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeResultCreated(Record):
    """A student was rated on an outcome.

    Sent when Canvas first records a student's result on an outcome in a piece of work, for example after a teacher
    fills in a rubric.

    Newer documentation also lists id, learning_outcome_context_uuid and result_context_uuid.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeResultCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeResultCreatedBody(Record):
    """The body of LearningOutcomeResultCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {
            "attempt",
            "mastery",
            "original_mastery",
            "original_possible",
            "original_score",
            "percent",
            "possible",
            "score",
            "title",
        }
    )

    created_at: Timestamp
    """When the result was created."""

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    id: str | None = None
    """The local Canvas id of the result. Scope: local. Not documented; known from the vendor's source code."""

    assessed_at: Timestamp | None = None
    """When the student was last rated on the outcome."""

    attempt: Integer | None = None
    """Which attempt of the student was rated."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    result_context_id: str | None = None
    """The local Canvas id of where the student was rated. Its kind is in result_context_type. Scope: local. Not
    documented; known from the vendor's source code.
    """

    result_context_type: str | None = None
    """The kind of where the student was rated. Known values: Account, Course. Not documented; known from the vendor's
    source code. Evidence for the values: app/models/learning_outcome_result.rb, association context.
    """

    result_context_uuid: str | None = None
    """The token of where the student was rated. Not documented; known from the vendor's source code."""

    mastery: bool | None = None
    """Whether the student has mastered the outcome."""

    original_mastery: bool | None = None
    """Whether the student mastered the outcome at the first rating."""

    original_possible: float | None = None
    """The points that were possible at the first rating."""

    original_score: float | None = None
    """The points that the student got at the first rating."""

    percent: float | None = None
    """The score as a share of the possible points, scaled; 1 is all of them."""

    possible: float | None = None
    """The points that are possible."""

    score: float | None = None
    """The points that the student got."""

    user_uuid: str | None = None
    """The token of the student. The body has no Canvas id of the student. The events of users send the same token as uuid.
    """

    artifact_id: str | None = None
    """The local Canvas id of the record that holds the rating. Its kind is in artifact_type. Scope: local."""

    artifact_type: str | None = None
    """The kind of the record that holds the rating. Known values: LiveAssessments::Submission, Quizzes::QuizSubmission,
    RubricAssessment, Submission. Evidence for the values: app/models/learning_outcome_result.rb, association artifact.
    """

    artifact_updated_at: Timestamp | None = None
    """When the record that holds the rating last changed. Sent when the rating is stored in a record. Not documented;
    known from the vendor's source code.
    """

    artifact_created_at: Timestamp | None = None
    """When the record that holds the rating was created. Sent when the rating is stored in a record. Not documented; known
    from the vendor's source code.
    """

    associated_asset_id: str | None = None
    """The local Canvas id of the work that the outcome is aligned with. Its kind is in associated_asset_type. Scope:
    local.
    """

    associated_asset_type: str | None = None
    """The kind of the work that the outcome is aligned with. Known values: AssessmentQuestion, Assignment,
    LiveAssessments::Assessment, Quizzes::Quiz. Also in the source code: Course, Account. Evidence for the values:
    app/models/learning_outcome_result.rb, association associated_asset; the association of the rubric where there is
    none.
    """

    workflow_state: str | None = None
    """The state of the result. In the source code: active, deleted. Not documented; known from the vendor's source code.
    Evidence for the values: Canvas::SoftDeletable, included by app/models/score.rb, outcome_calculation_method.rb,
    learning_outcome_result.rb and lti/resource_link.rb among others; the workflow of course_section.rb and
    assignment_override.rb.
    """

    title: str | None = None
    """The title of the result. Sent until some time between 2021-05 and 2024-04. Not documented; known from the vendor's
    source code. Evidence for the date: lib/canvas/live_events.rb of mid 2021 (0263d1ad) has it, that of 2023 or early
    2024 lacks it.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeResultUpdated(Record):
    """The rating of a student on an outcome changed.

    Sent when a piece of work is rated on an outcome again, or when the result changes in any other way.

    The body holds the result as it is now. Of the earlier ratings, it has only the first.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeResultUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeResultUpdatedBody(Record):
    """The body of LearningOutcomeResultUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {
            "attempt",
            "mastery",
            "original_mastery",
            "original_possible",
            "original_score",
            "percent",
            "possible",
            "score",
            "title",
        }
    )

    created_at: Timestamp
    """When the result was created."""

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    updated_at: Timestamp
    """When the result last changed."""

    id: str | None = None
    """The local Canvas id of the result. Sent since 2023-10 or later. Scope: local. Evidence for the date:
    lib/canvas/live_events.rb of 2023 or early 2024 lacks it, that of 2026 (8ff2638a) has it.
    """

    assessed_at: Timestamp | None = None
    """When the student was last rated on the outcome."""

    attempt: Integer | None = None
    """Which attempt of the student was rated."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to."""

    result_context_id: str | None = None
    """The local Canvas id of where the student was rated. Its kind is in result_context_type. Scope: local."""

    result_context_type: str | None = None
    """The kind of where the student was rated. Known values: Account, Course. Evidence for the values:
    app/models/learning_outcome_result.rb, association context.
    """

    result_context_uuid: str | None = None
    """The token of where the student was rated."""

    mastery: bool | None = None
    """Whether the student has mastered the outcome."""

    original_mastery: bool | None = None
    """Whether the student mastered the outcome at the first rating."""

    original_possible: float | None = None
    """The points that were possible at the first rating."""

    original_score: float | None = None
    """The points that the student got at the first rating."""

    percent: float | None = None
    """The score as a share of the possible points, scaled; 1 is all of them."""

    possible: float | None = None
    """The points that are possible."""

    score: float | None = None
    """The points that the student got."""

    user_uuid: str | None = None
    """The token of the student. The body has no Canvas id of the student. The events of users send the same token as uuid.
    """

    artifact_id: str | None = None
    """The local Canvas id of the record that holds the rating. Its kind is in artifact_type. Scope: local."""

    artifact_type: str | None = None
    """The kind of the record that holds the rating. Known values: LiveAssessments::Submission, Quizzes::QuizSubmission,
    RubricAssessment, Submission. Evidence for the values: app/models/learning_outcome_result.rb, association artifact.
    """

    artifact_updated_at: Timestamp | None = None
    """When the record that holds the rating last changed. Sent when the rating is stored in a record."""

    artifact_created_at: Timestamp | None = None
    """When the record that holds the rating was created. Sent when the rating is stored in a record."""

    associated_asset_id: str | None = None
    """The local Canvas id of the work that the outcome is aligned with. Its kind is in associated_asset_type. Scope:
    local.
    """

    associated_asset_type: str | None = None
    """The kind of the work that the outcome is aligned with. Known values: AssessmentQuestion, Assignment,
    LiveAssessments::Assessment, Quizzes::Quiz. Also in the source code: Course, Account. Evidence for the values:
    app/models/learning_outcome_result.rb, association associated_asset; the association of the rubric where there is
    none.
    """

    workflow_state: str | None = None
    """The state of the result. In the source code: active, deleted. Not documented; known from the vendor's source code.
    Evidence for the values: Canvas::SoftDeletable, included by app/models/score.rb, outcome_calculation_method.rb,
    learning_outcome_result.rb and lti/resource_link.rb among others; the workflow of course_section.rb and
    assignment_override.rb.
    """

    title: str | None = None
    """The title of the result. Sent until some time between 2021-05 and 2024-04. Not documented; known from the vendor's
    source code. Evidence for the date: lib/canvas/live_events.rb of mid 2021 (0263d1ad) has it, that of 2023 or early
    2024 lacks it.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeUpdated(Record):
    """A learning outcome changed.

    Sent when the title, the description, the scale, the state or another property of an outcome changes.

    The body holds the outcome as it is now and does not say which of its properties changed.

    The metadata can lack the context. The body says what the outcome belongs to.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LearningOutcomeUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningOutcomeUpdatedBody(Record):
    """The body of LearningOutcomeUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description", "display_name", "short_description", "title"})

    learning_outcome_id: str
    """The local Canvas id of the outcome. Scope: local."""

    workflow_state: str
    """The state of the outcome. Known values: active, deleted. Also in the source code: archived, retired. Evidence for
    the values: app/models/learning_outcome.rb, workflow, archive! and unarchive!
    """

    updated_at: Timestamp
    """When the outcome last changed."""

    calculation_int: Integer | None = None
    """The parameter of the calculation method, such as a weight in percent. Sent when the calculation method has a
    parameter.
    """

    calculation_method: str | None = None
    """How the scores of a student on the outcome are combined. In the source code: decaying_average, n_mastery, highest,
    latest, average, standard_decaying_average, weighted_average. Evidence for the values:
    app/models/outcome_calculation_method.rb, validation; app/models/learning_outcome.rb.
    """

    context_id: str | None = None
    """The local Canvas id of the object that the outcome belongs to. Its kind is in context_type. A global outcome belongs
    to nothing. Scope: local.
    """

    context_type: str | None = None
    """The kind of object that the outcome belongs to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    description: str | None = None
    """The description of the outcome, as HTML. Canvas does not shorten this text."""

    display_name: str | None = None
    """A friendlier name of the outcome for reports."""

    short_description: str | None = None
    """The same as title."""

    title: str | None = None
    """The title of the outcome."""

    vendor_guid: str | None = None
    """The identifier that the publisher of a standard gave the outcome."""

    rubric_criterion: LearningOutcomeCriterion | None = None
    """The scale that the outcome is rated on."""

    context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    copied_from_outcome_id: str | None = None
    """The local Canvas id of the outcome that this one is a copy of. Scope: local. Not documented; known from the vendor's
    source code.
    """

    original_outcome_root_account_uuid: str | None = None
    """The token of the original's root account, if the original of a copy is on another shard. Not documented; known from
    the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeProficiency(Record):
    """The mastery scale of an account or a course, on which all its outcomes are rated."""

    outcome_proficiency_id: str
    """The local Canvas id of the mastery scale. Scope: local."""

    context_type: str
    """The kind of object that the mastery scale applies to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    context_id: str
    """The local Canvas id of the object that the mastery scale applies to. Its kind is in context_type. Scope: local.
    """

    workflow_state: str
    """The state of the mastery scale. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable,
    included by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb
    among others; the workflow of course_section.rb and assignment_override.rb.
    """

    outcome_proficiency_ratings: tuple[OutcomeProficiencyRating, ...]
    """The ratings of the mastery scale, best first."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeProficiencyCreated(Record):
    """An account or a course got its own mastery scale.

    Sent when somebody first sets up a mastery scale there.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeProficiency
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeProficiencyRating(Record):
    """A rating of a mastery scale."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description"})

    outcome_proficiency_rating_id: str
    """The local Canvas id of the rating. Scope: local."""

    description: str
    """The name of the rating."""

    points: float
    """The points for this rating."""

    mastery: bool
    """Whether the rating counts as mastery."""

    color: str
    """The color of the rating, six hexadecimal digits without a leading "#"."""

    workflow_state: str
    """The state of the step. In the source code: active, deleted. Evidence for the values: Canvas::SoftDeletable, included
    by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb among
    others; the workflow of course_section.rb and assignment_override.rb.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeProficiencyUpdated(Record):
    """A mastery scale or one of its ratings changed.

    Sent when somebody changes, adds or removes ratings of a mastery scale, or deletes the scale.

    The body holds the mastery scale as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeProficiencyUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeProficiencyUpdatedBody(Record):
    """The body of OutcomeProficiencyUpdated."""

    outcome_proficiency_id: str
    """The local Canvas id of the mastery scale. Scope: local."""

    context_type: str
    """The kind of object that the mastery scale applies to. In the source code: Account, Course. Evidence for the values:
    app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association context.
    """

    context_id: str
    """The local Canvas id of the object that the mastery scale applies to. Its kind is in context_type. Scope: local.
    """

    workflow_state: str
    """The state of the mastery scale. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable,
    included by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb
    among others; the workflow of course_section.rb and assignment_override.rb.
    """

    outcome_proficiency_ratings: tuple[OutcomeProficiencyRating, ...]
    """The ratings of the mastery scale, best first."""

    updated_at: Timestamp
    """When the mastery scale last changed."""
