"""What one contract's vendor sends and another contract's readers refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from eventcontract.model.contract import Array, Contract, Event, Field, Object, Scalar, Type
from eventcontract.model.tree import event_root
from eventcontract.pointers import ELEMENT, Path

#: Why a value is refused: the field may be missing or null; it is not sent; the type is wrong; an identifier is a
#: number; it does not name the event.
Reason = Literal["missing", "unsent", "type", "number", "name"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place in an event at which a reader refuses some deliveries of a sender."""

    event: str
    path: Path
    reason: Reason


def refusals(reader: Contract, sender: Contract, *, archived: bool = False) -> Iterator[Refusal]:
    """Where readers of ``reader`` refuse what is sent according to ``sender``: outermost places, each once.

    With ``archived``, that includes what archives hold: events from before a field joined, and withdrawn fields.
    An event that only one of them describes is never refused.
    """
    for name, event in sender.events.items():
        if name in reader.events:
            sent = _Sent(sender, event, archived)
            yield from _Comparison(name, sent).members(event_root(reader, name), event_root(sender, name), ())


class _Sent:
    """What is sent of one event: today, or at any time if ``archived``."""

    def __init__(self, contract: Contract, event: Event, archived: bool) -> None:
        self.contract = contract
        self.event = event
        self.archived = archived

    def causes(self, holder: Object) -> list[tuple[str, ...]]:
        """The key groups of each cause that the event has."""
        shape = self.contract.shapes.get(holder.shape or "")
        origins = shape.origins if shape is not None else {}
        return [groups for name, groups in origins.items() if not self.event.origins or name in self.event.origins]

    def ever(self, field: Field, holder: Object) -> bool:
        """Whether any delivery has the key."""
        if not (field.sent if self.archived else field.current):
            return False
        causes = self.causes(holder)
        return field.group is None or not causes or any(field.group in groups for groups in causes)

    def always(self, field: Field, holder: Object) -> bool:
        """Whether every delivery has the key, with a value."""
        if field.nullable != "no" or not field.current or (self.archived and field.since is not None):
            return False
        if field.when is not None:
            return False
        if field.group is not None:
            causes = self.causes(holder)
            return bool(causes) and all(self._comes_with(field.group, groups, holder) for groups in causes)
        if field.in_alternative:
            return all(field.name in each.fields for each in holder.alternatives)
        return field.documented

    def _comes_with(self, group: str, groups: tuple[str, ...], holder: Object) -> bool:
        """Whether a cause with ``groups`` always has the key group ``group``."""
        shape = self.contract.shapes.get(holder.shape or "")
        independent = {*groups}.intersection(shape.independent if shape is not None else ())
        # Of several independent ones, any one is enough.
        return group in groups and not (group in independent and len(independent) > 1)


class _Comparison:
    def __init__(self, event: str, sent: _Sent) -> None:
        self.event = event
        self.sent = sent

    def members(self, reader: Object, sender: Object, path: Path) -> Iterator[Refusal]:
        sending = {member.name: member for member in sender.fields}
        for member in reader.fields:
            here, sent = (*path, member.name), sending.get(member.name)
            if sent is None or not self.sent.ever(sent, sender):
                if member.required:
                    yield Refusal(self.event, here, "unsent")
                continue
            # A value that may be missing can be of the wrong type too; one place is reported once.
            inner = list(self.values(member.type, sent.type, here))
            refused = any(each.path == here for each in inner)
            if member.required and not refused and not self.sent.always(sent, sender):
                yield Refusal(self.event, here, "missing")
            yield from inner

    def values(self, reader: Type, sender: Type, path: Path) -> Iterator[Refusal]:
        match reader, sender:
            case Scalar(), Scalar():
                reason = _scalar(reader, sender)
                if reason is not None:
                    yield Refusal(self.event, path, reason)
            case Array(), Array():
                yield from self.values(reader.items, sender.items, (*path, ELEMENT))
            case Object(), Object():
                yield from self.members(reader, sender, path)
            case _:
                yield Refusal(self.event, path, "type")


def _scalar(reader: Scalar, sender: Scalar) -> Reason | None:
    if reader.const is not None or sender.const is not None:
        accepted = reader.const is None and reader.kind in ("text", "identifier")
        return None if accepted or reader.const == sender.const else "name"
    if _json(reader) != _json(sender) and not (reader.kind == "number" and sender.kind == "integer"):
        return "type"
    if reader.kind in ("timestamp", "date") and sender.kind != reader.kind:
        return "type"
    if sender.tolerates("integer") and not reader.tolerates("integer"):
        return "number"
    return None


def _json(scalar: Scalar) -> str:
    return scalar.kind if scalar.kind in ("integer", "number", "boolean") else "string"
