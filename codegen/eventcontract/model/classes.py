"""The classes of a contract as facts: what the generated dataclasses have, without their text.

Comparing contracts compares them. A test holds them to the classes that the renderer writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from eventcontract.model.contract import Array, Contract, Object, Predicate, Scalar, ScalarKind, Type
from eventcontract.model.tree import with_body

#: The Python type of a scalar.
PYTHON: dict[ScalarKind, str] = {
    "text": "str",
    "identifier": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "timestamp": "datetime",
    "date": "date",
}


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its members, of which those that are not required can be ``None``, and its predicates.

    ``event`` is the event that it is the class of, ``None`` for that of any other object.
    """

    name: str
    tree: Object
    predicates: tuple[Predicate, ...] = ()
    event: str | None = None

    @property
    def attributes(self) -> dict[str, tuple[str, bool]]:
        """The attributes: their Python type and whether they can be ``None``."""
        return {each.attribute: (python_type(each.type), not each.required) for each in self.tree.fields}


def classes_of(contract: Contract) -> dict[str, Class]:
    """Every class of ``contract`` by name."""
    found: dict[str, Class] = {}

    def add(of: Type) -> None:
        match of:
            case Array():
                add(of.items)
            case Object() if of.shape is not None and of.shape not in found:
                shape = contract.shapes.get(of.shape)
                tree = shape.tree if shape else of
                found[of.shape] = Class(of.shape, tree, shape.predicates if shape else ())
                for member in tree.fields:
                    add(member.type)

    for shape in contract.shapes.values():
        if shape.category is None:  # others have a class where an event uses them
            add(shape.tree)
    for event in contract.events.values():
        tree = with_body(contract.message, event.body)
        found[event.class_name] = Class(event.class_name, tree, event=event.name)
        for member in tree.fields:
            add(member.type)
    return found


def python_type(of: Type) -> str:
    """The annotation of a value that is not ``None``."""
    match of:
        case Array():
            return f"tuple[{python_type(of.items)}, ...]"
        case Object():
            return of.shape or "dict[str, Any]"
        case Scalar():
            return PYTHON[of.kind]
    assert_never(of)
