"""The first vendor's spec says what the captured pages say; and nothing stands there without use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from eventcontract.drift import Comparison, read_page
from eventcontract.drift.documented import DocumentedEvent, DocumentedField, Page
from eventcontract.model import Event, Object, Scalar, walk
from eventcontract.source import load_with_pages
from tests.support.documents import read_yaml
from tests.vendors import ROOT, SPECS, Vendor, contract_of

CONTRACT = contract_of("canvas")
#: Digests of what two pages of the documentation say. The pages themselves are not part of the repository.
DIGESTS: dict[str, Any] = read_yaml(Path(__file__).parent / "facts" / "sentences.yaml")
CAPTURED: dict[str, dict[str, dict[str, str]]] = DIGESTS["sentences"]
EVENTS = [event for events in CAPTURED.values() for event in events]
#: Where the text of the pages is, if somebody has it: `course.txt` and `module.txt`.
CAPTURES = ROOT.parent / "shared" / "documentation"
SPOKEN = load_with_pages(SPECS["canvas"])[1]


def captured(category: str) -> Page:
    """A captured page, read."""
    file = CAPTURES / f"{category}.txt"
    assert SPOKEN.words is not None
    return read_page(file.name, file.read_bytes(), SPOKEN.words)


def told(event: DocumentedEvent) -> dict[str, str]:
    """(definition, trigger with notes, and each field by its path) -> what a page says of it."""
    return {"definition": event.definition, "trigger": event.trigger, **told_of(event.fields)}


def told_of(fields: Iterable[DocumentedField], prefix: str = "") -> dict[str, str]:
    """The same of fields, of objects their members."""
    said: dict[str, str] = {}
    for field in fields:
        name = prefix + field.name
        said |= {name: field.text} if field.members is None else told_of(field.members, f"{name}/")
    return said


def transcribed(event: Event) -> dict[str, str]:
    """The same of the spec. What a page does not name has words of ours; so have objects, whose members it lists."""
    trigger = " ".join([event.trigger, *event.notes])
    return {"definition": event.definition, "trigger": " ".join(trigger.split()), **transcribed_of(event.body)}


def transcribed_of(tree: Object, prefix: str = "") -> dict[str, str]:
    """The same of fields."""
    said: dict[str, str] = {}
    for field in tree.fields:
        if field.documented:
            inner = field.type if isinstance(field.type, Object) and field.type.fields else None
            name = prefix + field.name
            said |= {name: field.description} if inner is None else transcribed_of(inner, f"{name}/")
    return said


def digest(text: str | bytes) -> str:
    """The SHA-256 digest of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def digests(said: dict[str, str]) -> dict[str, str]:
    """What is said of each thing, as digests."""
    return {what: digest(text) for what, text in said.items()}


@pytest.mark.parametrize("event", EVENTS)
def test_the_spec_says_what_the_page_says(event: str, record_property: Callable[[str, object], None]) -> None:
    entry = CONTRACT.events[event]
    if CAPTURES.is_dir():
        # The digests are those of the page, and a difference can be shown in words.
        said = next(told(each) for each in captured(entry.category).events if each.name == event)
        assert digests(said) == CAPTURED[entry.category][event]
        assert transcribed(entry) == said
    assert digests(transcribed(entry)) == CAPTURED[entry.category][event]
    record_property("count: sentences of the captured pages", len(CAPTURED[entry.category][event]))
    assert len(CAPTURED[entry.category][event]) > 6


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captured pages are not part of the repository")
def test_nothing_drifts_between_the_captured_pages_and_the_spec() -> None:
    comparison = Comparison(CONTRACT, SPOKEN)
    assert comparison.findings([captured(category) for category in CAPTURED]) == []
    compared = comparison.compared
    assert (compared.events, compared.sentences, compared.examples) == (10, 114, 5)
    assert compared.sentences == sum(len(said) for events in CAPTURED.values() for said in events.values())
    assert compared.examples == len(DIGESTS["examples"])


def test_a_changed_word_is_another_digest() -> None:
    entry = CONTRACT.events["course_completed"]
    said = transcribed(entry)
    changed = {**said, "definition": said["definition"].replace("course", "class", 1)}
    assert changed != said
    assert digests(changed) != CAPTURED["course"]["course_completed"]


