"""Redacting the deliveries of an archive, file by file."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from eventcontract.audit import parquet
from eventcontract.audit.compression import zstandard
from eventcontract.audit.private import replaced
from eventcontract.audit.reading import Options
from eventcontract.audit.sources import STDIN, Source
from eventcontract.audit.streams import Piece, pieces
from eventcontract.redaction.redactor import Redactor
from eventcontract.runtime.errors import Refusal

#: Called with the number of bytes of a source that have been read, if that is known.
Progress = Callable[[int], object]
_COMPRESSED = (".gz", ".zst")


@dataclass
class Counts:
    """Deliveries that were copied, signed ones among them, and pieces that were not, because nobody can read them."""

    copied: int = 0
    signed: int = 0
    left_out: int = 0


def redact_stream(
    redactor: Redactor, source: Source, options: Options, out: BinaryIO, counts: Counts, progress: Progress
) -> None:
    """Write the deliveries of ``source`` to ``out``, one on each line.

    Raises ``Unreadable``, or ``OSError`` if the source cannot be read to its end.
    """
    signed = redactor.signed
    with source.open() as stream:
        for piece in _pieces(stream, source, options):
            line = None
            if piece.problem is None:
                with suppress(Refusal):
                    line = redactor.redact(piece.data)
            if line is None:
                counts.left_out += 1
            else:
                out.write(line + b"\n")
                counts.copied += 1
            progress(stream.tell() if source.size else 0)
    counts.signed += redactor.signed - signed


def _pieces(stream: BinaryIO, source: Source, options: Options) -> Iterator[Piece]:
    if source.size and parquet.is_parquet(stream):
        return parquet.rows(stream, name=source.name, column=options.column, limit=options.limit)
    return pieces(stream, name=source.name, limit=options.limit)


def targets(sources: Sequence[Source], directory: Path) -> dict[Source, Path]:
    """Where the copy of each source is written: below ``directory``, as the sources are below what they have in common.

    ``ValueError`` if a source is in the directory, where a copy could overwrite it, or if two have the same place.
    """
    names = {source: _absolute(source) for source in sources if source.name != STDIN}
    common = os.path.commonpath([os.path.dirname(name) for name in names.values()]) if names else ""  # noqa: PTH120
    found: dict[Source, Path] = {}
    for source in sources:
        below = os.path.relpath(names[source], common) if source in names else "stdin.jsonl"
        if source.local and Path(names[source]).resolve().is_relative_to(directory.resolve()):
            raise ValueError(f"{source.name} is in {directory}, which is written to: choose another directory")
        found[source] = directory / _renamed(below)
    if len({*found.values()}) < len(found):
        raise ValueError("two of the files would have the same copy: redact them one after the other")
    return found


def _absolute(source: Source) -> str:
    if source.local:
        return os.path.abspath(source.path or source.name)  # noqa: PTH100
    return f"{os.sep}{source.name.partition('://')[2].lstrip('/')}"


def _renamed(name: str) -> str:
    """The name of the copy: it holds JSON lines, compressed like the original if there is a means."""
    if name.endswith(".parquet"):
        return f"{name}.jsonl"
    return name.removesuffix(".zst") if zstandard() is None else name


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file for the owner only, which takes the place of ``path`` when it is complete, compressed as its name says."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        file: Any = stack.enter_context(replaced(path))
        if path.suffix == ".gz":
            # Without name and time, so that equal content makes equal files.
            file = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
        elif path.suffix == ".zst":
            file = stack.enter_context(zstandard().ZstdFile(file, "wb"))
        yield cast("BinaryIO", file)
