"""The base of every generated class."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec

#: A point in time. Always aware: a text without an offset is refused.
Timestamp = Annotated[datetime, msgspec.Meta(tz=True)]


#: A day. Another name, because a member called ``date`` would hide the class from its own annotation.
Day = date


#: A whole number. Numbers beyond 64 bits take the slow path, which knows the range of a double.
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
            f"{member.name}={hide(value) if member.name in self._hidden else repr(value)}"
            for member in fields(self)  # type: ignore[arg-type]
            if (value := getattr(self, member.name)) is not None
        )
        return f"{type(self).__name__}({shown})"


class Undocumented(Record):
    """An event that the vendor sends but does not document: ``isinstance(event, Undocumented)``."""


class Unknown(Record):
    """An event that no entry of the contract describes. Its delivery is kept as it came.

    Generated packages subclass it with the members that all their events have, each ``None`` where
    the delivery holds nothing readable there.
    """


def hide(value: Any) -> str:
    """What may be said of a sensitive value: its type, and its length if it has one."""
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
