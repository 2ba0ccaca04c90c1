"""Payloads with one thing changed, each with the verdict that the table of verdicts gives it.

Everything is derived from the model of an event: no event, field or vendor is named here. The rules
are the rows of the table, so that each row can be counted; :data:`APPLIES` says, by itself and in
one line per rule, which fields a rule concerns, and holds the generator to it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, assert_never

import hypothesis
from hypothesis import strategies

from eventcontract import pointers
from eventcontract.model import Array, Contract, Field, Kind, Object, Scalar, Type, event_root, walk
from eventcontract.model.contract import ScalarKind
from eventcontract.runtime.explain import pointer

Path = tuple[str | int, ...]

#: No statement about what parsing gives.
UNSAID = object()

# One value of each JSON type; whole numbers count as numbers too.
_SAMPLES: dict[str, Any] = {
    "string": "surplus",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "object": {"surplus": 1},
    "array": ["surplus"],
}
_ADMITTED: dict[Kind, set[str]] = {
    "text": {"string"},
    # An integer for an identifier is a row of its own.
    "identifier": {"string", "integer"},
    "timestamp": {"string"},
    "date": {"string"},
    "integer": {"integer"},
    "number": {"integer", "number"},
    "boolean": {"boolean"},
    "object": {"object"},
    "array": {"array"},
}
_ODD_TEXTS = ["", "ht tp://ex ample/%%é", "[email protected]", "two\nlines\n", " ", "null", "\U0001f4ee" * 3]
_ODD_IDENTIFIERS = ["abc", "12a", " 12", "-1", "1.0", "１２", "12\n", "0x1f", "1e3"]
_DAYS = ["2024-02-29", "2000-02-29", "2025-12-31", "1969-07-20", "9999-12-31", "0001-01-01"]
_BAD_DAYS = ["2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-1-1", "0000-01-01", "20250101"]
_TIMES = ["00:00:00", "23:59:59", "08:15:00.2", "08:15:00.250", "08:15:00.123456", "08:15:00.123456789"]
_BAD_TIMES = ["24:00:00", "08:60:00", "08:15:60", "08:15", "08", "08:15:00,5", "08:15:00.", "8:15:00"]
_OFFSETS = ["Z", "z", "+00:00", "-08:00", "+05:30", "+23:59", "-0800", "+0530", " +01:00", " -0800"]
_BAD_OFFSETS = ["-08", "+8:00", "+24:00", "+01:60", " Z", "  +01:00", "Z\n", "UTC", "[Europe/Berlin]", "+01:00:00"]
_SEPARATORS = ["T", "t", " "]


@dataclass(frozen=True)
class Mutation:
    """A payload, the rule it is about, where it was changed, and whether each reading accepts it.

    ``reads`` is what stands at ``path`` of the parsed event, :data:`UNSAID` if nothing is said.
    """

    rule: str
    path: Path
    payload: Any
    reader: bool
    strict: bool
    reads: Any = UNSAID

    @property
    def place(self) -> tuple[str, ...]:
        """The path in the model: elements of arrays are ``*``."""
        return tuple("*" if isinstance(step, int) else step for step in self.path)

    def __str__(self) -> str:
        return f"{self.rule} at /{'/'.join(map(str, self.path))}"


# -- payloads to start from ------------------------------------------------------------------------


def bases(contract: Contract, event: str) -> list[dict[str, Any]]:
    """Valid payloads that together hold every field: one for each alternative that an object can take.

    Values come from the event's examples where these have any.
    """
    root = event_root(contract, event)
    examples = [json.loads(example.text) for example in contract.events[event].examples]
    variants = max((len(tree.alternatives) for _, tree in _objects(root)), default=0) or 1
    return [_fill(contract, root, examples, variant) for variant in range(variants)]


def _objects(root: Object) -> Iterator[tuple[tuple[str, ...], Object]]:
    """Every object with its path in the model, the whole event first."""
    yield (), root
    for place, field in walk(root):
        if isinstance(field.type, Object):
            yield place, field.type


def _fill(contract: Contract, of: Type, seeds: list[Any], variant: int | None) -> Any:
    """A value of the type ``of``, from what examples have there; ``None`` as variant mixes all alternatives."""
    match of:
        case Scalar():
            if of.const is not None:
                return of.const
            return seeds[0] if seeds else _plausible(contract, of)
        case Array():
            found = [each for seed in seeds for each in seed]
            return [_fill(contract, of.items, found, variant)]
        case Object():
            if not of.fields:
                return seeds[0] if seeds else {}
            left_out: set[str] = set()
            if of.alternatives and variant is not None:
                chosen = of.alternatives[variant % len(of.alternatives)]
                left_out = {name for each in of.alternatives for name in each.fields} - {*chosen.fields}
            members = {}
            for member in of.fields:
                if member.name not in left_out:
                    found = [seed[member.name] for seed in seeds if isinstance(seed, dict) and member.name in seed]
                    known = [each for each in found if each is not None]
                    members[member.name] = _fill(contract, member.type, known, variant)
            return members
    assert_never(of)


def known_values(of: Scalar) -> list[str]:
    """Every value that is known, wherever from."""
    coded = of.vocabulary.values if of.vocabulary is not None else ()
    return [*of.values, *(value for value in [*coded, *of.observed] if value not in of.values)]


def is_closed(of: Scalar) -> bool:
    """Whether a value that is not known is reported."""
    return bool(known_values(of)) and (of.vocabulary is None or not of.vocabulary.open)


def _plausible(contract: Contract, of: Scalar) -> Any:
    if known_values(of):
        return known_values(of)[0]
    match of.kind:
        case "integer":
            return 3
        case "number":
            return 0.5
        case "boolean":
            return True
        case "text" | "identifier" | "timestamp" | "date":
            default = {"identifier": "1", "timestamp": "2025-03-09T08:15:00.250Z", "date": "2025-03-09"}
            return next(iter(contract.types[of.type].examples), default.get(of.kind, "some text"))
    assert_never(of.kind)


# -- mutations -------------------------------------------------------------------------------------


def mutations(contract: Contract, event: str) -> list[Mutation]:
    """Every mutation of one event."""
    root = event_root(contract, event)
    result: list[Mutation] = []
    seen: set[Path] = set()
    for base in bases(contract, event):
        result.append(Mutation("maximal", (), base, True, True))
        generator = _Generator(contract, base, seen)
        result += generator.object(root, ())
    name = f"{event}_no_such_event"
    result.append(
        Mutation("unknown-event", contract.message.discriminator, edit(base, generator.named, name), True, False)
    )
    for place, tree in _objects(root):
        if place and len(tree.alternatives) > 1:
            path = tuple(0 if step == "*" else step for step in place)
            mixed = _fill(contract, tree, [], None)
            result.append(Mutation("mixed-alternatives", path, edit(base, path, mixed), True, False))
    return result


class _Generator:
    """Mutations of one payload."""

    def __init__(self, contract: Contract, base: dict[str, Any], seen: set[Path]) -> None:
        self.contract = contract
        self.base = base
        self.seen = seen
        self.named: Path = contract.message.discriminator

    def object(self, tree: Object, path: Path) -> Iterator[Mutation]:
        """Mutations of an object's members, and a key too many."""
        values: list[Any] = ["x", None, 1.5, {"deep": [1, {"deeper": None}]}, []]
        if (*path, "no such key") not in self.seen:
            rule = "unknown-key-open" if tree.open else "unknown-key"
            for value in values:
                yield self._at(rule, (*path, "no such key"), value, True, tree.open)
            self.seen.add((*path, "no such key"))
        for key in tree.keys:
            if (*path, key.name) not in self.seen:
                for value in values:
                    rule = "known-key" if key.until is None else "known-key-withdrawn"
                    yield self._at(rule, (*path, key.name), value, True, True)
                self.seen.add((*path, key.name))
        for member in tree.fields:
            here = (*path, member.name)
            if member.name in value_at(self.base, path):
                if here not in self.seen:
                    yield from self.presence(member, here)
                yield from self.value(member.type, here)

    def presence(self, field: Field, path: Path) -> Iterator[Mutation]:
        """Rows about a key that is missing or null."""
        if field.until is not None:
            yield self._at("withdrawn-key", path, value_at(self.base, path), True, True)
            yield self._at("withdrawn-key", path, None, True, True, None)
            yield Mutation("optional-missing", path, drop(self.base, path), True, True, None)
            return
        if field.evidence != "documented":
            yield self._at("undocumented-known-key", path, value_at(self.base, path), True, True)
        missing = drop(self.base, path)
        if field.required:
            yield Mutation("required-missing", path, missing, False, False)
            yield self._at("required-null", path, None, False, False)
            return
        if is_younger(field):
            yield from self.younger(field, path)
            return
        yield Mutation("optional-missing", path, missing, True, True, None)
        if field.nullable == "no":
            yield self._at("optional-null-never-recorded", path, None, True, False, None)
        else:
            yield self._at("optional-null", path, None, True, True, None)

    def younger(self, field: Field, path: Path) -> Iterator[Mutation]:
        """Rows about a key that joined its event later: missing and null, in events of different times."""
        assert field.since is not None
        lacking = (("missing", drop(self.base, path)), ("null", edit(self.base, path, None)))
        by = field.since.by
        for what, payload in lacking:
            if by is None:
                for sent in ("2005-01-01T00:00:00Z", "2099-01-01T00:00:00Z"):
                    yield Mutation(f"younger-{what}-unknown", path, self.sent(payload, sent), True, True, None)
            else:
                year, month = int(by[:4]), int(by[5:])
                after = f"{year + month // 12}-{month % 12 + 1:02}-01T00:00:00Z"
                yield Mutation(f"younger-{what}-after", path, self.sent(payload, after), True, True, None)
                for sent in (f"{by}-28T23:59:59Z", "2005-01-01T00:00:00Z"):
                    yield Mutation(f"younger-{what}-before", path, self.sent(payload, sent), True, True, None)

    def sent(self, payload: Any, time: str) -> Any:
        """``payload`` as an event of ``time``."""
        assert self.contract.message.time is not None
        return edit(payload, pointers.parse(self.contract.message.time), time)

    def value(self, of: Type, path: Path) -> Iterator[Mutation]:
        """Rows about a value, then about what is in it."""
        if path in self.seen:
            # Another alternative: the place is known, what is below it need not be.
            match of:
                case Scalar():
                    return
                case Array():
                    yield from self.value(of.items, (*path, 0))
                    return
                case Object():
                    yield from self.object(of, path)
                    return
            assert_never(of)
        for kind, sample in _SAMPLES.items():
            if kind not in _ADMITTED[of.kind]:
                yield self._at("wrong-type", path, sample, False, False)
        match of:
            case Scalar():
                if of.const is None:
                    yield from self._scalar(of, path)
            case Array():
                yield from self._array(of, path)
            case Object():
                yield from self._object(of, path)
            case _:
                assert_never(of)
        self.seen.add(path)

    def _at(self, rule: str, path: Path, value: Any, reader: bool, strict: bool, reads: Any = UNSAID) -> Mutation:
        return Mutation(rule, path, edit(self.base, path, value), reader, strict, reads)

    def _object(self, of: Object, path: Path) -> Iterator[Mutation]:
        yield from self.object(of, path)
        if of.shape is None:
            free: dict[str, Any] = {"from": {"a": [1, 2.5, None, True, "x"]}, "": None, "class": []}
            yield self._at("free-object", path, free, True, True, free)

    def _array(self, of: Array, path: Path) -> Iterator[Mutation]:
        yield self._at("array-length", path, [], True, True, ())
        twice = value_at(self.base, path) * 2
        yield self._at("array-length", path, twice, True, True)
        first = (*path, 0)
        yield self._at("element-null", first, None, False, False)
        yield from self.value(of.items, first)

    def _scalar(self, of: Scalar, path: Path) -> Iterator[Mutation]:
        match of.kind:
            case "text":
                return self._text(of, path)
            case "identifier":
                return self._identifier(of, path)
            case "integer":
                return self._integer(path)
            case "number":
                return self._number(path)
            case "boolean":
                return self._boolean(path)
            case "timestamp":
                texts = timestamps(self.contract.types[of.type].examples)
                return self._spellings(of, path, texts, "timestamp", instant)
            case "date":
                return self._spellings(of, path, days(self.contract.types[of.type].examples), "date", day)
        assert_never(of.kind)

    def _boolean(self, path: Path) -> Iterator[Mutation]:
        for value in (True, False):
            yield self._at("plain-value", path, value, True, True, value)

    def _integer(self, path: Path) -> Iterator[Mutation]:
        for value in (0, -1, 2**53 + 1):
            yield self._at("plain-value", path, value, True, True, value)
        for number in (13330.0, -2.0, 1e15):
            yield self._at("integral-float", path, number, True, True, int(number))

    def _number(self, path: Path) -> Iterator[Mutation]:
        for value in (0.5, -2.25, 7, 1e-9):
            yield self._at("plain-value", path, value, True, True, value)

    def _text(self, of: Scalar, path: Path) -> Iterator[Mutation]:
        known = known_values(of)
        for value in known:
            rule = "known-value" if value in of.values else "known-value-elsewhere"
            yield self._at(rule, path, value, True, True, value)
        closed = is_closed(of)
        odd = "unknown-value" if closed else "value-of-open-list"
        if closed:
            strange = ["no such value", known[0] + "x", known[0].swapcase(), "[]"]
            if not of.empty:
                strange.append("")
            for value in strange:
                if value not in known:
                    yield self._at("unknown-value", path, value, True, False, value)
        else:
            rule = "value-of-open-list" if known else "odd-text"
            for text in _ODD_TEXTS:
                yield self._at(rule, path, text, True, True, text)
        if of.empty:
            yield self._at("empty-recorded", path, "", True, True)
        for pattern in of.value_patterns:
            yield self._at("value-pattern", path, matching(pattern), True, True)
            yield self._at(odd, path, matching(pattern) + "#", True, not closed)
        if of.separator is not None:
            yield self._at("value-list", path, of.separator.join(known), True, True)
            yield self._at("value-list", path, f"{of.separator} ".join(known * 2), True, True)
            for text in (of.separator.join([*known, "no such"]), known[0] + of.separator):
                yield self._at(odd, path, text, True, not closed)
        if of.limit is not None:
            text = "x" * (of.limit + 1)
            yield self._at("over-limit", path, text, True, not closed, text)

    def _identifier(self, of: Scalar, path: Path) -> Iterator[Mutation]:
        scalar = self.contract.types[of.type]
        assert scalar.pattern is not None
        for example in scalar.examples:
            yield self._at("plain-value", path, example, True, True, example)
        for text in _ODD_IDENTIFIERS:
            if not re.fullmatch(scalar.pattern, text):
                yield self._at("id-not-digits", path, text, True, False, text)
        rule = "id-empty-recorded" if of.empty else "id-empty"
        yield self._at(rule, path, "", True, of.empty, "")
        tolerated = of.tolerates("integer")
        rule = "id-integer-tolerated" if tolerated else "id-integer"
        for number in (565, 0, 999999999999999999):
            yield self._at(rule, path, number, tolerated, tolerated, str(number) if tolerated else UNSAID)
        # JSON Schema calls 565.0 an integer, too.
        yield self._at(rule, path, 565.0, tolerated, tolerated, "565" if tolerated else UNSAID)

    def _spellings(
        self, of: Scalar, path: Path, texts: Iterable[str], kind: str, read: Callable[[str], Any]
    ) -> Iterator[Mutation]:
        scalar = self.contract.types[of.type]
        assert scalar.pattern is not None
        tolerated = of.tolerates("spelling")
        for text in texts:
            if re.fullmatch(scalar.pattern, text):
                yield self._at(f"{kind}-documented", path, text, True, True, read(text))
            elif re.fullmatch(scalar.reads or scalar.pattern, text):
                rule = f"{kind}-spelling-tolerated" if tolerated else f"{kind}-spelling"
                yield self._at(rule, path, text, True, tolerated, read(text))
            elif kind == "timestamp" and re.fullmatch(r"[0-9-]{10}[Tt ][0-9:]{5,8}(\.[0-9]+)?", text):
                yield self._at("timestamp-naive", path, text, False, False)
            else:
                yield self._at(f"{kind}-bad", path, text, False, False)


