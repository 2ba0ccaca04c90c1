"""Making things on first use, each once, even if several threads need it at the same moment.

msgspec is not safe while it prepares a type: a thread that decodes into structs which another thread is
still preparing can crash the process. So everything is prepared under one lock and only
visible when it is complete. Looking it up afterwards takes no lock.
"""

from __future__ import annotations

import os
from _thread import RLock  # as functools does: threading takes longer to import
from collections.abc import Callable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

# One lock for everything, because types share parts. Reentrant, because making one thing needs another.
_lock = RLock()

# A fork waits until nothing is being made: its child would inherit half-made types, and a lock that is never released.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


class Once(dict[_Key, _Value]):
    """A dict that makes a missing value with ``make``, once. If that raises, nothing is kept."""

    def __init__(self, make: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> _Value:
        with _lock:
            if key not in self:
                self[key] = self._make(key)
            return self[key]

    def forget(self, *keys: _Key) -> None:
        """Drop the values of ``keys``; they are made again when they are needed."""
        with _lock:
            for key in keys:
                self.pop(key, None)
