"""A document against the JSON Schema of the spec format, in our words and with positions.

Where a regular expression says little, the schema says the rule in words: ``x-names`` next to the pattern
of the keys of a section, ``x-form`` next to that of a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

from eventcontract.source.nodes import Document, Path
from eventcontract.source.problems import Problem
from eventcontract.suggestions import suggest

FORMAT_FILE = "spec.schema.json"
_NAMES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}
# What was true or false in YAML 1.1.
_YES_AND_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def format_text() -> str:
    """The JSON Schema (2020-12) of the spec format, as text."""
    return (resources.files("eventcontract.source") / FORMAT_FILE).read_text(encoding="utf-8")


@cache
def _validator() -> Any:
    # In Python, ``$`` matches before a final newline too.
    schema = json.loads(format_text().replace('$"', r'\\Z"'))
    return jsonschema.Draft202012Validator(schema)


def check(document: Document) -> Iterator[tuple[Path, Problem]]:
    """Every place where ``document`` is not of the format, with the path it concerns."""
    for error in _validator().iter_errors(document.value):
        path = tuple(error.absolute_path)
        yield from _explain(document, path, error)


def _explain(document: Document, path: Path, error: Any) -> Iterator[tuple[Path, Problem]]:
    word, limit, value = error.validator, error.validator_value, error.instance

    def problem(rule: str, message: str, at: Path = path, *, at_key: bool = False) -> tuple[Path, Problem]:
        return at, document.problem(at, rule, message, at_key=at_key)

    if word == "additionalProperties":
        known = error.schema.get("properties", {})
        pattern = next(iter(error.schema.get("patternProperties", {})), None)
        extra = [key for key in value if key not in known and not (pattern and re.search(pattern, key))]
        for key in extra:
            if pattern and not known:
                message = f"'{key}' is not a valid name here: {error.schema['x-names']}"
                yield problem("invalid-name", message, (*path, key), at_key=True)
            else:
                yield problem("unknown-key", f"unknown key '{key}'{suggest(key, known)}", (*path, key), at_key=True)
    elif word == "required":
        for name in limit:
            if name not in value:
                yield problem("missing-key", f"'{name}' is missing", at_key=True)
    elif word == "enum":
        yield problem("invalid-value", _not_one_of(path, value, limit))
    elif word == "type":
        yield problem("wrong-type", _wrong_type([limit] if isinstance(limit, str) else limit, value))
    elif word == "dependentRequired":
        for name, needed in limit.items():
            for other in needed if name in value else ():
                if other not in value:
                    yield problem("missing-key", f"'{name}' requires '{other}'", (*path, name), at_key=True)
    elif word == "pattern":
        yield problem("invalid-value", f"'{value}' is not valid here: {error.schema['x-form']}")
    elif word == "uniqueItems":
        for index, each in enumerate(value):
            if each in value[:index]:
                yield problem("duplicate-value", f"{_shown(each)} is listed twice", (*path, index))
    elif word in ("minItems", "minProperties", "minLength"):
        yield problem("invalid-value", "this must not be empty")
    elif word == "minimum":
        yield problem("invalid-value", f"{value} is less than {limit}")
    else:
        raise AssertionError(f"no words for {word}")


def _not_one_of(path: Path, value: Any, choices: list[Any]) -> str:
    known = [json.dumps(choice) if isinstance(choice, bool) else str(choice) for choice in choices]
    said = f"{_shown(value)} is not one of: {', '.join(known)}"
    if path == ("signing", "algorithm") and str(value).startswith("HS"):
        return f"{said}; {value} signs with a shared secret, which is not supported"
    if any(isinstance(choice, bool) for choice in choices) and (hint := _boolean_hint(value)):
        return said + hint
    return said + suggest(str(value), known)


def _boolean_hint(value: Any) -> str:
    text = str(value).lower()
    if isinstance(value, str) and text in ("true", "false"):
        return f"; it is text because it is quoted, write {text}"
    return f"; {value} is text in YAML 1.2, write {_YES_AND_NO[text]}" if text in _YES_AND_NO else ""


def _wrong_type(kinds: list[str], value: Any) -> str:
    said = f"expected {' or '.join(_NAMES[kind] for kind in kinds)}, found {_shown(value)}"
    if kinds == ["boolean"]:
        return said + _boolean_hint(value)
    if "string" in kinds and isinstance(value, (bool, int, float)):
        return f"{said}; put it in quotes"
    return said


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, str):
        return f"'{value}'"
    return "a list" if isinstance(value, list) else "a mapping"
