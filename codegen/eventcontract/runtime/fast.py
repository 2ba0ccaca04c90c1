"""JSON text -> generated classes, the fast way.

msgspec fills its own structs more than twice as fast as dataclasses, refuses keys that they do not
hold (it would skip them in a dataclass, whatever they hold), and knows other JSON names for their
members. So every dataclass has a struct that mirrors it: what was decoded into the struct is then
moved into the dataclass. A text with unknown keys is decoded into structs that skip them, and as a whole;
the next one with the same keys is not, because the structs of its event get members for them.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec

from eventcontract import pointers
from eventcontract.runtime import json_text
from eventcontract.runtime.once import Once
from eventcontract.runtime.records import Integer, Record

#: A name and its quotes are within this many characters of its key; a longer one takes the slow way.
NEAR = 128
# How msgspec reports a key that a struct does not hold. Were it reported in other words, only time would be lost.
_UNKNOWN_KEY = "contains unknown field"
_FAILURES = (msgspec.MsgspecError, LookupError, ValueError, RecursionError)
#: How many unknown keys of an event its structs get members for; with others, only time is lost.
LEARNED = 64
# msgspec has no members of other names.
_LEARNABLE = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]+')

# What is neither nested nor out of range.
_Scalar = str | bool | Integer | float | None
#: Unknown keys in JSON of a class: their paths (JSON keys, and ``*`` for the elements of an array), and what they hold.
_Learned: TypeAlias = Mapping[tuple[str, ...], Any]


class Loaders:
    """Makes events of the classes that ``load`` returns for their names; ``KeyError`` for other names.

    ``discriminator`` is the path of the member that names the event, in JSON keys; ``name_path``
    is the same path in attributes.
    """

    def __init__(self, load: Callable[[str], type[Any]], discriminator: tuple[str, ...], name_path: str) -> None:
        self._load = load
        self._path = discriminator
        self._name_of = attrgetter(name_path)
        # Most likely, the name follows its key where that occurs first. The decoded name decides.
        key = f'"{discriminator[-1]}"'
        self._marks: dict[type[Any], tuple[Any, Any]] = {str: (key, '"'), bytes: (key.encode(), b'"')}
        self._readers = Once(self._reader)
        self._open_readers = Once(self._open_reader)
        #: Event -> the unknown keys that its structs have members for.
        self.learned: dict[str, _Learned] = {}

    def parse(self, data: Any, max_size: int = json_text.MAX_SIZE) -> Any:
        """The event in a bare JSON text that needs no tolerance except for unknown keys, else ``None``.

        Takes ``str`` and ``bytes`` that are no larger than ``max_size``; ``None`` for anything else.
        """
        found = None
        try:
            key, quote = self._marks[type(data)]
            start = data.find(key)
            if start < 0 or len(data) > max_size:
                return None
            start += len(key)
            found = data[start : start + NEAR].split(quote, 2)[1]
            read = self._readers.get(found)
            if read is not None and (event := read(data)) is not None:
                return event
        except msgspec.ValidationError as error:
            if _UNKNOWN_KEY in str(error) or self._has_learned(found):
                return self._parse_open(data)
        except KeyError:
            if found is None:  # neither str nor bytes
                return None
        except _FAILURES:
            pass
        return self._parse_named(data, found)

    def _parse_named(self, data: str | bytes, tried: str | bytes | None) -> Any:
        """As :meth:`parse`, if what was tried as the name of the event is something else, or new."""
        name = None
        try:
            name = name_decoders[self._path](data)
            known = name if isinstance(data, str) else name.encode()
            return self._readers[known](data) if known != tried or known not in self._readers else None
        except msgspec.ValidationError as error:
            return self._parse_open(data) if _UNKNOWN_KEY in str(error) or self._has_learned(name) else None
        except _FAILURES:
            return None

    def _parse_open(self, data: str | bytes) -> Any:
        """As :meth:`parse`, for a text with unknown keys."""
        try:
            # The structs skip what they do not hold; decoding all of it shows whether it is JSON.
            value = json_text.decode(data)
            name = pointers.get(value, self._path)
            if not isinstance(name, str):
                return None
            event = self._open_readers[name](data)
        except _FAILURES:
            return None
        self._learn(name, value)
        return event

    def _has_learned(self, name: str | bytes | None) -> bool:
        """Whether an unknown key of this event may hold something else than before."""
        return (name.decode() if isinstance(name, bytes) else name) in self.learned

    def _learn(self, name: str, value: Any) -> None:
        """Give the structs of an event members for the unknown keys in its JSON ``value``."""
        known = self.learned.get(name, {})
        learned = {**known}
        for path, content in unknown(self._load(name), value):
            if path in known or len(learned) < LEARNED:
                is_scalar = not isinstance(content, (dict, list)) and learned.get(path, _Scalar) is _Scalar
                learned[path] = _Scalar if is_scalar else Any
        if learned != known:
            self.learned[name] = learned
            self._readers.forget(name, name.encode())

    def _reader(self, found: str | bytes) -> Callable[[Any], Any]:
        name = found if isinstance(found, str) else found.decode()
        cls = self._load(name)
        learned = self.learned.get(name, {})
        decode = msgspec.json.Decoder(_mirror((cls, True), learned) if learned else _mirrors[cls, True]).decode
        move, name_of, closer_look = _movers[cls], self._name_of, Any in learned.values() or _is_free(cls)

        def read(data: Any) -> Any:
            if closer_look and not json_text.is_harmless(data):
                return None
            struct = decode(data)
            return move(struct) if name_of(struct) == name else None

        return read

    def _open_reader(self, name: str) -> Callable[[Any], Any]:
        cls = self._load(name)
        decode, move = msgspec.json.Decoder(_mirrors[cls, False]).decode, _movers[cls]
        return lambda data: move(decode(data))


def _name_decoder(path: tuple[str, ...]) -> Callable[[Any], str]:
    """A function that finds the text at ``path`` in a JSON text, and decodes nothing else."""
    hint: Any = str
    for step in reversed(path):
        hint = msgspec.defstruct("Named", [("inner", hint)], rename={"inner": step}, gc=False)
    decode, inner = msgspec.json.Decoder(hint).decode, attrgetter(".".join(["inner"] * len(path)))
    return lambda data: inner(decode(data))


#: Path of a member -> a function that finds the text there in a JSON text, and decodes nothing else.
name_decoders = Once(_name_decoder)


def _is_free(cls: type[Any]) -> bool:
    """Whether an instance of ``cls`` can hold any JSON, which a decoder admits deeper and wider than a JSON text."""
    made_of = [leaf for hint in typing.get_type_hints(cls).values() for leaf in leaves(hint)]
    return Any in made_of or any(_is_free(leaf) for leaf in made_of if is_record(leaf))


def unknown(cls: type[Any], value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(path, value) of those unknown keys in JSON of ``cls`` that structs can have members for."""
    classes = classes_by_key[cls]
    for key, content in value.items():
        if key not in classes:
            if _LEARNABLE.fullmatch(key):
                yield (*path, key), content
            continue
        for inner in classes[key]:
            if isinstance(content, dict):
                yield from unknown(inner, content, (*path, key))
            elif isinstance(content, list):
                for each in content:
                    yield from unknown(inner, each, (*path, key, pointers.ELEMENT))


