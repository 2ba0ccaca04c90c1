"""The files below directories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, a directory without any (``empty``), or what is ``skipped`` in a directory, and why."""

    path: str
    skipped: str | None = None
    empty: bool = False


def find(paths: Iterable[str]) -> Iterator[Found]:
    """``paths``, and for each directory among them the files below it, by name.

    In a directory, names that begin with ``.`` or ``_`` are skipped (``.DS_Store``, ``_SUCCESS``), and so are links
    to directories and everything that is not a file. Raises ``OSError`` for a directory that cannot be read.
    """
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112  (standard input is "-")
            yield Found(path)
            continue
        below = list(_below(path))
        yield from below
        if all(each.skipped for each in below):
            yield Found(path, empty=True)


def _below(directory: str) -> Iterator[Found]:
    with os.scandir(directory) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith((".", "_")):
            yield Found(entry.path, "hidden")
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_dir():
            yield Found(entry.path, "a link to a directory")
        elif not entry.is_file():
            yield Found(entry.path, "not a file")
        else:
            yield Found(entry.path)
