"""The tables of a generated package: their schemas for Arrow and Spark, and events as their rows."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from eventcontract import pointers
from eventcontract.runtime import Package, tolerant
from eventcontract.runtime.once import Once

_ADDED = ("_extras", "_fingerprint", "_file", "_line")
_MINUTE = timedelta(minutes=1)


class OutOfRange(ValueError):
    """An event holds an integer of more than 64 bits, which no table can hold. Says where, not which."""


class Table:
    """The table of one event.

    ``columns`` is the content of the file ``tables/<event>.json``: ``fields``, each with ``name``, ``type`` and
    ``nullable``. A type is the name of an Arrow type, ``{"struct": fields}`` or ``{"list": type}``.
    """

    def __init__(self, package: Package, event: str, columns: Mapping[str, Any]) -> None:
        self.event = event
        self.columns = columns
        self._package = package

    @cached_property
    def arrow(self) -> Any:
        """The ``pyarrow.Schema``; ``ModuleNotFoundError`` without pyarrow."""
        import pyarrow

        return pyarrow.schema([_arrow_field(field) for field in self.columns["fields"]])

    @cached_property
    def spark(self) -> dict[str, Any]:
        """The schema as ``pyspark.sql.types.StructType.fromJson`` reads it."""
        return _spark_struct(self.columns["fields"])

    @cached_property
    def class_(self) -> type[Any]:
        """The class of the event."""
        loaded: type[Any] = self._package.load(self._package.events[self.event])
        return loaded

    def row(self, event: Any, payload: Any, *, file: str | None = None, line: int | None = None) -> dict[str, Any]:
        """``event`` as one row: a dict that pyarrow takes with this schema.

        ``payload`` is the decoded JSON that it was parsed from, without an envelope. Raises :class:`OutOfRange`.
        """
        extras = dict(tolerant.extras(self.class_, payload))
        row = self._convert(event, "")
        row["_extras"] = _json(extras, "") if extras else None
        row["_fingerprint"] = self._package.fingerprint_of(payload)
        row["_file"], row["_line"] = file, line
        return row

    @cached_property
    def _convert(self) -> Callable[[Any, str], dict[str, Any]]:
        return _converter(self.class_, [each for each in self.columns["fields"] if each["name"] not in _ADDED])


class Tables:
    """The tables of the events of a package. ``KeyError`` for an event that the contract does not describe."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._tables = Once(self._read)

    def __getitem__(self, event: str) -> Table:
        return self._tables[event]

    def row(self, delivery: Any, *, file: str | None = None, line: int | None = None) -> dict[str, Any]:
        """The event in ``delivery`` as a row of its table.

        Raises what ``parse`` does, ``KeyError`` if the contract does not describe the event, :class:`OutOfRange`.
        """
        event = self._package.parse(delivery)
        return self[self._package.name_of(event)].row(event, self._package.open(delivery), file=file, line=line)

    def _read(self, event: str) -> Table:
        # The name of an event need not be one of a file.
        if event not in self._package.events:
            raise KeyError(event)
        from importlib import resources

        file = resources.files(self._package.name).joinpath("tables", f"{event}.json")
        return Table(self._package, event, json.loads(file.read_bytes()))


# -- schemas -----------------------------------------------------------------------------------


def _arrow_field(field: Mapping[str, Any]) -> Any:
    import pyarrow

    return pyarrow.field(field["name"], _arrow_type(field["type"]), nullable=field["nullable"])


def _arrow_type(of: Any) -> Any:
    import pyarrow

    match of:
        case {"struct": members}:
            return pyarrow.struct([_arrow_field(member) for member in members])
        case {"list": items}:
            return pyarrow.list_(pyarrow.field("element", _arrow_type(items), nullable=False))
        case "timestamp[us, tz=UTC]":
            return pyarrow.timestamp("us", "UTC")
        case _:
            return pyarrow.type_for_alias(of)


_SPARK = {
    "string": "string",
    "int64": "long",
    "int16": "short",
    "double": "double",
    "bool": "boolean",
    "timestamp[us, tz=UTC]": "timestamp",
    "date32[day]": "date",
}


def _spark_struct(members: list[Mapping[str, Any]]) -> dict[str, Any]:
    found = [
        {"name": each["name"], "type": _spark_type(each["type"]), "nullable": each["nullable"], "metadata": {}}
        for each in members
    ]
    return {"type": "struct", "fields": found}


def _spark_type(of: Any) -> Any:
    match of:
        case {"struct": members}:
            return _spark_struct(members)
        case {"list": items}:
            return {"type": "array", "elementType": _spark_type(items), "containsNull": False}
        case _:
            return _SPARK[of]


# -- rows --------------------------------------------------------------------------------------

# Takes a value, which is not None, and its place as a JSON Pointer, for messages.
_Convert = Callable[[Any, str], Any]


def _converter(cls: type[Any], columns: Iterable[Mapping[str, Any]]) -> Callable[[Any, str], dict[str, Any]]:
    """A function that turns an instance of ``cls`` into a dict with these columns."""
    hints = typing.get_type_hints(cls)
    attributes = {cls._json_names.get(member.name, member.name): member.name for member in fields(cls)}
    plan: list[tuple[str, str, str, _Convert | None]] = []
    for column in columns:
        offset = "offset_of" in column
        key = column["offset_of"] if offset else column.get("key", column["name"])
        name = attributes[key]
        convert = _offset if offset else _value(hints[name], column["type"])
        plan.append((column["name"], name, f"/{pointers.escape(key)}", convert))

    def row(record: Any, where: str) -> dict[str, Any]:
        made = {}
        for column, attribute, step, convert in plan:
            value = getattr(record, attribute)
            made[column] = value if value is None or convert is None else convert(value, where + step)
        return made

    return row


def _value(hint: Any, of: Any) -> _Convert | None:
    """How a value is written to a column of type ``of``; ``None`` for one that stays as it is."""
    if type(None) in typing.get_args(hint):
        (hint,) = (each for each in typing.get_args(hint) if each is not type(None))
    match of:
        case {"list": items}:
            convert = _value(typing.get_args(hint)[0], items)
            return convert and partial(_each, convert)
        case {"struct": members}:
            return _converter(hint, members)
        case "int64":
            return _integer
        case "string" if hint is not str:  # an object without known members
            return _json
    return None


def _each(convert: _Convert, values: Iterable[Any], where: str) -> list[Any]:
    return [convert(value, f"{where}/{index}") for index, value in enumerate(values)]


def _integer(value: int, where: str) -> int:
    if not -(2**63) <= value < 2**63:
        raise OutOfRange(f"{where}: an integer of more than 64 bits")
    return value


def _json(value: Any, where: str) -> str:  # noqa: ARG001
    return json.dumps(tolerant.plain(value), ensure_ascii=False, separators=(",", ":"))


def _offset(value: Any, where: str) -> Any:
    """The UTC offset in minutes of a timestamp or of each in a list."""
    if isinstance(value, datetime):
        return int(value.utcoffset() / _MINUTE)  # type: ignore[operator]  # a timestamp has an offset
    return [_offset(each, where) for each in value]
