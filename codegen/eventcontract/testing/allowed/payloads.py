"""Payloads of one event, and what can be said of its fields in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, assert_never

from eventcontract import pointers
from eventcontract.model import Alternative, Array, Contract, Event, Field, Object, Scalar, Type, event_root, walk
from eventcontract.pointers import ELEMENT, Path
from eventcontract.testing.allowed.editing import Place, at, drop, everywhere, has, put
from eventcontract.testing.allowed.values import Values

Payload = dict[str, Any]


class Payloads:
    """Makes payloads of the event ``name`` that the vendor could send."""

    def __init__(self, contract: Contract, name: str, values: Values) -> None:
        self.contract = contract
        self.event: Event = contract.events[name]
        self.values = values
        self.root = event_root(contract, name)
        self.fields: dict[Path, Field] = dict(walk(self.root))
        self.examples: dict[str, Payload] = {each.name: json.loads(each.text) for each in self.event.examples}

    # -- what there is -----------------------------------------------------------------------------

    @cached_property
    def labels(self) -> dict[Path, str]:
        """The name of each field in the id of a case: the shortest unambiguous end of its path."""
        paths = {path: tuple(step for step in path if step != ELEMENT) for path in self.fields}
        ends = Counter(steps[-length:] for steps in {*paths.values()} for length in range(1, len(steps) + 1))
        labels = {}
        for path, steps in paths.items():
            own = [length for length in range(1, len(steps) + 1) if ends[steps[-length:]] == 1]
            labels[path] = "/".join(steps[-own[0] :]) if own else pointers.build(steps)
        return labels

    @cached_property
    def objects(self) -> dict[Path, Object]:
        """The objects, the event itself first."""
        inner = {path: field.type for path, field in self.fields.items() if isinstance(field.type, Object)}
        return {(): self.root, **inner}

    def holder(self, path: Path) -> Object:
        """The object that the field at ``path`` is a member of."""
        return self.objects[path[:-1]]

    @cached_property
    def origins(self) -> list[str]:
        """The possible causes of the event."""
        known = [origin for tree in self.objects.values() for origin in self._origins(tree)]
        return list(self.event.origins) or list(dict.fromkeys(known))

    def _origins(self, tree: Object) -> dict[str, tuple[str, ...]]:
        shape = self.contract.shapes.get(tree.shape or "")
        return shape.origins if shape is not None else {}

    def _independent(self, tree: Object) -> tuple[str, ...]:
        shape = self.contract.shapes.get(tree.shape or "")
        return shape.independent if shape is not None else ()

    def _caused(self) -> Iterator[tuple[Path, Object, dict[str, tuple[str, ...]]]]:
        for path, tree in self.objects.items():
            origins = {name: groups for name, groups in self._origins(tree).items() if name in self.origins}
            if origins:
                yield path, tree, origins

    def is_sent(self, path: Path, *, once: bool = False) -> bool:
        """Whether the vendor sends the field at ``path`` at all, with whatever causes this event.

        ``once``: or has sent it, before it was withdrawn.
        """
        for length in range(1, len(path) + 1):
            if path[length - 1] == ELEMENT:
                continue
            field = self.fields[path[:length]]
            if not (field.sent if once else field.current):
                return False
            origins = self._origins(self.holder(path[:length]))
            if field.group is not None and origins:
                groups = {group for name, each in origins.items() if name in self.origins for group in each}
                if field.group not in groups:
                    return False
        return True

    def is_removable(self, path: Path) -> bool:
        """Whether the key at ``path`` can be left out although what it depends on holds."""
        field = self.fields[path]
        if field.always or path[-1] == ELEMENT:
            return False
        if isinstance(field.when, dict):
            return field.may_be_null
        if field.in_alternative or field.group is not None:
            return field.may_be_null or field.when is not None
        return True

    def fits(self, path: Path, holder: Payload) -> bool:
        """Whether ``holder``, an object in a payload, can get the key at the end of ``path``, by what else it holds."""
        field, tree = self.fields[path], self.holder(path)
        if isinstance(field.when, dict):
            return _holds(field.when, holder)
        if field.group is not None:
            return field.group in self._groups(tree, holder)
        chosen = self._chosen(tree, holder)
        return not field.in_alternative or chosen is None or field.name in chosen.fields

    def _groups(self, tree: Object, value: Payload) -> tuple[str, ...]:
        """The key groups of whatever caused ``value``."""
        origins, independent = self._origins(tree), self._independent(tree)
        present = {member.group for member in tree.fields if member.group and member.name in value}
        nearest = min(origins.values(), key=lambda each: _distance(present, each, independent), default=())
        some = present.intersection(independent, nearest)
        return tuple(group for group in nearest if not some or group in present or group not in independent)

    def _chosen(self, tree: Object, value: Payload) -> Alternative | None:
        """The alternative that ``value`` is."""
        return max(
            tree.alternatives, key=lambda each: len([name for name in each.fields if name in value]), default=None
        )

    # -- payloads ------------------------------------------------------------------------------------

    @cached_property
    def base(self) -> Payload:
        """An example, completed: every field that is always there has a value, so that one thing at a time can change.

        Fields that depend on something are there if the example has them. Other causes than the
        first one of the event, and other alternatives than the example's, are left to variations.
        """
        first = self.origins[:1]
        examples = list(self.examples.values())
        fitting = [each for each in examples if not first or first == [self.origin_of(each)]]
        base = self._completed(self.root, (), (fitting or examples)[0])
        # An example can lack one of two independent groups.
        return self.caused_by(base, first[0]) if first else base

    def origin_of(self, payload: Payload) -> str | None:
        """What caused ``payload``, by the key groups that it has."""
        for path, tree, origins in self._caused():
            for _, value in everywhere(payload, path):
                present = {member.group for member in tree.fields if member.group and member.name in value}
                independent = self._independent(tree)
                return min(origins, key=lambda name: _distance(present, origins[name], independent))
        return None

    def parted(self) -> Iterator[tuple[str, str, Payload]]:
        """(group that is missing, group that is there, payload) for every two independent key groups of a cause."""
        for path, tree, origins in self._caused():
            independent = self._independent(tree)
            seen = set()
            for origin, groups in origins.items():
                together = [group for group in groups if group in independent]
                for missing in together if len(together) > 1 else ():
                    if missing not in seen:
                        seen.add(missing)
                        payload = (
                            self.base if self.origin_of(self.base) == origin else self.caused_by(self.base, origin)
                        )
                        names = {member.name for member in tree.fields if member.group == missing}
                        for place, value in everywhere(payload, path):
                            kept = {name: content for name, content in value.items() if name not in names}
                            payload = put(payload, place, kept)
                        yield missing, next(group for group in together if group != missing), payload

    def caused_by(self, payload: Payload, origin: str) -> Payload:
        """``payload`` with the key groups of another cause."""
        for path, tree, origins in self._caused():
            for place, value in everywhere(payload, path):
                kept = {
                    name: content
                    for name, content in value.items()
                    if (member := _member(tree, name)) is None or member.group in (None, *origins.get(origin, ()))
                }
                payload = put(payload, place, self._completed(tree, path, kept, origins.get(origin, ())))
        return payload

    def with_alternative(self, payload: Payload, path: Path, chosen: Alternative) -> Payload:
        """``payload`` with the object at ``path`` in another of its shapes."""
        tree = self.objects[path]
        other = {name for each in tree.alternatives for name in each.fields} - {*chosen.fields}
        for place, value in everywhere(payload, path):
            kept = {name: content for name, content in value.items() if name not in other}
            kept |= {name: self.sample((*path, name)) for name in chosen.fields if kept.get(name) is None}
            payload = put(payload, place, kept)
        return payload

    def reach(self, path: Path, payload: Payload | None = None, *, once: bool = False) -> tuple[Payload, Place] | None:
        """``payload`` (or the base), changed as little as can be so that the field at ``path`` has a value; and where.

        ``None`` if the vendor never sends it; with ``once``, only if it has never sent it.
        """
        payload = self.base if payload is None else payload
        if not self.is_sent(path, once=once):
            return None
        place: Place = ()
        for length in range(1, len(path) + 1):
            here, step = path[:length], path[length - 1]
            if step == ELEMENT:
                if not at(payload, place):
                    payload = put(payload, place, [self.sample(here)])
                place = (*place, 0)
                continue
            payload = self._permit(payload, here, place)
            place = (*place, step)
            if not has(payload, place) or at(payload, place) is None:
                payload = put(payload, place, self.sample(here))
        return payload, place

    def _permit(self, payload: Payload, path: Path, around: Place) -> Payload:
        """``payload`` in which what the field at ``path`` depends on holds."""
        field, holder = self.fields[path], self.holder(path)
        present = at(payload, around)
        if field.group is not None and field.name not in present:
            for _, caused, origins in self._caused():
                current = self.origin_of(payload)
                if caused is holder and field.group not in origins.get(current or "", ()):
                    payload = self.caused_by(payload, next(name for name in origins if field.group in origins[name]))
        if field.in_alternative and field.name not in present:
            chosen = next((each for each in holder.alternatives if field.name in each.fields), None)
            if chosen is not None and not any(name in present for name in chosen.fields):
                payload = self.with_alternative(payload, path[:-1], chosen)
        if isinstance(field.when, dict):
            for name, values in field.when.items():
                if at(payload, around).get(name) not in values:
                    payload = self.settled(put(payload, (*around, name), values[0]), path[:-1])
        return payload

    def assigned(self, payload: Payload, path: Path, value: Any) -> Payload:
        """``payload`` with ``value`` wherever the field at ``path`` is, or can be by what else there is."""
        if path[-1] == ELEMENT:
            for place, _ in list(everywhere(payload, path)):
                payload = put(payload, place, value)
            return payload
        for place, holder in list(everywhere(payload, path[:-1])):
            if isinstance(holder, dict) and (path[-1] in holder or self.fits(path, holder)):
                payload = put(payload, (*place, path[-1]), value)
        return self.settled(payload, path[:-1])

    def settled(self, payload: Payload, path: Path) -> Payload:
        """``payload`` in which members of the object at ``path`` are there if their siblings have the values for it."""
        for place, value in everywhere(payload, path):
            for member in self.objects[path].fields:
                if isinstance(member.when, dict):
                    held = _holds(member.when, value)
                    if held and member.name not in value:
                        payload = put(payload, (*place, member.name), self.sample((*path, member.name)))
                    elif not held and member.name in value:
                        payload = drop(payload, (*place, member.name))
        return payload

    def stripped(self, payload: Payload) -> Payload:
        """``payload`` without anything that need not be there."""
        for path in sorted(self.fields, key=len, reverse=True):
            if path[-1] != ELEMENT and self.is_removable(path):
                for place, _ in list(everywhere(payload, path)):
                    payload = drop(payload, place)
        return payload

    # -- values --------------------------------------------------------------------------------------

    def near(self, path: Path) -> list[Any]:
        """What the examples of this event have at ``path``."""
        return [value for payload in self.examples.values() for _, value in everywhere(payload, path)]

    def sample(self, path: Path) -> Any:
        """A value for the field at ``path``, objects with every member that is always there."""
        field = self.fields[path]
        near = [value for value in self.near(path) if self.values.is_sent(field.type, value)]
        match field.type:
            case Object() if field.type.fields:
                return self._completed(field.type, path, near[0] if near else {})
            case Array():
                return near[0] if near else [self.sample((*path, ELEMENT))]
            case Scalar() | Object():
                return self.values.pool(field, near)[0]
        assert_never(field.type)

    def _completed(self, tree: Object, path: Path, value: Payload, groups: Iterable[str] | None = None) -> Payload:
        """``value`` with a value for every member that is always there."""
        result: Payload = {}
        for name in dict.fromkeys([*value, *(member.name for member in tree.fields)]):
            member, content, here = _member(tree, name), value.get(name), (*path, name)
            if member is None:
                result[name] = content
            elif not member.current:
                continue
            elif content is not None:
                result[name] = self._within(member.type, here, content)
            elif member.deprecated and name in value:
                result[name] = content
            elif name in value or self._belongs(tree, member, value, groups):
                result[name] = self.sample(here)
        return result

    def _within(self, of: Type, path: Path, content: Any) -> Any:
        match of:
            case Object():
                return self._completed(of, path, content) if of.fields else content
            case Array():
                return [self._within(of.items, (*path, ELEMENT), each) for each in content] or self.sample(path)
            case Scalar():
                return self.sample(path) if content == "" and of.kind in ("text", "identifier") else content
        assert_never(of)

    def _belongs(self, holder: Object, member: Field, value: Payload, groups: Iterable[str] | None) -> bool:
        """Whether a missing member of ``value`` is always there where ``value`` is."""
        if isinstance(member.when, dict):
            return _holds(member.when, value)
        if member.deprecated or member.when is not None:
            return False
        if member.group is not None:
            return member.group in (self._groups(holder, value) if groups is None else groups)
        if member.in_alternative:
            chosen = self._chosen(holder, value)
            return chosen is not None and member.name in chosen.fields
        return True


def _member(tree: Object, name: str) -> Field | None:
    return next((member for member in tree.fields if member.name == name), None)


def _distance(present: set[str], groups: Iterable[str], independent: Iterable[str]) -> int:
    """How far an object with the key groups ``present`` is from that of a cause with ``groups``."""
    lacking = {*groups} - present
    # Of those that are independent, one is enough.
    if present.intersection(groups, independent):
        lacking -= {*independent}
    return len(lacking) + len(present - {*groups})


def _holds(when: dict[str, tuple[str, ...]], value: Payload) -> bool:
    return all(value.get(name) in values for name, values in when.items())
