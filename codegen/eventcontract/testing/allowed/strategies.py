"""Hypothesis strategies for what the vendor sends: an example with a few changes. Knows Hypothesis.

Drawing every field of a payload is slow and produces implausible payloads. So a payload is
one that the contract shows, with a few changes: nulls, keys left out, unknown keys, values drawn.
Hypothesis shrinks a failure by taking changes away, until the plain example remains.
"""

from __future__ import annotations

import json
import re
import string
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, assert_never

from hypothesis import note
from hypothesis import strategies as st

from eventcontract import pointers
from eventcontract.model import Array, Field, Object, Scalar
from eventcontract.pointers import ELEMENT, Path
from eventcontract.testing.allowed.editing import drop, everywhere, put
from eventcontract.testing.allowed.history import differences
from eventcontract.testing.allowed.payloads import Payload, Payloads
from eventcontract.testing.allowed.values import NEW_KEY, OFFSETS, SPELLINGS, spelt
from eventcontract.testing.allowed.variations import Casebook

#: The most changes to one payload: nulls, keys left out and new keys; values drawn.
FIXED = 8
DRAWN = 2
# The letters that stand for changes begin here: one block, and Hypothesis knows no words of it.
_FIRST = 0x4E00

Payloaded = st.SearchStrategy[Payload]

# Everything that people write but control characters, which forms and databases do not let through.
_WRITTEN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
_KEYS = st.text(alphabet=string.ascii_lowercase + "_", min_size=1, max_size=12)
_SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(_WRITTEN, max_size=12)
_ANYTHING = _SCALARS | st.lists(_SCALARS, max_size=2) | st.dictionaries(_KEYS, _SCALARS, max_size=2)
_WORDS = st.text(alphabet=string.ascii_lowercase + "_", min_size=1, max_size=16)
_YEARS = 10
_SECONDS = _YEARS * 365 * 24 * 60 * 60


class Strategies:
    """The strategies for the events of a casebook, made on first use and kept."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self._made: dict[tuple[str, bool], Payloaded] = {}

    def event(self, name: str, *, history: bool = False) -> Payloaded:
        """Payloads of the event ``name``; with ``history``, old ones too."""
        if (name, history) not in self._made:
            self._made[name, history] = _payloads(self.casebook.payloads(name), history=history)
        return self._made[name, history]

    def union(self, names: Iterable[str], *, history: bool = False) -> Payloaded:
        """Payloads of any of the events ``names``; with ``history``, old ones too."""
        return st.sampled_from(list(names)).flatmap(partial(self.event, history=history))


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to payloads, and what it says of itself in the report of a failure."""

    said: str
    change: Callable[[Payload], Payload]


def _payloads(of: Payloads, *, history: bool) -> Payloaded:
    fixed, drawn = list(_fixed(of)), st.one_of(list(_drawn(of)))
    if history:
        fixed += [Edit(each.name, each.edit) for each in differences(of)]
    # One text, each letter of which is a change: a single draw, where a list of changes is many. That
    # is faster, and Hypothesis tries far more different changes with the same number of examples.
    letters = st.characters(min_codepoint=_FIRST, max_codepoint=_FIRST + len(fixed) - 1)
    return _payload(of.event.name, list(_bases(of)), fixed, st.text(letters, max_size=FIXED), drawn)


@st.composite
def _payload(
    draw: st.DrawFn,
    event: str,
    bases: list[tuple[str, Payload]],
    fixed: list[Edit],
    letters: st.SearchStrategy[str],
    drawn: st.SearchStrategy[Edit],
) -> Payload:
    name, payload = draw(st.sampled_from(bases))
    edits = [fixed[ord(letter) - _FIRST] for letter in draw(letters)]
    edits += draw(st.lists(drawn, max_size=DRAWN))
    for edit in edits:
        payload = edit.change(payload)
    # Shown for the failure that is left at the end.
    note(f"{event}: {', '.join([name, *(edit.said for edit in edits)])}")
    copy: Payload = _copied(payload)
    return copy


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(content) for key, content in value.items()}
    return [_copied(content) for content in value] if isinstance(value, list) else value


