"""A generated package at run time: its classes, its schemas, parsing and encoding.

Nothing is imported or read before it is needed: most consumers handle few of the events.
"""

from __future__ import annotations

import functools
import operator
import typing
from dataclasses import fields
from datetime import date
from importlib import import_module, resources
from typing import Any

import msgspec

from eventcontract.runtime import tolerant
from eventcontract.runtime.errors import ContractViolation, Finding
from eventcontract.runtime.explain import Reading, json_type
from eventcontract.runtime.records import Record

Delivery = bytes | bytearray | memoryview | str


class Package:
    """The generated package ``name``.

    ``events`` gives the class of each event, ``modules`` the module of each class (relative to the
    package). ``discriminator`` is the path of the member that names the event, ``body`` the member
    whose type depends on it.
    """

    def __init__(
        self,
        name: str,
        *,
        events: dict[str, str],
        modules: dict[str, str],
        discriminator: tuple[str, ...],
        body: str,
        head: type[Any],
        unknown: type[Any],
    ) -> None:
        self.name = name
        self.events = events
        self.modules = modules
        self._path = discriminator
        self._body = body
        self._unknown = unknown
        self._head = msgspec.json.Decoder(head)
        self._common = [member for member in head.__struct_fields__ if member != body]
        self._event_name = operator.attrgetter(".".join(discriminator))
        self._decoders: dict[str, tuple[type[Any], msgspec.json.Decoder[Any] | None]] = {}
        self._readings: dict[str, Reading] = {}

    def load(self, class_name: str) -> Any:
        """The generated class ``class_name``, its module imported on first use; ``KeyError`` if there is none."""
        return getattr(import_module(f"{self.name}.{self.modules[class_name]}"), class_name)

    def union(self) -> Any:
        """The union of all event classes; loads every one of them."""
        return functools.reduce(operator.or_, [self.load(name) for name in self.events.values()])

    def reading(self, event_name: str, *, documented: bool = False) -> Reading:
        """The published schema of one event: the reader's, or the documented one."""
        file = f"documented/{event_name}.json" if documented else f"{event_name}.json"
        if file not in self._readings:
            text = resources.files(self.name).joinpath("schemas", file).read_bytes()
            self._readings[file] = Reading(text)
        return self._readings[file]

    def parse(self, delivery: Delivery) -> Any:
        """The event in ``delivery`` as an instance of its class, or of the package's ``UnknownEvent``.

        ``ContractViolation`` if the delivery is no event, or one that its reader schema refuses.
        """
        try:
            head = self._head.decode(delivery)
            name = self._event_name(head)
            cls, decoder = self._decoders.get(name) or self._decoder(name)
            if decoder is not None:
                common = {member: getattr(head, member) for member in self._common}
                return cls(**common, **{self._body: decoder.decode(getattr(head, self._body))})
        except (msgspec.MsgspecError, KeyError, RecursionError):
            pass
        return self._parse_slowly(delivery)

    def _decoder(self, event_name: str) -> tuple[type[Any], msgspec.json.Decoder[Any] | None]:
        cls = self.load(self.events[event_name])
        body_class = typing.get_type_hints(cls)[self._body]
        # msgspec knows no other JSON names for dataclass fields: such classes are built slowly.
        decoder = None if tolerant.renames(body_class) else msgspec.json.Decoder(body_class)
        self._decoders[event_name] = cls, decoder
        return cls, decoder

    def _parse_slowly(self, delivery: Delivery) -> Any:
        try:
            payload = msgspec.json.decode(delivery)
        except (msgspec.MsgspecError, RecursionError) as error:
            finding = Finding(rule="not-json", level="error", pointer="", message="the delivery is not a JSON text")
            raise ContractViolation(None, (finding,), delivery) from error
        name = self._name_of(payload)
        if name is None:
            where = "/" + "/".join(self._path)
            message = f"there is no text at {where} that names the event"
            finding = Finding(
                rule="not-an-event", level="error", pointer=where, message=message, found=json_type(payload)
            )
            raise ContractViolation(None, (finding,), delivery)
        if name not in self.events:
            return self._unknown_event(name, payload, delivery)
        reading = self.reading(name)
        violations = tuple(reading.findings(payload))
        if violations:
            raise ContractViolation(name, violations, delivery)
        return tolerant.build(self.load(self.events[name]), payload)

    def _name_of(self, payload: Any) -> str | None:
        for step in self._path:
            payload = payload.get(step) if isinstance(payload, dict) else None
        return payload if isinstance(payload, str) else None

    def _unknown_event(self, name: str, payload: dict[str, Any], delivery: Delivery) -> Any:
        return tolerant.build_readable(self._unknown, payload, name=name, delivery=delivery)

    def encode(self, event: Record) -> bytes:
        """``event`` as JSON (UTF-8). Members that are ``None`` are left out: null and absent mean the same.

        Keys that the class does not hold are gone; relay the delivery itself to pass everything on.
        """
        return msgspec.json.encode(plain(event))


def plain(value: Any) -> Any:
    """A generated object as JSON values, keys as the vendor writes them, without members that are ``None``."""
    if isinstance(value, Record):
        names = value._json_names
        return {
            names.get(member.name, member.name): plain(content)
            for member in fields(value)  # type: ignore[arg-type]
            if (content := getattr(value, member.name)) is not None
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
