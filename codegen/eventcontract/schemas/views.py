"""JSON Schema 2020-12 of one event, in three views.

``READER``      tolerant: what a consumer accepts
``DOCUMENTED``  strict: what the documentation promises
``SENT``        what the vendor emits by all evidence; narrower than either reading
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from enum import Enum
from typing import Any

from eventcontract.model import Contract, Erratum, Event, Field, ScalarType, event_root

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


class View(Enum):
    """Whose reading a schema states."""

    READER = "reader"
    DOCUMENTED = "documented"
    SENT = "sent"


def event_schema(contract: Contract, name: str, view: View) -> Schema:
    """The self-contained schema of one event; ``KeyError`` if there is no such event."""
    event = contract.events[name]
    renderer = Renderer(contract, view)
    root = renderer.object(event_root(contract, name))
    schema: Schema = {
        "$schema": DIALECT,
        "$id": schema_id(contract, name, view),
        "title": name,
        "description": "\n\n".join([event.definition, event.trigger, *event.notes]),
        "x-category": event.category,
        "x-evidence": event.evidence,
    }
    errata = [_erratum(erratum) for erratum in contract.errata.values() if name in erratum.events]
    if errata:
        schema["x-errata"] = errata
    schema.update((key, value) for key, value in root.items() if key not in schema)
    schema["examples"] = [json.loads(example.text) for example in event.examples]
    schema["$defs"] = renderer.definitions
    return schema


def schema_id(contract: Contract, name: str, view: View) -> str:
    """The ``$id`` of a schema; it does not change from release to release."""
    return f"{contract.catalogue.schema_ids}{view.value}:{name}"


def whole(pattern: str) -> str:
    """``pattern`` for the whole text. ``$`` alone would let a final newline pass in Python."""
    return f"^(?:{pattern})$(?!\\n)"


class Renderer:
    """Renders fields in one view and collects the objects they refer to in ``definitions``."""

    def __init__(self, contract: Contract, view: View, prefix: str = "#/$defs/") -> None:
        self.types = contract.types
        self.shapes = contract.shapes
        self.view = view
        self.prefix = prefix
        self.definitions: dict[str, Schema] = {}

    def object(self, tree: Field) -> Schema:
        """The schema of an object's members."""
        members = [member for member in tree.fields if member.sent or self.view is not View.SENT]
        schema: Schema = {"type": "object"}
        required = [member.name for member in members if self._required(member)]
        if required:
            schema["required"] = required
        schema["properties"] = {member.name: self.field(member) for member in members}
        if self.view is View.DOCUMENTED and not tree.open:
            schema["additionalProperties"] = False
        if tree.alternatives and self.view is not View.READER:
            schema["oneOf" if self.view is View.SENT else "anyOf"] = self._alternatives(tree)
        return schema

    def _required(self, member: Field) -> bool:
        return member.required

    def _alternatives(self, tree: Field) -> list[Schema]:
        forms = []
        every = [name for alternative in tree.alternatives for name in alternative.fields]
        for alternative in tree.alternatives:
            form: Schema = {"title": alternative.name, "description": alternative.description}
            if self.view is View.SENT:
                form["required"] = [
                    name
                    for name in alternative.fields
                    if tree.member(name).nullable == "no" and tree.member(name).when is None
                ]
            form["properties"] = {name: False for name in every if name not in alternative.fields}
            forms.append(form)
        return forms

    def field(self, field: Field) -> Schema:
        """The schema of one member: its value, ``null`` where the view admits it, and what is known of it."""
        schema = self._value(field)
        if self._admits_null(field):
            schema = _or_null(schema)
        if field.description:
            schema = {"description": " ".join([field.description, *field.notes]), **schema}
        schema.update(self._annotations(field))
        return schema

    def _admits_null(self, field: Field) -> bool:
        if self.view is View.READER:
            return not field.required
        return field.may_be_null

    def _value(self, field: Field) -> Schema:
        if field.const is not None:
            return {"type": "string", "const": field.const}
        if field.kind == "object":
            if field.shape is None and not field.fields:
                return {"type": "object"}
            return {"type": "object", "$ref": self.prefix + self._define(field)}
        if field.kind == "array":
            assert field.items is not None
            element = _element(field)
            items = self._value(element)
            if element.kind != "object":
                items["x-kind"] = element.kind
            if element.errata:
                items["x-errata"] = _tolerated(element)
            return {"type": "array", "items": items}
        if field.kind in ("integer", "number", "boolean"):
            return {"type": field.kind}
        return self._text(field, self.types[field.type])

    def _define(self, field: Field) -> str:
        """The name under ``definitions`` of an object; another wording of the same shape gets another name.

        A definition says nothing of its type: whoever refers to it does, with or without null.
        That keeps every error of a validator at the place it is about, which ``anyOf`` does not.
        """
        schema: Schema = {"title": field.shape}
        if self.shapes.get(field.shape or ""):
            schema["description"] = self.shapes[field.shape or ""].description
        schema.update((key, value) for key, value in self.object(field).items() if key != "type")
        assert field.shape is not None
        name, count = field.shape, 1
        while _untyped(self.definitions.setdefault(name, schema)) != schema:
            count += 1
            name = f"{field.shape}{count}"
        return name

    def _text(self, field: Field, scalar: ScalarType) -> Schema:
        schema: Schema = {"type": "string"}
        strict = self.view is not View.READER
        if field.kind == "identifier":
            if any(each.tolerates == "integer" for each in field.errata) and self.view is not View.SENT:
                schema["type"] = ["string", "integer"]
            pattern = (scalar.sends if self.view is View.SENT else None) or scalar.pattern
            if strict and pattern is not None:
                schema["pattern"] = whole(f"{pattern}|" if field.empty else pattern)
        elif field.kind in ("timestamp", "date"):
            tolerated = any(each.tolerates == "spelling" for each in field.errata)
            tolerant = not strict or (tolerated and self.view is View.DOCUMENTED)
            pattern = (scalar.reads or scalar.pattern) if tolerant else scalar.pattern
            if self.view is View.SENT:
                pattern = scalar.sends or pattern
            if not tolerant:
                schema["format"] = "date-time" if field.kind == "timestamp" else "date"
            if pattern is not None:
                schema["pattern"] = whole(pattern)
            if tolerant and scalar.reads is not None and scalar.pattern is not None:
                schema["x-documented-pattern"] = whole(scalar.pattern)
        elif self.view is View.DOCUMENTED and field.values:
            schema.update(_known_values(field))
        elif self.view is View.SENT and field.limit is not None:
            schema["maxLength"] = field.limit
        return schema

    def _annotations(self, field: Field) -> Schema:
        known = [*field.values, *(value for value in field.observed if value not in field.values)]
        annotations: Schema = {
            "x-kind": field.kind,
            "deprecated": field.deprecated or None,
            "x-evidence": field.evidence,
            "x-scope": (field.items or field).scope,
            "x-known-values": known or None,
            "x-when": _when(field),
            "x-old-value-of": field.old_value_of,
            "x-max-length": field.limit,
            "x-sensitive": field.sensitive,
            "x-not-sent": None if field.sent else True,
            "x-errata": _tolerated(field) or None,
        }
        return {key: value for key, value in annotations.items() if value is not None}