def _bases(of: Payloads) -> Iterator[tuple[str, Payload]]:
    """Payloads to start from, with their names: what is sent of the examples, each cause, each alternative."""
    for name, payload in of.examples.items():
        if _is_plain(of, payload):
            yield f"example {name}", payload
    yield "complete", of.base
    for origin in of.origins:
        yield f"caused by {origin}", of.caused_by(of.base, origin)
    for missing, _, payload in of.parted():
        yield f"without the keys of {missing}", payload
    for path, tree in of.objects.items():
        for alternative in tree.alternatives:
            reached = of.reach(path) if path else (of.base, ())
            if reached is not None:
                changed = of.with_alternative(reached[0], path, alternative)
                yield f"alternative {alternative.name} at {pointers.build(path) or '/'}", changed


def _is_plain(of: Payloads, payload: Payload) -> bool:
    """Whether an example shows what is sent; documentation also shows what is not."""
    return all(
        value in ("", None, [], {}) or of.values.is_sent(field.type, value)
        for path, field in of.fields.items()
        for _, value in everywhere(payload, path)
    )


# -- changes -------------------------------------------------------------------------------------------


def _fixed(of: Payloads) -> Iterator[Edit]:
    """The changes that nothing is drawn for."""
    for path, field in of.fields.items():
        where = pointers.build(path)
        if not _names_event(field) and of.is_sent(path):
            if path[-1] != ELEMENT and field.may_be_null:
                yield Edit(f"null at {where}", _Set(of, path, None))
            if of.is_removable(path):
                yield Edit(f"without {where}", partial(_dropped, path))
    for path in of.objects:
        yield Edit(f"a new key in {pointers.build(path) or '/'}", _Added(path, NEW_KEY, "new"))


def _drawn(of: Payloads) -> Iterator[st.SearchStrategy[Edit]]:
    for path, field in of.fields.items():
        values = _values(of, path, field) if not _names_event(field) and of.is_sent(path) else None
        if values is not None:
            yield values.map(partial(_value, of, path))
    for path, tree in of.objects.items():
        known = frozenset(member.name for member in tree.fields)
        yield st.builds(partial(_new_key, path), _KEYS.filter(partial(_is_new, known)), _ANYTHING)


def _shown(value: Any) -> str:
    return textwrap.shorten(json.dumps(value, ensure_ascii=False), 60, placeholder=" …")


def _value(of: Payloads, path: Path, value: Any) -> Edit:
    return Edit(f"{_shown(value)} at {pointers.build(path)}", _Set(of, path, value))


def _new_key(path: Path, key: str, value: Any) -> Edit:
    return Edit(f"{key!r}: {_shown(value)} in {pointers.build(path) or '/'}", _Added(path, key, value))


@dataclass(frozen=True, slots=True)
class _Set:
    """A value, wherever the field at ``path`` can be."""

    of: Payloads
    path: Path
    value: Any

    def __call__(self, payload: Payload) -> Payload:
        return self.of.assigned(payload, self.path, self.value)


@dataclass(frozen=True, slots=True)
class _Added:
    """A key that is not in the contract, in the object at ``path``."""

    path: Path
    key: str
    value: Any

    def __call__(self, payload: Payload) -> Payload:
        for place, holder in list(everywhere(payload, self.path)):
            if isinstance(holder, dict) and self.key not in holder:
                payload = put(payload, (*place, self.key), self.value)
        return payload


def _dropped(path: Path, payload: Payload) -> Payload:
    for place, _ in list(everywhere(payload, path)):
        payload = drop(payload, place)
    return payload


def _is_new(known: frozenset[str], key: str) -> bool:
    return key not in known


# -- values --------------------------------------------------------------------------------------------


def _names_event(field: Field) -> bool:
    return isinstance(field.type, Scalar) and field.type.const is not None


