"""What is a JSON text, decided without the engine: by the standard library, and by what it is lax about."""

from __future__ import annotations

import json
import math
from typing import Any

DEPTH = 512


class Refused(ValueError):
    """The delivery is not a JSON text; ``rule`` is the one that says so."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


def decode(delivery: bytes | str) -> Any:
    """The value of a JSON text, the last of two equal keys counting; :class:`Refused` if it is none."""
    try:
        # A text is what its UTF-8 form is.
        text = (delivery.encode() if isinstance(delivery, str) else delivery).decode()
    except UnicodeError:
        raise Refused("not-json") from None
    if text.startswith("\ufeff"):
        raise Refused("not-json")
    if _depth(text) > DEPTH:
        raise Refused("too-deep")
    try:
        value = json.loads(
            text, parse_int=_integer, parse_float=_number, parse_constant=_constant, object_pairs_hook=_object
        )
        _check_text(value)
    except (ValueError, RecursionError):
        raise Refused("not-json") from None
    return value


def _integer(text: str) -> int:
    _number(text)
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("beyond the range of a double")
    return number


def _constant(text: str) -> None:
    raise ValueError(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for pair in pairs:
        _check_text([*pair])
    return dict(pairs)


def _check_text(value: Any) -> None:
    """``UnicodeEncodeError`` if a text in ``value`` has no UTF-8 form; objects have been seen to."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, list):
        for each in value:
            _check_text(each)


def _depth(text: str) -> int:
    depth = deepest = position = 0
    while position < len(text):
        character = text[position]
        if character == '"':
            position += 1
            while position < len(text) and text[position] != '"':
                position += 2 if text[position] == "\\" else 1
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
        position += 1
    return deepest
