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
from eventcontract.printing import size
from eventcontract.runtime import json_text
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.fast import name_decoders
from eventcontract.runtime.rules import Rule

# The class of decoded JSON comes first: asking a class that is abstract takes ten times as long.
_OBJECT = (dict, Mapping)
_TYPES: dict[str, Any] = {
    "object": _OBJECT,
    "array": list,
    "text": str,
    "boolean": bool,
    "number": (int, float),
    "content": (str, *_OBJECT),
}
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
#: Envelopes in envelopes occur; deeper nesting is a mistake or an attack.
LAYERS = 4
# An envelope may be this many times as large as the event in it may be, which is escaped there, or base64.
_AROUND = 4
_UNREAD = object()
# Begins like an object, an array or a string of JSON.
_JSON = re.compile(r"\s*[{[\"]")


class EnvelopeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of envelope; the members have the names and meanings of the spec."""

    name: str
    recognize: dict[str, str] = {}
    any_of: tuple[str, ...] = ()
    content: str | None = None
    base64: bool | str = False
    members: dict[str, str] = {}
    identifier: str | None = None
    foreign: str | None = None
    notice: str | None = None


class ResponseRow(msgspec.Struct, frozen=True, kw_only=True):
    """How the sender of a batch is answered; the members have the names and meanings of the spec."""

    entries: str
    identifier: str
    whole: str | None = None
    failed: dict[str, Any] = {}
    handled: dict[str, Any] | None = None
    copies: tuple[str, ...] = ()


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of object that holds several deliveries; the members have the names and meanings of the spec."""

    name: str
    items: str
    recognize: dict[str, str] = {}
    empty: str | None = None
    response: ResponseRow | None = None


class Layer:
    """A delivery, or the content of one of its envelopes: JSON ``text``, or decoded JSON if that is ``None``."""

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

    def layers(self, delivery: Any, max_size: int = json_text.MAX_SIZE) -> Iterator[Layer]:
        """``delivery`` (a JSON text or decoded JSON), then what is in its envelopes, outermost first.

        No row of the table recognizes the last layer, or it is an object with text at the path of the
        name: whatever else it holds does not make it an envelope. Raises :class:`Refusal` where there
        can be no event, or one whose text is larger than ``max_size``.
        """
        layer = _outermost(delivery)
        self._admit_size(layer, max_size)
        yield layer
        for depth in range(LAYERS):
            value = layer.value
            if isinstance(value, str):
                if not _JSON.match(value):
                    if _TOKEN.fullmatch(value.strip()):
                        raise _signed()
                    return
                # A JSON text in a JSON string: a sender encoded it twice.
                layer = Layer(value)
                self._admit_size(layer, max_size)
                yield layer
                continue
            row = self._opened_by(value, depth > 0)
            if row is None:
                return
            layer = _opened(row, value)
            self._admit_size(layer, max_size)
            yield layer
            if row.members:  # an event assembled from members of its envelope
                return

    def _admit_size(self, layer: Layer, max_size: int) -> None:
        """:class:`Refusal` if the text of ``layer`` is too large, before anything is made of it."""
        number = _size_of(layer.text)
        if number <= max_size or (number <= _AROUND * max_size and not self._is_named(layer.text)):
            return
        what = "the event" if number <= _AROUND * max_size else "the delivery"
        limit = max_size if number <= _AROUND * max_size else _AROUND * max_size
        unit = "characters" if isinstance(layer.text, str) else "bytes"
        message = f"{what} has {number:,} {unit}, which is more than the limit of {size(limit)}"
        raise Refusal(Rule.TOO_LARGE, message)

    def _is_named(self, text: Any) -> bool:
        """Whether a JSON text is an event, and not an envelope."""
        with contextlib.suppress(Exception):  # it is not valid JSON, or holds no name
            return bool(name_decoders[self.path](text) is not None)
        return False

    def envelope(self, value: Any) -> EnvelopeRow | None:
        """The row that describes ``value``, ``None`` if there is none, or if it is an event."""
        named = isinstance(pointers.get(value, self.path), str)
        return _first(self._around_named if named else self.envelopes, value)

    def _opened_by(self, value: Any, inside: bool) -> EnvelopeRow | None:
        """The row that describes ``value``, ``None`` if it is not an envelope; ``inside``: of another envelope."""
        row = self.envelope(value)
        if row is None:
            named = isinstance(pointers.get(value, self.path), str)
            if not named and isinstance(value, _OBJECT) and (found := self.batch(value)) is not None:
                what = f"a batch of deliveries (at {found[0].items})"
                raise Refusal(Rule.NOT_AN_EVENT, for_parse_batch(what, inside))
            return None
        if row.foreign is not None:
            raise Refusal(Rule.FOREIGN_ENVELOPE, f"this delivery is in another format ({row.name}): {row.foreign}")
        if row.notice is not None:
            raise Refusal(Rule.NOT_AN_EVENT, f"this message holds no event ({row.name}): {row.notice}")
        return row

    def recognizes_any(self, members: Iterable[str]) -> bool:
        """Whether an event with none but these members can be an envelope, too."""
        known = frozenset(members)
        return any(
            _firsts(tuple(row.recognize)) <= known and not (row.any_of and _firsts(row.any_of).isdisjoint(known))
            for row in self._around_named
        )

    def batch(self, value: Any) -> tuple[BatchRow, list[Any]] | None:
        """The row of the table that describes ``value``, and the deliveries in it; ``None`` if it is not a batch."""
        for batch in self.batches:
            if not _has(value, batch.recognize):
                continue
            items = _at(value, batch.items)
            if items is None and batch.empty is not None and _at(value, batch.empty) is not None:
                items = []
            if isinstance(items, list):
                return batch, items
        return None

    def identify(self, delivery: Any) -> tuple[str | None, str | None]:
        """The identifier by which a response can name ``delivery``, and the JSON Pointer at which it belongs.

        The identifier is ``None`` if it is missing, and the pointer too if no envelope of ``delivery`` has a
        place for one.
        """
        where = None
        with contextlib.suppress(Exception):  # a mapping that is not Python's own can raise anything
            for row in self.envelopes:
                if row.identifier is not None and recognizes(row, delivery):
                    where = row.identifier
                    found = _at(delivery, where)
                    # An empty one names nothing.
                    return (found if isinstance(found, str) and found else None), where
        return None, where