def _values(of: Payloads, path: Path, field: Field) -> st.SearchStrategy[Any] | None:
    """Values of the field at ``path``; ``None`` for an object that has members to change."""
    match field.type:
        case Object():
            return None if field.type.fields else st.dictionaries(_KEYS, _ANYTHING, max_size=3)
        case Array():
            inner = (*path, ELEMENT)
            elements = _values(of, inner, of.fields[inner])
            return st.lists(elements if elements is not None else st.just(of.sample(inner)), max_size=3)
        case Scalar() as scalar:
            near = [value for value in of.near(path) if of.values.is_sent(scalar, value)]
            values = _scalars(of, scalar, of.values.pool(field, near))
            return values | st.just("") if scalar.empty else values
    assert_never(field.type)


def _scalars(of: Payloads, scalar: Scalar, pool: list[Any]) -> st.SearchStrategy[Any]:
    match scalar.kind:
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(0, 10**6)
        case "number":
            return st.integers(0, 10**6) | st.integers(0, 10**5).map(lambda number: number / 100)
        case "identifier":
            return _identifiers(of, scalar, pool)
        case "timestamp":
            return _timestamps(of, scalar, pool)
        case "date":
            return _dates(of, scalar, pool)
        case "text":
            return _texts(of, scalar, pool)
    assert_never(scalar.kind)


def _identifiers(of: Payloads, scalar: Scalar, pool: list[str]) -> st.SearchStrategy[str]:
    digits = of.values.digits(of.values.types[scalar.type])
    partition = of.values.types[scalar.type].partition
    size = partition.size if partition else 10**digits
    local = st.integers(1, min(size, 10**digits) - 1)
    if partition is None or scalar.scope != partition.scope:
        values: st.SearchStrategy[str] = local.map(str)
    else:
        part = st.integers(1, max(10**digits // size - 1, 1))
        values = st.tuples(part, local).map(lambda pair: of.values.whole(scalar, *pair))
    fitting = [of.values.whole(scalar, part, local) for part in (1, 7) for local in (1, 10, size - 1)]
    return values if all(of.values.is_sent(scalar, each) for each in fitting) else st.sampled_from(pool)


def _timestamps(of: Payloads, scalar: Scalar, pool: list[str]) -> st.SearchStrategy[str]:
    kind, text = of.values.types[scalar.type], pool[0]
    writings = [
        (spelling, offset)
        for spelling in SPELLINGS
        for offset in OFFSETS
        if spelt(kind, text, spelling, offset) is not None
    ]

    def written(drawn: tuple[int, tuple[str, int]]) -> str:
        seconds, (spelling, offset) = drawn
        return spelt(kind, text, spelling, offset, later=seconds) or text

    if not writings:
        return st.sampled_from(pool)
    return st.tuples(st.integers(-_SECONDS, _SECONDS), st.sampled_from(writings)).map(written)


def _dates(of: Payloads, scalar: Scalar, pool: list[str]) -> st.SearchStrategy[str]:
    try:
        start = date.fromisoformat(pool[0])
    except ValueError:
        return st.sampled_from(pool)
    days = st.integers(-_YEARS * 365, _YEARS * 365).map(lambda number: (start + timedelta(days=number)).isoformat())
    return days.map(lambda text: text if of.values.is_sent(scalar, text) else pool[0])


def _texts(of: Payloads, scalar: Scalar, pool: list[str]) -> st.SearchStrategy[str]:
    known = scalar.known_values
    if scalar.separator is not None:
        return st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True).map(scalar.separator.join)
    if known:
        families = [st.from_regex(re.compile(each, re.ASCII), fullmatch=True) for each in scalar.value_patterns]
        return st.one_of(st.sampled_from(known), _WORDS, *families)
    if of.values.types[scalar.type].prose:
        return st.sampled_from(pool) | st.text(_WRITTEN, max_size=min(scalar.limit or 60, 60))
    return st.sampled_from(pool)
