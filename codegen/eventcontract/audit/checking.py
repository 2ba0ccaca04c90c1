"""Streams of deliveries checked one by one, and what was found counted."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from eventcontract.audit.streams import Piece, pieces
from eventcontract.runtime import ContractViolation, Finding, Package, Unknown
from eventcontract.runtime.errors import Level
from eventcontract.runtime.json_text import BadText, decode

#: Stands for the event where a delivery holds none.
NO_EVENT = "(no event)"
#: Stands for events and places beyond those that are told apart.
OTHERS = "(others)"
#: How many deliveries are remembered for each kind of finding.
SAMPLES = 3
# A stream must not fill the memory with names that it makes up.
_NAMES = 1000
_KINDS = 10_000
_INDEX = re.compile(r"/[0-9]+(?=/|$)")
# A name that a program made up; anything else may be somebody's data.
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """One delivery and what there is to say of it.

    ``event`` is the name that it gives itself; ``place`` is the JSON Pointer of the delivery in the
    batch that it came in, if it did.
    """

    line: int
    offset: int
    event: str
    findings: list[Finding]
    place: str | None = None

    def to_dicts(self, file: str) -> Iterator[dict[str, Any]]:
        """Each finding as JSON values, with where the delivery is."""
        where: dict[str, Any] = {"file": file, "line": self.line, "offset": self.offset}
        if self.place is not None:
            where["place"] = self.place
        for finding in self.findings:
            yield {**where, "event": None if self.event == NO_EVENT else self.event, **finding.to_dict()}


def check_stream(package: Package, stream: BinaryIO, *, show_values: bool = False) -> Iterator[Checked]:
    """Every delivery in ``stream``, and every piece that is none; deliveries of a batch one by one.

    Raises ``OSError`` where the stream itself cannot be read.
    """
    for piece in pieces(stream):
        if piece.problem is not None:
            finding = Finding(rule="not-json", level="error", pointer="", message=piece.problem)
            yield Checked(piece.line, piece.offset, NO_EVENT, [finding])
        else:
            yield from _check(package, piece, show_values)


def _check(package: Package, piece: Piece, show_values: bool) -> Iterator[Checked]:
    event = _event(package, piece.data)
    if event == NO_EVENT and (batch := _batch(package, piece.data)):
        for place, delivery in batch.items():
            findings = package.check(delivery, show_values=show_values)
            yield Checked(piece.line, piece.offset, _event(package, delivery), findings, place)
        return
    yield Checked(piece.line, piece.offset, event, package.check(piece.data, show_values=show_values))


def _event(package: Package, delivery: Any) -> str:
    try:
        event = package.parse(delivery)
    except ContractViolation as violation:
        return violation.event or NO_EVENT
    if not isinstance(event, Unknown):
        return _names(package)[type(event).__name__]
    name: str = event.name  # type: ignore[attr-defined]
    return name if _NAME.fullmatch(name) else f"<{len(name)} characters>"


@functools.cache
def _names(package: Package) -> dict[str, str]:
    return {class_name: event for event, class_name in package.events.items()}


def _batch(package: Package, data: bytes) -> dict[str, Any]:
    """The deliveries of a batch by their place in it; none if ``data`` is no batch."""
    try:
        parsed = package.parse_batch(decode(data))
    except (BadText, ContractViolation):
        return {}
    items = parsed.batch.items if parsed.batch else ""
    return {f"{items}/{index}": result.delivery for index, result in enumerate(parsed)}


@dataclass(slots=True)
class Alike:
    """Findings of one rule at one place of one event: how many, and the first few with their deliveries."""

    count: int = 0
    samples: list[tuple[str, Checked, Finding]] = field(default_factory=list)


class Tally:
    """Everything that was found, counted by event, level, rule and place."""

    def __init__(self) -> None:
        self.deliveries: Counter[str] = Counter()
        self.clean: Counter[str] = Counter()
        self.levels: Counter[Level] = Counter()
        #: By event, then by (level, rule, JSON Pointer with ``*`` for the elements of arrays).
        self.findings: dict[str, dict[tuple[Level, str, str], Alike]] = {}
        self._kinds = 0

    def add(self, file: str, checked: Checked) -> None:
        """Count one delivery of ``file``."""
        event = checked.event
        if event not in self.deliveries and len(self.deliveries) >= _NAMES:
            event = OTHERS
        self.deliveries[event] += 1
        if not checked.findings:
            self.clean[event] += 1
            return
        kinds = self.findings.setdefault(event, {})
        for finding in checked.findings:
            self.levels[finding.level] += 1
            kind = (finding.level, finding.rule, _INDEX.sub("/*", finding.pointer))
            if kind not in kinds:
                if self._kinds >= _KINDS:
                    kind = (finding.level, finding.rule, OTHERS)
                self._kinds += 1
            alike = kinds.setdefault(kind, Alike())
            alike.count += 1
            if len(alike.samples) < SAMPLES:
                alike.samples.append((file, checked, finding))

    @property
    def flawed(self) -> bool:
        """Whether anything but remarks was found."""
        return bool(self.levels["error"] or self.levels["warning"])
