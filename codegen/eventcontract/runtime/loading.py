"""JSON -> generated classes, by the fast way: msgspec fills the dataclasses themselves."""

from __future__ import annotations

import operator
import typing
from collections.abc import Callable
from typing import Any

import msgspec

from eventcontract.runtime.records import Record


class Loader:
    """Makes events of the generated class ``cls``: the members ``common`` to all events, and ``body``."""

    def __init__(self, cls: type[Any], common: tuple[str, ...], body: str) -> None:
        body_class = typing.get_type_hints(cls, include_extras=True)[body]
        # msgspec knows no other JSON names for the fields of a dataclass.
        self._plain = not renames(cls)
        self._cls = cls
        self.complete = _completer(cls, common, body, msgspec.json.Decoder(body_class)) if self._plain else _refuse

    def convert(self, payload: Any) -> Any:
        """The event in decoded JSON; ``MsgspecError`` where that takes tolerance."""
        return msgspec.convert(payload, self._cls) if self._plain else _refuse(payload)


def _completer(
    cls: type[Any], common: tuple[str, ...], body: str, decoder: msgspec.json.Decoder[Any]
) -> Callable[[Any], Any]:
    """A function that makes an event of one whose body is not decoded yet; it raises ``MsgspecError``."""
    new, decode = object.__new__, decoder.decode
    raw_body = operator.attrgetter(body)
    members = [(name, operator.attrgetter(name)) for name in common]

    def complete(head: Any) -> Any:
        # All members at once: the __init__ of a frozen class sets them one by one.
        event = new(cls)
        held = event.__dict__
        for name, get in members:
            held[name] = get(head)
        held[body] = decode(raw_body(head))
        return event

    return complete


def _refuse(_: Any) -> Any:
    raise msgspec.ValidationError


def renames(cls: type[Any]) -> bool:
    """Whether ``cls`` or a class it refers to has JSON keys that are no Python names."""
    if cls._json_names:
        return True
    hints = typing.get_type_hints(cls).values()
    return any(renames(leaf) for hint in hints for leaf in leaves(hint) if is_record(leaf))


def is_record(hint: Any) -> bool:
    """Whether ``hint`` is a generated class."""
    return isinstance(hint, type) and issubclass(hint, Record)


def leaves(hint: Any) -> list[Any]:
    """The types that a hint is made of."""
    arguments = typing.get_args(hint)
    return [leaf for argument in arguments for leaf in leaves(argument)] if arguments else [hint]
