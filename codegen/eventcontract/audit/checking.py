"""The deliveries of a stream, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    findings: Sequence[Finding]
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
    bytes. No finding holds a value unless ``show_values`` asks for it. Raises ``OSError`` if the stream itself cannot
    be read.
    """
    piece = None
    for piece in pieces(stream, name=name, limit=limit):
        yield from check_piece(package, piece, show_values=show_values, max_size=limit)
    if piece is None:
        yield no_deliveries("the file holds no deliveries")


def no_deliveries(message: str) -> CheckedDelivery:
    """The warning that there is nothing to check: an upload may have been lost."""
    finding = Finding(rule=Rule.NO_DELIVERIES.id, level="warning", pointer="", message=message)
    return CheckedDelivery(1, 0, NO_DELIVERY, [finding])


def check_piece(
    package: Package, piece: Piece, *, show_values: bool = False, max_size: int = LIMIT
) -> Iterator[CheckedDelivery]:
    """Check the delivery in ``piece``, or those of a batch one by one."""
    if piece.problem is not None:
        rule = Rule.TOO_LARGE if piece.too_large else Rule.NOT_JSON
        yield CheckedDelivery(piece.line, piece.offset, NO_EVENT, [Refusal(rule, piece.problem).finding])
        return
    examined = package.examine(piece.data, show_values=show_values, max_size=max_size)
    batch = list(in_batch(package, examined.findings, piece.data)) if examined.event is None else []
    for place, delivery in batch:
        found = package.examine(delivery, show_values=show_values, max_size=max_size)
        yield CheckedDelivery(piece.line, piece.offset, event_shown(package, found.event), found.findings, place)
    if not batch:
        yield CheckedDelivery(piece.line, piece.offset, event_shown(package, examined.event), examined.findings)


def event_shown(package: Package, event: str | None) -> str:
    """The name of an event as findings show it: its length, if it looks like something a person wrote."""
    if event is None:
        return NO_EVENT
    return event if event in package.events or _NAME.fullmatch(event) else f"<{len(event)} characters>"


def in_batch(package: Package, findings: Sequence[Finding], delivery: Any) -> Iterator[tuple[str, Any]]:
    """The deliveries in a batch by their JSON Pointers in it; none unless ``findings`` say that this holds no event."""
    if not findings or findings[0].rule != Rule.NOT_AN_EVENT.id:
        return
    try:
        whole = decode(delivery) if isinstance(delivery, (bytes, bytearray, memoryview, str)) else delivery
        batch, items = package.items(whole)
    except (Refusal, ContractViolation):
        return
    for index, item in enumerate(items):
        yield f"{batch.items if batch else ''}/{index}", item
