"""Regular expressions of a spec: they go into schemas, which Python, Rust and browsers read."""

from __future__ import annotations

import re

import jsonschema_rs


def regex_fault(pattern: str) -> str | None:
    """Why ``pattern`` cannot stand in a schema; ``None`` if it can."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"not a regular expression: {error}"
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return "this regular expression is not portable: JSON Schema validators in other languages cannot read it"
    return None
