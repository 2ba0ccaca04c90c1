"""Why a schema refuses a payload, in plain words that quote nothing from the payload."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import jsonschema_rs

from eventcontract.runtime.errors import Finding, Level

_NAMES = {"string": "text", "object": "object", "array": "array", "null": "null", "boolean": "true or false"}
_FORMS = {
    "timestamp": ("a timestamp with an offset", "bad-timestamp"),
    "date": ("a calendar day", "bad-timestamp"),
    "identifier": ("an identifier in digits", "id-format"),
}
_OFFSET = re.compile(r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


class Reading:
    """One published schema, compiled on first use."""

    def __init__(self, text: str | bytes) -> None:
        self.text = text

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The schema as data."""
        loaded: dict[str, Any] = json.loads(self.text)
        return loaded

    @cached_property
    def _validator(self) -> Any:
        return jsonschema_rs.Draft202012Validator(self.schema, validate_formats=True)

    def accepts(self, payload: Any) -> bool:
        """Whether the schema accepts ``payload`` (decoded JSON)."""
        return bool(self._validator.is_valid(payload))

    def findings(self, payload: Any, level: Level = "error") -> Iterator[Finding]:
        """Every reason why the schema refuses ``payload``, with all the same ``level``."""
        for error in self._validator.iter_errors(payload):
            yield from self._explain(error, level)

    def _explain(self, error: Any, level: Level) -> Iterator[Finding]:
        kind, path, value = error.kind, error.instance_path, error.instance
        where = pointer(path)
        if kind.name == "required":
            yield Finding(
                rule="missing-field",
                level=level,
                pointer=pointer([*path, kind.property]),
                message="a required key is missing",
                expected="a value",
                found="nothing",
            )
        elif kind.name == "additionalProperties":
            for key in kind.unexpected:
                yield Finding(
                    rule="undocumented-field",
                    level=level,
                    pointer=pointer([*path, key]),
                    message="no entry of the contract describes this key",
                    found=json_type(value[key]),
                )
        elif kind.name == "type":
            expected = " or ".join(_NAMES.get(name, name) for name in kind.types if name != "null")
            found = json_type(value)
            rule = "null-field" if value is None else "wrong-type"
            message = "null where a value is always sent" if value is None else f"expected {expected}, found {found}"
            yield Finding(rule=rule, level=level, pointer=where, message=message, expected=expected, found=found)
        elif kind.name in ("pattern", "format"):
            yield self._form(error, where, value, level)
        elif kind.name in ("enum", "const"):
            yield Finding(
                rule="undocumented-value",
                level=level,
                pointer=where,
                message="the text is not among the known values",
                expected="a known value",
                found=json_type(value),
            )
        elif kind.name == "anyOf":
            yield Finding(
                rule="mixed-alternatives",
                level=level,
                pointer=where,
                message="keys that never occur together",
                expected="the keys of one alternative",
                found="object",
            )

    def _form(self, error: Any, where: str, value: str, level: Level) -> Finding:
        described = self._parent(error.schema_path)
        form, rule = _FORMS.get(described.get("x-kind", ""), ("a known value", "undocumented-value"))
        message = f"expected {form}, found a text of {len(value)} characters"
        if rule == "bad-timestamp" and _TIME.search(value) and not _OFFSET.search(value):
            rule, message = "naive-timestamp", "the timestamp has no offset"
        return Finding(rule=rule, level=level, pointer=where, message=message, expected=form, found="text")

    def _parent(self, schema_path: list[Any]) -> dict[str, Any]:
        place: Any = self.schema
        annotated: dict[str, Any] = {}
        for step in schema_path[:-1]:
            place = place[step]
            if isinstance(place, dict) and "x-kind" in place:
                annotated = place
        return annotated


def pointer(path: list[Any]) -> str:
    """The JSON Pointer (RFC 6901) of ``path``."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def json_type(value: Any) -> str:
    """What JSON calls the type of ``value``; text is what it calls a string."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "array" if isinstance(value, list) else "object"
