"""What a contract allows an event to be: every example, and a covering set of variations of one.

Each variation changes one thing, so that what breaks a handler has a name. They come out of the
model: nothing is drawn, unless a seed other than 0 asks for other values where any would do.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, assert_never

from eventcontract import pointers
from eventcontract.model import Array, Contract, Erratum, Field, Object, Scalar, wording
from eventcontract.model.contract import ScalarKind
from eventcontract.pointers import ELEMENT, Path
from eventcontract.testing.allowed.editing import at, difference, drop, everywhere, has, put
from eventcontract.testing.allowed.history import differences, oldest
from eventcontract.testing.allowed.payloads import Payload, Payloads
from eventcontract.testing.allowed.values import OFFSETS, SPELLINGS, Values, spelt
from eventcontract.testing.cases import Case

#: (variation, why it is allowed, payload)
Variation = tuple[str, str, Payload]

#: The event that no contract has; its cases are those of an event that the vendor adds one day.
UNKNOWN_EVENT = "unknown-event"

_NEW = ("something_new", "brand_new", "added_later", "not_yet_known")
_ADDED: tuple[Any, ...] = ("new", {"inner": ["new"]}, 7, None, [])
# Columns for short texts often hold 255 characters.
_SHORT = 256
_LONG = 1024
# Characters of four bytes, two in UTF-16: a column's limit can count characters, bytes or halves of them.
_FOUR_BYTES = ("🎓𝄞🚀", "👩🧪𐍈", "🏫𠮷🐢")
_PROSE = ("Ærøskøbing – 日本語 🎓", "Łódź „Ünïcode“ Ελληνικά", "שלום — Привет 👩‍🚀")


class Casebook:
    """The cases of a contract, made on first use and kept. ``deliver(form, payload)`` is for :class:`Case`."""

    def __init__(self, contract: Contract, deliver: Callable[[str, Mapping[str, Any]], Any]) -> None:
        self.contract = contract
        self.values = Values(contract)
        self._deliver = deliver
        self._payloads: dict[str, Payloads] = {}
        self._cases: dict[tuple[str, int, bool], list[Case]] = {}

    def payloads(self, name: str) -> Payloads:
        """The payloads of one event."""
        if name not in self._payloads:
            self._payloads[name] = Payloads(self.contract, name, self.values)
        return self._payloads[name]

    def cases(self, names: Iterable[str], seed: int = 0, *, history: bool = False) -> list[Case]:
        """The cases of the events ``names``, and of an event that is not in the contract.

        With ``history``, those of each event are followed by what only archives hold.
        """
        names = list(names)
        known: list[Case] = []
        for name in names:
            known += self._made(name, seed, history=False)
            known += self._made(name, seed, history=True) if history else []
        return [*known, *(self._case(UNKNOWN_EVENT, *each) for each in self._unknown(names[0], seed))]

    def _made(self, name: str, seed: int, *, history: bool) -> list[Case]:
        if (name, seed, history) not in self._cases:
            variations = Variations(self.payloads(name), seed)
            found = variations.history() if history else variations.all()
            self._cases[name, seed, history] = [self._case(name, name, *each) for each in found]
        return self._cases[name, seed, history]

    def _case(self, begin: str, event: str, variation: str, why: str, payload: Payload) -> Case:
        return Case(f"{begin}/{variation}", event, why, payload, self._deliver)

    def _unknown(self, model: str, seed: int) -> Iterator[tuple[str, str, str, Payload]]:
        name = next(name for name in _picked(_NEW, seed, UNKNOWN_EVENT) if name not in self.contract.events)
        message = self.contract.message
        members = {member.name for member in message.tree.fields}
        payload = {key: value for key, value in self.payloads(model).base.items() if key in members}
        payload = json.loads(json.dumps({**payload, message.body: {"id": "1"}}))
        pointers.put(payload, message.discriminator, name)  # which can be inside the body
        yield name, "new-name", "the vendor adds events", payload


class Variations:
    """The variations of one event."""

    def __init__(self, payloads: Payloads, seed: int = 0) -> None:
        self._of = payloads
        self._seed = seed
        self._errata: dict[str, Erratum] = payloads.contract.errata

    def all(self) -> list[Variation]:
        """Every example and variation; no two variations have the same name, or the same payload."""
        examples = list(self._examples())
        made = [*self._whole(), *self._each_field(), *self._objects()]
        made += [*self._timestamps(), *self._identifiers(), *self._prose(), *self._least(), *self._lengths()]
        found = _distinct(made, [self._of.base] if self._of.base in self._of.examples.values() else [])
        # What changes least comes first: where something else had to change as well, that could be what is wrong.
        found.sort(key=lambda each: difference(self._of.base, each[2]))
        if self._seed:
            # The names and their order are those of every run, whatever the values happen to be.
            order = {name: index for index, (name, _, _) in enumerate(Variations(self._of).all())}
            found = sorted((each for each in made if each[0] in order), key=lambda each: order[each[0]])
        # The base before all: where that fails, all fail. Examples last: a variation says more of what is wrong.
        plain = [each for each in examples if each[2] == self._of.base]
        return [*plain, *found, *(each for each in examples if each not in plain)]

    def history(self) -> list[Variation]:
        """What only archives hold: each thing that was different once, then all of them at once."""
        found = [(each.name, each.why, each.whole) for each in differences(self._of)]
        found.sort(key=lambda each: difference(self._of.base, each[2]))
        last = oldest(self._of)
        if last is not None:
            month, payload = last
            found.append(("oldest", f"all that was different once, as in {month or 'old'} events", payload))
        return _distinct(found, [payload for _, _, payload in self.all()])

    # -- the event as a whole ------------------------------------------------------------------------

    def _examples(self) -> Iterator[Variation]:
        for example in self._of.event.examples:
            yield f"example:{example.name}", f"{example.origin} example: {example.summary}", json.loads(example.text)

    def _whole(self) -> Iterator[Variation]:
        of, base = self._of, self._of.base
        present = {path for path in of.fields if any(value is not None for _, value in everywhere(base, path))}
        yield "complete", f"every member that is always sent has a value, {len(present)} in all", base
        current = of.origin_of(base)
        for origin in of.origins:
            if origin != current:
                groups = [
                    shape.groups[name]
                    for shape in of.contract.shapes.values()
                    for name in shape.origins.get(origin, ())
                ]
                payload = of.caused_by(base, origin)
                said = f"sent when {' and '.join(groups)}." if groups else f"cause: {origin}."
                yield f"origin:{origin}", said + self._gone(payload), payload
        for missing, there, payload in of.parted():
            clauses = {name: clause for shape in of.contract.shapes.values() for name, clause in shape.groups.items()}
            why = f"sent when {clauses[there]}, whether or not {clauses[missing]}."
            yield f"without:{missing}", why + self._gone(payload), payload
        for path, tree in of.objects.items():
            for alternative in tree.alternatives:
                reached = of.reach(path) if path else (base, ())
                if reached is None:
                    continue
                payload, place = reached
                if not any(name in at(payload, place) for name in alternative.fields):
                    label = of.labels[path] if self._is_ambiguous(alternative.name) else ""
                    name = f"alternative:{label}{'=' if label else ''}{alternative.name}"
                    changed = of.with_alternative(payload, path, alternative)
                    yield name, alternative.description + self._gone(changed), changed

    def _gone(self, payload: Payload) -> str:
        gone = [
            self._of.labels[path]
            for path in self._of.fields
            if path[-1] != ELEMENT and any(everywhere(self._of.base, path)) and not any(everywhere(payload, path))
        ]
        return f" It lacks {', '.join(gone)}" if gone else ""

    def _least(self) -> Iterator[Variation]:
        yield "absent:all-optional", "only what is always sent has to be there", self._of.stripped(self._of.base)

    def _is_ambiguous(self, alternative: str) -> bool:
        names = [each.name for tree in self._of.objects.values() for each in tree.alternatives]
        return names.count(alternative) > 1

    # -- one field -----------------------------------------------------------------------------------

    def _each_field(self) -> Iterator[Variation]:
        found = [(path, field, self._of.reach(path)) for path, field in self._of.fields.items()]
        sent = [(path, field, *reached) for path, field, reached in found if reached is not None]
        for path, field, payload, place in sorted(sent, key=lambda each: difference(self._of.base, each[2])):
            label = self._of.labels[path]
            if path[-1] != ELEMENT:
                yield from self._presence(path, field, label, payload, place)
            where = pointers.build(path)
            match field.type:
                case Array():
                    yield f"empty:{label}", f"nothing says that {where} has elements", put(payload, place, [])
                case Scalar() as scalar:
                    if scalar.kind in ("integer", "number"):
                        yield f"zero:{label}", f"nothing says that {where} is never 0", put(payload, place, 0)
                    if scalar.kind == "integer" and self._is_always_zero(path):
                        yield f"whole:{label}", f"nothing says that {where} is always 0", put(payload, place, 2)
                    if scalar.kind == "number":
                        for name, value in (("fraction", 0.5), ("whole", 2)):
                            yield f"{name}:{label}", f"{where} is a number, whole or not", put(payload, place, value)
                    if scalar.kind in ("text", "identifier") and scalar.const is None:
                        yield from self._texts(path, scalar, label, payload, place)
                    yield from self._oddities(scalar, label, payload, place)
                case Object():
                    pass
                case _:
                    assert_never(field.type)

    def _is_always_zero(self, path: Path) -> bool:
        return not any(value for example in self._of.examples.values() for _, value in everywhere(example, path))

    def _presence(self, path: Path, field: Field, label: str, payload: Payload, place: Any) -> Iterator[Variation]:
        where = pointers.build(path)
        examples = self._of.examples.values()
        shown = any(value is not None for each in (self._of.base, *examples) for _, value in everywhere(each, path))
        if not shown and not self._is_alternative(path):
            yield f"present:{label}", self._presence_reason(path) or f"{where} is documented", payload
        if field.may_be_null:
            said = (
                "can be null" if field.nullable == "yes" else "may be null: nothing proves that it always has a value"
            )
            yield f"null:{label}", f"{where} {said}", put(payload, place, None)
        # Where the base lacks the key, the base is the case.
        lacking = has(self._of.base, place[:-1]) and not has(self._of.base, place)
        if self._of.is_removable(path) and not lacking:
            can = "can" if field.nullable == "yes" else "may"
            why = f"{where} {can} be null, and what {can} be null {can} be left out"
            yield (
                f"absent:{label}",
                self._presence_reason(path) if not field.may_be_null else why,
                drop(payload, place),
            )

    def _is_alternative(self, path: Path) -> bool:
        return any(self._of.fields[path[:length]].in_alternative for length in range(1, len(path) + 1))

    def _presence_reason(self, path: Path) -> str:
        field = self._of.fields[path]
        when = wording.condition(self._of.contract, field, self._of.holder(path))
        if when is not None:
            return f"sent {when}"
        return "" if field.documented else f"not documented; known from {wording.KNOWN_FROM[field.evidence]}"

    def _texts(self, path: Path, scalar: Scalar, label: str, payload: Payload, place: Any) -> Iterator[Variation]:
        where, known = pointers.build(path), scalar.known_values
        for value in known:
            source = "documented" if value in scalar.values else "an example shows it"
            yield (
                f"value:{label}={value}",
                f"{where} has this value: {source}",
                self._changed(path, payload, place, value),
            )
        for pattern in scalar.value_patterns:
            value = self._matching(path, pattern)
            yield (
                f"value:{label}={value}",
                f"{where} has such values: {pattern}",
                self._changed(path, payload, place, value),
            )
        if scalar.separator is not None:
            value = scalar.separator.join(known[:2])
            yield f"value:{label}={value}", f"{where} is a list of values", self._changed(path, payload, place, value)
        if known:
            value = next(each for each in _picked(_NEW, self._seed, label) if each not in known)
            name = f"value:{label}={'unknown' if 'unknown' not in known else '(unknown)'}"
            yield name, f"no list of the values of {where} is complete", self._changed(path, payload, place, value)
        if scalar.empty:
            kind = "id:empty" if scalar.kind == "identifier" else "empty"
            yield (
                f"{kind}:{label}",
                f"{where} can be empty text, which means no value",
                put(payload, place, ""),
            )
        if scalar.limit is not None:
            text = (_picked(_PROSE, self._seed, label)[0] + " ") * scalar.limit
            plain = text.encode("ascii", "ignore").decode() or "x" * scalar.limit
            why = f"{where} has up to {scalar.limit} characters"
            yield f"long:{label}", why, put(payload, place, ("Long text. " + plain)[: scalar.limit - 1] + ".")
        if self._of.values.any_length(scalar) and (scalar.limit is None or scalar.limit > _SHORT):
            text = _ascii(at(payload, place))
            why = f"people, institutions or tools choose {where}, and nothing limits it to {_SHORT - 1} characters"
            if len(text) < _SHORT:
                yield f"length:{label}", why, self._changed(path, payload, place, text.ljust(_SHORT, "x"))

    def _changed(self, path: Path, payload: Payload, place: Any, value: Any) -> Payload:
        changed: Payload = put(payload, place, value)
        return self._of.settled(changed, path[:-1]) if path[-1] != ELEMENT else changed

    def _matching(self, path: Path, pattern: str) -> str:
        for text in self._of.near(path):
            if isinstance(text, str) and re.fullmatch(pattern, text):
                return text
        from eventcontract.testing.allowed.matching import shortest

        return shortest(pattern)

    def _oddities(self, scalar: Scalar, label: str, payload: Payload, place: Any) -> Iterator[Variation]:
        """What an erratum allows: sent, or said to be sent, though it should not be."""
        kind = self._of.contract.types[scalar.type]
        for each in scalar.errata:
            erratum = self._errata[each.id]
            why = f"erratum {erratum.id}. Shown: {erratum.shows} True: {erratum.actual}"
            value = at(payload, place)
            if each.tolerates == "integer":
                number = int(value) % kind.partition.size if kind.partition else int(value)
                yield f"id:integer:{label}", why, put(payload, place, number)
            elif scalar.kind == "timestamp":
                for spelling in SPELLINGS:
                    text = spelt(kind, value, spelling, OFFSETS[1], tolerated=True) or spelt(
                        kind, value, spelling, OFFSETS[3], tolerated=True
                    )
                    if text is not None:
                        yield f"spelling:{label}:{spelling}", why, put(payload, place, text)
            else:
                yield f"spelling:{label}:midnight", why, put(payload, place, f"{value}T00:00:00Z")

    # -- several fields at once ------------------------------------------------------------------------

    def _objects(self) -> Iterator[Variation]:
        for path in self._of.objects:
            reached = self._of.reach(path) if path else (self._of.base, ())
            if reached is None:
                continue
            payload, place = reached
            name = next(key for key in _picked(_NEW, self._seed, "key") if key not in at(payload, place))
            value = _picked(_ADDED, self._seed, "value")[0]
            yield (
                f"extra-key:{pointers.build(path) or '/'}",
                "the vendor adds keys",
                put(payload, (*place, name), value),
            )

    def _places(self, kind: ScalarKind) -> list[tuple[Path, Scalar, Any, Any]]:
        """(path, scalar, place, value) of every value of this kind in the base."""
        return [
            (path, field.type, place, value)
            for path, field in self._of.fields.items()
            if isinstance(field.type, Scalar) and field.type.kind == kind
            for place, value in everywhere(self._of.base, path)
            if isinstance(value, str) and value
        ]

    def _timestamps(self) -> Iterator[Variation]:
        scalars, found = self._of.contract.types, self._places("timestamp")
        offsets = [OFFSETS[0], *_picked(OFFSETS[1:], self._seed, "offsets")]
        for name, spelling, offset in (
            ("milliseconds", "milliseconds", 0),
            ("seconds", "seconds", 0),
            ("microseconds", "microseconds", 0),
            ("offset", "milliseconds", offsets[1]),
            ("offset", "seconds", offsets[1]),
        ):
            changed, shown = self._of.base, ""
            for _, scalar, place, text in found:
                written = spelt(scalars[scalar.type], text, spelling, offset)
                if written:
                    changed, shown = put(changed, place, written), shown or f": {written}"
            suffix = f"{name}-{spelling}" if name == "offset" else name
            yield f"spelling:{suffix}", f"timestamps are sent with any offset and fraction{shown}", changed
        if len(found) > 1:
            changed = self._of.base
            for index, (_, scalar, place, text) in enumerate(found):
                options = (
                    spelt(scalars[scalar.type], text, each, offsets[index % 3]) for each in ("milliseconds", "seconds")
                )
                written = next((each for each in options if each), text)
                changed = put(changed, place, written)
            yield "offsets:mixed", "the offsets of one event can differ", changed

    def _identifiers(self) -> Iterator[Variation]:
        changed, counts = self._of.base, []
        for _, scalar, place, text in self._places("identifier"):
            kind = self._of.contract.types[scalar.type]
            partition, count = kind.partition, self._of.values.digits(kind)
            if partition is not None and scalar.scope not in (None, partition.scope):
                continue
            number = 10 ** (count - 1) + int(text) % (partition.size if partition else 10 ** (count - 1))
            changed = put(changed, place, str(number))
            counts.append(count)
        if counts:
            digits = max(counts)
            why = f"identifiers have up to {digits} digits, more than a double holds"
            yield f"id:{digits}-digits", why, changed

    def _prose(self) -> Iterator[Variation]:
        changed = self._of.base
        for path, scalar, place, text in self._places("text"):
            depends = any(self._of.fields[path[:length]].group for length in range(1, len(path) + 1))
            if self._of.contract.types[scalar.type].prose and not scalar.values and not depends:
                words = f"{text} {_picked(_PROSE, self._seed, 'prose')[0]}"
                changed = put(changed, place, words[-scalar.limit :] if scalar.limit else words)
        yield "non-ascii", "people write these texts, in any language", changed

    def _lengths(self) -> Iterator[Variation]:
        changed, letters = self._of.base, _picked(_FOUR_BYTES, self._seed, "lengths")[0]
        for path, field in self._of.fields.items():
            if isinstance(field.type, Scalar) and self._of.values.any_length(field.type) and self._of.is_sent(path):
                count = min(field.type.limit or _LONG, _LONG)
                text = (letters * count)[:count]
                changed = self._of.assigned(changed, path, text)
        why = (
            f"people, institutions or tools choose these texts: {_LONG:,} characters of four bytes, or up to the limit"
        )
        yield "length:all-texts", why, changed


def _ascii(text: Any) -> str:
    return text.encode("ascii", "ignore").decode() if isinstance(text, str) else ""


def _distinct(variations: Iterable[Variation], others: Iterable[Payload]) -> list[Variation]:
    """``variations`` without those whose payload is that of one before, or of ``others``."""
    seen = {json.dumps(payload) for payload in others}
    found = []
    for each in variations:
        text = json.dumps(each[2])
        if text not in seen:
            found.append(each)
            seen.add(text)
    return found


def _picked(options: tuple[Any, ...], seed: int, what: str) -> list[Any]:
    """``options``, in another order for another seed."""
    order = list(options)
    if seed:
        random.Random(f"{seed}/{what}").shuffle(order)
    return order
