"""What changes mean for those whose usage is known. Nothing is left out: what does not concern them becomes a note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from eventcontract import pointers
from eventcontract.model.classes import Class, classes_of
from eventcontract.model.comparison.change import Change, merged
from eventcontract.model.comparison.rules import LEVELS, Level
from eventcontract.model.comparison.usage import Usage
from eventcontract.model.contract import Array, Contract, Object, Scalar, Type
from eventcontract.model.tree import event_root, walk
from eventcontract.pointers import Path

#: How a change concerns a consumer: it reads the field; it handles the event, and the change is about all of it, or
#: makes readers refuse all of it; it handles the event and does not read the field; it does not handle the event; the
#: change is not about particular events.
Touch = Literal["reads", "handles", "unread", "elsewhere", "all"]
#: A field of an event; ``None`` is the event as a whole.
Target: TypeAlias = tuple[str, Path | None]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A change, how it concerns each consumer, and how serious it is for the one that it concerns most."""

    change: Change
    touches: tuple[Touch, ...]
    level: Level


def weighed(found: Iterable[Change], usages: Sequence[Usage], old: Contract, new: Contract) -> list[Weighed]:
    """``found`` by what they mean for the consumers of ``usages``, the most serious first.

    What happened to several events in the same place, and concerns the same consumers, is one change.
    """
    groups: dict[tuple[Touch, ...], list[Change]] = {}
    places = _Places(old, new) if usages else None
    for each in found:
        targets = places.of(each) if places is not None else None
        groups.setdefault(tuple(_touch(each, targets, usage) for usage in usages), []).append(each)
    results = [
        Weighed(change, touches, _level(change, touches))
        for touches, group in groups.items()
        for change in merged(group)
    ]
    return sorted(results, key=lambda each: LEVELS.index(each.level))


def _touch(change: Change, targets: list[Target] | None, usage: Usage) -> Touch:
    if targets is None:
        return "all"
    handled = [(usage.events[event], path) for event, path in targets if event in usage.events]
    if not handled:
        return "elsewhere"
    if any(path is not None and reads.touch(path) for reads, path in handled):
        return "reads"
    # A reader that refuses a field refuses the event.
    if change.direction in ("deployed", "archive") or any(path is None for _, path in handled):
        return "handles"
    return "unread"


def _level(change: Change, touches: tuple[Touch, ...]) -> Level:
    if touches and all(each in ("unread", "elsewhere") for each in touches):
        return max(change.level, "note", key=LEVELS.index)
    return change.level


class _Places:
    """Where in events changes of two contracts are."""

    def __init__(self, old: Contract, new: Contract) -> None:
        self._contracts = (old, new)
        self._classes = [classes_of(each) for each in self._contracts]
        # Class -> the objects that are of it.
        self._objects: dict[str, dict[Target, None]] = {}
        # "types/…", "vocabularies/…" -> the fields with such values.
        self._fields: dict[str, dict[Target, None]] = {}
        for contract in self._contracts:
            for event in contract.events.values():
                root = event_root(contract, event.name)
                self._add(event.name, (), root)
                self._objects.setdefault(event.class_name, {})[event.name, ()] = None
                for path, field in walk(root):
                    self._add(event.name, path, field.type)

    def _add(self, event: str, path: Path, of: Type) -> None:
        match of:
            case Object() if of.shape is not None:
                self._objects.setdefault(of.shape, {})[event, path] = None
            case Scalar():
                self._fields.setdefault(f"types/{of.type}", {})[event, path] = None
                if of.vocabulary is not None:
                    self._fields.setdefault(f"vocabularies/{of.vocabulary.name}", {})[event, path] = None
            case Array():
                self._add(event, path, of.items)

    def of(self, change: Change) -> list[Target] | None:
        """The fields and events that a change is about; ``None`` if it is not about particular ones."""
        if change.pointer.startswith("/"):
            path = pointers.parse(change.pointer)
            return [(event, path) for event in change.events]
        if "/" in change.pointer and not change.events:
            return self._of_part(change.pointer)
        named = [] if change.events and change.direction != "code" else [*self._of_class(change.pointer)]
        return named or [(event, None) for event in change.events] or None

    def _of_part(self, name: str) -> list[Target] | None:
        part, _, key = name.partition("/")
        if part in ("types", "vocabularies"):
            return [*self._fields.get(name, {})]
        if part == "categories":
            found = {name for each in self._contracts for name, event in each.events.items() if event.category == key}
            return [(event, None) for event in sorted(found)]
        return None

    def _of_class(self, name: str) -> Iterator[Target]:
        """Of ``Class.member`` the fields that it is, of ``Class`` the events that have it."""
        class_name, _, member = name.partition(".")
        keys = {key for classes in self._classes for key in _keys(classes.get(class_name), member)}
        for event, path in self._objects.get(class_name, ()):
            yield from [(event, (*path, key)) for key in keys] if path is not None and keys else [(event, None)]


def _keys(of: Class | None, member: str) -> Iterator[str]:
    """The JSON keys that an attribute or a predicate of a class reads."""
    if of is None:
        return
    for field in of.tree.fields:
        if member == field.attribute or any(
            (each.name, each.present) == (member, field.name) for each in of.predicates
        ):
            yield field.name
