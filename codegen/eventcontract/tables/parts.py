"""The Parquet files of one source: rows in the order in which they come, a file for each table and day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

from eventcontract.audit import private

#: The directory of a partition is called after this column; its value is null where there is no day.
DAY = "day"
_NO_DAY = "__HIVE_DEFAULT_PARTITION__"
# What is kept in memory: rows as Python objects, the bytes that they were made from, and bytes of them as Arrow.
_ROWS = 5_000
_BYTES = 32 << 20
_ARROW = 32 << 20


class Parts:
    """Files in ``directory``, which must not exist. Only their owner can read it and them."""

    def __init__(self, directory: Path) -> None:
        make_directory(directory)
        self._directory = directory
        self._schemas: dict[str, Any] = {}
        # By dataset and day.
        self._rows: dict[str, dict[str | None, list[Mapping[str, Any]]]] = {}
        self._number_of_rows = self._bytes_of_rows = 0
        self._tables: dict[Path, list[Any]] = {}
        self._bytes = 0
        self._files: dict[Path, list[Path]] = {}
        self._numbers = count()

    def add(self, dataset: str, schema: Any, row: Mapping[str, Any], size: int, day: str | None = "") -> None:
        """Add a row, which was made from ``size`` bytes, to a dataset.

        ``day`` is its partition: ``YYYY-MM-DD``, ``None`` for none; empty for a dataset without partitions.
        """
        self._schemas[dataset] = schema
        self._rows.setdefault(dataset, {}).setdefault(day, []).append(row)
        self._number_of_rows += 1
        self._bytes_of_rows += size
        if self._number_of_rows >= _ROWS or self._bytes_of_rows >= _BYTES:
            self._convert()

    def _convert(self) -> None:
        import pyarrow

        for dataset, days in self._rows.items():
            # One table for all days: making one takes a millisecond.
            table = pyarrow.Table.from_pylist([*chain(*days.values())], schema=self._schemas[dataset])
            self._bytes += table.nbytes
            begin = 0
            for day, rows in days.items():
                place = Path(dataset) if day == "" else Path(dataset, f"{DAY}={day or _NO_DAY}")
                self._tables.setdefault(place, []).append(table.slice(begin, len(rows)))
                begin += len(rows)
        self._rows.clear()
        self._number_of_rows = self._bytes_of_rows = 0
        if self._bytes >= _ARROW:
            self._write()

    def _write(self) -> None:
        import pyarrow

        for place, tables in self._tables.items():
            # All in one directory: to make and remove another takes longer than to write a small file.
            file = self._directory / str(next(self._numbers))
            _write(file, [pyarrow.concat_tables(tables)])
            self._files.setdefault(place, []).append(file)
        self._tables.clear()
        self._bytes = 0

    def finish(self) -> dict[Path, Path]:
        """Write what is left, and return where the files are: one for each dataset and day.

        What they hold is on the disk then, also if the machine loses power.
        """
        self._convert()
        self._write()
        found = {}
        for place, files in self._files.items():
            found[place] = files[0] if len(files) == 1 else _joined(files)
            with found[place].open("rb") as written:
                os.fsync(written.fileno())
        return found


def _write(path: Path, tables: Iterable[Any]) -> None:
    """Write ``tables``, which have the same schema, to ``path``."""
    import pyarrow.parquet

    waiting = iter(tables)
    first = next(waiting)
    with (
        private.opened(path) as file,
        pyarrow.parquet.ParquetWriter(file, first.schema, compression="zstd") as writer,
    ):
        for table in chain([first], waiting):
            writer.write_table(table)


def _joined(files: Sequence[Path]) -> Path:
    """One file with what is in several, which are removed."""
    joined = files[0].with_name(f"{files[0].name}-joined")
    _write(joined, _groups(files))
    for file in files:
        file.unlink()
    return joined


def _groups(files: Iterable[Path]) -> Iterator[Any]:
    import pyarrow.parquet

    for path in files:
        with pyarrow.parquet.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)


def make_directory(path: Path) -> None:
    """Make a directory, and those above it, that only their owner can read."""
    if not path.is_dir():
        make_directory(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def remove(path: Path) -> None:
    """Remove a directory with everything below it, if it is there."""
    shutil.rmtree(path, ignore_errors=True)
