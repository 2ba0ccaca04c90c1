"""The base of every generated class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypeAlias

import msgspec

#: A JSON text (bytes are UTF-8) or decoded JSON, in any envelope of the contract.
Delivery: TypeAlias = bytes | bytearray | memoryview | str | Mapping[str, Any]


#: A point in time. Always aware: a text without an offset is refused.
Timestamp = Annotated[datetime, msgspec.Meta(tz=True)]


#: A day. Not called ``date``: a member of that name would hide the class from its own annotation.
Day = date


#: A whole number. Numbers beyond 64 bits are read the slow way, up to the range of a double.
Integer = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Record:
    """A frozen dataclass generated from a contract.

    Its ``repr`` shows the type and length of sensitive values, not the values themselves: payloads
    hold personal data, and a ``repr`` ends up in logs.
    """

    #: Attributes whose values stay hidden.
    _hidden: ClassVar[frozenset[str]] = frozenset()
    #: Attribute -> JSON key, where they differ.
    _json_names: ClassVar[dict[str, str]] = {}

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{member.name}={hide(value) if member.name in self._hidden else show(value)}"
            for member in fields(self)  # type: ignore[arg-type]
            if (value := getattr(self, member.name)) is not None
        )
        return f"{type(self).__name__}({shown})"


class Undocumented(Record):
    """An event that the vendor sends but does not document: ``isinstance(event, Undocumented)``."""


class Unknown(Record):
    """An event that the contract does not describe. Its delivery is kept untouched.

    Generated packages subclass it with the members that all their events have, each ``None`` if the
    delivery holds nothing readable there.
    """

    def __getstate__(self) -> dict[str, Any]:
        # A view of memory cannot be pickled; its bytes can.
        return {name: bytes(each) if isinstance(each, memoryview) else each for name, each in vars(self).items()}


# Anything longer, or with spaces or other characters, may be written by a person.
_LONGEST = 120
_WORD = re.compile(rf"@?[\w.:,;+$#/-]{{0,{_LONGEST}}}", re.ASCII)


def word(text: str) -> str:
    """``text`` if it looks program-made, else only its length."""
    # Most are identifiers, and that check takes a quarter of the time.
    plain = text.isidentifier() and text.isascii() and len(text) <= _LONGEST
    return text if plain or _WORD.fullmatch(text) else f"<{len(text)} characters>"


def show(value: Any) -> str:
    """A value that is not sensitive; text that a person may have written is hidden anyway."""
    if isinstance(value, str):
        return repr(value) if _WORD.fullmatch(value) else hide(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(show, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        # What is nested deeper is unknown.
        members = (
            f"{word(key)!r}: {hide(each) if isinstance(each, list | dict) else show(each)}"
            for key, each in value.items()
        )
        return f"{{{', '.join(members)}}}"
    return repr(value)


def hide(value: Any) -> str:
    """The type of a sensitive value, and its length if it has one."""
    if value is None or isinstance(value, bool):
        return "<hidden>" if value is not None else "None"
    if isinstance(value, str):
        return f"<text, {len(value)} characters>"
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"<{len(value)} bytes>"
    if isinstance(value, (list, tuple)):
        return f"<{len(value)} elements>"
    if isinstance(value, dict):
        return f"<object, {len(value)} members>"
    return "<number>" if isinstance(value, (int, float)) else "<hidden>"
