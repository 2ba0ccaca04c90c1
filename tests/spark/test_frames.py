"""DataFrames of findings and of typed events say what ``check`` and ``parse`` say of each delivery."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from eventcontract.audit import Audit
from eventcontract.audit.checking import NO_EVENT, check_piece
from eventcontract.audit.parquet import piece_of
from eventcontract.spark import events, findings
from eventcontract.tables import Tables
from tests.archive.generator import Answers, Generator
from tests.support.archive import CANARY, examples, name_of, odd, unknown, wrong
from tests.vendors import Vendor, contract_of

ADDED = ["event", "place", "level", "rule", "pointer", "message", "expected", "found", "erratum"]


def texts(vendor: Vendor) -> list[str | None]:
    """Deliveries with and without findings, and what is not one."""
    deliveries = [*examples(vendor), wrong(vendor), odd(vendor), unknown(vendor, "never.heard"), [odd(vendor)] * 2]
    return [*map(json.dumps, deliveries), "no JSON", None]


@pytest.mark.parametrize("kind", ["string", "binary"])
def test_findings_are_those_of_check(kind: str, vendor: Vendor, spark: Any) -> None:
    package = vendor.package._package
    rows = [(number, text) for number, text in enumerate(texts(vendor))]
    df = spark.createDataFrame(rows, "`the key` long, payload string").repartition(3)
    found = findings(package, df.withColumn("payload", df.payload.cast(kind)), "payload")
    assert found.columns == ["the key", *ADDED]
    expected = [
        (number, None if each.event == NO_EVENT else each.event, each.place, *fields(finding))
        for number, text in rows
        for each in check_piece(package, piece_of(text, number, 1 << 24))
        for finding in each.findings
    ]
    assert Counter(map(tuple, found.collect())) == Counter(expected)
    assert len({row[1] for row in expected}) > 2
    assert CANARY not in str(found.collect())


def fields(finding: Any) -> tuple[Any, ...]:
    return tuple(getattr(finding, name) for name in ADDED[2:])


def test_findings_and_audits_count_the_same(vendors: dict[str, Vendor], spark: Any) -> None:
    package = vendors["canvas"].package._package
    audit = Audit(package)
    lines = list(Generator(contract_of("canvas"), 3, odd=0.3).lines(1500, Answers()))
    rows = [(number, line) for number, line in enumerate(lines)]
    for line in lines:
        audit.add(line)
    df = findings(package, spark.createDataFrame(rows, "id long, line binary"), "line")
    counted = df.groupBy("rule", "level").count().collect()
    total = Counter[Any]()
    for line in audit.report().lines:
        total[line.rule, line.level] += line.findings
    assert {(row.rule, row.level): row["count"] for row in counted} == dict(total)


def test_events_are_rows_of_their_tables(vendor: Vendor, spark: Any) -> None:
    package = vendor.package._package
    payloads = examples(vendor)
    chosen = [payloads[0], payloads[-1]]
    names = list(dict.fromkeys(name_of(vendor, each) for each in chosen))
    rows = [(number, text) for number, text in enumerate(texts(vendor))]
    # Each delivery of a batch is a row.
    rows.append((len(rows), json.dumps(chosen * 2)))
    df = spark.createDataFrame(rows, "key long, payload string").repartition(2)
    for name in names:
        table = Tables(package)[name]
        found = events(package, df, "payload", name)
        assert found.schema.fieldNames() == ["key", *table.arrow.names]
        assert json.loads(found.drop("key").schema.json()) == table.spark
        expected = [{"key": key, **row} for key, text in rows for row in rows_of(package, table, text)]
        assert len(expected) > 1
        made = [row.asDict(recursive=True) for row in found.collect()]
        assert sorted(map(repr, made)) == sorted(map(repr, collected(expected)))


def rows_of(package: Any, table: Any, text: str | None) -> list[Any]:
    try:
        value = json.loads(text or "null")
    except ValueError:
        return []
    made = []
    for each in value if isinstance(value, list) else [value]:
        try:
            event = package.parse(each)
        except ValueError:
            continue
        if package.name_of(event) == table.event:
            made.append(table.row(event, each))
    return made


def collected(value: Any) -> Any:
    """Values as Spark returns them: its timestamps have the offset of this machine, but do not say so."""
    match value:
        case dict():
            return {name: collected(each) for name, each in value.items()}
        case list() | tuple():
            return [collected(each) for each in value]
        case datetime():
            return value.astimezone().replace(tzinfo=None)
    return value


def test_a_column_that_cannot_be_used_is_named(vendors: dict[str, Vendor], spark: Any) -> None:
    package = vendors["canvas"].package._package
    df = spark.createDataFrame([("{}", 1, "x")], "payload string, number int, Event string")
    with pytest.raises(ValueError, match="there is no column 'body'; the columns are payload, number, Event"):
        findings(package, df, "body")
    with pytest.raises(ValueError, match="column 'number' holds int"):
        findings(package, df, "number")
    with pytest.raises(ValueError, match="column 'Event' has the name of one that is added"):
        findings(package, df, "payload")
    with pytest.raises(KeyError):
        events(package, df, "payload", "nobody.knows")
