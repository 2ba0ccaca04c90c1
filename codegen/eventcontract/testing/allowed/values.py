"""Plausible values: what the examples of the contract show, or what it says of a field."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, assert_never

from eventcontract.model import Contract, Field, Scalar, ScalarType, Type, event_root, walk
from eventcontract.testing.allowed.editing import everywhere

#: A key that is in no contract: new ones are to be expected.
NEW_KEY = "x_new_key"
# Of a field that no example shows, where the contract has no example of its type.
_DEFAULTS: dict[str, Any] = {
    "text": "some text",
    "identifier": "1",
    "timestamp": "2025-03-09T08:15:00.250Z",
    "date": "2025-03-09",
    "integer": 3,
    "number": 2.5,
    "boolean": True,
    "object": {},
}
_PARTS = re.compile(r"([0-9-]{10})[Tt ]([0-9:]{8})(?:\.([0-9]+))? ?(?:[Zz]|([+-])([0-9]{2}):?([0-9]{2}))")
#: How a timestamp can be written: day and time, fraction of the second, offset.
SPELLINGS = {
    "milliseconds": ("{day}T{time}.{fraction:.3}{colon}",),
    "seconds": ("{day}T{time}{colon}",),
    "microseconds": ("{day}T{time}.{fraction:.6}{colon}",),
    "no-colon": ("{day}T{time}{plain}",),
    "blank": ("{day} {time} {plain}", "{day} {time}{plain}"),
    "blank-colon": ("{day} {time}{colon}",),
}
#: Minutes from UTC, the first ones first.
OFFSETS = (0, -8 * 60, 5 * 60 + 30, 60, -3 * 60 - 30)
# The most digits of an identifier that are looked for.
_DIGITS = 40


class Values:
    """Values for the fields of ``contract``, all of them such as the vendor sends."""

    def __init__(self, contract: Contract) -> None:
        self.types = contract.types
        self._seen: dict[Any, list[Any]] = defaultdict(list)
        for name, event in contract.events.items():
            examples = [json.loads(example.text) for example in event.examples]
            for path, field in walk(event_root(contract, name, errata=False)):
                self._note(field, [value for example in examples for _, value in everywhere(example, path)])

    def _note(self, field: Field, found: Iterable[Any]) -> None:
        pool = self._seen[_kin(field)]
        pool += [value for value in found if value not in pool and self.is_sent(field.type, value)]

    def pool(self, field: Field, near: Iterable[Any] = ()) -> list[Any]:
        """Values for a field without members: those of ``near`` first; at least one."""
        of = field.type
        scalar = of if isinstance(of, Scalar) else None
        if scalar is not None and scalar.const is not None:
            return [scalar.const]
        pool = [value for value in near if self.is_sent(of, value)]
        if scalar is not None:
            pool += scalar.known_values
        if scalar is None or not scalar.values:
            pool += self._seen.get(_kin(field), [])
        if not pool and scalar is not None:
            pool = [text for text in self.types[scalar.type].examples if self.is_sent(of, text)]
        return pool or [_DEFAULTS[of.kind]]

    def is_sent(self, of: Type, value: Any) -> bool:
        """Whether the vendor sends such a value there: not empty, not null, in the form of its type."""
        if value is None or value in ("", [], {}):
            return False
        if not isinstance(of, Scalar):
            return True
        match of.kind:
            case "identifier" | "timestamp" | "date":
                scalar = self.types[of.type]
                pattern = scalar.sends or scalar.pattern
                return isinstance(value, str) and (pattern is None or re.fullmatch(pattern, value) is not None)
            case "text":
                return isinstance(value, str) and (of.limit is None or len(value) <= of.limit)
            case "integer" | "number" | "boolean":
                return True
        assert_never(of.kind)

    # -- identifiers -----------------------------------------------------------------------------

    def digits(self, scalar: ScalarType) -> int:
        """The most digits that an identifier of this type has."""
        pattern = scalar.sends or scalar.pattern or "[0-9]+"
        fitting = [count for count in range(1, _DIGITS) if re.fullmatch(pattern, "1" * count)]
        # Without an end, what no double can hold is long enough.
        return fitting[-1] if fitting and fitting[-1] < _DIGITS - 1 else 18

    def whole(self, of: Scalar, part: int, local: int) -> str:
        """The identifier ``local``, of the part ``part`` where it can be of one."""
        partition = self.types[of.type].partition
        if partition is None or of.scope != partition.scope:
            return str(local)
        return str(part * partition.size + local % partition.size)

    def rescoped(self, of: Scalar, text: str, scope: str) -> str:
        """The identifier ``text``, of a field with the scalar ``of``, as one of another ``scope``."""
        partition = self.types[of.type].partition
        if partition is None:
            return text
        part, local = divmod(int(text), partition.size)
        return str((part or 1) * partition.size + local) if scope == partition.scope else str(local or 1)

    # -- texts -----------------------------------------------------------------------------------

    def any_length(self, of: Scalar) -> bool:
        """Whether people or institutions choose the texts of a field, so that they can have any length."""
        scalar = self.types[of.type]
        chosen = scalar.chosen if of.chosen is None else of.chosen
        plain = of.const is None and of.separator is None and not of.value_patterns and scalar.pattern is None
        return of.kind == "text" and chosen and plain and not of.listed


def _kin(field: Field) -> Any:
    """What fields have in common that have the same values."""
    leaf = field.scalar
    return field.name, field.type.kind, leaf.type if leaf else None, leaf.scope if leaf else None


# -- timestamps ----------------------------------------------------------------------------------------


def spelt(
    scalar: ScalarType, text: str, spelling: str, offset: int, *, tolerated: bool = False, later: int = 0
) -> str | None:
    """The timestamp ``text`` in another spelling: the same moment, except for digits that the spelling cuts off.

    ``offset`` is in minutes; ``later`` seconds are added.

    ``None`` if the vendor does not write so, or, where that is ``tolerated``, no reader has to read it.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    day, time, fraction, sign, hours, minutes = match.groups()
    behind = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1) if sign else 0
    try:
        moment = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=timezone(timedelta(minutes=behind)))
        moment = (moment + timedelta(seconds=later)).astimezone(timezone(timedelta(minutes=offset)))
    except (ValueError, OverflowError):
        return None
    ahead = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    words = {
        "day": f"{moment:%Y-%m-%d}".rjust(10, "0"),
        "time": f"{moment:%H:%M:%S}",
        "fraction": f"{fraction or '0':0<6}",
        "colon": ahead if offset or tolerated else "Z",
        "plain": ahead.replace(":", ""),
    }
    for form in SPELLINGS[spelling]:
        written = form.format(**words)
        documented = scalar.pattern is None or re.fullmatch(scalar.pattern, written) is not None
        read = documented or (scalar.reads is not None and re.fullmatch(scalar.reads, written) is not None)
        if (read and not documented) if tolerated else documented:
            return written
    return None
