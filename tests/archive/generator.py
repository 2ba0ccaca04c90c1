"""Archives whose audit is known beforehand, to the last count.

Payloads are the examples of the contract, at other times and from other accounts. Up to one in a hundred has something
wrong, one of :data:`ANOMALIES`. What an audit must count is worked out here from the contract alone: neither the audit
nor ``check`` is asked.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from eventcontract import pointers
from eventcontract.model import Array, Contract, Event, Field, Object, Scalar, event_root

NO_EVENT = "(no event)"
# The share of the most frequent event, as in real archives.
_FREQUENT = 0.55
_START = datetime(2026, 1, 1, tzinfo=UTC)
_DAYS = 90
_ACCOUNTS = 12
_RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")


class Finding(NamedTuple):
    """What an audit must find: level, rule, place (``*`` for an element), and the value, if it may be shown."""

    level: str
    rule: str
    pointer: str
    value: str | None = None


class Answer(NamedTuple):
    """What an audit must count for one delivery."""

    event: str
    account: str | None
    producer: str | None
    day: str | None
    findings: frozenset[Finding]

    @property
    def refused(self) -> bool:
        """Whether readers refuse it."""
        return any(finding.level == "error" for finding in self.findings)


class Line(NamedTuple):
    """A line of an archive, without its line feed, and what must be counted for each delivery in it.

    ``broken``: it is not JSON, and the next line must begin with ``{``, or it would be skipped too.
    """

    text: bytes
    answers: tuple[Answer, ...]
    broken: bool = False


class Answers:
    """The tables that an audit must have, and how often each anomaly occurs."""

    def __init__(self) -> None:
        self.seen: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
        self.refused: Counter[tuple[str, str | None, str | None, str | None]] = Counter()
        self.found: Counter[tuple[Any, ...]] = Counter()
        self.planted: Counter[str] = Counter()
        self.with_infos = 0
        self.with_others = 0

    def add(self, line: Line) -> None:
        for answer in line.answers:
            scope = answer.account, answer.producer, answer.day
            self.seen[(answer.event, *scope)] += 1
            if answer.refused:
                self.refused[(answer.event, *scope)] += 1
            levels = {finding.level for finding in answer.findings}
            self.with_infos += "info" in levels
            self.with_others += bool(levels - {"info"})
            for finding in answer.findings:
                self.found[(answer.event, *finding, *scope)] += 1


@dataclass
class Delivery:
    """A payload that is being made, and what is known of it. ``moment`` is ``None`` if its time is not readable."""

    event: Event
    root: Object
    payload: dict[str, Any]
    moment: datetime | None
    extra: set[Finding]

    def body(self, of: Paths) -> Any:
        return self.payload.get(of.body)


@dataclass(frozen=True)
class Paths:
    """Where the members that matter are."""

    name: pointers.Path
    time: pointers.Path
    account: pointers.Path
    producer: pointers.Path
    body: str

    @classmethod
    def of(cls, contract: Contract) -> Paths:
        message = contract.message
        assert message.time and message.dimensions.account and message.dimensions.producer
        places = (message.time, message.dimensions.account, message.dimensions.producer)
        return cls(message.discriminator, *map(pointers.parse, places), message.body)


# -- what the contract says of a payload that has nothing else wrong with it -------------------------


def facts(tree: Object, value: Any, path: tuple[str, ...], month: str | None) -> Iterator[Finding]:
    """The findings about an object that only has what its contract describes; ``month`` is that of the event."""
    if not isinstance(value, dict):
        return
    for field in tree.fields:
        place = pointers.build((*path, field.name))
        content = value.get(field.name)
        if field.since is not None and field.always and content is None:
            late = field.since.by is not None and month is not None and month > field.since.by
            yield Finding("warning", "missing-field", place) if late else Finding("info", "before-since", place)
        elif field.name in value:
            if field.until is not None:
                yield Finding("info", "withdrawn-field", place)
            elif not field.documented:
                yield Finding("info", "undocumented-field", place)
            yield from _below(field.type, content, (*path, field.name), month)
    for key in tree.keys:
        if key.name in value and key.until is not None:
            yield Finding("info", "withdrawn-field", pointers.build((*path, key.name)))


def _below(of: Any, value: Any, path: tuple[str, ...], month: str | None) -> Iterator[Finding]:
    if isinstance(of, Object):
        yield from facts(of, value, path, month)
    elif isinstance(of, Array) and isinstance(value, list):
        for each in value:
            yield from _below(of.items, each, (*path, "*"), month)


def is_plain(tree: Object, value: Any) -> bool:
    """Whether :func:`facts` knows all there is: no times in odd spellings, no numbers as identifiers, no errata."""
    for field in tree.fields:
        content = value.get(field.name) if isinstance(value, dict) else None
        for each in content if isinstance(content, list) else [content]:
            scalar = field.scalar
            if isinstance(each, dict) and field.object is not None and not is_plain(field.object, each):
                return False
            if each is None or scalar is None:
                continue
            if scalar.kind in ("timestamp", "date") and scalar.errata and not _RFC_3339.fullmatch(str(each)):
                return False
            if scalar.kind == "timestamp" and not _RFC_3339.fullmatch(str(each)):
                return False
            if scalar.kind == "identifier" and not re.fullmatch(r"[0-9]*", str(each)):
                return False
            if scalar.kind == "identifier" and not isinstance(each, str):
                return False
    return True


# -- what can be wrong -------------------------------------------------------------------------------

#: Changes a delivery; false if that is impossible for this one.
Change = Callable[["Generator", Delivery], bool]
#: Makes a line that is not the delivery of an event.
Make = Callable[["Generator", Delivery], Line]


def _unknown_in(*steps: str) -> Change:
    def change(self: Generator, made: Delivery) -> bool:
        path = [self.paths.body if step == "BODY" else step for step in steps]
        holder = pointers.get(made.payload, path)
        tree: Any = made.root
        for step in path:
            tree = tree.member(step).type
        if not isinstance(holder, dict) or not isinstance(tree, Object) or tree.open or tree.free or tree.alternatives:
            return False
        holder["zz_brand_new"] = self.random.randrange(9)
        made.extra.add(Finding("warning", "undocumented-field", pointers.build((*path, "zz_brand_new"))))
        return True

    return change


def _time(text: str | None, rule: str) -> Change:
    def change(self: Generator, made: Delivery) -> bool:
        if text == "":
            *path, last = self.paths.time
            del pointers.get(made.payload, path)[last]
        else:
            pointers.put(made.payload, self.paths.time, text)
        made.moment = None
        made.extra.add(Finding("error", rule, pointers.build(self.paths.time)))
        return True

    return change


def _spelled(form: str, hours: float, odd: bool) -> Change:
    def change(self: Generator, made: Delivery) -> bool:
        assert made.moment is not None
        local = made.moment.replace(microsecond=0) + timedelta(hours=hours)
        made.moment = made.moment.replace(microsecond=0)
        pointers.put(made.payload, self.paths.time, local.strftime(form))
        if odd:
            made.extra.add(Finding("info", "tolerated-spelling", pointers.build(self.paths.time)))
        return True

    return change


def _new_event(self: Generator, made: Delivery) -> bool:
    pointers.put(made.payload, self.paths.name, f"brand_new_{self.random.randrange(3)}")
    return True


def _new_producer(self: Generator, made: Delivery) -> bool:
    if pointers.get(made.payload, self.paths.producer) is None:
        return False
    pointers.put(made.payload, self.paths.producer, "brand-new")
    place = pointers.build(self.paths.producer)
    made.extra.add(Finding("warning", "undocumented-value", place, "brand-new"))
    return True


def _in_body(
    applies: Callable[[Field, Any], bool], new: Callable[[Any], Any], level: str, rule: str, *, shown: bool = False
) -> Change:
    """Give one field of the body that ``applies`` another value."""

    def change(self: Generator, made: Delivery) -> bool:
        body = made.body(self.paths)
        tree = made.root.member(self.paths.body).type
        if not isinstance(body, dict) or not isinstance(tree, Object) or tree.alternatives:
            return False
        fitting = [field for field in tree.fields if field.name in body and applies(field, body[field.name])]
        if not fitting:
            return False
        field = self.random.choice(fitting)
        value = new(body[field.name])
        body[field.name] = value
        value = value if shown and not field.sensitive else None
        made.extra.add(Finding(level, rule, pointers.build((self.paths.body, field.name)), value))
        return True

    return change


def _required_is_missing(self: Generator, made: Delivery) -> bool:
    tree = made.root.member(self.paths.body).type
    body = made.body(self.paths)
    if not isinstance(tree, Object) or tree.alternatives:
        return False
    required = [field.name for field in tree.fields if field.required and field.name in body]
    if not required:
        return False
    name = self.random.choice(required)
    del body[name]
    made.extra.add(Finding("error", "missing-field", pointers.build((self.paths.body, name))))
    return True


def _no_account(self: Generator, made: Delivery) -> bool:
    *path, last = self.paths.account
    holder = pointers.get(made.payload, path)
    field = _member(made.root, self.paths.account)
    if holder.get(last) is None or field.always:
        return False
    del holder[last]
    return True


def _body_is_a_list(self: Generator, made: Delivery) -> bool:
    made.payload[self.paths.body] = [1]
    made.extra.add(Finding("error", "wrong-type", pointers.build((self.paths.body,))))
    return True


def _member(tree: Object, path: pointers.Path) -> Field:
    *steps, last = path
    for step in steps:
        below = tree.member(step).type
        assert isinstance(below, Object)
        tree = below
    return tree.member(last)


def _no_delivery(rule: str, text: Callable[[Generator, Delivery], bytes], *, broken: bool = False) -> Make:
    def make(self: Generator, made: Delivery) -> Line:
        answer = Answer(NO_EVENT, None, None, None, frozenset({Finding("error", rule, "")}))
        return Line(text(self, made), (answer,), broken)

    return make


def _plain_id(field: Field, value: Any) -> bool:
    scalar = field.type
    return isinstance(scalar, Scalar) and scalar.kind == "identifier" and not scalar.errata and bool(value)


def _plain_value(field: Field, value: Any) -> bool:
    scalar = field.type
    return (
        isinstance(scalar, Scalar)
        and scalar.kind == "text"
        and scalar.listed
        and not scalar.value_patterns
        and not scalar.separator
        and isinstance(value, str)
    )


def _a_number(field: Field, value: Any) -> bool:
    return isinstance(field.type, Scalar) and field.type.kind == "integer" and isinstance(value, int)


def _dumped(payload: Any) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


#: What can be wrong with the delivery of an event.
CHANGES: dict[str, Change] = {
    "unknown key of the body": _unknown_in("BODY"),
    "unknown key of the event": _unknown_in(),
    "unknown key next to the name": lambda self, made: _unknown_in(*self.paths.name[:-1])(self, made),
    "naive time": _time("2026-02-03T04:05:06", "naive-timestamp"),
    "impossible time": _time("2026-13-03T04:05:06Z", "bad-timestamp"),
    "no time": _time("", "missing-field"),
    "null for the time": _time(None, "null-field"),
    "time as in Ruby": _spelled("%Y-%m-%d %H:%M:%S -0800", -8, odd=True),
    "time of another zone": _spelled("%Y-%m-%dT%H:%M:%S+09:30", 9.5, odd=False),
    "new event": _new_event,
    "new producer": _new_producer,
    "new value": _in_body(_plain_value, lambda _: "hibernated", "warning", "undocumented-value", shown=True),
    "id in letters": _in_body(_plain_id, lambda _: "12a", "warning", "id-format"),
    "text for a number": _in_body(_a_number, lambda value: str(value), "error", "wrong-type"),
    "list for a text": _in_body(_plain_value, lambda value: [value], "error", "wrong-type"),
    "required field missing": _required_is_missing,
    "body is a list": _body_is_a_list,
    "no account": _no_account,
}

#: What can be there instead.
INSTEAD: dict[str, Make] = {
    "cut off": _no_delivery("not-json", lambda _, made: _dumped(made.payload)[:-7], broken=True),
    "prose": _no_delivery("not-json", lambda _, __: b"upload failed, try again", broken=True),
    "infinite number": _no_delivery("not-json", lambda _, made: _dumped(made.payload)[:-1] + b',"n":1e400}'),
    "too deep": _no_delivery("too-deep", lambda _, __: b'{"a":' + b"[" * 600 + b"]" * 600 + b"}"),
    "no event": _no_delivery("not-an-event", lambda _, __: b'{"ping":true}'),
    "signed": _no_delivery("signed-delivery", lambda _, __: b"eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"),
}
ANOMALIES = (*CHANGES, *INSTEAD)


class Generator:
    """Makes the lines of one archive. The same ``seed`` makes the same archive.

    ``odd`` is the share of lines with an anomaly, ``wrapped`` that of lines in an envelope or a batch.
    """

    def __init__(self, contract: Contract, seed: int, *, odd: float = 0.005, wrapped: float = 0.02) -> None:
        self.random = random.Random(seed)
        self.paths = Paths.of(contract)
        self._contract = contract
        self._odd = odd
        self._wrapped = wrapped
        self._roots = {name: event_root(contract, name) for name in contract.events}
        self._payloads: dict[str, list[dict[str, Any]]] = {}
        self._informed: dict[str, list[dict[str, Any]]] = {}
        for name, event in contract.events.items():
            payloads = [json.loads(example.text) for example in event.examples]
            plain = [each for each in payloads if is_plain(self._roots[name], each)]
            if plain:
                self._payloads[name] = plain
                informed = [each for each in plain if any(facts(self._roots[name], each, (), "2026-01"))]
                self._informed[name] = informed or plain
        self._names = list(self._payloads)
        self._frequent = "asset_accessed" if "asset_accessed" in self._payloads else self._names[0]

    def lines(self, number: int, answers: Answers) -> Iterator[bytes]:
        """``number`` lines with their line feeds; what must be counted is added to ``answers``."""
        broken = False
        for _ in range(number):
            line = self._line(answers, after_broken=broken)
            broken = line.broken
            answers.add(line)
            yield line.text + b"\n"

    def _line(self, answers: Answers, *, after_broken: bool) -> Line:
        draw = self.random.random()
        if draw < self._odd:
            kind = self.random.choice(ANOMALIES)
            if kind in INSTEAD:
                if not after_broken:
                    answers.planted[kind] += 1
                    return INSTEAD[kind](self, self._delivery())
            else:
                made = self._delivery()
                if CHANGES[kind](self, made):
                    answers.planted[kind] += 1
                    return Line(_dumped(made.payload), (self._answer(made),))
        made = [self._delivery() for _ in range(3 if draw > 1 - self._wrapped / 2 else 1)]
        own = tuple(map(self._answer, made))
        if len(made) > 1:
            texts = [_dumped(each.payload).decode() for each in made]
            records = [{"messageId": f"m{index}", "body": text} for index, text in enumerate(texts)]
            return Line(_dumped({"Records": records}), own)
        if draw > 1 - self._wrapped:
            return Line(_dumped({"messageId": "m", "body": _dumped(made[0].payload).decode()}), own)
        return Line(_dumped(made[0].payload), own)

    def _delivery(self) -> Delivery:
        frequent = self.random.random() < _FREQUENT
        name = self._frequent if frequent else self.random.choice(self._names)
        # Fields that the vendor does not document are in most events of today.
        payloads = self._informed[name] if self.random.random() < 0.5 else self._payloads[name]
        payload = copy.deepcopy(self.random.choice(payloads))
        moment = _START + timedelta(milliseconds=self.random.randrange(_DAYS * 86_400_000))
        pointers.put(payload, self.paths.time, f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z")
        if pointers.get(payload, self.paths.account) is not None:
            number = int(_ACCOUNTS * self.random.random() ** 2)
            pointers.put(payload, self.paths.account, str(21_070_000_000_000_001 + number))
        if self.random.random() < 0.5:
            body = payload[self.paths.body]
            # Null and missing mean the same at the top of a body.
            for field in self._contract_fields(name):
                if not field.always and field.nullable == "yes" and body.get(field.name, 0) is None:
                    del body[field.name]
        return Delivery(self._contract.events[name], self._roots[name], payload, moment, set())

    def _contract_fields(self, name: str) -> tuple[Field, ...]:
        tree = self._roots[name].member(self.paths.body).type
        return tree.fields if isinstance(tree, Object) and not tree.alternatives else ()

    def _answer(self, made: Delivery) -> Answer:
        name = pointers.get(made.payload, self.paths.name)
        scope = (
            pointers.get(made.payload, self.paths.account),
            pointers.get(made.payload, self.paths.producer),
            f"{made.moment:%Y-%m-%d}" if made.moment else None,
        )
        if name not in self._contract.events:
            place = pointers.build(self.paths.name)
            return Answer(name, *scope, frozenset({Finding("warning", "undocumented-event", place)}))
        findings = set(facts(made.root, made.payload, (), f"{made.moment:%Y-%m}" if made.moment else None))
        # Of a field that readers refuse, the error says what is wrong.
        refused = {finding.pointer for finding in made.extra if finding.level == "error"}
        findings = {each for each in findings if each.pointer not in refused or each.rule == "undocumented-field"}
        if not made.event.documented:
            findings.add(Finding("info", "undocumented-event", pointers.build(self.paths.name)))
        return Answer(name, *scope, frozenset(findings | made.extra))
