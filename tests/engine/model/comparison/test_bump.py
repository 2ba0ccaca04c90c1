"""Which part of the version has to rise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eventcontract.model import Array, Contract, Field, Object, Scalar
from eventcontract.model.comparison import RULES, changes
from eventcontract.model.comparison.bump import demanded, raised, suffices
from tests.vendors import ROOT, contract_of

OLD = contract_of("parcel")
EVENT = next(name for name, each in OLD.events.items() if any(field.required for field in each.body.fields))
BODY = OLD.events[EVENT].body
REQUIRED = next(field for field in BODY.fields if field.required)
OPTIONAL = next(field for field in BODY.fields if isinstance(field.type, Scalar) and not field.required)


def with_field(old: Field, *new: Field) -> Contract:
    members: list[Field] = []
    for each in BODY.fields:
        members += new if each.name == old.name else [each]
    event = replace(OLD.events[EVENT], body=replace(BODY, fields=tuple(members)))
    return replace(OLD, events={**OLD.events, EVENT: event})


def event(**words: Any) -> Contract:
    return replace(OLD, events={**OLD.events, EVENT: replace(OLD.events[EVENT], **words)})


ADDED = Field(name="added", type=Scalar(type="words", kind="text"), sensitive=OPTIONAL.sensitive)
CHANGES = {
    "an event goes": ("major", replace(OLD, events={n: e for n, e in OLD.events.items() if n != EVENT})),
    "a field goes": ("major", with_field(OPTIONAL)),
    "a field is renamed": ("major", with_field(OPTIONAL, replace(OPTIONAL, name="renamed"))),
    "a required field is optional": ("major", with_field(REQUIRED, replace(REQUIRED, nullable="yes"))),
    "a field becomes a list": ("major", with_field(OPTIONAL, replace(OPTIONAL, type=Array(items=OPTIONAL.type)))),
    "a field becomes an object": ("major", with_field(OPTIONAL, replace(OPTIONAL, type=Object()))),
    "a field is new": ("minor", with_field(OPTIONAL, OPTIONAL, ADDED)),
    "an event is new": (
        "minor",
        replace(OLD, events={**OLD.events, "x": replace(OLD.events[EVENT], name="x", class_name="X")}),
    ),
    "a field is shown": ("minor", with_field(OPTIONAL, replace(OPTIONAL, sensitive=not OPTIONAL.sensitive))),
    "a trigger is reworded": ("patch", event(trigger="Another sentence.")),
    "an example goes": ("patch", event(examples=OLD.events[EVENT].examples[:-1])),
}
AFTER = {"major": "2.0.0", "minor": "1.3.0", "patch": "1.2.4"}
LESS = {"major": "1.3.0", "minor": "1.2.4", "patch": "1.2.3"}


@pytest.mark.parametrize("name", CHANGES)
def test_the_part_that_a_change_raises(name: str) -> None:
    part, new = CHANGES[name]
    found = changes(OLD, new)
    assert demanded(found, "1.2.3") == part
    assert demanded(found, "0.2.3") == ("minor" if part == "major" else part)
    assert suffices(found, "1.2.3", AFTER[part])
    assert not suffices(found, "1.2.3", LESS[part])
    assert not suffices(found, "1.2.3", "1.2.2")


def test_no_change_raises_nothing() -> None:
    assert demanded([], "1.2.3") is None
    assert suffices([], "1.2.3", "1.2.3")
    assert not suffices([], "1.2.3", "1.2.2")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.10.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.2.3", None),
        ("1.2.3", "1.1.9", None),
    ],
)
def test_the_part_that_rose(old: str, new: str, part: str | None) -> None:
    assert raised(old, new) == part


def test_what_is_not_a_version() -> None:
    with pytest.raises(ValueError, match="not a version: x"):
        raised("x", "1.0.0")


def test_the_table_of_rules_is_documented() -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("<!-- changes -->\n")[2]
    rows = [f"| `{each.id}` | {each.level} | {each.raises} | {each.about} |" for each in RULES.values()]
    table = "\n".join(["| change | level | raises | what it is |", "|---|---|---|---|", *rows])
    assert shown.partition("\n<!-- end of changes -->")[0] == table
