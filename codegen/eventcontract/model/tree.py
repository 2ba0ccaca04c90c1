"""The tree of one event: put together, walked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never

from eventcontract import pointers
from eventcontract.model.contract import (
    Array,
    Contract,
    Erratum,
    Field,
    Key,
    Message,
    Object,
    Scalar,
    Tolerated,
    Type,
    Vocabulary,
)
from eventcontract.pointers import ELEMENT, Path


def event_root(contract: Contract, name: str, *, errata: bool = True) -> Object:
    """The whole tree of one event: the common members, its body, its name as the only value of the discriminator.

    With ``errata`` the tolerances of the tolerated errata are written into the scalars they name.
    ``KeyError`` if there is no such event.
    """
    message = contract.message
    root: Type = with_body(message, contract.events[name].body)
    if message.discriminator:
        root = _at(root, message.discriminator, lambda scalar: replace(scalar, const=name))
    for erratum in contract.errata.values() if errata else ():
        if name in erratum.events and erratum.effect == "tolerated":
            for pointer in erratum.pointers:
                root = _at(root, pointers.parse(pointer), _tolerating(erratum))
    assert isinstance(root, Object)
    return root


def with_body(message: Message, body: Object) -> Object:
    """The tree of an event that has this body."""
    members = [replace(each, type=body) if each.name == message.body else each for each in message.tree.fields]
    return replace(message.tree, fields=tuple(members))


def _tolerating(erratum: Erratum) -> Callable[[Scalar], Scalar]:
    assert erratum.tolerates is not None
    tolerated = Tolerated(id=erratum.id, tolerates=erratum.tolerates)
    return lambda scalar: replace(scalar, errata=(*scalar.errata, tolerated))


def _at(tree: Type, path: Path, change: Callable[[Scalar], Scalar]) -> Type:
    """``tree`` with the scalar at ``path`` changed."""
    match tree:
        case Scalar():
            return tree if path else change(tree)
        case Array():
            return replace(tree, items=_at(tree.items, path[1:], change)) if path[:1] == (ELEMENT,) else tree
        case Object():
            members = [
                replace(member, type=_at(member.type, path[1:], change)) if path[:1] == (member.name,) else member
                for member in tree.fields
            ]
            return replace(tree, fields=tuple(members))
    assert_never(tree)


def walk(tree: Type, path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every member below ``tree``, outermost first; the elements of a list are a field at the step ``*``."""
    if isinstance(tree, Object):
        for member in tree.fields:
            yield from _below(member, (*path, member.name))


def _below(field: Field, path: Path) -> Iterator[tuple[Path, Field]]:
    yield path, field
    match field.type:
        case Scalar():
            pass
        case Array():
            yield from _below(field.element, (*path, ELEMENT))
        case Object():
            yield from walk(field.type, path)
        case _:
            assert_never(field.type)


def known_keys(tree: Type) -> Iterator[tuple[Path, Key]]:
    """Every key of ``tree`` and below of which no value is known, with its path."""
    if isinstance(tree, Object):
        yield from (((key.name,), key) for key in tree.keys)
    for path, field in walk(tree):
        if isinstance(field.type, Object):
            yield from (((*path, key.name), key) for key in field.type.keys)


def at(tree: Object, path: Path) -> Type:
    """The type at ``path`` below ``tree``; ``KeyError`` if there is none."""
    place: Type = tree
    for step in path:
        match place:
            case Object():
                place = place.member(step).type
            case Array() if step == ELEMENT:
                place = place.items
            case _:
                raise KeyError(step)
    return place


def attributes(tree: Object, path: Path) -> str:
    """The members on ``path`` below ``tree`` as Python attributes with dots between; ``KeyError`` if there are none."""
    names = []
    for number, step in enumerate(path):
        holder = at(tree, path[:number])
        if not isinstance(holder, Object):
            raise KeyError(step)
        names.append(holder.member(step).attribute)
    return ".".join(names)


def as_used(contract: Contract) -> dict[str, Object]:
    """The members of every shape, with what is known of their values wherever the shape is used.

    Events word the fields of a shared shape in their own way: what one class holds is all of it.
    """
    found = {name: shape.tree for name, shape in contract.shapes.items()}
    trees = [contract.message.tree, *(event.body for event in contract.events.values())]
    for tree in trees:
        for used in (tree, *(field.object for _, field in walk(tree))):
            if used is not None and used.shape in found:
                found[used.shape] = _joined(found[used.shape], used)
    return found


def _joined(tree: Object, other: Object) -> Object:
    """``tree`` with the known values of ``other``, which has the same members."""
    if tree == other:
        return tree
    members = [
        replace(member, type=_with_values(member.type, other.member(member.name).type)) for member in tree.fields
    ]
    return replace(tree, fields=tuple(members))


def _with_values(of: Type, other: Type) -> Type:
    match of, other:
        case Scalar(), Scalar():
            values = dict.fromkeys([*of.values, *other.values])
            observed = dict.fromkeys([*of.observed, *other.observed])
            patterns = dict.fromkeys([*of.value_patterns, *other.value_patterns])
            return replace(
                of,
                values=tuple(values),
                observed=tuple(observed),
                value_patterns=tuple(patterns),
                vocabulary=_either(of.vocabulary, other.vocabulary),
                empty=of.empty or other.empty,
            )
        case Array(), Array():
            return replace(of, items=_with_values(of.items, other.items))
        case _:
            return of


def _either(one: Vocabulary | None, other: Vocabulary | None) -> Vocabulary | None:
    """One vocabulary with the values of both."""
    if one is None or other is None or one == other:
        return one or other
    values = dict.fromkeys([*one.values, *other.values])
    return replace(one, values=tuple(values), open=one.open or other.open)