@pytest.mark.parametrize("category", CAPTURED)
def test_every_event_of_the_page_is_in_the_spec(category: str) -> None:
    assert sorted(CAPTURED[category]) == sorted(
        name for name, each in CONTRACT.events.items() if each.category == category
    )
    if CAPTURES.is_dir():
        assert sorted(each.name for each in captured(category).events) == sorted(CAPTURED[category])
    assert category in SPOKEN.transcribed


def test_documented_examples_are_those_of_the_pages() -> None:
    documented = {
        f"{name}/{example.name}"
        for name, event in CONTRACT.events.items()
        for example in event.examples
        if example.page is not None
    }
    assert documented == set(DIGESTS["examples"])


@pytest.mark.parametrize("example", DIGESTS["examples"])
def test_documented_examples_are_slices_of_the_page(example: str) -> None:
    event = example.partition("/")[0]
    written = (SPECS["canvas"] / "examples" / f"{example}.json").read_bytes()
    assert digest(written) == DIGESTS["examples"][example]
    assert json.loads(written)["metadata"]["event_name"] == event
    if CAPTURES.is_dir():
        page = captured(CONTRACT.events[event].category)
        (shown,) = next(each.examples for each in page.events if each.name == event)
        # All of the example, byte for byte.
        assert shown.text.encode() == written.rstrip(b"\n")


# -- orphans ---------------------------------------------------------------------------------------


def test_schemas_are_those_of_the_contract(vendor: Vendor) -> None:
    schemas = vendor.directory / "schemas"
    found = {file.relative_to(schemas).as_posix() for file in schemas.rglob("*") if file.is_file()}
    events = [f"{name}.json" for name in vendor.contract.events]
    assert found == {"index.json", *events, *(f"strict/{name}" for name in events)}


def test_examples_are_those_of_the_contract(vendor: Vendor) -> None:
    for directory in (vendor.directory, vendor.spec):
        examples = directory / "examples"
        found = {file.relative_to(examples).as_posix() for file in examples.rglob("*") if file.is_file()}
        assert found == {
            f"{name}/{example.name}.json"
            for name, event in vendor.contract.events.items()
            for example in event.examples
        }


def test_types_and_shapes_are_used(vendor: Vendor) -> None:
    contract = vendor.contract
    trees = [contract.message.tree, *(event.body for event in contract.events.values())]
    fields = [field for tree in trees for _, field in walk(tree)]
    fields += [header for channel in contract.channels.values() for header in channel.headers]
    types = [*trees, *(field.type for field in fields)]
    shapes = {each.shape for each in types if isinstance(each, Object)}
    used = {each.type for each in types if isinstance(each, Scalar)}
    assert set(contract.types) <= used
    # A shape that only lends its fields to bodies of events has no class of its own.
    lent = {name for name, shape in contract.shapes.items() if name not in shapes}
    for name in lent:
        own = {member.name for member in contract.shapes[name].tree.fields}
        assert any(own & {member.name for member in event.body.fields} for event in contract.events.values()), name


def test_errata_reach_the_schemas_of_their_events(vendor: Vendor) -> None:
    for erratum in vendor.contract.errata.values():
        for event in erratum.events:
            listed = {each["id"] for each in vendor.schema(event, "reader")["x-errata"]}
            assert erratum.id in listed
    for event in vendor.contract.events:
        listed = {each["id"] for each in vendor.schema(event, "reader").get("x-errata", ())}
        assert listed == {each.id for each in vendor.contract.errata.values() if event in each.events}


def test_the_index_names_every_schema(vendor: Vendor) -> None:
    index = json.loads((vendor.directory / "schemas" / "index.json").read_bytes())
    assert set(index["events"]) == set(vendor.contract.events)
    for name, entry in index["events"].items():
        assert (vendor.directory / "schemas" / entry["reader"]).is_file()
        assert (vendor.directory / "schemas" / entry["strict"]).is_file()
        assert entry["class"] == vendor.package.EVENTS[name]
