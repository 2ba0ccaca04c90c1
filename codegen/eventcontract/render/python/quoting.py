"""Texts of a spec as Python source. Templates take no other text: :func:`finalize` refuses it."""

from __future__ import annotations

import re
import textwrap

from eventcontract.model.wording import sentence

#: The greatest length of a line.
WIDTH = 120
_WORDS = re.compile(r"[\w .,:*/|\[\]-]*")


class Source(str):
    """Python source that was made for the place where it is put: a literal, a docstring, a part of one."""

    __slots__ = ()


def literal(value: object) -> Source:
    """An expression for ``value``: text, a number, ``None``, or a tuple, list or dict of them."""
    return Source(repr(value))


def docstring(text: str, indent: int = 0) -> Source:
    """A docstring, quotes included, wrapped to the line length and indented after the first line."""
    if len(text) + indent + 6 <= WIDTH and "\n" not in text:
        quoted = _escaped(text)
        return Source(f'"""{quoted} """' if quoted.endswith('"') else f'"""{quoted}"""')
    lines = [line for paragraph in text.split("\n") for line in _wrapped(paragraph, WIDTH - indent) or [""]]
    margin = " " * indent
    first, *others = [_escaped(line) for line in lines]
    return Source("\n".join([f'"""{first}', *(margin + line if line else "" for line in others), f'{margin}"""']))


def words(text: str) -> Source:
    """``text`` on one line, within a docstring."""
    return Source(_escaped(" ".join(text.split())))


def item(text: str, indent: int = 6) -> Source:
    """``text`` as an item of a list within a docstring, whose lines after the first are indented."""
    return Source(f"\n{' ' * indent}".join(map(_escaped, _wrapped(sentence(text), WIDTH - indent))))


def finalize(value: object) -> object:
    """What a template writes for ``value``: itself if it is :class:`Source`, a number, or only words.

    Raises ``ValueError`` for any other text: it has to be quoted first.
    """
    if isinstance(value, str) and not isinstance(value, Source) and not _WORDS.fullmatch(value):
        raise ValueError(f"not quoted: {value!r}")
    return literal(value) if isinstance(value, (tuple, list, dict)) else value


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width``, broken at spaces only: their words are those of ``text``."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
