"""Pieces of a page -> the events that it documents.

The section of an event begins with its name, alone in a line, before a label such as "Definition:". The parts of a
section can come in any order. Words count, not markup: what a heading or a table is in one form is lines in another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from eventcontract.drift import examples
from eventcontract.drift.documented import DocumentedEvent, Doubt, Page
from eventcontract.drift.pieces import Code, Line, Piece, Table
from eventcontract.drift.rows import Rows
from eventcontract.drift.wording import folded, visible
from eventcontract.source import PageWords

# As in the format of specs.
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:[.:-][a-z0-9_]+)*")
_COMPOUND = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9_]+)+")
_HEADING_WORDS = 5
# A line below or above a heading.
_RULE = re.compile(r"[-=~*_#^.\s]+")
_ANCHOR = re.compile(r"^[#\u00b6\u00a7\s]+|[#\u00b6\u00a7\u2693\U0001f517\s]+$")
_SENTENCE_END = r"(?<=[.!?:)\"'])\s+"
#: The parts of which a section has one each.
_ONCE = ("definition", "trigger", "fields")
# How a line ends, unless it was broken in the middle of a sentence.
_JSON = re.compile(r"""^[\[\]{}]|"\s*(?::|=>)|^"[^"]*",?$""")
_ENDED = re.compile(r"[.!?:)\"']$")


@dataclass(frozen=True, slots=True)
class _Label:
    """A line that begins with a label: of which part, and what follows in the line."""

    part: str
    rest: str


class Grammar:
    """Reads pages by the vendor's ``words``; ``known`` are the names of events of its spec."""

    def __init__(self, words: PageWords, known: Collection[str] = ()) -> None:
        self._words = words
        self._known = known
        self._width: int | None = None
        self._labels = [
            (part, folded(label).casefold().removesuffix(":"), label.rstrip().endswith(":"))
            for part, labels in words.labels.items()
            for label in labels
        ]
        self._ends = tuple(folded(text).casefold() for text in words.end)
        # A label within a line begins a line too: if a sentence ends before it and it has a colon, or after a payload.
        every = [re.escape(label) for labels in words.labels.values() for label in labels]
        colons = [label for label in every if label.endswith(":")] or ["(?!)"]
        self._within = re.compile(f"{_SENTENCE_END}(?=(?:{'|'.join(colons)}))|(?<=[}}])\\s*(?=(?:{'|'.join(every)}))")

    def read(self, name: str, pieces: Iterable[Piece]) -> Page:
        """The page called ``name`` that consists of these pieces."""
        page = Page(name=name)
        rest = [*self._split(self._flat(pieces))]
        starts = [index for index in range(len(rest)) if self._starts(rest, index)]
        self._width = _width(rest[starts[0] :] if starts else rest)
        before = rest[: starts[0]] if starts else rest
        page.headings = [piece for piece in before if isinstance(piece, Line)]
        page.title = self._title(before)
        for piece in before:
            if isinstance(piece, Line) and self._label(piece) is not None:
                page.doubts.append(
                    Doubt(line=piece.number, says=f"'{_short(piece.text)}' before the name of any event")
                )
                break
        for start, end in pairwise([*starts, len(rest)]):
            self._section(page, rest[start:end])
        for piece in rest:
            if isinstance(piece, Line) and "\ufffd" in piece.text:
                page.doubts.append(Doubt(line=piece.number, says="characters were lost", unread=True))
        return page

    # -- lines ---------------------------------------------------------------------------------------

    def _split(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """``pieces`` without lines of the site, and with each label at the beginning of a line."""
        for piece in pieces:
            if not isinstance(piece, Line):
                yield piece
                continue
            parts = self._within.split(piece.text)
            for number, text in enumerate(parts):
                if not self._ignored(text) and not _RULE.fullmatch(text):
                    yield (
                        piece
                        if len(parts) == 1
                        else replace(piece, text=text, raw=text, apart=piece.apart or number > 0)
                    )

    def _flat(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """``pieces`` without tables that merely arrange the page."""
        for piece in pieces:
            if isinstance(piece, Table) and self._is_layout(piece):
                for row in piece.rows:
                    for cell in row.cells:
                        yield from self._flat(cell.pieces)
            else:
                yield piece

    def _ignored(self, text: str) -> bool:
        return any(pattern.fullmatch(text) for pattern in self._words.ignored)

    def _label(self, piece: Piece) -> _Label | None:
        if not isinstance(piece, Line):
            return None
        text = visible(piece.text.replace("**", "").replace("`", "").lstrip("#> "))
        low = text.casefold()
        for part, label, colon in self._labels:
            if not low.startswith(label):
                continue
            rest = text[len(label) :]
            if rest.startswith((":", " :")):
                return _Label(part, rest.lstrip(" :").strip())
            if not rest.strip() or (not colon and rest.startswith(" ")):
                return _Label(part, rest.strip())
        return None

    def _ends_events(self, piece: Piece) -> bool:
        return isinstance(piece, Line) and bool(self._ends) and folded(piece.text).casefold().startswith(self._ends)

    def _is_layout(self, table: Table) -> bool:
        """Whether the cells of a table hold sections, not fields."""
        return any(
            self._label(piece) is not None or (isinstance(piece, Table) and self._is_layout(piece))
            for row in table.rows
            for cell in row.cells
            for piece in cell.pieces
        )

    def _starts(self, pieces: Sequence[Piece], index: int) -> bool:
        """Whether the section of an event starts here."""
        piece = pieces[index]
        if not isinstance(piece, Line) or self._label(piece) is not None:
            return False
        following = next((each for each in pieces[index + 1 : index + 2]), None)
        label = self._label(following) if following is not None else None
        if label is None:
            return False
        # Only a definition begins a section in any text: the other labels follow lines of all kinds.
        return self._name(piece) is not None and (label.part in ("definition", "trigger") or piece.heading)

    def _name(self, line: Line) -> str | None:
        """The name of the event that a line consists of."""
        text = _ANCHOR.sub("", visible(line.text.replace("\\_", "_"))).strip("`*\"' :")
        if not _NAME.fullmatch(text):
            # Some sites write more in a heading, such as a number.
            names = [word for word in (each.strip("`*\"':()") for each in text.split()) if _COMPOUND.fullmatch(word)]
            return names[0] if len(names) == 1 and len(text.split()) < _HEADING_WORDS else None
        if text not in self._known:
            # The name of an icon can be glued to it.
            glued = [name for name in self._known if text.endswith(name) or text.startswith(name)]
            return next((name for name in glued if self._ignored(text.replace(name, "", 1))), text)
        return text

    def _title(self, before: Sequence[Piece]) -> str:
        lines = [piece for piece in before if isinstance(piece, Line)]
        return next((each.text for each in lines if each.heading), lines[0].text if lines else "")

    # -- sections --------------------------------------------------------------------------------------

    def _section(self, page: Page, pieces: Sequence[Piece]) -> None:
        first = pieces[0]
        assert isinstance(first, Line)
        event = DocumentedEvent(name=self._name(first) or "", line=first.number)
        page.events.append(event)
        page.ended = False
        parts: dict[str, list[Piece]] = {}
        current: list[Piece] = []
        rest = [*pieces[1:]]
        while rest:
            piece = rest.pop(0)
            label = self._label(piece)
            if self._ends_events(piece):
                page.ended = True
                break
            if label is None:
                current.append(piece)
                continue
            assert isinstance(piece, Line)
            if label.part in parts and label.part in _ONCE:
                event.doubts.append(
                    Doubt(line=piece.number, says=f"a second '{_short(piece.text)}' without an event's name")
                )
                page.doubts.append(event.doubts[-1])
                return self._finish(event, parts)
            current = parts.setdefault(label.part, [])
            if label.part == "example":
                rest = self._examples(
                    event, [*([replace(piece, text=label.rest, raw=label.rest)] if label.rest else []), *rest]
                )
            elif label.rest:
                current.append(replace(piece, text=label.rest, raw=label.rest))
        return self._finish(event, parts)

    def _finish(self, event: DocumentedEvent, parts: dict[str, list[Piece]]) -> None:
        for part in ("definition", "trigger"):
            text = " ".join(each.text for each in parts.get(part, ()) if isinstance(each, Line))
            if part not in parts or not text:
                event.doubts.append(Doubt(line=event.line, says=f"no {part}"))
            setattr(event, part, visible(text))
        trigger = [each for each in parts.get("trigger", ()) if isinstance(each, Line)]
        event.paragraphs = [(each.item, each.text) for each in trigger]
        if "fields" not in parts:
            event.doubts.append(Doubt(line=event.line, says="no fields"))
        rows = Rows(self._words, self._width)
        event.fields = rows.read(parts.get("fields", ()))
        event.doubts += rows.doubts

    def _examples(self, event: DocumentedEvent, pieces: list[Piece]) -> list[Piece]:
        """Read the examples at the beginning of ``pieces``; return what follows them."""
        end = next(
            (index for index, piece in enumerate(pieces) if self._label(piece) is not None or self._ends_events(piece)),
            len(pieces),
        )
        within, rest = pieces[:end], pieces[end:]
        while within:
            texts = [
                each.text if isinstance(each, Code) else each.raw if isinstance(each, Line) else "" for each in within
            ]
            try:
                shown, place = examples.find("\n".join(texts))
            except ValueError:
                number = next(each.number for each, text in zip(within, texts, strict=True) if "{" in text)
                event.doubts.append(Doubt(line=number, says="the example is not JSON"))
                return [*(each for each in within if isinstance(each, Table)), *rest]
            if shown is None:
                # On some pages, the table of fields follows the example without a label.
                return [*(each for each in within if isinstance(each, Table)), *rest]
            event.examples.append(replace(shown, line=_numbered(within, texts, shown.line)))
            within = _after(within, texts, place)
            if within and (self._label(within[0]) is not None):
                return [*within, *rest]
        return rest


def _width(pieces: Sequence[Piece]) -> int | None:
    """In how many characters the lines of a page were broken; ``None`` if each line is a whole paragraph.

    Where lines were broken, some end in the middle of a sentence, since the next word would not have fitted.
    """
    lines = [each for each in pieces if isinstance(each, Line) and not _JSON.search(each.text)]
    # A line of one word says nothing: an address is not broken.
    width = max((len(line.text) for line in lines if " " in line.text), default=0)
    broken = any(
        not after.apart
        and not _ENDED.search(line.text)
        and not _NAME.fullmatch(after.text)
        and len(line.text) + 1 + len(after.text.split(maxsplit=1)[0]) > width
        for line, after in pairwise(lines)
    )
    return width if broken else None


def _numbered(pieces: Sequence[Piece], texts: Sequence[str], line: int) -> int:
    """The line of the file in which the line ``line`` of the joined texts is."""
    for piece, text in zip(pieces, texts, strict=True):
        count = text.count("\n") + 1
        if line < count:
            return piece.number + (line if isinstance(piece, Code) else 0)
        line -= count
    return pieces[-1].number


def _after(pieces: Sequence[Piece], texts: Sequence[str], place: int) -> list[Piece]:
    """What is left of ``pieces`` after the place in their joined texts."""
    for index, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        if place <= len(text):
            left = text[place:].strip()
            remains = [Line(text=visible(left), number=piece.number, raw=left)] if left else []
            return [*remains, *pieces[index + 1 :]]
        place -= len(text) + 1
    return []


def _short(text: str) -> str:
    return text if len(text) < 40 else f"{text[:36]} ..."
