"""What Schemathesis generates deliveries from: an OpenAPI document with an operation per event. Knows Schemathesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias

import schemathesis
from schemathesis.schemas import APIOperation

from eventcontract.model import Contract, Field, ScalarType, event_root
from eventcontract.render.openapi import VERSION, NullableRenderer
from eventcontract.schemas.views import Schema, View, literal, whole
from eventcontract.testing.allowed.values import NEW_KEY

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

_SCHEMAS = "#/components/schemas/"
# What fits in an ordinary database column.
_LARGEST = 2**31 - 1


def operations(contract: Contract, names: Iterable[str], *, full: bool = False) -> dict[str, Operation]:
    """An operation for each of the events ``names``: if they shared one, few of them would be generated.

    With ``full``, events have every unconditional key: left to itself, Schemathesis draws few of them.
    """
    document = probing_document(contract, names, full=full)
    return {operation.path.removeprefix("/"): operation for operation in _loaded(document)}


def operation_at(path: str) -> Operation:
    """An operation at ``path`` that takes anything."""
    document = {"openapi": VERSION, "info": {"title": "", "version": ""}, "paths": {path: {"post": _operation({})}}}
    (operation,) = _loaded(document)
    return operation


def _loaded(document: Schema) -> list[Operation]:
    # The user's configuration file is about other APIs. No vendor stores the character NUL.
    config = schemathesis.Config.from_dict({"generation": {"allow-x00": False}})
    schema = schemathesis.openapi.from_dict(document, config=config)
    return [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]


def probing_document(contract: Contract, names: Iterable[str], *, full: bool = False) -> Schema:
    """The document that deliveries are generated from, narrower than the published one.

    An event has the keys of one cause, known values come more often than others, and text that the vendor itself
    makes up is ASCII.
    """
    renderer = _Plausible(contract, View.SENT, _SCHEMAS)
    renderer.full = full
    paths = {f"/{name}": {"post": _operation(renderer.caused(contract, name))} for name in names}
    return {
        "openapi": VERSION,
        "info": {"title": contract.catalogue.title, "version": contract.catalogue.version},
        "paths": paths,
        "components": {"schemas": renderer.definitions},
    }


def _operation(schema: Schema) -> Schema:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Accepted."}},
    }


class _Plausible(NullableRenderer):
    """Schemas to generate from, with every unconditional key if ``full``."""

    full = False

    def caused(self, contract: Contract, name: str) -> Schema:
        """The event ``name`` as each of its causes makes it."""
        root = event_root(contract, name, errata=False)
        path = contract.message.discriminator
        forms = []
        for origin in origins_of(contract, name) or [""]:
            common = self.field(of_origin(contract, contract.message.tree.member(path[0]), origin))
            forms.append(_open(self.named(of_origin(contract, root, origin), path, common)))
        return forms[0] if len(forms) == 1 else {"anyOf": forms}

    def object(self, tree: Field) -> Schema:
        return _open(super().object(tree))

    def _required(self, member: Field) -> bool:
        return super()._required(member) or (self.full and not member.conditional)

    def _value(self, field: Field) -> Schema:
        schema = super()._value(field)
        if field.kind in ("integer", "number"):
            schema |= {"minimum": -_LARGEST, "maximum": _LARGEST}
        return schema

    def _text(self, field: Field, scalar: ScalarType) -> Schema:
        schema = super()._text(field, scalar)
        known = [literal(value) for value in (*field.values, *field.observed)]
        # One pattern for both: Schemathesis ignores an alternative that another one includes.
        if field.kind == "text" and (known or not scalar.prose):
            other = "[ -~]{0,40}" if field.empty else "[ -~]{1,40}"
            schema["pattern"] = whole("|".join([*known, other]))
        return schema


def _open(schema: Schema) -> Schema:
    """``schema`` with one unknown key, and no others: many would hide the known ones."""
    if schema["properties"]:
        schema["properties"] = {**schema["properties"], NEW_KEY: {"enum": ["new", 7, None, {"deeper": [1.5]}]}}
        schema["additionalProperties"] = False
    return schema


def satisfy_conditions(field: Field, value: Any) -> Any:
    """``value`` without keys whose condition on a sibling does not hold: no schema for generators says so."""
    if isinstance(value, list) and field.items is not None:
        return [satisfy_conditions(field.items, each) for each in value]
    if not isinstance(value, dict) or not field.fields:
        return value
    known = {member.name: member for member in field.fields}
    result = {}
    for name, content in value.items():
        member = known.get(name)
        if member is None:
            result[name] = content
        elif not isinstance(member.when, dict) or all(value.get(key) in found for key, found in member.when.items()):
            result[name] = satisfy_conditions(member, content)
    return result


def origins_of(contract: Contract, name: str) -> list[str]:
    """The causes of the event ``name``: those that the contract lists, otherwise all that it knows."""
    known = dict.fromkeys(origin for shape in contract.shapes.values() for origin in shape.origins)
    return [origin for origin in (contract.events[name].origins or known) if origin in known]


def of_origin(contract: Contract, field: Field, origin: str) -> Field:
    """``field`` with the key groups of one cause, which are always present, and without the others."""
    shape = contract.shapes.get(field.shape or "")
    groups = shape.origins.get(origin) if shape is not None else None
    members = [of_origin(contract, member, origin) for member in field.fields]
    if groups is not None:
        members = [replace(each, group=None) for each in members if each.group is None or each.group in groups]
    items = None if field.items is None else of_origin(contract, field.items, origin)
    return replace(field, fields=tuple(members), items=items)
