"""Rows hold what events hold, and pyarrow takes them with the schema of their table."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pyarrow
import pytest

from eventcontract.model import event_root, walk
from eventcontract.runtime import Record
from eventcontract.runtime.fast import is_record
from eventcontract.runtime.tolerant import plain
from eventcontract.tables import OutOfRange
from tests.support.deliveries import examples, text_of
from tests.support.mutations import bases, edit, mutations
from tests.vendors import Subject, Vendor

#: The types of classes by those of Arrow.
TYPES = {
    "string": str,
    "int64": int,
    "double": float,
    "bool": bool,
    "timestamp[us, tz=UTC]": datetime,
    "date32[day]": date,
}


def tables(vendor: Vendor) -> Any:
    """The module ``tables`` of a generated package."""
    from importlib import import_module

    return import_module(f"{vendor.package.__name__}.tables")


def deliveries(subject: Subject) -> Iterator[bytes]:
    """Every example of an event, and every variation of them that the contract allows."""
    from importlib import import_module

    testing = import_module(f"{subject.vendor.package.__name__}.testing")
    yield from map(text_of, examples(subject.contract, subject.event))
    for case in testing.cases(subject.event, history=True):
        if case.event == subject.event:
            yield case.json.encode()


@pytest.mark.costly
def test_rows_hold_what_events_hold(subject: Subject) -> None:
    """In a table with the schema that was rendered; what no column holds is in the extras."""
    made = tables(subject.vendor)
    parse, extras = subject.vendor.package.parse, subject.vendor.package.extras
    found = list(deliveries(subject))
    rows = [made.row(delivery, file="here", line=number) for number, delivery in enumerate(found)]
    table = pyarrow.Table.from_pylist(rows, schema=made.schema(subject.event))
    table.validate(full=True)
    nullable = {field.name: field.nullable for field in table.schema}
    for name, column in zip(table.column_names, table.columns, strict=True):
        assert nullable[name] or not column.null_count
    assert table.num_rows == len(found) > 1
    for number, (row, delivery) in enumerate(zip(table.to_pylist(), found, strict=True)):
        compare(row, parse(delivery))
        assert json.loads(row["_extras"] or "{}") == extras(delivery)
        assert row["_fingerprint"] == subject.vendor.package.fingerprint(delivery)
        assert (row["_file"], row["_line"]) == ("here", number)


def compare(row: dict[str, Any], record: Record) -> None:
    """``row`` holds each member of ``record``, and the offset of each timestamp."""
    for member in fields(record):  # type: ignore[arg-type]
        key = record._json_names.get(member.name, member.name)
        value = getattr(record, member.name)
        if isinstance(value, datetime):
            assert row[f"{key}_offset"] * 60 == value.utcoffset().total_seconds()  # type: ignore[union-attr]
        same(row[key], value)


def same(found: Any, value: Any) -> None:
    """What a column holds is the value of an attribute."""
    if isinstance(value, tuple):
        assert len(found) == len(value)
        for one, other in zip(found, value, strict=True):
            same(one, other)
    elif isinstance(value, Record) and fields(value):  # type: ignore[arg-type]
        compare(found, value)
    elif isinstance(value, (dict, Record)):
        assert json.loads(found) == plain(value)
    else:
        assert type(found) is type(value)
        assert found == value


@pytest.mark.costly
def test_whatever_readers_accept_fits(subject: Subject) -> None:
    """The oddest values and spellings included."""
    made = tables(subject.vendor)
    accepted = [
        mutation.payload
        for mutation in mutations(subject.contract, subject.event)
        if mutation.reader and mutation.path != subject.contract.message.discriminator
    ]
    table = pyarrow.Table.from_pylist([made.row(each) for each in accepted], schema=made.schema(subject.event))
    table.validate(full=True)
    assert table.num_rows > 10


@pytest.mark.parametrize("vendor", ["ledger", "parcel"], indirect=True)
def test_integers_have_64_bits(vendor: Vendor) -> None:
    """Both ends of the range fit, one more does not; the message has the place, but not the value."""
    made = tables(vendor)
    tried = 0
    for event in vendor.contract.events:
        for path, field in walk(event_root(vendor.contract, event)):
            whole = [base for base in bases(vendor.contract, event) if holds(base, path)]
            if field.type.kind != "integer" or not whole:
                continue
            tried += 1
            rows = [made.row(edit(whole[0], path, value)) for value in (-(2**63), 2**63 - 1)]
            pyarrow.Table.from_pylist(rows, schema=made.schema(event)).validate(full=True)
            for value in (-(2**63) - 1, 2**63):
                with pytest.raises(OutOfRange, match=rf"\A/{re.escape('/'.join(path))}: an integer of"):
                    made.row(edit(whole[0], path, value))
    assert tried


def holds(payload: Any, path: tuple[str, ...]) -> bool:
    """Whether there is anything at a path without steps through lists."""
    for step in path:
        payload = payload.get(step) if isinstance(payload, dict) else None
    return payload is not None


def test_types_are_those_of_the_classes(subject: Subject) -> None:
    """Of each column, by the annotation of the attribute."""
    package = subject.vendor.package
    agree(getattr(package, package.EVENTS[subject.event]), tables(subject.vendor).schema(subject.event))


def agree(cls: type[Any], columns: Any) -> None:
    """Each member of ``cls`` has a column of its type, which can be null where the member can be ``None``."""
    named = {column.name: column for column in columns}
    for member in fields(cls):
        key = cls._json_names.get(member.name, member.name)
        hint = typing.get_type_hints(cls)[member.name]
        if type(None) in typing.get_args(hint):
            assert named[key].nullable
            (hint,) = (each for each in typing.get_args(hint) if each is not type(None))
        of = named[key].type
        while typing.get_origin(hint) is tuple:
            hint, of = typing.get_args(hint)[0], of.value_type
        if is_record(hint) and fields(hint):
            agree(hint, of)
        elif is_record(hint) or typing.get_origin(hint) is dict:
            assert of == pyarrow.string()
        else:
            assert TYPES[str(of)] is hint


PAIRS = {
    "string": "string",
    "int64": "long",
    "int16": "short",
    "double": "double",
    "bool": "boolean",
    "timestamp[us, tz=UTC]": "timestamp",
    "date32[day]": "date",
}


def in_spark(of: Any) -> Any:
    """A type of Arrow as Spark writes it."""
    if isinstance(of, pyarrow.Schema) or pyarrow.types.is_struct(of):
        members = [
            {"name": each.name, "type": in_spark(each.type), "nullable": each.nullable, "metadata": {}} for each in of
        ]
        return {"type": "struct", "fields": members}
    if pyarrow.types.is_list(of):
        return {"type": "array", "elementType": in_spark(of.value_type), "containsNull": of.value_field.nullable}
    return PAIRS[str(of)]


def test_spark_agrees_with_arrow(subject: Subject) -> None:
    """The same columns in the same order, of the same type and nullability."""
    made = tables(subject.vendor)
    assert made.spark_schema(subject.event) == in_spark(made.schema(subject.event))


def test_without_pyarrow_the_command_is_named(vendor: Vendor) -> None:
    """The module can be imported, and Spark schemas need no more."""
    package = vendor.package.__name__
    event = next(iter(vendor.contract.events))
    script = f"""
import sys
sys.modules["pyarrow"] = None
sys.path.insert(0, {str(vendor.directory.parent)!r})
from {package} import tables
tables.spark_schema({event!r})
try:
    tables.schema({event!r})
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    distribution = vendor.contract.catalogue.distribution
    assert done.stdout == f"{package}.tables needs pyarrow; run: pip install '{distribution}[archive]'\n"


def test_other_events_have_no_table(vendor: Vendor) -> None:
    made = tables(vendor)
    for ask in (made.schema, made.spark_schema):
        with pytest.raises(KeyError):
            ask("no/such/event")
