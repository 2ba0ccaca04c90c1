"""The deliveries in a stream of bytes, however they follow one another.

Reads JSON, JSON Lines, concatenated JSON and arrays of objects, compressed by gzip or Zstandard or not, and holds one
delivery in memory at a time. What is broken is reported and skipped; reading goes on after it. The work is
proportional to the length of the stream, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from eventcontract.audit import formats
from eventcontract.audit.compression import Damaged, Joined, Read, decompressed
from eventcontract.audit.window import CHUNK, Window
from eventcontract.printing import size
from eventcontract.runtime.json_text import MAX_SIZE

#: The largest delivery, in bytes, unless the caller says otherwise.
LIMIT = MAX_SIZE
#: Takes a line of a stream and its offset, and says whether it was a whole delivery.
Take = Callable[[bytes, int], bool]

_BOM = b"\xef\xbb\xbf"
_JSON = msgspec.json.Decoder(msgspec.Raw)
_SIGNED = re.compile(rb"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# No text of JSON holds a line feed, so a quote that is not closed on its line matches alone.
_TOKENS = re.compile(rb'"(?:[^"\\\n]|\\.)*+"|["{}\[\]]|\n[ \t]*+(?=\{)')
_IN_TEXT = re.compile(rb'(?:[^"\\\n]++|\\.)*+')
_BETWEEN = re.compile(rb"[\s,]*+")
_BLANKS = re.compile(rb"\s*+")
_NEXT_LINE = re.compile(rb'\n(?=[ \t]*+(?:[{\["]|eyJ))')
# Bytes that show what a file seems to be.
_FIRST_LINES = 4096
_OPENED = {ord("}"): ord("{"), ord("]"): ord("[")}
# After a broken object, reading goes on at its next line. What is read again in this way must not be more
# than this many times what has been read.
_PATIENCE = 4


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


def pieces(
    stream: BinaryIO,
    *,
    name: str = "",
    limit: int = LIMIT,
    take: Take | None = None,
    skipped: Callable[[bytes], object] | None = None,
) -> Iterator[Piece]:
    """The deliveries in ``stream``, in order, and what is broken between them.

    ``name`` is the name of the file: one that ends in ``.gz`` or ``.zst`` cannot be empty. ``limit`` is the size of
    the largest delivery, in bytes. ``take`` is asked first about each line that begins with ``{``; lines that it takes
    are no pieces. ``skipped`` is called with the bytes that are not deliveries. Raises ``OSError`` if the stream itself
    cannot be read; damaged compression is a piece.
    """
    head = stream.read(formats.HEAD)
    scan = _Scanner(decompressed(head, stream) or Joined(head, stream).read, limit, take, skipped)
    if not head:
        scan.damage = _damage_if_empty(name)
    return scan.pieces()


def _damage_if_empty(name: str) -> str | None:
    for ending, kind in ((".gz", "gzip"), (".zst", "Zstandard")):
        if name.lower().endswith(ending):
            return f"the file is empty, which is not valid {kind}"
    return None


class _Scanner:
    def __init__(self, read: Read, limit: int, take: Take | None, skipped: Callable[[bytes], object] | None) -> None:
        self._window = Window(self._guarded(read))
        self._limit = limit
        self._take = take
        self._skipped = skipped
        self._no_line_feed = 0  # the offset up to which the line is known not to end
        self._not_taken = -1  # the offset of the last line that was not taken
        self._in_vain = 0  # bytes of objects that were given up
        self.damage: str | None = None

    def _guarded(self, read: Read) -> Read:
        def guarded(size: int) -> bytes:
            try:
                return read(size)
            except Damaged:
                self.damage = "the compressed data is damaged or truncated"
                return b""

        return guarded

    # -- pieces --------------------------------------------------------------------------------

    def pieces(self) -> Iterator[Piece]:
        window = self._window
        array: Piece | None = None
        while len(window.data) < formats.HEAD and window.more():
            pass
        if found := formats.binary_format(window.data):
            yield Piece(b"", 0, 1, f"this looks like {found}")
            return
        if window.data.startswith(_BOM):  # editors write it; it belongs to the file, not to the delivery
            window.at = len(_BOM)
        while self._skip_between():
            if self._take is not None and self._take_lines(self._take):
                continue
            first = window.data[window.at]
            here = Piece(b"", window.offset, window.line)
            if first == ord("[") and array is None and self._array_begins():
                array = here
                window.at += 1
                continue
            if first == ord("]") and array is not None:
                array = None
                window.at += 1
                continue
            end = -1
            indent = window.indent()
            # An object that does not begin its line shares it with others.
            if first != ord("{") or indent is not None or not window.at:
                end = self._line_end(min(CHUNK, self._limit) if first == ord("{") else self._limit)
                line = window.cut(window.at, end).rstrip(b" \t\r,") if end >= 0 else b""
                if line and len(line) <= self._limit and _complete(line):
                    yield here._replace(data=line)
                    window.at = end
                    continue
            if first != ord("{"):
                yield self._cut_out(here, _NEXT_LINE, too_large=not 0 <= end - window.at <= self._limit)
                continue
            length = self._object(indent or b"")
            if length > 0:
                yield here._replace(data=window.cut(window.at, window.at + length))
                window.at += length
            else:
                yield self._cut_out(here, re.compile(rb"\n(?=%s\{)" % (indent or b"")), too_large=length < 0)
        if array is not None:
            yield array._replace(problem="the array that begins here is not closed")
        if self.damage is not None:
            yield Piece(b"", window.offset, window.line, self.damage)

    def _take_lines(self, take: Take) -> bool:
        """Go past the lines that ``take`` takes, from the beginning of this one on; whether there was any."""
        window = self._window
        data, at, start = window.data, window.at, window.offset - window.at
        if start + at == self._not_taken or (at and data[at - 1] != ord("\n")):
            return False
        while data.startswith(b"{", at) and 0 < (end := data.find(b"\n", at)) <= at + self._limit:
            if not take(data[at:end], start + at):
                self._not_taken = start + at
                break
            at = end + 1
        taken = at > window.at
        window.at = at
        return taken

    def _skip_between(self) -> bool:
        """Go to where the next piece begins; false if none does."""
        window = self._window
        while True:
            match = window.match(_BETWEEN, window.at)
            assert match is not None
            window.at = match.end()
            if window.left:
                return True
            if not window.more():
                return False

    def _line_end(self, limit: int) -> int:
        """Where the line ends that the window is at; -1 if that is not within ``limit`` bytes."""
        window = self._window
        while True:
            start = max(window.at, window.at + self._no_line_feed - window.offset)
            end = window.find(b"\n", start)
            if end >= 0:
                return end
            self._no_line_feed = window.offset + window.left
            if window.left > limit:
                return -1
            if not window.more():
                return len(window.data)

    def _array_begins(self) -> bool:
        """Whether the bracket begins an array of objects; lines of logs begin with one too."""
        window = self._window
        looked = 1
        while True:
            match = window.match(_BLANKS, window.at + looked)
            assert match is not None
            looked = match.end() - window.at
            if match.end() < len(window.data):
                return window.data[match.end()] in b"{]"
            # No line of a log has that much white space, which is not worth keeping.
            if looked > CHUNK or not window.more():
                return looked > CHUNK

    def _object(self, indent: bytes) -> int:
        """The length of the object; 0 if it is broken, -1 if it is larger than a delivery can be.

        A line that begins with ``{``, as far in as the object itself, is the next delivery where no
        value can begin: the object before it was cut off.
        """
        window = self._window
        if self._in_vain > _PATIENCE * (window.offset + window.left) + self._limit:
            return 0
        length, done = self._measured(indent)
        if length <= 0:
            self._in_vain += min(done, self._limit)
        return length

    def _measured(self, indent: bytes) -> tuple[int, int]:
        """What :meth:`_object` returns, and how many bytes that took."""
        window = self._window
        opened = bytearray()
        done = 0  # how much of the object has been looked at
        in_text = False
        while True:
            if in_text:
                match = window.match(_IN_TEXT, window.at + done)
                assert match is not None
                done = match.end() - window.at
                ahead = window.data[match.end() : match.end() + 2]
                if ahead[:1] == b'"':
                    done += 1
                    in_text = False
                elif ahead and ahead != b"\\":  # a line feed; a backslash may wait for what follows it
                    return 0, done
            if not in_text:
                for match in window.matches(_TOKENS, window.at + done):
                    token = match[0]
                    done = match.end() - window.at
                    if token in (b"{", b"["):
                        opened += token
                    elif token in (b"}", b"]"):
                        if opened.pop() != _OPENED[token[0]]:
                            return 0, done
                        if not opened:
                            return (done if done <= self._limit else -1), done
                    elif token == b'"':
                        in_text = True
                        break
                    elif (
                        token[1:] == indent
                        and token[0] == ord("\n")
                        and not _value_can_begin(window.last_before(match.start()), opened)
                    ):
                        return 0, done
                if in_text:
                    continue
            if window.left > self._limit:
                return -1, done
            if not window.more():
                return 0, done

    def _cut_out(self, here: Piece, until: re.Pattern[bytes], *, too_large: bool) -> Piece:
        """Skip what begins ``here``, up to the line that ``until`` finds."""
        window = self._window
        what = "not valid JSON"
        if too_large:
            what = f"does not end within {size(self._limit)}, the limit for one delivery"
        elif here.line == 1 and formats.looks_like_csv(window.cut(window.at, window.at + _FIRST_LINES)):
            what = "not valid JSON (this looks like CSV)"
        while (match := window.search(until, window.at)) is None:
            # It may be the last line, of which the rest is not here yet.
            last = window.data.rfind(b"\n", window.at)
            self._skip(last if len(window.data) - last < 1024 and last >= 0 else len(window.data))
            if not window.more():
                self._skip(len(window.data))
                break
        else:
            self._skip(match.end())
        skipped = f"{window.offset - here.offset:,} bytes skipped"
        problem = f"{what}; {skipped}, up to {f'line {window.line}' if match else 'the end'}"
        return here._replace(problem=problem, too_large=too_large)

    def _skip(self, to: int) -> None:
        window = self._window
        if self._skipped is not None:
            self._skipped(window.cut(window.at, to))
        window.at = to


def _value_can_begin(before: int, opened: bytearray) -> bool:
    return before in b":[" or (before == ord(",") and opened[-1] == ord("["))


def _complete(line: bytes) -> bool:
    """Whether a line is a delivery by itself: a JSON text, or a signed one."""
    try:
        _JSON.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _SIGNED.fullmatch(line) is not None
    return True
