"""How the vendor's pages of documentation are written, and which of them the spec repeats word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eventcontract.source.entries import Entries, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The words by which pages are read.

    ``labels`` are the beginnings of the parts ``definition``, ``trigger``, ``example`` and ``fields`` of an event's
    section; ``columns`` the headings of the columns ``name`` and ``description`` of a table of fields. ``end`` are the
    beginnings of what follows the last event, and ``ignored`` the lines that belong to the site.
    """

    labels: dict[str, tuple[str, ...]]
    columns: dict[str, tuple[str, ...]]
    end: tuple[str, ...] = ()
    ignored: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What a spec says of pages.

    ``words`` is ``None`` where it does not say how they are written. ``transcribed`` names the categories whose texts
    and documented examples are those of their pages, and ``addresses`` has the URL of the page of each category.
    """

    words: PageWords | None = None
    transcribed: frozenset[str] = frozenset()
    addresses: dict[str, str] = field(default_factory=dict)


def check_pages(entries: Entries) -> None:
    """Report what is wrong with ``pages:`` and the addresses of pages, beyond their form."""
    for category in entries.categories.values():
        address = category.value.get("page", "https://")
        if not re.match(r"https://\S*\Z", address):
            entries.report(category.at("page"), "invalid-value", f"'{address}' must begin with https://")
    entry = entries.singles.get("pages")
    for index, pattern in enumerate(entry.value.get("ignored", ()) if entry is not None else ()):
        try:
            re.compile(pattern)
        except re.error as error:
            assert entry is not None
            text = f"'{pattern}' is not a regular expression: {error.msg}"
            entries.report(entry.at("ignored", index), "invalid-value", text)


def compile_pages(entries: Entries) -> Pages:
    """What the entries of a valid spec say of pages."""
    return Pages(
        words=_words(entries.singles["pages"]) if "pages" in entries.singles else None,
        transcribed=frozenset(name for name, each in entries.categories.items() if each.value.get("transcribed")),
        addresses={name: each.value["page"] for name, each in entries.categories.items() if "page" in each.value},
    )


def _words(entry: Entry) -> PageWords:
    value = entry.value
    return PageWords(
        labels={part: tuple(words) for part, words in value["labels"].items()},
        columns={column: tuple(words) for column, words in value["columns"].items()},
        end=tuple(value.get("end", ())),
        ignored=tuple(re.compile(pattern, re.IGNORECASE) for pattern in value.get("ignored", ())),
    )
