"""The deliveries in a stream of bytes, however they follow one another.

Reads JSON, JSON Lines, concatenated JSON and arrays of objects, compressed by gzip or not, and
holds one delivery in memory at a time. What is broken is reported and skipped; reading goes on after it.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, cast

import msgspec

from eventcontract.audit import formats

CHUNK = 1 << 18
#: The largest delivery, in bytes.
LIMIT = 1 << 24

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_JSON = msgspec.json.Decoder(msgspec.Raw)
_SIGNED = re.compile(rb"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# No text of JSON holds a line feed, so a quote that is not closed on its line matches alone.
_TOKENS = re.compile(rb'"(?:[^"\\\n]|\\.)*+"|["{}\[\]]|\n[ \t]*+(?=\{)')
_BETWEEN = re.compile(rb"[\s,]*+")
_ARRAY = re.compile(rb"\[\s*+(?=[{\]])")
_PERHAPS_ARRAY = re.compile(rb"\[\s*+\Z")
_NEXT_LINE = re.compile(rb'\n(?=[ \t]*+(?:[{\["]|eyJ))')
# Bytes that show what a file seems to be.
_FIRST_LINES = 4096
_OPENED = {ord("}"): ord("{"), ord("]"): ord("[")}


class Piece(NamedTuple):
    """A delivery, or bytes that are not a delivery (``problem`` says why), which are not kept.

    ``offset`` counts bytes from 0, ``line`` counts from 1; both are where the piece begins, after
    decompression. ``too_large`` says that the problem is its size.
    """

    data: bytes
    offset: int
    line: int
    problem: str | None = None
    too_large: bool = False


def pieces(stream: BinaryIO, *, name: str = "") -> Iterator[Piece]:
    """The deliveries in ``stream``, in order, and what is broken between them.

    ``name`` is the name of the file: one that ends in ``.gz`` cannot be empty. Raises ``OSError`` if the stream
    itself cannot be read; damaged compression is a piece.
    """
    head = stream.read(len(_GZIP))
    joined = _Joined(head, stream)
    if head == _GZIP:
        return _Scanner(gzip.GzipFile(fileobj=cast("BinaryIO", joined), mode="rb").read1).pieces()
    damage = "the file is empty, which is not valid gzip" if not head and name.lower().endswith(".gz") else None
    return _Scanner(joined.read, damage).pieces()


class _Joined:
    """``head``, then the rest of ``stream``: standard input cannot be rewound."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        # Whatever has arrived is returned at once, so that a slow pipe shows its findings as they come.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def read(self, size: int) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._read(size)


