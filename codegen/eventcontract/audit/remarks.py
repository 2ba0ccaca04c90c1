"""Which members of a payload that its reader schema accepts are worth a remark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from eventcontract.runtime.explain import resolved


class Member(NamedTuple):
    """A member that there may be something to say of, or that holds one.

    ``noted``: it is undocumented or withdrawn, so that its presence is worth a remark. ``young``: its absence is.
    ``numeric``: it is an identifier that can be a number. ``pattern`` is its documented form, if others are accepted.
    """

    noted: bool
    young: bool
    numeric: bool
    pattern: re.Pattern[str] | None
    members: Members
    items: Member | None


_TEXT = frozenset(("string", "null"))
Members: TypeAlias = "dict[str, Member]"


def members(schema: dict[str, Any]) -> Members:
    """Those members of the event with this reader schema."""
    return _members(schema, schema)


def _members(place: dict[str, Any], whole: dict[str, Any]) -> Members:
    place = resolved(place, whole)
    found = {key: _member(each, whole) for key, each in place.get("properties", {}).items()}
    return {key: member for key, member in found.items() if member is not None}


def _member(schema: dict[str, Any], whole: dict[str, Any]) -> Member | None:
    pattern = schema.get("x-documented-pattern")
    member = Member(
        noted=is_noted(schema),
        young="x-required-since" in schema,
        numeric=schema.get("x-kind") == "identifier" and not _TEXT.issuperset(_types(schema)),
        pattern=re.compile(pattern) if pattern is not None else None,
        members=_members(schema, whole),
        items=_member(schema["items"], whole) if "items" in schema else None,
    )
    return member if any(member) else None


def is_noted(schema: Mapping[str, Any]) -> bool:
    """Whether the presence of the member with this schema is worth a remark."""
    return "x-until" in schema or schema.get("x-evidence", "documented") != "documented"


def _types(schema: dict[str, Any]) -> list[str]:
    """The JSON types that a schema admits; unknown ones if it does not say."""
    types = schema.get("type", "any")
    return types if isinstance(types, list) else [types]


def remarkable(value: Any, known: Members, path: tuple[Any, ...], found: list[Any]) -> bool:
    """Add path and type of every noted member of ``value`` to ``found``; false if something needs a closer look."""
    if not isinstance(value, dict):
        return True
    for key, member in known.items():
        content = value.get(key)
        if content is None and member.young:
            return False
        if key in value and not _look(content, member, (*path, key), found):
            return False
    return True


def _look(content: Any, member: Member, path: tuple[Any, ...], found: list[Any]) -> bool:
    if member.noted:
        found.append((path, type(content)))
    if isinstance(content, str):
        return member.pattern is None or member.pattern.search(content) is not None
    if content is None:
        return True
    if member.numeric:
        return False
    if member.items is not None and isinstance(content, list):
        return all(_look(each, member.items, (*path, index), found) for index, each in enumerate(content))
    return not member.members or remarkable(content, member.members, path, found)