@cache
def timestamps(examples: tuple[str, ...]) -> tuple[str, ...]:
    """Texts that look like points in time, good and bad, few enough to try them on every field."""
    day, time, offset = "2025-03-09", "08:15:00.250", "+01:00"
    texts = [f"{each}T{time}{offset}" for each in [*_DAYS, *_BAD_DAYS]]
    texts += [f"{day}T{each}{offset}" for each in [*_TIMES, *_BAD_TIMES]]
    texts += [f"{day}T{time}{each}" for each in [*_OFFSETS, *_BAD_OFFSETS]]
    texts += [f"{day}{separator}{time}{offset}" for separator in [*_SEPARATORS, "_", "", "  "]]
    texts += [f"{day} {time}{each}" for each in (" -0800", "+0100", "Z")]
    texts += [f"{day}T08:15:00", f"{day} {time}", f"{day}T08:15", day, "", "now", "1741507200", "2025-W10-7T08:15:00Z"]
    texts += ["２０２５-03-09T08:15:00Z", f" {day}T{time}Z", f"{day}T{time}Z ", "0001-01-01T00:00:00+23:59"]
    texts += ["9999-12-31T23:59:59-23:59", *examples]
    return tuple(dict.fromkeys(texts))


@cache
def days(examples: tuple[str, ...]) -> tuple[str, ...]:
    """Texts that look like days, good and bad."""
    texts = [*_DAYS, *_BAD_DAYS, "2025-03-09T00:00:00Z", "2025-03-09T08:15:00Z", "2025-03-09 ", "", "2025-W10-7", "x"]
    return tuple(dict.fromkeys([*texts, *examples]))


