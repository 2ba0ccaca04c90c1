"""Finding the event in what arrived: envelopes and batches, told apart by a table of the contract."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec

from eventcontract.runtime import json_text
from eventcontract.runtime.errors import Finding
from eventcontract.runtime.json_text import BadText

# The class of decoded JSON comes first: asking a class that is abstract takes ten times as long.
_OBJECT = (dict, Mapping)
_TYPES: dict[str, Any] = {"object": _OBJECT, "array": list, "text": str, "boolean": bool, "number": (int, float)}
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# An envelope in an envelope in an envelope is nobody's delivery.
_LAYERS = 4


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table; the words are those of the spec."""

    name: str
    recognize: dict[str, str]
    any_of: tuple[str, ...] = ()
    text: str | None = None
    base64: bool | str = False
    members: dict[str, str] = {}
    identifier: str | None = None
    foreign: str | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """An object that holds several deliveries; the words are those of the spec."""

    name: str
    items: str
    empty: str | None = None
    failures: str | None = None
    failure: str | None = None


class Refusal(Exception):
    """There is no event in the delivery; ``kind`` is ``not-json``, ``foreign``, ``signed`` or ``no-event``."""

    def __init__(self, kind: str, finding: Finding) -> None:
        self.kind = kind
        self.finding = finding
        super().__init__(finding.message)


class Table:
    """The envelopes and batches of a contract, and the path of the member that names an event."""

    def __init__(self, envelopes: Iterable[Envelope], batches: Iterable[Batch], path: tuple[str, ...]) -> None:
        self.envelopes = tuple(envelopes)
        self.batches = tuple(batches)
        self.path = path
        self._around_named = tuple(row for row in self.envelopes if _keeps(row, path[0]))

    def open(self, delivery: Any, read: Callable[[Any], Any]) -> Any:
        """The event in ``delivery``, decoded and without its envelopes.

        ``delivery`` is a JSON text or decoded JSON. What no row of the table recognizes is given back
        as it is, and so is an object with text at the path of the name: whatever else it holds does
        not make it an envelope. Raises :class:`Refusal`.

        The text in an envelope is handed to ``read`` first. What that makes of it, unless ``None``,
        is the result.
        """
        if type(delivery) in (bytearray, memoryview):
            with contextlib.suppress(ValueError):  # the memory of a view has been released
                delivery = bytes(delivery)
            if (event := read(delivery)) is not None:
                return event
        value = _decode(delivery)
        for _ in range(_LAYERS):
            if isinstance(value, str):
                if _TOKEN.fullmatch(value.strip()):
                    raise _signed()
                return value
            named = isinstance(follow(value, self.path), str)
            row = _first(self._around_named if named else self.envelopes, value)
            if row is None:
                if not named and (found := self.batch(value)) is not None:
                    message = f"this is a batch of deliveries at {found[0].items}: hand it to parse_batch"
                    raise Refusal("no-event", Finding(rule="not-an-event", level="error", pointer="", message=message))
                break
            if row.foreign is not None:
                message = f"this is a delivery in another format ({row.name}): {row.foreign}"
                finding = Finding(rule="foreign-envelope", level="error", pointer="", message=message)
                raise Refusal("foreign", finding)
            if row.members:
                return {
                    name: content for name, where in row.members.items() if (content := at(value, where)) is not None
                }
            text = _text(row, value)
            if (event := read(text)) is not None:
                return event
            value = _decode(text)
        return value

    def batch(self, value: Any) -> tuple[Batch, list[Any]] | None:
        """The row of the table that describes ``value``, and the deliveries in it; ``None`` if it is no batch."""
        for batch in self.batches:
            items = at(value, batch.items)
            if items is None and batch.empty is not None and at(value, batch.empty) is not None:
                items = []
            if isinstance(items, list):
                return batch, items
        return None

    def identifier(self, delivery: Any) -> str | None:
        """What names ``delivery`` to whoever delivered it, ``None`` if its envelope has no such thing."""
        with contextlib.suppress(Exception):  # a mapping of somebody else's can raise anything
            for row in self.envelopes:
                if row.identifier is not None and recognizes(row, delivery):
                    found = at(delivery, row.identifier)
                    return found if isinstance(found, str) else None
        return None


def _first(rows: Iterable[Envelope], value: Any) -> Envelope | None:
    for row in rows:
        if recognizes(row, value):
            return row
    return None


def _keeps(row: Envelope, member: str) -> bool:
    """Whether the event in this envelope has ``member`` where it would have it without envelope."""
    return member in row.members and _steps(row.members[member]) == (member,)


def recognizes(row: Envelope, value: Any) -> bool:
    """Whether ``row`` of the table describes the decoded JSON ``value``."""
    if not isinstance(value, _OBJECT):
        return False
    # Most deliveries have none of these keys, which is soon seen.
    if row.any_of and _firsts(row.any_of).isdisjoint(value):
        return False
    for where, kind in row.recognize.items():
        if not isinstance(at(value, where), _TYPES[kind]):
            return False
    return not row.any_of or any(at(value, where) is not None for where in row.any_of)


def at(value: Any, where: str) -> Any:
    """What stands at the JSON Pointer ``where``, through objects only; ``None`` if nothing does."""
    return follow(value, _steps(where))


@cache
def _steps(where: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:])


@cache
def _firsts(pointers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_steps(where)[0] for where in pointers)


def follow(value: Any, path: Iterable[str]) -> Any:
    """What stands at the end of ``path``, through objects only; ``None`` if nothing does."""
    for step in path:
        if not isinstance(value, _OBJECT):
            return None
        value = value.get(step)
    return value


def _decode(delivery: Any) -> Any:
    # Not isinstance: what an object calls its class can raise an error.
    if not issubclass(type(delivery), (str, bytes, bytearray, memoryview)):
        try:
            return json_text.admit(delivery)
        except BadText as error:
            raise Refusal("not-json", error.finding) from None
    try:
        return json_text.decode(delivery)
    except BadText as error:
        refusal = _signed() if _is_token(delivery) else Refusal("not-json", error.finding)
        raise refusal from None


def _is_token(delivery: Any) -> bool:
    with contextlib.suppress(Exception):  # what cannot be read is none
        text = delivery if isinstance(delivery, str) else bytes(delivery).decode(errors="replace")
        return _TOKEN.fullmatch(text.strip()) is not None
    return False


def _text(row: Envelope, value: Any) -> Any:
    assert row.text is not None
    text = at(value, row.text)
    if not isinstance(text, str):
        message = f"the envelope ({row.name}) has no text at {row.text}"
        raise Refusal("no-event", Finding(rule="not-an-event", level="error", pointer="", message=message))
    encoded = row.base64 if isinstance(row.base64, bool) else at(value, row.base64) is True
    if not encoded:
        return text
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        message = f"the text at {row.text} of the envelope is not base64"
        raise Refusal("not-json", Finding(rule="not-json", level="error", pointer="", message=message)) from None


def _signed() -> Refusal:
    message = (
        "this is a signed delivery (JSON Web Token): verify it first and parse the claims, parse(verify(token, keys))"
    )
    return Refusal("signed", Finding(rule="signed-delivery", level="error", pointer="", message=message))
