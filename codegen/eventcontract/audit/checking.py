"""The deliveries of a stream, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from eventcontract.audit.streams import LIMIT, Piece, pieces
from eventcontract.runtime import ContractViolation, Finding, Package
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.json_text import decode
from eventcontract.runtime.rules import Rule

#: Takes the place of the event's name where a delivery has none.
NO_EVENT = "(no event)"
#: Takes its place where there is no delivery: a stream, or a directory, without any.
NO_DELIVERY = "(no delivery)"
# A name that a program made up; anything else may be personal data.
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CheckedDelivery:
    """A delivery and its findings.

    ``line`` counts from 1 and ``offset`` (bytes) from 0; both are where the delivery begins in its stream. ``event``
    is the name in the delivery, :data:`NO_EVENT` or :data:`NO_DELIVERY`. ``place`` is the JSON Pointer of a delivery
    that came in a batch.
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
            yield {**where, "event": None if self.event in (NO_EVENT, NO_DELIVERY) else self.event, **finding.to_dict()}


def check_stream(
    package: Package, stream: BinaryIO, *, name: str = "", limit: int = LIMIT, show_values: bool = False
) -> Iterator[CheckedDelivery]:
    """Check every delivery in ``stream``, the deliveries of a batch one by one.

    What is not valid JSON is a delivery with one error; a stream without any delivery has one warning. ``name`` is
    the name of the file: one that ends in ``.gz`` cannot be empty. ``limit`` is the size of the largest delivery, in
    bytes. No finding holds a value unless ``show_values``
    asks for it. Raises ``OSError`` if the stream itself cannot be read.
    """
    piece = None
    for piece in pieces(stream, name=name, limit=limit):
        if piece.problem is not None:
            rule = Rule.TOO_LARGE if piece.too_large else Rule.NOT_JSON
            yield CheckedDelivery(piece.line, piece.offset, NO_EVENT, [Refusal(rule, piece.problem).finding])
        else:
            yield from _check(package, piece, show_values)
    if piece is None:
        yield no_deliveries("the file holds no deliveries")


def no_deliveries(message: str) -> CheckedDelivery:
    """The warning that there is nothing to check: an upload may have been lost."""
    finding = Finding(rule=Rule.NO_DELIVERIES.id, level="warning", pointer="", message=message)
    return CheckedDelivery(1, 0, NO_DELIVERY, [finding])


def _check(package: Package, piece: Piece, show_values: bool) -> Iterator[CheckedDelivery]:
    examined = package.examine(piece.data, show_values=show_values)
    if examined.event is None and (batch := _batch(package, piece.data)):
        for place, delivery in batch.items():
            found = package.examine(delivery, show_values=show_values)
            yield CheckedDelivery(piece.line, piece.offset, event_shown(package, found.event), found.findings, place)
        return
    yield CheckedDelivery(piece.line, piece.offset, event_shown(package, examined.event), examined.findings)


def event_shown(package: Package, event: str | None) -> str:
    """The name of an event as findings show it: its length, if it looks like something a person wrote."""
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
