"""The message, its events and their examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from eventcontract.model import Event, Example, Field, Message, Object
from eventcontract.model.names import RESERVED, class_name
from eventcontract.source.entries import Entries, Entry
from eventcontract.source.fields import Fields
from eventcontract.source.problems import Problem


class Events:
    """Compiles the message and the events of a spec; examples are files in ``directory``."""

    def __init__(self, entries: Entries, fields: Fields, directory: Path) -> None:
        self.entries = entries
        self.fields = fields
        self.directory = directory
        self.report = entries.report
        self.known = entries.known

    def message(self) -> Message:
        """What all events have in common; empty if no file says so."""
        entry = self.entries.singles.get("message")
        if entry is None:
            return Message(discriminator=(), body="", tree=Object())
        value = entry.value
        fields = [self.fields.field(name, [entry.at("fields", name)]) for name in value["fields"]]
        self.known(entry.at("body"), "unknown-field", value["body"], value["fields"])
        tree = Object(fields=tuple(fields))
        place: Object | None = tree
        named: Field | None = None
        for index, step in enumerate(value["discriminator"]):
            names = [member.name for member in place.fields] if place is not None else []
            if place is None or step not in names:
                self.known(entry.at("discriminator", index), "unknown-field", step, names)
                break
            named = place.member(step)
            place = named.type if isinstance(named.type, Object) else None
        else:
            if named is not None and not named.required:
                self.report(entry.at("discriminator"), "wrong-word", "the discriminator is always sent and never null")
        return Message(
            discriminator=tuple(value["discriminator"]),
            body=value["body"],
            tree=tree,
            description=value.get("description", ""),
        )

    def event(self, name: str, entry: Entry, message: Message) -> Event:
        """One event with its body and examples."""
        value = entry.value
        category = self.entries.category_of[entry.document.file]
        if category is None:
            self.report(entry, "missing-word", "a file with events says 'category:'", at_key=True)
        evidence = value.get("evidence", "documented")
        event_class = value.get("class") or class_name(name)
        origins = [name for shape in self.fields.shapes.values() for name in shape.origins]
        for index, origin in enumerate(value.get("origins", ())):
            self.known(entry.at("origins", index), "unknown-origin", origin, origins)
        return Event(
            name=name,
            class_name=event_class,
            category=category or "",
            definition=value["definition"],
            trigger=value["trigger"],
            evidence=evidence,
            origins=tuple(value.get("origins", ())),
            notes=tuple(value.get("notes", ())),
            body=self._body(entry.at("body"), event_class, evidence),
            examples=tuple(self._examples(name, entry, message)),
        )

    def _body(self, entry: Entry, event_class: str, evidence: str) -> Object:
        value = entry.value
        words = [word for word in ("shape", "base") if word in value]
        if len(words) == 2:
            self.report(entry.at("base"), "wrong-word", "a body has a 'shape' or a 'base', not both", at_key=True)
        shape_name = value.get(words[0]) if words else None
        source = self.entries.sections["shapes"].get(shape_name or "")
        if words == ["shape"] and source is None:
            self.known(entry.at("shape"), "unknown-type", shape_name or "", self.entries.sections["shapes"])
        if source is not None and words[0] == "shape":
            return self._shared_body(entry, shape_name or "", source, evidence)
        return self._own_body(entry, event_class + "Body", source, evidence)

    def _shared_body(self, entry: Entry, shape_name: str, source: Entry, evidence: str) -> Object:
        for word in ("without", "open"):
            if word in entry.value:
                message = f"'{word}' makes another class: write 'base: {shape_name}'"
                self.report(entry.at(word), "shared-shape", message, at_key=True)
        if evidence != "documented":
            message = f"an event of evidence '{evidence}' has a class of its own: write 'base: {shape_name}'"
            self.report(entry.at("shape"), "shared-shape", message, at_key=True)
        self.fields.shape_here(entry.at("shape"), shape_name)
        self.fields.only_wording(entry)
        return self.fields.object(shape_name, source, [entry])

    def _own_body(self, entry: Entry, shape_name: str, source: Entry | None, evidence: str) -> Object:
        known_from = None if evidence == "documented" else evidence
        layers = self.fields.layers(entry)
        base = source.value if source is not None else {}
        shape = self.fields.shape(entry.value["base"]) if source is not None else None
        alternatives = tuple(
            replace(each, fields=tuple(member for member in each.fields if member in layers))
            for each in (shape.tree.alternatives if shape is not None else ())
        )
        grouped = {member for each in alternatives for member in each.fields}
        members = [
            self.fields.field(
                name,
                words,
                in_alternative=name in grouped,
                groups=base.get("groups", {}),
                evidence=known_from,
            )
            for name, words in layers.items()
        ]
        self.fields.siblings(members, [entry] if source is None else [source, entry])
        inherited = source.value.get("open", False) if source is not None else False
        return Object(
            shape=shape_name,
            open=entry.value.get("open", inherited),
            fields=tuple(members),
            alternatives=alternatives,
        )

    def _examples(self, name: str, entry: Entry, message: Message) -> Iterator[Example]:
        for example, words in entry.value["examples"].items():
            place = entry.at("examples", example)
            if words["origin"] == "documented" and "page" not in words:
                self.report(place, "missing-word", "a documented example names its 'page'", at_key=True)
            file = self.directory / "examples" / name / f"{example}.json"
            if not file.is_file():
                where = file.relative_to(self.directory).as_posix()
                self.report(place, "missing-file", f"there is no file {where}", at_key=True)
                continue
            try:
                text = file.read_bytes().decode()
            except UnicodeDecodeError:
                where = file.relative_to(self.directory).as_posix()
                self.entries.problems.append(Problem(where, 1, 1, "not-json", "the file is not UTF-8"))
                continue
            if message.discriminator:
                self._example_names_event(file, text, name, message)
            yield Example(name=example, text=text, **words)

    def _example_names_event(self, file: Path, text: str, name: str, message: Message) -> None:
        where = file.relative_to(self.directory).as_posix()
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            self.entries.problems.append(Problem(where, error.lineno, error.colno, "not-json", error.msg))
            return
        for step in message.discriminator:
            value = value.get(step) if isinstance(value, dict) else None
        if value != name:
            path = ".".join(message.discriminator)
            found = f"is '{value}'" if isinstance(value, str) else "is missing or no text"
            self.entries.problems.append(Problem(where, 1, 1, "wrong-event", f"{path} {found}, expected '{name}'"))

    def class_names(self, events: Mapping[str, Event]) -> None:
        """No two events and shapes may give classes of the same name."""
        taken: dict[str, str] = dict.fromkeys(RESERVED, "the package itself")
        for name, event in events.items():
            entry = self.entries.sections["events"][name]
            own = [event.class_name]
            if event.body.shape == event.class_name + "Body":
                own.append(event.class_name + "Body")
            for candidate in own:
                if candidate in taken:
                    message = f"class '{candidate}' is taken by {taken[candidate]}"
                    self.report(entry, "duplicate-class", message, at_key=True)
                taken[candidate] = f"event '{name}'"
        for name in self.fields.shapes:
            if name in taken:
                message = f"class '{name}' is taken by {taken[name]}"
                self.report(self.entries.sections["shapes"][name], "duplicate-class", message, at_key=True)
