"""Texts of pages, compared by their words: how they are typeset is not what they say."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterator
from typing import Literal

#: What sites put in the place of an e-mail address, and the address itself.
_MAIL = re.compile(r"\[\s*email\s+protected\s*\]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
MASKED = "[email protected]"
# Neither seen nor read: soft hyphens, zero-width characters, directions, byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]")
_TYPESET = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
    }
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]+|#[xX][0-9A-Fa-f]+);")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

Edit = tuple[Literal["same", "out", "in"], str]


def seen(text: str) -> str:
    """``text`` without characters that nobody sees."""
    return _UNSEEN.sub("", text)


def visible(text: str) -> str:
    """``text`` without characters that nobody sees, and with a space for each run of white space."""
    return " ".join(seen(text).split())


def straight(text: str) -> str:
    """``text`` with quotes, dashes and dots as a keyboard has them."""
    return text.translate(_TYPESET)


def folded(text: str) -> str:
    """What two texts that say the same have in common, however they are quoted, escaped, emphasized or masked."""
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _ESCAPED.sub(r"\1", straight(visible(text)))
    text = _MAIL.sub(MASKED, text.replace("`", "").replace("**", ""))
    return visible(text)


def sentences(text: str) -> list[str]:
    """The sentences of a folded text."""
    return [each for each in re.split(r"(?<=[.!?])\s+(?=[A-Z])", folded(text)) if each]


def edits(old: str, new: str) -> Iterator[Edit]:
    """What makes ``new`` of ``old``, in whole words of the folded texts."""
    before, after = folded(old).split(), folded(new).split()
    for kind, i, j, k, l in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():  # noqa: E741
        if kind == "equal":
            yield "same", " ".join(before[i:j])
            continue
        if i < j:
            yield "out", " ".join(before[i:j])
        if k < l:
            yield "in", " ".join(after[k:l])
