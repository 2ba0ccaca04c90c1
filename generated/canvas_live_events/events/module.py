# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Module: Modules of a course and the items in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Integer, Record


@dataclass(frozen=True, kw_only=True, repr=False)
class Module(Record):
    """A module of a course."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"name"})

    context_id: str
    """The local Canvas id of the context. Scope: local."""

    context_type: str
    """The type of module's context. In the source code: Course. Evidence for the values:
    app/models/abstract_assignment.rb, assignment_group.rb and quizzes/quiz.rb, association context.
    """

    module_id: str
    """The Canvas id of the module. Scope: local."""

    workflow_state: str
    """The workflow state of the module. Known values: active, deleted, unpublished. Evidence for the values: The vendor's
    enumeration for Canvas Data 2, context_modules.workflow_state.
    """

    name: str | None = None
    """The name of the module."""

    position: Integer | None = None
    """The position of the module in the course."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ModuleCreated(Record):
    """The event is emitted anytime a new module is created by an end user or API request.

    Triggered when a new module is created.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Module
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ModuleItem(Record):
    """An item of a module."""

    context_id: str
    """The local Canvas id of the context. Scope: local."""

    context_type: str
    """The type of module's context. In the source code: Course. Evidence for the values: app/models/content_tag.rb,
    association context; that modules are in courses only is inferred.
    """

    module_id: str
    """The Canvas id of the module. Scope: local."""

    module_item_id: str
    """The Canvas id of the module item. Scope: local."""

    workflow_state: str
    """The workflow state of the module item. Known values: active, deleted, unpublished. Evidence for the values:
    app/models/content_tag.rb, workflow.
    """

    position: Integer | None = None
    """The position of the module item in the module."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ModuleItemCreated(Record):
    """The event is emitted anytime a new module item is added to a module by an end user or API request.

    Triggered when a new module item is created.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ModuleItem
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ModuleItemUpdated(Record):
    """The event is emitted anytime a module item is updated in a module by an end user or API request. Only changes to the
    fields included in the body of the event payload will emit the updated event.

    Triggered when a new module item is updated.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ModuleItem
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ModuleUpdated(Record):
    """The event is emitted anytime a module is updated by an end user or API request. Only changes to the fields included
    in the body of the event payload will emit the updated event.

    Triggered when a new module is updated.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Module
    """What happened."""