def for_parse_batch(what: str, inside: bool) -> str:
    """The advice about a delivery that is ``what``, or whose envelope holds that if ``inside``."""
    if inside:
        return f"the envelope holds {what} instead of one event; decode its content and pass that to parse_batch"
    return f"this is {what}; pass it to parse_batch"


def _outermost(delivery: Any) -> Layer:
    # Not isinstance: what an object calls its class can raise an error.
    kind = type(delivery)
    if kind in (bytearray, memoryview):
        with contextlib.suppress(ValueError):  # the memory of a view has been released
            delivery = bytes(delivery)
    if issubclass(kind, (str, bytes, bytearray, memoryview)):
        return Layer(delivery)
    return Layer(value=json_text.admit(delivery))


def _size_of(text: Any) -> int:
    with contextlib.suppress(Exception):  # the memory of a view has been released
        return 0 if text is None else len(text)
    return 0


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
    return _has(value, row.recognize, row.any_of)


def _has(value: Any, kinds: Mapping[str, str], any_of: tuple[str, ...] = ()) -> bool:
    """Whether ``value`` holds the right kind of value at each place of ``kinds``, and any at one of ``any_of``."""
    for where, kind in kinds.items():
        if not isinstance(_at(value, where), _TYPES[kind]):
            return False
    return not any_of or any(_at(value, where) is not None for where in any_of)


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


def _opened(row: EnvelopeRow, value: Any) -> Layer:
    """The content of the envelope ``value``."""
    if row.members:
        members = {name: _at(value, where) for name, where in row.members.items()}
        return Layer(value={name: content for name, content in members.items() if content is not None})
    assert row.content is not None
    content = _at(value, row.content)
    if isinstance(content, _OBJECT):  # somebody on the way has decoded it
        return Layer(value=content)
    if not isinstance(content, str):
        raise Refusal(
            Rule.NOT_AN_EVENT, f"the envelope ({row.name}) holds neither a text nor an object at {row.content}"
        )
    encoded = row.base64 if isinstance(row.base64, bool) else _at(value, row.base64) is True
    if not encoded:
        return Layer(content)
    try:
        return Layer(base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        message = f"the text at {row.content} of the envelope ({row.name}) is not valid base64"
        raise Refusal(Rule.NOT_JSON, message) from None


def _signed() -> Refusal:
    message = "this delivery is a signed JSON Web Token; verify it and parse its claims: parse(verify(token, ...))"
    return Refusal(Rule.SIGNED_DELIVERY, message)
