# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Canvas Live Events 0.1.0: events of Canvas LMS as typed dataclasses.

Canvas LMS tells subscribers what happens in it: a course was completed, a module changed, a grade was given. Each event
is a JSON object with metadata, the same for all events, and a body that depends on the event. Delivery is best effort,
at least once and in no promised order, and events carry no identifier of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from canvas_live_events.message import Head, UnknownEvent
from eventcontract.runtime import ContractViolation, Finding, Package, Undocumented

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from canvas_live_events.events.course import (
        Course,
        CourseCompleted,
        CourseCompletedBody,
        CourseCreated,
        CourseProgress,
        CourseProgressBody,
        CourseSection,
        CourseSectionCreated,
        CourseSectionUpdated,
        CourseUpdated,
        Progress,
        ProgressCourse,
        ProgressError,
        ProgressUser,
    )
    from canvas_live_events.events.module import (
        Module,
        ModuleCreated,
        ModuleItem,
        ModuleItemCreated,
        ModuleItemUpdated,
        ModuleUpdated,
    )
    from canvas_live_events.metadata import Metadata

    Event: TypeAlias = (
        CourseCompleted
        | CourseCreated
        | CourseProgress
        | CourseSectionCreated
        | CourseSectionUpdated
        | CourseUpdated
        | ModuleCreated
        | ModuleItemCreated
        | ModuleItemUpdated
        | ModuleUpdated
    )
    """Any event of the contract. ``UnknownEvent`` is no part of it, so that matching narrows."""

__version__ = "0.1.0"

#: Event name -> class name.
EVENTS: Mapping[str, str] = {
    "course_completed": "CourseCompleted",
    "course_created": "CourseCreated",
    "course_progress": "CourseProgress",
    "course_section_created": "CourseSectionCreated",
    "course_section_updated": "CourseSectionUpdated",
    "course_updated": "CourseUpdated",
    "module_created": "ModuleCreated",
    "module_item_created": "ModuleItemCreated",
    "module_item_updated": "ModuleItemUpdated",
    "module_updated": "ModuleUpdated",
}

_MODULES = {
    "Metadata": "metadata",
    "Course": "events.course",
    "CourseCompleted": "events.course",
    "CourseCompletedBody": "events.course",
    "CourseCreated": "events.course",
    "CourseProgress": "events.course",
    "CourseProgressBody": "events.course",
    "CourseSection": "events.course",
    "CourseSectionCreated": "events.course",
    "CourseSectionUpdated": "events.course",
    "CourseUpdated": "events.course",
    "Progress": "events.course",
    "ProgressCourse": "events.course",
    "ProgressError": "events.course",
    "ProgressUser": "events.course",
    "Module": "events.module",
    "ModuleCreated": "events.module",
    "ModuleItem": "events.module",
    "ModuleItemCreated": "events.module",
    "ModuleItemUpdated": "events.module",
    "ModuleUpdated": "events.module",
}

_package = Package(
    __name__,
    events=dict(EVENTS),
    modules=_MODULES,
    discriminator=("metadata", "event_name"),
    body="body",
    head=Head,
    unknown=UnknownEvent,
)


def parse(delivery: bytes | bytearray | memoryview | str) -> Event | UnknownEvent:
    """The event in ``delivery``, a JSON text (UTF-8 where it is bytes).

    An event that is not in the contract is an ``UnknownEvent``, never an error.
    Raises ``ContractViolation``, with the delivery untouched, for what is no event and for what
    the event's reader schema refuses.
    """
    event: Event | UnknownEvent = _package.parse(delivery)
    return event


def encode(event: Event) -> bytes:
    """``event`` as JSON (UTF-8), without the members that are ``None``.

    Keys that the event's class does not hold are gone: to pass a delivery on, pass on the delivery.
    """
    return _package.encode(event)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        # Defining every class takes longer than most processes need to live: each on first use.
        if name in _MODULES:
            value = globals()[name] = _package.load(name)
            return value
        if name == "Event":
            value = globals()[name] = _package.union()
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES, "Event"})


__all__ = [
    "EVENTS",
    "ContractViolation",
    "Event",
    "Finding",
    "Undocumented",
    "UnknownEvent",
    "encode",
    "parse",
    "Metadata",
    "Course",
    "CourseCompleted",
    "CourseCompletedBody",
    "CourseCreated",
    "CourseProgress",
    "CourseProgressBody",
    "CourseSection",
    "CourseSectionCreated",
    "CourseSectionUpdated",
    "CourseUpdated",
    "Progress",
    "ProgressCourse",
    "ProgressError",
    "ProgressUser",
    "Module",
    "ModuleCreated",
    "ModuleItem",
    "ModuleItemCreated",
    "ModuleItemUpdated",
    "ModuleUpdated",
]