def _classes_by_key(cls: type[Any]) -> dict[str, list[Any]]:
    hints = typing.get_type_hints(cls)
    names = {member.name: cls._json_names.get(member.name, member.name) for member in fields(cls)}
    return {key: [*filter(is_record, leaves(hints[name]))] for name, key in names.items()}


#: Class -> the JSON key of every member, and the classes of what it holds.
classes_by_key = Once(_classes_by_key)


def _mirror(key: tuple[type[Any], bool], learned: _Learned = MappingProxyType({})) -> type[msgspec.Struct]:
    """The struct with the members of a class and those learned, which refuses any other key or passes over it.

    Its members are in the order of their keys: msgspec looks for each where it found the last, and
    payloads are documented in that order.
    """
    cls, strict = key
    hints = typing.get_type_hints(cls, include_extras=True)
    members: dict[str, Any] = {}
    for member in fields(cls):
        name = cls._json_names.get(member.name, member.name)
        below = {path[1:]: hint for path, hint in learned.items() if path[0] == name}
        hint = _mirrored(hints[member.name], strict, below)
        members[name] = (member.name, hint) if member.default is MISSING else (member.name, hint, member.default)
    for path, hint in learned.items():
        if len(path) == 1:
            members[path[0]] = (f"_unknown{len(members)}", hint, None)
    keys = sorted(members)
    return msgspec.defstruct(
        cls.__name__,
        [members[key] for key in keys],
        rename={members[key][0]: key for key in keys},
        forbid_unknown_fields=strict,
        kw_only=True,
        gc=False,
    )


_mirrors = Once(_mirror)


def _mirrored(hint: Any, strict: bool, learned: _Learned) -> Any:
    if is_record(hint):
        return _mirror((hint, strict), learned) if learned else _mirrors[hint, strict]
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        below = {path[1:]: hint for path, hint in learned.items()}
        return tuple[_mirrored(arguments[0], strict, below), ...]  # type: ignore[misc]
    if type(None) in arguments:
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _mirrored(inner, strict, learned) | None
    return hint


def _mover(cls: type[Any]) -> Callable[[Any], Any]:
    """A function that turns a struct into an instance of ``cls``.

    The ``__init__`` of a frozen class sets its members one by one, with a call each. So a draft, whose
    class is not frozen, gets them by plain assignments and then becomes an instance of ``cls``. The
    assignments are generated code, as in :mod:`dataclasses`: a loop takes twice as long.
    """
    hints = typing.get_type_hints(cls)
    known: dict[str, Any] = {"Draft": type(cls.__name__, (Record,), {}), "cls": cls}
    lines = ["record = Draft()"]
    for name in (member.name for member in fields(cls)):
        move = _member_mover(hints[name])
        if move is None:
            lines.append(f"record.{name} = struct.{name}")
        else:
            known[f"move_{name}"] = move
            lines.append(f"record.{name} = struct.{name} and move_{name}(struct.{name})")
    lines += ["record.__class__ = cls", "return record"]
    exec("def move(struct):\n    " + "\n    ".join(lines), known)
    made: Callable[[Any], Any] = known["move"]
    return made


_movers = Once(_mover)


def _member_mover(hint: Any) -> Callable[[Any], Any] | None:
    for leaf in leaves(hint):
        if is_record(leaf):
            return partial(_move_each, _movers[leaf]) if _is_array(hint) else _movers[leaf]
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
