"""The message, its events and their examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from eventcontract import pointers
from eventcontract.model import Dimensions, Event, Example, Message, Object, Scalar, Type
from eventcontract.model.names import class_fault, split_class
from eventcontract.runtime import json_text
from eventcontract.source import positions
from eventcontract.source.entries import Entries, Entry
from eventcontract.source.fields import Fields, body_class, event_class
from eventcontract.source.nodes import UNSEEN
from eventcontract.source.problems import Problem
from eventcontract.suggestions import suggest

_UNREADABLE = object()


def example_file(event: str, example: str) -> str:
    """Where an example is, relative to the directory of the spec."""
    return f"examples/{event}/{example}.json"


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
        layers = {name: [entry.at("fields", name)] for name in value["fields"]}
        tree = Object(fields=tuple(self.fields.field(name, words) for name, words in layers.items()))
        self.fields.siblings([*tree.fields], layers)
        self.known(entry.at("body"), "unknown-field", value["body"], value["fields"])
        tree = replace(tree, keys=self.fields.keys(entry, value["fields"]))
        if value["body"] in value["fields"] and not isinstance(tree.member(value["body"]).type, Object):
            message = f"'{value['body']}' is the body, so its type must be 'object' or a shape"
            self.report(entry.at("fields", value["body"]), "wrong-type", message)
        self._discriminator(entry.at("discriminator"), value["discriminator"], tree)
        return Message(
            discriminator=tuple(value["discriminator"]),
            body=value["body"],
            tree=tree,
            description=value.get("description", ""),
            time=value.get("time"),
            dimensions=Dimensions(**value.get("dimensions", {})),
        )

    def _discriminator(self, entry: Entry, path: list[str], tree: Object) -> None:
        """The member that names an event must be text that is always sent."""
        place: Type = tree
        for index, step in enumerate(path):
            if isinstance(place, Object) and place.free:
                text = f"nothing is known of the members of '{path[index - 1]}'; give it a shape that has '{step}'"
                self.report(entry.at(index), "unknown-field", text)
                return
            names = [member.name for member in place.fields] if isinstance(place, Object) else []
            if not isinstance(place, Object) or step not in names:
                self.known(entry.at(index), "unknown-field", step, names)
                return
            member = place.member(step)
            if not member.required:
                text = f"'{step}' names the event: it must be documented and 'nullable: false', and always sent"
                self.report(entry.at(index), "invalid-combination", text)
            place = member.type
        if not isinstance(place, Scalar) or place.kind not in ("text", "identifier"):
            self.report(entry, "wrong-type", f"'{path[-1]}' names the event, so its type must be of kind text")

    def event(self, name: str, entry: Entry, message: Message) -> Event:
        """One event with its body and examples."""
        value = entry.value
        category = self.entries.category_of[entry.document.file]
        if category is None:
            self.report(entry, "missing-key", "a file with 'events:' requires 'category:'", at_key=True)
        if name == "index":
            text = "the schema of an event of this name would replace schemas/index.json"
            self.report(entry, "invalid-name", text, at_key=True)
        evidence = value.get("evidence", "documented")
        class_name = event_class(name, value)
        body = self._body(entry.at("body"), class_name, evidence)
        self._names_itself(entry.at("body"), body, message)
        origins = [name for shape in self.fields.shapes.values() for name in shape.origins]
        for index, origin in enumerate(value.get("origins", ())):
            self.known(entry.at("origins", index), "unknown-origin", origin, origins)
        return Event(
            name=name,
            class_name=class_name,
            category=category or "",
            definition=value["definition"],
            trigger=value["trigger"],
            evidence=evidence,
            origins=tuple(value.get("origins", ())),
            notes=tuple(value.get("notes", ())),
            body=body,
            examples=tuple(self._examples(name, entry, message)),
        )

    def _names_itself(self, entry: Entry, body: Object, message: Message) -> None:
        """Where the discriminator is in the body, the body of every event has it, as the message does."""
        if message.discriminator[:1] != (message.body,) or self.entries.broken:
            return
        place: Type = body
        expected: Type = message.tree.member(message.body).type
        for step in message.discriminator[1:]:
            if not isinstance(expected, Object) or step not in [member.name for member in expected.fields]:
                return
            names = [member.name for member in place.fields] if isinstance(place, Object) else []
            if not isinstance(place, Object) or step not in names:
                shape = expected.shape or "SHAPE"
                text = f"'{step}' names the event, but this body lacks it; write 'base: {shape}'"
                self.report(entry, "missing-key", text, at_key=True)
                return
            ours, theirs = place.member(step), expected.member(step)
            if (ours.required, ours.attribute) != (theirs.required, theirs.attribute):
                text = f"'{step}' names the event, so it cannot differ from event to event"
                self.report(entry.at("fields", step), "invalid-combination", text, at_key=True)
            place, expected = ours.type, theirs.type

    def _body(self, entry: Entry, class_name: str, evidence: str) -> Object:
        value = entry.value
        words = [word for word in ("shape", "base") if word in value]
        if len(words) == 2:
            self.report(entry.at("base"), "invalid-combination", "'base' and 'shape' exclude each other", at_key=True)
        shape_name = value.get(words[0]) if words else None
        source = self.entries.sections["shapes"].get(shape_name or "")
        if words == ["shape"] and source is None:
            self.known(entry.at("shape"), "unknown-type", shape_name or "", self.entries.sections["shapes"])
        if source is not None and words[0] == "shape":
            return self._shared_body(entry, shape_name or "", source, evidence)
        return self._own_body(entry, body_class(class_name), source, evidence)

    def _shared_body(self, entry: Entry, shape_name: str, source: Entry, evidence: str) -> Object:
        for word in ("without", "open", "keys"):
            if word in entry.value:
                message = f"'{word}' requires a class apart; write 'base: {shape_name}'"
                self.report(entry.at(word), "shared-shape", message, at_key=True)
        if evidence != "documented":
            message = f"an event with 'evidence: {evidence}' cannot share a class; write 'base: {shape_name}'"
            self.report(entry.at("shape"), "shared-shape", message, at_key=True)
        self.fields.shape_here(entry.at("shape"), shape_name)
        self.fields.only_wording(entry)
        return self.fields.object(shape_name, source, [entry])

    def _own_body(self, entry: Entry, shape_name: str, source: Entry | None, evidence: str) -> Object:
        known_from = None if evidence == "documented" else evidence
        layers = self.fields.layers(entry)
        groups = self.fields.groups(entry)
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
                groups=groups,
                evidence=known_from,
            )
            for name, words in layers.items()
        ]
        self.fields.siblings(members, layers)
        inherited = source.value.get("open", False) if source is not None else False
        return Object(
            shape=shape_name,
            keys=self.fields.keys(entry, layers),
            open=entry.value.get("open", inherited),
            fields=tuple(members),
            alternatives=alternatives,
        )

    def _examples(self, name: str, entry: Entry, message: Message) -> Iterator[Example]:
        for example, words in entry.value["examples"].items():
            place = entry.at("examples", example)
            if words["origin"] == "documented" and "page" not in words:
                self.report(place, "missing-key", "'origin: documented' requires 'page'", at_key=True)
            where = example_file(name, example)
            file = self.directory / where
            if not file.is_file():
                self.report(place, "missing-file", f"there is no file {where}", at_key=True)
                continue
            data = file.read_bytes()
            text = data.decode(errors="replace")
            if unseen := UNSEEN.search(text):
                line = text.count("\n", 0, unseen.start()) + 1
                column = unseen.start() - text.rfind("\n", 0, unseen.start())
                said = f"the character U+{ord(unseen[0]):04X} is not supported; write it as an escape sequence"
                self.entries.problems.append(Problem(where, line, column, "not-json", said))
                continue
            if (value := self._json(where, data)) is not _UNREADABLE:
                if message.discriminator:
                    self._example_names_event(where, value, name, message)
                yield Example(name=example, text=data.decode(), **words)

    def _json(self, where: str, data: bytes) -> object:
        """The value of a JSON text, or ``_UNREADABLE`` and a problem."""
        try:
            return json_text.decode(data)
        except json_text.BadText as error:
            line, column, text = 1, 1, str(error)
        # What readers say hides values and has no position; this file is ours.
        try:
            json.loads(data.decode())
        except UnicodeDecodeError:
            text = "the file is not UTF-8"
        except RecursionError:
            pass
        except json.JSONDecodeError as error:
            line, column, text = error.lineno, error.colno, error.msg
        self.entries.problems.append(Problem(where, line, column, "not-json", text))
        return _UNREADABLE

    def _example_names_event(self, where: str, value: object, name: str, message: Message) -> None:
        found = pointers.get(value, message.discriminator)
        if found == name:
            return
        path = ".".join(message.discriminator)
        if isinstance(found, str):
            known = [each for each in self.entries.sections["events"] if each != name]
            text = f"{path} is '{found}', expected '{name}'{suggest(found, known) if found not in known else ''}"
        else:
            text = f"{path} is missing or is not text, expected '{name}'"
        line, column = positions.find(self.directory.joinpath(where).read_bytes().decode(), message.discriminator)
        self.entries.problems.append(Problem(where, line, column, "wrong-event", text))

    def class_names(self, events: Mapping[str, Event]) -> None:
        """No two events and shapes may give classes of the same name."""
        taken = {
            split_class(scalar.name): f"type '{scalar.name}'"
            for scalar in self.fields.types.values()
            if scalar.partition is not None
        }
        for name, event in events.items():
            own = [event.class_name]
            if event.body.shape == body_class(event.class_name):
                own.append(event.body.shape)
            for candidate in own:
                self._class_name(self.entries.sections["events"][name], candidate, taken, "write 'class: NAME'")
                taken[candidate] = f"event '{name}'"
        for name in self.fields.shapes:
            self._class_name(self.entries.sections["shapes"][name], name, taken, "rename the shape")

    def _class_name(self, entry: Entry, name: str, taken: Mapping[str, str], instead: str) -> None:
        if fault := class_fault(name):
            self.report(entry, "invalid-name", f"class '{name}' is {fault}; {instead}", at_key=True)
        elif name in taken:
            message = f"{taken[name]} already has a class '{name}'; {instead}"
            self.report(entry, "duplicate-class", message, at_key=True)