def instant(text: str) -> Any:
    """What ``text`` names, by another way than the engine's; :data:`UNSAID` beyond microseconds."""
    match = re.fullmatch(r"([0-9-]{10})[Tt ]([0-9:]{8})(\.[0-9]+)? ?(Z|z|[+-][0-9]{2}:?[0-9]{2})", text)
    assert match is not None, text
    fraction = match[3] or ""
    if len(fraction) > 7:
        return UNSAID
    return datetime.fromisoformat(f"{match[1]}T{match[2]}{fraction}{match[4].upper()}")


def day(text: str) -> date:
    """The day that ``text`` names."""
    return date(int(text[:4]), int(text[5:7]), int(text[8:10]))


@cache
def matching(pattern: str) -> str:
    """The simplest text that matches ``pattern``."""
    settings = hypothesis.settings(database=None, derandomize=True, deadline=None)
    found: str = hypothesis.find(strategies.from_regex(pattern, fullmatch=True), lambda _: True, settings=settings)
    return found


# -- which rule applies where ----------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A field, and whether it is the elements of an array."""

    field: Field
    inside: bool


Applies = Callable[[Place], bool]


def is_younger(field: Field) -> bool:
    """Whether the key is in every event of today, but has not always been."""
    today = field.evidence == "documented" and field.nullable == "no" and field.until is None
    depends = field.when is not None or field.group is not None or field.in_alternative
    return field.since is not None and today and not depends


