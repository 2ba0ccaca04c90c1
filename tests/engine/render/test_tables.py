"""The columns of tables: every field of every event has one, of the kind that its class has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from eventcontract.model import Contract, event_root, walk
from eventcontract.render.tables import arrow_schema, columns
from tests.vendors import Subject

KINDS = {
    "text": "string",
    "identifier": "string",
    "integer": "int64",
    "number": "double",
    "boolean": "bool",
    "timestamp": "timestamp[us, tz=UTC]",
    "date": "date32[day]",
}
ADDED = {("_extras",): "string", ("_fingerprint",): "string", ("_file",): "string", ("_line",): "int64"}

Path = tuple[str, ...]


def leaves(of: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The path of each leaf below an Arrow type, with its type."""
    match of:
        case {"struct": fields} | {"fields": fields}:
            for field in fields:
                yield from leaves(field["type"], (*path, field["name"]))
        case {"list": items}:
            yield from leaves(items, (*path, "*"))
        case _:
            yield path, of


def test_every_scalar_has_a_column(subject: Subject) -> None:
    """Of the kind that the spec says, with an offset next to each timestamp; nothing else but what is added."""
    contract = subject.vendor.contract
    found = dict(leaves(arrow_schema(contract, subject.event)))
    expected: dict[Path, str] = dict(ADDED)
    for path, field in walk(event_root(contract, subject.event)):
        if field.type.kind == "object" and not field.type.fields:
            expected[path] = "string"
        elif field.type.kind in KINDS:
            expected[path] = KINDS[field.type.kind]
            if field.type.kind == "timestamp":
                steps = len(path) - 1
                while path[steps] == "*":
                    steps -= 1
                expected[(*path[:steps], f"{path[steps]}_offset", *path[steps + 1 :])] = "int16"
    assert found == expected


def test_required_fields_only_are_not_nullable(subject: Subject) -> None:
    """What a reader accepts without a value has a column that can be null."""
    contract = subject.vendor.contract
    fields = {field["name"]: field["nullable"] for field in arrow_schema(contract, subject.event)["fields"]}
    for member in event_root(contract, subject.event).fields:
        assert fields[member.name] is not member.required


def test_every_column_is_described(subject: Subject) -> None:
    """Those that no field has, too."""
    for column in columns(subject.vendor.contract, subject.event):
        assert column.description


def with_member(contract: Contract, *names: str) -> Contract:
    """``contract`` with further members in all events, which are like the one that is a timestamp."""
    message = contract.message
    (time,) = [each for each in message.tree.fields if each.scalar and each.scalar.kind == "timestamp"]
    members = (*message.tree.fields, *(replace(time, name=name) for name in names))
    return replace(contract, message=replace(message, tree=replace(message.tree, fields=members)))


def test_names_differ_in_more_than_case() -> None:
    """Many engines do not tell upper case from lower case. No offset and nothing added takes the name of a member."""
    from tests.vendors import contract_of

    contract = with_member(contract_of("parcel"), "AT", "at_offset", "_line")
    fields = arrow_schema(contract, next(iter(contract.events)))["fields"]
    named = {field["name"]: field.get("key") or field.get("offset_of") for field in fields}
    found = {name: key for name, key in named.items() if key}
    assert found == {
        "at_offset_": "at",
        "AT_": "AT",
        "AT_offset__": "AT",
        "at_offset_offset": "at_offset",
        "_line_": "_line",
        "_line_offset": "_line",
    }
    assert {"at", "at_offset", "_line"} <= named.keys()
