"""What people look at."""

from __future__ import annotations

import re

_USER = re.compile(r"(?<=//)[^/]*@")


def printable(text: str) -> str:
    """``text`` with escape sequences for all characters that control a terminal or reverse the order of others."""
    return text if text.isprintable() else "".join(map(_shown, text))


def size(number: int) -> str:
    """A number of bytes in words: ``16 MiB``."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if number >= unit and number % unit == 0:
            return f"{number // unit} {name}"
    return f"{number:,} bytes"


def address(url: str) -> str:
    """``url`` without what can be secret: user name, password, query and fragment."""
    return _USER.sub("", re.split("[?#]", url, maxsplit=1)[0])


def _shown(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()