def _scalar(*kinds: ScalarKind, has: Callable[[Scalar], object] = lambda _: True) -> Applies:
    """Whether the value is a scalar, of one of these ``kinds`` if any is named, and ``has`` is true of it."""

    def applies(at: Place) -> bool:
        of = at.field.type
        return isinstance(of, Scalar) and (not kinds or of.kind in kinds) and bool(has(of))

    return applies


def _object(has: Callable[[Object], bool]) -> Applies:
    """Whether the value is an object of which ``has`` is true."""
    return lambda at: isinstance(at.field.type, Object) and has(at.field.type)


#: For each rule, whether it concerns a place.
APPLIES: Mapping[str, Applies] = {
    "required-missing": lambda at: at.field.required and not at.inside,
    "required-null": lambda at: at.field.required and not at.inside,
    "younger-missing-before": lambda at: is_younger(at.field) and bool(at.field.since and at.field.since.by),
    "younger-missing-after": lambda at: is_younger(at.field) and bool(at.field.since and at.field.since.by),
    "younger-missing-unknown": lambda at: is_younger(at.field) and not (at.field.since and at.field.since.by),
    "younger-null-before": lambda at: is_younger(at.field) and bool(at.field.since and at.field.since.by),
    "younger-null-after": lambda at: is_younger(at.field) and bool(at.field.since and at.field.since.by),
    "younger-null-unknown": lambda at: is_younger(at.field) and not (at.field.since and at.field.since.by),
    "withdrawn-key": lambda at: at.field.until is not None and not at.inside,
    "optional-missing": lambda at: not at.field.required and not is_younger(at.field) and not at.inside,
    "optional-null": lambda at: at.field.nullable != "no" and at.field.until is None and not at.inside,
    "optional-null-never-recorded": lambda at: (
        at.field.nullable == "no"
        and not at.field.required
        and not is_younger(at.field)
        and at.field.until is None
        and not at.inside
    ),
    "undocumented-known-key": lambda at: (
        at.field.evidence in ("emitter", "example") and at.field.until is None and not at.inside
    ),
    "wrong-type": lambda _: True,
    "element-null": lambda at: at.inside,
    "array-length": lambda at: isinstance(at.field.type, Array),
    "free-object": _object(lambda of: of.shape is None),
    "known-value": _scalar("text", has=lambda of: of.values),
    "known-value-elsewhere": _scalar("text", has=lambda of: len(known_values(of)) > len(of.values)),
    "unknown-value": _scalar("text", has=lambda of: is_closed(of)),
    "value-of-open-list": _scalar("text", has=lambda of: known_values(of) and not is_closed(of)),
    "odd-text": _scalar("text", has=lambda of: not known_values(of) and of.const is None),
    "value-pattern": _scalar(has=lambda of: of.value_patterns),
    "value-list": _scalar(has=lambda of: of.separator is not None),
    "over-limit": _scalar("text", has=lambda of: of.limit is not None),
    "empty-recorded": _scalar("text", has=lambda of: of.empty),
    "id-not-digits": _scalar("identifier"),
    "id-empty": _scalar("identifier", has=lambda of: not of.empty),
    "id-empty-recorded": _scalar("identifier", has=lambda of: of.empty),
    "id-integer": _scalar("identifier", has=lambda of: not of.tolerates("integer")),
    "id-integer-tolerated": _scalar("identifier", has=lambda of: of.tolerates("integer")),
    "timestamp-documented": _scalar("timestamp"),
    "timestamp-spelling": _scalar("timestamp", has=lambda of: not of.tolerates("spelling")),
    "timestamp-spelling-tolerated": _scalar("timestamp", has=lambda of: of.tolerates("spelling")),
    "timestamp-naive": _scalar("timestamp"),
    "timestamp-bad": _scalar("timestamp"),
    "date-documented": _scalar("date"),
    "date-spelling": _scalar("date", has=lambda of: not of.tolerates("spelling")),
    "date-spelling-tolerated": _scalar("date", has=lambda of: of.tolerates("spelling")),
    "date-bad": _scalar("date"),
    "integral-float": _scalar("integer"),
    "plain-value": _scalar("integer", "number", "boolean", "identifier"),
    "mixed-alternatives": _object(lambda of: len(of.alternatives) > 1),
}


