"""The deliveries of a stream, checked one by one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from eventcontract.audit.streams import Piece, pieces
from eventcontract.runtime import ContractViolation, Finding, Package, Unknown
from eventcontract.runtime.json_text import BadText, decode

#: Takes the place of the event's name where a delivery has none.
NO_EVENT = "(no event)"
# A name that a program made up; anything else may be personal data.
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CheckedDelivery:
    """A delivery and its findings.

    ``line`` counts from 1 and ``offset`` (bytes) from 0; both are where the delivery begins in its stream. ``event``
    is the name in the delivery, or :data:`NO_EVENT`. ``place`` is the JSON Pointer of a delivery that came in a
    batch.
    """

    line: int
    offset: int
    event: str
    findings: list[Finding]
    place: str | None = None

    def to_dicts(self, file: str) -> Iterator[dict[str, Any]]:
        """Each finding as JSON values, with its place in ``file``."""
        where: dict[str, Any] = {"file": file, "line": self.line, "offset": self.offset}
        if self.place is not None:
            where["place"] = self.place
        for finding in self.findings:
            yield {**where, "event": None if self.event == NO_EVENT else self.event, **finding.to_dict()}


def check_stream(package: Package, stream: BinaryIO, *, show_values: bool = False) -> Iterator[CheckedDelivery]:
    """Check every delivery in ``stream``, the deliveries of a batch one by one.

    What is not valid JSON is a delivery with one error. No finding holds a value unless ``show_values`` asks for it.
    Raises ``OSError`` if the stream itself cannot be read.
    """
    for piece in pieces(stream):
        if piece.problem is not None:
            finding = Finding(rule="not-json", level="error", pointer="", message=piece.problem)
            yield CheckedDelivery(piece.line, piece.offset, NO_EVENT, [finding])
        else:
            yield from _check(package, piece, show_values)


def _check(package: Package, piece: Piece, show_values: bool) -> Iterator[CheckedDelivery]:
    event = _event(package, piece.data)
    if event == NO_EVENT and (batch := _batch(package, piece.data)):
        for place, delivery in batch.items():
            findings = package.check(delivery, show_values=show_values)
            yield CheckedDelivery(piece.line, piece.offset, _event(package, delivery), findings, place)
        return
    findings = package.check(piece.data, show_values=show_values)
    yield CheckedDelivery(piece.line, piece.offset, event, findings)


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
    """The deliveries of a batch by their place in it; none if ``data`` is not a batch."""
    try:
        parsed = package.parse_batch(decode(data))
    except (BadText, ContractViolation):
        return {}
    items = parsed.batch.items if parsed.batch else ""
    return {f"{items}/{index}": result.delivery for index, result in enumerate(parsed)}
