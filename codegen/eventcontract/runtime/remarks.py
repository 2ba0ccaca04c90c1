"""What is worth knowing about a payload that readers accept: undocumented, tolerated, withdrawn and younger fields."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from eventcontract.runtime.errors import Finding
from eventcontract.runtime.explain import FORMS, Path, Reading, json_type, pointer, resolved, shown
from eventcontract.runtime.rules import Level, Rule

# Where a payload lacks a member.
_ABSENT = object()
# Of members that the schema names, which are few.
_pointer = lru_cache(4096)(pointer)

_Members: TypeAlias = "dict[str, _Member]"


class _Member(NamedTuple):
    """A member that there may be something to say of, or that holds one.

    ``presence`` is what to say wherever it occurs. ``since`` is when it joined its object, if that was later.
    ``number`` is the erratum of an identifier that can be a number. ``spelling`` is the documented form of a
    value that is read in others too: its pattern, what to say of other forms, and the erratum about them.
    """

    presence: tuple[Rule, str] | None
    since: dict[str, str] | None
    number: str | None
    spelling: tuple[re.Pattern[str], str, str | None] | None
    members: _Members
    items: _Member | None


class Remarks:
    """Finds them in payloads of one event, whose reader schema is ``reading``, in the order of that schema."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        # Few members are worth a remark, and to look at no others takes a tenth of the time.
        self._members = _members(reading.schema, reading.schema)

    def find(
        self, payload: Any, refused: Container[Path], sent: str | None, *, show_values: bool = False
    ) -> Iterator[Finding]:
        """``payload`` is decoded JSON; ``sent`` is the timestamp of its event, ``None`` if that is not readable.

        What readers have ``refused`` is worth a remark only if it is undocumented.
        """
        for path, value, member in _walk(payload, self._members, ()):
            is_refused = path in refused
            if (value is None or value is _ABSENT) and member.since is not None:
                if not is_refused:
                    yield _lacking(path, value, member.since, sent, self._reading.refused_erratum(payload, path))
                continue
            about: dict[str, Any] = {
                "level": "info",
                "pointer": _pointer(path),
                "found": json_type(value),
                "value": shown(value) if show_values else None,
            }
            if member.presence is not None:
                rule, message = member.presence
                if rule is Rule.UNDOCUMENTED_FIELD or not is_refused:
                    yield Finding(rule=rule.id, message=message, **about)
            if is_refused:
                continue
            if member.number is not None and not isinstance(value, (str, type(None))):
                message = "an identifier sent as a number; read as text"
                yield Finding(rule=Rule.ERRATUM.id, message=message, erratum=member.number, **about)
            if _is_odd(value, member):
                _, message, erratum = member.spelling  # type: ignore[misc]
                yield Finding(rule=Rule.TOLERATED_SPELLING.id, message=message, erratum=erratum, **about)


def is_noted(schema: Mapping[str, Any]) -> bool:
    """Whether the presence of the member with this schema is worth a remark."""
    return "x-until" in schema or schema.get("x-evidence", "documented") != "documented"


def _members(place: dict[str, Any], whole: dict[str, Any]) -> _Members:
    properties = resolved(place, whole).get("properties", {})
    found = {key: _member(each, whole) for key, each in properties.items()}
    return {key: member for key, member in found.items() if any(member)}


def _member(schema: dict[str, Any], whole: dict[str, Any]) -> _Member:
    presence = None
    if "x-until" in schema:
        presence = Rule.WITHDRAWN_FIELD, "the vendor no longer sends this field"
    elif is_noted(schema):
        presence = Rule.UNDOCUMENTED_FIELD, "the vendor sends this field but does not document it"
    tolerated = {erratum["tolerates"]: erratum["id"] for erratum in schema.get("x-errata", ())}
    kind = schema.get("x-kind", "")
    spelling = None
    if (pattern := schema.get("x-documented-pattern")) is not None:
        message = f"{FORMS[kind][0]}, but not in the documented form"
        spelling = re.compile(pattern), message, tolerated.get("spelling")
    items = _member(schema["items"], whole) if "items" in schema else None
    return _Member(
        presence=presence,
        since=schema.get("x-required-since"),
        number=tolerated.get("integer") if kind == "identifier" else None,
        spelling=spelling,
        members=_members(schema, whole),
        items=items if items and any(items) else None,
    )


def _walk(value: Any, members: _Members, path: Path) -> Iterator[tuple[Path, Any, _Member]]:
    """(path, value, member) wherever ``value``, which has these ``members``, is worth a remark."""
    for key, member in members.items():
        content = value.get(key, _ABSENT)
        if content is _ABSENT:
            if member.since is not None:
                yield (*path, key), content, member
        elif content is not None or member.since is not None or member.presence is not None:
            yield from _look(content, member, (*path, key))


def _look(value: Any, member: _Member, path: Path) -> Iterator[tuple[Path, Any, _Member]]:
    if (
        member.presence is not None
        or (value is None and member.since is not None)
        or (member.number is not None and not isinstance(value, (str, type(None))))
        or _is_odd(value, member)
    ):
        yield path, value, member
    if member.members and isinstance(value, dict):
        yield from _walk(value, member.members, path)
    elif member.items is not None and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _look(each, member.items, (*path, index))


def _is_odd(value: Any, member: _Member) -> bool:
    return member.spelling is not None and isinstance(value, str) and not member.spelling[0].search(value)


def _lacking(path: Path, value: Any, since: dict[str, str], sent: str | None, erratum: str | None) -> Finding:
    """What to say of a field that joined its event within ``since``, and has no value in an event of ``sent``."""
    lacking, found = ("null", "null") if value is None else ("missing", "nothing")
    by, month = since.get("by"), sent[:7] if sent is not None else None
    rule: Rule = Rule.BEFORE_SINCE
    level: Level = "info"
    # A month is as exact as this is known: in the month itself, both kinds of events were sent.
    if by is not None and month is not None and month > by:
        rule, level = Rule.MISSING_FIELD, "warning"
        message = f"a required field is {lacking}; the vendor has sent it since {by} or earlier"
    elif month is None:
        message = f"the field is {lacking}; the time of the event is not readable, and the event may be older"
    elif month < since.get("after", ""):
        message = f"the field is {lacking}, because the event is older"
    else:
        message = f"the field is {lacking}, perhaps because the event is older"
    return Finding(
        rule=rule.id,
        level=level,
        pointer=pointer(path),
        message=message,
        expected="a value",
        found=found,
        erratum=erratum if level == "warning" else None,
    )
