"""What one delivery is and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import msgspec

from eventcontract import pointers
from eventcontract.audit import compiled
from eventcontract.audit.remarks import Members, members, remarkable
from eventcontract.runtime import ContractViolation, Finding, Package
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.fast import name_decoders
from eventcontract.runtime.json_text import decode
from eventcontract.runtime.once import Once
from eventcontract.runtime.rules import Rule

# How many combinations of members are remembered, over all events.
_KNOWN = 20_000
# A name and its quotes are within this many characters of its key; a longer one needs a closer look.
_NEAR = 128
_FAILURES = (msgspec.MsgspecError, LookupError, TypeError, ValueError, RecursionError)


class Judged(NamedTuple):
    """A delivery: its event (``None`` if there is none), the findings, and what audits count by, as it was sent."""

    event: str | None
    findings: Sequence[Finding]
    account: Any = None
    producer: Any = None
    time: Any = None


class Judge:
    """Judges the deliveries of one package: finds what its ``check`` finds, most of it at a fraction of the price.

    A payload that both schemas accept can only have remarks, which depend on which of a few members it has. What is
    found once for those members is found every time; ``check`` is asked about everything else. Most of those
    payloads are decided by code that was generated for their event, before anything else looks at them.

    ``decided`` counts what that code decided.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._account, self._producer = (package.dimensions.get(name) for name in ("account", "producer"))
        self._time = package.time
        self._plans: Once[str, Members] = Once(lambda event: members(package.reading(event).schema))
        self._known: dict[tuple[Any, ...], Sequence[Finding]] = {}
        self.decided = 0
        # Most likely, the name follows its key where that occurs first. The decoded name decides.
        key = f'"{package.table.path[-1]}"'
        self._marks: dict[type[Any], tuple[Any, Any]] = {str: (key, '"'), bytes: (key.encode(), b'"')}
        self._looks: Once[str | bytes, tuple[str, compiled.Look] | None] = Once(self._compiled)

    def judge(self, delivery: Any) -> Judged:
        """Judge one delivery: a JSON text or decoded JSON, in any envelope of the contract. Never raises."""
        decided = self._decided(delivery)
        if decided is not None:
            self.decided += 1
            return decided
        package = self._package
        try:
            payload = package._open(delivery)
        except ContractViolation as violation:
            return Judged(None, violation.violations)
        event: str = pointers.get(payload, package.table.path)
        findings = self._remembered(event, payload) if event in package.events else None
        if findings is None:
            findings = package.examine(payload).findings
        return Judged(
            event,
            findings,
            pointers.get(payload, self._account) if self._account else None,
            pointers.get(payload, self._producer) if self._producer else None,
            pointers.get(payload, self._time) if self._time else None,
        )

    def _decided(self, delivery: Any) -> Judged | None:
        """What the code for its event says of ``delivery``; ``None`` if it needs a closer look."""
        name = None
        try:
            key, quote = self._marks[type(delivery)]
            start = delivery.find(key)
            if start < 0:
                return None
            start += len(key)
            name = delivery[start : start + _NEAR].split(quote, 2)[1]
            event, look = self._looks[name]  # type: ignore[misc]
            seen, account, producer, time = look(delivery)  # type: ignore[misc]
        except _FAILURES:
            if name is None:
                return None
            try:
                # Perhaps the key occurs elsewhere, too.
                found = name_decoders[self._package.table.path](delivery)
                if found == (name if isinstance(name, str) else name.decode()):
                    return None
                event, look = self._looks[found]  # type: ignore[misc]
                seen, account, producer, time = look(delivery)  # type: ignore[misc]
            except _FAILURES:
                return None
        findings = self._known.get((event, seen))
        if findings is None:
            findings = self._known.get((event, seen, time and time[:7]))
            if findings is None:
                findings = self._find(delivery, (event, seen), time)
        return Judged(event, findings, account, producer, time)

    def _find(self, delivery: Any, key: tuple[Any, ...], time: str | None) -> Sequence[Finding]:
        """What ``check`` finds, remembered if it depends on nothing but ``key`` and perhaps the month."""
        findings = tuple(self._package.examine(delivery).findings)
        if all(finding.level == "info" for finding in findings):
            if len(self._known) > _KNOWN:
                self._known.clear()
            if any(finding.rule == Rule.BEFORE_SINCE.id for finding in findings):
                key = (*key, time and time[:7])
            self._known[key] = findings
        return findings

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
            return event, compiled.look(strict, reader, (self._account, self._producer, self._time or None))
        return None

    def _remembered(self, event: str, payload: Any) -> Sequence[Finding] | None:
        """The findings about ``payload``, if both schemas accept it and nothing in it needs a closer look."""
        package = self._package
        try:
            # What the strict schema accepts, the reader schema accepts too.
            if not package.reading(event, strict=True).accepts(payload):
                return None
        except ValueError:  # nested deeper than the validator looks
            return None
        found: list[Any] = [event]
        if not remarkable(payload, self._plans[event], (), found):
            return None
        key = tuple(found)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _KNOWN:
                self._known.clear()
            known = self._known[key] = tuple(package.examine(payload).findings)
        return known


@cache
def judge_of(package: Package) -> Judge:
    """The judge of a package. There is one for all audits of a process, because it prepares much on first use."""
    return Judge(package)


def in_batch(package: Package, findings: Sequence[Finding], delivery: Any) -> Iterator[tuple[str, Any]]:
    """The deliveries in a batch by their JSON Pointers in it; none unless ``findings`` say that this holds no event."""
    if not findings or findings[0].rule != Rule.NOT_AN_EVENT.id:
        return
    try:
        whole = decode(delivery) if isinstance(delivery, (bytes, bytearray, memoryview, str)) else delivery
        parsed = package.parse_batch(whole)
    except (Refusal, ContractViolation):
        return
    items = parsed.batch.items if parsed.batch else ""
    for index, result in enumerate(parsed):
        yield f"{items}/{index}", result.delivery
