"""YAML for what is new on pages, in a copy of the spec; each guess has a comment that says why."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eventcontract import pointers
from eventcontract.drift import yaml_text
from eventcontract.drift.documented import DocumentedEvent, DocumentedField, Page
from eventcontract.drift.examples import Shown
from eventcontract.drift.guesses import Guess, Guesses
from eventcontract.drift.rules import Finding
from eventcontract.drift.synthesis import synthesize
from eventcontract.drift.wording import straight
from eventcontract.drift.yaml_text import Commented
from eventcontract.model import Contract, Object
from eventcontract.model.names import class_name
from eventcontract.source import load_spec, nodes
from eventcontract.source.events import example_file

_GUESS = "Guess: "


@dataclass(slots=True)
class Drafted:
    """What was drafted in one file: the file, what, and how many guesses are marked."""

    file: str
    what: str
    guesses: int


@dataclass(slots=True)
class _Section:
    """A new event with the shapes of its objects, and the number of its guesses."""

    words: Commented = field(default_factory=lambda: Commented({}))
    shapes: dict[str, Commented] = field(default_factory=dict)
    guesses: int = 0


class Draft:
    """Drafts in ``directory``, a new copy of the spec in ``spec``, which is left as it is."""

    def __init__(self, contract: Contract, spec: Path, directory: Path) -> None:
        self._contract = contract
        self._guesses = Guesses(contract)
        self._directory = directory
        shutil.copytree(spec, directory, dirs_exist_ok=True)
        self.drafted: list[Drafted] = []
        self.left: list[str] = []

    def write(self, pages: Sequence[Page], found: Sequence[Finding], category_of: Mapping[str, str | None]) -> None:
        """Draft the events and fields that are new by these findings.

        ``category_of`` has the category of each page, by its name. :attr:`drafted` says what was written, and
        :attr:`left` what has to be added by hand.
        """
        new = {(each.file, each.event) for each in found if each.rule == "event-new"}
        without: list[tuple[str, str]] = []
        for page in pages:
            for event in page.events:
                if (page.name, event.name) in new and event.name not in self._contract.events:
                    without += self._event(page, event, category_of.get(page.name))
                elif (page.name, event.name) in new:
                    self.left.append(f"{event.name}: in the spec already, with other evidence than 'documented'")
        rows = {(each.file, each.event, each.pointer): each for each in found if each.rule == "field-new"}
        for page in pages:
            for event in page.events:
                for file, name, pointer in rows:
                    if (file, name) == (page.name, event.name):
                        self._field(event, pointer)
        for name, example in without:
            self._synthesize(name, example)

    # -- events ----------------------------------------------------------------------------------------

    def _event(self, page: Page, event: DocumentedEvent, category: str | None) -> Iterator[tuple[str, str]]:
        """Draft an event; (event, name of the example) if its example is still to be synthesized."""
        section = self._section(page, event)
        name = "documented" if event.examples else "synthesized"
        text = event.examples[0].text if event.examples else self._placeholder(event.name)
        for number, shown in enumerate(event.examples):
            self._example(event.name, f"documented{number + 1 if number else ''}", shown.text)
        if not event.examples:
            self._example(event.name, name, text)
        file = self._file_of(category) if category is not None else None
        if file is None:
            file = self._new_category(page, event.name, section)
        else:
            self._add(file, event.name, section)
        self.drafted.append(Drafted(file, event.name, section.guesses))
        if not event.examples:
            yield event.name, name

    def _section(self, page: Page, event: DocumentedEvent) -> _Section:
        section = _Section()
        trigger, notes, guessed = _trigger(event.paragraphs)
        values = [each.value for each in event.examples if isinstance(each.value, dict)]
        bodies = [each.get(self._contract.message.body) for each in values]
        fields = self._fields(
            section, class_name(event.name), event.fields, [each for each in bodies if isinstance(each, dict)]
        )
        comments = []
        words: dict[str, Any] = {"definition": event.definition, "trigger": trigger}
        if notes:
            words["notes"] = notes
        if guessed:
            comments.append(f"{_GUESS}which lines of the trigger are items and which are notes.")
        origins = self._origins(values)
        if origins:
            words["origins"] = origins
            comments.append(f"{_GUESS}the origins, from what the example has. Others can cause the event too.")
        base = self._base()
        words["body"] = {**({"base": base} if base else {}), "fields": fields}
        words["examples"] = self._examples(page, event.examples)
        section.guesses += len(comments)
        section.words = Commented(words, [f"Drafted from {Path(page.name).name}.", *comments])
        return section

    def _examples(self, page: Page, examples: Sequence[Shown]) -> dict[str, Any]:
        if not examples:
            summary = "Synthesized, since the page shows no example."
            return {"synthesized": {"origin": "synthesized", "summary": summary}}
        title = page.title or Path(page.name).stem
        return {
            f"documented{number + 1 if number else ''}": {
                "origin": "documented",
                "page": title,
                "summary": "The example of the page.",
            }
            for number, _ in enumerate(examples)
        }

    def _base(self) -> str | None:
        """The shape that all bodies begin with, because the name of the event is in the body."""
        message = self._contract.message
        if message.discriminator[:1] != (message.body,):
            return None
        body = message.tree.member(message.body).type
        return body.shape if isinstance(body, Object) else None

    def _origins(self, payloads: Sequence[dict[str, Any]]) -> list[str]:
        """The causes of the examples, by the groups of keys that they have."""
        found = []
        for payload in payloads:
            for member in self._contract.message.tree.fields:
                shape = self._contract.shapes.get(getattr(member.type, "shape", None) or "")
                value = payload.get(member.name)
                if shape is None or not shape.origins or not isinstance(value, dict):
                    continue
                present = {each.group for each in shape.tree.fields if each.group and each.name in value}
                if present:
                    found.append(min(shape.origins, key=lambda name: len(present ^ {*shape.origins[name]})))
        return list(dict.fromkeys(found))

    # -- fields ----------------------------------------------------------------------------------------

    def _fields(
        self, section: _Section, owner: str, rows: Sequence[DocumentedField], holders: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """The fields of an object: those of the page's rows, then those that only examples show."""
        fields: dict[str, Any] = {}
        for row in rows:
            values = [holder[row.name] for holder in holders if row.name in holder]
            fields[row.name] = self._words(section, owner, row, values)
        documented = {row.name for row in rows}
        for name in dict.fromkeys(name for holder in holders for name in holder if name not in documented):
            values = [holder[name] for holder in holders if name in holder]
            row = DocumentedField(name=name, text="", line=0, members=_shown_members(values))
            fields[name] = self._words(section, owner, row, values, evidence="example")
        return fields

    def _words(
        self, section: _Section, owner: str, row: DocumentedField, values: Sequence[Any], evidence: str | None = None
    ) -> Commented:
        """The words of one field, with its guesses as comments."""
        text = straight_text(row.text) or "Not described by the page."
        is_list = any(isinstance(value, list) for value in values)
        if row.members is not None:
            inner = [each for value in values for each in (value if isinstance(value, list) else [value])]
            shape = f"{owner}{class_name(row.name)}"
            members = self._fields(section, shape, row.members, [each for each in inner if isinstance(each, dict)])
            said = straight_text(row.text) or f"The {row.name.replace('_', ' ')}."
            section.shapes[shape] = Commented(
                {"description": said, "fields": members}, [f"{_GUESS}the name and the description."]
            )
            section.guesses += 1
            guess = Guess({"type": "array", "items": shape} if is_list else {"type": shape})
            text = said
        else:
            guess = self._guesses.field(row.name, row.text, values)
        words = dict(guess.words)
        if evidence is not None:
            words["evidence"] = evidence
            guess.reasons.append("only the example shows it")
        words["description"] = text
        section.guesses += len(guess.reasons)
        return Commented(words, [f"{_GUESS}{'; '.join(guess.reasons)}."] if guess.reasons else [])

    def _field(self, event: DocumentedEvent, pointer: str) -> None:
        """Draft a new field of an event that the spec has."""
        body, *steps = pointers.parse(pointer)
        rows: Sequence[DocumentedField] = event.fields
        row = None
        for step in steps:
            if step == pointers.ELEMENT:
                continue
            row = next((each for each in rows if each.name == step), None)
            rows = (row.members or ()) if row is not None else ()
        known = self._contract.events[event.name]
        holder: Any = known.body
        for step in steps[:-1]:
            if step != pointers.ELEMENT:
                holder = next((each.object for each in holder.fields if each.name == step), holder)
        names = [each.name for each in holder.fields] if isinstance(holder, Object) else []
        if row is None or steps[-1] in names:
            self.left.append(f"{event.name}: {pointer} is in the spec already, with other evidence than 'documented'")
            return
        payloads: list[Any] = [each.value.get(body) for each in event.examples if isinstance(each.value, dict)]
        for step in steps[:-1]:
            payloads = list(_within(payloads, step))
        values = [each[steps[-1]] for each in payloads if isinstance(each, dict) and steps[-1] in each]
        section = _Section()
        words = self._words(section, class_name(event.name), row, values)
        place = self._place(event.name, holder.shape)
        if place is None or section.shapes:
            self.left.append(f"{event.name}: {pointer} has to be added by hand")
            return
        file, path = place
        if (*path, row.name) in dict(self._documents())[file].keys:
            return  # an event that shares the shape has it too
        self._insert(file, path, row.name, words)
        self.drafted.append(Drafted(file, f"{event.name} {pointer}", section.guesses))

    def _place(self, event: str, shape: str | None) -> tuple[str, tuple[str, ...]] | None:
        """(file, path) of the block that has the fields of a shape, or of the body of an event."""
        for path in (("events", event, "body", "fields"), ("shapes", shape or "", "fields")):
            own = path[0] == "shapes" or shape is None or shape == f"{class_name(event)}Body"
            for file, document in self._documents():
                first = next((place for key, place in document.keys.items() if key[:-1] == path), None)
                # Members in one line with the block are in braces.
                if own and first is not None and first[0] > document.keys[path][0]:
                    return file, path
        return None

    # -- files -----------------------------------------------------------------------------------------

    def _documents(self) -> Iterator[tuple[str, nodes.Document]]:
        for file in sorted(self._directory.rglob("*.yaml")):
            name = file.relative_to(self._directory).as_posix()
            yield name, nodes.read(name, file.read_bytes())

    def _file_of(self, category: str) -> str | None:
        """The file of a category, if its events are in blocks."""
        for file, document in self._documents():
            if isinstance(document.value, dict) and (document.value.get("category") or {}).get("name") == category:
                return file
        return None

    def _new_category(self, page: Page, event: str, section: _Section) -> str:
        """Draft a file for the page, or add to the one that was drafted for it."""
        title = page.title or Path(page.name).stem
        name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "page"
        name = name if name[0].isalpha() else f"page_{name}"
        file = self._file_of(name)
        if file is None:
            file = f"events/{name}.yaml"
            category = Commented(
                {"name": name, "title": title, "description": f"Events of the page {title}.", "transcribed": True},
                [f"{_GUESS}name and title, from the title of the page; the description."],
            )
            section.guesses += 1
            parts = [["# yaml-language-server: $schema=../spec.schema.json"], yaml_text.lines({"category": category})]
            parts += [yaml_text.lines({"shapes": section.shapes})] if section.shapes else []
            parts.append(yaml_text.lines({"events": {event: section.words}}))
            self._write(file, "\n\n".join("\n".join(part) for part in parts) + "\n")
            return file
        self._add(file, event, section)
        return file

    def _add(self, file: str, event: str, section: _Section) -> None:
        """Add an event and its shapes to a file."""
        for shape, words in section.shapes.items():
            self._insert(file, ("shapes",), shape, words, before="events")
        self._insert(file, ("events",), event, section.words)

    def _insert(self, file: str, path: tuple[str, ...], key: str, words: Commented, before: str = "") -> None:
        """Add a member to the block at ``path``, in the order of the alphabet; make the block ``before`` another."""
        text = (self._directory / file).read_text(encoding="utf-8")
        document = nodes.read(file, text)
        lines = text.rstrip("\n").split("\n")
        siblings = {str(each[-1]): place for each, place in document.keys.items() if each[:-1] == path}
        if siblings:
            later = [line for name, (line, _) in siblings.items() if name > key]
            place = _above_comments(lines, min(later) - 1) if later else _end(document, lines, path)
            column = next(iter(siblings.values()))[1]
            lines[place:place] = yaml_text.lines({key: words}, column - 1)
        else:
            block = yaml_text.lines({path[0]: {key: words}})
            place = document.keys[before,][0] - 1 if (before,) in document.keys else len(lines)
            lines[place:place] = [*block, ""] if place < len(lines) else ["", *block]
        self._write(file, "\n".join(lines) + "\n")

    def _example(self, event: str, name: str, text: str) -> None:
        self._write(example_file(event, name), text)

    def _write(self, file: str, text: str) -> None:
        path = self._directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _placeholder(self, event: str) -> str:
        """A text in which a loader finds the name of the event, until there is an example."""
        value: Any = event
        for step in reversed(self._contract.message.discriminator):
            value = {step: value}
        return json.dumps(value)

    def _synthesize(self, event: str, name: str) -> None:
        self._example(event, name, synthesize(load_spec(self._directory), event))


