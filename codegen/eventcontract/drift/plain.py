"""Pages that were saved or copied as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from eventcontract.drift.pieces import Cell, Line, Piece, Row, Table
from eventcontract.drift.wording import visible

_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_BULLET = re.compile(r"(?:[\u2022\u25e6\u25aa\u2023\u00b7*-]|[0-9]{1,2}[.)])\s+(?=\S)")
_ESCAPED = re.compile(r"[a-z]\\_[a-z]")
_SEPARATOR = re.compile(r"[\s|:+-]+")


def read(text: str) -> list[Piece]:
    """The pieces of a page of plain text."""
    if _ESCAPED.search(text):  # Markdown without anything else of it
        text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    pieces: list[Piece] = []
    for is_row, group in groupby(_lines(text), lambda each: _cells(each.raw) is not None):
        lines = list(group)
        if is_row:
            pieces.append(Table(rows=tuple(_row(line) for line in lines if not _SEPARATOR.fullmatch(line.text))))
        else:
            pieces += lines
    return pieces


def _lines(text: str) -> Iterator[Line]:
    apart = True
    for number, raw in enumerate(text.split("\n"), 1):
        shown = visible(raw)
        if not shown:
            apart = True
            continue
        bullet = _BULLET.match(shown)
        item = bullet is not None and not shown.startswith("---")
        yield Line(
            text=shown[bullet.end() :] if bullet and item else shown, number=number, item=item, apart=apart, raw=raw
        )
        apart = False


def _cells(raw: str) -> list[str] | None:
    """The cells of a row with tabs or bars between; ``None`` if the line is not a row."""
    line = raw.strip(" ")
    if "\t" in line.strip():
        cells = line.strip("\n").split("\t")
    elif "|" in line and (line.startswith("|") or " | " in line or line.endswith("|")):
        cells = re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
    else:
        return None
    cells = [visible(each) for each in cells]
    return (
        cells if len(cells) > 1 and (not cells[0] or _NAME.fullmatch(cells[0]) or _SEPARATOR.fullmatch(line)) else None
    )


def _row(line: Line) -> Row:
    return Row(cells=tuple(Cell(text=each) for each in _cells(line.raw) or ()), number=line.number)
