"""``verdicts.md``: what happens to one delivery after another, written by hand and run row by row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jsonpatch
import pytest

from eventcontract import pointers
from eventcontract.runtime.outcomes import OUTCOMES, Outcome
from eventcontract.runtime.rules import Rule
from tests.support.mutations import parsed_at
from tests.vendors import Subject, Vendor

TABLE = Path(__file__).with_name("verdicts.md")
#: Rules of a delivery as a whole: whether it is JSON, what it came in, and whose it is.
WHOLE = {
    *("no-deliveries", "not-json", "too-large", "too-deep", "signed-delivery", "foreign-envelope"),
    *("not-an-event", "unexpected-event", "more-findings"),
}
ROW = re.compile(r"^\| (?P<example>\S+/\S+) \| (?P<change>.*) \| (?P<reader>.*) \| (?P<strict>.*) \| (?P<check>.*) \|$")


@dataclass(frozen=True)
class Row:
    """One row, and the heading above it."""

    heading: str
    example: str
    change: str
    reader: str
    strict: str
    check: str

    def __str__(self) -> str:
        return f"{self.example}, {self.change}"

    @property
    def pointer(self) -> str:
        """The JSON Pointer of the changed place, of the first one where there are several."""
        return _pointer(self.change)

    @property
    def path(self) -> tuple[str | int, ...]:
        """The path of the changed place; elements of arrays are numbers."""
        return tuple(int(step) if step.isdigit() else step for step in pointers.parse(self.pointer))

    def applied(self, payload: Any) -> Any:
        """A changed copy of ``payload``."""
        return jsonpatch.apply_patch(payload, [_patch(change) for change in self.change.split("; ")])


def _pointer(change: str) -> str:
    return change.partition("; ")[0].removeprefix("remove ").partition(" = ")[0]


def _patch(change: str) -> dict[str, Any]:
    pointer = _pointer(change)
    if change.startswith("remove "):
        return {"op": "remove", "path": pointer}
    # In an array, "add" would insert.
    op = "replace" if pointer.rpartition("/")[2].isdigit() else "add"
    return {"op": op, "path": pointer, "value": json.loads(change.partition(" = ")[2])}


def rows() -> Iterator[Row]:
    heading = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif match := ROW.match(line):
            yield Row(heading, **match.groupdict())


ROWS = list(rows())


def payload_of(vendor: Vendor, example: str) -> Any:
    """The payload of one of the vendor's examples."""
    return json.loads((vendor.spec / "examples" / f"{example}.json").read_bytes())


def reader_says(row: Row, vendor: Vendor, payload: Any) -> str:
    """The word of the column ``reader``; ``parse`` and the schema agree on it, or the test fails."""
    package = vendor.package
    delivery = json.dumps(payload)
    event = payload["kind"]
    schema = Subject(vendor, event).readings["reader"].verdicts(payload) if event in vendor.contract.events else {}
    try:
        parsed = package.parse(delivery)
    except package.ContractViolation:
        assert set(schema.values()) == {False}
        return "refuse"
    if isinstance(parsed, package.UnknownEvent):
        return "UnknownEvent"
    assert set(schema.values()) == {True}
    if row.pointer in package.extras(delivery):
        return "extras"
    value = parsed_at(parsed, row.path)
    if value is None:
        return "None"
    if isinstance(value, date):
        return value.isoformat()
    return "accept" if row.reader == "accept" else json.dumps(value)


def strict_says(vendor: Vendor, payload: Any) -> str:
    """The word of the column ``strict``."""
    if payload["kind"] not in vendor.contract.events:
        return "no schema"
    verdicts = Subject(vendor, payload["kind"]).readings["strict"].verdicts(payload)
    assert len(set(verdicts.values())) == 1, verdicts
    return "accept" if all(verdicts.values()) else "refuse"


def check_says(row: Row, vendor: Vendor, before: Any, payload: Any) -> str:
    """The word of the column ``check``."""
    known = {str(finding) for finding in vendor.package.check(before)}
    said = []
    for finding in vendor.package.check(payload):
        if str(finding) not in known:
            erratum = f" ({finding.erratum})" if finding.erratum else ""
            pointer = f" {finding.pointer}" if finding.pointer != row.pointer else ""
            said.append(f"{finding.rule} {finding.level}{erratum}{pointer}")
    return ", ".join(said) or "-"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_becomes_of_a_delivery(row: Row, vendors: dict[str, Vendor]) -> None:
    vendor = vendors["parcel"]
    before = payload_of(vendor, row.example)
    after = row.applied(before)
    said = reader_says(row, vendor, after), strict_says(vendor, after), check_says(row, vendor, before, after)
    assert said == (row.reader, row.strict, row.check)


def test_every_row_is_run() -> None:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \w+\.\w+/", line)]
    assert len(lines) == len(ROWS) >= 60
    headings = re.findall(r"(?m)^## (.*)$", TABLE.read_text(encoding="utf-8"))
    assert headings == list(dict.fromkeys(row.heading for row in ROWS))


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.case)
def test_documented_table_says_what_the_examples_show(outcome: Outcome) -> None:
    # The documentation says "refused" or "accepted", "unless" something; an example shows one or the other.
    shown = [row for row in ROWS if row.heading == outcome.case]
    for said, seen in (
        (outcome.reader, {row.reader for row in shown}),
        (outcome.strict, {row.strict for row in shown}),
    ):
        refused = {each == "refuse" for each in seen}
        assert refused == ({True, False} if "unless" in said else {said == "refused"}), (said, seen)
    findings = {tuple(each.split()[:2]) for row in shown for each in row.check.split(", ") if each != "-"}
    listed = {(rule.id, level) for rule, level in outcome.findings}
    assert findings <= listed
    assert bool(findings) == bool(listed)


def test_documented_table_has_a_row_for_each_heading_and_each_rule() -> None:
    assert [outcome.case for outcome in OUTCOMES] == list(dict.fromkeys(row.heading for row in ROWS))
    listed = {pair for outcome in OUTCOMES for pair in outcome.findings}
    assert all(level in rule.purposes for rule, level in listed)
    every = {(rule, level) for rule in Rule for level in rule.purposes if rule.id not in WHOLE}
    assert listed == every
