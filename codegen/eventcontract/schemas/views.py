"""JSON Schema 2020-12 of one event, in three views.

``READER``  tolerant: everything that a consumer accepts
``STRICT``  only what the contract knows
``SENT``    what the vendor sends, by all evidence; narrower than the other two
"""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any, assert_never

from eventcontract.model import (
    Array,
    Contract,
    Erratum,
    Event,
    Field,
    Key,
    Object,
    Scalar,
    ScalarType,
    Span,
    Type,
    event_root,
    wording,
)
from eventcontract.runtime.spellings import readable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


class View(Enum):
    """Which deliveries a schema accepts; see the module."""

    READER = "reader"
    STRICT = "strict"
    SENT = "sent"


def event_schema(contract: Contract, name: str, view: View) -> Schema:
    """The self-contained schema of the event ``name``, as plain data. ``KeyError`` if there is no such event."""
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
    """``pattern`` anchored to the whole text. In Python, ``$`` alone would accept a final newline."""
    return f"^(?:{pattern})$(?!\\n)"


class Renderer:
    """Renders fields in one view and collects the objects they refer to in ``definitions``."""

    def __init__(self, contract: Contract, view: View, prefix: str = "#/$defs/") -> None:
        self.contract = contract
        self.types = contract.types
        self.shapes = contract.shapes
        self.view = view
        self.prefix = prefix
        self.definitions: dict[str, Schema] = {}

    def object(self, tree: Object) -> Schema:
        """The schema of an object's members."""
        members = [member for member in tree.fields if member.current or self.view is not View.SENT]
        schema: Schema = {"type": "object"}
        required = [member.name for member in members if self._required(member)]
        if required:
            schema["required"] = required
        schema["properties"] = {member.name: self.field(member, tree) for member in members}
        if self.view is not View.SENT:
            schema["properties"].update((key.name, _known_key(key)) for key in tree.keys)
        if self.view is View.STRICT and not tree.open:
            schema["additionalProperties"] = False
        if tree.alternatives and self.view is not View.READER:
            schema["oneOf" if self.view is View.SENT else "anyOf"] = self._alternatives(tree)
        return schema

    def _required(self, member: Field) -> bool:
        return member.always if self.view is View.SENT else member.required

    def _alternatives(self, tree: Object) -> list[Schema]:
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

    def field(self, field: Field, holder: Object | None = None) -> Schema:
        """The schema of one member of ``holder``: its value, ``null`` where the view admits it, what is known of it."""
        schema = self._value(field.type)
        if self._admits_null(field):
            schema = _or_null(schema)
        if field.description:
            schema = {"description": " ".join([field.description, *field.notes]), **schema}
        schema.update(self._annotations(field, holder))
        return schema

    def _admits_null(self, field: Field) -> bool:
        if self.view is View.READER:
            return not field.required
        if field.may_be_null:
            return True
        # Before and after its time a key is missing, and what can be missing can be null.
        return self.view is View.STRICT and (field.until is not None or (field.always and not field.required))

    def _value(self, of: Type) -> Schema:
        match of:
            case Scalar():
                return self._scalar(of)
            case Array():
                return self._array(of)
            case Object():
                return {"type": "object"} if of.free else {"type": "object", "$ref": self.prefix + self._define(of)}
        assert_never(of)

    def _array(self, of: Array) -> Schema:
        items = self._value(of.items)
        if not isinstance(of.items, Object):
            items["x-kind"] = of.items.kind
        if isinstance(of.items, Scalar) and of.items.errata:
            items["x-errata"] = _tolerated(of.items)
        return {"type": "array", "items": items}

    def _define(self, of: Object) -> str:
        """The name under ``definitions`` of an object; another wording of the same shape gets another name.

        A definition does not state its type; references to it do, with or without null.
        That keeps every error of a validator at the place it is about, which ``anyOf`` does not.
        """
        assert of.shape is not None
        schema: Schema = {"title": of.shape}
        if of.shape in self.shapes:
            schema["description"] = self.shapes[of.shape].description
        schema.update((key, value) for key, value in self.object(of).items() if key != "type")
        name, count = of.shape, 1
        while _untyped(self.definitions.setdefault(name, schema)) != schema:
            count += 1
            name = f"{of.shape}{count}"
        return name

    def _scalar(self, of: Scalar) -> Schema:
        if of.const is not None:
            return {"type": "string", "const": of.const}
        match of.kind:
            case "integer" | "number" | "boolean":
                return {"type": of.kind}
            case "identifier":
                return self._identifier(of, self.types[of.type])
            case "timestamp" | "date":
                return self._time(of, self.types[of.type])
            case "text":
                return self._text(of, self.types[of.type])
        assert_never(of.kind)

    def _identifier(self, of: Scalar, scalar: ScalarType) -> Schema:
        schema: Schema = {"type": "string"}
        if of.tolerates("integer") and self.view is not View.SENT:
            schema["type"] = ["string", "integer"]
        pattern = (scalar.sends if self.view is View.SENT else None) or scalar.pattern
        if self.view is not View.READER and pattern is not None:
            schema["pattern"] = whole(f"{pattern}|" if of.empty else pattern)
        return schema

    def _time(self, of: Scalar, scalar: ScalarType) -> Schema:
        schema: Schema = {"type": "string"}
        tolerant = self.view is View.READER or (self.view is View.STRICT and of.tolerates("spelling"))
        pattern = readable(of.kind, scalar.reads) if tolerant else scalar.pattern
        if self.view is View.SENT:
            pattern = scalar.sends or pattern
        if not tolerant:
            schema["format"] = "date-time" if of.kind == "timestamp" else "date"
        if pattern is not None:
            schema["pattern"] = whole(pattern)
        if tolerant and scalar.reads is not None and scalar.pattern is not None:
            schema["x-documented-pattern"] = whole(scalar.pattern)
        return schema

    def _text(self, of: Scalar, _: ScalarType) -> Schema:
        schema: Schema = {"type": "string"}
        if self.view is View.STRICT and of.listed:
            schema.update(_known_values(of))
        elif self.view is View.SENT and of.limit is not None:
            schema["maxLength"] = of.limit
        return schema

    def _annotations(self, field: Field, holder: Object | None) -> Schema:
        # What is said of values is said of the elements of a list.
        scalar = field.scalar
        own = field.type if isinstance(field.type, Scalar) else None
        annotations: Schema = {
            "x-kind": field.type.kind,
            "deprecated": field.deprecated or None,
            "x-evidence": field.evidence,
            "x-scope": scalar.scope if scalar else None,
            "x-known-values": list(scalar.known_values) or None if scalar else None,
            "x-open-values": True if scalar and scalar.known_values and not scalar.listed else None,
            "x-sent": wording.condition(self.contract, field, holder) if field.sent else "never",
            "x-required-since" if field.always else "x-since": _span(field.since),
            "x-until": _span(field.until),
            "x-old-value-of": field.old_value_of,
            "x-max-length": scalar.limit if scalar else None,
            "x-sensitive": field.sensitive,
            "x-person": _person(field),
            "x-errata": _tolerated(own) or None if own else None,
        }
        return {key: value for key, value in annotations.items() if value is not None}


