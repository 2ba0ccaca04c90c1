"""A contract as a JSON document, and back.

The document follows the classes of :mod:`eventcontract.model.contract` member by member; members
that hold their default are left out, so that a diff shows facts and nothing else.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any, TypeVar, cast

from eventcontract.model import contract as words
from eventcontract.model.contract import Contract

FORMAT = 1
T = TypeVar("T")


def dump(contract: Contract) -> str:
    """The JSON text of ``contract``: UTF-8, stable order, one trailing newline."""
    return json.dumps({"format": FORMAT, **_plain(contract)}, ensure_ascii=False, indent=1) + "\n"


def load(text: str | bytes) -> Contract:
    """The contract in the JSON document ``text``.

    ``ValueError`` if the document is of another format than this release reads.
    """
    document = json.loads(text)
    found = document.pop("format", None)
    if found != FORMAT:
        raise ValueError(f"contract document has format {found!r}, this release reads format {FORMAT}")
    return cast("Contract", _typed(Contract, document))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        result = {}
        for member in dataclasses.fields(value):
            content = getattr(value, member.name)
            if content == _default(member):
                continue
            result[member.name] = _plain(content)
        return result
    if isinstance(value, dict):
        return {key: _plain(content) for key, content in value.items()}
    if isinstance(value, tuple):
        return [_plain(content) for content in value]
    return value


def _default(member: dataclasses.Field[Any]) -> Any:
    if member.default_factory is not dataclasses.MISSING:
        return member.default_factory()
    return member.default


_hints: dict[type, dict[str, Any]] = {}


def _typed(hint: Any, value: Any) -> Any:
    if value is None or hint is Any:
        return value
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        hints = _hints.get(hint)
        if hints is None:
            hints = _hints[hint] = typing.get_type_hints(hint, vars(words))
        return hint(**{name: _typed(hints[name], content) for name, content in value.items()})
    origin = typing.get_origin(hint)
    if origin is tuple:
        element = typing.get_args(hint)[0]
        return tuple(_typed(element, content) for content in value)
    if origin is dict:
        content_hint = typing.get_args(hint)[1]
        return {key: _typed(content_hint, content) for key, content in value.items()}
    if origin in (typing.Union, types.UnionType):
        for option in typing.get_args(hint):
            shape = typing.get_origin(option) or option
            if shape is dict and isinstance(value, dict):
                return _typed(option, value)
            if isinstance(shape, type) and dataclasses.is_dataclass(shape) and isinstance(value, dict):
                return _typed(option, value)
            if shape is tuple and isinstance(value, list):
                return _typed(option, value)
    return value
