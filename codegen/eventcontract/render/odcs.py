"""Model → one data contract with the tables of all events, by the Open Data Contract Standard 3.1.

Tools for such contracts make DDL of warehouses, sources of dbt and the like of it.
"""

from __future__ import annotations

import re
from typing import Any

from eventcontract.model import Contract
from eventcontract.render.tables import Column, ColumnType, Leaf, ListOf, Struct, columns

VERSION = "v3.1.0"

_LOGICAL: dict[Leaf, str] = {
    "text": "string",
    "integer": "integer",
    "minutes": "integer",
    "number": "number",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
}
# Without these, tools take integers for those of 32 bits and numbers for decimals.
_PHYSICAL: dict[Leaf, str] = {"integer": "bigint", "minutes": "smallint", "number": "double"}
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")


def odcs_document(contract: Contract) -> dict[str, Any]:
    """The document as plain data."""
    catalogue = contract.catalogue
    return {
        "apiVersion": VERSION,
        "kind": "DataContract",
        "id": catalogue.distribution,
        "name": catalogue.title,
        "version": catalogue.version,
        "status": "active",
        "description": {"purpose": catalogue.summary},
        "schema": [_table(contract, event) for event in contract.events],
    }


def _table(contract: Contract, name: str) -> dict[str, Any]:
    event = contract.events[name]
    table: dict[str, Any] = {"name": name, "logicalType": "object", "physicalType": "table"}
    physical = _NOT_IN_NAMES.sub("_", name)
    if physical != name:
        table["physicalName"] = physical
    table["description"] = event.definition
    table["tags"] = [event.category]
    table["properties"] = [_column(column) for column in columns(contract, name)]
    return table


def _column(column: Column) -> dict[str, Any]:
    found = {"name": column.name, **_type(column.type)}
    if not column.nullable:
        found["required"] = True
    if column.sensitive and not isinstance(column.type, Struct):
        found["classification"] = "sensitive"
    if column.description:
        found["description"] = column.description
    return found


def _type(of: ColumnType) -> dict[str, Any]:
    match of:
        case ListOf():
            return {"logicalType": "array", "items": _type(of.items)}
        case Struct():
            return {"logicalType": "object", "properties": [_column(column) for column in of.columns]}
        case _:
            logical = {"logicalType": _LOGICAL[of]}
            return {**logical, "physicalType": _PHYSICAL[of]} if of in _PHYSICAL else logical
