"""Where deliveries are read from: files, directories, patterns, standard input, and places that fsspec can reach."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from eventcontract.audit.files import find

STDIN = "-"
# What the file systems of fsspec say that changes with the content.
_VERSION = ("size", "ETag", "etag", "md5Hash", "LastModified", "last_modified", "updated", "mtime", "created")


class Unreadable(Exception):
    """A source that cannot be read, or not to its end. Says which, and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name, its size in bytes (``None`` if unknown), and what changes if its content does.

    ``path`` is its path if that cannot be written as text, so that the name differs. ``empty``: a directory without
    files to read. ``skipped``: why it is not read.
    """

    name: str
    size: int | None = None
    version: str = ""
    empty: bool = False
    skipped: str | None = None
    path: str | None = None

    @property
    def local(self) -> bool:
        """Whether it is a file of this machine."""
        return self.name != STDIN and not is_remote(self.name)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Its bytes; :class:`Unreadable` if they cannot be read."""
        if self.name == STDIN:
            if sys.stdin is None:
                raise Unreadable("standard input is closed")
            return nullcontext(sys.stdin.buffer)
        try:
            if is_remote(self.name):
                import fsspec

                return cast("AbstractContextManager[BinaryIO]", fsspec.open(self.name, "rb").open())
            return Path(self.path or self.name).open("rb")
        except OSError as error:
            raise Unreadable(f"{self.name}: {error.strerror or error}") from error


def is_remote(path: str) -> bool:
    """Whether ``path`` is a URL such as ``s3://bucket/key``."""
    return "://" in path


def sources(paths: Iterable[str]) -> Iterator[Source]:
    """What ``paths`` name: each a file, a directory, a pattern (``*``, ``**``, ``?``), a URL of these, or ``-``.

    Sorted by name within a directory or pattern. Raises :class:`Unreadable` for what does not exist or cannot be
    listed, ``ModuleNotFoundError`` for a URL if fsspec or its part for this scheme is not installed.
    """
    for path in paths:
        if path == STDIN:
            yield Source(path)
        elif is_remote(path):
            yield from _remote(path)
        elif os.path.exists(path):  # noqa: PTH110  (a path that is not UTF-8 stays as it is)
            yield from _local([path])
        elif found := sorted(glob.glob(path, recursive=True)):  # noqa: PTH207
            yield from _local(found)
        else:
            raise Unreadable(f"{path}: there is no such file, directory or match")


def _local(paths: Iterable[str]) -> Iterator[Source]:
    try:
        for found in find(paths):
            name = os.fsencode(found.path).decode("utf-8", "backslashreplace")
            path = found.path if name != found.path else None
            if found.skipped or found.empty:
                yield Source(name, skipped=found.skipped, empty=found.empty, path=path)
                continue
            try:
                status = os.stat(found.path)  # noqa: PTH116
            except OSError:  # removed in the meantime: opening it reports that
                yield Source(name, path=path)
            else:
                yield Source(name, status.st_size, f"{status.st_size} {status.st_mtime_ns}", path=path)
    except OSError as error:
        raise Unreadable(f"{error.filename}: {error.strerror}") from error


def _remote(url: str) -> Iterator[Source]:
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(url)
        pattern = any(character in path for character in "*?[")
        if pattern:
            found = {name: about for name, about in system.glob(path, detail=True).items() if about["type"] == "file"}
        else:
            found = system.find(path, detail=True)
    except (OSError, ValueError) as error:
        raise Unreadable(f"{url}: {getattr(error, 'strerror', None) or error}") from error
    if not found:
        raise Unreadable(f"{url}: there is nothing to read")
    for name in sorted(found):
        about: dict[str, Any] = found[name]
        below = PurePosixPath("" if pattern else name[len(path) :])
        hidden = any(part.startswith((".", "_")) for part in below.parts)
        version = [str(about[key]) for key in _VERSION if key in about]
        full = system.unstrip_protocol(name)
        yield Source(full, about.get("size"), " ".join(version), skipped="hidden" if hidden else None)
