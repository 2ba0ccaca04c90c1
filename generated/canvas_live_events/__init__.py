# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Canvas Live Events 0.1.0: events of Canvas LMS as typed dataclasses.

Canvas LMS tells subscribers what happens in it: a course was completed, a module changed, a grade was given. Each event
is a JSON object with metadata, the same for all events, and a body that depends on the event. Delivery is best effort,
at least once and in no promised order, and events carry no identifier of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from canvas_live_events.message import BATCHES, ENVELOPES, Head, UnknownEvent
from eventcontract.runtime import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    Package,
    Parsed,
    ParsedBatch,
    Partition,
    Record,
    SignedDelivery,
    Undocumented,
)

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

    Delivery: TypeAlias = bytes | bytearray | memoryview | str | Mapping[str, Any]
    """A JSON text (UTF-8 where it is bytes) or decoded JSON, in any envelope."""

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
    events=EVENTS,
    modules=_MODULES,
    discriminator=("metadata", "event_name"),
    event_name="metadata.event_name",
    body="body",
    head=Head,
    unknown=UnknownEvent,
    wrappers=ENVELOPES,
    batches=BATCHES,
)

_E = TypeVar("_E", bound=Record)


@overload
def parse(delivery: Delivery) -> Event | UnknownEvent: ...


@overload
def parse(delivery: Delivery, *, expect: type[_E]) -> _E: ...


def parse(delivery: Delivery, *, expect: type[Any] | None = None) -> Any:
    """The event in ``delivery``: a JSON text or decoded JSON, bare or in any of these envelopes.

    - A message as boto3's receive_message gives it.
    - A record of an AWS Lambda event from an SQS queue.
    - A record of an AWS Lambda event from a Kinesis stream, as self-hosted Canvas fills it.
    - A web request as API Gateway (payload versions 1 and 2) and Lambda function URLs hand it over.
    - The record that Canvas's own emitter writes, before it reaches subscribers.
    - The claims of a verified JSON Web Token, with registered claims beside the event.

    An event that is not in the contract is an ``UnknownEvent``, never an error. With ``expect``, any
    event but one of that class is an error.

    Raises ``ContractViolation``, with all violations and the untouched delivery, for what the event's
    reader schema refuses; its subclasses ``NotJSON``, ``NotAnEvent``, ``ForeignEnvelope`` and
    ``SignedDelivery`` for what is no event at all.
    """
    return _package.parse(delivery, expect)


def parse_batch(deliveries: Any) -> ParsedBatch:
    """Every delivery of a list, or of an object that holds one, parsed by itself.

    - An AWS Lambda event. Its answer can name the records to deliver again.
    - What boto3's receive_message gives.

    What is wrong with one delivery is in its result and keeps no other from being parsed. Raises
    ``NotAnEvent`` if ``deliveries`` is no batch.
    """
    return _package.parse_batch(deliveries)


def check(delivery: Delivery, *, show_values: bool = False) -> list[Finding]:
    """Everything there is to say of ``delivery``, errors first; never raises.

    Errors are what ``parse`` refuses, warnings what is readable but not as documented, infos what
    is worth knowing. Findings hold values of the delivery only if ``show_values`` asks for them.
    """
    return _package.check(delivery, show_values=show_values)


def extras(delivery: Delivery) -> dict[str, Any]:
    """Every member of the event in ``delivery`` that its class does not hold, by JSON Pointer.

    Nothing for an ``UnknownEvent``, which holds the delivery itself. Raises like ``parse``.
    """
    return _package.extras(delivery)


def encode(event: Event) -> bytes:
    """``event`` as JSON (UTF-8), without the members that are ``None``.

    Keys that the event's class does not hold are gone: to pass a delivery on, pass on the delivery.
    """
    return _package.encode(event)


def fingerprint(delivery: Delivery) -> str:
    """A hash for finding duplicates: ``v1:`` and 64 hexadecimal digits.

    The same for one event in every envelope, on every retry and in every release of this package.
    It is made of the whole event; where the vendor sends no identifier of the event itself, two
    events of one cause that are alike to the last value cannot be told apart. Raises
    ``ContractViolation`` if there is no event in ``delivery``.
    """
    return _package.fingerprint(delivery)


_id = Partition(10000000000000)


class SplitId(NamedTuple):
    """The parts of a id."""

    shard: int | None
    """``None`` where the id names none."""

    local: int
    """The id within the shard."""


def split_id(value: str) -> SplitId:
    """The parts of a id: Valid everywhere in Canvas; the shard number times 10^13 plus the local id.

    ``ValueError`` unless ``value`` is decimal digits.
    """
    return SplitId(*_id.split(value))


def join_id(shard: int, local: int) -> str:
    """The global id of its parts; ``ValueError`` where there is none."""
    return _id.join(shard, local)


def same_object(first: str, second: str, *, home: int | str) -> bool:
    """Whether two ids name the same object, each with or without its shard.

    ``home`` is the shard of those without: its number, or any global id of it.
    ``ValueError`` unless both are decimal digits and ``home`` names a shard.
    """
    return _id.same(first, second, home)


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
    "ForeignEnvelope",
    "NotAnEvent",
    "NotJSON",
    "Parsed",
    "ParsedBatch",
    "SignedDelivery",
    "Undocumented",
    "UnknownEvent",
    "check",
    "encode",
    "extras",
    "fingerprint",
    "parse",
    "parse_batch",
    "SplitId",
    "join_id",
    "same_object",
    "split_id",
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
