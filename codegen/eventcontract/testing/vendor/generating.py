"""What Schemathesis generates deliveries from: an OpenAPI document with an operation per event. Knows Schemathesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias, assert_never

import schemathesis
from schemathesis.schemas import APIOperation

from eventcontract.model import Array, Contract, Field, Object, Scalar, ScalarType, Type, event_root
from eventcontract.render.openapi import VERSION
from eventcontract.schemas.nullable import NullableRenderer
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
            member = contract.message.tree.member(path[0])
            common = self.field(replace(member, type=of_origin(contract, member.type, origin)))
            caused = of_origin(contract, root, origin)
            assert isinstance(caused, Object)
            forms.append(_open(self.named(caused, path, common)))
        return forms[0] if len(forms) == 1 else {"anyOf": forms}

    def object(self, tree: Object) -> Schema:
        return _open(super().object(tree))

    def _required(self, member: Field) -> bool:
        return super()._required(member) or (self.full and not member.conditional)

    def _scalar(self, of: Scalar) -> Schema:
        schema = super()._scalar(of)
        if of.kind in ("integer", "number"):
            schema |= {"minimum": -_LARGEST, "maximum": _LARGEST}
        return schema

    def _text(self, of: Scalar, scalar: ScalarType) -> Schema:
        schema = super()._text(of, scalar)
        known = list(map(literal, of.known_values))
        # One pattern for both: Schemathesis ignores an alternative that another one includes.
        if known or not scalar.prose:
            other = "[ -~]{0,40}" if of.empty else "[ -~]{1,40}"
            schema["pattern"] = whole("|".join([*known, other]))
        return schema


def _open(schema: Schema) -> Schema:
    """``schema`` with one unknown key, and no others: many would hide the known ones."""
    if schema["properties"]:
        schema["properties"] = {**schema["properties"], NEW_KEY: {"enum": ["new", 7, None, {"deeper": [1.5]}]}}
        schema["additionalProperties"] = False
    return schema


def satisfy_conditions(of: Type, value: Any) -> Any:
    """``value`` without keys whose condition on a sibling does not hold: no schema for generators says so."""
    match of:
        case Array() if isinstance(value, list):
            return [satisfy_conditions(of.items, each) for each in value]
        case Object() if isinstance(value, dict):
            known = {member.name: member for member in of.fields}
            return {
                name: satisfy_conditions(known[name].type, content) if name in known else content
                for name, content in value.items()
                if name not in known or _holds(known[name], value)
            }
        case _:
            return value


def _holds(member: Field, value: dict[str, Any]) -> bool:
    when = member.when
    return not isinstance(when, dict) or all(value.get(key) in found for key, found in when.items())


def origins_of(contract: Contract, name: str) -> list[str]:
    """The causes of the event ``name``: those that the contract lists, otherwise all that it knows."""
    known = dict.fromkeys(origin for shape in contract.shapes.values() for origin in shape.origins)
    return [origin for origin in (contract.events[name].origins or known) if origin in known]


def of_origin(contract: Contract, of: Type, origin: str) -> Type:
    """``of`` with the key groups of one cause, which are always present, and without the others."""
    match of:
        case Scalar():
            return of
        case Array():
            return replace(of, items=of_origin(contract, of.items, origin))
        case Object():
            shape = contract.shapes.get(of.shape or "")
            groups = shape.origins.get(origin) if shape is not None else None
            members = [replace(member, type=of_origin(contract, member.type, origin)) for member in of.fields]
            if groups is not None:
                members = [replace(each, group=None) for each in members if each.group is None or each.group in groups]
            return replace(of, fields=tuple(members))
    assert_never(of)