def _trigger(paragraphs: Sequence[tuple[bool, str]]) -> tuple[str, list[str], bool]:
    """(trigger, one line for each item; notes; whether that is a guess) of the lines of a trigger."""
    first, *rest = paragraphs
    is_guess = bool(rest) and not any(item for item, _ in rest)
    lines: list[str] = [first[1]]
    notes: list[str] = []
    for item, text in rest:
        # Without markup, items are lines after a colon that do not end as sentences do.
        listed = item or (is_guess and first[1].endswith(":") and not text.endswith((".", "!", "?")))
        (lines if listed and not notes else notes).append(straight_text(text))
    return "\n".join([straight_text(lines[0]), *lines[1:]]), notes, is_guess


def straight_text(text: str) -> str:
    """A text of a page as the spec has it: in one line, with the quotes of a keyboard."""
    return " ".join(straight(text).split())


def _shown_members(values: Sequence[Any]) -> tuple[DocumentedField, ...] | None:
    """No documented members, yet a shape, for objects that only examples show."""
    elements = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return () if any(isinstance(each, dict) and each for each in elements) else None


def _above_comments(lines: Sequence[str], place: int) -> int:
    while place > 0 and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return place


def _end(document: nodes.Document, lines: Sequence[str], path: tuple[str, ...]) -> int:
    """The line after the block at ``path``."""
    begin, column = document.keys[path]
    after = [line for line, other in document.keys.values() if line > begin and other <= column]
    place = _above_comments(lines, min(after) - 1) if after else len(lines)
    while not lines[place - 1].strip():
        place -= 1
    return place


def _within(values: Iterable[Any], step: str) -> Iterator[Any]:
    """What is one step below each of ``values``, all elements for the step of an array."""
    for value in values:
        if step == pointers.ELEMENT:
            yield from value if isinstance(value, list) else ()
        elif isinstance(value, dict):
            yield value.get(step)
