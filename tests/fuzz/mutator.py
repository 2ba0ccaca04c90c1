"""Inputs that nobody would send, made from those that somebody does."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from eventcontract.model import Contract
from tests.runtime.deliveries import TOKEN, batched, examples, skeleton, text_of, wrap

# Longer than what a decoder takes at once, deeper than what a stack holds, wider than what a double holds.
PIECES = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"\\u0000",
    b"\x00",
    b"\x1f",
    b"\x7f",
]
PIECES += [
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    "\u0661".encode(),
]
PIECES += [
    b"null",
    b"true",
    b"NaN",
    b"-Infinity",
    b"-0",
    b"-0.0",
    b"0",
    b"1e999",
    b"1e-999",
    b"1E308",
    b".",
    b"-",
    b"e",
    b"+",
]
PIECES += [b"9" * 19, b"9" * 400, b"9" * 5000, b"[" * 300, b"[" * 3000, b'{"a":' * 600, b"]" * 600, b" " * 100, b"\n"]
PIECES += [b"{}", b"[]", b'""', b'"a":', b'"a":1,', b"2025-03-09 08:15:00 -0800", b"9999-12-31T23:59:59.9999999Z"]
PIECES += [TOKEN.encode(), b"eyJ", b"..", b"e30="]


def corpus(contract: Contract) -> list[bytes]:
    """Every example, as its file has it and in one line, and one event in everything it can come in."""
    result = []
    for name, event in contract.events.items():
        for example, payload in zip(event.examples, examples(contract, name), strict=True):
            result += [example.text.encode(), text_of(payload)]
    payload = examples(contract, next(iter(contract.events)))[0]
    for row in contract.envelopes.values():
        deliveries = (
            [skeleton(row)] if row.foreign is not None else [wrap(row, payload), wrap(row, payload, encoded=True)]
        )
        result += map(text_of, deliveries)
    for batch in contract.batches.values():
        result.append(text_of(batched(batch, [payload])))
    return result


class Mutator:
    """Changes bytes at random, the same way for the same ``seed``."""

    def __init__(self, seeds: list[bytes], seed: int) -> None:
        self._seeds = seeds
        self._random = Random(seed)
        self._ways: list[Callable[[bytes], bytes]] = [
            self._flip,
            self._replace,
            self._insert,
            self._insert,
            self._drop,
            self._double,
            self._cut,
            self._cross,
            self._swap_value,
            self._swap_value,
            self._rename_key,
        ]

    def text(self) -> bytes:
        """One of the seeds, changed up to four times."""
        random = self._random
        data = random.choice(self._seeds)
        for _ in range(random.choice((0, 1, 1, 1, 2, 3, 4))):
            data = random.choice(self._ways)(data)
        return data

    def delivery(self) -> Any:
        """Changed bytes, in any form that a delivery can have."""
        data = self.text()
        kind = self._random.randrange(10)
        if kind == 0:
            return bytearray(data)
        if kind == 1:
            return memoryview(data)
        if kind == 2:
            return data.decode(errors=self._random.choice(("replace", "surrogateescape")))
        if kind in (3, 4):
            try:
                # The standard library lets through what is no JSON: NaN, and what is no Unicode.
                return json.loads(data)
            except (ValueError, RecursionError):
                return data
        return data

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

    def _drop(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:end] + data[start:]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._random.randint(0, len(data))]

    def _cross(self, data: bytes) -> bytes:
        other = self._random.choice(self._seeds)
        return data[: self._random.randint(0, len(data))] + other[self._random.randint(0, len(other)) :]

    def _swap_value(self, data: bytes) -> bytes:
        """Another value behind one of the colons: what stays JSON reaches further than what does not."""
        at = self._random.choice([place for place, byte in enumerate(data) if byte == 0x3A] or [0])
        end = min((place for mark in (b",", b"}") if (place := data.find(mark, at)) > 0), default=len(data))
        values = (b"null", b"7", b"1.5", b'""', b"[]", b"{}", b"true", b'"x"', b"-1e5", b"9" * 30, b'{"a":[null]}')
        return data[: at + 1] + self._random.choice(values) + data[end:]

    def _rename_key(self, data: bytes) -> bytes:
        at = data.find(b'":', self._random.randint(0, len(data)))
        return data if at < 0 else data[:at] + self._random.choice((b"x", b"_", b"\\u0061", b"")) + data[at:]
