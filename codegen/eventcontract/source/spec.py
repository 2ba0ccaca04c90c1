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
    Response,
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
from eventcontract.source.pages import Pages, check_pages, compile_pages
from eventcontract.source.problems import Problem, SpecError, of_the_whole

# What an envelope can hold; it has one of them.
_CONTENTS = {"content", "members", "foreign", "notice"}


def load_spec(directory: Path) -> Contract:
    """The contract written down in ``directory``.

    All YAML files below it (``*.yaml``, ``*.yml``) are read as one spec; payload examples are the files
    ``examples/<event>/<name>.json``. ``SpecError`` holds every problem found in one pass.
    """
    return load_with_pages(directory)[0]


def load_with_pages(directory: Path) -> tuple[Contract, Pages]:
    """:func:`load_spec`, and what the spec says of the pages that it describes."""
    documents = [
        nodes.read(file.relative_to(directory).as_posix(), file.read_bytes())
        for file in sorted(directory.rglob("*"))
        if file.suffix in (".yaml", ".yml") and file.is_file()
    ]
    if not documents:
        raise SpecError([of_the_whole("empty-spec", "there is no YAML file in this directory")])
    entries = Entries(documents)
    check_pages(entries)
    contract = _compile(entries, directory)
    if any(document.problems for document in documents):
        # What an unreadable file says is unknown elsewhere: that is not a mistake there.
        follow = ("unused", "unknown-type", "unknown-field", "unknown-event", "unknown-example", "unknown-origin")
        raise SpecError(problem for problem in entries.problems if problem.file and problem.rule not in follow)
    if entries.problems or contract is None:
        raise SpecError(entries.problems)
    return contract, compile_pages(entries)


def _compile(entries: Entries, directory: Path) -> Contract | None:
    """The contract, ``None`` where so much is missing that nothing can be made of the rest."""
    sections = entries.sections
    fields = Fields(entries)
    events = Events(entries, fields, directory)
    for word in (*SINGLES, "events"):
        if word not in entries.words:
            entries.problems.append(of_the_whole("missing-key", f"no file has '{word}:'"))
    message = events.message()
    if "message" in entries.singles:
        _pointer(entries.singles["message"], "time", ("timestamp",), entries, message)
        _dimensions(entries.singles["message"], entries, message)
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
        vocabularies=fields.vocabularies,
        shapes=fields.shapes,
        categories={name: _category(entry) for name, entry in sorted(entries.categories.items())},
        events=compiled,
        channels=channels,
        security=security,
        signing=_signing(entries.singles["signing"], entries, message) if "signing" in entries.singles else None,
        envelopes={name: _envelope(name, entry, entries, message) for name, entry in sections["envelopes"].items()},
        batches={name: _batch(name, entry, entries) for name, entry in sections["batches"].items()},
        forms={name: _form(name, entry, entries, message) for name, entry in sections["forms"].items()},
    )
    return replace(contract, errata=Errata(entries, contract).compile())


def _category(entry: Entry) -> Category:
    # Where its page is, and how it was written down, is in Pages: consumers have no use for it.
    return Category(**{word: entry.value[word] for word in ("name", "title", "description")})


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
    _pointer(entry, "account", ("text", "identifier"), entries, message)
    return Signing(**entry.value)


def _dimensions(entry: Entry, entries: Entries, message: Message) -> None:
    """Report a dimension whose values are not text, or must not be shown."""
    members = {pointers.build(path): field for path, field in walk(message.tree)}
    dimensions = entry.at("dimensions")
    for word, place in entry.value.get("dimensions", {}).items():
        _pointer(dimensions, word, ("text", "identifier"), entries, message)
        if place in members and members[place].sensitive:
            text = f"{place} is sensitive, and reports show the values of dimensions"
            entries.report(dimensions.at(word), "invalid-combination", text)