def expected_places(contract: Contract, event: str) -> set[tuple[str, tuple[str, ...]]]:
    """(rule, place) for everything that the table says of one event."""
    root = event_root(contract, event)
    places: set[tuple[str, tuple[str, ...]]] = {("maximal", ()), ("unknown-event", contract.message.discriminator)}
    for path, tree in _objects(root):
        places.add(("unknown-key-open" if tree.open else "unknown-key", (*path, "no such key")))
        for key in tree.keys:
            places.add(("known-key" if key.until is None else "known-key-withdrawn", (*path, key.name)))
    tolerant = {name for name, scalar in contract.types.items() if scalar.reads is not None}
    for path, field in walk(root):
        strict = not isinstance(field.type, Scalar) or field.type.type not in tolerant
        for rule, applies in APPLIES.items():
            if "spelling" in rule and strict:
                continue
            if applies(Place(field, path[-1] == "*")):
                places.add((rule, path))
    return places


# -- judging ---------------------------------------------------------------------------------------


def verdict_failures(
    cases: Iterable[Mutation],
    readings: Mapping[str, Any],
    parse: Callable[[bytes], Any] | None,
    package: Any,
    class_name: str,
) -> Iterator[str]:
    """Where the schemas or ``parse`` do not do what the table says; one text for each place.

    ``readings`` holds compiled schemas (``reader``, ``strict``); ``parse`` is left out with ``None``.
    """
    for case in cases:
        unknown = case.rule == "unknown-event"
        for view, validators in readings.items():
            # No schema is asked of an event that is none of ours: the schemas of others refuse it.
            expected = False if unknown else getattr(case, view)
            for validator, accepted in validators.verdicts(case.payload).items():
                if accepted != expected:
                    yield f"{case}: {view} schema under {validator} {'accepts' if accepted else 'refuses'}"
        if parse is not None:
            yield from _parse_failures(case, parse, package, "UnknownEvent" if unknown else class_name)


