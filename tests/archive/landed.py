"""An archive as tables, and what must be in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.dataset
import pyarrow.parquet

from eventcontract.audit.reading import Options
from eventcontract.audit.sources import sources
from eventcontract.runtime import Package
from eventcontract.tables.landing import Landing
from tests.archive.generator import Answers

_DAYS = pyarrow.dataset.partitioning(pyarrow.schema([("day", pyarrow.string())]), flavor="hive")


def land(package: Package, directory: Path, into: Path) -> None:
    """Write everything in a directory as tables."""
    with Landing(package, into, b"", Options()) as landing:
        for source in sources([str(directory)]):
            landing.land(source)


def wrong_counts(answers: Answers, into: Path) -> Iterator[str]:
    """Every number of rows that is not as the answers say: of each event and unknown one by day, and refused."""
    expected: Counter[Any] = Counter()
    for (event, _, _, day), number in (answers.seen - answers.refused).items():
        expected[event, day] += number
    counted: Counter[Any] = Counter()
    for dataset in into.joinpath("events").iterdir():
        for (_, day), number in _rows(dataset, None).items():
            counted[dataset.name, day] += number
    counted += _rows(into / "unknown", "event")
    for key in {*expected, *counted}:
        if expected[key] != counted[key]:
            yield f"{key}: expected {expected[key]:,}, counted {counted[key]:,}"
    refused = _rows(into / "refused", "part")
    if (found := sum(number for (part, _), number in refused.items() if part == 0)) != answers.refused.total():
        yield f"refused: expected {answers.refused.total():,}, counted {found:,}"


def _rows(dataset: Path, column: str | None) -> Counter[Any]:
    """How many rows there are by a column, and by day."""
    if not dataset.exists():
        return Counter()
    read = pyarrow.dataset.dataset(dataset, partitioning=_DAYS, format="parquet")
    names = [name for name in (column, "day") if name in read.schema.names]
    found: Counter[Any] = Counter()
    for batch in read.to_batches(columns=names):
        columns = batch.to_pydict()
        nothing = [None] * batch.num_rows
        found.update(zip(columns.get(column, nothing), columns.get("day", nothing), strict=True))
    return found
