"""A document against the JSON Schema of the spec format, in our words and with positions."""

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
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def format_text() -> str:
    """The JSON Schema (2020-12) of the spec format, as text."""
    return (resources.files("eventcontract.source") / FORMAT_FILE).read_text(encoding="utf-8")


@cache
def _validator() -> Any:
    schema = json.loads(format_text())
    return jsonschema.Draft202012Validator(schema)


def check(document: Document) -> Iterator[tuple[Path, Problem]]:
    """Every place where ``document`` is not of the format, with the path it concerns."""
    for error in _validator().iter_errors(document.value):
        path = tuple(error.absolute_path)
        yield from _explain(document, path, error)


def _explain(document: Document, path: Path, error: Any) -> Iterator[tuple[Path, Problem]]:
    word, limit, value = error.validator, error.validator_value, error.instance
    if word == "additionalProperties":
        known = error.schema.get("properties", {})
        pattern = next(iter(error.schema.get("patternProperties", {})), None)
        extra = [key for key in value if key not in known and not (pattern and re.search(pattern, key))]
        for key in extra:
            here = (*path, key)
            if pattern and not known:
                yield here, document.problem(here, "bad-name", f"'{key}' does not match {pattern}", at_key=True)
            else:
                message = f"'{key}' is not a word of the format here{suggest(key, known)}"
                yield here, document.problem(here, "unknown-word", message, at_key=True)
    elif word == "required":
        for name in limit:
            if name not in value:
                yield path, document.problem(path, "missing-word", f"'{name}' is missing", at_key=True)
    elif word == "enum":
        known = [json.dumps(choice) if isinstance(choice, bool) else str(choice) for choice in limit]
        choices = ", ".join(known)
        hint = suggest(str(value), known)
        yield path, document.problem(path, "bad-value", f"'{value}' is not one of: {choices}{hint}")
    elif word == "type":
        kinds = [limit] if isinstance(limit, str) else limit
        expected = " or ".join(_NAMES[kind] for kind in kinds)
        yield path, document.problem(path, "wrong-type", f"expected {expected}, found {_found(value)}")
    elif word == "dependentRequired":
        for name, needed in limit.items():
            if name in value:
                for other in needed:
                    if other not in value:
                        message = f"'{name}' needs '{other}' beside it"
                        yield path, document.problem((*path, name), "missing-word", message, at_key=True)
    elif word == "pattern":
        yield path, document.problem(path, "bad-value", f"'{value}' does not match {limit}")
    elif word in ("minItems", "minProperties", "minLength"):
        yield path, document.problem(path, "bad-value", "this must not be empty")
    elif word == "propertyNames" or error.parent is None:
        yield path, document.problem(path, "bad-value", error.message)


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text '{value}'"
    return "a list" if isinstance(value, list) else "a mapping"
