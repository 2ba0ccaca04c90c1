"""Pages in HTML, read by what is a block, a table or code in any of them: no site's own classes or identifiers."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from eventcontract.drift.pieces import Cell, Code, Line, Piece, Row, Table
from eventcontract.drift.wording import visible

_HEADINGS = {"title", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "li", "blockquote"),
    *(
        "figure",
        "figcaption",
        "details",
        "summary",
        "address",
        "form",
        "fieldset",
        "hr",
        "body",
        "head",
        "html",
        "center",
    ),
}
_UNREAD = {"script", "style", "template", "noscript", "svg", "button", "select", "iframe", "object"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What begins or ends in the middle of something where a page was cut off, but for line ends.
_CUT = re.compile(r"\A[^<\n]+|(?:</?(?:[a-zA-Z][^<>]*)?|&#?\w*)\Z")
_CELLS = {"td", "th", "dt", "dd"}


@dataclass
class _Frame:
    """A table or list of terms that is being read; the outermost frame is the page."""

    terms: bool = False
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    number: int = 0
    in_cell: bool = False


def read(text: str, first: int = 1) -> list[Piece]:
    """The pieces of a page in HTML that begins in line ``first`` of its file."""
    parser = _Reader(first)
    parser.feed(_CUT.sub("", text))
    parser.close()
    return parser.finish()


class _Reader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = first
        self.frames = [_Frame()]
        self.text: list[str] = []
        self.begun = 0
        self.unread: list[str] = []
        self.code = 0
        self.heading = False
        self.items = 0

    @property
    def number(self) -> int:
        return self.first + self.getpos()[0] - 1

    # -- tags --------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unread:
            if tag == self.unread[-1]:
                self.unread.append(tag)
            return
        hidden = ("aria-hidden", "true") in attrs or any(name == "hidden" for name, _ in attrs)
        if tag in _UNREAD or (hidden and tag in ("a", "span", "i", "small", "label")):
            self.unread.append(tag)
        elif tag == "br":
            self.text.append("\n")
        elif tag in ("pre", "textarea"):
            if not self.code:
                self._flush()
            self.code += 1
        elif self.code:
            if tag in _BLOCKS and self.text and not self.text[-1].endswith("\n"):
                self.text.append("\n")
        elif tag in ("table", "dl"):
            self._flush()
            self.frames.append(_Frame(terms=tag == "dl", number=self.number))
        elif tag in ("tr", "thead", "tbody", "tfoot"):
            self._end_row()
        elif tag in _CELLS:
            self._begin_cell(tag)
        elif tag in _BLOCKS:
            self._flush()
            self.heading = tag in _HEADINGS
            self.items += tag == "li" and self.items == 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)
        elif tag not in _UNREAD:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unread:
            if tag == self.unread[-1]:
                self.unread.pop()
            return
        if tag in ("pre", "textarea"):
            self._end_code()
        elif self.code:
            return
        elif tag in ("table", "dl"):
            self._end_table()
        elif tag == "tr":
            self._end_row()
        elif tag in _CELLS:
            self._end_cell()
        elif tag in _BLOCKS:
            self._flush()
            self.heading = False
            if tag in ("ul", "ol", "li"):
                self.items = 0

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        if not self.text and data.strip():
            self.begun = self.number + data[: len(data) - len(data.lstrip())].count("\n")
        # Line ends of the file mean nothing outside code; those of <br> were added above.
        self.text.append(data if self.code else data.replace("\n", " "))

    # -- blocks ------------------------------------------------------------------------------------

    @property
    def frame(self) -> _Frame:
        return self.frames[-1]

    def _flush(self) -> None:
        """End a paragraph."""
        lines = [visible(line) for line in "".join(self.text).split("\n")]
        self.text.clear()
        for offset, line in enumerate(each for each in lines if each):
            number = self.begun or self.number
            self.frame.pieces.append(
                Line(text=line, number=number, heading=self.heading, item=self.items > 0, apart=offset == 0, raw=line)
            )

    def _end_code(self) -> None:
        if self.code:
            self.code -= 1
            if not self.code:
                text = "".join(self.text)
                # Escaped twice, as some generators do.
                text = html.unescape(text) if '"' not in text and "&quot;" in text else text
                self.frame.pieces.append(Code(text=text, number=self.begun or self.number))
                self.text.clear()

    def _begin_cell(self, tag: str) -> None:
        if len(self.frames) == 1:  # a cell outside any table is a paragraph
            self._flush()
            return
        if tag == "dt":
            self._end_row()
        else:
            self._end_cell()
        if not self.frame.row:
            self.frame.number = self.number
        self.frame.in_cell = True

    def _end_cell(self) -> None:
        self._flush()
        frame = self.frame
        if frame.in_cell:
            text = "\n".join(each.text for each in frame.pieces if isinstance(each, Line | Code))
            frame.row.append(Cell(text=text, pieces=tuple(frame.pieces)))
            frame.in_cell = False
        if len(self.frames) > 1:
            frame.pieces.clear()  # what is in a table, but in none of its cells, is not shown there

    def _end_row(self) -> None:
        if len(self.frames) > 1:
            self._end_cell()
            if self.frame.row:
                self.frame.rows.append(Row(cells=tuple(self.frame.row), number=self.frame.number))
                self.frame.row = []

    def _end_table(self) -> None:
        if len(self.frames) > 1:
            self._end_row()
            table = Table(rows=tuple(self.frames.pop().rows))
            if table.rows:
                self.frame.pieces.append(table)

    def finish(self) -> list[Piece]:
        while self.code:
            self._end_code()
        self._flush()
        while len(self.frames) > 1:
            self._end_table()
        return self.frame.pieces
