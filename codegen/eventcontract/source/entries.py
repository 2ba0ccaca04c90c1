"""The entries of a spec, whichever of its files they are in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from eventcontract.source import structure
from eventcontract.source.nodes import Document, Path
from eventcontract.source.problems import Problem
from eventcontract.suggestions import suggest

SINGLES = ("catalogue", "message")
OPTIONAL = ("signing", "pages")
_ONE = {
    "channels": "channel",
    "envelopes": "envelope",
    "batches": "batch",
    "forms": "form",
    "security": "security scheme",
    "types": "type",
    "vocabularies": "vocabulary",
    "shapes": "shape",
    "events": "event",
    "errata": "erratum",
}
SECTIONS = tuple(_ONE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of a file, and its position."""

    document: Document
    path: Path
    value: dict[str, Any]

    @property
    def place(self) -> str:
        """``file:line`` of its key."""
        line, _ = self.document.keys.get(self.path) or self.document.marks.get(self.path, (1, 1))
        return f"{self.document.file}:{line}"

    def at(self, *steps: str | int) -> Entry:
        """The part of it at ``steps``; empty where there is none."""
        value: Any = self.value
        for step in steps:
            if isinstance(value, list):
                value = value[cast("int", step)]
            else:
                value = value.get(step, {}) if isinstance(value, dict) else {}
        return Entry(self.document, (*self.path, *steps), value)


class Entries:
    """All files of a spec as one: sections of named entries, single parts, and the problems found."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.problems: list[Problem] = []
        self.sections: dict[str, dict[str, Entry]] = {name: {} for name in SECTIONS}
        self.singles: dict[str, Entry] = {}
        self.categories: dict[str, Entry] = {}
        self.category_of: dict[str, str | None] = {}
        self.used: set[tuple[str, str]] = set()
        self.broken: set[str] = set()
        self.words: set[str] = set()
        for document in documents:
            self._index(document)

    def report(self, entry: Entry, rule: str, message: str, *, at_key: bool = False) -> None:
        self.problems.append(entry.document.problem(entry.path, rule, message, at_key=at_key))

    def known(self, entry: Entry, rule: str, word: str, known: Iterable[str], *, at_key: bool = False) -> None:
        """Report ``word`` unless it is ``known``."""
        # What has been reported is known too: one mistake, one problem.
        if word not in known and word not in self.broken:
            what = rule.removeprefix("unknown-").replace("-", " ")
            self.report(entry, rule, f"unknown {what} '{word}'{suggest(word, [*known])}", at_key=at_key)

    def _index(self, document: Document) -> None:
        self.problems += document.problems
        if document.problems:
            return
        broken = set()
        for path, problem in structure.check(document):
            self.problems.append(problem)
            broken.add(path[:2])
        if not isinstance(document.value, dict):
            return
        self.words |= document.value.keys()
        category = document.value.get("category")
        self.category_of[document.file] = None
        if isinstance(category, dict) and not any(path[:1] == ("category",) for path in broken):
            entry = Entry(document, ("category",), category)
            self._once(self.categories, category["name"], entry, "category")
            self.category_of[document.file] = category["name"]
        for single in (*SINGLES, *OPTIONAL):
            if any(path[:1] == (single,) for path in broken):
                self.broken.add(single)
            elif single in document.value:
                self._once(self.singles, single, Entry(document, (single,), document.value[single]), "key")
        for section in SECTIONS:
            entries = document.value.get(section)
            if not isinstance(entries, dict):
                continue
            for name, value in entries.items():
                if (section, name) in broken or (section,) in broken:
                    self.broken.add(name)
                else:
                    entry = Entry(document, (section, name), value)
                    self._once(self.sections[section], name, entry, _ONE[section])

    def _once(self, table: dict[str, Entry], name: str, entry: Entry, what: str) -> None:
        if name in table:
            message = f"{what} '{name}' is already defined at {table[name].place}"
            self.report(entry, "duplicate-name", message, at_key=True)
        else:
            table[name] = entry