class _Scanner:
    def __init__(self, read: Callable[[int], bytes], damage: str | None = None) -> None:
        self._read = read
        self._data = b""
        self._at = 0  # where in the data the next piece begins, or is being looked for
        self._offset = 0  # of the data
        self._line = 1  # at that place
        self._before = b""  # what precedes it on that line, if only spaces and tabs
        self._no_line_feed = 0  # the offset up to which the line is known not to end
        self._ended = False
        self._damage = damage

    # -- the window on the stream --------------------------------------------------------------

    def _more(self) -> bool:
        """Read on, forget what lies before ``_at`` (so that it becomes 0); false at the end."""
        if self._ended:
            return False
        try:
            chunk = self._read(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            chunk, self._damage = b"", "the compressed data is damaged or truncated"
        self._data = self._data[self._at :] + chunk
        self._offset += self._at
        self._at = 0
        self._ended = not chunk
        return not self._ended

    def _advance(self, to: int) -> None:
        passed = self._data[self._at : to]
        lines = passed.count(b"\n")
        if lines:
            self._line += lines
            self._before = passed[passed.rfind(b"\n") + 1 :]
        else:
            self._before += passed
        if self._before.strip(b" \t"):
            self._before = b"-"  # a long line is not kept
        self._at = to

    def _line_end(self, limit: int) -> int:
        """Where the line ends that ``_at`` is on; -1 if that is not within ``limit`` bytes."""
        while True:
            start = max(self._at, self._no_line_feed - self._offset)
            end = self._data.find(b"\n", start)
            if end >= 0:
                return end
            self._no_line_feed = self._offset + len(self._data)
            if len(self._data) - self._at > limit:
                return -1
            if not self._more():
                return len(self._data)

    # -- pieces --------------------------------------------------------------------------------

    def pieces(self) -> Iterator[Piece]:
        array: Piece | None = None
        while len(self._data) < formats.HEAD and self._more():
            pass
        if found := formats.binary_format(self._data):
            yield Piece(b"", 0, 1, f"this looks like {found}")
            return
        if self._data.startswith(_BOM):  # editors write it; it belongs to the file, not to the delivery
            self._at = len(_BOM)
        while self._skip_between():
            first = self._data[self._at]
            here = Piece(b"", self._offset + self._at, self._line)
            if first == ord("[") and array is None and self._array_begins():
                array = here
                self._advance(self._at + 1)
                continue
            if first == ord("]") and array is not None:
                array = None
                self._advance(self._at + 1)
                continue
            end = self._line_end(CHUNK if first == ord("{") else LIMIT)
            if end >= 0:
                line = self._data[self._at : end].rstrip(b" \t\r,")
                if len(line) <= LIMIT and _complete(line):
                    yield here._replace(data=line)
                    self._advance(end)
                    continue
            if first != ord("{"):
                yield self._cut_out(here, _NEXT_LINE, too_large=not 0 <= end - self._at <= LIMIT)
                continue
            indent = b"" if self._before.strip(b" \t") else self._before
            length = self._object(indent)
            if length > 0:
                yield here._replace(data=self._data[self._at : self._at + length])
                self._advance(self._at + length)
            else:
                yield self._cut_out(here, re.compile(rb"\n(?=%s\{)" % indent), too_large=length < 0)
        if array is not None:
            yield array._replace(problem="the array that begins here is not closed")
        if self._damage is not None:
            yield Piece(b"", self._offset + self._at, self._line, self._damage)

    def _skip_between(self) -> bool:
        """Go to where the next piece begins; false if none does."""
        while True:
            match = _BETWEEN.match(self._data, self._at)
            assert match is not None
            self._advance(match.end())
            if self._at < len(self._data):
                return True
            if not self._more():
                return False

    def _array_begins(self) -> bool:
        """Whether the bracket at ``_at`` begins an array of objects; lines of logs begin with one too."""
        while _PERHAPS_ARRAY.match(self._data, self._at) and self._more():
            pass
        return _ARRAY.match(self._data, self._at) is not None

    def _object(self, indent: bytes) -> int:
        """The length of the object at ``_at``; 0 if it is broken, -1 if it is larger than a delivery can be.

        A line that begins with ``{``, as far in as the object itself, is the next delivery where no
        value can begin: the object before it was cut off.
        """
        opened = bytearray()
        done = 0  # how much of the object has been looked at
        while True:
            for match in _TOKENS.finditer(self._data, self._at + done):
                token = match[0]
                if token in (b"{", b"["):
                    opened += token
                elif token in (b"}", b"]"):
                    if opened.pop() != _OPENED[token[0]]:
                        return 0
                    if not opened:
                        length = match.end() - self._at
                        return length if length <= LIMIT else -1
                elif token == b'"':
                    if self._data.find(b"\n", match.start()) >= 0:
                        return 0
                    break  # the text goes on in the next chunk
                elif token[1:] == indent and token[0] == ord("\n") and not self._value_can_begin(match.start(), opened):
                    return 0
                done = match.end() - self._at
            if len(self._data) - self._at > LIMIT:
                return -1
            if not self._more():
                return 0

    def _value_can_begin(self, at: int, opened: bytearray) -> bool:
        while self._data[at - 1] in b" \t\r\n":
            at -= 1
        before = self._data[at - 1]
        return before in b":[" or (before == ord(",") and opened[-1] == ord("["))

    def _cut_out(self, here: Piece, until: re.Pattern[bytes], *, too_large: bool) -> Piece:
        """Skip what begins ``here``, up to the line that ``until`` finds."""
        what = "not valid JSON"
        if too_large:
            what = f"does not end within {LIMIT >> 20} MiB, the limit for one delivery (check() in Python has none)"
        elif self._line == 1 and formats.looks_like_csv(self._data[self._at : self._at + _FIRST_LINES]):
            what = "not valid JSON (this looks like CSV)"
        while (match := until.search(self._data, self._at)) is None:
            # It may be the last line, of which the rest is not here yet.
            last = self._data.rfind(b"\n", self._at)
            self._advance(last if len(self._data) - last < 1024 and last >= 0 else len(self._data))
            if not self._more():
                self._advance(len(self._data))
                break
        else:
            self._advance(match.end())
        skipped = f"{self._offset + self._at - here.offset:,} bytes skipped"
        problem = f"{what}; {skipped}, up to {f'line {self._line}' if match else 'the end'}"
        return here._replace(problem=problem, too_large=too_large)


def _complete(line: bytes) -> bool:
    """Whether a line is a delivery by itself: a JSON text, or a signed one."""
    try:
        _JSON.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _SIGNED.fullmatch(line) is not None
    return True
