"""Random changes of contracts, and what two independent judges say of them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonschema_rs

from eventcontract import pointers
from eventcontract.model import Array, Contract, Event, Example, Field, Object, Scalar, Type, event_root, walk
from eventcontract.model.comparison import refusals
from eventcontract.model.contract import Kind
from eventcontract.model.tree import at
from eventcontract.pointers import Path
from eventcontract.schemas.views import View, event_schema
from eventcontract.testing.allowed.editing import everywhere
from eventcontract.testing.allowed.variations import Casebook
from tests.vendors import contract_of

Edit = Callable[[Contract, Field, random.Random], Field | None]


# -- changes of one field: the field afterwards, None for a field that goes ------------------------


def _nullable(_: Contract, field: Field, draw: random.Random) -> Field:
    return replace(field, nullable=draw.choice(("yes", "no", "unknown")))


def _always(_: Contract, field: Field, __: random.Random) -> Field:
    return replace(field, nullable="no", evidence="documented", when=None, group=None, since=None, until=None)


def _evidence(_: Contract, field: Field, draw: random.Random) -> Field:
    return replace(field, evidence=draw.choice(("documented", "emitter")))


def _when(_: Contract, field: Field, __: random.Random) -> Field:
    return replace(field, when="somebody asked for it" if field.when is None else None)


def _unsent(_: Contract, field: Field, __: random.Random) -> Field:
    return replace(field, sent=not field.sent)


def _gone(_: Contract, __: Field, ___: random.Random) -> None:
    return None


def _renamed(_: Contract, field: Field, __: random.Random) -> Field:
    return replace(field, name=f"{field.name}_renamed")


def _kind(contract: Contract, field: Field, draw: random.Random) -> Field:
    kinds: dict[Kind, str] = {each.kind: name for name, each in contract.types.items()}
    old = field.scalar
    if old is None:
        return field
    kind = draw.choice(sorted(kinds))
    new: Type = Scalar(type=kinds[kind], kind=kind)  # type: ignore[arg-type]
    return replace(field, type=Array(items=new) if isinstance(field.type, Array) else new)


def _list(_: Contract, field: Field, __: random.Random) -> Field:
    return replace(field, type=field.type.items if isinstance(field.type, Array) else Array(items=field.type))


def _harmless(_: Contract, field: Field, draw: random.Random) -> Field:
    words: dict[str, Any] = draw.choice(
        [{"description": "Another text."}, {"sensitive": not field.sensitive}, {"deprecated": not field.deprecated}]
    )
    return replace(field, **words)


EDITS: dict[str, Edit] = {
    "nullable": _nullable,
    "always": _always,
    "evidence": _evidence,
    "when": _when,
    "unsent": _unsent,
    "gone": _gone,
    "renamed": _renamed,
    "kind": _kind,
    "list": _list,
    "harmless": _harmless,
}


class Mutant:
    """A contract with one change, and the name of it."""

    def __init__(self, old: Contract, new: Contract, name: str, event: str) -> None:
        self.old, self.new, self.name, self.event = old, new, name, event


def mutants(vendor: str, seed: int) -> Iterator[Mutant]:
    """Changes of the contract of ``vendor``, without end; the same for the same seed."""
    draw = random.Random(f"{vendor}/{seed}")
    contract = contract_of(vendor)
    while True:
        if draw.random() < 0.08 and contract.errata:
            yield _without_erratum(contract, draw)
            continue
        event = contract.events[draw.choice(sorted(contract.events))]
        name = draw.choice(sorted(EDITS))
        places = sorted(path for path, field in _fields(event.body) if name != "kind" or field.scalar is not None)
        if not places:
            continue
        place = draw.choice(places)
        where = pointers.build((contract.message.body, *place))
        if name == "kind" and any(where in each.pointers for each in contract.errata.values()):
            continue  # no contract tolerates integers in a text
        if any(step.removeprefix("+").isdigit() for step in place):
            continue  # jsonschema-rs takes the key for an index
        holder = (contract.message.body, *place[:-1])
        if not any(isinstance(pointers.get(json.loads(each.text), holder), dict) for each in event.examples):
            continue  # samples of it come from other events, which are not changed
        body = edited(event.body, place, lambda field, name=name: EDITS[name](contract, field, draw))  # type: ignore[misc]
        if body is None or body == event.body or _lacks_what_predicates_ask(contract, body):
            continue
        path = (contract.message.body, *place) if name in ("gone", "renamed", "kind", "list", "unsent") else None
        kind = at(body, place) if name in ("kind", "list") else None
        new = _with_body(contract, event, body, path, kind)
        yield Mutant(contract, new, f"{name} {event.name}{pointers.build(place)}", event.name)


def _lacks_what_predicates_ask(contract: Contract, body: Object) -> bool:
    for tree in (body, *(field.type for _, field in _fields(body) if isinstance(field.type, Object))):
        shape = contract.shapes.get(tree.shape or "")
        names = {each.name for each in tree.fields}
        if shape is not None and any(each.present not in names for each in shape.predicates):
            return True
    return False


def _without_erratum(contract: Contract, draw: random.Random) -> Mutant:
    name = draw.choice(sorted(contract.errata))
    errata = {each: erratum for each, erratum in contract.errata.items() if each != name}
    return Mutant(
        contract, replace(contract, errata=errata), f"erratum {name}", draw.choice(contract.errata[name].events)
    )


def _with_body(contract: Contract, event: Event, body: Object, gone: Path | None, kind: Type | None) -> Contract:
    """``contract`` in which ``event``, and everything else of the shape, has another body.

    In examples, what is at ``gone`` becomes of the type ``kind`` or, without one, goes.
    """
    shapes, events = dict(contract.shapes), dict(contract.events)
    if body.shape in shapes:
        shapes[body.shape] = replace(shapes[body.shape], tree=body)
        for name, each in events.items():
            if each.body.shape == body.shape and [f.name for f in each.body.fields] == [
                f.name for f in event.body.fields
            ]:
                events[name] = replace(each, body=body, examples=_without(each, gone, kind))
    events[event.name] = replace(event, body=body, examples=_without(event, gone, kind))
    return replace(contract, shapes=shapes, events=events)


def _sample(of: Type, value: Any) -> Any:
    """A value of the type, near to ``value``, which is of another."""
    match of:
        case Array():
            return [_sample(of.items, each) for each in (value if isinstance(value, list) else [value])]
        case Object():
            return (value[0] if value else {}) if isinstance(value, list) else value
        case Scalar():
            return SAMPLES[of.kind]


SAMPLES: dict[str, Any] = {
    "text": "some text",
    "identifier": "1",
    "timestamp": "2025-03-09T08:15:00.250Z",
    "date": "2025-03-09",
    "integer": 3,
    "number": 2.5,
    "boolean": True,
}


def _without(event: Event, path: Path | None, new: Type | None) -> tuple[Example, ...]:
    if path is None:
        return event.examples
    examples = []
    for example in event.examples:
        payload = json.loads(example.text)
        holder = pointers.get(payload, path[:-1])
        if isinstance(holder, dict) and path[-1] in holder:
            value = holder.pop(path[-1])
            if new is not None and value is not None:
                holder[path[-1]] = _sample(new, value)
        examples.append(replace(example, text=json.dumps(payload)))
    return tuple(examples)


def _fields(tree: Object, path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """The members below ``tree`` that are not inside a list or another shared object."""
    for member in tree.fields:
        yield (*path, member.name), member
        if isinstance(member.type, Object):
            yield from _fields(member.type, (*path, member.name))


def edited(tree: Object, path: Path, edit: Callable[[Field], Field | None]) -> Object | None:
    """``tree`` with another field at ``path``; ``None`` if it would be no contract."""
    siblings: list[Field] = []
    for member in tree.fields:
        if member.name != path[0]:
            siblings.append(member)
        elif len(path) > 1:
            assert isinstance(member.type, Object)
            inner = edited(member.type, path[1:], edit)
            if inner is None:
                return None
            siblings.append(replace(member, type=inner))
        elif (changed := edit(member)) is not None:
            siblings.append(changed)
    names = {each.name for each in siblings}
    asked = {name for each in siblings if isinstance(each.when, dict) for name in each.when}
    asked |= {name for each in tree.alternatives for name in each.fields}
    asked |= {each.old_value_of for each in siblings if each.old_value_of}
    # Values of a sibling decide over others: it must stay what it is.
    decides = {name for each in tree.fields if isinstance(each.when, dict) for name in each.when}
    return replace(tree, fields=tuple(siblings)) if asked <= names and path[0] not in decides else None


def changed(contract: Contract, event: Event, name: str, edit: Callable[[Field], Field]) -> Contract:
    """``contract`` with another field ``name`` in the body of ``event``."""
    body = edited(event.body, (name,), edit)
    assert body is not None
    return _with_body(contract, event, body, None, None)


# -- the wire -----------------------------------------------------------------------------------------


class Wire:
    """What readers of contracts refuse of the payloads of other contracts, by their schemas."""

    def __init__(self) -> None:
        self._books: dict[int, tuple[Contract, Casebook]] = {}

    def refused(self, reader: Contract, sender: Contract, event: str, *, archived: bool = False) -> set[str]:
        """The outermost pointers at which the reader schema of ``event`` refuses one of the sender's payloads."""
        validator = jsonschema_rs.Draft202012Validator(event_schema(reader, event, View.READER))
        found: set[str] = set()
        for payload in self.payloads(sender, event, archived=archived):
            for error in validator.iter_errors(payload):
                path: list[str] = ["*" if isinstance(step, int) else str(step) for step in error.instance_path]
                if error.kind.name == "required":
                    path.append(error.kind.property)
                found.add(pointers.build(path))
        return found

    def payloads(self, sender: Contract, event: str, *, archived: bool = False) -> list[Any]:
        """What is sent of ``event`` according to the cases of ``sender``: today, or at any time if ``archived``."""
        if id(sender) not in self._books:
            self._books[id(sender)] = (sender, Casebook(sender, lambda _, payload: payload))
        _, book = self._books[id(sender)]
        found = [case.content for case in book.cases([event], history=archived) if case.event == event]
        withdrawn = [path for path, field in walk(event_root(sender, event)) if field.until is not None]
        # Some examples are old.
        return [each for each in found if archived or not any(next(everywhere(each, path), None) for path in withdrawn)]


def reported(reader: Contract, sender: Contract, event: str, *, archived: bool = False) -> set[str]:
    """The pointers that comparing reports."""
    found = refusals(reader, sender, archived=archived)
    return {pointers.build(each.path) for each in found if each.event == event}
