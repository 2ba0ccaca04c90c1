"""Packages of small contracts that a test puts together: one event, and what the test is about."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eventcontract.render import write
from eventcontract.source import load_spec
from tests.vendors import Vendor

_numbers = itertools.count(1)

#: The event ``thing.done`` in as few words as possible. No type is put together of parts.
SMALL: dict[str, Any] = {
    "catalogue": {
        "title": "Things",
        "vendor": "The vendor",
        "version": "1.0.0",
        "distribution": "things",
        "description": "Things that are done.",
        "schema_ids": "https://things.example/",
    },
    "message": {
        "description": "A thing.",
        "discriminator": ["kind"],
        "body": "data",
        "fields": {
            "kind": {"type": "word", "nullable": False, "description": "What happened."},
            "data": {"type": "object", "nullable": False, "description": "What there is to say of it."},
        },
    },
    "category": {"name": "thing", "title": "Things", "description": "All things."},
    "types": {"word": {"kind": "text", "description": "A word."}},
    "events": {
        "thing.done": {
            "definition": "A thing was done.",
            "trigger": "Somebody did it.",
            "body": {"fields": {}},
            "examples": {"one": {"origin": "synthesized", "summary": "A thing."}},
        }
    },
}


def merged(base: Any, changes: Any) -> Any:
    """``base`` with the members of ``changes`` put in, at every level; ``None`` removes one."""
    if not (isinstance(base, dict) and isinstance(changes, Mapping)):
        return copy.deepcopy(changes)
    result = {**base, **{key: merged(base.get(key), value) for key, value in changes.items()}}
    return {key: value for key, value in result.items() if value is not None}


def made(directory: Path, changes: Mapping[str, Any], payloads: Mapping[str, Any]) -> Vendor:
    """A vendor whose contract is :data:`SMALL` with ``changes``; ``payloads`` has an example for each event."""
    name = f"made_events_{next(_numbers)}"
    spec = merged(SMALL, {**changes, "catalogue": {"package": name}})
    for event, payload in payloads.items():
        (directory / "spec" / "examples" / event).mkdir(parents=True)
        (directory / "spec" / "examples" / event / "one.json").write_text(json.dumps(payload))
    events = {key: spec.pop(key) for key in ("category", "events")}
    # JSON is YAML.
    (directory / "spec" / "spec.yaml").write_text(json.dumps(spec))
    (directory / "spec" / "events.yaml").write_text(json.dumps(events))
    contract = load_spec(directory / "spec")
    with write.rendered(contract, directory) as rendered:
        write.replace(rendered, directory / name)
    sys.path.insert(0, str(directory))
    try:
        package = importlib.import_module(name)
    finally:
        sys.path.remove(str(directory))
    return Vendor(name, contract, package, directory / name)
