# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Deliveries of Canvas LMS on Spark: audits of archives, findings, and typed DataFrames.

    spark = SparkSession.builder.getOrCreate()
    report = audit(spark, ["s3://bucket/archive/"]).report()

    deliveries = spark.read.text("s3a://bucket/archive/")
    findings(deliveries, "value").groupBy("level", "rule").count().show()
    events(deliveries, "value", "account_created").write.parquet("s3a://bucket/tables/account_created")

The workers need this package; none of it is sent to them. On a cluster, pyspark, pandas and pyarrow are those of the
cluster; elsewhere, ``canvas-live-events[spark]`` installs them. Spark 4 needs Java 17 or newer.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from canvas_live_events import _package  # pyright: ignore[reportPrivateUsage]
from canvas_live_events.audit import Audit
from eventcontract.audit import LIMIT
from eventcontract.audit.reading import Options as _Options
from eventcontract.audit.sources import Unreadable
from eventcontract.spark import Incomplete
from eventcontract.spark import audit as _audit
from eventcontract.spark import events as _events
from eventcontract.spark import findings as _findings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

for _name in ("pyspark", "pyarrow"):
    if find_spec(_name) is None:
        raise ImportError(f"{__name__} needs {_name}; run: pip install 'canvas-live-events[spark]'", name=_name)


def audit(
    spark: SparkSession,  # pyright: ignore[reportUnknownParameterType]
    paths: Iterable[str],
    *,
    max_size: int = LIMIT,
    column: str | None = None,
    lengths: bool = False,
) -> Audit:
    """The audit of an archive, read by the workers of a session: the same as ``canvas-live-events audit`` would count.

    ``paths`` are what that command takes: files, directories, patterns and URLs such as ``s3://bucket/prefix`` (read
    with fsspec, not with Hadoop); local files must be on all workers under the same path. ``max_size`` is the limit for
    one delivery in bytes, ``column`` names the column of Parquet files, ``lengths`` measures texts.

    No delivery leaves its worker: only counts are sent back. Raises ``Unreadable`` for a path that does not exist,
    ``Incomplete``, with the audit of everything else, if something could not be read to its end.
    """
    return Audit(lengths=lengths).merge(_audit(_package, spark, paths, _Options(max_size, column), lengths=lengths))


def findings(df: DataFrame, column: str) -> DataFrame:  # pyright: ignore[reportUnknownParameterType]
    """What ``check`` finds in the deliveries that ``column`` of ``df`` holds as text or binary data: a row per finding.

    The columns are those of ``df`` but ``column``, then, as text: ``event``; ``place``, the JSON Pointer of a delivery
    in a batch; ``level``, ``rule``, ``pointer``, ``message``, ``expected``, ``found`` and ``erratum`` as in
    ``Finding``. None of them holds a value of a delivery. Raises ``ValueError`` for a column that does not exist or holds
    something else, or that has one of these names.
    """
    return _findings(_package, df, column)


def events(df: DataFrame, column: str, event: str) -> DataFrame:  # pyright: ignore[reportUnknownParameterType]
    """The events called ``event`` in the deliveries that ``column`` of ``df`` holds as text or binary data.

    The columns are those of ``df`` but ``column``, then those of ``canvas_live_events.tables.spark_schema(event)``;
    ``_file`` and ``_line`` are null. A delivery that readers refuse, or with an integer of more than 64 bits, has no
    row. Raises ``KeyError`` if the contract does not describe the event, ``ValueError`` as :func:`findings`.
    """
    return _events(_package, df, column, event)


__all__ = ["Audit", "Incomplete", "Unreadable", "audit", "events", "findings"]
