"""A directory of YAML files and examples -> a contract."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from eventcontract import pointers
from eventcontract.model import (
    Batch,
    Catalogue,
    Category,
    Channel,
    Contract,
    Envelope,
    Form,
    Message,
    Retries,
    Security,
    Server,
    Signing,
    SwitchOff,
    walk,
)
from eventcontract.model.names import package_fault
from eventcontract.source import nodes
from eventcontract.source.entries import SINGLES, Entries, Entry
from eventcontract.source.errata import Errata
from eventcontract.source.events import Events
from eventcontract.source.fields import Fields
from eventcontract.source.problems import Problem, SpecError, of_the_whole


def load_spec(directory: Path) -> Contract:
    """The contract written down in ``directory``.

    All YAML files below it (``*.yaml``, ``*.yml``) are read as one spec; payload examples are the files
    ``examples/<event>/<name>.json``. ``SpecError`` holds every problem found in one pass.
    """
    documents = [
        nodes.read(file.relative_to(directory).as_posix(), file.read_bytes())
        for file in sorted(directory.rglob("*"))
        if file.suffix in (".yaml", ".yml") and file.is_file()
    ]
    if not documents:
        raise SpecError([of_the_whole("empty-spec", "there is no YAML file in this directory")])
    entries = Entries(documents)
    contract = _compile(entries, directory)
    if any(document.problems for document in documents):
        # What an unreadable file says is unknown elsewhere: that is not a mistake there.
        follow = ("unused", "unknown-type", "unknown-field", "unknown-event", "unknown-example", "unknown-origin")
        raise SpecError(problem for problem in entries.problems if problem.file and problem.rule not in follow)
    if entries.problems or contract is None:
        raise SpecError(entries.problems)
    return contract


def _compile(entries: Entries, directory: Path) -> Contract | None:
    """The contract, ``None`` where so much is missing that nothing can be made of the rest."""
    sections = entries.sections
    fields = Fields(entries)
    events = Events(entries, fields, directory)
    for word in (*SINGLES, "events"):
        if word not in entries.words:
            entries.problems.append(of_the_whole("missing-key", f"no file has '{word}:'"))
    message = events.message()
    compiled = {name: events.event(name, entry, message) for name, entry in sorted(sections["events"].items())}
    events.class_names(compiled)
    security = {name: Security(name=name, **entry.value) for name, entry in sections["security"].items()}
    channels = {name: _channel(name, entry, fields, security) for name, entry in sections["channels"].items()}
    _names(entries)
    if entries.broken or any(single not in entries.singles for single in SINGLES):
        return None
    _orphans(entries, directory)
    contract = Contract(
        catalogue=Catalogue(**entries.singles["catalogue"].value),
        message=message,
        types=fields.types,
        shapes=fields.shapes,
        categories={name: Category(**entry.value) for name, entry in sorted(entries.categories.items())},
        events=compiled,
        channels=channels,
        security=security,
        signing=_signing(entries.singles["signing"], entries, message) if "signing" in entries.singles else None,
        envelopes={name: _envelope(name, entry, entries, message) for name, entry in sections["envelopes"].items()},
        batches={name: Batch(name=name, **entry.value) for name, entry in sections["batches"].items()},
        forms={name: _form(name, entry, entries, message) for name, entry in sections["forms"].items()},
    )
    return replace(contract, errata=Errata(entries, contract).compile())


def _names(entries: Entries) -> None:
    """Names that Python cannot import, or would import something else by."""
    if "catalogue" in entries.singles:
        entry = entries.singles["catalogue"]
        name = entry.value["package"]
        if fault := package_fault(name):
            message = f"package '{name}' is {fault}; choose another name"
            entries.report(entry.at("package"), "invalid-name", message)
    for name, entry in entries.categories.items():
        if keyword.iskeyword(name):
            message = f"category '{name}' is a Python keyword, which no module can be called; choose another name"
            entries.report(entry.at("name"), "invalid-name", message)


def _channel(name: str, entry: Entry, fields: Fields, security: Mapping[str, Security]) -> Channel:
    value = dict(entry.value)
    for index, scheme in enumerate(value.get("security", ())):
        fields.entries.used.add(("security", scheme))
        fields.known(entry.at("security", index), "unknown-security", scheme, security)
    value["security"] = tuple(value.get("security", ()))
    value["server"] = Server(**value["server"])
    value["headers"] = tuple(fields.field(header, [entry.at("headers", header)]) for header in value.get("headers", {}))
    for header in value.get("header_values", {}):
        known = [each.name for each in value["headers"]]
        fields.entries.known(entry.at("header_values", header), "unknown-field", header, known, at_key=True)
    for word, kind in (("retries", Retries), ("switch_off", SwitchOff)):
        if word in value:
            value[word] = kind(**value[word])
    return Channel(name=name, **value)


def _signing(entry: Entry, entries: Entries, message: Message) -> Signing:
    kinds = {pointers.build(path): field.type.kind for path, field in walk(message.tree)}
    for word, allowed in (("account", ("text", "identifier")), ("time", ("timestamp",))):
        if word in entry.value:
            place = entry.value[word]
            entries.known(entry.at(word), "unknown-field", place, kinds)
            if kinds.get(place, allowed[0]) not in allowed:
                entries.report(entry.at(word), "wrong-type", f"{place} must be of kind {' or '.join(allowed)}")
    return Signing(**entry.value)


def _envelope(name: str, entry: Entry, entries: Entries, message: Message) -> Envelope:
    value = dict(entry.value)
    if sum(word in value for word in ("text", "members", "foreign")) != 1:
        text = "an envelope requires exactly one of 'text', 'members' and 'foreign'"
        entries.report(entry, "invalid-combination", text, at_key=True)
    for member in value.get("members", {}):
        known = [each.name for each in message.tree.fields]
        entries.known(entry.at("members", member), "unknown-field", member, known, at_key=True)
    value["any_of"] = tuple(value.get("any_of", ()))
    return Envelope(name=name, **value)


def _form(name: str, entry: Entry, entries: Entries, message: Message) -> Form:
    value = entry.value
    for word, section in (("channel", "channels"), ("envelope", "envelopes"), ("batch", "batches")):
        if word in value:
            entries.known(entry.at(word), f"unknown-{word}", value[word], entries.sections[section])
    if "envelope" not in value:
        for word in ("around", "copies"):
            if word in value:
                entries.report(entry.at(word), "missing-key", f"'{word}' requires 'envelope'", at_key=True)
    elif {"text", "members", "foreign"} & {*_words(entries, value["envelope"])} == {"foreign"}:
        entries.report(entry.at("envelope"), "invalid-combination", "a foreign envelope does not contain an event")
    if value.get("signed") and "signing" not in {*entries.singles, *entries.broken}:
        entries.report(entry.at("signed"), "missing-key", "'signed' requires 'signing:'", at_key=True)
    places = {pointers.build(path) for path, _ in walk(message.tree)}
    for where, place in value.get("copies", {}).items():
        entries.known(entry.at("copies", where), "unknown-field", place, places)
    return Form(name=name, **value)


def _words(entries: Entries, envelope: str) -> Mapping[str, Any]:
    row = entries.sections["envelopes"].get(envelope)
    return row.value if row is not None else {}


def _orphans(entries: Entries, directory: Path) -> None:
    """What nothing refers to is a mistake: of who wrote it, or of who forgot to refer to it."""
    for section in ("types", "shapes", "security"):
        for name, entry in entries.sections[section].items():
            if (section, name) not in entries.used:
                entries.report(entry, "unused", f"'{name}' is not used", at_key=True)
    examples = directory / "examples"
    for file in sorted(file for file in examples.rglob("*") if file.is_file()):
        event, _, example = file.relative_to(examples).as_posix().rpartition("/")
        known = entries.sections["events"].get(event)
        if known is None or example.removesuffix(".json") not in known.value["examples"]:
            where = file.relative_to(directory).as_posix()
            entries.problems.append(Problem(where, 1, 1, "unused", "no event has this example"))
