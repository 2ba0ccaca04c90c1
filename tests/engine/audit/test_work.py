"""Reading a stream costs what its length says, whatever it holds: the bytes that are looked at are counted."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Iterator

import pytest

from eventcontract.audit import compression, streams, window
from eventcontract.audit.window import Window

# A delivery as large as this, read in parts as small as that: their ratio is the real one.
LIMIT = 1 << 17
CHUNK = 1 << 12
#: How often each byte may be looked at. The shapes below cost at most half of it.
OFTEN = 25

#: Streams of about so many bytes that were read in quadratic time, or could be.
SHAPES: dict[str, Callable[[int], bytes]] = {
    "blanks": lambda size: b" " * size,
    "line feeds": lambda size: b"\n" * size,
    "blanks before an object": lambda size: b" " * size + b'{"a":',
    "blanks before objects": lambda size: (b" " * 5000 + b'{"a":\n') * (size // 5000),
    "blanks in an array": lambda size: b"[" + b" " * size + b'{"a":1}]',
    "blanks after brackets": lambda size: (b"[" + b" " * 3000 + b"\n") * (size // 3000),
    "blanks in an object": lambda size: b'{"a":' + b"\n " * (size // 2),
    "braces": lambda size: b"{" * size,
    "lines of braces": lambda size: b"{\n" * (size // 2),
    "lines of open objects": lambda size: b'{"a":[\n' * (size // 7),
    "open and whole objects": lambda size: b'{"a":[\n{"b":1},\n' * (size // 16),
    "indented open objects": lambda size: b' {"a":[\n' * (size // 8),
    "brackets": lambda size: b"[" * size,
    "lines of brackets": lambda size: b"[\n" * (size // 2),
    "empty arrays": lambda size: b"[]" * (size // 2),
    "quotes": lambda size: b'"' * size,
    "an open text": lambda size: b'{"a": "' + b"x" * size,
    "an open text of quotes": lambda size: b'{"a": "' + b'\\"' * (size // 2),
    "objects of open texts": lambda size: b'{"a": "x' * (size // 8),
    "objects on one line": lambda size: b'{"a":1}' * (size // 7),
    "objects with commas": lambda size: b'{"a":1},' * (size // 8),
    "a long text and objects": lambda size: (b'{"a": "' + b"x" * 100_000 + b'"}{') * (size // 100_000),
    "prose": lambda size: b"no JSON at all " * (size // 15),
    "lines of prose": lambda size: b"no JSON\n" * (size // 8),
    "prose and blanks": lambda size: (b"x\n" + b" " * 2000) * (size // 2000),
    "commas": lambda size: b"," * size,
    "lines": lambda size: b'{"a": 1}\n' * (size // 9),
}


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the bytes that a scanner looks at or copies."""
    counted = [0]

    class Counting(Window):
        def more(self) -> bool:
            more = super().more()
            counted[0] += len(self.data)
            return more

        def find(self, what: bytes, start: int, end: int | None = None) -> int:
            found = super().find(what, start, end)
            counted[0] += (found if found >= 0 else len(self.data)) - start
            return found

        def match(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
            match = super().match(pattern, start)
            counted[0] += (match.end() if match else len(self.data)) - start
            return match

        def search(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
            match = super().search(pattern, start)
            counted[0] += (match.end() if match else len(self.data)) - start
            return match

        def matches(self, pattern: re.Pattern[bytes], start: int) -> Iterator[re.Match[bytes]]:
            for match in super().matches(pattern, start):
                counted[0] += match.end() - start
                start = match.end()
                yield match
            counted[0] += len(self.data) - start

        def cut(self, start: int, end: int) -> bytes:
            counted[0] += end - start
            return super().cut(start, end)

    monkeypatch.setattr(streams, "Window", Counting)
    for module in (streams, window, compression):
        monkeypatch.setattr(module, "CHUNK", CHUNK)
    return counted


@pytest.mark.parametrize("shape", SHAPES)
def test_no_byte_is_looked_at_too_often(shape: str, looked: list[int]) -> None:
    data = SHAPES[shape](2 * LIMIT)
    for _ in streams.pieces(io.BytesIO(data), limit=LIMIT):
        pass
    assert len(data) <= looked[0] <= OFTEN * len(data)


def test_tiny_members_cost_no_more_than_large_ones(looked: list[int]) -> None:
    text = b'{"a": "' + b"x" * 20_000
    data = b"".join(gzip.compress(text[index : index + 1], mtime=0) for index in range(len(text)))
    for _ in streams.pieces(io.BytesIO(data), limit=LIMIT):
        pass
    assert looked[0] <= OFTEN * len(text)


def test_a_small_file_of_blanks_needs_little_memory(looked: list[int]) -> None:
    """What the window keeps is what was read last."""
    kept = []

    class Keeping(streams.Window):  # type: ignore[name-defined, misc]
        def more(self) -> bool:
            kept.append(len(self.data))
            return bool(super().more())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "Window", Keeping)
        for shape in ("blanks", "blanks before an object", "blanks in an array", "line feeds", "commas"):
            for _ in streams.pieces(io.BytesIO(gzip.compress(SHAPES[shape](8 * LIMIT))), limit=LIMIT):
                pass
    assert max(kept) <= LIMIT + 2 * CHUNK
    assert looked
