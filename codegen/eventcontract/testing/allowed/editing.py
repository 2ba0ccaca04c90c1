"""Changing decoded JSON without touching the original: only the objects and arrays on the way are copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: The position of a value: keys of objects and indices of arrays.
Place = tuple[str | int, ...]


def at(value: Any, place: Place) -> Any:
    """The value at ``place``; ``KeyError`` or ``IndexError`` if there is none."""
    for step in place:
        if value is None:
            raise KeyError(step)
        value = value[step]
    return value


def has(value: Any, place: Place) -> bool:
    """Whether there is a value at ``place``; null is one."""
    try:
        at(value, place)
    except (KeyError, IndexError):
        return False
    return True


def put(value: Any, place: Place, new: Any) -> Any:
    """``value`` with ``new`` at ``place``; a missing key is added."""
    if not place:
        return new
    step, rest = place[0], place[1:]
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[step] = put(copy[step], rest, new) if rest else new  # type: ignore[index]
    return copy


def drop(value: Any, place: Place) -> Any:
    """``value`` without the value at ``place``."""
    step, rest = place[0], place[1:]
    copy = list(value) if isinstance(value, list) else dict(value)
    if rest:
        copy[step] = drop(copy[step], rest)  # type: ignore[index]
    else:
        del copy[step]  # type: ignore[arg-type]
    return copy


def everywhere(value: Any, path: tuple[str, ...]) -> Iterator[tuple[Place, Any]]:
    """(place, value) of every place that ``path`` of a model matches; ``*`` matches each element of an array."""
    if not path:
        yield (), value
    elif path[0] == "*" and isinstance(value, list):
        for index, element in enumerate(value):
            for place, found in everywhere(element, path[1:]):
                yield (index, *place), found
    elif isinstance(value, dict) and path[0] in value:
        for place, found in everywhere(value[path[0]], path[1:]):
            yield (path[0], *place), found


def difference(old: Any, new: Any) -> int:
    """The number of scalars and empty containers in which two pieces of decoded JSON differ."""
    if old is new or old == new:
        return 0
    if isinstance(old, dict) and isinstance(new, dict):
        alone = sum(_size(each[key]) for each in (old, new) for key in old.keys() ^ new.keys() if key in each)
        return alone + sum(difference(old[key], new[key]) for key in old.keys() & new.keys())
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return sum(map(difference, old, new))
    return max(_size(old), _size(new))


def _size(value: Any) -> int:
    if isinstance(value, dict | list):
        return sum(map(_size, value.values() if isinstance(value, dict) else value)) or 1
    return 1
