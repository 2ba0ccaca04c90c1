"""Notes what is read of events: of generated classes, and of decoded JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from types import FrameType
from typing import Any
from unittest.mock import patch

from eventcontract import wrapping
from eventcontract.model import Contract
from eventcontract.model.comparison import Reads, known_paths
from eventcontract.pointers import ELEMENT, Path
from eventcontract.runtime import Package
from eventcontract.runtime.records import Record
from eventcontract.testing.usage.frames import Frames, Reader
from eventcontract.testing.usage.plain import watch_events

#: Attributes through which an object is taken apart.
_APART = frozenset({"__dict__", "__dataclass_fields__", "__getstate__", "__reduce_ex__"})


class Recorder:
    """What is read of the events of ``package`` while :meth:`recording`, in any thread of this process."""

    def __init__(self, package: Package, contract: Contract) -> None:
        self._contract = contract
        self._events = {class_name: event for event, class_name in package.events.items()}
        self._prefix = f"{package.name}."
        self._frames = Frames(package.name, {f"{package.name}.{module}" for module in package.modules.values()})
        # (event, path, whether all of it)
        self._seen: set[tuple[str, Path, bool]] = set()
        # The objects in events that were read, by identity: which event, and where in it. They are kept, so that no
        # other object gets the identity.
        self._places: dict[int, tuple[Record, str, Path]] = {}
        # Objects that are being taken apart, and the members that this is about to read: it reads no single one.
        self._apart: dict[int, tuple[Record, Iterator[str]]] = {}
        self._known = cache(lambda event: known_paths(contract, event))

    def reads(self) -> dict[str, Reads]:
        """What has been read of each event. What the contract does not have is left out."""
        found: dict[str, Reads] = {}
        for event, path, whole in self._seen:
            if path in self._known(event):
                one = Reads(whole=frozenset({path})) if whole else Reads(frozenset({path}))
                found[event] = found.get(event, Reads()) | one
        return {event: reads.shortest() for event, reads in found.items()}

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what is read meanwhile."""
        raw_decode, deliver = json.JSONDecoder.raw_decode, wrapping.deliver

        def decoded(decoder: json.JSONDecoder, *arguments: Any, **named: Any) -> tuple[Any, int]:
            value, end = raw_decode(decoder, *arguments, **named)
            return self._watched(value), end

        def attribute(record: Record, name: str) -> Any:
            value = object.__getattribute__(record, name)
            self._read(sys._getframe(1), record, name, value)
            return value

        with ExitStack() as patches:
            patches.callback(self._forget)
            patches.callback(lambda: delattr(Record, "__getattribute__"))
            Record.__getattribute__ = attribute  # type: ignore[method-assign, assignment]
            patches.enter_context(patch.object(json.JSONDecoder, "raw_decode", decoded))
            patches.enter_context(patch.object(wrapping, "deliver", self._watching(deliver)))
            if (tokens := sys.modules.get("eventcontract.webhook.tokens")) is not None:
                patches.enter_context(patch.object(tokens, "decode", self._watching(tokens.decode)))
            yield

    def _forget(self) -> None:
        self._places.clear()
        self._apart.clear()

    def _watching(self, function: Any) -> Any:
        return lambda *arguments, **named: self._watched(function(*arguments, **named))

    def _watched(self, value: Any) -> Any:
        path = self._contract.message.discriminator
        return watch_events(value, path, self._contract.events.__contains__, self._note)

    def _note(self, frame: FrameType | None, event: str, path: Path, whole: bool) -> None:
        if (event, path, whole) not in self._seen:
            reader = self._frames.reader(frame)
            if reader is not Reader.NOBODY:
                self._seen.add((event, path, whole))

    def _read(self, frame: FrameType, record: Record, name: str, value: Any) -> None:
        cls = object.__getattribute__(record, "__class__")
        members = _members(cls)
        if name not in members and name not in _APART:
            return
        place = self._place(record, cls)
        if place is None:
            return
        event, path = place
        below = (*path, cls._json_names.get(name, name))
        for each in value if type(value) is tuple else (value,):
            if isinstance(each, Record):
                self._places[id(each)] = (each, event, below if each is value else (*below, ELEMENT))
        reader = self._frames.reader(frame)
        if reader is Reader.NOBODY:
            return
        if name not in members or reader is Reader.WHOLE:
            self._seen.add((event, path, True))
            self._apart[id(record)] = (record, iter(members))
        elif id(record) not in self._apart or next(self._apart[id(record)][1], None) != name:
            self._apart.pop(id(record), None)
            self._seen.add((event, below, False))

    def _place(self, record: Record, cls: type[Any]) -> tuple[str, Path] | None:
        """The event that an object is in, and its path there; ``None`` if that is not known."""
        if cls.__name__ in self._events and cls.__module__.startswith(self._prefix):
            return self._events[cls.__name__], ()
        found = self._places.get(id(record))
        return found[1:] if found is not None else None


@cache
def _members(cls: type[Any]) -> dict[str, None]:
    """The attributes of a generated class, in order; none of a base of them."""
    return {each.name: None for each in fields(cls)} if is_dataclass(cls) else {}
