"""Counting the deliveries of a stream, or of a part of a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, cast

import msgspec

from eventcontract import pointers
from eventcontract.audit import parquet
from eventcontract.audit.auditing import Audit
from eventcontract.audit.checking import in_batch, no_deliveries
from eventcontract.audit.sources import Source
from eventcontract.audit.streams import LIMIT, Piece, Take, pieces
from eventcontract.runtime.checking import Examined
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.rules import Rule

#: Plain files are read in parts of about this size, in bytes.
UNIT = 16 << 20
# Longer lines are not looked at.
_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a source that is read as a whole, from one byte to before another; ``end`` is ``None`` for the end."""

    source: Source
    begin: int = 0
    end: int | None = None

    @property
    def size(self) -> int:
        """Its size in bytes, 0 if unknown."""
        return (self.source.size or 0 if self.end is None else self.end) - self.begin


@dataclass(frozen=True, slots=True)
class Options:
    """How deliveries are read: the size of the largest one in bytes, and the column of Parquet files that has them."""

    limit: int = LIMIT
    column: str | None = None


def units(source: Source, unit: int = UNIT) -> list[Unit]:
    """The parts in which ``source`` is read, the same ones in every process.

    Only plain files of the local disk whose lines are whole deliveries are cut, and only between two such lines.
    """
    cuts = [0]
    if source.local and source.size is not None and source.size > unit and not source.empty:
        with source.open() as stream:
            if stream.readline(_LINE).startswith(b"{"):
                for target in range(unit, source.size, unit):
                    cut = _cut(stream, target)
                    if cut is not None and cut > cuts[-1]:
                        cuts.append(cut)
    return [Unit(source, begin, end) for begin, end in zip(cuts, [*cuts[1:], None], strict=True)]


def _cut(stream: BinaryIO, target: int) -> int | None:
    """Where a line begins, shortly after ``target``; both it and the line before are whole deliveries."""
    stream.seek(target)
    stream.readline(_LINE)
    before = stream.readline(_LINE)
    cut = stream.tell()
    return cut if _is_object(before) and _is_object(stream.readline(_LINE)) else None


def _is_object(line: bytes) -> bool:
    try:
        return line.startswith(b"{") and line.endswith(b"\n") and bool(msgspec.json.decode(line, type=dict))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


class _Part(io.RawIOBase):
    """The bytes of a file from here to before ``end``."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream = stream
        self._left = left

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = self._stream.read(wanted)
        self._left -= len(data)
        return data


def read(
    source: Source,
    stream: BinaryIO,
    options: Options,
    *,
    begin: int = 0,
    take: Take | None = None,
    skipped: Callable[[bytes], object] | None = None,
) -> Iterator[Piece]:
    """The deliveries in ``stream``, which holds ``source`` from the byte ``begin`` on. As :func:`pieces`."""
    if not begin and source.size and stream.seekable() and parquet.is_parquet(stream):
        return parquet.rows(stream, name=source.name, column=options.column, limit=options.limit)
    return pieces(stream, name=source.name, limit=options.limit, take=take, skipped=skipped)


def audit_unit(
    audit: Audit,
    unit: Unit,
    options: Options,
    *,
    refuse: Callable[[bytes], object] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Count the deliveries of ``unit``.

    ``refuse`` is called with what no reader accepts, byte for byte, a line feed after each delivery. ``progress`` is
    called now and then with the number of bytes of the source that have been read, and of deliveries that have been
    counted. Raises ``Unreadable``, or ``OSError`` if the source cannot be read to its end.
    """
    source = unit.source
    if source.empty:
        audit.note(no_deliveries("the directory holds no files to read").findings[0], (source.name, 0))
        return
    with source.open() as opened:
        if unit.begin:
            opened.seek(unit.begin)
        stream = opened if unit.end is None else cast("BinaryIO", _Part(opened, unit.end - unit.begin))

        def tick(number: int) -> None:
            if progress is not None:
                progress(opened.tell() - unit.begin if source.size else 0, number)

        counting = _Counting(audit, unit, refuse, tick)
        skipped = None if refuse is None else counting.skipped
        for piece in read(source, stream, options, begin=unit.begin, take=counting.take, skipped=skipped):
            counting.piece(piece)
        if progress is not None:
            progress(unit.size, counting.number)
    if not counting.number:
        audit.note(no_deliveries("the file holds no deliveries").findings[0], (source.name, 0))


class _Counting:
    """Counts deliveries, and passes on what is refused."""

    def __init__(
        self, audit: Audit, unit: Unit, refuse: Callable[[bytes], object] | None, tick: Callable[[int], object]
    ) -> None:
        self._audit = audit
        self._examine = partial(audit.package.examine, max_size=audit.max_size)
        self._count = audit.count
        self._name = unit.source.name
        self._begin = unit.begin
        self._refuse = refuse
        self._tick = tick
        self._last = b"\n"
        self.number = 0

    def take(self, line: bytes, offset: int) -> bool:
        """Count a line, if it is the delivery of an event or a batch of deliveries."""
        examined = self._examine(line)
        place = self._name, self._begin + offset
        if examined.event is None:
            return self._take_batch(examined, line, place)
        readable = self._count(examined, line, place)
        self.number += 1
        if not readable and self._refuse is not None:
            self._refused(line)
        if not self.number & 255:
            self._tick(self.number)
        return True

    def piece(self, piece: Piece) -> None:
        """Count any other delivery, those of a batch one by one, or what is not one."""
        place = self._name, self._begin + piece.offset
        if piece.problem is not None:
            rule = Rule.TOO_LARGE if piece.too_large else Rule.NOT_JSON
            self._count(Examined(None, [Refusal(rule, piece.problem).finding]), piece.data, place)
            self._refused(b"")  # its bytes have been passed on when they were skipped
        else:
            examined = self._examine(piece.data)
            if examined.event is None and self._take_batch(examined, piece.data, place):
                return
            if not self._count(examined, piece.data, place):
                self._refused(piece.data)
        self.number += 1
        self._tick(self.number)

    def _take_batch(self, examined: Examined, data: bytes, place: tuple[str, int]) -> bool:
        """Count the deliveries of a batch one by one; whether there are any."""
        number = 0
        for where, delivery in in_batch(self._audit.package, examined.findings, data):
            number += 1
            if not self._count(self._examine(delivery), delivery, place):
                self._refused(within(data, where))
        self.number += number
        return number > 0

    def _refused(self, delivery: bytes) -> None:
        """Pass on a delivery, and end its line."""
        self.skipped(delivery)
        if self._last != b"\n":
            self.skipped(b"\n")

    def skipped(self, data: bytes) -> None:
        """Pass on bytes that are not a delivery, or one that is refused."""
        if data and self._refuse is not None:
            self._refuse(data)
            self._last = data[-1:]


def within(data: bytes, place: str) -> bytes:
    """The text at ``place``, a JSON Pointer into the JSON text ``data``, byte for byte."""
    for step in pointers.parse(place):
        raw = msgspec.json.decode(data, type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        data = bytes(raw[int(step)] if isinstance(raw, list) else raw[step])
    return data
