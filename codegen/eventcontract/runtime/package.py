"""A generated package at run time: its classes, its schemas, parsing and checking.

Nothing is imported or read before it is needed: most consumers handle few of the events.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from eventcontract import pointers
from eventcontract.runtime import tolerant
from eventcontract.runtime.batches import Parsed, ParsedBatch
from eventcontract.runtime.envelopes import BatchRow, EnvelopeRow, Layer, Table, for_parse_batch
from eventcontract.runtime.errors import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    Refusal,
    SignedDelivery,
)
from eventcontract.runtime.explain import Reading, json_type, pointer
from eventcontract.runtime.fast import Loaders
from eventcontract.runtime.fingerprints import fingerprint
from eventcontract.runtime.json_text import MAX_SIZE
from eventcontract.runtime.once import Once
from eventcontract.runtime.records import Record, Unknown
from eventcontract.runtime.rules import Rule

if TYPE_CHECKING:
    from eventcontract.runtime.checking import Checker, Examined

#: Rule -> what is raised for a delivery without an event.
_REFUSALS: dict[str, type[ContractViolation]] = {
    Rule.NOT_JSON.id: NotJSON,
    Rule.TOO_DEEP.id: NotJSON,
    Rule.TOO_LARGE.id: NotJSON,
    Rule.SIGNED_DELIVERY.id: SignedDelivery,
    Rule.FOREIGN_ENVELOPE.id: ForeignEnvelope,
    Rule.NOT_AN_EVENT.id: NotAnEvent,
}


def _imported(name: str) -> Package:
    package: Package = import_module(name)._package
    return package


class Package:
    """The generated package ``name``.

    ``events`` maps each event to its class, ``modules`` each class to its module (relative to the
    package). ``discriminator`` is the path of the member that names the event (JSON keys),
    ``name_path`` the same path as attributes, ``time`` the path of the timestamp that says when an event was sent.
    ``dimensions`` are the paths of the members that audits count by: ``account`` and ``producer``, if there are any.
    ``members`` are the keys that all events have, ``unknown`` is the class of events that are not in the contract.
    ``envelopes`` and ``batches`` describe what deliveries can be wrapped in. ``validate_first`` names the events
    whose schemas accept less than msgspec would read: their schema is asked before anything is decoded into a class.
    """

    def __init__(
        self,
        name: str,
        *,
        events: Mapping[str, str],
        modules: Mapping[str, str],
        discriminator: tuple[str, ...],
        name_path: str,
        time: tuple[str, ...] = (),
        dimensions: Mapping[str, tuple[str, ...]] = {},
        members: Iterable[str],
        unknown: type[Any],
        validate_first: Iterable[str] = (),
        envelopes: Iterable[EnvelopeRow] = (),
        batches: Iterable[BatchRow] = (),
    ) -> None:
        self.name = name
        self.events = events
        self.modules = modules
        self.table = Table(envelopes, batches, discriminator)
        self._path = discriminator
        self.time = time
        self.dimensions = dimensions
        self._members = tuple(members)
        self._unknown = unknown
        self._classes = Once(self._import)
        self._readings = Once(self._read_schema)
        slow = frozenset(validate_first)
        fast = {event: class_name for event, class_name in events.items() if event not in slow}
        self.loaders = Loaders(lambda event: self.load(fast[event]), discriminator, name_path)
        self._fast = self.loaders.parse
        self._name_in = operator.attrgetter(name_path)

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process imports its own.
        return _imported, (self.name,)

    # -- classes and schemas -------------------------------------------------------------------

    def load(self, class_name: str) -> Any:
        """The generated class ``class_name``, its module imported on first use; ``KeyError`` if there is none."""
        return self._classes[class_name]

    def _import(self, class_name: str) -> Any:
        return getattr(import_module(f"{self.name}.{self.modules[class_name]}"), class_name)

    def union(self) -> Any:
        """The union of all event classes; loads every one of them."""
        return functools.reduce(operator.or_, [self.load(name) for name in self.events.values()])

    def reading(self, name: str, *, strict: bool = False) -> Reading:
        """The published schema of one event: the reader schema, or the strict one."""
        return self._readings[f"strict/{name}.json" if strict else f"{name}.json"]

    def _read_schema(self, file: str) -> Reading:
        # Not at import time: most processes never ask a schema.
        from importlib import resources

        return Reading(resources.files(self.name).joinpath("schemas", file).read_bytes())

    # -- parsing -------------------------------------------------------------------------------

    def parse(self, delivery: Any, expect: type[Any] | None = None, *, max_size: int = MAX_SIZE) -> Any:
        """The event in ``delivery`` as an instance of its class, or of the package's ``UnknownEvent``.

        ``delivery`` is a JSON text or decoded JSON, in any envelope of the contract. With ``expect``
        it must be an event of that class. :class:`ContractViolation` if the delivery holds no event,
        or one that its reader schema refuses. The text of the event must not be larger than ``max_size``.
        """
        event = self._fast(delivery, max_size)
        if event is None:
            event = self._parse_layers(delivery, max_size)
        if expect is not None and not isinstance(event, expect):
            raise self._unexpected(event, expect, delivery)
        return event

    def _parse_layers(self, delivery: Any, max_size: int) -> Any:
        for layer in self.layers(delivery, max_size):
            # The delivery itself has been tried.
            if layer.text is not delivery and (event := self._fast(layer.text, max_size)) is not None:
                return event
        payload = layer.value
        name = self._name(payload)
        if name not in self.events:
            return tolerant.build_readable(self._unknown, payload, name=name, delivery=delivery)
        return tolerant.build(self._accepted(payload, delivery), payload)

    def layers(self, delivery: Any, max_size: int = MAX_SIZE) -> Iterator[Layer]:
        """``delivery`` and what is in its envelopes, the event last; :class:`ContractViolation` if there is none."""
        try:
            depth = -1
            for layer in self.table.layers(delivery, max_size):
                depth += 1
                yield layer
            if isinstance(self._name(layer.value), str):
                return
            refusal = self._nameless(layer.value, inside=depth > 0)
        except Refusal as error:
            refusal = error
        # Raised out here, the violation has no context: other exceptions quote values.
        finding = refusal.finding
        raise _REFUSALS[finding.rule](None, (finding,), delivery)

    def open(self, delivery: Any, max_size: int = MAX_SIZE) -> Any:
        """The event in ``delivery`` as decoded JSON; :class:`ContractViolation` if there is none."""
        *_, last = self.layers(delivery, max_size)
        return last.value

    def _name(self, payload: Any) -> Any:
        return pointers.get(payload, self._path)

    def _accepted(self, payload: Any, delivery: Any) -> Any:
        """The class of ``payload``; :class:`ContractViolation` if its reader schema refuses it."""
        name = self._name(payload)
        violations = self.reading(name).refusals(payload, "error")
        if violations:
            raise ContractViolation(name, tuple(violations), delivery)
        return self.load(self.events[name])

    def name_of(self, event: Any) -> str:
        """The name of ``event``, which :meth:`parse` returned."""
        name: str = event.name if isinstance(event, self._unknown) else self._name_in(event)
        return name

    def _nameless(self, payload: Any, *, inside: bool) -> Refusal:
        if isinstance(payload, list):
            message = for_parse_batch("a list", inside)
        else:
            message = f"there is no event name at {pointer(self._path)}, and this is not a known envelope"
        return Refusal(Rule.NOT_AN_EVENT, message, found=json_type(payload))

    def _unexpected(self, event: Any, expect: type[Any], delivery: Any) -> ContractViolation:
        name = self.name_of(event)
        wanted = getattr(expect, "__name__", str(expect))  # a union has none
        finding = Finding(
            rule=Rule.UNEXPECTED_EVENT.id,
            level="error",
            pointer=pointer(self._path),
            message=f"expected {wanted}, found {type(event).__name__}",
            expected=wanted,
            found=type(event).__name__,
        )
        return ContractViolation(name, (finding,), delivery)

    def parse_batch(self, deliveries: Any, *, max_size: int = MAX_SIZE) -> ParsedBatch:
        """Every delivery of a list, or of a batch object of the contract, parsed by itself.

        :class:`NotAnEvent` if ``deliveries`` is neither; a violation in one delivery is in its result.
        """
        batch, items = self.items(deliveries)
        return ParsedBatch(tuple(self._parse_one(item, max_size) for item in items), batch, self.name)

    def items(self, deliveries: Any) -> tuple[BatchRow | None, list[Any]]:
        """The batch that ``deliveries`` is, ``None`` if it is a list, and what it holds; :class:`NotAnEvent`."""
        try:
            batch, items = self.table.batch(deliveries) or (None, deliveries)
            found = [*items] if isinstance(items, (list, tuple)) else None
        except Exception:  # a mapping or a list that is not Python's own can raise anything
            found = None
        if found is None:
            message = "expected a list of deliveries or a batch object; pass a single delivery to parse"
            refusal = Refusal(Rule.NOT_AN_EVENT, message, expected="a batch")
            raise NotAnEvent(None, (refusal.finding,), deliveries)
        return batch, found

    def _parse_one(self, delivery: Any, max_size: int) -> Parsed:
        identifier, place = self.table.identify(delivery)
        try:
            return Parsed(delivery, identifier, place, event=self.parse(delivery, max_size=max_size))
        except ContractViolation as violation:
            # The traceback holds this frame, the frame holds the result: let go of it.
            return Parsed(delivery, identifier, place, violation=violation.with_traceback(None))
        except MemoryError:
            refusal = Refusal(Rule.TOO_LARGE, "there is not enough memory to read the delivery")
            return Parsed(delivery, identifier, place, violation=NotJSON(None, (refusal.finding,), delivery))

    def extras(self, delivery: Any, *, max_size: int = MAX_SIZE) -> dict[str, Any]:
        """Every member of the event in ``delivery`` that its class does not hold, by JSON Pointer.

        Empty for an event that is not in the contract: its class holds the delivery itself. Raises
        like :meth:`parse`.
        """
        payload = self.open(delivery, max_size)
        if self._name(payload) not in self.events:
            return {}
        return dict(tolerant.extras(self._accepted(payload, delivery), payload))

    # -- checking ------------------------------------------------------------------------------

    def check(self, delivery: Any, *, show_values: bool = False, max_size: int = MAX_SIZE) -> list[Finding]:
        """All findings about ``delivery`` under both readings, errors first; never raises.

        ``error``: a reader refuses it. ``warning``: it is readable, but not as documented. ``info``:
        nothing is wrong, but something is worth knowing. No finding holds a value unless
        ``show_values`` is true.
        """
        return [*self.examine(delivery, show_values=show_values, max_size=max_size).findings]

    def examine(self, delivery: Any, *, show_values: bool = False, max_size: int = MAX_SIZE) -> Examined:
        """What :meth:`check` finds, the name of the event that it is about, and what audits count by."""
        return self._checker.examine(delivery, show_values=show_values, max_size=max_size)

    @cached_property
    def _checker(self) -> Checker:
        # Not at import time: most processes only parse.
        from eventcontract.runtime.checking import Checker

        return Checker(self)

    # -- the rest ------------------------------------------------------------------------------

    def fingerprint(self, delivery: Any, *, max_size: int = MAX_SIZE) -> str:
        """A versioned hash of the event in ``delivery``, the same in every envelope.

        It covers the members that all events have and nothing that an envelope adds. Raises
        :class:`ContractViolation` if there is no event in ``delivery``.
        """
        return self.fingerprint_of(self.open(delivery, max_size))

    def fingerprint_of(self, event: Mapping[str, Any]) -> str:
        """The fingerprint of an event that :meth:`open` returned."""
        return fingerprint({key: event[key] for key in self._members if key in event})

    def encode(self, event: Record) -> bytes:
        """``event`` as JSON (UTF-8), without the members that are ``None``: null and absent mean the same.

        ``TypeError`` for anything but an event of the contract.
        """
        if isinstance(event, Unknown):
            raise TypeError(f"cannot encode {type(event).__name__}; forward event.delivery instead")
        if not isinstance(event, Record):
            raise TypeError(f"cannot encode {type(event).__name__}; expected an event of the contract")
        return msgspec.json.encode(tolerant.plain(event))
