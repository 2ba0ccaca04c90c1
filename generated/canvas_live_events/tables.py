# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Events of Canvas LMS as rows of tables, one table for each event.

    table = pyarrow.Table.from_pylist([row(delivery) for delivery in deliveries], schema=schema(event))

A table has a column for each member of the event, with the types of its class: objects are structs, ids are text.
Timestamps are in UTC; the column ``<name>_offset`` next to each holds the offset that was sent, in minutes. An object of
which nothing is known is its JSON as text. The same columns are in ``tables/<event>.json``, as data.

The command ``canvas-live-events land`` writes whole archives as Parquet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from canvas_live_events import _package  # pyright: ignore[reportPrivateUsage]
from eventcontract.runtime import Delivery
from eventcontract.tables import OutOfRange
from eventcontract.tables import Tables as _Tables

if TYPE_CHECKING:
    import pyarrow  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]

_tables = _Tables(_package)


def schema(event: str) -> pyarrow.Schema:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType]
    """The Arrow schema of the table of ``event``.

    Raises ``KeyError`` if the contract does not describe the event. Requires ``canvas-live-events[archive]``.
    """
    try:
        return _tables[event].arrow
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{__name__} needs {error.name}; run: pip install 'canvas-live-events[archive]'", name=error.name
        ) from error


def spark_schema(event: str) -> dict[str, Any]:
    """The same columns for Spark, as ``pyspark.sql.types.StructType.fromJson`` reads them.

    Raises ``KeyError`` if the contract does not describe the event.
    """
    return _tables[event].spark


def row(delivery: Delivery, *, file: str | None = None, line: int | None = None) -> dict[str, Any]:
    """The event in ``delivery`` as one row of its table: the values by column.

    ``file`` and ``line`` are for the columns ``_file`` and ``_line``. Raises what ``parse`` raises; ``KeyError`` if the
    contract does not describe the event, ``OutOfRange`` for an integer of more than 64 bits.
    """
    return _tables.row(delivery, file=file, line=line)


__all__ = ["OutOfRange", "row", "schema", "spark_schema"]
