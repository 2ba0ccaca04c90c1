"""Finding the event in a delivery: envelopes and batches, recognized by a table of the contract."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from eventcontract import pointers
from eventcontract.runtime import json_text
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.rules import Rule

# The class of decoded JSON comes first: asking a class that is abstract takes ten times as long.
_OBJECT = (dict, Mapping)
_TYPES: dict[str, Any] = {"object": _OBJECT, "array": list, "text": str, "boolean": bool, "number": (int, float)}
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
# Envelopes in envelopes occur; deeper nesting is a mistake or an attack.
_LAYERS = 4
_UNREAD = object()


class EnvelopeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of envelope; the members have the names and meanings of the spec."""

    name: str
    recognize: dict[str, str]
    any_of: tuple[str, ...] = ()
    text: str | None = None
    base64: bool | str = False
    members: dict[str, str] = {}
    identifier: str | None = None
    foreign: str | None = None


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of object that holds several deliveries; the members have the names and meanings of the spec."""

    name: str
    items: str
    empty: str | None = None
    failures: str | None = None
    failure: str | None = None


class Layer:
    """A delivery, or what was inside one of its envelopes: JSON ``text``, or decoded JSON if that is ``None``."""

    __slots__ = ("_value", "text")

    def __init__(self, text: Any = None, value: Any = _UNREAD) -> None:
        self.text = text
        self._value = value

    @property
    def value(self) -> Any:
        """The decoded JSON; :class:`Refusal` if the text is not valid JSON."""
        if self._value is _UNREAD:
            self._value = _decode(self.text)
        return self._value


class Table:
    """The envelopes and batches of a contract, and the path of the member that names an event."""

    def __init__(self, envelopes: Iterable[EnvelopeRow], batches: Iterable[BatchRow], path: tuple[str, ...]) -> None:
        self.envelopes = tuple(envelopes)
        self.batches = tuple(batches)
        self.path = path
        self._around_named = tuple(row for row in self.envelopes if _keeps(row, path[0]))

    def layers(self, delivery: Any) -> Iterator[Layer]:
        """``delivery`` (a JSON text or decoded JSON), then what is in its envelopes, outermost first.

        No row of the table recognizes the last layer, or it is an object with text at the path of the
        name: whatever else it holds does not make it an envelope. Raises :class:`Refusal` where there
        can be no event.
        """
        layer = _outermost(delivery)
        yield layer
        for _ in range(_LAYERS):
            inner = self._inside(layer.value)
            if inner is None:
                return
            layer = inner
            yield layer
            if layer.text is None:  # an event assembled from members of its envelope
                return

    def _inside(self, value: Any) -> Layer | None:
        """The content of the envelope ``value``, ``None`` if it is not an envelope."""
        if isinstance(value, str):
            if _TOKEN.fullmatch(value.strip()):
                raise _signed()
            return None
        named = isinstance(pointers.get(value, self.path), str)
        row = _first(self._around_named if named else self.envelopes, value)
        if row is None:
            if not named and (found := self.batch(value)) is not None:
                raise Refusal(
                    Rule.NOT_AN_EVENT, f"this is a batch of deliveries (at {found[0].items}); pass it to parse_batch"
                )
            return None
        if row.foreign is not None:
            raise Refusal(Rule.FOREIGN_ENVELOPE, f"this delivery is in another format ({row.name}): {row.foreign}")
        if row.members:
            members = {name: _at(value, where) for name, where in row.members.items()}
            return Layer(value={name: content for name, content in members.items() if content is not None})
        return Layer(_text(row, value))

    def batch(self, value: Any) -> tuple[BatchRow, list[Any]] | None:
        """The row of the table that describes ``value``, and the deliveries in it; ``None`` if it is not a batch."""
        for batch in self.batches:
            items = _at(value, batch.items)
            if items is None and batch.empty is not None and _at(value, batch.empty) is not None:
                items = []
            if isinstance(items, list):
                return batch, items
        return None

    def identifier(self, delivery: Any) -> str | None:
        """The identifier that its sender gave ``delivery``, ``None`` if its envelope holds none."""
        with contextlib.suppress(Exception):  # a mapping that is not Python's own can raise anything
            for row in self.envelopes:
                if row.identifier is not None and recognizes(row, delivery):
                    found = _at(delivery, row.identifier)
                    return found if isinstance(found, str) else None
        return None


def _outermost(delivery: Any) -> Layer:
    # Not isinstance: what an object calls its class can raise an error.
    kind = type(delivery)
    if kind in (bytearray, memoryview):
        with contextlib.suppress(ValueError):  # the memory of a view has been released
            delivery = bytes(delivery)
    if issubclass(kind, (str, bytes, bytearray, memoryview)):
        return Layer(delivery)
    return Layer(value=json_text.admit(delivery))


def _first(rows: Iterable[EnvelopeRow], value: Any) -> EnvelopeRow | None:
    for row in rows:
        if recognizes(row, value):
            return row
    return None


def _keeps(row: EnvelopeRow, member: str) -> bool:
    """Whether the event in this envelope has ``member`` where it would have it without envelope."""
    return member in row.members and pointers.parse(row.members[member]) == (member,)


def recognizes(row: EnvelopeRow, value: Any) -> bool:
    """Whether ``row`` of the table describes the decoded JSON ``value``."""
    if not isinstance(value, _OBJECT):
        return False
    # Most deliveries have none of these keys, which is quickly seen.
    if row.any_of and _firsts(row.any_of).isdisjoint(value):
        return False
    for where, kind in row.recognize.items():
        if not isinstance(_at(value, where), _TYPES[kind]):
            return False
    return not row.any_of or any(_at(value, where) is not None for where in row.any_of)


def _at(value: Any, where: str) -> Any:
    return pointers.get(value, pointers.parse(where))


@cache
def _firsts(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(pointers.parse(where)[0] for where in places)


def _decode(text: Any) -> Any:
    try:
        return json_text.decode(text)
    except Refusal:
        if _is_token(text):
            raise _signed() from None
        raise


def _is_token(delivery: Any) -> bool:
    with contextlib.suppress(Exception):  # what cannot be read is not a token
        text = delivery if isinstance(delivery, str) else bytes(delivery).decode(errors="replace")
        return _TOKEN.fullmatch(text.strip()) is not None
    return False


def _text(row: EnvelopeRow, value: Any) -> str | bytes:
    assert row.text is not None
    text = _at(value, row.text)
    if not isinstance(text, str):
        raise Refusal(Rule.NOT_AN_EVENT, f"the envelope ({row.name}) holds no text at {row.text}")
    encoded = row.base64 if isinstance(row.base64, bool) else _at(value, row.base64) is True
    if not encoded:
        return text
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(Rule.NOT_JSON, f"the text at {row.text} of the envelope is not valid base64") from None


def _signed() -> Refusal:
    message = "this delivery is a signed JSON Web Token; verify it and parse its claims: parse(verify(token, ...))"
    return Refusal(Rule.SIGNED_DELIVERY, message)
