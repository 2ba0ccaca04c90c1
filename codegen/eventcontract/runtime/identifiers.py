"""Identifiers composed of two numbers: part * size + local identifier within the part."""

from __future__ import annotations

import re

_DIGITS = re.compile("[0-9]+")


class Partitioning:
    """Splits, joins and compares identifiers whose parts are ``size`` apart."""

    def __init__(self, size: int) -> None:
        self.size = size

    def split(self, identifier: str) -> tuple[int | None, int]:
        """(part, local identifier); the part is ``None`` where the identifier includes none.

        ``ValueError`` unless ``identifier`` is decimal digits.
        """
        number = self._number(identifier)
        part, local = divmod(number, self.size)
        return part or None, local

    def join(self, part: int, local: int) -> str:
        """The full identifier of ``local`` in ``part``; ``ValueError`` if either is out of range."""
        if part < 1 or not 0 <= local < self.size:
            raise ValueError(f"the part must be at least 1, and the local identifier between 0 and {self.size - 1}")
        return str(part * self.size + local)

    def same(self, first: str, second: str, home: int | str) -> bool:
        """Whether two identifiers name the same thing, each with or without its part.

        ``home`` is the part of the identifiers that include none: its number, or any identifier
        that includes it.
        """
        part = home if isinstance(home, int) else self.split(home)[0]
        if part is None or part < 1:
            raise ValueError("home must be the number of a part, or an identifier that includes its part")
        return self._full(first, part) == self._full(second, part)

    def _full(self, identifier: str, home: int) -> int:
        number = self._number(identifier)
        return number if number >= self.size else home * self.size + number

    def _number(self, identifier: str) -> int:
        if not isinstance(identifier, str) or not _DIGITS.fullmatch(identifier):
            raise ValueError("an identifier must be a string of decimal digits")
        return int(identifier)
