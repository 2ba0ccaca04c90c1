"""Choosing events by their names."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def select(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names that match one of ``patterns`` (``*``, ``?``, ``[…]``), in their order; all without patterns.

    ``ValueError``, with the names that are close, for a pattern that matches none; ``TypeError`` for one
    that is no text.
    """
    __tracebackhide__ = True
    known, asked = list(names), list(patterns)
    for pattern in asked:
        if not isinstance(pattern, str):
            raise TypeError(f"patterns are texts such as {known[0]!r} or '*', each an argument; {pattern!r} is none")
        if not any(fnmatchcase(name, pattern) for name in known):
            raise ValueError(f"no event matches {pattern!r}{_hint(pattern, known)}")
    return [name for name in known if not asked or any(fnmatchcase(name, pattern) for pattern in asked)]


def one(name: str, names: Iterable[str]) -> str:
    """``name``, if it is one of ``names``; ``ValueError``, with those that are close, otherwise."""
    known = list(names)
    if name not in known:
        raise ValueError(f"there is no event {name!r}{_hint(name, known)}")
    return name


def _hint(word: str, known: list[str]) -> str:
    # Not at import time: nobody needs it unless something is wrong.
    from eventcontract.suggestions import closest, did_you_mean

    return did_you_mean(closest(word.strip("*?"), known))