def _pointer(entry: Entry, word: str, kinds: tuple[str, ...], entries: Entries, message: Message) -> None:
    """Report the JSON Pointer in ``word`` unless it leads to a common member of one of these kinds."""
    known = {pointers.build(path): field.type.kind for path, field in walk(message.tree)}
    place = entry.value.get(word)
    if place is not None:
        entries.known(entry.at(word), "unknown-field", place, known)
        if known.get(place, kinds[0]) not in kinds:
            entries.report(entry.at(word), "wrong-type", f"{place} must be of kind {' or '.join(kinds)}")


def _envelope(name: str, entry: Entry, entries: Entries, message: Message) -> Envelope:
    value = dict(entry.value)
    if sum(word in value for word in _CONTENTS) != 1:
        text = "an envelope requires exactly one of 'content', 'members', 'foreign' and 'notice'"
        entries.report(entry, "invalid-combination", text, at_key=True)
    if "recognize" not in value and "any_of" not in value:
        entries.report(entry, "missing-key", "an envelope requires 'recognize' or 'any_of'", at_key=True)
    for member in value.get("members", {}):
        known = [*(each.name for each in message.tree.fields), *(each.name for each in message.tree.keys)]
        entries.known(entry.at("members", member), "unknown-field", member, known, at_key=True)
    value["any_of"] = tuple(value.get("any_of", ()))
    return Envelope(name=name, **value)


def _batch(name: str, entry: Entry, entries: Entries) -> Batch:
    value = dict(entry.value)
    if "response" in value:
        words = value["response"]
        if "whole" in words and "handled" in words:
            text = "'whole' does not apply where every delivery has an entry"
            entries.report(entry.at("response", "whole"), "invalid-combination", text, at_key=True)
        value["response"] = Response(**words | {"copies": tuple(words.get("copies", ()))})
    return Batch(name=name, **value)


def _form(name: str, entry: Entry, entries: Entries, message: Message) -> Form:
    value = entry.value
    for word, section in (("channel", "channels"), ("envelope", "envelopes"), ("batch", "batches")):
        if word in value:
            entries.known(entry.at(word), f"unknown-{word}", value[word], entries.sections[section])
    for word, needed in (
        ("around", "envelope"),
        ("copies", "envelope"),
        ("inside", "envelope"),
        ("batch_around", "batch"),
    ):
        if word in value and needed not in value:
            entries.report(entry.at(word), "missing-key", f"'{word}' requires '{needed}'", at_key=True)
    contents = _CONTENTS & {*_words(entries, "envelopes", value.get("envelope"))}
    if contents and contents <= {"foreign", "notice"}:
        entries.report(entry.at("envelope"), "invalid-combination", "this envelope contains no event of this contract")
    if "inside" in value:
        entries.known(entry.at("inside"), "unknown-form", value["inside"], entries.sections["forms"])
        if contents == {"members"}:
            text = "this envelope has members, so it cannot contain another envelope"
            entries.report(entry.at("inside"), "invalid-combination", text)
        if {"batch", "inside"} & {*_words(entries, "forms", value["inside"])}:
            text = "only a form without 'batch' and 'inside' can be inside another"
            entries.report(entry.at("inside"), "invalid-combination", text)
    if value.get("signed") and "signing" not in {*entries.singles, *entries.broken}:
        entries.report(entry.at("signed"), "missing-key", "'signed' requires 'signing:'", at_key=True)
    places = {pointers.build(path) for path, _ in walk(message.tree)}
    for where, place in value.get("copies", {}).items():
        entries.known(entry.at("copies", where), "unknown-field", place, places)
    return Form(name=name, **value)


def _words(entries: Entries, section: str, name: str | None) -> Mapping[str, Any]:
    row = entries.sections[section].get(name) if name is not None else None
    return row.value if row is not None else {}


def _orphans(entries: Entries, directory: Path) -> None:
    """What nothing refers to is a mistake: of who wrote it, or of who forgot to refer to it."""
    for section in ("types", "vocabularies", "shapes", "security"):
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
