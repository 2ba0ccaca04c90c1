"""Archives → Parquet: a dataset for each event, one for unknown events, and one for what readers refuse."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

import msgspec

from eventcontract import pointers
from eventcontract.audit.checking import in_batch
from eventcontract.audit.moments import utc
from eventcontract.audit.reading import Options, read, within
from eventcontract.audit.sources import STDIN, Source
from eventcontract.audit.streams import Piece
from eventcontract.runtime import ContractViolation, Package
from eventcontract.runtime.records import Unknown
from eventcontract.runtime.rules import Rule
from eventcontract.tables.journal import Journal
from eventcontract.tables.parts import Parts, remove
from eventcontract.tables.table import OutOfRange, Tables

EVENTS, UNKNOWN, REFUSED = "events", "unknown", "refused"
#: What the dataset of refused deliveries calls an integer of more than 64 bits, which readers accept.
OUT_OF_RANGE = "out-of-range"
# What is not a delivery can be larger than memory: it becomes several rows of this many bytes.
_PART = 1 << 24


@dataclass
class Landed:
    """How many deliveries of a source there were: of each event, of unknown events, and refused ones."""

    events: dict[str, int] = field(default_factory=dict)
    unknown: int = 0
    refused: int = 0

    @property
    def deliveries(self) -> int:
        """How many there were altogether."""
        return sum(self.events.values()) + self.unknown + self.refused


@cache
def _schemas() -> dict[str, Any]:
    import pyarrow

    text, integer = pyarrow.string(), pyarrow.int64()
    place = [pyarrow.field("_file", text, nullable=False), pyarrow.field("_line", integer, nullable=False)]
    unknown = [
        pyarrow.field("event", text, nullable=False),
        pyarrow.field("delivery", text, nullable=False),
        pyarrow.field("_fingerprint", text, nullable=False),
    ]
    refused = [
        pyarrow.field("rule", text, nullable=False),
        pyarrow.field("findings", text, nullable=False),
        pyarrow.field("delivery", pyarrow.binary()),
        pyarrow.field("part", pyarrow.int32(), nullable=False),
    ]
    return {UNKNOWN: pyarrow.schema([*unknown, *place]), REFUSED: pyarrow.schema([*refused, *place])}


class Landing:
    """Writes sources into a directory, which must be of the local file system.

    ``contract`` is the text of the contract: what was written by another one is written again.
    """

    def __init__(self, package: Package, directory: Path, contract: bytes, options: Options) -> None:
        self._package = package
        self._tables = Tables(package)
        self._options = options
        self._rules = hashlib.sha256(repr(options).encode() + contract).hexdigest()
        self._journal = Journal(directory)

    def __enter__(self) -> Landing:
        return self

    def __exit__(self, *_: object) -> None:
        self._journal.close()

    def is_landed(self, source: Source) -> bool:
        """Whether this version of ``source`` has been written before."""
        return bool(source.version) and self._journal.holds(_identity(source), self._version(source))

    def _version(self, source: Source) -> str:
        return f"{source.version} {self._rules}"

    def land(self, source: Source, progress: Callable[[int, int], object] | None = None) -> Landed:
        """Write the deliveries of ``source``, in place of what was written of it before; all of them or none.

        ``progress`` is called now and then with the number of bytes that have been read, and of deliveries. Raises
        ``Unreadable``, or ``OSError`` if the source cannot be read to its end or the directory cannot be written.
        """
        staging = self._journal.staging
        parts = Parts(staging)
        identity = _identity(source)
        rows = _Rows(self._package, self._tables, parts, source.name, self._options.limit)
        try:
            with source.open() as opened:
                stream = _Hashed(opened) if source.name == STDIN else opened
                found = read(source, cast("BinaryIO", stream), self._options, skipped=rows.skipped)
                for piece in found:
                    rows.piece(piece)
                    if progress is not None and not rows.number & 255:
                        progress(opened.tell() if source.size else 0, rows.number)
            if isinstance(stream, _Hashed):
                identity = stream.digest()
            name = f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.parquet"
            files = [(file, place / name) for place, file in parts.finish().items()]
            self._journal.commit(identity, self._version(source), files)
        finally:
            remove(staging)
        return rows.landed


def _identity(source: Source) -> str:
    """What stays the same if a source is read again."""
    if not source.local:
        return source.name
    return os.fsencode(os.path.realpath(source.path or source.name)).decode("utf-8", "backslashreplace")


class _Hashed:
    """A stream that is known by its content, because it has no name."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