def _parse_failures(case: Mutation, parse: Callable[[bytes], Any], package: Any, class_name: str) -> Iterator[str]:
    delivery = json.dumps(case.payload, ensure_ascii=False).encode()
    try:
        event = parse(delivery)
    except package.ContractViolation as error:
        if case.reader:
            yield f"{case}: parse refuses: {error}"
        elif not error.violations or error.delivery != delivery:
            yield f"{case}: the violation does not say what is wrong, or with what"
        return
    except Exception as error:  # whatever else escapes is a failure of its own
        yield f"{case}: parse raises {type(error).__name__}: {error}"
        return
    if not case.reader:
        yield f"{case}: parse accepts"
    elif type(event).__name__ != class_name:
        yield f"{case}: parse gives {type(event).__name__}"
    elif case.reads is not UNSAID:
        value = parsed_at(event, case.path)
        if value != case.reads or (type(value) is not type(case.reads) and not isinstance(case.reads, (float, int))):
            yield f"{case}: parse gives {value!r} there, not {case.reads!r}"


#: What ``check`` says of a row: (rule of the finding, level, whether an erratum is named). Other rows are silent.
CHECKED: Mapping[str, tuple[str, str, bool]] = {
    "required-missing": ("missing-field", "error", False),
    "required-null": ("null-field", "error", False),
    "optional-null-never-recorded": ("null-field", "warning", False),
    "younger-missing-before": ("before-since", "info", False),
    "younger-missing-after": ("missing-field", "warning", False),
    "younger-missing-unknown": ("before-since", "info", False),
    "younger-null-before": ("before-since", "info", False),
    "younger-null-after": ("missing-field", "warning", False),
    "younger-null-unknown": ("before-since", "info", False),
    "withdrawn-key": ("withdrawn-field", "info", False),
    "known-key-withdrawn": ("withdrawn-field", "info", False),
    "undocumented-known-key": ("undocumented-field", "info", False),
    "unknown-key": ("undocumented-field", "warning", False),
    "wrong-type": ("wrong-type", "error", False),
    "element-null": ("null-field", "error", False),
    "unknown-value": ("undocumented-value", "warning", False),
    "id-not-digits": ("id-format", "warning", False),
    "id-empty": ("id-format", "warning", False),
    "id-integer": ("wrong-type", "error", False),
    "id-integer-tolerated": ("erratum", "info", True),
    "timestamp-spelling": ("tolerated-spelling", "info", False),
    "timestamp-spelling-tolerated": ("tolerated-spelling", "info", True),
    "timestamp-naive": ("naive-timestamp", "error", False),
    "timestamp-bad": ("bad-timestamp", "error", False),
    "date-spelling": ("tolerated-spelling", "info", False),
    "date-spelling-tolerated": ("tolerated-spelling", "info", True),
    "date-bad": ("bad-timestamp", "error", False),
    "mixed-alternatives": ("mixed-alternatives", "warning", False),
    "unknown-event": ("undocumented-event", "warning", False),
}


