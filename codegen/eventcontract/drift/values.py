"""Values that a description lists."""

from __future__ import annotations

import re
from collections.abc import Collection

from eventcontract.drift.wording import straight, visible

_VALUE = r"[\"'`]?([A-Za-z0-9_](?:[\w:./-]*\w)?)[\"'`]?"
_JOINT = r"(?:\s*[,;/|]\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+)"
_LIST = re.compile(f"(?<![\\w\"'`]){_VALUE}(?:{_JOINT}{_VALUE})*(?![\\w\"'`])")
_ALONE = re.compile(r"\(\s*(?:e\.g\.|i\.e\.|one of|either)?[\s:]*([^()]*)\)|:\s*([^()]*?)[.)]?$")
_QUOTED = re.compile(r"[\"`]([\w:./-]+)[\"`]")


def listed(text: str, known: Collection[str]) -> list[str] | None:
    """The values that ``text`` lists, if some are ``known``; ``None`` if it lists no known ones.

    A list in brackets, after a colon or in quotes needs one known value, one in the middle of a sentence two; and no
    more than half of its values are new.
    """
    plain = straight(visible(text))
    alone = [first or second for first, second in _ALONE.findall(plain)]
    lists = [
        values for part in alone if (match := _LIST.fullmatch(part.strip(" .,"))) for values in [_values(match[0])]
    ]
    lists.append(_QUOTED.findall(plain))
    lists += [values for match in _LIST.finditer(plain) if len({*(values := _values(match[0]))} & {*known}) > 1]
    best: list[str] = max(lists, key=lambda values: len({*values} & {*known}))
    shared = len({*best} & {*known})
    return list(dict.fromkeys(best)) if shared and shared * 2 >= len(best) else None


def lists_alone(text: str) -> list[list[str]]:
    """The lists of single words in brackets, or after a colon at the end."""
    alone = [(first or second).strip(" .,") for first, second in _ALONE.findall(straight(visible(text)))]
    return [_values(part) for part in alone if _LIST.fullmatch(part)]


def _values(text: str) -> list[str]:
    return [each for each in re.findall(_VALUE, text) if each not in ("or", "and")]
