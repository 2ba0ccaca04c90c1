"""Text that is to be printed."""

from __future__ import annotations


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 file``, ``12,000 files``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def printable(text: str) -> str:
    """``text`` without characters that would control the terminal."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
