"""The key of the pseudonyms. With it, anyone can find out whose pseudonym is whose."""

from __future__ import annotations

import os
import stat
from pathlib import Path

#: The fewest bytes of a key, and how many of them must differ: random ones do, words and repetitions do not.
SHORTEST = 32
_DIFFERENT = 10


class WeakKey(ValueError):
    """The file does not hold a key that can be used. Says why, and never quotes it."""


def read_key(path: Path) -> bytes:
    """The key in the file ``path``, without white space at its ends.

    :class:`WeakKey` if others can read the file, or if the key is short or obviously not random. ``OSError`` if the
    file cannot be read.
    """
    with path.open("rb") as file:
        # Of the open file, so that it is the one that is read.
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if os.name == "posix" and mode & 0o077:
            raise WeakKey(f"{path}: others can read the key; run: chmod 600 {path}")
        key = file.read(1 << 16).strip()
    if len(key) < SHORTEST or len({*key}) < _DIFFERENT:
        wanted = f"a key has at least {SHORTEST} random bytes"
        raise WeakKey(f"{path}: {wanted}; run: (umask 077; openssl rand -hex 32 > {path})")
    return key
