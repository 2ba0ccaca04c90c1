"""What may be kept of the values of deliveries, and how long texts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eventcontract.runtime.explain import resolved
from eventcontract.runtime.records import word

# No identifier is as large.
_LARGEST = 10**40


def dimension(value: Any) -> str | None:
    """The value of a dimension as text, if it looks program-made: deliveries can hold anything."""
    if isinstance(value, str):
        return word(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST else None


def is_sensitive(schema: dict[str, Any], path: Sequence[str]) -> bool:
    """Whether the schema of an event says, or does not say otherwise, that the member at ``path`` is sensitive."""
    place: dict[str, Any] = schema
    sensitive = True
    for step in path:
        place = resolved(place, schema)
        if step in place.get("properties", {}):
            place = place["properties"][step]
            sensitive = place.get("x-sensitive", True)
        elif "items" in place:  # what is said of the list is said of its elements
            place = place["items"]
        else:
            return True
    return sensitive


def texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, text) of every text in decoded JSON; elements of a list have the same path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, content in value.items():
            yield from texts(content, (*path, key))
    elif isinstance(value, list):
        for content in value:
            yield from texts(content, (*path, 0))
