"""Objects that a page writes in one cell, in the notation of Ruby: what is said of each member.

``{"id" => "The id.", "owner" => {"name" => "Who owns it."}}``, with or without spaces, with ``:id =>``, ``id:`` or
``"id":`` for the keys, and with square brackets around where the value is a list of such objects.
"""

from __future__ import annotations

import re

from eventcontract.drift.wording import straight

Members = dict[str, "str | Members"]

_OPENING = re.compile(r"\{\s*(?=[:\"']?[A-Za-z_][\w.-]*[\"']?\s*(?:=\s*>|:))")
_KEY = re.compile(r"\s*(?::?\"(?P<double>[^\"]+)\"|:?'(?P<single>[^']+)'|:?(?P<bare>[A-Za-z_]\w*))\s*(?:=\s*>|:)\s*")
# Where a text in quotes ends: texts can hold quotes that are not escaped.
_END = r"(?<!\\){}(?=\s*(?:,\s*[:\"']?[A-Za-z_][\w.-]*[\"']?\s*(?:=\s*>|:)|[}}\]]|$))"
_WORD = re.compile(r"[^,}\]]*")


class BadHash(ValueError):
    """An object that begins, but is not written to its end."""


def split(text: str) -> tuple[str, Members | None]:
    """(text before the object, its members), or (``text``, ``None``) where there is no object.

    :class:`BadHash` if there is one that cannot be read.
    """
    plain = straight(text).replace("=&gt;", "=>").replace("&quot;", '"').replace("\\{", "{").replace("\\}", "}")
    if re.fullmatch(r"\s*\{\s*\}\s*", plain):
        return "", {}
    opening = _OPENING.search(plain)
    if opening is None:
        return text, None
    before = plain[: opening.start()].rstrip("[ ")
    members, end = _members(plain, opening.start())
    if plain[end:].strip(" ].,;"):
        raise BadHash("there is more after its end")
    return before, members


def is_open(text: str) -> bool:
    """Whether an object begins in ``text`` that does not end in it."""
    try:
        split(text)
    except BadHash:
        return True
    return False


def _members(text: str, place: int) -> tuple[Members, int]:
    """The members of the object at ``place``, and where it ends."""
    members: Members = {}
    place += 1
    while True:
        key = _KEY.match(text, place)
        if key is None:
            raise BadHash("a member has no name")
        name = key["double"] or key["single"] or key["bare"]
        if name in members:
            raise BadHash(f"'{name}' is there twice")
        members[name], place = _value(text, key.end())
        rest = re.compile(r"\s*([,}])").match(text, place)
        if rest is None:
            raise BadHash("it does not end")
        place = rest.end()
        if rest[1] == "}":
            return members, place


def _value(text: str, place: int) -> tuple[str | Members, int]:
    """What is said of a member at ``place``, and where that ends."""
    bracket = re.compile(r"\[\s*(?=\{)").match(text, place)
    if bracket is not None:
        members, place = _members(text, bracket.end())
        closing = re.compile(r"\s*\]").match(text, place)
        if closing is None:
            raise BadHash("a list does not end")
        return members, closing.end()
    if text.startswith("{", place):
        return _members(text, place)
    quote = text[place : place + 1]
    if quote in ('"', "'"):
        end = re.compile(_END.format(quote)).search(text, place + 1)
        if end is None:
            raise BadHash("a text does not end")
        return text[place + 1 : end.start()].replace(f"\\{quote}", quote), end.end()
    word = _WORD.match(text, place)
    assert word is not None
    return word[0].strip(), word.end()
