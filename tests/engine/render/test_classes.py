"""The generated classes by themselves: members, types and defaults are what the model says."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Annotated, Any, assert_never

import msgspec

from eventcontract.model import Array, Contract, Object, Scalar, Type, event_root
from eventcontract.model.contract import ScalarKind
from tests.vendors import Vendor

_SCALARS: dict[ScalarKind, Any] = {
    "text": str,
    "identifier": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "timestamp": datetime,
    "date": date,
}


def class_failures(contract: Contract, package: Any) -> Iterator[str]:
    """Where the class of an event, or one that it refers to, is not what the model says."""
    for name, event in contract.events.items():
        yield from _class(getattr(package, event.class_name), event_root(contract, name))


def _class(cls: type[Any], tree: Object) -> Iterator[str]:
    hints = typing.get_type_hints(cls, include_extras=True)
    found = {member.name: member for member in fields(cls)}
    expected = {member.attribute: member for member in tree.fields}
    if set(found) != set(expected):
        yield f"{cls.__name__}: {sorted(set(found) ^ set(expected))}"
    for name, member in expected.items():
        if name not in found:
            continue
        here = f"{cls.__name__}.{name}"
        key = cls._json_names.get(name, name)
        if key != member.name:
            yield f"{here}: its key is {key!r}, not {member.name!r}"
        if (found[name].default is MISSING) != member.required:
            yield f"{here}: {'optional' if member.required else 'required'}"
        options = [each for each in typing.get_args(hints[name]) if each is not type(None)]
        optional = type(None) in typing.get_args(hints[name])
        if optional == member.required:
            yield f"{here}: {'can' if optional else 'cannot'} be None"
        yield from _hint(here, options[0] if optional else hints[name], member.type)


def _hint(here: str, hint: Any, of: Type) -> Iterator[str]:
    match of:
        case Scalar():
            yield from _scalar(here, hint, of.kind)
        case Array():
            arguments = typing.get_args(hint)
            if typing.get_origin(hint) is not tuple or arguments[1:] != (...,):
                yield f"{here}: {hint} is not a tuple"
            else:
                yield from _hint(f"{here}[]", arguments[0], of.items)
        case Object() if of.shape is None:
            if hint != dict[str, Any]:
                yield f"{here}: {hint} is not {dict[str, Any]}"
        case Object():
            if getattr(hint, "__name__", "") != of.shape:
                yield f"{here}: {hint} is not {of.shape}"
            else:
                yield from _class(hint, of)
        case _:
            assert_never(of)


def _scalar(here: str, hint: Any, kind: ScalarKind) -> Iterator[str]:
    plain: Any = hint
    metadata: tuple[Any, ...] = ()
    if typing.get_origin(hint) is Annotated:
        plain, *rest = typing.get_args(hint)
        metadata = tuple(rest)
    if plain != _SCALARS[kind]:
        yield f"{here}: {hint} is not {_SCALARS[kind]}"
    if kind == "timestamp" and not any(isinstance(each, msgspec.Meta) and each.tz for each in metadata):
        yield f"{here}: naive times would pass"


def test_classes_are_what_the_model_says(vendor: Vendor) -> None:
    assert list(class_failures(vendor.contract, vendor.package)) == []


def test_every_member_says_what_it_is(vendor: Vendor) -> None:
    # Attribute docstrings are what editors show; they are text in the source, not in the class.
    for file in sorted((vendor.directory / "events").glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
        assert classes or file.stem == "__init__"
        for node in classes:
            for member, following in zip(node.body, [*node.body[1:], None], strict=True):
                if isinstance(member, ast.AnnAssign) and not ast.unparse(member.target).startswith("_"):
                    assert isinstance(following, ast.Expr), f"{file.name}:{member.lineno}"
                    assert isinstance(ast.literal_eval(following.value), str)
