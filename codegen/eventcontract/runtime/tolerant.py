"""Decoded JSON -> generated classes, the slow and tolerant way.

For payloads that the reader schema accepts and the fast way does not: other spellings of timestamps,
identifiers sent as integers, ``3.0`` for an integer, and whatever was decoded already.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec

from eventcontract import pointers
from eventcontract.runtime.fast import classes_by_key, is_record
from eventcontract.runtime.once import Once
from eventcontract.runtime.records import Record, Timestamp

_SPELLING = re.compile(r"([0-9-]{10})[Tt ]([0-9:]{8})(\.[0-9]+)? ?(?:[Zz]|([+-][0-9]{2}):?([0-9]{2}))")


def build(cls: type[Any], value: dict[str, Any]) -> Any:
    """An instance of the generated class ``cls`` from a JSON object that its reader schema accepts."""
    members = {}
    for name, key, kept, convert in _plans[cls]:
        content = value.get(key)
        if content is not None:
            members[name] = content if type(content) is kept else convert(content)
    # The ``__init__`` of a frozen class sets its members one by one.
    record = object.__new__(cls)
    object.__setattr__(record, "__dict__", members)
    return record


def timestamp(text: str) -> datetime:
    """The aware datetime of ``text`` in any spelling that a reader accepts; ``ValueError`` otherwise."""
    if " " not in text:
        try:
            return msgspec.convert(text, Timestamp)
        except msgspec.ValidationError:
            pass
    match = _SPELLING.fullmatch(text)
    if match is None:
        raise ValueError("not a timestamp with an offset")
    day, time, fraction, hours, minutes = match.groups()
    offset = f"{hours}:{minutes}" if hours else "Z"
    try:
        return msgspec.convert(f"{day}T{time}{fraction or ''}{offset}", datetime)
    except msgspec.ValidationError:
        # The last representable moment cannot be rounded up.
        return msgspec.convert(f"{day}T{time}{(fraction or '')[:7]}{offset}", datetime)


_Converter = tuple[type[Any] | None, Callable[[Any], Any]]


def _plan(cls: type[Any]) -> list[tuple[str, str, type[Any] | None, Callable[[Any], Any]]]:
    hints = typing.get_type_hints(cls)
    return [
        (member.name, cls._json_names.get(member.name, member.name), *_converter(hints[member.name]))
        for member in fields(cls)
    ]


#: Class -> (attribute, JSON key, class of the values that are kept, converter of the others) of every member.
_plans = Once(_plan)


def _converter(hint: Any) -> _Converter:
    if typing.get_origin(hint) is tuple:
        kept, convert = _converter(typing.get_args(hint)[0])
        return None, lambda value: tuple(each if type(each) is kept else convert(each) for each in value)
    options = [option for option in typing.get_args(hint) if option is not type(None)]
    if options and typing.get_origin(hint) is not dict:
        return _converter(options[0])
    if is_record(hint):
        return None, partial(build, hint)
    return _SCALARS.get(hint, (None, _same))


def _same(value: Any) -> Any:
    return value


_SCALARS: dict[Any, _Converter] = {
    str: (str, lambda value: str(int(value))),
    int: (int, int),
    float: (float, float),
    bool: (bool, bool),
    datetime: (None, timestamp),
    date: (None, lambda value: date.fromisoformat(value[:10])),
}


def build_readable(cls: type[Any], value: Any, **given: Any) -> Any:
    """An instance of ``cls`` from JSON that was not validated: members that cannot be read are left out.

    ``None`` if ``value`` is not an object or a member without default cannot be read.
    """
    if not isinstance(value, dict):
        return None
    members = dict(given)
    hints = _hints[cls]
    for name, key, *_ in _plans[cls]:
        content = value.get(key)
        if name not in given and content is not None:
            with suppress(ValueError):
                members[name] = _read(content, hints[name])
    try:
        return cls(**members)
    except TypeError:
        return None


def _get_hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls, include_extras=True)


#: Class -> its type hints. To resolve them again takes twenty times as long as to read an event.
_hints = Once(_get_hints)


def _read(value: Any, hint: Any) -> Any:
    """``value`` as ``hint`` says; ``ValueError`` if it cannot be read."""
    options = [option for option in typing.get_args(hint) if option is not type(None)]
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ValueError("not an array")
        return tuple(_read(each, options[0]) for each in value)
    if type(None) in typing.get_args(hint):
        return _read(value, options[0])
    if is_record(hint):
        if (record := build_readable(hint, value)) is None:
            raise ValueError("not an object of this class")
        return record
    try:
        # None of these is a struct or a class: those msgspec would have to prepare.
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        if hint == Timestamp and isinstance(value, str):
            return timestamp(value)
        # In the oldest msgspec that is supported, its own error is not a ValueError.
        raise ValueError("not of this type") from None


def plain(value: Any) -> Any:
    """A generated object as JSON values, keys as the vendor writes them, without members that are ``None``."""
    if isinstance(value, Record):
        return {
            key: plain(content)
            for name, key, *_ in _plans[type(value)]
            if (content := getattr(value, name)) is not None
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def extras(cls: type[Any], value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """(JSON Pointer, value) of every member of the JSON object ``value`` that ``cls`` does not hold."""
    members = classes_by_key[cls]
    for key, content in value.items():
        if key not in members:
            yield f"{where}/{pointers.escape(key)}", content
            continue
        for inner in members[key]:
            here = f"{where}/{pointers.escape(key)}"
            if isinstance(content, Mapping):
                yield from extras(inner, content, here)
            elif isinstance(content, list):
                for index, each in enumerate(content):
                    yield from extras(inner, each, f"{here}/{index}")
