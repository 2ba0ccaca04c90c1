"""Rewrites deliveries: what the contract calls harmless stays as it is written, everything else gets a pseudonym."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, assert_never

import msgspec

from eventcontract import pointers
from eventcontract.model import Array, Contract, Field, Object, Scalar, event_root
from eventcontract.pointers import Path
from eventcontract.redaction.pseudonyms import Pseudonyms
from eventcontract.runtime import json_text
from eventcontract.runtime.envelopes import LAYERS, BatchRow, EnvelopeRow, Table
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.records import word
from eventcontract.runtime.rules import Rule
from eventcontract.runtime.spellings import readable

# Text of which a look at its bytes is enough: the most common characters of what `word` accepts.
_PLAIN = re.compile(rb'"[A-Za-z0-9_.:/-]{0,120}"')
_TOKEN = re.compile(rb"\s*eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")
_BEGINS_JSON = re.compile(r"\s*[{[\"]")
_DIGITS = re.compile("[0-9]+")
_WHOLE = re.compile(rb"-?[0-9]+(?:\.0+)?")
_NAIVE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?", re.ASCII)
_CLOCK = re.compile(r"[0-9TtZz:.,+ -]{0,40}", re.ASCII)
# A key in an object of which nothing is known: without digits, it is not an identifier.
_NAME = re.compile(r"[@$]?[A-Za-z_][A-Za-z_:.-]{0,39}", re.ASCII)
_TOO_DEEP = "[" * (json_text.DEPTH + 1) + "]" * (json_text.DEPTH + 1)

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode = msgspec.json.decode
_encode = msgspec.json.encode


class Redactor:
    """Rewrites the deliveries of one contract; ``table`` has its envelopes and batches.

    ``signed`` counts tokens, each of which became one that nobody has signed.
    """

    def __init__(self, contract: Contract, table: Table, pseudonyms: Pseudonyms) -> None:
        self._contract = contract
        self._table = table
        self._pseudonyms = pseudonyms
        self._root = lru_cache(None)(lambda name: event_root(contract, name))
        self._fields: dict[int, tuple[Object, dict[str, Field]]] = {}
        # By these keys, envelopes and batches are recognized.
        rows: list[EnvelopeRow | BatchRow] = [*table.envelopes, *table.batches]
        places = [where for row in rows for where in (*row.recognize, *_places(row))]
        self._table_keys = frozenset(step for where in places for step in pointers.parse(where))
        self.signed = 0

    def redact(self, delivery: bytes) -> bytes:
        """``delivery``, a JSON text or a signed token, on one line and without what is personal in it.

        :class:`eventcontract.runtime.errors.Refusal` if it is neither.
        """
        if _TOKEN.fullmatch(delivery):
            return self._signed(delivery.decode()).encode()
        json_text.decode(delivery)
        return self._delivery(delivery, 0)

    # -- envelopes -------------------------------------------------------------------------------

    def _delivery(self, raw: bytes, depth: int) -> bytes:
        value = _decode(raw)
        if isinstance(value, str):
            return _encode(self._string(value, depth))
        if isinstance(value, list):
            return _array(
                # A list in a list is not a delivery.
                _encode(self._unknown(each)) if isinstance(each, list) else self._delivery(written, depth)
                for each, written in zip(value, map(bytes, _elements(raw)), strict=True)
            )
        if not isinstance(value, dict):
            return _encode(self._unknown(value))
        name = pointers.get(value, self._table.path)
        row = self._table.envelope(value) if depth < LAYERS else None
        if row is not None and row.foreign is None and row.notice is None:
            return self._envelope(row, raw, value, depth)
        if isinstance(name, str):
            del value  # which can take fifty times as much memory as its text
            return self._event(raw, name)
        if row is None and (found := self._table.batch(value)) is not None:
            return self._batch(found[0].items, raw, depth)
        return _encode(self._unknown(value))

    def _envelope(self, row: EnvelopeRow, raw: bytes, value: dict[str, Any], depth: int) -> bytes:
        places: dict[Path, bytes] = {}
        if row.members:
            found = {member: _at(raw, pointers.parse(where)) for member, where in row.members.items()}
            event = {member: each for member, each in found.items() if each is not None and each != b"null"}
            assembled = _object(event.items())
            name = pointers.get(_decode(assembled), self._table.path)
            if isinstance(name, str):
                redacted = _members(self._event(assembled, name))
            else:
                redacted = {
                    member: msgspec.Raw(_encode(self._unknown(_decode(each)))) for member, each in event.items()
                }
            places = {pointers.parse(row.members[member]): bytes(each) for member, each in redacted.items()}
        elif row.content is not None:
            path = pointers.parse(row.content)
            content = pointers.get(value, path)
            if isinstance(row.base64, str) and isinstance(pointers.get(value, pointers.parse(row.base64)), bool):
                places[pointers.parse(row.base64)] = _encode(pointers.get(value, pointers.parse(row.base64)))
            if isinstance(content, str):
                encoded = (
                    row.base64 if isinstance(row.base64, bool) else places.get(pointers.parse(row.base64)) == b"true"
                )
                places[path] = _encode(self._encoded(content, depth) if encoded else self._content(content, depth))
            elif isinstance(content, dict):
                inner = _at(raw, path)
                assert inner is not None
                places[path] = self._delivery(inner, depth + 1)
        return self._around(raw, places, ())

    def _encoded(self, content: str, depth: int) -> str:
        try:
            text = base64.b64decode(content, validate=True).decode()
        except (binascii.Error, ValueError):
            # Never as long as base64 is, so that nobody can read this either.
            return self._pseudonyms.text(content)
        return base64.b64encode(self._content(text, depth).encode()).decode()

    def _content(self, text: str, depth: int) -> str:
        """What is in an envelope, as text: JSON, or what readers refuse."""
        if _TOKEN.fullmatch(text.encode()):
            return self._signed(text)
        try:
            json_text.decode(text)
        except Refusal as refusal:
            return _TOO_DEEP if refusal.finding.rule == Rule.TOO_DEEP.id else self._pseudonyms.text(text)
        return self._delivery(text.encode(), depth + 1).decode()

    def _string(self, text: str, depth: int) -> str:
        """A JSON string in place of an object: a delivery that was encoded twice, or anything else."""
        if _BEGINS_JSON.match(text):
            found = self._content(text, depth)
            return found if _BEGINS_JSON.match(found) else "{" + found
        return self._signed(text) if _TOKEN.fullmatch(text.encode()) else self._pseudonyms.text(text)

    def _signed(self, text: str) -> str:
        self.signed += 1
        return self._pseudonyms.text(text)

    def _batch(self, where: str, raw: bytes, depth: int) -> bytes:
        path = pointers.parse(where)
        items = _at(raw, path)
        if items is None:  # an empty batch
            return _encode(self._unknown(_decode(raw)))
        return self._around(raw, {path: self._delivery(items, depth)}, ())

    def _around(self, raw: bytes, places: Mapping[Path, bytes], path: Path) -> bytes:
        """``raw``, which is at ``path``, with what is already redacted at ``places`` and pseudonyms around it."""
        if path in places:
            return places[path]
        if not any(place[: len(path)] == path for place in places):
            return _encode(self._unknown(_decode(raw)))
        if raw.lstrip().startswith(b"["):
            return _array(self._around(each, places, (*path, str(at))) for at, each in enumerate(_elements(raw)))
        members = {
            key: (self._key(key), self._around(bytes(each), places, (*path, key)))
            for key, each in _members(raw).items()
        }
        return _object(members.values())

    # -- events ----------------------------------------------------------------------------------

    def _event(self, raw: bytes, name: str) -> bytes:
        described = name in self._contract.events
        return self._described(self._root(name) if described else self._contract.message.tree, raw)

    def _described(self, tree: Object, raw: bytes) -> bytes:
        """An object whose members the contract describes."""
        fields = self._fields.get(id(tree))
        if fields is None:
            # With the tree, so that no other one can have its number.
            fields = self._fields[id(tree)] = tree, {field.name: field for field in tree.fields}
        members = _members(raw)
        redacted = []
        for key, each in members.items():
            field = fields[1].get(key)
            if field is None:
                # Findings show keys that a program made up.
                known = word(key) == key
                redacted.append((key if known else self._pseudonyms.odd(key), _encode(self._unknown(_decode(each)))))
            else:
                redacted.append((key, self._member(field, bytes(each), members)))
        return _object(redacted)

    def _member(self, field: Field, raw: bytes, siblings: Mapping[str, bytes]) -> bytes:
        first = raw[:1]
        if first == b"n":
            return raw
        match field.type:
            case Scalar():
                return self._scalar(field.type, raw, self._is_harmless(field, siblings))
            case Array():
                if first == b"[":
                    return _array(self._member(field.element, bytes(each), siblings) for each in _elements(raw))
            case Object():
                if first == b"{" and not field.type.free:
                    return self._described(field.type, raw)
                if first == b"{" and not field.sensitive:
                    return self._free(raw)
            case _:
                assert_never(field.type)
        return _encode(self._unknown(_decode(raw)))

    def _is_harmless(self, field: Field, siblings: Mapping[str, bytes]) -> bool:
        if field.sensitive or field.person is True:
            return False
        if not field.person:
            return True
        return not all(name in siblings and _decode(siblings[name]) in values for name, values in field.person.items())

    def _scalar(self, of: Scalar, raw: bytes, harmless: bool) -> bytes:
        first = raw[:1]
        if first == b'"':
            if harmless and of.kind not in ("integer", "number", "boolean") and _PLAIN.fullmatch(raw):
                return raw
            text = _decode(raw)
            redacted = self._harmless_text(of, text) if harmless else self._text(of, text)
            return raw if redacted == text else _encode(redacted)
        if first in b"tf" and of.kind == "boolean" and harmless:
            return raw
        if first in b"-0123456789":
            if harmless and (of.kind == "number" or (of.kind in ("integer", "identifier") and _WHOLE.fullmatch(raw))):
                return raw
            value = _decode(raw)
            if of.kind == "identifier" and isinstance(value, int) and value >= 0:
                return self._pseudonyms.identifier(str(value), self._part(of)).encode()
        return _encode(self._unknown(_decode(raw)))

    def _harmless_text(self, of: Scalar, text: str) -> str:
        """A text of a harmless field: it stays unless it looks like something that a person wrote."""
        match of.kind:
            case "timestamp" | "date":
                return text if _CLOCK.fullmatch(text) else self._pseudonyms.time(text, self._same_form(of, text))
            case "identifier":
                return text if word(text) == text else self._pseudonyms.respelled(text, self._same_form(of, text))
            case "text":
                return text if word(text) == text or _is_known(of, text) else self._pseudonyms.odd(text)
        return self._pseudonyms.text(text)

    def _text(self, of: Scalar, text: str) -> str:
        match of.kind:
            case "timestamp" | "date":
                return self._pseudonyms.time(text, self._same_form(of, text))
            case "identifier":
                if _DIGITS.fullmatch(text):
                    return self._pseudonyms.identifier(text, self._part(of))
                return self._pseudonyms.respelled(text, self._same_form(of, text))
            case "text" if of.listed:
                if text in of.known_values:
                    return self._pseudonyms.known(text, of.known_values)
                return text if _is_known(of, text) else self._pseudonyms.odd(text)
        return self._pseudonyms.text(text, of.limit)

    def _part(self, of: Scalar) -> int | None:
        partition = self._contract.types[of.type].partition
        return partition.size if partition is not None else None

    def _same_form(self, of: Scalar, text: str) -> Any:
        """Whether a text of this type is, to readers, as well or badly formed as ``text``."""
        scalar = self._contract.types[of.type]
        patterns = [_NAIVE] if of.kind != "identifier" else []
        for pattern in (scalar.pattern, readable(of.kind, scalar.reads)):
            if pattern is not None:
                patterns.append(_compiled(pattern))
        wanted = [bool(each.fullmatch(text)) for each in patterns]
        return lambda other: [bool(each.fullmatch(other)) for each in patterns] == wanted

    # -- the unknown -----------------------------------------------------------------------------

    def _free(self, raw: bytes) -> bytes:
        """A harmless object of which nothing is known: what its members hold may be shown, nothing below that."""
        members = []
        for key, each in _members(raw).items():
            value = _decode(each)
            shown = word(value) == value if isinstance(value, str) else not isinstance(value, (dict, list))
            name = key if word(key) == key else self._pseudonyms.odd(key)
            members.append((name, bytes(each) if shown else _encode(self._unknown(value))))
        return _object(members)

    def _unknown(self, value: Any) -> Any:
        """A value of which nothing is known: another one of the same JSON type, and of ``value`` nothing is left."""
        if isinstance(value, str):
            return self._pseudonyms.text(value)
        if isinstance(value, bool):
            return False
        if isinstance(value, int):
            return self._pseudonyms.integer(value)
        if isinstance(value, float):
            return self._pseudonyms.number(value)
        # Loops, since a comprehension would be another frame for each level.
        if isinstance(value, list):
            for index, each in enumerate(value):
                value[index] = self._unknown(each)
            return value
        if isinstance(value, dict):
            members = {}
            for key in [*value]:
                members[self._key(key)] = self._unknown(value.pop(key))
            return members
        return None

    def _key(self, key: str) -> str:
        return key if key in self._table_keys or _NAME.fullmatch(key) else self._pseudonyms.text(key)


@lru_cache(None)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _places(row: EnvelopeRow | BatchRow) -> Iterable[str]:
    """Where an envelope or batch holds something."""
    members = getattr(row, "members", {}).values()
    single = [getattr(row, name, None) for name in ("content", "base64", "identifier", "items", "empty")]
    return [*getattr(row, "any_of", ()), *members, *(where for where in single if isinstance(where, str))]


def _is_known(of: Scalar, text: str) -> bool:
    """Whether a text is a known value, or consists of known values."""
    parts = text.split(of.separator) if of.separator else [text]
    return all(
        part.lstrip(" ") in of.known_values
        or any(_compiled(pattern).fullmatch(part.lstrip(" ")) for pattern in of.value_patterns)
        for part in parts
    )


def _at(raw: bytes, path: Path) -> bytes | None:
    """What the JSON text ``raw`` holds at ``path``, as it is written."""
    for step in path:
        try:
            found = _elements(raw)[int(step)] if raw.lstrip().startswith(b"[") else _members(raw)[step]
        except (KeyError, IndexError, ValueError, msgspec.MsgspecError):
            return None
        raw = bytes(found)
    return raw


def _object(members: Iterable[tuple[str, Any]]) -> bytes:
    return b"{" + b",".join([_encode(key) + b":" + bytes(each) for key, each in members]) + b"}"


def _array(elements: Iterable[bytes]) -> bytes:
    # Of many small elements, a list would take much more memory than their text.
    found = bytearray(b"[")
    for each in elements:
        if len(found) > 1:
            found += b","
        found += each
    return bytes(found + b"]")
