"""What changed besides what readers accept and what classes have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from eventcontract import pointers
from eventcontract.model.comparison.change import Change
from eventcontract.model.contract import Array, Contract, Event, Field, Object, Scalar, Type
from eventcontract.model.tree import event_root
from eventcontract.pointers import ELEMENT, Path

#: What a contract has besides events, and the rules for parts that were added, removed and changed.
_PARTS = {
    "envelopes": ("envelope-added", "envelope-removed", "envelope-changed"),
    "batches": ("batch-added", "batch-removed", "batch-changed"),
    "forms": ("form-added", "form-removed", "form-changed"),
    "channels": ("channel-changed", "channel-changed", "channel-changed"),
    "security": ("channel-changed", "channel-changed", "channel-changed"),
    "errata": ("erratum-changed", "erratum-changed", "erratum-changed"),
    "categories": ("description-changed", "description-changed", "description-changed"),
    "vocabularies": ("values-described", "values-described", "values-described"),
    "types": ("type-renamed", "type-renamed", "spelling-changed"),
}
_DIRECTIONS = {"envelope-removed": "archive", "batch-removed": "archive", "form-removed": "code"}
#: Members of the parts, and the rule for each that is not the one of its part.
_MEMBERS = {
    "description": "description-changed",
    "title": "description-changed",
    "prose": "description-changed",
    "examples": "description-changed",
    "scopes": "scope-changed",
    "partition": "scope-changed",
}
_CATALOGUE = {
    "package": "package-renamed",
    "distribution": "package-renamed",
    "schema_ids": "message-changed",
}
_EVENT = {
    "category": "class-moved",
    "definition": "definition-changed",
    "trigger": "trigger-changed",
    "evidence": "evidence-changed",
    "origins": "condition-changed",
    "notes": "description-changed",
    "examples": "examples-changed",
}
_SHAPE = {
    "description": "description-changed",
    "groups": "description-changed",
    "origins": "condition-changed",
    "category": "class-moved",
    "module": "class-moved",
}
_FIELD = {
    "description": "description-changed",
    "notes": "description-changed",
    "reason": "description-changed",
    "evidence": "evidence-changed",
    "when": "condition-changed",
    "group": "condition-changed",
    "in_alternative": "condition-changed",
    "since": "condition-changed",
    "old_value_of": "meaning-changed",
    "person": "person-changed",
    "deprecated": "deprecated",
}


def meaning_changes(old: Contract, new: Contract, refused: set[tuple[str, str]]) -> Iterator[Change]:
    """The changes of meaning. ``refused`` are the places (event, pointer) at which a reader refuses something."""
    for member, rule in _each(old.catalogue, new.catalogue, {"version"}, _CATALOGUE, "description-changed"):
        direction = "code" if rule == "package-renamed" else "meaning"
        yield Change(rule, direction, (), "", f"'{member}' of the catalogue changed")  # type: ignore[arg-type]
    for member, rule in _each(
        old.message,
        new.message,
        {"tree", "discriminator", "body"},
        {"description": "description-changed"},
        "message-changed",
    ):
        yield Change(rule, "meaning", (), "", f"'{member}' of the message changed")
    trees = [[each.type for each in contract.message.tree.fields] for contract in (old, new)]
    if trees[0] != trees[1]:
        yield Change("description-changed", "meaning", (), "", "the members of all events are described differently")
    for part, rules in _PARTS.items():
        yield from _parts(part, rules, getattr(old, part), getattr(new, part))
    if old.signing != new.signing:
        yield Change("signing-changed", "meaning", (), "", _became(old.signing, new.signing, "signatures"))
    yield from _shapes(old, new)
    for name, event in new.events.items():
        if name not in old.events:
            yield Change("event-added", "meaning", (name,), "", f"{name} is described")
            continue
        yield from _event(old, new, old.events[name], event, {where for each, where in refused if each == name})
    yield from _renamed(old, new)


def _renamed(old: Contract, new: Contract) -> Iterator[Change]:
    """Events that are gone, of which the class is still there."""
    classes = {event.class_name for event in new.events.values()}
    for name, event in old.events.items():
        if name not in new.events and event.class_name in classes:
            yield Change("event-removed", "code", (name,), "", f"{name} is gone; another event has its class")


def _each(
    old: Any, new: Any, passed_over: set[str], rules: Mapping[str, str], otherwise: str
) -> Iterator[tuple[str, str]]:
    """(member, rule) for each member of a class of the model that differs."""
    for member in dataclasses.fields(old):
        if member.name not in passed_over and getattr(old, member.name) != getattr(new, member.name):
            yield member.name, rules.get(member.name, otherwise)


def _parts(part: str, rules: tuple[str, str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    added, removed, changed = rules
    for name in dict.fromkeys([*old, *new]):
        where = f"{part}/{name}"
        events = tuple(getattr(new.get(name, old.get(name)), "events", ())) if part == "errata" else ()
        if name not in old:
            yield Change(added, "meaning", events, where, "it is new")
        elif name not in new:
            direction: Any = _DIRECTIONS.get(removed, "meaning")
            yield Change(removed, direction, events, where, "it is gone")
        else:
            members: dict[str, list[str]] = {}
            for member, rule in _each(old[name], new[name], set(), _MEMBERS, changed):
                if part == "types" and member == "sensitive":
                    rule = _sensitivity(new[name].sensitive)
                members.setdefault(rule, []).append(member)
            for rule, names in members.items():
                yield Change(rule, "meaning", events, where, f"changed: {', '.join(names)}")


def _sensitivity(now: bool) -> str:
    return "sensitivity-raised" if now else "sensitivity-lowered"


def _became(old: object, new: object, what: str) -> str:
    return f"there are {what}" if old is None else f"there are no {what}" if new is None else f"{what} changed"


def _shapes(old: Contract, new: Contract) -> Iterator[Change]:
    for name, was in old.shapes.items():
        now = new.shapes.get(name)
        if now is None:
            continue
        for member, rule in _each(was, now, {"name", "tree", "predicates"}, _SHAPE, "description-changed"):
            direction: Any = "code" if rule == "class-moved" else "meaning"
            yield Change(rule, direction, (), name, f"changed: {member}")
        predicates = {each.name: each for each in now.predicates}
        for each in was.predicates:
            other = predicates.pop(each.name, None)
            if other is not None and other.present != each.present:
                said = f"{name}.{each.name} asked {each.present} and asks {other.present}"
                yield Change("predicate-changed", "meaning", (), f"{name}.{each.name}", said)
            elif other is not None and other != each:
                yield Change("description-changed", "meaning", (), f"{name}.{each.name}", "changed: description")
        for each_name in predicates:
            yield Change("field-added", "meaning", (), f"{name}.{each_name}", "it is a new predicate")
        # Also what no event has, since each event words it in its own way.
        if was.tree != now.tree:
            yield Change("description-changed", "meaning", (), name, "its members are described differently")
    for name in new.shapes.keys() - old.shapes.keys():
        yield Change("field-added", "meaning", (), name, f"there is a class {name}")


def _event(old: Contract, new: Contract, was: Event, now: Event, refused: set[str]) -> Iterator[Change]:
    for member, rule in _each(was, now, {"name", "class_name", "body"}, _EVENT, "description-changed"):
        direction: Any = "code" if rule == "class-moved" else "meaning"
        yield Change(rule, direction, (was.name,), "", f"changed: {member}")
    trees = event_root(old, was.name, errata=False), event_root(new, was.name, errata=False)
    yield from _Tree(was.name, refused).members(*trees, ())


class _Tree:
    """The members of one event, before and after."""

    def __init__(self, event: str, refused: set[str]) -> None:
        self.event = event
        self.refused = refused

    def change(self, rule: str, path: Path, says: str) -> Change:
        return Change(rule, "meaning", (self.event,), pointers.build(path), says)

    def members(self, old: Object, new: Object, path: Path) -> Iterator[Change]:
        now = {each.name: each for each in new.fields}
        for was in old.fields:
            here = (*path, was.name)
            if was.name not in now:
                yield self.change("field-removed", here, "it is no longer in the contract")
            else:
                yield from self.field(was, now[was.name], here)
        known = {each.name for each in old.fields}
        for name in now:
            if name not in known:
                yield self.change("field-added", (*path, name), "it is described")
        if [each for each in now if each in known] != [each.name for each in old.fields if each.name in now]:
            yield self.change("description-changed", path, "its members are in another order")
        for key in sorted({each.name for each in {*old.keys} ^ {*new.keys}}):
            yield self.change("key-changed", (*path, key), "what is known of the key changed")
        if old.open != new.open:
            yield self.change("object-described", path, f"it {'takes' if new.open else 'has no'} other keys")
        if old.alternatives != new.alternatives:
            yield self.change("condition-changed", path, "its alternatives changed")

    def field(self, was: Field, now: Field, path: Path) -> Iterator[Change]:
        for member, rule in _each(was, now, {"name", "type", *_SPECIAL}, _FIELD, "description-changed"):
            yield self.change(rule, path, f"changed: {member.replace('_', ' ')}")
        if was.sensitive != now.sensitive:
            hidden = "hidden" if now.sensitive else "shown"
            yield self.change(_sensitivity(now.sensitive), path, f"its value is {hidden} in messages")
        if was.nullable != now.nullable and pointers.build(path) not in self.refused:
            yield self.change("nullability-changed", path, f"null: was {was.nullable}, is {now.nullable}")
        if was.sent != now.sent or was.until != now.until:
            if was.current and not now.current:
                yield self.change("field-withdrawn", path, "it is no longer sent")
            else:
                yield self.change("condition-changed", path, "changed: until when it is sent")
        if was.written_as != now.written_as:
            yield self.change("description-changed", path, "changed: Python name")
        yield from self.type(was.type, now.type, path)

    def type(self, was: Type, now: Type, path: Path) -> Iterator[Change]:
        match was, now:
            case Scalar(), Scalar():
                yield from self.scalar(was, now, path)
            case Array(), Array():
                yield from self.type(was.items, now.items, (*path, ELEMENT))
            case Object(), Object():
                if was.shape != now.shape:
                    yield self.change("type-renamed", path, f"was {was.shape or 'free'}, is {now.shape or 'free'}")
                yield from self.members(was, now, path)
            case _:
                if pointers.build(path) not in self.refused:
                    yield self.change("type-renamed", path, f"was {was.kind}, is {now.kind}")

    def scalar(self, was: Scalar, now: Scalar, path: Path) -> Iterator[Change]:
        if (was.type, was.kind) != (now.type, now.kind):
            yield self.change("type-renamed", path, f"was {was.type}, is {now.type}")
        for value in now.known_values:
            if value not in was.known_values and was.known_values:
                yield self.change("value-added", path, f"new value: {value}")
        for value in was.known_values:
            if value not in now.known_values:
                yield self.change("value-removed", path, f"value no longer listed: {value}")
        described = (was.values, was.observed, was.vocabulary), (now.values, now.observed, now.vocabulary)
        same = {*was.known_values} == {*now.known_values}
        if (
            described[0] != described[1] and (same or not was.known_values)
        ) or was.value_patterns != now.value_patterns:
            yield self.change("values-described", path, "what is known of its values changed")
        if was.separator != now.separator:
            yield self.change("spelling-changed", path, f"separator: was {was.separator!r}, is {now.separator!r}")
        if was.scope != now.scope:
            yield self.change("scope-changed", path, f"scope: was {was.scope}, is {now.scope}")
        if was.limit != now.limit:
            raised = now.limit is None or (was.limit is not None and now.limit > was.limit)
            said = f"at most {was.limit or 'any number of'} characters before, {now.limit or 'any number of'} now"
            yield self.change("limit-raised" if raised else "limit-lowered", path, said)
        if was.chosen != now.chosen:
            yield self.change("values-described", path, "who chooses its values changed")
        if was.empty != now.empty:
            yield self.change("may-be-empty" if now.empty else "never-empty", path, "empty text means no value")


_SPECIAL = {"sensitive", "nullable", "sent", "until", "written_as"}
