"""Inputs that nobody would send, made from those that somebody does.

There are two ways: bytes are changed wherever they are, which seldom gets past the first look at a
text; and events are changed as what they are, put into envelopes and only then written, which does.
"""

from __future__ import annotations

import base64
import json
from collections import OrderedDict, UserDict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

from eventcontract.model import Contract
from tests.support.deliveries import (
    TOKEN,
    Failing,
    batched,
    examples,
    own,
    put,
    released,
    renamed,
    skeleton,
    takes_text,
    text_of,
    wrap,
)

#: What a person is called. It must show in nothing that is said of a delivery.
CANARY = "Wilhelmina Öberg-Sørensen"

# Marks, what is no UTF-8, and numbers and texts at their limits.
PIECES = (
    b'" { } [ ] , : \\ \\u \\ud800 \\udc00 \\u0000 null true NaN -Infinity -0 -0.0 0 1e999 1e-999 1E308 . - e +'.split()
)
PIECES += [
    b"\x00",
    b"\x1f",
    b"\x7f",
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\n",
]
PIECES += [b"{}", b"[]", b'""', b'"a":', b'"a":1,', b"\xe2\x80\xa8", "\u0661".encode(), CANARY.encode()]
PIECES += [b"2025-03-09 08:15:00 -0800", b"9999-12-31T23:59:59.9999999Z", TOKEN.encode(), b"eyJ", b"..", b"e30="]
# Runs of what has to be read again and again by a reader that does not take care.
RUNS = [piece * 20_000 for piece in (b'"', b'\\"', b"\\", b"9", b"[", b"]", b'{"a":', b" ", b"eyJ.", b'"a":1,', b"9.")]

#: JSON texts of odd values.
VALUES = [
    "null",
    "true",
    "7",
    "1.5",
    "-1e5",
    "13330.0",
    "-0.0",
    '""',
    "[]",
    "{}",
    '"x"',
    "[[]]",
    '{"a":[null]}',
    '[{"":0}]',
]
VALUES += ["9" * 19, "9" * 300, "9" * 400, "9" * 5000, "1e999", "1e-999", "NaN", "0." + "1" * 400, "01", "1e400e"]
VALUES += ['"\\ud800"', '"\\ud83d\\udcee"', '"\\u0000"', '"\t"', '{"a":1,"a":2}', '{"\\udc00":1}', f'"{"[" * 600}"']
VALUES += [
    "[" * 500 + "]" * 500,
    "[" * 512 + "1" + "]" * 512,
    "[" * 3000 + "]" * 3000,
    '{"a":' * 3000 + "1" + "}" * 3000,
]
VALUES += [json.dumps(CANARY), json.dumps({CANARY: [CANARY]}), json.dumps(TOKEN), '"12\\n"', '"\u0661"', '"00"', '" 7"']
VALUES += [
    '"2025-03-09T08:15:00"',
    '"2025-03-09 08:15:00 -0800"',
    '"2025-02-30T08:15:00Z"',
    '"2025-03-09"',
    '"0000-01-01T00:00:00Z"',
]

#: Keys and names, besides those of the contract.
KEYS = [
    "",
    "a",
    "~",
    "/",
    "~1",
    "\x00",
    "metadata ",
    "__class__",
    "__proto__",
    "$ref",
    "Records",
    "Messages",
    "iss",
    CANARY,
]


class Text(str):
    """A text that says another."""

    def __str__(self) -> str:
        return CANARY


class Number(int):
    """A number that is none."""

    def __int__(self) -> int:
        raise ValueError(CANARY)

    def __float__(self) -> float:
        raise ValueError(CANARY)


def _round() -> list[Any]:
    around: list[Any] = []
    around += [around, around]
    return around


def _deep() -> Any:
    value: Any = {}
    for _ in range(3000):
        value = {"a": [value]}
    return value


#: Makers of what a decoder of JSON never makes.
OBJECTS: list[Callable[[], Any]] = [
    lambda: float("nan"),
    lambda: float("-inf"),
    lambda: 10**400,
    lambda: -(2**63) - 1,
    lambda: b"x",
    lambda: bytearray(b"x"),
    lambda: memoryview(b"x"),
    released,
    lambda: (CANARY,),
    lambda: {CANARY},
    lambda: iter([CANARY]),
    lambda: Decimal("1.50"),
    lambda: datetime(2025, 3, 9, tzinfo=UTC),
    object,
    lambda: dict,
    lambda: {1: CANARY},
    lambda: {None: CANARY},
    lambda: {"\ud800": CANARY},
    lambda: CANARY + "\ud800",
    lambda: MappingProxyType({"a": {"b": (1,)}}),
    lambda: OrderedDict(a=CANARY),
    lambda: UserDict(a=[CANARY]),
    lambda: Text("course_created"),
    lambda: {Text("a"): Text("b")},
    lambda: Number(7),
    lambda: True,
    Failing,
    _round,
    _deep,
]


