"""A hash of an event that is the same in every envelope and on every retry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

VERSION = "v1"
# Pieces of the text that are in memory at a time: an event can be much larger as canonical JSON (1e308) than it was.
_PIECES = 10_000
_scalar = json.JSONEncoder(ensure_ascii=False).encode


def fingerprint(event: Mapping[str, Any]) -> str:
    """``v1:`` and the SHA-256 (hex) of the canonical JSON of ``event``.

    Canonical: UTF-8, no spaces, keys sorted by code point, members that are null left out, a number
    with an integral value written as an integer, any other as the shortest text that reads back to it.
    """
    pieces = _canonical(event)
    digest = hashlib.sha256()
    while text := "".join(islice(pieces, _PIECES)):
        digest.update(text.encode())
    return f"{VERSION}:{digest.hexdigest()}"


def _canonical(event: Mapping[str, Any]) -> Iterator[str]:
    """The text that is hashed, in pieces; made without recursion, which a deep event would exhaust."""
    # The members of each open container, those of the innermost last, and what closes it.
    left: list[tuple[Iterator[tuple[str, Any]], str]] = [(_members(event), "}")]
    yield "{"
    while left:
        members, end = left[-1]
        for before, content in members:
            yield before
            if isinstance(content, dict):
                yield "{"
                left.append((_members(content), "}"))
                break
            if isinstance(content, list):
                yield "["
                left.append((_elements(content), "]"))
                break
            yield _scalar(int(content) if isinstance(content, float) and content.is_integer() else content)
        else:
            yield end
            left.pop()


def _members(container: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each member that is not null, after the text before it."""
    comma = ""
    for name in sorted(container):
        content = container[name]
        if content is not None:
            yield f"{comma}{_scalar(name)}:", content
            comma = ","


def _elements(container: list[Any]) -> Iterator[tuple[str, Any]]:
    comma = ""
    for content in container:
        yield comma, content
        comma = ","
