"""A saved page, whatever its form, as what it documents."""

from __future__ import annotations

from collections.abc import Collection

from eventcontract.drift import files
from eventcontract.drift.documented import Page
from eventcontract.drift.grammar import Grammar
from eventcontract.drift.pieces import Piece
from eventcontract.source import PageWords


def read_page(name: str, data: bytes, words: PageWords, known: Collection[str] = ()) -> Page:
    """What the file called ``name`` documents; :class:`~eventcontract.drift.files.NotAPage` if it is not a page.

    ``words`` are the vendor's, and ``known`` the names of the events that its spec has.
    """
    form, text = files.decode(data, name)
    page = Grammar(words, known).read(name, _pieces(form, text))
    page.ended = page.ended or (form == "html" and "</body>" in text.lower())
    return page


def _pieces(form: files.Form, text: str) -> list[Piece]:
    # Each reader is imported when a page needs it.
    match form:
        case "html":
            from eventcontract.drift import html

            return html.read(text)
        case "markdown":
            from eventcontract.drift import markdown

            return markdown.read(text)
        case "text":
            from eventcontract.drift import plain

            return plain.read(text)
