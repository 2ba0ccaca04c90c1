"""Deliveries with and without findings, and the formats of files that hold them."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable
from typing import Any

from tests.vendors import Vendor

CANARY = "Ada CANARY Lovelace"


def examples(vendor: Vendor, *levels: str) -> list[dict[str, Any]]:
    """One example of each event whose findings have these levels."""
    result = []
    for event in vendor.contract.events.values():
        for example in event.examples:
            payload = json.loads(example.text)
            if {finding.level for finding in vendor.package.check(payload)} == set(levels):
                result.append(payload)
                break
    assert result
    return result


def put(payload: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy of ``payload`` with another value at ``path``."""
    changed = copy.deepcopy(payload)
    target = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


def wrong(vendor: Vendor) -> dict[str, Any]:
    """A delivery with one error: its body is a text."""
    payload = examples(vendor)[0]
    assert vendor.package.check(payload) == []
    return put(payload, (vendor.contract.message.body,), CANARY)


def odd(vendor: Vendor) -> dict[str, Any]:
    """A delivery with one warning: a key that nobody described."""
    return put(examples(vendor)[0], ("unheard_of",), CANARY)


def unknown(vendor: Vendor, name: str) -> dict[str, Any]:
    """A delivery of an event that nobody described."""
    return put(examples(vendor)[0], vendor.contract.message.discriminator, name)


def name_of(vendor: Vendor, payload: Any) -> str:
    """The name that a payload gives itself."""
    for step in vendor.contract.message.discriminator:
        payload = payload[step]
    return str(payload)


def lines(payloads: list[Any]) -> bytes:
    return b"".join(json.dumps(payload).encode() + b"\n" for payload in payloads)


FORMATS: dict[str, Callable[[list[Any]], bytes]] = {
    "lines": lines,
    "one line": lambda payloads: b"".join(json.dumps(payload).encode() for payload in payloads),
    "indented": lambda payloads: b"".join(json.dumps(payload, indent=2).encode() + b"\n" for payload in payloads),
    "array": lambda payloads: json.dumps(payloads).encode(),
    "indented array": lambda payloads: json.dumps(payloads, indent=4).encode(),
    "lines, compressed": lambda payloads: gzip.compress(lines(payloads)),
    "indented array, compressed": lambda payloads: gzip.compress(json.dumps(payloads, indent=2).encode()),
}
