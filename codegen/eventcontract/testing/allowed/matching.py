"""A text for a regular expression. Knows Hypothesis."""

from __future__ import annotations

from functools import cache

from hypothesis import find, settings, strategies


@cache
def shortest(pattern: str) -> str:
    """The simplest text that matches the whole of ``pattern``."""
    rules = settings(database=None, derandomize=True, deadline=None)
    text: str = find(strategies.from_regex(pattern, fullmatch=True), lambda _: True, settings=rules)
    return text
