"""Names that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names that look like ``word``, then those that begin like it; at most ``limit`` of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=limit, cutoff=0.6)
    near += [name for name in names if name not in near and _begins_like(word, name)]
    return near[:limit]


def did_you_mean(names: Iterable[str]) -> str:
    """`` (did you mean 'x' or 'y'?)``, to be put after a message; empty without names."""
    quoted = " or ".join(f"'{name}'" for name in names)
    return f" (did you mean {quoted}?)" if quoted else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """:func:`did_you_mean` with the closest of ``known``."""
    return did_you_mean(closest(word, known, limit=1))


def _begins_like(word: str, name: str) -> bool:
    return len(word) > 2 and difflib.SequenceMatcher(None, word, name[: len(word)]).ratio() > 0.7
