"""Text that is to be printed."""

from __future__ import annotations


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 file``, ``12,000 files``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
