"""A window on a stream of bytes: what is being looked at, and a little of what came before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

#: How much is read at once.
CHUNK = 1 << 18
#: How far back the beginning of a line is looked for. No delivery is indented further.
CONTEXT = 1024


class Window:
    """The bytes of a stream from a little before :attr:`at` on, as far as they have been read.

    ``read`` returns at most as many bytes as it is asked for, at least one unless the stream has ended. All looking
    goes through the methods of this class, so that a test can count how many bytes are looked at.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.data = b""
        #: Where in the data the next piece begins, or is being looked for.
        self.at = 0
        self.ended = False
        self._start = 0  # the offset of the data
        self._line = 1  # the number of the line at a place in the data up to which line feeds have been counted
        self._counted = 0

    @property
    def offset(self) -> int:
        """The offset of :attr:`at` in the stream."""
        return self._start + self.at

    @property
    def left(self) -> int:
        """How many bytes from :attr:`at` on have been read."""
        return len(self.data) - self.at

    @property
    def line(self) -> int:
        """The number of the line that :attr:`at` is on, from 1."""
        self._count(self.at)
        return self._line

    def _count(self, to: int) -> None:
        if to > self._counted:
            self._line += self.data.count(b"\n", self._counted, to)
            self._counted = to

    def more(self) -> bool:
        """Read on, and forget what is more than :data:`CONTEXT` before :attr:`at`; false at the end.

        The more is kept, the more is read: copying all that is kept costs no more than reading it.
        """
        if self.ended:
            return False
        wanted = self.left // 2 if self.left > CHUNK else 1
        parts, got = [], 0
        while got < wanted:
            chunk = self._read(max(CHUNK, wanted - got))
            if not chunk:
                self.ended = True
                break
            parts.append(chunk)
            got += len(chunk)
        dropped = max(0, self.at - CONTEXT)
        self._count(dropped)
        self.data = b"".join((self.data[dropped:], *parts))
        self._start += dropped
        self.at -= dropped
        self._counted -= dropped
        return got > 0

    def find(self, what: bytes, start: int, end: int | None = None) -> int:
        """Where ``what`` is from ``start`` on; -1 if it is not in the data."""
        return self.data.find(what, start, len(self.data) if end is None else end)

    def match(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
        """The match of ``pattern`` at ``start``."""
        return pattern.match(self.data, start)

    def search(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
        """The first match of ``pattern`` from ``start`` on."""
        return pattern.search(self.data, start)

    def matches(self, pattern: re.Pattern[bytes], start: int) -> Iterator[re.Match[bytes]]:
        """All matches of ``pattern`` from ``start`` on."""
        return pattern.finditer(self.data, start)

    def cut(self, start: int, end: int) -> bytes:
        """The data from ``start`` to ``end``."""
        return self.data[start:end]

    def indent(self) -> bytes | None:
        """What is before :attr:`at` on its line, if that is only spaces and tabs; ``None`` otherwise."""
        begin = max(0, self.at - CONTEXT)
        before = self.data[begin : self.at]
        indent = before[before.rfind(b"\n") + 1 :]
        whole = len(indent) < len(before) or self._start + begin == 0
        return indent if whole and not indent.strip(b" \t") else None

    def last_before(self, at: int) -> int:
        """The last byte before ``at`` that is not white space."""
        end = at
        while True:
            begin = max(0, end - CONTEXT)
            if before := self.data[begin:end].rstrip():
                return before[-1]
            end = begin
