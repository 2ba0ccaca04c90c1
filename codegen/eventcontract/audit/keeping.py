"""Bounded sets of names that do not depend on the order in which the names come.

A stream can make up as many names as it likes, and no memory is that large. Keeping the first thousand would make
the result depend on who came first, and two halves of an archive would disagree. So the names with the smallest
hashes are kept: a name that is among the thousand smallest of all is among the thousand smallest of every part in
which it occurs, so everything counted under it is exact, however the archive was divided.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from typing import Generic, TypeVar

import msgspec

#: Takes the place of everything that is not counted by name.
OTHERS = "(others)"

_Name = TypeVar("_Name", bound=Hashable)


def digest(name: Hashable) -> bytes:
    """A hash of a text, or of a tuple of texts and ``None``, that is the same in every process."""
    return hashlib.blake2b(msgspec.json.encode(name), digest_size=12).digest()


class Smallest(Generic[_Name]):
    """The names added, or the ``size`` with the smallest hashes, if there are more.

    Up to twice as many are kept in between, so that sorting them is rare; :meth:`prune` drops the surplus.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.names: set[_Name] = set()
        #: The largest hash that a name can have; ``None`` while no name has been dropped.
        self.bound: bytes | None = None

    def add(self, name: _Name) -> bool:
        """Whether ``name`` is kept (for now)."""
        if name in self.names:
            return True
        if self.bound is not None and digest(name) > self.bound:
            return False
        self.names.add(name)
        return True

    @property
    def full(self) -> bool:
        """Whether it is time to prune."""
        return len(self.names) > 2 * self.size

    def lower(self, bound: bytes | None) -> bool:
        """Keep no names with larger hashes than ``bound``; whether that is less than before."""
        if bound is None or (self.bound is not None and self.bound <= bound):
            return False
        self.bound = bound
        self.names = {name for name in self.names if digest(name) <= bound}
        return True

    def prune(self) -> bool:
        """Drop the names with the largest hashes; whether there were too many."""
        if len(self.names) <= self.size:
            return False
        kept = sorted(self.names, key=digest)[: self.size]
        self.names = set(kept)
        self.bound = digest(kept[-1])
        return True
