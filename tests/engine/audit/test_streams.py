"""Deliveries are found in every way of stringing them together, and broken ones take no other along."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventcontract.audit import compression, streams, window
from eventcontract.audit.compression import zstandard
from eventcontract.audit.streams import LIMIT, Piece, pieces

WHOLE = {
    "nothing": (b"", []),
    "blank lines": (b"\n \r\n\n", []),
    "one": (b'{"a": 1}', [(0, 1, b'{"a": 1}')]),
    "lines": (b'{"a":1}\n\r\n{"b":"}{"}\r\n', [(0, 1, b'{"a":1}'), (10, 3, b'{"b":"}{"}')]),
    "on one line": (b'{"a":1}{"b":2} {"c":3}', [(0, 1, b'{"a":1}'), (7, 1, b'{"b":2}'), (15, 1, b'{"c":3}')]),
    "indented": (
        b'{\n  "a": {\n  }\n}\n{\n  "b": 2\n}\n',
        [(0, 1, b'{\n  "a": {\n  }\n}'), (17, 5, b'{\n  "b": 2\n}')],
    ),
    "array": (b'[{"a":1},{"b":2}]', [(1, 1, b'{"a":1}'), (9, 1, b'{"b":2}')]),
    "empty array": (b"[ ]\n", []),
    "indented array": (
        b'[\n  {\n    "a": [{}]\n  },\n  {"b": 2}\n]\n',
        [(4, 2, b'{\n    "a": [{}]\n  }'), (27, 5, b'{"b": 2}')],
    ),
    "arrays in lines": (b'[{"a":1}]\n[{"b":2}]\n', [(1, 1, b'{"a":1}'), (11, 2, b'{"b":2}')]),
    "commas": (b'{"a":1},\n{"b":2}\n', [(0, 1, b'{"a":1}'), (9, 2, b'{"b":2}')]),
    "byte order mark": (b'\xef\xbb\xbf{"a":1}', [(3, 1, b'{"a":1}')]),
    "lines within an object": (b'{"r": [\n{"a":1},\n{"b":2}\n]}', [(0, 1, b'{"r": [\n{"a":1},\n{"b":2}\n]}')]),
    "lines without indentation": (b'{\n"a":\n{\n"b":1\n}\n}', [(0, 1, b'{\n"a":\n{\n"b":1\n}\n}')]),
    "quotes": (b'{"a":"\\"}\\\\"}{"b":2}', [(0, 1, b'{"a":"\\"}\\\\"}'), (13, 1, b'{"b":2}')]),
    "text that holds an event": (b'"{\\"a\\": 1}"\n', [(0, 1, b'"{\\"a\\": 1}"')]),
    "signed": (b"eyJhIjoxfQ.eyJiIjoyfQ.c2ln\n", [(0, 1, b"eyJhIjoxfQ.eyJiIjoyfQ.c2ln")]),
    # Not JSON, but it is plain where it ends: whoever reads it says what is wrong.
    "no such number": (b'{"a": NaN}{"b":2}', [(0, 1, b'{"a": NaN}'), (10, 1, b'{"b":2}')]),
}

#: Text -> (offset, line) of what is cut out, and what is left.
BROKEN: dict[str, tuple[bytes, list[tuple[int, int]], list[bytes]]] = {
    "cut off line": (b'{"a": {"b": 1\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "cut off in a text": (b'{"a": "b\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "cut off after a comma": (b'{"a": 1,\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "cut off before a value": (b'{"a":\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "cut off at the end": (b'{"c":1}\n{"a": [', [(8, 2)], [b'{"c":1}']),
    "cut off and indented": (b'{\n  "a": {\n    "b": 1\n{\n  "c": 1\n}\n', [(0, 1)], [b'{\n  "c": 1\n}']),
    "cut off in an array": (b'[\n  {\n    "a": 1,\n  {\n    "c": 1\n  }\n]', [(4, 2)], [b'{\n    "c": 1\n  }']),
    "wrong bracket": (b'{"a": [}\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "two lines of prose": (b'hello\nworld }\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "prose behind an object": (b'{"c":1} and so on\n{"d":1}\n', [(8, 1)], [b'{"c":1}', b'{"d":1}']),
    "line of a log": (b'[INFO] {"a":1}\n{"c":1}\n', [(0, 1)], [b'{"c":1}']),
    "prose before a signed one": (b"hello\neyJh.eyJi.c\n", [(0, 1)], [b"eyJh.eyJi.c"]),
    "array without an end": (b'[{"c":1},\n{"d":1}\n', [(0, 1)], [b'{"c":1}', b'{"d":1}']),
}


def read(text: bytes, limit: int = LIMIT) -> list[Piece]:
    return list(pieces(io.BytesIO(text), limit=limit))


def read_by(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Make streams come in parts of so many bytes."""
    for module in (streams, window, compression):
        monkeypatch.setattr(module, "CHUNK", size)


