"""Where in a JSON text a value is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\n\r]*")
_skip = JSONDecoder().raw_decode


def find(text: str, path: Sequence[str]) -> tuple[int, int]:
    """(line, column), counted from 1, of the value at ``path`` in the JSON text ``text``.

    Where there is no such value, the innermost object or list on the way that there is.
    """
    place = _space(text, 0)
    for step in path:
        inner = _member(text, place, step) if text[place] == "{" else _element(text, place, step)
        if inner is None:
            break
        place = inner
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def _space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _member(text: str, place: int, key: str) -> int | None:
    """Where the value of ``key`` begins in the object at ``place``; of two members with that key, the last counts."""
    found = None
    place = _space(text, place + 1)
    while text[place] == '"':
        name, place = _skip(text, place)
        place = _space(text, _space(text, place) + 1)
        if name == key:
            found = place
        place = _space(text, _skip(text, place)[1])
        if text[place] == ",":
            place = _space(text, place + 1)
    return found


def _element(text: str, place: int, index: str) -> int | None:
    """Where the element ``index`` of the list at ``place`` begins; ``None`` also if there is no list."""
    if text[place] != "[" or not index.isdecimal():
        return None
    place = _space(text, place + 1)
    for _ in range(int(index)):
        if text[place] == "]":
            return None
        place = _space(text, _skip(text, place)[1])
        if text[place] != ",":
            return None
        place = _space(text, place + 1)
    return None if text[place] == "]" else place
