"""The entries of a spec, wherever in its files they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from eventcontract.source import structure
from eventcontract.source.nodes import Document, Path
from eventcontract.source.problems import Problem
from eventcontract.suggestions import suggest

SECTIONS = ("channels", "envelopes", "batches", "forms", "security", "types", "shapes", "events", "errata")
SINGLES = ("catalogue", "message")
OPTIONAL = ("signing",)


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of a file, and where it stands."""

    document: Document
    path: Path
    value: dict[str, Any]

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
        for document in documents:
            self._index(document)

    def report(self, entry: Entry, rule: str, message: str, *, at_key: bool = False) -> None:
        self.problems.append(entry.document.problem(entry.path, rule, message, at_key=at_key))

    def known(self, entry: Entry, rule: str, word: str, known: Iterable[str], *, at_key: bool = False) -> None:
        """Report ``word`` unless it is ``known``."""
        # What has a problem of its own is known too: one mistake gives one problem.
        if word not in known and word not in self.broken:
            message = f"there is no '{word}' here{suggest(word, [*known])}"
            self.report(entry, rule, message, at_key=at_key)

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
        category = document.value.get("category")
        self.category_of[document.file] = None
        if isinstance(category, dict) and not any(path[:1] == ("category",) for path in broken):
            entry = Entry(document, ("category",), category)
            self._once(self.categories, category["name"], entry, "category")
            self.category_of[document.file] = category["name"]
        for single in (*SINGLES, *OPTIONAL):
            if single in document.value and not any(path[:1] == (single,) for path in broken):
                self._once(self.singles, single, Entry(document, (single,), document.value[single]), "part")
        for section in SECTIONS:
            entries = document.value.get(section)
            if not isinstance(entries, dict):
                continue
            for name, value in entries.items():
                if (section, name) in broken or (section,) in broken:
                    self.broken.add(name)
                else:
                    entry = Entry(document, (section, name), value)
                    self._once(self.sections[section], name, entry, section.rstrip("s"))

    def _once(self, table: dict[str, Entry], name: str, entry: Entry, what: str) -> None:
        if name in table:
            other = table[name]
            line, _ = other.document.keys.get(other.path) or other.document.marks[other.path]
            message = f"{what} '{name}' stands in {other.document.file}:{line} already"
            self.report(entry, "duplicate-name", message, at_key=True)
        else:
            table[name] = entry