def _element(field: Field) -> Field:
    """The elements of an array: what the array says of values is said of them."""
    assert field.items is not None
    words = ("values", "observed", "value_patterns", "separator", "limit")
    return replace(field.items, **{word: getattr(field, word) for word in words})


def _tolerated(field: Field) -> list[Schema]:
    return [{"id": each.id, "tolerates": each.tolerates} for each in field.errata]


def _erratum(erratum: Erratum) -> Schema:
    words: Schema = {"id": erratum.id, "effect": erratum.effect, "shows": erratum.shows, "actual": erratum.actual}
    if erratum.pointers:
        words["pointers"] = list(erratum.pointers)
    if erratum.recognize is not None:
        words["recognize"] = {"pointer": erratum.recognize.pointer}
        if erratum.recognize.pattern is not None:
            words["recognize"]["pattern"] = erratum.recognize.pattern
    return words


def _known_values(field: Field) -> Schema:
    values = list(dict.fromkeys([*field.values, *field.observed]))
    if field.empty:
        values.append("")
    if not field.value_patterns and field.separator is None:
        return {"enum": values}
    one = "|".join([*map(literal, values), *field.value_patterns])
    if field.separator is None:
        return {"pattern": whole(one)}
    return {"pattern": whole(f"(?:{one})(?:{literal(field.separator)} *(?:{one}))*")}


def literal(text: str) -> str:
    """``text`` as a regular expression; only what has a meaning in every dialect is escaped."""
    return re.sub(r"([\\.^$*+?()\[\]{}|/])", r"\\\1", text)


def _untyped(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "type"}


def _or_null(schema: Schema) -> Schema:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    result = {**schema, "type": [*kinds, "null"]}
    if "enum" in schema:
        result["enum"] = [*schema["enum"], None]
    return result


def _when(field: Field) -> str | None:
    if isinstance(field.when, dict):
        return " and ".join(f"{name} is {' or '.join(values)}" for name, values in field.when.items())
    if field.when is not None:
        return field.when
    return f"key group {field.group}" if field.group is not None else None


def index(contract: Contract, events: list[Event]) -> Schema:
    """What ``schemas/index.json`` says: every event with its schemas."""
    return {
        "title": contract.catalogue.title,
        "version": contract.catalogue.version,
        "events": {
            event.name: {
                "category": event.category,
                "evidence": event.evidence,
                "class": event.class_name,
                "reader": f"{event.name}.json",
                "documented": f"documented/{event.name}.json",
            }
            for event in events
        },
    }
