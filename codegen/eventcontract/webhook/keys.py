"""Key sets: the public keys by name, and when they are fetched again."""

from __future__ import annotations

import math
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from joserfc.jwk import Key, import_key

from eventcontract.runtime.json_text import BadText, decode
from eventcontract.runtime.records import word
from eventcontract.webhook.errors import KeySetUnavailable, UnknownKey
from eventcontract.webhook.sources import File, Source, Url, Version

#: Seconds after which a key set is read again, so that a withdrawn key is withdrawn here too.
MAX_AGE = 60 * 60
#: Seconds for which the cached keys stay in use while their source cannot be read.
MAX_STALE = 24 * 60 * 60
# Members of private keys (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2).
_PRIVATE = frozenset(("d", "p", "q", "dp", "dq", "qi", "oth", "k"))


@dataclass(frozen=True, slots=True)
class _Held:
    """The keys that were read at the time ``since``."""

    keys: dict[str, tuple[Key, ...]] = field(default_factory=dict)
    version: Version = ()
    since: float = -math.inf


class KeySet:
    """Public keys by name: a JWK set (RFC 7517) from a URL, a file or an object.

    ``source`` is an https URL (http only on this machine), the ``Path`` of a JSON file, or the set
    itself as decoded JSON, ``{"keys": [...]}``. Nothing is fetched or read before the first use.

    A URL or a file is read again when a key is missing or the cached set is an hour old, but at most
    once in ``min_interval`` seconds, whatever tokens arrive. While it cannot be read, the cached keys
    stay in use for a day. ``timeout`` limits a fetch as a whole, in seconds; ``clock`` is a monotonic clock.

    A key that the set calls revoked or expired, or publishes with its private part, is not used; a warning says so.

    Keep one instance: each has its own cache. It can be shared by threads, and a forked process can go on
    using it. Raises ``ValueError`` for any other URL, :class:`KeySetUnavailable` for an object that is
    not a JWK set.
    """

    def __init__(
        self,
        source: str | PathLike[str] | Mapping[str, Any],
        *,
        timeout: float = 5.0,
        min_interval: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source: Source | None = None
        self._held = _Held()
        self._min_interval = min_interval
        self._clock = clock
        self._lock = threading.Lock()
        self._asked = -math.inf
        self._failure: str | None = None
        if isinstance(source, str):
            self._source = Url(source, timeout)
        elif isinstance(source, Mapping):
            self._held = _Held(_keys(source, "the object"))
        else:
            self._source = File(Path(source))
        _instances.add(self)

    def __repr__(self) -> str:
        count = len(self._held.keys)
        return f"KeySet({str(self._source)!r})" if self._source else f"KeySet({count} key{'s' * (count != 1)})"

    def find(self, key_id: str) -> tuple[Key, ...]:
        """The keys called ``key_id``, at least one; two keys of different types can share a name.

        :class:`UnknownKey` if there is none, :class:`KeySetUnavailable` if that cannot be known.
        """
        if key_id not in self._usable() or self._age() >= MAX_AGE:
            # A thread that has the key does not wait for another that is fetching already.
            self._refresh(wait=key_id not in self._usable())
        keys = self._usable()
        if key_id in keys:
            return keys[key_id]
        if self._failure is not None:
            raise KeySetUnavailable(self._failure)
        raise UnknownKey("the key set has no key with the name in the token")

    def _forked(self) -> None:
        """Forget a fetch of the parent process: it never ends here."""
        if self._lock.locked():
            self._lock = threading.Lock()
            self._asked = -math.inf

    def _age(self) -> float:
        return self._clock() - self._held.since if self._source else 0

    def _usable(self) -> dict[str, tuple[Key, ...]]:
        return self._held.keys if self._age() < MAX_STALE else {}

    def _refresh(self, *, wait: bool) -> None:
        if self._source is None or not self._lock.acquire(blocking=wait):
            return
        try:
            now = self._clock()
            if now - self._asked < self._min_interval:
                return
            self._asked = now
            try:
                loaded = self._source.load(self._held.version)
                if loaded is None:
                    self._held = _Held(self._held.keys, self._held.version, now)
                else:
                    data, version = loaded
                    self._held = _Held(_keys(_decoded(data), f"the document at {self._source}"), version, now)
                self._failure = None
            except KeySetUnavailable as error:
                self._failure = str(error)
        finally:
            self._lock.release()


_instances: weakref.WeakSet[KeySet] = weakref.WeakSet()


def _after_fork() -> None:
    for each in list(_instances):
        each._forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _decoded(data: bytes) -> Any:
    try:
        return decode(data)
    except BadText:
        return None


def _keys(document: Any, what: str) -> dict[str, tuple[Key, ...]]:
    """The keys of a JWK set by name.

    Keys without a name, or that cannot be read, are skipped (RFC 7517, 5). So are those that nobody can trust any more,
    with a warning.
    """
    entries = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(entries, list):
        raise KeySetUnavailable(f'{what} is not a JWK set: a JSON object with a list "keys"')
    keys: dict[str, tuple[Key, ...]] = {}
    for entry in entries:
        name = entry.get("kid") if isinstance(entry, Mapping) else None
        if isinstance(name, str):
            if (fault := _fault(entry)) is not None:
                # Loaded here because few receivers need it.
                import logging

                logging.getLogger("eventcontract.webhook").warning(
                    "%s holds a key that %s; tokens signed with it are refused: %s", what, fault, word(name)
                )
                continue
            try:
                key = import_key(dict(entry))
            except Exception:  # one odd key, read by whatever library, must not take the others along
                continue
            keys[name] = (*keys.get(name, ()), key)
    return keys


def _fault(entry: Mapping[str, Any]) -> str | None:
    """Why the key must not be trusted, whatever it has signed; ``None`` if nothing is known against it.

    ``exp`` and ``revoked`` are members of keys in OpenID Federation 1.0 (4.2, 8.7.2); ``exp`` is in seconds since 1970.
    """
    if not _PRIVATE.isdisjoint(entry):
        return "is private, which everybody can read there"
    if entry.get("revoked"):
        return "has been revoked"
    expires = entry.get("exp")
    if isinstance(expires, (int, float)) and not isinstance(expires, bool) and expires <= time.time():
        return "has expired"
    return None
