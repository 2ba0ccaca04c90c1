"""Sentences of pages that somebody has accepted, as digests: what they say stays with the vendor.

Where the spec describes events in other words than the page, the page is compared with what it said before. A directory
has a file for each category: of each event, and of each text, the digests of its sentences.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eventcontract import pointers
from eventcontract.drift.documented import DocumentedEvent, DocumentedField, Page
from eventcontract.drift.rules import Finding, Part
from eventcontract.drift.wording import sentences
from eventcontract.pointers import Path as Steps

#: (part, pointer, text, line of the page)
_Text = tuple[Part, str, str, int]
_DIGITS = 16


class BadDigests(ValueError):
    """A file of digests that cannot be read."""


class AcceptedSentences:
    """The digests in ``directory``, which need not exist; :class:`BadDigests` for a file that has something else."""

    def __init__(self, directory: Path, body: str) -> None:
        self._directory = directory
        self._body = body

    def findings(self, page: Page, category: str) -> Iterator[Finding]:
        """The texts that have other sentences than those accepted; nothing where none have been."""
        known = self._read(category)
        for event in page.events:
            for part, pointer, text, line in _texts(event, self._body) if event.name in known else ():
                digests = known[event.name].get(pointer or part)
                said = {_digest(each): each for each in sentences(text)}
                if digests is None or [*said] == digests:
                    continue
                new = [each for digest, each in said.items() if digest not in digests]
                says = "" if new else "sentences that were accepted are missing, or in another order"
                yield Finding(
                    rule="wording-changed",
                    event=event.name,
                    pointer=pointer,
                    part=part,
                    page=" ".join(new) or None,
                    says=says,
                    file=page.name,
                    line=line,
                )

    def record(self, pages: Iterable[Page], category_of: Mapping[str, str | None]) -> list[Path]:
        """Write the digests of these pages, in place of those of the same events; return the files."""
        changed: dict[str, dict[str, Any]] = {}
        for page in pages:
            category = category_of.get(page.name)
            for event in page.events if category is not None else ():
                if not event.damaged and category is not None:
                    events = changed.setdefault(category, self._read(category))
                    texts = _texts(event, self._body)
                    events[event.name] = {
                        pointer or part: [_digest(each) for each in sentences(text)] for part, pointer, text, _ in texts
                    }
        files = []
        for category, events in changed.items():
            file = self._directory / f"{category}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(events, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            files.append(file)
        return files

    def _read(self, category: str) -> dict[str, dict[str, list[str]]]:
        file = self._directory / f"{category}.json"
        if not file.is_file():
            return {}
        try:
            events = json.loads(file.read_bytes())
        except ValueError:
            raise BadDigests(f"{file}: this is not JSON") from None
        if not isinstance(events, dict) or not all(isinstance(each, dict) for each in events.values()):
            raise BadDigests(f"{file}: these are not digests of sentences")
        return events


def _texts(event: DocumentedEvent, body: str) -> list[_Text]:
    texts: list[_Text] = [
        ("definition", "", event.definition, event.line),
        ("trigger", "", event.trigger, event.line),
    ]
    return [*texts, *_described(event.fields, (body,))]


def _described(fields: Sequence[DocumentedField], path: Steps) -> Iterator[_Text]:
    for each in fields:
        here = (*path, each.name)
        if each.text:
            yield "description", pointers.build(here), each.text, each.line
        yield from _described(each.members or (), here)


def _digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:_DIGITS]
