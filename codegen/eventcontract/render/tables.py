"""Model → the columns of a table for one event.

They are written as an Arrow schema, which :mod:`eventcontract.tables` reads, and as a data contract (``odcs.py``):

- Ids and texts are text, integers have 64 bits, numbers are doubles.
- A timestamp is UTC in microseconds. The column ``<name>_offset`` next to it holds the offset that was sent,
  in minutes, because UTC alone does not say what the clock of the sender showed.
- An object is a struct. One without known members is its JSON as text, since Parquet has no empty struct.
- Only what every reading demands is not nullable.
- ``_extras`` holds what the class of the event does not have, as JSON text, or null; ``_fingerprint`` identifies
  the event; ``_file`` and ``_line`` say where it came from, if it came from a file.
- Many engines do not tell upper case from lower case in names, so a column that only differs in that from one before
  it has an underscore at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, assert_never

from eventcontract.model import Array, Contract, Object, Scalar, event_root
from eventcontract.model.contract import Field, Type

Leaf = Literal["text", "integer", "minutes", "number", "boolean", "timestamp", "date"]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, of which no element is null."""

    items: ColumnType


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with these members."""

    columns: tuple[Column, ...]


ColumnType: TypeAlias = Leaf | ListOf | Struct


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one member of a struct.

    ``key`` is the JSON key of its value, or of the timestamp of which it is the offset (``offset``); ``None`` for
    a column that is added to every table. ``sensitive`` says whether values can be about people.
    """

    name: str
    type: ColumnType
    nullable: bool
    description: str
    sensitive: bool = False
    key: str | None = None
    offset: bool = False


_ADDED = (
    Column(
        "_extras", "text", True, "What the contract does not describe: a JSON object of values by JSON Pointer.", True
    ),
    Column("_fingerprint", "text", False, "Identifies the event: the same for each copy of it, in any envelope."),
    Column("_file", "text", True, "The file that the event was in."),
    Column("_line", "integer", True, "The line at which it begins in the file, from 1; of Parquet files, the row."),
)

_ARROW: dict[Leaf, str] = {
    "text": "string",
    "integer": "int64",
    "minutes": "int16",
    "number": "double",
    "boolean": "bool",
    "timestamp": "timestamp[us, tz=UTC]",
    "date": "date32[day]",
}


def columns(contract: Contract, event: str) -> tuple[Column, ...]:
    """The columns of the table of ``event``; ``KeyError`` if there is no such event.

    None is called ``day``, because files of tables are in directories called ``day=…``.
    """
    return (*_members(event_root(contract, event), {"day", *(column.name for column in _ADDED)}), *_ADDED)


def arrow_schema(contract: Contract, event: str) -> dict[str, Any]:
    """The Arrow schema as JSON: ``fields``, each with ``name``, ``type`` and ``nullable``.

    A type is what ``str(pyarrow.DataType)`` returns, ``{"struct": fields}``, or ``{"list": type}``. ``key`` is the JSON
    key of the value, where that is not the name; ``offset_of`` is that of the timestamp of which this is the offset.
    Raises what :func:`columns` does.
    """
    return {"fields": [_arrow_field(column) for column in columns(contract, event)]}


def _members(tree: Object, taken: set[str]) -> tuple[Column, ...]:
    """The columns for the members of ``tree``; ``taken`` are names, in lower case, that none of them can have."""

    def named(name: str) -> str:
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        return name

    # No offset takes the name of a member.
    names = {field.name: named(field.name) for field in tree.fields}
    found = []
    for field in tree.fields:
        of, key, nullable = _type(field.type), field.name, not field.required
        found.append(Column(names[key], of, nullable, field.description, field.sensitive, key))
        if _is_time(field):
            about = f"The UTC offset of {names[key]} as it was sent, in minutes."
            found.append(
                Column(named(f"{key}_offset"), _offsets(of), nullable, about, field.sensitive, key, offset=True)
            )
    return tuple(found)


def _is_time(field: Field) -> bool:
    return field.scalar is not None and field.scalar.kind == "timestamp"


def _offsets(of: ColumnType) -> ColumnType:
    return ListOf(_offsets(of.items)) if isinstance(of, ListOf) else "minutes"


def _type(of: Type) -> ColumnType:
    match of:
        case Scalar():
            return "text" if of.kind == "identifier" else of.kind
        case Array():
            return ListOf(_type(of.items))
        case Object():
            return Struct(_members(of, set())) if of.fields else "text"
    assert_never(of)


def _arrow_field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _arrow_type(column.type), "nullable": column.nullable}
    if column.offset:
        field["offset_of"] = column.key
    elif column.key not in (None, column.name):
        field["key"] = column.key
    return field


def _arrow_type(of: ColumnType) -> str | dict[str, Any]:
    match of:
        case ListOf():
            return {"list": _arrow_type(of.items)}
        case Struct():
            return {"struct": [_arrow_field(column) for column in of.columns]}
        case _:
            return _ARROW[of]
