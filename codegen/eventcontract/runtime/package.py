"""A generated package at run time: its classes, its schemas, parsing and checking.

Nothing is imported or read before it is needed: most consumers handle few of the events.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

import msgspec

from eventcontract.runtime import envelopes, tolerant
from eventcontract.runtime.batches import Parsed, ParsedBatch
from eventcontract.runtime.envelopes import Batch, Envelope, Refusal, Table
from eventcontract.runtime.errors import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    SignedDelivery,
)
from eventcontract.runtime.explain import Reading, json_type, pointer
from eventcontract.runtime.fast import Loaders
from eventcontract.runtime.fingerprints import fingerprint
from eventcontract.runtime.records import Record, Unknown

_REFUSALS: dict[str, type[ContractViolation]] = {
    "not-json": NotJSON,
    "foreign": ForeignEnvelope,
    "signed": SignedDelivery,
    "no-event": NotAnEvent,
}


def _pass(_: Any) -> None:
    """Nothing is read the fast way."""


class Package:
    """The generated package ``name``.

    ``events`` gives the class of each event, ``modules`` the module of each class (relative to the
    package). ``discriminator`` is the path of the member that names the event (JSON keys),
    ``name_path`` the same path as attributes. ``members`` are the keys that all events have,
    ``unknown`` is the class of events that are not in the contract. ``wrappers`` and ``batches`` are
    the tables of what deliveries come in. ``careful`` says that the schemas read less than msgspec does,
    so that they are asked of every delivery.
    """

    def __init__(
        self,
        name: str,
        *,
        events: Mapping[str, str],
        modules: Mapping[str, str],
        discriminator: tuple[str, ...],
        name_path: str,
        members: Iterable[str],
        unknown: type[Any],
        careful: bool = False,
        wrappers: Iterable[Envelope] = (),
        batches: Iterable[Batch] = (),
    ) -> None:
        self.name = name
        self.events = events
        self.modules = modules
        self.table = Table(wrappers, batches, discriminator)
        self._path = discriminator
        self._members = tuple(members)
        self._unknown = unknown
        self._classes: dict[str, Any] = {}
        self._readings: dict[str, Reading] = {}
        loaders = Loaders(lambda event: self.load(events[event]), discriminator, name_path)
        self._fast = _pass if careful else loaders.parse
        self._name_in = operator.attrgetter(name_path)

    # -- classes and schemas -------------------------------------------------------------------

    def load(self, class_name: str) -> Any:
        """The generated class ``class_name``, its module imported on first use; ``KeyError`` if there is none."""
        if class_name not in self._classes:
            self._classes[class_name] = getattr(import_module(f"{self.name}.{self.modules[class_name]}"), class_name)
        return self._classes[class_name]

    def union(self) -> Any:
        """The union of all event classes; loads every one of them."""
        return functools.reduce(operator.or_, [self.load(name) for name in self.events.values()])

    def reading(self, name: str, *, documented: bool = False) -> Reading:
        """The published schema of one event: the reader's, or the documented one."""
        file = f"documented/{name}.json" if documented else f"{name}.json"
        if file not in self._readings:
            # Not at import time: most processes never ask a schema.
            from importlib import resources

            text = resources.files(self.name).joinpath("schemas", file).read_bytes()
            self._readings[file] = Reading(text)
        return self._readings[file]

    # -- parsing -------------------------------------------------------------------------------

    def parse(self, delivery: Any, expect: type[Any] | None = None) -> Any:
        """The event in ``delivery`` as an instance of its class, or of the package's ``UnknownEvent``.

        ``delivery`` is a JSON text or decoded JSON, in any envelope of the contract. With ``expect``
        it must be an event of that class. :class:`ContractViolation` if the delivery holds no event,
        or one that its reader schema refuses.
        """
        event = self._fast(delivery)
        if event is None:
            event = self._parse_tolerantly(delivery)
        if expect is not None and not isinstance(event, expect):
            raise self._unexpected(event, expect, delivery)
        return event

    def _parse_tolerantly(self, delivery: Any) -> Any:
        payload, name = self._open(delivery, self._fast)
        if isinstance(payload, Record):
            return payload
        if name not in self.events:
            return tolerant.build_readable(self._unknown, payload, name=name, delivery=delivery)
        violations = self.reading(name).refusals(payload, "error")
        if violations:
            raise ContractViolation(name, tuple(violations), delivery)
        return tolerant.build(self.load(self.events[name]), payload)

    def _open(self, delivery: Any, read: Callable[[Any], Any] = _pass) -> tuple[Any, str]:
        """(the event as decoded JSON, its name); :class:`ContractViolation` if there is none.

        What ``read`` makes of the text in an envelope stands for the event, unless that is ``None``.
        """
        try:
            payload = self.table.open(delivery, read)
        except Refusal as refusal:
            kind, finding = refusal.kind, refusal.finding
        else:
            if isinstance(payload, Record):
                return payload, self._name_in(payload)
            name = envelopes.follow(payload, self._path)
            if isinstance(name, str):
                return payload, name
            kind, finding = "no-event", self._nameless(payload)
        # Raised out here, the violation has no context: other exceptions quote what they are about.
        raise _REFUSALS[kind](None, (finding,), delivery)

    def _nameless(self, payload: Any) -> Finding:
        if isinstance(payload, list):
            message = "this is a list: hand it to parse_batch"
        else:
            message = f"no text at {pointer(self._path)} names the event, and no envelope of the contract holds one"
        return Finding(rule="not-an-event", level="error", pointer="", message=message, found=json_type(payload))

    def _unexpected(self, event: Any, expect: type[Any], delivery: Any) -> ContractViolation:
        name = event.name if isinstance(event, self._unknown) else self._name_in(event)
        wanted = getattr(expect, "__name__", str(expect))  # a union has none
        finding = Finding(
            rule="unexpected-event",
            level="error",
            pointer=pointer(self._path),
            message=f"expected {wanted}, found {type(event).__name__}",
            expected=wanted,
            found=type(event).__name__,
        )
        return ContractViolation(name, (finding,), delivery)

    def parse_batch(self, deliveries: Any) -> ParsedBatch:
        """Every delivery of a list, or of a batch object of the contract, parsed by itself.

        :class:`NotAnEvent` if ``deliveries`` is neither; what is wrong with one delivery is in its result.
        """
        answer, items = self.table.batch(deliveries) or (None, deliveries)
        if not isinstance(items, (list, tuple)):
            message = "expected a list of deliveries, or an object that holds one"
            finding = Finding(rule="not-an-event", level="error", pointer="", message=message, expected="a batch")
            raise NotAnEvent(None, (finding,), deliveries)
        return ParsedBatch(tuple(self._parse_one(item) for item in items), answer)

    def _parse_one(self, delivery: Any) -> Parsed:
        identifier = self.table.identifier(delivery)
        try:
            return Parsed(delivery, identifier, event=self.parse(delivery))
        except ContractViolation as violation:
            # The traceback holds this frame, the frame holds the result: let go of it.
            return Parsed(delivery, identifier, violation=violation.with_traceback(None))

    # -- checking ------------------------------------------------------------------------------

    def check(self, delivery: Any, *, show_values: bool = False) -> list[Finding]:
        """Everything there is to say of ``delivery`` under both readings, errors first; never raises.

        ``error``: a reader refuses it. ``warning``: it is readable, but not as documented. ``info``:
        nothing is wrong, but a documented word or an erratum is worth knowing. No finding holds a
        value unless ``show_values`` asks for it.
        """
        try:
            payload, name = self._open(delivery)
        except ContractViolation as violation:
            return list(violation.violations)
        if name not in self.events:
            message = "no entry of the contract describes this event"
            return [Finding(rule="undocumented-event", level="warning", pointer=pointer(self._path), message=message)]
        reader = self.reading(name)
        errors = reader.refusals(payload, "error", show_values=show_values)
        refused = {error.pointer for error in errors}
        warnings = [
            finding
            for finding in self.reading(name, documented=True).refusals(payload, "warning", show_values=show_values)
            # Spellings that a reader accepts are remarks; what it refuses has been said.
            if finding.pointer not in refused and finding.rule not in ("bad-timestamp", "naive-timestamp")
        ]
        if not errors:
            # What is not readable for an erratum is refused; this is readable.
            warnings = [msgspec.structs.replace(finding, erratum=None) for finding in warnings]
        remarks = []
        if reader.schema.get("x-evidence", "documented") != "documented":
            message = "the vendor sends this event, but does not document it"
            remarks.append(
                Finding(rule="undocumented-event", level="info", pointer=pointer(self._path), message=message)
            )
        remarks += [
            finding
            for finding in reader.remarks(payload, show_values=show_values)
            if finding.pointer not in refused or finding.rule.startswith("undocumented")
        ]
        return [*errors, *warnings, *remarks]

    # -- the rest ------------------------------------------------------------------------------

    def extras(self, delivery: Any) -> dict[str, Any]:
        """Every member of the event in ``delivery`` that its class does not hold, by JSON Pointer.

        Nothing for an event that is not in the contract: its class holds the delivery itself.
        Raises like :meth:`parse`.
        """
        event = self.parse(delivery)
        if isinstance(event, self._unknown):
            return {}
        payload, _ = self._open(delivery)
        return dict(tolerant.extras(type(event), payload))

    def fingerprint(self, delivery: Any) -> str:
        """A versioned hash of the event in ``delivery``, the same in every envelope.

        It covers the members that all events have and nothing that an envelope adds. Raises
        :class:`ContractViolation` if there is no event in ``delivery``.
        """
        payload, _ = self._open(delivery)
        return fingerprint({key: payload[key] for key in self._members if key in payload})

    def encode(self, event: Record) -> bytes:
        """``event`` as JSON (UTF-8), without the members that are ``None``: null and absent mean the same.

        ``TypeError`` for what is no event of the contract.
        """
        if not isinstance(event, Record) or isinstance(event, Unknown):
            raise TypeError(
                f"{type(event).__name__} is no event of the contract; to pass a delivery on, pass on the delivery"
            )
        return msgspec.json.encode(tolerant.plain(event))
