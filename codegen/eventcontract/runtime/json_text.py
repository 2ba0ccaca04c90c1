"""What counts as JSON, the same for every reading.

A JSON text is UTF-8 without byte order mark (or a ``str`` that has an UTF-8 form), RFC 8259, every
number within the range of a double, nested at most :data:`DEPTH` deep. Of two members with the
same key the last one counts. Decoded values pass the same gate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec

from eventcontract.runtime.errors import Finding

#: How deep arrays and objects may be nested.
DEPTH = 512
# No double has more digits before the point; a longer run of digits needs a closer look.
_DIGITS = 309
_RUN = b"0" * _DIGITS
_TO_ZERO = bytes(ord("0") if chr(byte).isdecimal() and byte < 128 else ord(" ") for byte in range(256))


class BadText(ValueError):
    """Not a JSON text. ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


def decode(delivery: bytes | bytearray | memoryview | str) -> Any:
    """The value of a JSON text; :class:`BadText` with rule ``not-json`` or ``too-deep`` otherwise."""
    try:
        data = delivery.encode() if isinstance(delivery, str) else bytes(delivery)
    except UnicodeEncodeError:
        raise BadText(_not_json("the text holds a lone surrogate, which has no UTF-8 form")) from None
    if data.startswith(b"\xef\xbb\xbf"):
        raise BadText(_not_json("the text begins with a byte order mark"))
    if data.count(b"{") + data.count(b"[") > DEPTH and _depth(data) > DEPTH:
        raise BadText(_too_deep())
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadText(_not_json("the delivery is not a JSON text")) from None
    if len(data) > _DIGITS and _RUN in data.translate(_TO_ZERO):
        return admit(value)
    return value


def admit(value: Any) -> Any:
    """``value`` if it is decoded JSON; :class:`BadText` otherwise.

    Text, numbers within the range of a double, true, false, null, lists, and mappings with text
    as keys; nested at most :data:`DEPTH` deep.
    """
    level = [value]
    for _ in range(DEPTH + 2):
        below: list[Any] = []
        for each in level:
            if isinstance(each, Mapping):
                for key in each:
                    _admit_scalar(key if isinstance(key, str) else object())
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
            else:
                _admit_scalar(each)
        if not below:
            return value
        level = below
    raise BadText(_too_deep())


def _admit_scalar(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadText(_not_json("a text holds a lone surrogate, which has no UTF-8 form")) from None
    elif isinstance(value, (int, float)):
        try:
            finite = math.isfinite(float(value))
        except OverflowError:
            finite = False
        if not finite:
            raise BadText(_not_json("a number is not finite, or beyond the range of a double"))
    else:
        raise BadText(_not_json(f"a Python {type(value).__name__} stands where JSON has no such thing"))


def _depth(data: bytes) -> int:
    """How deep arrays and objects are nested in ``data``, brackets in texts left out."""
    depth = deepest = 0
    in_text = escaped = False
    for byte in data:
        if in_text:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_text = False
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _not_json(message: str) -> Finding:
    return Finding(rule="not-json", level="error", pointer="", message=message, expected="a JSON text")


def _too_deep() -> Finding:
    message = f"arrays and objects are nested more than {DEPTH} deep"
    return Finding(rule="too-deep", level="error", pointer="", message=message)
