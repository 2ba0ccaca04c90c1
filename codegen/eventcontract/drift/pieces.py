"""What is left of a saved page whatever its form: lines, code and tables, in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, heading or list item; of a page of plain text, one line.

    ``number`` counts the lines of the file from 1. ``apart`` says that something separates it from the line before,
    so that neither continues the other. ``raw`` is the text with its indentation.
    """

    text: str
    number: int
    heading: bool = False
    item: bool = False
    apart: bool = True
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A block of code, as written."""

    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table: its text, and the pieces that it consists of where the form of the page has such."""

    text: str
    pieces: tuple[Piece, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in it."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, or a list of terms with what is said of each."""

    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        """The line in which it begins."""
        return self.rows[0].number if self.rows else 0


Piece: TypeAlias = Line | Code | Table
