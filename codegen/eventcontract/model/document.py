"""A contract as a JSON document, and back.

The document follows the classes of :mod:`eventcontract.model.contract` member by member; members
that hold their default are left out, so that a diff shows facts and nothing else. A type says its
``kind``. An object of a shared shape names the shape and, under ``differs``, the members that are
worded differently in this place; what the shape says is written once.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import replace
from functools import cache
from typing import Any, cast

from eventcontract.model import contract as words
from eventcontract.model.contract import Array, Contract, Field, Object, Scalar, Shape, Type, Vocabulary

#: What :func:`dump` writes. Older formats are read too: :mod:`eventcontract.model.formats`.
FORMAT = 3


def dump(contract: Contract) -> str:
    """The JSON text of ``contract``: UTF-8, stable order, one trailing newline."""
    written = _Writer(contract.shapes).members(contract)
    return json.dumps({"format": FORMAT, **written}, ensure_ascii=False, indent=1) + "\n"


def load(text: str | bytes) -> Contract:
    """The contract in the JSON document ``text``.

    ``ValueError`` if it is not a contract, is damaged, or was written by a newer release.
    """
    document = json.loads(text)
    found = document.pop("format", None) if isinstance(document, dict) else None
    if type(found) is not int:
        raise ValueError("this is not a contract: the document has no 'format'")
    if found > FORMAT:
        raise ValueError(
            f"the contract has format {found}, and this release reads formats up to {FORMAT}: install a newer release"
        )
    try:
        if found < FORMAT:
            from eventcontract.model.formats import upgrade

            document = upgrade(document, found, FORMAT)
        return cast("Contract", _Reader(document).typed(Contract, document))
    except _UnknownWord as error:
        raise ValueError(f"the contract is damaged, or a newer release wrote it: {error}") from error
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"there is no {error}" if isinstance(error, KeyError) else error
        raise ValueError(f"the contract is damaged: {reason}") from error


class _UnknownWord(Exception):
    """The document has a word that no class of the model has."""


class _Writer:
    def __init__(self, shapes: dict[str, Shape]) -> None:
        self.shapes = shapes

    def plain(self, value: Any) -> Any:
        if isinstance(value, Object):
            return self.object(value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self.members(value)
        if isinstance(value, dict):
            return {key: self.plain(content) for key, content in value.items()}
        if isinstance(value, tuple):
            return [self.plain(content) for content in value]
        return value

    def members(self, value: Any) -> dict[str, Any]:
        result: dict[str, Any] = {"kind": value.kind} if isinstance(value, Array) else {}
        for member in dataclasses.fields(value):
            content = getattr(value, member.name)
            if content == _default(member):
                continue
            if isinstance(value, Shape) and member.name == "tree":
                result[member.name] = self.whole(content)
            elif isinstance(value, Scalar) and isinstance(content, Vocabulary):
                result[member.name] = content.name
            else:
                result[member.name] = self.plain(content)
        return result

    def object(self, tree: Object) -> dict[str, Any]:
        shape = self.shapes.get(tree.shape or "")
        if shape is None or replace(tree, fields=()) != replace(shape.tree, fields=()):
            return self.whole(tree)
        if [each.name for each in tree.fields] != [each.name for each in shape.tree.fields]:
            return self.whole(tree)
        differs = [field for field in tree.fields if field != shape.tree.member(field.name)]
        result: dict[str, Any] = {"kind": tree.kind, "shape": tree.shape}
        if differs:
            result["differs"] = [self.plain(field) for field in differs]
        return result

    def whole(self, tree: Object) -> dict[str, Any]:
        # Also where there are none: members say that this is not the shape as it is written elsewhere.
        return {"kind": tree.kind, "fields": [], **self.members(tree)}


def _default(member: dataclasses.Field[Any]) -> Any:
    if member.default_factory is not dataclasses.MISSING:
        return member.default_factory()
    return member.default


_hints: dict[type, dict[str, Any]] = {}


class _Reader:
    def __init__(self, document: dict[str, Any]) -> None:
        for part in ("shapes", "vocabularies"):
            _check(dict[str, dict[str, Any]], document.get(part, {}), f"'{part}' of Contract")
        self.shapes: dict[str, Any] = document.get("shapes", {})
        self.vocabularies = {
            name: self.instance(Vocabulary, value) for name, value in document.get("vocabularies", {}).items()
        }
        self.trees: dict[str, Object] = {}

    def typed(self, hint: Any, value: Any) -> Any:
        if value is None or hint is Any:
            return value
        if hint is Object:
            return self.object(value)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self.instance(hint, value)
        origin = typing.get_origin(hint)
        if origin is tuple:
            element = typing.get_args(hint)[0]
            return tuple(self.typed(element, content) for content in value)
        if origin is dict:
            content_hint = typing.get_args(hint)[1]
            return {key: self.typed(content_hint, content) for key, content in value.items()}
        if hint == Type:
            return self.type(value)
        if origin in (typing.Union, types.UnionType):
            return self.option(typing.get_args(hint), value)
        return value

    def option(self, options: tuple[Any, ...], value: Any) -> Any:
        for option in options:
            shape = typing.get_origin(option) or option
            is_object = shape is dict or (isinstance(shape, type) and dataclasses.is_dataclass(shape))
            if (is_object and isinstance(value, dict)) or (shape is tuple and isinstance(value, list)):
                return self.typed(option, value)
        return value

    def type(self, value: dict[str, Any]) -> Type:
        _check(dict[str, Any], value, "a type")
        match value["kind"]:
            case Array.kind:
                return Array(items=self.type(value["items"]))
            case Object.kind:
                return self.object(value)
            case _:
                return self.scalar(value)

    def scalar(self, value: dict[str, Any]) -> Scalar:
        vocabulary = value.get("vocabulary")
        _check(str | None, vocabulary, "'vocabulary' of Scalar")
        scalar = cast("Scalar", self.instance(Scalar, {**value, "vocabulary": None}))
        return scalar if vocabulary is None else replace(scalar, vocabulary=self.vocabularies[vocabulary])

    def object(self, value: dict[str, Any]) -> Object:
        shape = value.get("shape", "")
        _check(str, shape, "'shape' of Object")
        _check(tuple[dict[str, Any], ...], value.get("differs", []), "'differs' of Object")
        if "fields" in value:
            return self.tree(shape) if value is self.shapes.get(shape, {}).get("tree") else self.whole(value)
        tree = self.tree(shape)
        differs: dict[str, Field] = {each["name"]: self.instance(Field, each) for each in value.get("differs", ())}
        fields = tuple(differs.pop(each.name, each) for each in tree.fields)
        for name in differs:
            raise ValueError(
                f"the contract is damaged: '{name}' differs from the shape {shape}, which has no such member"
            )
        return replace(tree, fields=fields) if "differs" in value else tree

    def tree(self, shape: str) -> Object:
        if shape not in self.trees:
            self.trees[shape] = self.whole(self.shapes[shape]["tree"])
        return self.trees[shape]

    def whole(self, value: dict[str, Any]) -> Object:
        _check(dict[str, Any], value, "an object of the model")
        return cast("Object", self.instance(Object, {name: each for name, each in value.items() if name != "kind"}))

    def instance(self, cls: Any, value: dict[str, Any]) -> Any:
        hints = _hints.get(cls)
        if hints is None:
            hints = _hints[cls] = typing.get_type_hints(cls, vars(words))
        for name, content in value.items():
            if name not in hints:
                raise _UnknownWord(f"{cls.__name__} has no '{name}'")
            _check(hints[name], content, f"'{name}' of {cls.__name__}")
        for name in _required(cls):
            if name not in value:
                raise TypeError(f"{cls.__name__} lacks '{name}'")
        return cls(**{name: self.typed(hints[name], content) for name, content in value.items()})


_JSON = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


def _check(hint: Any, value: Any, what: str) -> None:
    """``TypeError`` if ``value`` cannot be what ``hint`` says."""
    if not _fits(hint, value):
        raise TypeError(f"{what} is wrong: it is {_JSON[type(value)]}")


@cache
def _required(cls: Any) -> list[str]:
    return [member.name for member in dataclasses.fields(cls) if _default(member) is dataclasses.MISSING]


@cache
def _parts(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    return typing.get_origin(hint), typing.get_args(hint)


def _fits(hint: Any, value: Any) -> bool:
    """Whether decoded JSON can be what ``hint`` says, apart from what is in objects of the model."""
    if hint is Any or type(value) is hint:
        return True
    origin, arguments = _parts(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(argument, value) for argument in arguments)
    if origin is typing.Literal:
        return value in arguments
    if origin is tuple:
        return type(value) is list and all(_fits(arguments[0], each) for each in value)
    if origin is dict:
        return type(value) is dict and all(_fits(arguments[1], each) for each in value.values())
    # A vocabulary is written as its name.
    named = hint is Vocabulary and type(value) is str
    return named or (dataclasses.is_dataclass(hint) and type(value) is dict) or (hint is float and type(value) is int)