def _known_key(key: Key) -> Schema:
    """A key of whose value nothing is known: any JSON."""
    about = {"x-known-key": True, "x-since": _span(key.since), "x-until": _span(key.until)}
    return {name: value for name, value in about.items() if value is not None}


def _span(span: Span | None) -> Schema | None:
    if span is None:
        return None
    return {word: month for word, month in (("after", span.after), ("by", span.by)) if month is not None}


def _person(field: Field) -> Schema | bool | None:
    """Whether the value identifies a person, or for which values of its siblings; nothing if it does not."""
    if isinstance(field.person, bool):
        return field.person or None
    return {sibling: list(values) for sibling, values in field.person.items()}


def _tolerated(of: Scalar) -> list[Schema]:
    return [{"id": each.id, "tolerates": each.tolerates} for each in of.errata]


def _erratum(erratum: Erratum) -> Schema:
    words: Schema = {"id": erratum.id, "effect": erratum.effect, "shows": erratum.shows, "actual": erratum.actual}
    if erratum.pointers:
        words["pointers"] = list(erratum.pointers)
    if erratum.recognize is not None:
        words["recognize"] = {"pointer": erratum.recognize.pointer}
        if erratum.recognize.pattern is not None:
            words["recognize"]["pattern"] = erratum.recognize.pattern
    return words


def _known_values(of: Scalar) -> Schema:
    values = list(of.known_values)
    if of.empty:
        values.append("")
    if not of.value_patterns and of.separator is None:
        return {"enum": values}
    one = "|".join([*map(literal, values), *of.value_patterns])
    if of.separator is None:
        return {"pattern": whole(one)}
    return {"pattern": whole(f"(?:{one})(?:{literal(of.separator)} *(?:{one}))*")}


def literal(text: str) -> str:
    """A regular expression that matches ``text`` only, valid in ECMA 262, Python and Rust."""
    return re.sub(r"([\\.^$*+?()\[\]{}|/])", r"\\\1", text)


def _untyped(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "type"}


def _or_null(schema: Schema) -> Schema:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    result = {**schema, "type": [*kinds, "null"]}
    if "enum" in schema:
        result["enum"] = [*schema["enum"], None]
    return result


def index(contract: Contract, events: list[Event]) -> Schema:
    """The content of ``schemas/index.json``: every event with the paths of its schemas."""
    return {
        "title": contract.catalogue.title,
        "version": contract.catalogue.version,
        "events": {
            event.name: {
                "category": event.category,
                "evidence": event.evidence,
                "class": event.class_name,
                "reader": f"{event.name}.json",
                "strict": f"strict/{event.name}.json",
            }
            for event in events
        },
    }
