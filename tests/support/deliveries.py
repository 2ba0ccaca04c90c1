"""Deliveries made from the model: payloads in every envelope, and places to change in them."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

from eventcontract import pointers
from eventcontract.model import Batch, Contract, Envelope, Kind, Type, event_root, walk
from tests.support.mutations import Path, bases, value_at

SAMPLES: dict[str, Any] = {
    "object": {},
    "array": [],
    "text": "some text",
    "boolean": False,
    "number": 1.5,
    "content": "some text",
}

# Header and payload of RFC 7515, appendix A.1, with another signature.
TOKEN = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".c2lnbmF0dXJl"
)


class Failing(Mapping[str, Any]):
    """A mapping that cannot be read, like one of a database that is gone."""

    def __getitem__(self, key: str) -> Any:
        raise OSError(f"no {key}")

    def __iter__(self) -> Iterator[str]:
        raise OSError("nothing")

    def __len__(self) -> int:
        return 1


def released() -> memoryview:
    """A view of memory that has been given back."""
    view = memoryview(b"{}")
    view.release()
    return view


def text_of(payload: Any) -> bytes:
    """A payload as it is delivered."""
    return json.dumps(payload, ensure_ascii=False).encode()


def examples(contract: Contract, event: str) -> list[dict[str, Any]]:
    """The payloads of an event's examples."""
    return [json.loads(example.text) for example in contract.events[event].examples]


def renamed(contract: Contract, payload: dict[str, Any], name: Any) -> dict[str, Any]:
    """A copy of ``payload`` that gives itself another name."""
    result = copy.deepcopy(payload)
    put(result, "/" + "/".join(contract.message.discriminator), name)
    return result


def places(contract: Contract, kind: Kind) -> Iterator[tuple[str, dict[str, Any], Path, Type]]:
    """(event, payload that holds the place, path, type) for every place of ``kind`` in any event.

    Not the place of the event's name: another value there makes it another event.
    """
    for event in contract.events:
        for base in bases(contract, event):
            for steps, field in walk(event_root(contract, event)):
                path = tuple(0 if step == "*" else step for step in steps)
                if field.type.kind == kind and steps != contract.message.discriminator and has(base, path):
                    yield event, base, path, field.type


def has(value: Any, path: Path) -> bool:
    """Whether there is anything at ``path``."""
    try:
        value_at(value, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def put(value: dict[str, Any], where: str, new: Any) -> None:
    """Set what is at a JSON Pointer, in objects that are made where they are missing."""
    pointers.put(value, pointers.parse(where), new)


def skeleton(row: Envelope) -> dict[str, Any]:
    """What ``row`` recognizes, and no more."""
    result: dict[str, Any] = {}
    for where, kind in row.recognize.items():
        if not has(result, tuple(where.split("/")[1:])):
            put(result, where, copy.deepcopy(SAMPLES[kind]))
    if row.any_of:
        put(result, row.any_of[0], "some text")
    return result


def wrap(row: Envelope, payload: Any, *, encoded: bool = False, identifier: str | None = None) -> dict[str, Any]:
    """``payload`` in the envelope ``row``, as base64 if the row lets the sender choose and ``encoded`` says so.

    ``payload`` is decoded JSON, or a text that is put into the envelope as it is.
    """
    result = skeleton(row)
    if row.content is not None and takes_text(row):
        text = payload if isinstance(payload, str) else text_of(payload).decode()
        if isinstance(row.base64, str):
            put(result, row.base64, encoded)
        if row.base64 is True or (isinstance(row.base64, str) and encoded):
            text = base64.b64encode(text.encode()).decode()
        put(result, row.content, text)
    elif row.content is not None:
        put(result, row.content, json.loads(payload) if isinstance(payload, str) else copy.deepcopy(payload))
    for member, where in row.members.items():
        if member in payload:
            put(result, where, payload[member])
    if row.identifier is not None and identifier is not None:
        put(result, row.identifier, identifier)
    return result


def own(contract: Contract) -> list[Envelope]:
    """The envelopes that hold an event of the contract."""
    return [row for row in contract.envelopes.values() if row.holds_event]


def takes_text(row: Envelope) -> bool:
    """Whether the content of the envelope can be a text."""
    return row.content is not None and row.recognize.get(row.content) != "object"


def batched(batch: Batch, deliveries: list[Any]) -> Any:
    """``deliveries`` as the batch ``batch``."""
    if not batch.items:
        return deliveries
    result: dict[str, Any] = {}
    for where, kind in batch.recognize.items():
        put(result, where, copy.deepcopy(SAMPLES[kind]))
    put(result, batch.items, deliveries)
    return result
