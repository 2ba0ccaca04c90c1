"""The payloads that are measured, made of the examples of the spec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

import canvas_live_events
from eventcontract.model import Contract
from eventcontract.source import load_spec

ROOT = Path(__file__).parents[2]
PACKAGE = Path(canvas_live_events.__file__).parent


@dataclass(frozen=True)
class Payload:
    """One delivery: the name of its event, what it is called in a table, its text."""

    event: str
    name: str
    text: bytes

    @property
    def cls(self) -> type[Any]:
        """The class of its event."""
        found: type[Any] = type(canvas_live_events.parse(self.text))
        return found

    @property
    def schema(self) -> dict[str, Any]:
        """The reader schema of its event."""
        loaded: dict[str, Any] = json.loads((PACKAGE / "schemas" / f"{self.event}.json").read_bytes())
        return loaded


@cache
def contract() -> Contract:
    """The contract of the repository."""
    return load_spec(ROOT / "spec")


def compact(text: str | bytes) -> bytes:
    """A JSON text without blanks, as it travels."""
    return orjson.dumps(orjson.loads(text))


def examples(*, documented: bool) -> Iterator[Payload]:
    """The examples, compact: those of the documentation only, or all."""
    for event in contract().events.values():
        for example in event.examples:
            if example.origin == "documented" or not documented:
                yield Payload(event.name, f"{event.name}/{example.name}", compact(example.text))


def files() -> Iterator[Payload]:
    """The examples of the documentation as their files are, with line breaks and indentation."""
    for event in contract().events.values():
        for example in event.examples:
            if example.origin == "documented":
                yield Payload(event.name, f"{event.name}/{example.name} (file)", example.text.encode())


def changed(text: bytes, **changes: Any) -> bytes:
    """The payload with other values at the given metadata keys."""
    payload = orjson.loads(text)
    payload["metadata"].update(changes)
    return orjson.dumps(payload)
