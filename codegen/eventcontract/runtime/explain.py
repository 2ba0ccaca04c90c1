"""Why a schema refuses a payload, in plain words.

No message quotes a value: payloads hold personal data. Messages of libraries do quote values and
are never passed on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from eventcontract import pointers
from eventcontract.runtime.errors import Finding
from eventcontract.runtime.records import word
from eventcontract.runtime.rules import Level, Rule

_NAMES = {"string": "text", "boolean": "true or false", "object": "an object", "array": "an array"}
#: Kind of scalar -> how a message calls its form, and the rule that another form violates.
FORMS = {
    "timestamp": ("a timestamp with an offset", Rule.BAD_TIMESTAMP),
    "date": ("a calendar day", Rule.BAD_TIMESTAMP),
    "identifier": ("an identifier in decimal digits", Rule.ID_FORMAT),
}
# Deeper than any schema, less deep than the limit of the validator.
_SHALLOW = 100
_KNOWN = ("a known value", Rule.UNDOCUMENTED_VALUE)
_NAIVE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?", re.ASCII)

#: rule, path, message, what was expected, the value at the path
_Reason = tuple[Rule, list[Any], str, str | None, Any]


class Reading:
    """One published schema, compiled. ``schema`` is the schema as data."""

    def __init__(self, text: str | bytes) -> None:
        self.schema: dict[str, Any] = json.loads(text)
        self._refusing = [each for each in self.schema.get("x-errata", ()) if each["effect"] == "refused"]

    @cached_property
    def _validator(self) -> Any:
        # Not at import time: most processes never ask a schema.
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(self.schema, validate_formats=True)

    def accepts(self, payload: Any) -> bool:
        """Whether the schema accepts ``payload`` (decoded JSON)."""
        return bool(self._validator.is_valid(payload))

    def refusals(self, payload: Any, level: Level, *, show_values: bool = False) -> list[Finding]:
        """Every reason why the schema refuses ``payload``, each with the erratum that explains it."""
        found = []
        for error in self._errors(payload):
            for rule, path, message, expected, value in self._explain(error, _spelled(error.instance_path, payload)):
                missing = rule is Rule.MISSING_FIELD
                finding = Finding(
                    rule=rule.id,
                    level=level,
                    pointer=pointer(path),
                    message=message,
                    expected=expected,
                    found="nothing" if missing else json_type(value),
                    erratum=self.refused_erratum(payload, path),
                    value=shown(value) if show_values and not missing else None,
                )
                found.append(finding)
        return found

    def _errors(self, payload: Any) -> list[Any]:
        try:
            return list(self._validator.iter_errors(payload))
        except ValueError:
            # Nested deeper than the validator accepts. No schema looks that deep.
            return list(self._validator.iter_errors(_shallow(payload, _SHALLOW)))

    def _explain(self, error: Any, path: list[Any]) -> list[_Reason]:
        """(rule, path, message, expected, value) for each thing that ``error`` is about, which is at ``path``."""
        kind, value = error.kind, error.instance
        name = kind.name
        if name == "required":
            return [(Rule.MISSING_FIELD, [*path, kind.property], "a required field is missing", "a value", None)]
        if name == "additionalProperties":
            message = "the contract does not describe this field"
            return [
                (Rule.UNDOCUMENTED_FIELD, [*path, key], message, None, value[key]) for key in sorted(kind.unexpected)
            ]
        if name == "type":
            expected = " or ".join([_NAMES.get(each, each) for each in kind.types if each != "null"])
            if value is None:
                return [(Rule.NULL_FIELD, path, "null where a value is always sent", expected, value)]
            return [(Rule.WRONG_TYPE, path, f"expected {expected}, found {json_type(value)}", expected, value)]
        if name in ("pattern", "format"):
            form, rule = FORMS.get(self._kind(error.schema_path), _KNOWN)
            message = f"expected {form}, found text of {len(value)} characters"
            if rule is Rule.BAD_TIMESTAMP and _NAIVE.fullmatch(value):
                rule, message = Rule.NAIVE_TIMESTAMP, "the timestamp has no UTC offset"
            return [(rule, path, message, form, value)]
        if name in ("enum", "const"):
            # A value of another type is refused for its type already.
            if not isinstance(value, str):
                return []
            message = f"text of {len(value)} characters that is not one of the known values"
            return [(_KNOWN[1], path, message, _KNOWN[0], value)]
        if name in ("falseSchema", "anyOf", "oneOf"):
            one = name == "falseSchema"
            message = "this field never occurs together with the others" if one else "fields that never occur together"
            return [(Rule.MIXED_ALTERNATIVES, path, message, "the fields of one alternative", value)]
        raise AssertionError(f"no rule for the keyword {name}")

    def _kind(self, schema_path: Iterable[Any]) -> str:
        place: Any = self.schema
        found = ""
        for step in _spelled(schema_path, place):
            place = place[step]
            if isinstance(place, dict) and "x-kind" in place:
                found = place["x-kind"]
        return found

    def refused_erratum(self, payload: Any, path: Sequence[Any]) -> str | None:
        """The erratum that explains why what ``payload`` holds, or lacks, at ``path`` is refused."""
        for erratum in self._refusing:
            recognize = erratum.get("recognize")
            places = erratum.get("pointers", ())  # none: the erratum is about all of the event
            if places and not any(pointers.covers(pointers.parse(place), path) for place in places):
                continue
            if recognize is not None:
                found = pointers.get(payload, pointers.parse(recognize["pointer"]))
                pattern = recognize.get("pattern")
                if found is None:
                    continue
                if pattern is not None and not re.fullmatch(pattern, _text(found)):
                    continue
            return str(erratum["id"])
        return None


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The definition of ``whole`` that ``schema`` refers to; ``schema`` itself if it refers to none."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    return found


def _spelled(path: Iterable[Any], value: Any) -> list[Any]:
    """``path`` into ``value`` with its keys as spelled: the validator returns ``+1`` and ``007`` as numbers."""
    found: list[Any] = []
    for step in path:
        if isinstance(value, dict) and isinstance(step, int):
            step = str(step) if str(step) in value else next(key for key in value if _is_number(key, step))
        found.append(step)
        value = value[step]
    return found


def _is_number(key: str, number: int) -> bool:
    return key.removeprefix("+").isdecimal() and int(key) == number


def pointer(path: Iterable[Any]) -> str:
    """The JSON Pointer (RFC 6901) of ``path``, with its length in place of a key that does not look program-made."""
    return pointers.build([step if isinstance(step, int) else word(step) for step in path])


_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    list: "array",
    dict: "object",
}


def json_type(value: Any) -> str:
    """The JSON type of decoded JSON, with ``text`` for a string and ``integer`` for a whole number."""
    return _TYPES[type(value)]


def _shallow(value: Any, depth: int) -> Any:
    """``value`` without what is nested deeper than ``depth``."""
    if isinstance(value, dict):
        return {key: _shallow(content, depth - 1) for key, content in value.items()} if depth else {}
    if isinstance(value, list):
        return [_shallow(each, depth - 1) for each in value] if depth else []
    return value


def _text(value: Any) -> str:
    """A text as it is, any other value as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
