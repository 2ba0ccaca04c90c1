"""JSON -> generated classes, by the fast way.

msgspec fills its own structs about twice as fast as dataclasses, refuses keys that they do not hold
(where it would pass over them in a dataclass without a close look), and knows other JSON names for
their members. So every dataclass has a struct that mirrors it: what was decoded into the struct is
then moved into the dataclass.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import partial
from operator import attrgetter
from typing import Any

import msgspec

from eventcontract.runtime.json_text import is_harmless
from eventcontract.runtime.records import Record

_new = object.__new__
_set = object.__setattr__
_members = msgspec.structs.asdict


class Loaders:
    """Makes events of the classes that ``load`` gives for their names; ``KeyError`` for other names.

    ``discriminator`` is the path of the member that names the event, in JSON keys; ``name_path``
    is the same path in attributes.
    """

    def __init__(self, load: Callable[[str], type[Any]], discriminator: tuple[str, ...], name_path: str) -> None:
        self._load = load
        self._name_of = attrgetter(name_path)
        # Where the name stands, most likely. The decoded name decides.
        key = re.escape(discriminator[-1])
        pattern = rf'"{key}"[ \t\r\n]*:[ \t\r\n]*"([^"\\]*)"'
        self._searches: dict[type[Any], Callable[[Any], Any]] = {
            str: re.compile(pattern).search,
            bytes: re.compile(pattern.encode()).search,
            bytearray: re.compile(pattern.encode()).search,
        }
        self._strict: dict[str | bytes, tuple[Callable[[Any], Any], Callable[[Any], Any], str]] = {}
        self._loose: dict[str, tuple[type[msgspec.Struct], Callable[[Any], Any]]] = {}

    def parse(self, data: Any) -> Any:
        """The event in a bare JSON text that holds what its class holds and needs no tolerance, else ``None``."""
        try:
            found = self._searches[type(data)](data)[1]
            decode, move, name = self._strict.get(found) or self._prepare(found)
            struct = decode(data)
            return move(struct) if self._name_of(struct) == name else None
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError, RecursionError):
            return None

    def convert(self, name: str, payload: Any) -> Any:
        """The event in decoded JSON, other keys passed over; ``MsgspecError`` where that takes tolerance."""
        if name not in self._loose:
            cls = self._load(name)
            self._loose[name] = _mirror(cls, strict=False), _mover(cls)
        struct, move = self._loose[name]
        return move(msgspec.convert(payload, struct))

    def _prepare(self, found: str | bytes) -> tuple[Callable[[Any], Any], Callable[[Any], Any], str]:
        name = found if isinstance(found, str) else found.decode()
        cls = self._load(name)
        decode = msgspec.json.Decoder(_mirror(cls, strict=True)).decode
        self._strict[found] = _guarded(decode) if _is_free(cls) else decode, _mover(cls), name
        return self._strict[found]


def _guarded(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def guarded(data: Any) -> Any:
        if not is_harmless(data):
            raise ValueError("the text takes a closer look")
        return decode(data)

    return guarded


def _is_free(cls: type[Any]) -> bool:
    """Whether an instance of ``cls`` can hold any JSON, which a decoder admits deeper and wider than a JSON text."""
    made_of = [leaf for hint in typing.get_type_hints(cls).values() for leaf in leaves(hint)]
    return Any in made_of or any(_is_free(leaf) for leaf in made_of if is_record(leaf))


_mirrors: dict[tuple[type[Any], bool], type[msgspec.Struct]] = {}


def _mirror(cls: type[Any], *, strict: bool) -> type[msgspec.Struct]:
    """The struct with the members of ``cls``; a ``strict`` one refuses any other key."""
    if (cls, strict) not in _mirrors:
        hints = typing.get_type_hints(cls, include_extras=True)
        members: list[Any] = []
        for member in fields(cls):
            hint = _mirrored(hints[member.name], strict=strict)
            members.append((member.name, hint) if member.default is MISSING else (member.name, hint, member.default))
        _mirrors[cls, strict] = msgspec.defstruct(
            cls.__name__,
            members,
            rename=cls._json_names or None,
            forbid_unknown_fields=strict,
            kw_only=True,
            gc=False,
        )
    return _mirrors[cls, strict]


def _mirrored(hint: Any, *, strict: bool) -> Any:
    if is_record(hint):
        return _mirror(hint, strict=strict)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return tuple[_mirrored(arguments[0], strict=strict), ...]  # type: ignore[misc]
    if type(None) in arguments:
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _mirrored(inner, strict=strict) | None
    return hint


def _mover(cls: type[Any]) -> Callable[[Any], Any]:
    """A function that makes an instance of ``cls`` of its struct.

    The instance gets its members at once: the ``__init__`` of a frozen class sets them one by one.
    """
    movers = {name: _member_mover(hint) for name, hint in typing.get_type_hints(cls).items()}
    inner = [(name, move) for name, move in movers.items() if move is not None]

    def move_flat(struct: Any) -> Any:
        record = _new(cls)
        _set(record, "__dict__", _members(struct))
        return record

    def move_nested(struct: Any) -> Any:
        members = _members(struct)
        for name, move in inner:
            content = members[name]
            if content is not None:
                members[name] = move(content)
        record = _new(cls)
        _set(record, "__dict__", members)
        return record

    return move_nested if inner else move_flat


def _member_mover(hint: Any) -> Callable[[Any], Any] | None:
    for leaf in leaves(hint):
        if is_record(leaf):
            return partial(_move_each, _mover(leaf)) if _is_array(hint) else _mover(leaf)
    return None


def _move_each(move: Callable[[Any], Any], structs: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(move, structs))


def _is_array(hint: Any) -> bool:
    return any(typing.get_origin(option) is tuple for option in (hint, *typing.get_args(hint)))


def is_record(hint: Any) -> bool:
    """Whether ``hint`` is a generated class."""
    return isinstance(hint, type) and issubclass(hint, Record)


def leaves(hint: Any) -> list[Any]:
    """The types that a hint is made of."""
    arguments = typing.get_args(hint)
    return [leaf for argument in arguments for leaf in leaves(argument)] if arguments else [hint]
