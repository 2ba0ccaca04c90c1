"""Walking the tree of one event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from eventcontract import pointers
from eventcontract.model.contract import Contract, Erratum, Field, Tolerated
from eventcontract.pointers import ELEMENT, Path


def event_root(contract: Contract, name: str, *, errata: bool = True) -> Field:
    """The whole tree of one event: the common members, its body, its name as the only value of the discriminator.

    With ``errata`` the tolerances of the tolerated errata are written into the fields they name.
    ``KeyError`` if there is no such event.
    """
    event = contract.events[name]
    message = contract.message
    members = tuple(event.body if member.name == message.body else member for member in message.tree.fields)
    root = _at(replace(message.tree, fields=members), message.discriminator, lambda field: replace(field, const=name))
    if errata:
        for erratum in contract.errata.values():
            if name in erratum.events and erratum.effect == "tolerated":
                for place in erratum.pointers:
                    root = _at(root, pointers.parse(place), partial(_tolerate, erratum=erratum))
    return root


def _tolerate(field: Field, erratum: Erratum) -> Field:
    assert erratum.tolerates is not None
    return replace(field, errata=(*field.errata, Tolerated(id=erratum.id, tolerates=erratum.tolerates)))


def _at(tree: Field, path: Path, change: Callable[[Field], Field]) -> Field:
    """``tree`` with the field at ``path`` changed."""
    if not path:
        return change(tree)
    step, rest = path[0], path[1:]
    if step == ELEMENT:
        assert tree.items is not None
        return replace(tree, items=_at(tree.items, rest, change))
    return replace(
        tree, fields=tuple(_at(member, rest, change) if member.name == step else member for member in tree.fields)
    )


def walk(tree: Field, path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every member below ``tree``, outermost first; the elements of an array are the step ``*``."""
    for member in tree.fields:
        here = (*path, member.name)
        yield here, member
        yield from walk(member, here)
    if tree.items is not None:
        here = (*path, ELEMENT)
        yield here, tree.items
        yield from walk(tree.items, here)
