"""The definition of a JSON text, the same for every schema and for `parse`.

A JSON text is UTF-8 without byte order mark (or a ``str`` that can be encoded as UTF-8), RFC 8259, with
every number within the range of a double, nested at most :data:`DEPTH` levels deep. If a key occurs
twice in an object, the last one counts. Decoded values are held to the same rules.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

import msgspec

from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.rules import Rule

#: How large the text of an event may be, unless the caller says otherwise: in bytes, or in characters if it is a str.
MAX_SIZE = 1 << 24
#: How deep arrays and objects may be nested.
DEPTH = 512
# No double has more digits before the point; a longer run of digits needs a closer look. A run of that length
# shows in every fiftieth byte already, which is looked at first.
_RUN = b"0" * 309
_STEP = 50
_SAMPLE = b"0" * (len(_RUN) // _STEP)
_TO_ZERO = bytes(ord("0") if chr(byte).isdecimal() and byte < 128 else ord(" ") for byte in range(256))
# An unterminated text reaches to the end: searching again from each of its quotes would take hours.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# msgspec takes up to 10 µs for a number whose exponent has three digits. Only a large text can hold many of them.
_LARGE_EXPONENT = re.compile(rb"[eE][+-]?0*[1-9][0-9]{2}")
_MANY, _LARGE = 1000, 1 << 16
_NO_BRACKETS = bytes(byte for byte in range(256) if chr(byte) not in "[]{}")
_SCALARS = frozenset((str, int, float, bool, type(None)))
_BUILTIN = _SCALARS | {dict, list}


class BadText(Refusal):
    """Not a JSON text. ``finding`` says why."""


def decode(delivery: bytes | bytearray | memoryview | str) -> Any:
    """The value of a JSON text; :class:`BadText` with rule ``not-json`` or ``too-deep`` otherwise."""
    try:
        data = str.encode(delivery) if isinstance(delivery, str) else bytes(delivery)
    except UnicodeEncodeError:
        raise _not_json("the text holds a lone surrogate, which cannot be encoded as UTF-8") from None
    except Exception as error:  # the memory of a view has been released, or bytes are not Python's own
        raise _unreadable(error) from None
    if data.startswith(b"\xef\xbb\xbf"):
        raise _not_json("the text starts with a byte order mark")
    if _many_brackets(data) and _depth(data) > DEPTH:
        raise _too_deep()
    try:
        value = _loads(data) if _many_slow_numbers(data) else msgspec.json.decode(data)
    except BadText:
        raise
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _not_json("the delivery is not valid JSON") from None
    # The decoder looks at the range of numbers with a point or an exponent, not at that of others.
    if _long_number(data) and not all(map(math.isfinite, map(float, _NUMBER.findall(_TEXT.sub(b'""', data))))):
        raise _infinite()
    return value


def is_harmless(delivery: bytes | bytearray | str) -> bool:
    """Whether msgspec certainly decodes the text as :func:`decode` does, and in no more time.

    ``False`` says nothing. ``UnicodeEncodeError`` for a lone surrogate.
    """
    data = delivery.encode() if isinstance(delivery, str) else delivery
    return not (_many_brackets(data) or _long_number(data) or _many_slow_numbers(data))


def _many_brackets(data: bytes | bytearray) -> bool:
    if len(data) <= 2 * DEPTH:
        return False
    # To see that there are no arrays takes a fifth of the time that counting takes.
    arrays = data.count(b"[") if b"[" in data else 0
    # An object that holds something takes six bytes, such as {"":0}. Most events are too short for that many.
    return arrays + len(data) // 6 > DEPTH and arrays + data.count(b"{") > DEPTH


def _long_number(data: bytes | bytearray) -> bool:
    return _SAMPLE in data[::_STEP].translate(_TO_ZERO) and _RUN in data.translate(_TO_ZERO)


def _many_slow_numbers(data: bytes | bytearray) -> bool:
    if len(data) < _LARGE:
        return False
    return len([*islice(_LARGE_EXPONENT.finditer(data), _MANY)]) == _MANY


def _loads(data: bytes) -> Any:
    """What msgspec decodes, or ``ValueError``, in less time where many numbers have large exponents."""

    def refused(_: str) -> Any:
        raise ValueError

    # More digits than a double can have make an infinite number, which admit refuses.
    value = json.loads(
        data.decode(),
        parse_constant=refused,
        parse_int=lambda digits: int(digits) if len(digits) <= len(_RUN) + 1 else math.inf,
    )
    return admit(value)


def admit(value: Any) -> Any:
    """``value``, which must be decoded JSON, with Python's own types only; :class:`BadText` otherwise.

    Text, numbers within the range of a double, true, false, null, lists, and mappings with text
    as keys; nested at most :data:`DEPTH` levels deep. A value that raises an error when it is read is refused.
    """
    try:
        return value if _is_plain(value) else msgspec.json.decode(msgspec.json.encode(value, enc_hook=_plain))
    except BadText:
        raise
    except Exception as error:  # methods of a mapping, a list or a number that is not Python's own
        raise _unreadable(error) from None


def _is_plain(value: Any) -> bool:
    """Whether ``value`` is made of Python's own types; :class:`BadText` if it is not decoded JSON."""
    builtin = True
    level = [value]
    for depth in range(DEPTH + 1):
        # Each object once: one that holds itself twice would double with every level.
        below: dict[int, Any] = {}
        for each in level:
            builtin = builtin and type(each) in _BUILTIN
            if isinstance(each, (Mapping, list)):
                if depth == DEPTH:
                    raise _too_deep()
                if isinstance(each, Mapping):
                    for key in each:
                        if not isinstance(key, str):
                            raise _not_json(f"the keys of a JSON object are str, not {type(key).__name__}")
                        builtin = builtin and type(key) is str
                        _admit_scalar(key)
                    each = each.values()
                for content in each:
                    if type(content) in _SCALARS:
                        _admit_scalar(content)
                    else:
                        below[id(content)] = content
            else:
                _admit_scalar(each)
        if not below:
            break
        level = list(below.values())
    return builtin


def _admit_scalar(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        try:
            str.encode(value)
        except UnicodeEncodeError:
            raise _not_json("a text holds a lone surrogate, which cannot be encoded as UTF-8") from None
    elif isinstance(value, (int, float)):
        try:
            finite = math.isfinite(value)
        except OverflowError:
            finite = False
        if not finite:
            raise _infinite()
    else:
        raise _not_json(f"{type(value).__name__} is not a JSON type")


def _plain(value: Any) -> Any:
    """An admitted value of a type that msgspec does not know, as one of Python's own types."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    return float.__float__(value) if isinstance(value, float) else list(value)


def _depth(data: bytes) -> int:
    """How deep arrays and objects are nested in ``data``, not counting brackets in texts."""
    depth = deepest = 0
    for bracket in _TEXT.sub(b"", data).translate(None, _NO_BRACKETS):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _not_json(message: str) -> BadText:
    return BadText(Rule.NOT_JSON, message, expected="a JSON text")


def _unreadable(error: Exception) -> BadText:
    return _not_json(f"reading the delivery raised {type(error).__name__}")


def _infinite() -> BadText:
    return _not_json("a number is not finite or is out of range for a double")


def _too_deep() -> BadText:
    return BadText(Rule.TOO_DEEP, f"arrays and objects are nested more than {DEPTH} levels deep")
