"""Pages in Markdown, as CommonMark with tables; HTML in it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from eventcontract.drift import html
from eventcontract.drift.pieces import Cell, Code, Line, Piece, Row, Table

# What site generators add to Markdown; the line is kept, so that numbers of lines stay right.
_TAG = re.compile(r"(?m)^[ \t]*\{%.*?%\}[ \t]*$")
_FRONT = re.compile(r"\A---\n(?:.*\n)*?---\n")


def read(text: str) -> list[Piece]:
    """The pieces of a page in Markdown."""
    text = _FRONT.sub(lambda match: "\n" * match[0].count("\n"), text)
    tokens = MarkdownIt("commonmark").enable("table").parse(_TAG.sub("", text))
    return _pieces(tokens)


def _pieces(tokens: Sequence[Token]) -> list[Piece]:
    pieces: list[Piece] = []
    rows: list[Row] = []
    cells: list[Cell] = []
    number, heading, items, in_cell = 1, False, 0, False
    for token in tokens:
        number = token.map[0] + 1 if token.map else number
        match token.type:
            case "heading_open" | "heading_close":
                heading = token.nesting == 1
            case "list_item_open" | "list_item_close":
                items += token.nesting
            case "th_open" | "td_open":
                in_cell = True
            case "th_close" | "td_close":
                in_cell = False
            case "tr_open":
                cells = []
            case "tr_close":
                rows.append(Row(cells=tuple(cells), number=number))
            case "table_close":
                pieces.append(Table(rows=tuple(rows)))
                rows = []
            case "fence" | "code_block":
                pieces.append(Code(text=token.content, number=number + (token.type == "fence")))
            case "html_block":
                pieces += html.read(token.content, number)
            case "inline" if in_cell:
                cells.append(Cell(text=_shown(token)))
            case "inline":
                for offset, line in enumerate(_shown(token).split("\n")):
                    pieces.append(
                        Line(
                            text=line.strip(),
                            number=number + offset,
                            heading=heading,
                            item=items > 0,
                            apart=offset == 0,
                            raw=line,
                        )
                    )
    return [piece for piece in pieces if not isinstance(piece, Line) or piece.text]


def _shown(token: Token) -> str:
    """What a reader sees of a run of inline tokens; the tags of HTML in it are not text."""
    parts = []
    for child in token.children or ():
        match child.type:
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "html_inline":
                parts.append("\n" if child.content.lower().startswith("<br") else "")
            case "image":
                pass
            case _:
                parts.append(child.content)
    return "".join(parts)
