"""Small specs that a test puts together, one event and what the test is about, and the packages made of them."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from eventcontract.model import Contract
from eventcontract.render import write
from eventcontract.render.text import to_yaml
from eventcontract.source import Problem, SpecError, load_spec
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
    contract, package = generated(directory / "spec", directory)
    return Vendor(name, contract, package, directory / name)


def small(fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """:data:`SMALL`, with a package of its own and ``fields`` in the body: each required text unless it says otherwise.

    Without ``fields`` the body is ``{"what": text}``.
    """
    required = {"type": "word", "nullable": False, "description": "Some text."}
    members = {key: required | words for key, words in ({"what": {}} if fields is None else fields).items()}
    spec: dict[str, Any] = copy.deepcopy(SMALL)
    spec["catalogue"]["package"] = f"made_events_{next(_numbers)}"
    spec["events"]["thing.done"]["body"]["fields"] = members
    return spec


def put(spec: Mapping[str, Any], directory: Path, body: Any = None) -> Path:
    """Write ``spec`` to ``directory`` in one file, with examples whose body is ``body``; the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "spec.yaml").write_text(to_yaml(spec), encoding="utf-8")
    for name, event in spec.get("events", {}).items():
        for example in event["examples"]:
            file = directory / "examples" / name / f"{example}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps({"kind": name, "data": {"what": "x"} if body is None else body}))
    return directory


def problems_of(spec: Mapping[str, Any], directory: Path, body: Any = None) -> list[Problem]:
    """What is wrong with ``spec``."""
    try:
        load_spec(put(spec, directory, body))
    except SpecError as error:
        return list(error.problems)
    return []


def generated(directory: Path, into: Path) -> tuple[Contract, ModuleType]:
    """The contract of the spec in ``directory``, and its package, generated and imported whole."""
    contract = load_spec(directory)
    package = contract.catalogue.package
    write.write(contract, into)
    sys.path.insert(0, str(into))
    importlib.invalidate_caches()
    try:
        module = importlib.import_module(package)
        # Classes are loaded when they are first used, which can be after the path has changed back.
        for name in module.__all__:
            getattr(module, name)
    finally:
        sys.path.remove(str(into))
    return contract, module