def corpus(contract: Contract) -> list[bytes]:
    """Every example, as its file has it and in one line, and one event in everything it can come in."""
    result = []
    for name, event in contract.events.items():
        for example, payload in zip(event.examples, examples(contract, name), strict=True):
            result += [example.text.encode(), text_of(payload)]
    payload = examples(contract, next(iter(contract.events)))[0]
    for row in contract.envelopes.values():
        deliveries = [wrap(row, payload), wrap(row, payload, encoded=True)] if row.holds_event else [skeleton(row)]
        result += map(text_of, deliveries)
    for batch in contract.batches.values():
        result.append(text_of(batched(batch, [payload])))
    return result


class Mutator:
    """Makes inputs for the readers of a contract at random, the same ones for the same ``seed``."""

    def __init__(self, contract: Contract, seed: int) -> None:
        self._contract = contract
        self._random = Random(seed)
        self._texts = corpus(contract)
        self._events = [text_of(payload) for name in contract.events for payload in examples(contract, name)]
        self._rows = own(contract)
        self._keys = [*KEYS, *(member.name for member in contract.message.tree.fields)]
        self._keys += [step for row in self._rows for where in row.recognize for step in where.split("/")[1:]]
        self._ways: list[Callable[[bytes], bytes]] = [
            self._flip,
            self._replace,
            self._insert,
            self._insert_runs,
            self._drop,
            self._double,
            self._cut,
            self._cross,
            self._swap_value,
            self._swap_value,
        ]

    def delivery(self) -> Any:
        """Something in any form that a delivery can have, or that somebody takes for one."""
        kind = self._random.randrange(8)
        if kind < 3:
            return self._form(self.changed(self._random.choice(self._texts)))
        value = self._value()
        if kind == 3:
            for _ in range(self._random.choice((0, 1, 1, 2))):
                self._put(value, self._random.choice(OBJECTS)())
            return self._random.choice((value, MappingProxyType(value), [value], (value,)))
        if kind == 4:
            return self._wrapped(value)
        text = self._odd(self._wrapped(value))
        return self._form(text if kind < 7 else self.changed(text))

    def text(self) -> bytes:
        """An event, changed and perhaps in envelopes, as it is written."""
        return self._odd(self._wrapped(self._value()))

    def changed(self, data: bytes) -> bytes:
        """``data`` with its bytes changed up to four times."""
        for _ in range(self._random.choice((0, 1, 1, 1, 2, 3, 4))):
            data = self._random.choice(self._ways)(data)
        return data

    def choice(self, *options: Any) -> Any:
        """One of ``options``."""
        return self._random.choice(options)

    def _form(self, data: bytes) -> Any:
        kind = self._random.randrange(8)
        if kind == 0:
            return bytearray(data)
        if kind == 1:
            return memoryview(data)
        if kind == 2:
            return memoryview(data)[:: self._random.choice((-1, 1, 2))]
        if kind == 3:
            return data.decode(errors=self._random.choice(("replace", "surrogateescape", "ignore")))
        if kind == 4:
            try:
                # The standard library lets through what is no JSON: NaN, and what is no Unicode.
                return json.loads(data)
            except (ValueError, RecursionError):
                return data
        return data

    # -- events and envelopes --------------------------------------------------------------------

    def _value(self) -> Any:
        """A decoded event with up to three things about it changed."""
        random = self._random
        value = json.loads(random.choice(self._events))
        if random.randrange(8) == 0:
            # A name that nobody has ever heard, and that nothing may remember.
            name = random.choice((f"event_{random.random()}", *self._contract.events, *KEYS))
            value = renamed(self._contract, value, name)
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            *_, (container, key) = self._path(value)
            action = random.randrange(4)
            if action == 0:
                del container[key]
            elif action == 1:
                container[key] = json.loads(random.choice(self._events))
            elif action == 2 and isinstance(container[key], str):
                container[key] = random.choice(
                    (container[key] + "\n", container[key][1:], f" {container[key]}", CANARY)
                )
            else:
                self._put(value, random.choice((None, 7, 1.0, "", "x", [], {}, [None], {"a": CANARY}, True, 2**70)))
            if not value:
                break
        return value

    def _path(self, value: Any) -> Iterator[tuple[Any, Any]]:
        """(container, key) of something in ``value``, and of all that it stands in."""
        while isinstance(value, (dict, list)) and value:
            key = self._random.choice([*value]) if isinstance(value, dict) else self._random.randrange(len(value))
            yield value, key
            value = value[key]
            if self._random.randrange(6) == 0:
                return

    def _put(self, value: Any, new: Any) -> None:
        """Put ``new`` somewhere into ``value``, in place of something or beside it."""
        places = [*self._path(value)]
        if not places:
            return  # nothing is left of it
        container, key = places[-1]
        if isinstance(container, dict) and self._random.randrange(3) == 0:
            key = self._random.choice(self._keys)
        container[key] = new

    def _wrapped(self, value: Any) -> Any:
        """``value`` in up to five envelopes, some of them with something about them changed."""
        for _ in range(self._random.choice((0, 0, 1, 1, 2, 3, 5))):
            row = self._random.choice(self._rows)
            if row.members and not (isinstance(value, dict) and set(row.members) & set(value)):
                continue
            text = self._odd(value).decode(errors="replace") if takes_text(row) else value
            if self._random.randrange(8) == 0 and isinstance(text, str):
                text = self._random.choice(
                    (json.dumps(text), TOKEN, "", text[:-1], base64.b64encode(text.encode()).decode())
                )
            value = wrap(row, text, encoded=self._random.random() < 0.5, identifier=self._random.choice((None, "m1")))
            if self._random.randrange(4) == 0:
                self._put(value, self._random.choice((None, 7, "", "x", [], {}, True, CANARY)))
            if self._random.randrange(8) == 0:
                put(value, "/surplus", {CANARY: CANARY})
        return value

    def _odd(self, value: Any) -> bytes:
        """``value`` as it is written, sometimes with a value in it, or a second key, that no writer would write."""
        random = self._random
        text = json.dumps(value, ensure_ascii=random.random() < 0.5, indent=random.choice((None, None, 1)))
        if random.randrange(3) == 0 and isinstance(value, dict) and value:
            odd = random.choice(VALUES)
            if random.random() < 0.5:
                key = json.dumps(random.choice([*value, *self._keys]))
                text = f"{{{key}:{odd},{text[1:]}" if random.random() < 0.5 else f"{text.rstrip()[:-1]},{key}:{odd}}}"
            else:
                places = [place for place, character in enumerate(text) if character == ":"]
                at = random.choice(places) + 1
                end = min((found for mark in ",}\n" if (found := text.find(mark, at)) > 0), default=len(text))
                text = text[:at] + odd + text[end:]
        return text.encode(errors="surrogatepass")

    # -- bytes -----------------------------------------------------------------------------------

    def _span(self, data: bytes) -> tuple[int, int]:
        start = self._random.randint(0, len(data))
        return start, min(len(data), start + self._random.choice((1, 1, 2, 4, 16, 200)))

    def _flip(self, data: bytes) -> bytes:
        if not data:
            return data
        at = self._random.randrange(len(data))
        return data[:at] + bytes([data[at] ^ (1 << self._random.randrange(8))]) + data[at + 1 :]

    def _replace(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + self._random.choice(PIECES) + data[end:]

    def _insert(self, data: bytes) -> bytes:
        at = self._random.randint(0, len(data))
        return data[:at] + self._random.choice(PIECES) + data[at:]

    def _insert_runs(self, data: bytes) -> bytes:
        # Of two runs, the first can be what makes a reader take a closer look at the second.
        at = self._random.randint(0, len(data))
        return data[:at] + self._random.choice(RUNS) + self._random.choice((b"", *RUNS)) + data[at:]

    def _drop(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:end] + data[start:]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._random.randint(0, len(data))]

    def _cross(self, data: bytes) -> bytes:
        other = self._random.choice(self._texts)
        return data[: self._random.randint(0, len(data))] + other[self._random.randint(0, len(other)) :]

    def _swap_value(self, data: bytes) -> bytes:
        """Another value behind one of the colons: what stays JSON reaches further than what does not."""
        at = data.find(b":", self._random.randint(0, len(data)))
        if at < 0:
            return data
        end = min((place for mark in (b",", b"}") if (place := data.find(mark, at)) > 0), default=len(data))
        return data[: at + 1] + self._random.choice(VALUES).encode(errors="surrogatepass") + data[end:]
