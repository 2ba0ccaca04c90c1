"""The JSON Schemas of what audits write. ``python -m eventcontract.audit.schemas`` rewrites the files."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from eventcontract.audit.documents import Document
from eventcontract.audit.report import Report

#: File (next to this module) -> what it describes.
DESCRIBED: dict[str, type[msgspec.Struct]] = {"audit.schema.json": Document, "report.schema.json": Report}


def schema(kind: type[msgspec.Struct]) -> str:
    """The JSON Schema (2020-12) of a document, as text."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}
    return json.dumps(document, indent=2) + "\n"


if __name__ == "__main__":
    for name, kind in DESCRIBED.items():
        Path(__file__).with_name(name).write_text(schema(kind), encoding="utf-8")
