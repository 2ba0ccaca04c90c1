# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Outcome: How an account or a course combines a student's scores on a learning outcome."""

from __future__ import annotations

from dataclasses import dataclass

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeCalculationMethod(Record):
    """The way in which an account or a course combines the scores on learning outcomes."""

    outcome_calculation_method_id: str
    """The local Canvas id of the calculation method. Scope: local."""

    context_type: str
    """The kind of object that the calculation method applies to. In the source code: Account, Course. Evidence for the
    values: app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association
    context.
    """

    context_id: str
    """The local Canvas id of the object that the calculation method applies to. Its kind is in context_type. Scope: local.
    """

    workflow_state: str
    """The state of the calculation method. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable,
    included by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb
    among others; the workflow of course_section.rb and assignment_override.rb.
    """

    calculation_method: str
    """The name of the calculation method. In the source code: decaying_average, n_mastery, highest, latest, average,
    standard_decaying_average, weighted_average. Evidence for the values: app/models/outcome_calculation_method.rb,
    validation; app/models/learning_outcome.rb.
    """

    calculation_int: Integer | None = None
    """The parameter of the calculation method, such as a weight in percent. Sent when the calculation method has a
    parameter.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeCalculationMethodCreated(Record):
    """An account or a course got its own calculation method.

    Sent when somebody first chooses how the scores on learning outcomes are combined there.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeCalculationMethod
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeCalculationMethodUpdated(Record):
    """The calculation method of an account or a course changed.

    Sent when another method or another parameter is chosen, or when the method is deleted.

    The body holds the calculation method as it is now and does not say which of its properties changed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeCalculationMethodUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeCalculationMethodUpdatedBody(Record):
    """The body of OutcomeCalculationMethodUpdated."""

    outcome_calculation_method_id: str
    """The local Canvas id of the calculation method. Scope: local."""

    context_type: str
    """The kind of object that the calculation method applies to. In the source code: Account, Course. Evidence for the
    values: app/models/learning_outcome.rb, outcome_calculation_method.rb and outcome_proficiency.rb, association
    context.
    """

    context_id: str
    """The local Canvas id of the object that the calculation method applies to. Its kind is in context_type. Scope: local.
    """

    workflow_state: str
    """The state of the calculation method. Known values: active, deleted. Evidence for the values: Canvas::SoftDeletable,
    included by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb
    among others; the workflow of course_section.rb and assignment_override.rb.
    """

    calculation_method: str
    """The name of the calculation method. In the source code: decaying_average, n_mastery, highest, latest, average,
    standard_decaying_average, weighted_average. Evidence for the values: app/models/outcome_calculation_method.rb,
    validation; app/models/learning_outcome.rb.
    """

    calculation_int: Integer | None = None
    """The parameter of the calculation method, such as a weight in percent. Sent when the calculation method has a
    parameter.
    """

    updated_at: Timestamp | None = None
    """When the calculation method last changed. Not documented; known from the vendor's source code."""
