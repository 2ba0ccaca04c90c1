"""The rows of the tables of fields: what a contract says of each member, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eventcontract import pointers
from eventcontract.model import Contract, Erratum, Event, Field, event_root, walk
from eventcontract.model.contract import Evidence
from eventcontract.model.names import attribute_name
from eventcontract.pointers import ELEMENT, Path

#: Where a thing is known from, in few words.
EVIDENCE: dict[Evidence, str] = {"documented": "docs", "emitter": "source code", "example": "example"}
NULL = {"yes": "yes", "no": "never", "unknown": "unknown"}


@dataclass(frozen=True)
class Row:
    """One member. ``parent`` and ``name`` together are its path, as it is written in a text."""

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
    observed: tuple[str, ...]
    remarks: tuple[str, ...]
    errata: tuple[str, ...]
    deprecated: bool


def body_rows(contract: Contract, name: str) -> list[Row]:
    """A row for each member of the body of the event ``name``, at every level."""
    body = contract.message.body
    root = event_root(contract, name)
    errata = errata_of(contract, name)
    return [
        _row(contract, name, path, field, root.member(body), errata, (body,))
        for path, field in walk(root.member(body))
        if not (path[-1] == ELEMENT and not field.fields)
    ]


def common_rows(contract: Contract) -> list[Row]:
    """A row for each member that all events have, without those of the body."""
    tree = contract.message.tree
    return [
        _row(contract, None, path, field, tree, (), ())
        for path, field in walk(tree)
        if path[0] != contract.message.body and not (path[-1] == ELEMENT and not field.fields)
    ]


def errata_of(contract: Contract, name: str) -> tuple[Erratum, ...]:
    """The errata that touch the event ``name``."""
    return tuple(erratum for erratum in contract.errata.values() if name in erratum.events)


def _row(
    contract: Contract,
    event: str | None,
    path: Path,
    field: Field,
    tree: Field,
    errata: Iterable[Erratum],
    above: Path,
) -> Row:
    written = dotted(path)
    name = path[-1] if path[-1] != ELEMENT else "[]"
    attribute = attribute_name(path[-1]) if path[-1] != ELEMENT else path[-1]
    values = field.values or (field.items.values if field.items else ())
    observed = field.observed or (field.items.observed if field.items else ())
    return Row(
        anchor=anchor((*above, *path)),
        parent=written.removesuffix(name),
        name=name,
        attribute=attribute if attribute != path[-1] else None,
        type=type_of(field),
        scope=(field.items or field).scope,
        presence=_presence(contract, field, _parent(tree, path)),
        null=NULL[field.nullable] if not field.required else "never",
        evidence=EVIDENCE[field.evidence],
        documented=field.evidence == "documented",
        sensitive="–" if _has_members(field) else "yes" if field.sensitive else "no",
        description=field.description,
        values=values,
        observed=tuple(value for value in observed if value not in values),
        remarks=tuple(_remarks(field)),
        errata=tuple(each.id for each in errata if event and (*above, *path) in map(pointers.parse, each.pointers)),
        deprecated=field.deprecated,
    )


def dotted(path: Path) -> str:
    """``path`` as it is written in a text: ``items[].name``."""
    return ".".join(path).replace(f".{ELEMENT}", "[]")


def anchor(path: Path) -> str:
    """The ``id`` of the row of the member at ``path``."""
    return "field-" + ".".join(path)


def type_of(field: Field) -> str:
    """The type of a member: a scalar of the contract, a class, ``object``, or a list of one of them."""
    if field.kind == "array":
        assert field.items is not None
        return f"list of {type_of(field.items)}"
    if field.kind == "object":
        return field.shape or "object"
    return field.type


def _has_members(field: Field) -> bool:
    """Whether the rows of its members say what there is to say of the values."""
    return bool((field.items or field).fields)


def _parent(tree: Field, path: Path) -> Field:
    for step in path[:-1]:
        if step == ELEMENT:
            assert tree.items is not None
            tree = tree.items
        else:
            tree = tree.member(step)
    return tree


def _presence(contract: Contract, field: Field, parent: Field) -> str:
    """When the key is there."""
    if not field.sent:
        return "never sent"
    if field.required:
        return "always"
    conditions = []
    if isinstance(field.when, dict):
        each = [f"{name} is {' or '.join(values)}" for name, values in field.when.items()]
        conditions.append(f"when {' and '.join(each)}")
    elif field.when is not None:
        conditions.append(f"sometimes: {field.when}")
    elif field.group is not None:
        shape = contract.shapes.get(parent.shape or "")
        conditions.append(f"sometimes: {shape.groups[field.group]}" if shape else f"with {field.group}")
    if field.in_alternative:
        forms = [each.name for each in parent.alternatives if field.name in each.fields]
        conditions.append(f"in the form “{'” or “'.join(forms)}”")
    if conditions:
        return "; ".join(conditions)
    # What can be null can be missing; what no page promises can be, too.
    return "sometimes"


def _remarks(field: Field) -> Iterable[str]:
    yield from field.notes
    if field.separator is not None:
        yield f"Several values stand in one text, separated by “{field.separator}”."
    if field.value_patterns:
        yield f"Values of the form {' or '.join(field.value_patterns)} are known too."
    if field.empty:
        yield "An empty text stands for no value."
    if field.limit is not None:
        yield f"At most {field.limit:,} characters; what is longer is cut."
    if field.old_value_of is not None:
        yield f"The value of {field.old_value_of} before the change."
    if field.reason is not None:
        yield field.reason
    for each in field.alternatives:
        yield f"Form “{each.name}” ({', '.join(each.fields)}): {each.description}"
    if field.open:
        yield "Can hold any other key."


def related(contract: Contract, event: Event) -> list[Event]:
    """The events that somebody who reads of ``event`` looks for next: same objects first, then the same category."""
    shapes = _shapes(event)
    errata = {each.id for each in errata_of(contract, event.name)}

    def closeness(other: Event) -> int:
        shared = len(shapes & _shapes(other))
        both = sum(1 for each in errata_of(contract, other.name) if each.id in errata and len(each.events) < 5)
        return 4 * shared + 2 * (other.category == event.category and other.evidence == "documented") + both

    others = [other for other in contract.events.values() if other.name != event.name and closeness(other) > 0]
    return sorted(others, key=lambda other: (-closeness(other), other.name))[:8]


def _shapes(event: Event) -> set[str]:
    names = {event.body.shape} | {(field.items or field).shape for _, field in walk(event.body)}
    return {name for name in names if name is not None}