_ABOUT_KEYS = ("undocumented-known-key", "withdrawn-key", "known-key-withdrawn")


def check_failures(cases: Iterable[Mutation], check: Callable[[Any], Any]) -> Iterator[str]:
    """Where ``check`` does not say what the table says, or something else besides."""
    for case in cases:
        expected = {(*CHECKED[case.rule], pointer(case.path))} if case.rule in CHECKED else set()
        found = {
            (each.rule, each.level, each.erratum is not None, each.pointer)
            for each in check(case.payload)
            # Most payloads have keys that are not documented, or withdrawn; some rows are about them.
            if each.level != "info"
            or each.rule not in ("undocumented-field", "undocumented-event", "withdrawn-field")
            or (case.rule in _ABOUT_KEYS and each.pointer == pointer(case.path))
        }
        if found != expected:
            yield f"{case}: check says {sorted(found)}, not {sorted(expected)}"


def member_of(record: Any, key: str) -> Any:
    """What a parsed object holds under the JSON key ``key``; :data:`UNSAID` if nothing."""
    attributes = {written: attribute for attribute, written in type(record)._json_names.items()}
    return getattr(record, attributes.get(key, key), UNSAID)


def parsed_at(event: Any, path: Path) -> Any:
    """What a parsed event holds at ``path``."""
    for step in path:
        event = event[step] if isinstance(event, (dict, list, tuple)) else member_of(event, str(step))  # type: ignore[index]
    return event


# -- editing JSON ----------------------------------------------------------------------------------


def value_at(value: Any, path: Path) -> Any:
    """What stands at ``path``."""
    for step in path:
        value = value[step]
    return value


def edit(value: Any, path: Path, new: Any) -> Any:
    """``value`` with ``new`` at ``path``; only what lies on the way is copied."""
    if not path:
        return new
    changed = copy.copy(value)
    old = None if len(path) == 1 else changed[path[0]]
    changed[path[0]] = edit(old, path[1:], new)
    return changed


def drop(value: Any, path: Path) -> Any:
    """``value`` without what stands at ``path``."""
    changed = copy.copy(value)
    if len(path) == 1:
        del changed[path[0]]
    else:
        changed[path[0]] = drop(changed[path[0]], path[1:])
    return changed
