"""The rows of the tables of fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from eventcontract import pointers
from eventcontract.model import Array, Contract, Erratum, Event, Field, Object, Scalar, Type, event_root, walk, wording
from eventcontract.model.tree import at, known_keys
from eventcontract.pointers import ELEMENT, Path

# Topics without a column.
_REMARKS: tuple[wording.Topic, ...] = ("form", "privacy", "source")


@dataclass(frozen=True)
class Row:
    """One member of an object. ``parent`` and ``name`` together are its path in text form."""

    anchor: str
    parent: str
    name: str
    attribute: str | None
    type: str
    scope: str | None
    presence: str
    null: str
    evidence: str
    documented: bool
    sensitive: str
    description: str
    values: tuple[str, ...]
    coded: tuple[str, ...]
    seen: tuple[str, ...]
    free: bool
    remarks: tuple[str, ...]
    errata: tuple[str, ...]
    deprecated: bool


def body_rows(contract: Contract, name: str) -> list[Row]:
    """A row for each member of the body of the event ``name``, at every level. ``KeyError`` for an unknown event."""
    body = contract.message.body
    tree = event_root(contract, name).member(body).type
    errata = errata_of(contract, name)
    return [
        _row(contract, name, path, field, tree, errata, (body,)) for path, field in walk(tree) if has_row(path, field)
    ]


def common_rows(contract: Contract) -> list[Row]:
    """A row for each member that all events have, except for the members of the body."""
    tree = contract.message.tree
    return [
        _row(contract, None, path, field, tree, (), ())
        for path, field in walk(tree)
        if path[0] != contract.message.body and has_row(path, field)
    ]


def body_keys(contract: Contract, name: str) -> list[tuple[str, str]]:
    """Keys of the body of the event ``name`` of which no value is known, with what is known of them."""
    tree = event_root(contract, name).member(contract.message.body).type
    return [(dotted(path), wording.key_evidence(key)) for path, key in known_keys(tree)]


def common_keys(contract: Contract) -> list[tuple[str, str]]:
    """The same of the message, except for its body."""
    body = contract.message.body
    found = known_keys(contract.message.tree)
    return [(dotted(path), wording.key_evidence(key)) for path, key in found if len(path) == 1 or path[0] != body]


def has_row(path: Path, field: Field) -> bool:
    """Whether a member has its own row. Scalars in a list have none: the row of the list describes them."""
    return path[-1] != ELEMENT or (isinstance(field.type, Object) and bool(field.type.fields))


def errata_of(contract: Contract, name: str) -> tuple[Erratum, ...]:
    """The errata of the event ``name``."""
    return tuple(erratum for erratum in contract.errata.values() if name in erratum.events)


def _row(
    contract: Contract,
    event: str | None,
    path: Path,
    field: Field,
    tree: Type,
    errata: Iterable[Erratum],
    above: Path,
) -> Row:
    written = dotted(path)
    name = path[-1] if path[-1] != ELEMENT else "[]"
    attribute = field.attribute if path[-1] != ELEMENT else path[-1]
    scalar, holder = field.scalar, _parent(tree, path)
    return Row(
        anchor=anchor((*above, *path)),
        parent=written.removesuffix(name),
        name=name,
        attribute=attribute if attribute != path[-1] else None,
        type=wording.type_name(field.type),
        scope=scalar.scope if scalar else None,
        presence=(wording.condition(contract, field, holder) if field.sent else None) or wording.sent(field),
        null=wording.NULL[field.nullable],
        evidence=wording.SOURCE[field.evidence],
        documented=field.documented,
        sensitive="–" if _has_members(field) else "yes" if field.sensitive else "no",
        description=description_of(contract, path, field),
        values=scalar.values if scalar else (),
        coded=scalar.coded if scalar else (),
        seen=scalar.seen if scalar else (),
        free=bool(scalar and scalar.vocabulary and scalar.vocabulary.open),
        remarks=tuple(each.text for each in wording.remarks(contract, field, holder) if each.topic in _REMARKS),
        errata=tuple(each.id for each in errata if event and (*above, *path) in map(pointers.parse, each.pointers)),
        deprecated=field.deprecated,
    )


def dotted(path: Path) -> str:
    """``path`` in text form, such as ``items[].name``."""
    return ".".join(path).replace(f".{ELEMENT}", "[]")


def anchor(path: Path) -> str:
    """The ``id`` of the row of the member at ``path``."""
    return "field-" + ".".join(path)


def description_of(contract: Contract, path: Path, field: Field) -> str:
    """The description of a member; for the elements of a list, that of their type."""
    if path[-1] != ELEMENT:
        return field.description
    match field.type:
        case Scalar():
            return contract.types[field.type.type].description
        case Array():
            return ""
        case Object():
            shape = contract.shapes.get(field.type.shape or "")
            return shape.description if shape is not None else ""
    assert_never(field.type)


def _has_members(field: Field) -> bool:
    """Whether the rows of its members describe the values."""
    return field.object is not None and bool(field.object.fields)


def _parent(tree: Type, path: Path) -> Object:
    assert isinstance(tree, Object)
    parent = at(tree, path[:-1])
    if isinstance(parent, Array):
        assert isinstance(parent.items, Object)
        return parent.items
    assert isinstance(parent, Object)
    return parent


def related(contract: Contract, event: Event) -> list[Event]:
    """At most 8 events related to ``event``: those with the same objects first, then those of its category."""
    shapes = _shapes(event)
    errata = {each.id for each in errata_of(contract, event.name)}

    def closeness(other: Event) -> int:
        shared = len(shapes & _shapes(other))
        both = sum(1 for each in errata_of(contract, other.name) if each.id in errata and len(each.events) < 5)
        return 4 * shared + 2 * (other.category == event.category and other.evidence == "documented") + both

    others = [other for other in contract.events.values() if other.name != event.name and closeness(other) > 0]
    return sorted(others, key=lambda other: (-closeness(other), other.name))[:8]


def _shapes(event: Event) -> set[str]:
    names = {event.body.shape} | {field.object.shape for _, field in walk(event.body) if field.object}
    return {name for name in names if name is not None}
