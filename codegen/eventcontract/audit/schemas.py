"""The JSON Schemas of what audits write. ``python -m eventcontract.audit.schemas`` rewrites the files."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from eventcontract.audit.documents import Document
from eventcontract.audit.report import Report

#: File (next to this module) -> what it describes.
DESCRIBED: dict[str, type[msgspec.Struct]] = {"audit.schema.json": Document, "report.schema.json": Report}


def schema(kind: type[msgspec.Struct]) -> str:
    """The JSON Schema (2020-12) of a document, as text."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_clean(msgspec.json.schema(kind))}
    return json.dumps(document, indent=2) + "\n"


def _clean(value: Any) -> Any:
    """``value`` with the descriptions as Python 3.13 and newer keep docstrings: not indented."""
    if isinstance(value, dict):
        return {
            key: inspect.cleandoc(each) if key == "description" and isinstance(each, str) else _clean(each)
            for key, each in value.items()
        }
    return [_clean(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    for name, kind in DESCRIBED.items():
        Path(__file__).with_name(name).write_text(schema(kind), encoding="utf-8")
