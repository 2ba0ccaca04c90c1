"""A hash that stays the same however often, and however wrapped, an event is delivered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

VERSION = "v1"


def fingerprint(event: Mapping[str, Any]) -> str:
    """``v1:`` and the SHA-256 (hex) of the canonical JSON of ``event``.

    Canonical: UTF-8, no blanks, keys sorted by code point, members that are null left out, a number
    with an integral value written as an integer, any other as the shortest text that reads back.
    """
    text = json.dumps(_canonical(event), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _canonical(content) for key, content in value.items() if content is not None}
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
