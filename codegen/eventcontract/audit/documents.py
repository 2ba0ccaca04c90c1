"""An audit as a JSON document: ``audit.schema.json`` describes it.

Counts are kept by scope (account, producer and day), and scopes by their position in a list. Everything is sorted, so
that the same counts are the same bytes.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from eventcontract.runtime.rules import Level

#: The version of the format.
FORMAT: Literal[1] = 1
#: (position of a scope in the list of scopes, number)
Counts = list[tuple[int, int]]


class SeenPart(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was seen of one event."""

    event: str
    first: str | None = None
    last: str | None = None
    deliveries: Counts
    refused: Counts = []


class FoundPart(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What was found of one kind."""

    event: str
    level: Level
    rule: str
    pointer: str
    value: str | None = None
    findings: int
    first: str | None = None
    last: str | None = None
    place: tuple[str, int] | None = None
    deliveries: Counts


class Bounds(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The largest hash of names that are counted one by one, or of accounts the first that is not; else ``None``."""

    accounts: bytes | None = None
    producers: bytes | None = None
    days: bytes | None = None
    events: bytes | None = None
    kinds: bytes | None = None
    texts: bytes | None = None


class Document(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An audit."""

    format: Literal[1]
    package: str
    scopes: list[tuple[str | None, str | None, str | None]]
    seen: list[SeenPart]
    found: list[FoundPart]
    bounds: Bounds = msgspec.field(default_factory=Bounds)
    lengths: list[tuple[str, str, int]] | None = None


_decoder = msgspec.json.Decoder(Document)


def write(document: Document) -> bytes:
    """``document`` as JSON, one line."""
    return msgspec.json.encode(document)


def read(text: bytes | str) -> Document:
    """The document in ``text``; ``ValueError`` unless it is one."""
    try:
        document = _decoder.decode(text)
        number = len(document.scopes)
        counts = [seen.deliveries for seen in document.seen] + [seen.refused for seen in document.seen]
        counts += [found.deliveries for found in document.found]
        if not all(0 <= scope < number for each in counts for scope, _ in each):
            raise ValueError
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors and may quote values
        raise ValueError("this is not an audit, or one in a format that this release does not read") from None
    return document
