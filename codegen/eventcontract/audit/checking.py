"""The deliveries of a stream, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from eventcontract.audit.streams import Piece, pieces
from eventcontract.runtime import ContractViolation, Finding, Package
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.json_text import decode
from eventcontract.runtime.rules import Rule

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
            yield CheckedDelivery(piece.line, piece.offset, NO_EVENT, [Refusal(Rule.NOT_JSON, piece.problem).finding])
        else:
            yield from _check(package, piece, show_values)


def _check(package: Package, piece: Piece, show_values: bool) -> Iterator[CheckedDelivery]:
    examined = package.examine(piece.data, show_values=show_values)
    if examined.event is None and (batch := _batch(package, piece.data)):
        for place, delivery in batch.items():
            found = package.examine(delivery, show_values=show_values)
            yield CheckedDelivery(piece.line, piece.offset, _shown(package, found.event), found.findings, place)
        return
    yield CheckedDelivery(piece.line, piece.offset, _shown(package, examined.event), examined.findings)


def _shown(package: Package, event: str | None) -> str:
    if event is None:
        return NO_EVENT
    return event if event in package.events or _NAME.fullmatch(event) else f"<{len(event)} characters>"


def _batch(package: Package, data: bytes) -> dict[str, Any]:
    """The deliveries of a batch by their place in it; none if ``data`` is not a batch."""
    try:
        parsed = package.parse_batch(decode(data))
    except (Refusal, ContractViolation):
        return {}
    items = parsed.batch.items if parsed.batch else ""
    return {f"{items}/{index}": result.delivery for index, result in enumerate(parsed)}
