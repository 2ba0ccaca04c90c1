"""YAML as people write it in a spec: blocks, two spaces, long texts folded at 120 columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventcontract.source import nodes

_WIDTH = 120
# What begins or is within a plain scalar without meaning anything else; all else is put in quotes.
_PLAIN = re.compile(r"[A-Za-z0-9(/](?:[^:#\n]|:(?=\S)|(?<=\S)#)*(?<![\s:])")
_FLOW = re.compile(r"[A-Za-z0-9_./-]+")


@dataclass(frozen=True)
class Commented:
    """A mapping with comments above its first line."""

    words: Mapping[str, Any]
    comments: Sequence[str] = field(default=())


def lines(words: Mapping[str, Any] | Commented, indent: int = 0) -> list[str]:
    """The lines of a mapping, ``indent`` spaces from the left."""
    comments = words.comments if isinstance(words, Commented) else ()
    members = words.words if isinstance(words, Commented) else words
    result = [each for comment in comments for each in _comment(comment, indent)]
    for key, value in members.items():
        result += _member(key, value, indent)
    return result


def _comment(text: str, indent: int) -> list[str]:
    start = " " * indent + "# "
    return textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=start, break_long_words=False)


def _member(key: str, value: Any, indent: int) -> list[str]:
    start = f"{' ' * indent}{scalar(key)}:"
    if isinstance(value, Mapping | Commented):
        inner = value.words if isinstance(value, Commented) else value
        return [start, *lines(value, indent + 2)] if inner else [f"{start} {{}}"]
    if isinstance(value, str):
        return _text(start, value, indent + 2)
    if isinstance(value, bool):
        return [f"{start} {'true' if value else 'false'}"]
    items = [scalar(each) for each in value]
    flow = f"{start} [{', '.join(items)}]"
    if len(flow) <= _WIDTH and all(_FLOW.fullmatch(each) for each in value):
        return [flow]
    return [start, *(line for each in value for line in _item(each, indent + 2))]


def _item(text: str, indent: int) -> list[str]:
    first = f"{' ' * indent}- {scalar(text)}"
    if len(first) <= _WIDTH:
        return [first]
    return [f"{' ' * indent}- >-", *_folded(text, indent + 2)]


def _text(start: str, text: str, indent: int) -> list[str]:
    if "\n" in text:
        return [f"{start} |-", *(" " * indent + line for line in text.split("\n"))]
    one = f"{start} {scalar(text)}"
    return [one] if len(one) <= _WIDTH else [f"{start} >-", *_folded(text, indent)]


def _folded(text: str, indent: int) -> list[str]:
    start = " " * indent
    return textwrap.wrap(
        text, _WIDTH, initial_indent=start, subsequent_indent=start, break_long_words=False, break_on_hyphens=False
    )


def scalar(text: str) -> str:
    """A text in one line, in quotes only where it needs them."""
    if _PLAIN.fullmatch(text) and nodes.resolve(text) == text:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return (
        '"'
        + "".join(each if each.isprintable() and each not in '"\\' else f"\\U{ord(each):08x}" for each in text)
        + '"'
    )
