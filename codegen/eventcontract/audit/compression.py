"""Streams of compressed bytes, read as what they hold."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

from eventcontract.audit.window import CHUNK

Read = Callable[[int], bytes]

# A small block: what follows a member in it is copied for each member.
_BLOCK = 1 << 14
_WBITS = 16 + zlib.MAX_WBITS  # with the header of gzip

#: How a compressed stream begins.
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"


class Damaged(Exception):
    """The compressed data is damaged, or cut off."""


def decompressed(head: bytes, stream: BinaryIO) -> Read | None:
    """Reads what ``stream``, of which the ``head`` has been read, holds in compressed form.

    ``None`` if it is not compressed, or by Zstandard and nothing here can read that. Reading raises :class:`Damaged`.
    """
    joined = Joined(head, stream)
    if head.startswith(GZIP):
        return _filled(_Gzip(joined.read).read1)
    if head.startswith(ZSTD) and (module := zstandard()) is not None:
        return _filled(_careful(module.ZstdFile(joined).read1, module.ZstdError))
    return None


def _filled(read1: Read) -> Read:
    """Reads as much as it is asked for, if the stream has that: members of one byte each would cost a read each."""

    def read(size: int) -> bytes:
        parts, left = [], min(size, CHUNK)
        try:
            while left > 0 and (part := read1(left)):
                parts.append(part)
                left -= len(part)
        except Damaged:
            # What was read before the damage comes first; the next call meets it again.
            if not parts:
                raise
        return b"".join(parts)

    return read


def _careful(read1: Read, error: type[Exception]) -> Read:
    def read(size: int) -> bytes:
        try:
            return read1(size)
        except (EOFError, error):
            raise Damaged from None

    return read


class _Gzip:
    """The members of a gzip stream. Unlike Python's own classes, it loses nothing that comes before some damage."""

    def __init__(self, read: Read) -> None:
        try:
            from isal import isal_zlib  # twice as fast
        except ModuleNotFoundError:
            self._zlib: Any = zlib
        else:
            self._zlib = isal_zlib
        self._read = read
        self._waiting = b""
        self._member = self._zlib.decompressobj(_WBITS)

    def read1(self, size: int) -> bytes:
        """At least one byte, unless the stream ends here."""
        while True:
            if not self._waiting and not self._member.eof:
                self._waiting = self._read(_BLOCK)
                if not self._waiting:
                    raise Damaged
            if self._member.eof:
                # Zeros can follow a member.
                while not (rest := self._waiting.lstrip(b"\0")):
                    self._waiting = self._read(_BLOCK)
                    if not self._waiting:
                        return b""
                self._member, self._waiting = self._zlib.decompressobj(_WBITS), rest
            try:
                found: bytes = self._member.decompress(self._waiting, size)
            except (zlib.error, self._zlib.error):
                raise Damaged from None
            self._waiting = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if found:
                return found


def zstandard() -> Any:
    """The module that reads and writes Zstandard; ``None`` if there is none."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    return None


class Joined:
    """``head``, then the rest of ``stream``: standard input cannot be rewound."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        # Whatever has arrived is returned at once, so that a slow pipe shows its findings as they come.
        self._read: Read = getattr(stream, "read1", stream.read)

    def read(self, size: int = CHUNK) -> bytes:
        head, self._head = self._head, b""
        return head + self._read(max(1, size - len(head))) if head else self._read(size)

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