@pytest.fixture(params=[1, 2, 3, 7, 1 << 18])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The stream comes in pieces of so many bytes: nothing may depend on where they end."""
    size: int = request.param
    read_by(monkeypatch, size)
    return size


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.usefixtures("chunk")
def test_deliveries_are_found_where_they_are(name: str) -> None:
    text, wanted = WHOLE[name]
    assert [(piece.offset, piece.line, piece.data) for piece in read(text)] == wanted
    assert [piece for piece in read(text) if piece.problem] == []


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.usefixtures("chunk")
def test_what_is_broken_is_cut_out(name: str) -> None:
    text, places, left = BROKEN[name]
    found = read(text)
    assert [piece.data for piece in found if piece.problem is None] == left
    assert [(piece.offset, piece.line) for piece in found if piece.problem] == places


def test_what_is_skipped_is_said() -> None:
    (first, _) = read(b'12 bytes of \n{"a": 1}\n')
    assert first.problem == "not valid JSON; 13 bytes skipped, up to line 2"
    (last,) = read(b"the rest")
    assert last.problem == "not valid JSON; 8 bytes skipped, up to the end"


@pytest.fixture(params=["isal", "zlib", "zstd"])
def compress(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], bytes]:
    """Each kind of compression, and each library that reads it."""
    if request.param == "zstd":
        return cast("Callable[[bytes], bytes]", zstandard().compress)
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    return gzip.compress


@pytest.mark.parametrize("name", WHOLE)
def test_compressed_is_read_alike(name: str, compress: Callable[[bytes], bytes]) -> None:
    text, wanted = WHOLE[name]
    half = len(text) // 2
    members = compress(text[:half]) + compress(text[half:])
    for compressed in (compress(text), members, compress(b"") + members):
        assert [(piece.offset, piece.line, piece.data) for piece in read(compressed)] == wanted


def test_zeros_after_gzip_are_padding() -> None:
    whole = gzip.compress(b'{"a":1}\n')
    assert [piece.data for piece in read(whole + bytes(100_000) + whole + bytes(3))] == [b'{"a":1}'] * 2


@pytest.mark.parametrize("spoil", ["cut off", "the end", "something behind"])
def test_damaged_compression_loses_nothing_before_it(spoil: str, compress: Callable[[bytes], bytes]) -> None:
    lines = [b'{"a": %d}' % number for number in range(50_000)]
    whole = bytearray(compress(b"\n".join(lines)))
    if spoil == "cut off":
        whole = whole[: len(whole) // 2]
    elif spoil == "something behind":
        whole += b"something"
    else:
        whole[-6] ^= 255
    *found, last = read(bytes(whole))
    assert last.problem == "the compressed data is damaged or truncated"
    whole_ones = [piece.data for piece in found if piece.problem is None]
    assert len(whole_ones) > 5_000
    assert (len(whole_ones) < len(lines)) is (spoil == "cut off") or spoil == "the end"
    assert whole_ones == lines[: len(whole_ones)]


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("form", [b'{"a": "%s"}', b'["%s"]', b'"%s"', b'{"a":\n"%s"}'])
def test_the_limit_is_exact(form: bytes) -> None:
    most = 300
    fitting = form % (b"x" * (most - len(form % b"")))
    larger = fitting.replace(b"x", b"xx", 1)
    for data, too_large in ((fitting, False), (larger, True)):
        piece, last = read(data + b'\n{"c": 1}\n', most)
        assert piece.too_large is too_large
        assert piece.data == (b"" if too_large else data)
        assert last.data == b'{"c": 1}'


def test_an_object_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(monkeypatch, 1_000)
    # Every line could be an element of the array that the first one opens.
    text = b'{"a": [\n' + b'{"b": 2},\n' * 5_000
    found = read(text, 10_000)
    assert found[0].problem is not None
    assert [piece.data for piece in found[1:]] == [b'{"b": 2}'] * 5_000


objects = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('{}[]",\\\n é'), max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)
styles: list[dict[str, Any]] = [
    {},
    {"indent": 2},
    {"indent": "\t"},
    {"separators": (",", ":")},
    {"ensure_ascii": False},
]


@given(st.lists(st.tuples(objects, st.sampled_from(styles), st.sampled_from(["", "\n", " ", "\r\n\n", ",\n"]))))
def test_every_style_is_read_back(written: list[tuple[dict[str, Any], dict[str, Any], str]]) -> None:
    text = "".join(json.dumps(value, **style) + end for value, style, end in written).encode()
    found = read(text)
    assert [json.loads(piece.data) for piece in found] == [value for value, _, _ in written]
    for piece in found:
        assert text[piece.offset :].startswith(piece.data)
        assert piece.line == 1 + text[: piece.offset].count(b"\n")


@given(
    st.lists(st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\n", b"  ", b"\\", b",", b":", b'{"a":1}', b"x", b"eyJ"]))
    | st.lists(st.binary(max_size=9))
)
def test_no_bytes_are_too_strange(parts: list[bytes]) -> None:
    text = b"".join(parts)
    end = 0
    for piece in read(text):
        if piece.problem is None:
            assert piece.offset >= end
            assert piece.data
            assert text[piece.offset :].startswith(piece.data)
            end = piece.offset + len(piece.data)


class Endless(io.RawIOBase):
    """A stream of so many lines that never exists as a whole."""

    def __init__(self, line: bytes, lines: int) -> None:
        self._block = line * 100
        self._left = lines // 100

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            return 0
        self._left -= 1
        buffer[: len(self._block)] = self._block
        return len(self._block)


@pytest.mark.parametrize(
    ("line", "each"),
    [
        (b'{"a": "some text"}\n', 1),
        (b'{"a": [1, "}"]}', 1),
        (b'{"a": 1},', 1),
        (b"no JSON at all", 0),
        (b"   \n  ,", 0),
    ],
    ids=["lines", "one line", "array", "prose", "blanks"],
)
def test_memory_does_not_grow_with_the_stream(line: bytes, each: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(monkeypatch, 5_000)
    peaks = []
    for lines in (4_000, 40_000):
        # Nothing of it is longer than the buffer, so every read gives one block.
        stream = io.BufferedReader(Endless(line, lines), buffer_size=8192)
        tracemalloc.start()
        found = sum(piece.problem is None for piece in pieces(cast("Any", stream), limit=50_000))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found == lines * each
    assert peaks[1] < peaks[0] + 50_000
