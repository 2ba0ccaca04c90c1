"""Text that people look at."""

from __future__ import annotations


def printable(text: str) -> str:
    """``text`` with escape sequences for all characters that control a terminal or reverse the order of others."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()
