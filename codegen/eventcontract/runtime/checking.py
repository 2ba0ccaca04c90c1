"""What a delivery is, and what is wrong with it or worth knowing about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple, Protocol

import msgspec

from eventcontract import pointers
from eventcontract.runtime import compiled
from eventcontract.runtime.envelopes import Layer, Table
from eventcontract.runtime.errors import ContractViolation, Finding
from eventcontract.runtime.explain import Path, Reading, Reason, pointer
from eventcontract.runtime.fast import LEARNED, NEAR, name_decoders, unknown
from eventcontract.runtime.json_text import MAX_SIZE
from eventcontract.runtime.listing import Listing
from eventcontract.runtime.once import Once
from eventcontract.runtime.remarks import Remarks
from eventcontract.runtime.rules import Level, Rule

# How many combinations of members are remembered, over all events.
_KNOWN = 20_000
_FAILURES = (msgspec.MsgspecError, LookupError, TypeError, ValueError, RecursionError)
_TIMESTAMP_RULES = (Rule.BAD_TIMESTAMP, Rule.NAIVE_TIMESTAMP)


class Examined(NamedTuple):
    """The findings in one delivery, errors first.

    ``event`` is the name of its event, ``None`` if it holds none. ``account``, ``producer`` and ``time`` are what it
    holds in the members that audits count by, as they were sent; ``None`` if the contract names no such member.

    ``findings`` is a tuple only if generated code decided; then it is the same object wherever the same is found,
    the event is one of the contract, and all is readable.
    """

    event: str | None
    findings: Sequence[Finding]
    account: Any = None
    producer: Any = None
    time: Any = None


class Checkable(Protocol):
    """What a :class:`Checker` needs of a package."""

    events: Mapping[str, str]
    table: Table
    dimensions: Mapping[str, tuple[str, ...]]
    time: tuple[str, ...]

    def layers(self, delivery: Any, max_size: int) -> Iterator[Layer]:
        """``delivery`` and what is in its envelopes, the event last; :class:`ContractViolation` if there is none."""

    def load(self, class_name: str) -> Any:
        """The class of an event."""

    def reading(self, name: str, *, strict: bool = False) -> Reading:
        """One of the two schemas of an event."""


class Checker:
    """Examines the deliveries of one package.

    Most are decided by code that was generated for their event. About a payload that both schemas accept, but perhaps
    for unknown keys, there can only be remarks, and those depend on which of a few members it has: what a closer look
    finds once for those members, it finds every time. ``decided`` counts those deliveries.
    """

    def __init__(self, package: Checkable) -> None:
        self._package = package
        self._path = package.table.path
        self._paths = (*map(package.dimensions.get, ("account", "producer")), package.time or None)
        self._remarks: Once[str, Remarks] = Once(lambda event: Remarks(package.reading(event)))
        self._known: dict[tuple[Any, ...], tuple[Finding, ...]] = {}
        # Most likely, the name follows its key where that occurs first. The decoded name decides.
        key = f'"{self._path[-1]}"'
        self._marks: dict[type[Any], tuple[Any, Any]] = {str: (key, '"'), bytes: (key.encode(), b'"')}
        # Event -> the paths of unknown keys that its code knows.
        self._learned: dict[str, frozenset[tuple[str, ...]]] = {}
        self._looks: Once[str | bytes, tuple[str, compiled.Look] | None] = Once(self._compiled)
        self.decided = 0

    def examine(self, delivery: Any, *, show_values: bool = False, max_size: int = MAX_SIZE) -> Examined:
        """Everything that is found in ``delivery``, a JSON text or decoded JSON. Never raises."""
        if show_values:  # which nothing remembers
            return self.look(delivery, show_values=True, max_size=max_size)
        return self._decide(delivery, max_size) or self.look(delivery, max_size=max_size)

    # -- by generated code -----------------------------------------------------------------------

    def _decide(self, delivery: Any, max_size: int) -> Examined | None:
        """What the code for its event says of ``delivery``; ``None`` if it needs a closer look."""
        name = None
        try:
            key, quote = self._marks[type(delivery)]
            start = delivery.find(key)
            if start < 0 or len(delivery) > max_size:
                return None
            start += len(key)
            name = delivery[start : start + NEAR].split(quote, 2)[1]
            event, look = self._looks[name]  # type: ignore[misc]
            seen, account, producer, time = look(delivery)  # type: ignore[misc]
        except _FAILURES:
            if name is None:
                return None
            try:
                # Perhaps the key occurs elsewhere, too.
                found = name_decoders[self._path](delivery)
                if found == (name if isinstance(name, str) else name.decode()):
                    return None
                event, look = self._looks[found]  # type: ignore[misc]
                seen, account, producer, time = look(delivery)  # type: ignore[misc]
            except _FAILURES:
                return None
        self.decided += 1
        findings = self._known.get((event, seen))
        if findings is None:
            findings = self._known.get((event, seen, time and time[:7]))
            if findings is None:
                return self._remembered(delivery, (event, seen), time)
        return Examined(event, findings, account, producer, time)

    def _remembered(self, delivery: Any, key: tuple[Any, ...], time: str | None) -> Examined:
        """What a closer look finds, remembered if it depends on nothing but ``key`` and perhaps the month."""
        examined = self.look(delivery)
        if all(finding.level == "info" or _is_unknown_key(finding) for finding in examined.findings):
            if len(self._known) > _KNOWN:
                self._known.clear()
            if any(finding.rule == Rule.BEFORE_SINCE.id for finding in examined.findings):
                key = (*key, time and time[:7])
            self._known[key] = tuple(examined.findings)
        return examined

    def _compiled(self, found: str | bytes) -> tuple[str, compiled.Look] | None:
        """The code for the event of this name, if there is any; ``KeyError`` if there is no such event."""
        package = self._package
        event = found if isinstance(found, str) else found.decode()
        if event not in package.events:
            raise KeyError(event)
        strict, reader = (package.reading(event, strict=strict).schema for strict in (True, False))
        if package.table.recognizes_any(strict["properties"]):
            return None
        with suppress(compiled.Unsupported):
            return event, compiled.look(strict, reader, self._paths, self._learned.get(event, ()))
        return None

    def _learn(self, event: str, payload: Any) -> None:
        """Let the code for ``event`` know the unknown keys of ``payload``."""
        known = self._learned.get(event, frozenset())
        if len(known) >= LEARNED:
            return
        cls = self._package.load(self._package.events[event])
        # There is no code for the elements of arrays.
        found = (path for path, _ in unknown(cls, payload) if pointers.ELEMENT not in path)
        learned = known.union(islice(found, LEARNED - len(known)))
        if learned != known:
            self._learned[event] = learned
            self._looks.forget(event, event.encode())

    # -- by a closer look ------------------------------------------------------------------------

    def look(self, delivery: Any, *, show_values: bool = False, max_size: int = MAX_SIZE) -> Examined:
        """As :meth:`examine`, by the schemas."""
        try:
            for layer in self._package.layers(delivery, max_size):
                is_tried = layer.text is None or layer.text is delivery or show_values
                if not is_tried and (examined := self._decide(layer.text, max_size)) is not None:
                    return examined
        except ContractViolation as violation:
            return Examined(None, [*violation.violations])
        payload = layer.value
        name: str = pointers.get(payload, self._path)
        findings = self._findings(name, payload, show_values)
        if any(map(_is_unknown_key, findings)) and findings[0].level != "error":
            self._learn(name, payload)
        values = [None if path is None else pointers.get(payload, path) for path in self._paths]
        return Examined(name, findings, *values)

    def _findings(self, event: str, payload: Any, show_values: bool) -> Sequence[Finding]:
        package = self._package
        if event not in package.events:
            return [self._undocumented("warning", "the contract does not describe this event")]
        reader, strict = package.reading(event), package.reading(event, strict=True)
        listing = Listing()
        refused: set[Path] = set()

        def add_error(reason: Reason) -> None:
            refused.add(reason.path)
            if listing.has_room("error"):
                listing.add(reader.finding(reason, payload, "error", show_values=show_values))

        def add_warning(reason: Reason) -> None:
            # Spellings that a reader accepts get remarks; those that it refuses have been reported.
            if reason.path in refused or reason.rule in _TIMESTAMP_RULES or not listing.has_room("warning"):
                return
            finding = strict.finding(reason, payload, "warning", show_values=show_values)
            if not refused:
                # The erratum would explain why a delivery is refused; this one is readable.
                finding = msgspec.structs.replace(finding, erratum=None)
            listing.add(finding)

        reader.explain(payload, add_error)
        strict.explain(payload, add_warning)
        if reader.schema.get("x-evidence", "documented") != "documented" and listing.has_room("info"):
            listing.add(self._undocumented("info", "the vendor sends this event but does not document it"))
        remarks = self._remarks[event].find(payload, refused, self._sent(payload, refused), show_values=show_values)
        for remark in remarks:
            if listing.has_room(remark.level):
                listing.add(remark)
        return listing.findings()

    def _sent(self, payload: Any, refused: set[Path]) -> str | None:
        """When the event was sent, as a timestamp; ``None`` if it is missing, null or one of the ``refused`` places."""
        if not self._package.time or self._package.time in refused:
            return None
        text: str | None = pointers.get(payload, self._package.time)
        return text

    def _undocumented(self, level: Level, message: str) -> Finding:
        return Finding(rule=Rule.UNDOCUMENTED_EVENT.id, level=level, pointer=pointer(self._path), message=message)


def _is_unknown_key(finding: Finding) -> bool:
    return finding.rule == Rule.UNDOCUMENTED_FIELD.id and finding.level == "warning"
