"""The deliveries in a column of a Parquet file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from eventcontract.audit.sources import Unreadable
from eventcontract.audit.streams import Piece
from eventcontract.printing import size

MAGIC = b"PAR1"
# Rows that are in memory at once.
_BATCH = 1000


def is_parquet(stream: BinaryIO) -> bool:
    """Whether a stream, which must be at its beginning and stays there, begins and ends like a Parquet file."""
    if stream.read(len(MAGIC)) != MAGIC:
        stream.seek(0)
        return False
    stream.seek(-len(MAGIC), os.SEEK_END)
    found = stream.read() == MAGIC
    stream.seek(0)
    return found


def rows(stream: BinaryIO, *, name: str, column: str | None, limit: int) -> Iterator[Piece]:
    """The values of the column with the deliveries, each as a piece. Its offset is the number of its row, from 0.

    ``column`` is the name of the column; without one, the file must have a single column of text or binary data.
    Raises ``Unreadable`` if there is no such column or the file is damaged, ``ModuleNotFoundError`` without pyarrow.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(stream)
        chosen = _column(file.schema_arrow, name, column)
        row = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=[chosen]):
            for value in batch.column(0).to_pylist():
                yield piece_of(value, row, limit)
                row += 1
    except (pyarrow.ArrowException, OSError) as error:
        # Messages of the library can quote values.
        raise Unreadable(f"{name}: the Parquet file is damaged") from error


def piece_of(value: str | bytes | None, row: int, limit: int) -> Piece:
    """The value in a row as a piece; the limit for its size is in bytes."""
    if value is None:
        return Piece(b"", row, row + 1, "the row holds null instead of a delivery")
    data = value.encode() if isinstance(value, str) else value
    if len(data) > limit:
        problem = f"{len(data):,} bytes, which is more than {size(limit)}, the limit for one delivery"
        return Piece(b"", row, row + 1, problem, too_large=True)
    return Piece(data, row, row + 1)


def _column(schema: Any, name: str, column: str | None) -> str:
    import pyarrow.types as types

    def holds_text(kind: Any) -> bool:
        if types.is_dictionary(kind):
            kind = kind.value_type
        return bool(types.is_string(kind) or types.is_large_string(kind) or _is_binary(kind))

    def _is_binary(kind: Any) -> bool:
        return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_string_view(kind))

    texts: list[str] = [field.name for field in schema if holds_text(field.type)]
    if column is None and len(texts) == 1:
        return texts[0]
    if column is not None and column in texts:
        return column
    known = f"its columns of text are {', '.join(texts)}" if texts else "it has no column of text"
    wanted = "say which column holds the deliveries" if column is None else f"there is no column of text '{column}'"
    raise Unreadable(f"{name}: {wanted}; {known}")
