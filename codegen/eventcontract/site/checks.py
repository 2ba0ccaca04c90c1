"""Checks of a built site: dead links, unrendered template tags, pages that load something from elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

#: A page with more bytes loads slowly on a phone. That is a warning: the vendor decides how many fields an event has.
LIMIT = 200_000
_MARKS = re.compile(r"\{\{|\{%|\{#|%\}")
_LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, bool]] = []  # the address, and whether the page loads it
        self.headings = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.links.append((value or "", (tag, name) in _LOADED))
        if tag == "meta" and ("http-equiv", "refresh") in attrs:
            self.links.append(((dict(attrs)["content"] or "").partition("url=")[2], False))
        self.headings += tag == "h1"


def problems(files: Mapping[str, bytes]) -> list[str]:
    """One line for each problem of the site with ``files`` (path -> content): dead links and more."""
    pages = {path: _Page(content.decode()) for path, content in files.items() if path.endswith(".html")}
    return [problem for path in sorted(pages) for problem in _problems(path, pages, files)]


def warnings(files: Mapping[str, bytes]) -> list[str]:
    """One line for each page in ``files`` (path -> content) that has more than :data:`LIMIT` bytes."""
    return [
        f"{path}: {len(content):,} bytes; pages of more than {LIMIT:,} bytes load slowly"
        for path, content in sorted(files.items())
        if path.endswith(".html") and len(content) > LIMIT
    ]


def _problems(path: str, pages: Mapping[str, _Page], files: Mapping[str, bytes]) -> Iterator[str]:
    page, text = pages[path], files[path].decode()
    for mark in _MARKS.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        yield f"{path}:{line}: template tag was not rendered: {text[mark.start() : mark.start() + 40]!r}"
    if page.headings != 1:
        yield f"{path}: {page.headings} headings of level 1, not one"
    for identifier in sorted({each for each in page.ids if page.ids.count(each) > 1}):
        yield f"{path}: duplicate id {identifier!r}"
    for address, loaded in page.links:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if loaded or parts.scheme not in ("https", "http", "mailto"):
                yield f"{path}: loads {address} from elsewhere"
            continue
        if parts.path.startswith("/"):
            yield f"{path}: {address} works only at the root of a server"
            continue
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
        )
        if target not in files:
            yield f"{path}: dead link: {address}"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            yield f"{path}: dead link: {address}: no such id"
