"""Findings and typed rows from DataFrames that hold deliveries in a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from eventcontract.audit.checking import NO_EVENT, check_piece, in_batch
from eventcontract.audit.parquet import piece_of
from eventcontract.audit.streams import LIMIT, Piece
from eventcontract.runtime import ContractViolation, Package
from eventcontract.tables import OutOfRange, Tables

#: The columns of findings.
_FINDINGS = ("event", "place", "level", "rule", "pointer", "message", "expected", "found", "erratum")

# Rows that one delivery becomes.
_Rows = Callable[[Piece], Iterable[dict[str, Any]]]


def findings(package: Package, df: Any, column: str) -> Any:
    """A DataFrame of what is found in the deliveries that ``column`` of ``df`` holds, a row for each finding.

    All other columns of ``df`` stay. Raises ``ValueError`` for a column that does not exist, holds something else than
    text or binary data, or has the name of one that is added.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    made = StructType([StructField(name, StringType()) for name in _FINDINGS])
    return _mapped(df, column, made, partial(_find, package))


def events(package: Package, df: Any, column: str, event: str) -> Any:
    """A DataFrame of the events of one name in the deliveries that ``column`` of ``df`` holds, typed by the contract.

    All other columns of ``df`` stay, before those of the table of the event. Raises ``KeyError`` if the contract does
    not describe the event, and ``ValueError`` as :func:`findings`.
    """
    from pyspark.sql.types import StructType

    made = StructType.fromJson(Tables(package)[event].spark)
    return _mapped(df, column, made, partial(_type, package, event))


def _mapped(df: Any, column: str, made: Any, function: Callable[[Iterable[Any]], Iterator[Any]]) -> Any:
    """``df`` without ``column``, but with the columns that are ``made`` of it by the workers."""
    from pyspark.sql.types import StructType

    if column not in df.columns:
        raise ValueError(f"there is no column {column!r}; the columns are {', '.join(df.columns)}")
    held = df.schema[column].dataType.simpleString()
    if held not in ("string", "binary"):
        raise ValueError(f"column {column!r} holds {held}; deliveries are text or binary data, such as of to_json")
    others = [name for name in df.columns if name != column]
    taken = {name.lower() for name in made.names}
    if clash := [name for name in others if name.lower() in taken]:
        raise ValueError(f"column {clash[0]!r} has the name of one that is added; rename or drop it")
    # The deliveries are in the last column.
    selected = df.select(*[f"`{name.replace('`', '``')}`" for name in (*others, column)])
    return selected.mapInArrow(function, StructType([*(df.schema[name] for name in others), *made.fields]))


# -- on the workers ------------------------------------------------------------------------------


def _find(package: Package, batches: Iterable[Any]) -> Iterator[Any]:
    import pyarrow

    def rows(piece: Piece) -> Iterator[dict[str, Any]]:
        for checked in check_piece(package, piece):
            event = None if checked.event == NO_EVENT else checked.event
            for finding in checked.findings:
                yield {**finding.to_dict(), "event": event, "place": checked.place}

    yield from _converted(batches, pyarrow.schema([(name, pyarrow.string()) for name in _FINDINGS]), rows)


def _type(package: Package, event: str, batches: Iterable[Any]) -> Iterator[Any]:
    table = Tables(package)[event]

    def row(delivery: Any) -> Iterator[dict[str, Any]]:
        parsed = package.parse(delivery)
        if package.name_of(parsed) == event:
            yield table.row(parsed, package.open(delivery))

    def rows(piece: Piece) -> Iterator[dict[str, Any]]:
        if piece.problem is not None:
            return
        try:
            yield from row(piece.data)
        except OutOfRange:
            pass
        except ContractViolation as violation:
            for _, delivery in in_batch(package, violation.violations, piece.data):
                try:
                    yield from row(delivery)
                except (ContractViolation, OutOfRange):
                    continue

    yield from _converted(batches, table.arrow, rows)


def _converted(batches: Iterable[Any], schema: Any, rows: _Rows) -> Iterator[Any]:
    """For each batch, the rows that its deliveries become, after what its other columns hold."""
    import pyarrow

    for batch in batches:
        *others, deliveries = batch.columns
        made: list[dict[str, Any]] = []
        indices: list[int] = []
        for index, delivery in enumerate(deliveries):
            before = len(made)
            made += rows(piece_of(delivery.as_py(), index, LIMIT))
            indices += [index] * (len(made) - before)
        kept = [other.take(pyarrow.array(indices, pyarrow.int64())) for other in others]
        names = [*batch.schema.names[:-1], *schema.names]
        yield pyarrow.RecordBatch.from_arrays(
            [*kept, *pyarrow.RecordBatch.from_pylist(made, schema).columns], names=names
        )
