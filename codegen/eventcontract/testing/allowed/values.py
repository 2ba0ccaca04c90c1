"""Plausible values: what the examples of the contract show, or what it says of a field."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from eventcontract.model import Contract, Field, ScalarType, event_root, walk
from eventcontract.pointers import ELEMENT
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


def element(field: Field) -> Field:
    """The elements of an array: what the array says of values is said of them."""
    assert field.items is not None
    words = ("values", "observed", "value_patterns", "separator", "limit")
    return replace(field.items, **{word: getattr(field, word) for word in words})


class Values:
    """Values for the fields of ``contract``, all of them such as the vendor sends."""

    def __init__(self, contract: Contract) -> None:
        self.types = contract.types
        self._seen: dict[Any, list[Any]] = defaultdict(list)
        for name, event in contract.events.items():
            examples = [json.loads(example.text) for example in event.examples]
            for path, field in walk(event_root(contract, name, errata=False)):
                found = [value for example in examples for _, value in everywhere(example, path)]
                self._note(field if path[-1] != ELEMENT else replace(field, name=path[-2]), found)

    def _note(self, field: Field, found: Iterable[Any]) -> None:
        pool = self._seen[_kin(field)]
        pool += [value for value in found if value not in pool and self.is_sent(field, value)]

    def pool(self, field: Field, near: Iterable[Any] = ()) -> list[Any]:
        """Values for a field that has no members of its own: those of ``near`` first; at least one."""
        if field.const is not None:
            return [field.const]
        known = [*field.values, *field.observed]
        found = [value for value in near if self.is_sent(field, value)]
        seen = self._seen.get(_kin(field), []) if not field.values else []
        pool = [*found, *known, *seen]
        if not pool and field.kind in ("identifier", "timestamp", "date", "text"):
            pool = [text for text in self.types[field.type].examples if self.is_sent(field, text)]
        return list(pool) or [_DEFAULTS[field.kind]]

    def is_sent(self, field: Field, value: Any) -> bool:
        """Whether the vendor sends such a value there: not empty, not null, in the form of its type."""
        if value is None or value in ("", [], {}):
            return False
        if field.kind in ("identifier", "timestamp", "date"):
            scalar = self.types[field.type]
            pattern = scalar.sends or scalar.pattern
            return isinstance(value, str) and (pattern is None or re.fullmatch(pattern, value) is not None)
        if field.kind == "text":
            return isinstance(value, str) and (field.limit is None or len(value) <= field.limit)
        return True

    # -- identifiers -----------------------------------------------------------------------------

    def digits(self, scalar: ScalarType) -> int:
        """The most digits that an identifier of this type has."""
        pattern = scalar.sends or scalar.pattern or "[0-9]+"
        fitting = [count for count in range(1, _DIGITS) if re.fullmatch(pattern, "1" * count)]
        # Without an end, what no double can hold is long enough.
        return fitting[-1] if fitting and fitting[-1] < _DIGITS - 1 else 18

    def whole(self, field: Field, part: int, local: int) -> str:
        """The identifier ``local``, of the part ``part`` where it can be of one."""
        partition = self.types[field.type].partition
        if partition is None or field.scope != partition.scope:
            return str(local)
        return str(part * partition.size + local % partition.size)


def _kin(field: Field) -> Any:
    return field.name, field.type, field.scope, field.items.type if field.items else None


# -- timestamps ----------------------------------------------------------------------------------------


def spelt(
    scalar: ScalarType, text: str, spelling: str, offset: int, *, tolerated: bool = False, later: int = 0
) -> str | None:
    """The timestamp ``text`` written another way: the same moment, but for what the spelling cuts off.

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
