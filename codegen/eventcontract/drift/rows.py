"""The fields of an event: rows of a table, or lines in which names and descriptions alternate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from eventcontract.drift import hashes
from eventcontract.drift.documented import DocumentedField, Doubt
from eventcontract.drift.pieces import Cell, Line, Piece, Row, Table
from eventcontract.drift.wording import folded, straight, visible
from eventcontract.source import PageWords

_NAME = re.compile(r"[A-Za-z_][\w]*(?:[.:/-][\w]+)*")
# In lines, only a column tells a name from a description of one word, unless it is written as names are.
_NAME_LINE = re.compile(r"[a-z_][A-Za-z0-9_]*(?:[.:/-][A-Za-z0-9_]+)*")
_MARKED = re.compile(r"^(?P<name>\S+?)\s*(?:\*|\(.*\)|\[.*\]|:|optional|required)$", re.IGNORECASE)
_LISTED = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*(?::|\s[-\u2013\u2014])\s+(?P<text>\S.*)", re.DOTALL)
# What is left of an object that became a link.
_LINK = re.compile(r"(?:https?://\S+|[\w./-]+\.(?:html?|md|aspx?|php))(?:#\S*)?\s*\|?", re.IGNORECASE)
_HEADINGS = 6


class Rows:
    """Reads the fields of one event. ``width`` is the length at which the page's lines are broken, if they are."""

    def __init__(self, words: PageWords, width: int | None) -> None:
        self._names = {folded(each).casefold() for each in words.columns["name"]}
        self._texts = {folded(each).casefold() for each in words.columns["description"]}
        self._width = width
        self.doubts: list[Doubt] = []

    def read(self, pieces: Iterable[Piece]) -> list[DocumentedField]:
        """The fields in ``pieces``; :attr:`doubts` has what of them is not understood."""
        fields: list[DocumentedField] = []
        for kind, group in groupby(pieces, type):
            if kind is Table:
                for table in group:
                    assert isinstance(table, Table)
                    fields += self._table(table)
            elif kind is Line:
                fields += self._lines([each for each in group if isinstance(each, Line)], bool(fields))
            else:
                self._doubt(next(iter(group)).number, "code among the fields", unread=bool(fields))
        return self._nested(fields)

    def _doubt(self, line: int, says: str, *, unread: bool = False) -> None:
        self.doubts.append(Doubt(line=line, says=says, unread=unread))

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, table: Table) -> list[DocumentedField]:
        fields = []
        columns = (0, 1)
        width = None
        for row in table.rows:
            heads = [folded(cell.text).casefold() for cell in row.cells]
            if self._names & {*heads} and self._texts & {*heads}:
                columns = tuple(  # type: ignore[assignment]
                    next(index for index, head in enumerate(heads) if head in words)
                    for words in (self._names, self._texts)
                )
                width = len(heads)
                continue
            if not any(cell.text or cell.tables for cell in row.cells):
                continue
            if width is None and len(row.cells) > 2:
                self._doubt(row.number, f"a row with {len(row.cells)} columns, and none is called a description")
                continue
            fields += self._row(row, columns)
        return fields

    def _row(self, row: Row, columns: tuple[int, int]) -> list[DocumentedField]:
        if len(row.cells) <= max(columns):
            self._doubt(row.number, f"a row with one cell: '{_short(row.cells[0].text)}'")
            return []
        name, cell = (row.cells[column] for column in columns)
        field = self._field(name.text, cell.text, row.number, cell)
        return [field] if field is not None else []

    def _field(self, name: str, text: str, line: int, cell: Cell | None = None) -> DocumentedField | None:
        """The field of a row, unless a part of it is lost."""
        name, text = _name(name), visible(text)
        tables = cell.tables if cell is not None else ()
        if not _NAME.fullmatch(name):
            self._doubt(
                line, f"'{_short(name)}' is not the name of a field" if name else f"no name for '{_short(text)}'"
            )
            return None
        if not text and not tables:
            self._doubt(line, f"'{name}' has no description")
            return None
        if _LINK.fullmatch(text):
            self._doubt(line, f"'{name}' has a link in place of a description")
            return DocumentedField(name=name, text="", line=line)
        try:
            before, members = hashes.split(text)
        except hashes.BadHash as error:
            self._doubt(line, f"'{name}' has an object that cannot be read: {error}")
            return DocumentedField(name=name, text="", line=line)
        if members is not None:
            return DocumentedField(name=name, text=before, line=line, members=_fields(members, line))
        if tables:
            inner = [each for table in tables for each in self._table(table)]
            return DocumentedField(name=name, text=text, line=line, members=tuple(inner))
        return DocumentedField(name=name, text=text, line=line)

    # -- lines ---------------------------------------------------------------------------------------

    def _lines(self, lines: Sequence[Line], after_table: bool) -> list[DocumentedField]:
        lines = _joined_objects(lines)
        if all(line.item for line in lines) and all(_LISTED.fullmatch(line.text) for line in lines):
            matches = [(line, _LISTED.fullmatch(line.text)) for line in lines]
            listed = [self._field(match["name"], match["text"], line.number) for line, match in matches if match]
            return [each for each in listed if each is not None]
        if after_table:
            for line in lines:
                self._doubt(line.number, f"'{_short(line.text)}' after the fields", unread=True)
            return []
        width, name, text = self._head(lines)
        if width > 2:
            return self._columns(lines[width:], width, name, text)
        return self._pairs(lines[width:] if width == 2 else self._headless(lines))

    def _head(self, lines: Sequence[Line]) -> tuple[int, int, int]:
        """(how many lines at the beginning are headings of columns, which is that of names, which of descriptions)."""
        heads = [folded(line.text).casefold() for line in lines[:_HEADINGS]]
        names = [index for index, head in enumerate(heads) if head in self._names]
        texts = [index for index, head in enumerate(heads) if head in self._texts]
        if not names or not texts or (names[0] > 0 and texts[0] > 0):
            return 0, 0, 1
        # Other columns can follow: a heading begins with a capital, as names of fields do not.
        width = max(names[0], texts[0]) + 1
        while width < len(heads) and not _NAME_LINE.fullmatch(lines[width].text) and len(heads[width].split()) == 1:
            width += 1
        return width, names[0], texts[0]

    def _headless(self, lines: Sequence[Line]) -> Sequence[Line]:
        """``lines`` without headings that are one line together, or only one of two."""
        if not lines:
            return lines
        head = folded(lines[0].text).casefold()
        both = {f"{name} {text}" for name in self._names for text in self._texts}
        return lines[1:] if head in both | self._names | self._texts else lines

    def _columns(self, lines: Sequence[Line], width: int, name: int, text: int) -> list[DocumentedField]:
        """The fields of lines that are the cells of a table with more than two columns."""
        fields = []
        for start in range(0, len(lines), width):
            row = lines[start : start + width]
            if len(row) < width or not _NAME_LINE.fullmatch(_name(row[name].text)):
                self._doubt(row[0].number, f"'{_short(row[0].text)}' begins no row of {width} columns")
                break
            field = self._field(row[name].text, row[text].text, row[0].number)
            fields += [field] if field is not None else []
        return fields

    def _pairs(self, lines: Sequence[Line]) -> list[DocumentedField]:
        """The fields of lines in which a name comes before its description."""
        fields: list[DocumentedField] = []
        rest = [*lines]
        strays: list[Line] = []
        while rest:
            line = rest.pop(0)
            if not _NAME_LINE.fullmatch(_name(line.text)):
                strays.append(line)
                continue
            for stray in strays:  # between rows, so that a name is missing
                self._doubt(stray.number, f"no name for '{_short(stray.text)}'")
            strays.clear()
            if not rest or _NAME_LINE.fullmatch(rest[0].text):
                self._doubt(line.number, f"'{_name(line.text)}' has no description")
                continue
            last = rest.pop(0)
            texts = [last.text]
            while rest and (rest[0].item or self._continues(last, rest[0])):
                last = rest.pop(0)
                texts.append(last.text)
            field = self._field(line.text, " ".join(texts), line.number)
            fields += [field] if field is not None else []
        for stray in strays:
            self._doubt(stray.number, f"'{_short(stray.text)}' after the fields", unread=bool(fields))
        return fields

    def _continues(self, line: Line, following: Line) -> bool:
        """Whether ``line`` was broken because the first word of what follows did not fit."""
        if self._width is None or following.apart:
            return False
        first = following.text.split(maxsplit=1)[0]
        # A single word is the name of the next field.
        return not _NAME_LINE.fullmatch(following.text) and len(line.text) + 1 + len(first) > self._width

    def _nested(self, fields: Sequence[DocumentedField]) -> list[DocumentedField]:
        """``fields``, those with dots in their names as members of the others; reported if two have one name."""
        result: dict[str, DocumentedField] = {}
        for field in fields:
            holder, dot, member = field.name.rpartition(".")
            if dot and holder in result:
                outer = result[holder]
                inner = DocumentedField(name=member, text=field.text, line=field.line, members=field.members)
                members = (*(outer.members or ()), inner)
                result[holder] = DocumentedField(name=holder, text=outer.text, line=outer.line, members=members)
            elif field.name in result:
                self._doubt(field.line, f"'{field.name}' is there twice")
            else:
                result[field.name] = field
        return [*result.values()]


