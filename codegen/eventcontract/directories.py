"""Replaces directories: completely or not at all, and only what a command wrote there before.

Every directory that is written here holds a list of its files. What is not on the list, somebody else put there:
such a directory is never replaced.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The file in every directory that is written here.
MANIFEST = "manifest.txt"
_FIRST_LINE = "# Written by eventcontract, which replaces these files and no others."
_PREFIX = ".eventcontract-"
# Where directories cannot be swapped, what has been moved out of the way for a moment.
_ASIDE = "aside"


class NotReplaced(FileExistsError):
    """A directory holds what its command did not write. Nothing was changed."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A context with an empty directory; when the context ends without an error, it takes the place of ``target``.

    At every moment ``target`` is the old directory or the new one, also after a crash. (Where two directories cannot be
    swapped in one step, there is a moment in which ``target`` is missing; after a crash in that moment, the next call
    brings the old one back.) A ``target`` that is a link stays one: the directory that it leads to is replaced. Of
    several processes with targets in one directory, one writes at a time.

    Raises :class:`NotReplaced` if ``target`` holds a file that is neither on its list nor written now.
    """
    target = _followed(target)
    parent = target.parent
    parent.mkdir(parents=True, exist_ok=True)
    with _alone(parent):
        known = check(target)
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True) as work:
            directory = Path(work, target.name)
            directory.mkdir()
            yield directory
            new = _files(directory) - {MANIFEST}
            (directory / MANIFEST).write_bytes("".join(f"{line}\n" for line in [_FIRST_LINE, *sorted(new)]).encode())
            if foreign := sorted(_files(target) - known - new):
                more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
                raise NotReplaced(
                    f"{target / foreign[0]}{more}: this command did not write it; move it elsewhere first. "
                    "Nothing was changed"
                )
            _swap(directory, target)


def check(target: Path) -> set[str]:
    """The files that were written to ``target`` by :func:`replaced`.

    Raises :class:`NotReplaced` if there is something else than such a directory, unless it is empty.
    """
    if not os.path.lexists(target):
        return set()
    if not target.is_dir():
        raise NotReplaced(f"{target} is not a directory. Nothing was changed")
    try:
        lines = (target / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        lines = []
    if lines[:1] == [_FIRST_LINE]:
        return {*lines[1:], MANIFEST}
    if any(each.name != "__pycache__" for each in target.iterdir()):
        raise NotReplaced(f"{target} is not empty, and this command did not write it. Nothing was changed")
    return set()


def _followed(target: Path) -> Path:
    if not target.is_symlink():
        return target
    if not target.exists():
        raise NotReplaced(f"{target} is a link that leads nowhere. Nothing was changed")
    return target.resolve()


def _files(directory: Path) -> set[str]:
    """What is in ``directory``, as paths in it; links count as files. Compiled modules do not matter."""
    found = set()
    for place, directories, files in os.walk(directory):
        links = [name for name in directories if Path(place, name).is_symlink()]
        directories[:] = [name for name in directories if name != "__pycache__"]
        found |= {Path(place, name).relative_to(directory).as_posix() for name in [*files, *links]}
    return found


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """A context in which no other process writes a target in ``directory``; what crashed ones left is cleared away.

    Where directories cannot be locked, nothing is waited for and nothing is cleared away.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    lock = os.open(directory, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
            _clear(directory)
        yield
    finally:
        os.close(lock)


def _clear(directory: Path) -> None:
    for left in directory.glob(f"{_PREFIX}*"):
        for aside in left.glob(f"{_ASIDE}/*"):
            if not os.path.lexists(directory / aside.name):
                aside.rename(directory / aside.name)
        shutil.rmtree(left, ignore_errors=True)


def _swap(directory: Path, target: Path) -> None:
    """Put ``directory`` in the place of ``target``, and ``target``, if it exists, next to where ``directory`` was."""
    if not target.exists():
        directory.rename(target)
    elif not _exchange(directory, target):
        aside = directory.parent / _ASIDE / target.name
        aside.parent.mkdir()
        target.rename(aside)
        try:
            directory.rename(target)
        except OSError:
            aside.rename(target)
            raise


def _exchange(first: Path, second: Path) -> bool:
    """Swap two directories in one step; whether the system and the file system can."""
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    one, other = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(one, other, swap)
        elif sys.platform == "linux":
            failed = ctypes.CDLL(None, use_errno=True).renameat2(here, one, here, other, swap)
        else:
            return False
    except AttributeError:  # a C library that does not know the call
        return False
    if failed and (number := ctypes.get_errno()) not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        raise OSError(number, os.strerror(number), str(second))
    return not failed