class _Rows:
    """Makes a row of each delivery."""

    def __init__(self, package: Package, tables: Tables, parts: Parts, name: str, max_size: int) -> None:
        self._package = package
        self._tables = tables
        self._parts = parts
        self._name = name
        self._max_size = max_size
        self._skipped: IO[bytes] | None = None
        self.landed = Landed()
        self.number = 0

    def skipped(self, data: bytes) -> None:
        """Keep bytes that are not a delivery; the next piece says why."""
        if self._skipped is None:
            self._skipped = SpooledTemporaryFile(_PART)  # noqa: SIM115
        self._skipped.write(data)

    def piece(self, piece: Piece) -> None:
        """Add the row of a delivery, those of a batch, or that of what is neither."""
        if piece.problem is not None:
            rule = Rule.TOO_LARGE if piece.too_large else Rule.NOT_JSON
            findings = [{"rule": rule.id, "pointer": "", "message": piece.problem}]
            self._refuse(findings, self._parts_skipped(), piece.line)
            return
        try:
            self._deliver(piece.data, piece.line)
        except ContractViolation as violation:
            place = next((where for where, _ in in_batch(self._package, violation.violations, piece.data)), None)
            if place is None:
                self._refuse_violation(violation, piece.data, piece.line)
                return
            for raw in msgspec.json.decode(within(piece.data, place.rpartition("/")[0]), type=list[msgspec.Raw]):
                delivery = bytes(raw)
                try:
                    self._deliver(delivery, piece.line)
                except ContractViolation as inner:
                    self._refuse_violation(inner, delivery, piece.line)

    def _parts_skipped(self) -> Iterator[bytes | None]:
        if self._skipped is None:
            yield None
            return
        with self._skipped as file:
            file.seek(0)
            while part := file.read(_PART):
                yield part
        self._skipped = None

    def _deliver(self, delivery: bytes, line: int) -> None:
        """Add the row of one delivery; :class:`ContractViolation` if it cannot be read."""
        package = self._package
        event = package.parse(delivery, max_size=self._max_size)
        payload = package.open(delivery, self._max_size)
        name = package.name_of(event)
        day = self._day(payload)
        if isinstance(event, Unknown):
            row: dict[str, Any] = {"event": name, "delivery": delivery.decode()}
            row |= {"_fingerprint": package.fingerprint_of(payload), "_file": self._name, "_line": line}
            self._parts.add(UNKNOWN, _schemas()[UNKNOWN], row, len(delivery), day)
            self.landed.unknown += 1
        else:
            table = self._tables[name]
            try:
                row = table.row(event, payload, file=self._name, line=line)
            except OutOfRange as error:
                where, _, message = str(error).partition(": ")
                findings = [{"rule": OUT_OF_RANGE, "pointer": where, "message": message}]
                self._refuse(findings, [delivery], line)
                return
            self._parts.add(f"{EVENTS}/{name}", table.arrow, row, len(delivery), day)
            self.landed.events[name] = self.landed.events.get(name, 0) + 1
        self.number += 1

    def _day(self, payload: Any) -> str | None:
        if not self._package.time:
            return ""
        moment = utc(pointers.get(payload, self._package.time))
        return moment and moment[:10]

    def _refuse_violation(self, violation: ContractViolation, delivery: bytes, line: int) -> None:
        found = [{"rule": each.rule, "pointer": each.pointer, "message": each.message} for each in violation.violations]
        self._refuse(found, [delivery], line)

    def _refuse(self, findings: list[dict[str, str]], parts: Iterable[bytes | None], line: int) -> None:
        for number, part in enumerate(parts):
            row: dict[str, Any] = {
                "rule": findings[0]["rule"],
                "findings": json.dumps(findings),
                "delivery": part,
                "part": number,
            }
            row |= {"_file": self._name, "_line": line}
            self._parts.add(REFUSED, _schemas()[REFUSED], row, len(part or b""))
        self.landed.refused += 1
        self.number += 1