def _name(text: str) -> str:
    """The name in a cell, without what emphasizes or marks it."""
    text = visible(text.replace("\\_", "_")).strip("`*\"' ")
    marked = _MARKED.match(text)
    return marked["name"].strip("`*\"'") if marked else text


def _fields(members: hashes.Members, line: int) -> tuple[DocumentedField, ...]:
    return tuple(
        DocumentedField(name=name, text="", line=line, members=_fields(said, line))
        if isinstance(said, dict)
        else DocumentedField(name=name, text=visible(said), line=line)
        for name, said in members.items()
    )


def _joined_objects(lines: Sequence[Line]) -> list[Line]:
    """``lines`` in which an object that is broken into several is one."""
    result: list[Line] = []
    rest = [*lines]
    while rest:
        line = rest.pop(0)
        if straight(line.text).lstrip().startswith(("{", "[")):
            text = line.text
            for count, following in enumerate(rest):
                if not hashes.is_open(text) or _NAME_LINE.fullmatch(following.text):
                    break
                text = f"{text} {following.text}"
                if not hashes.is_open(text):
                    line, rest = Line(text=text, number=line.number, apart=line.apart, raw=text), rest[count + 1 :]
                    break
        result.append(line)
    return result


def _short(text: str) -> str:
    return text if len(text) < 40 else f"{text[:36]} ..."
