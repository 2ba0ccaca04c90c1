"""Choosing events by name."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def select(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The ``names`` that match one of ``patterns`` (``*``, ``?``, ``[…]``), in their order; all without a pattern.

    ``ValueError``, suggesting similar names, for a pattern that matches none; ``TypeError`` for one that is not a
    string.
    """
    __tracebackhide__ = True
    known, wanted = list(names), list(patterns)
    for pattern in wanted:
        if not isinstance(pattern, str):
            raise TypeError(f"patterns must be strings, one per argument, not {type(pattern).__name__}: {pattern!r}")
        if not any(fnmatchcase(name, pattern) for name in known):
            raise ValueError(f"no event matches {pattern!r}{_suggestion(pattern, known)}")
    return [name for name in known if not wanted or any(fnmatchcase(name, pattern) for pattern in wanted)]


def one(name: str, names: Iterable[str]) -> str:
    """``name`` if it is one of ``names``; ``ValueError``, suggesting similar names, otherwise."""
    known = list(names)
    if name not in known:
        raise ValueError(f"there is no event {name!r}{_suggestion(name, known)}")
    return name


def _suggestion(word: str, known: list[str]) -> str:
    # Not at import time: nobody needs it unless something is wrong.
    from eventcontract.suggestions import closest, did_you_mean

    return did_you_mean(closest(word.strip("*?"), known))
