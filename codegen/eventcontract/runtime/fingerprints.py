"""A hash of an event that is the same in every envelope and on every retry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

VERSION = "v1"


def fingerprint(event: Mapping[str, Any]) -> str:
    """``v1:`` and the SHA-256 (hex) of the canonical JSON of ``event``.

    Canonical: UTF-8, no spaces, keys sorted by code point, members that are null left out, a number
    with an integral value written as an integer, any other as the shortest text that reads back to it.
    """
    text = json.dumps(_canonical(event), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def _canonical(event: Any) -> Any:
    """A copy of ``event`` as it is hashed; made without recursion, which a deep event would exhaust."""
    holder = [event]
    left: list[tuple[Any, Any]] = [(holder, 0)]
    while left:
        container, key = left.pop()
        value = container[key]
        if isinstance(value, Mapping):
            container[key] = copy = {name: content for name, content in value.items() if content is not None}
            left.extend((copy, name) for name in copy)
        elif isinstance(value, list):
            container[key] = elements = [*value]
            left.extend((elements, index) for index in range(len(elements)))
        elif isinstance(value, float) and value.is_integer():
            container[key] = int(value)
    return holder[0]
