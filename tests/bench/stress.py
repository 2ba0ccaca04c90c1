"""A spec of any number of events, all different and of the same size."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.bench.payloads import ROOT, contract

#: Events on one page, and fields in one body beside the metadata.
PAGE, FIELDS = 10, 24
_VALUES: dict[str, Any] = {
    "text": "Introduction to Geology",
    "identifier": "21070000000000565",
    "integer": 7,
    "number": 2.5,
    "boolean": True,
    "timestamp": "2025-03-04T05:06:07.089Z",
    "date": "2025-03-04",
}


def write(events: int, directory: Path) -> None:
    """A spec with this many events in ``directory``: types, metadata and channels of ours, the rest made up."""
    for name in ("catalogue", "types", "metadata"):
        shutil.copy(ROOT / "spec" / f"{name}.yaml", directory)
    (directory / "events").mkdir()
    for page in range(0, events, PAGE):
        numbers = range(page, min(page + PAGE, events))
        document = {
            "category": {
                "name": f"page_{page:04}",
                "title": f"Page {page:04}",
                "description": f"Page {page:04} of the documentation.",
            },
            "shapes": {f"Part{page:04}": _shape(page)},
            "events": {_name(number): _event(number, page) for number in numbers},
        }
        text = yaml.safe_dump(document, sort_keys=False, width=120)
        (directory / "events" / f"page_{page:04}.yaml").write_text(text, encoding="utf-8")
        for number in numbers:
            example = directory / "examples" / _name(number) / "job.json"
            example.parent.mkdir(parents=True)
            example.write_text(json.dumps(_payload(number), indent=2) + "\n", encoding="utf-8")


def _name(number: int) -> str:
    return f"thing_{number:04}_changed"


def _fields(number: int, count: int) -> dict[str, Any]:
    """Fields of every scalar type in turn, some required, some conditional, some with known values."""
    types = list(contract().types.values())
    fields: dict[str, Any] = {}
    for index in range(count):
        scalar = types[index % len(types)]
        fields[f"{scalar.name}_{number:04}_{index:02}"] = {
            "type": scalar.name,
            **({"nullable": False} if index % 3 == 0 else {"nullable": True} if index % 3 == 1 else {}),
            **({"scope": sorted(scalar.scopes)[index % 2]} if scalar.scopes else {}),
            **({"values": [_VALUES["text"], "active", "deleted"]} if scalar.name == "word" and index % 2 else {}),
            **({"when": "The thing has one."} if index % 5 == 4 else {}),
            "description": f"Fact {index} of thing {number}, told in a sentence of the usual length.",
        }
    return fields


def _shape(page: int) -> dict[str, Any]:
    return {"description": f"A part of the things of page {page}.", "fields": _fields(page, 6)}


def _event(number: int, page: int) -> dict[str, Any]:
    parts = {
        "part": {"type": f"Part{page:04}", "nullable": False, "description": "The part that changed."},
        "others": {"type": "array", "items": f"Part{page:04}", "description": "The other parts."},
    }
    return {
        "definition": f"Thing {number} changed.",
        "trigger": f"Sent when somebody, or a background job, changes thing {number} or one of its parts.",
        "origins": ["user", "system"],
        "body": {"fields": {**_fields(number, FIELDS), **parts}},
        "examples": {"job": {"origin": "synthesized", "summary": f"A job changes thing {number}."}},
    }


def _payload(number: int) -> dict[str, Any]:
    event = contract().events["course_updated"]
    metadata = json.loads(next(each.text for each in event.examples if each.name == "job"))["metadata"]
    page = number - number % PAGE
    body: dict[str, Any] = {name: _value(field) for name, field in _fields(number, FIELDS).items()}
    part = {name: _value(field) for name, field in _fields(page, 6).items()}
    body |= {"part": part, "others": [part]}
    return {"metadata": {**metadata, "event_name": _name(number)}, "body": body}


def _value(field: dict[str, Any]) -> Any:
    return _VALUES[contract().types[field["type"]].kind]
