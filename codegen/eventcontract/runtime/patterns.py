"""Regular expressions of schemas, which many languages read."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"\^\(\?:(.*)\)\$\(\?!\\n\)", re.DOTALL)
# Matches no separator, anchors nothing, and means the same in each language.
_PLAIN = re.compile(r"(?:[^\\^$.<>\x00-\x1f]|\\[^\sA-Za-z0-9])*")
_FLAGS = re.compile(r"\(\?[^:!=]")


def plain(pattern: str) -> str | None:
    """What ``pattern`` asks of the whole text, if that means the same in Python and to every validator.

    It does not match a line feed, and sees nothing of what is next to the text. ``None`` for any other pattern.
    """
    match = _WHOLE.fullmatch(pattern)
    if match is not None and _PLAIN.fullmatch(match[1]) and not _FLAGS.search(match[1]):
        return match[1]
    return None
