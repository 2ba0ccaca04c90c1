"""The first vendor's spec says what the captured pages say; and nothing stands there without use."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eventcontract.model import Event, Object, Scalar, Type, walk
from tests.support.documents import read_yaml
from tests.vendors import ROOT, SPECS, Vendor, contract_of

CONTRACT = contract_of("canvas")
#: Digests of what two pages of the documentation say. The pages themselves are not part of the repository.
DIGESTS: dict[str, Any] = read_yaml(Path(__file__).parent / "facts" / "sentences.yaml")
CAPTURED: dict[str, dict[str, dict[str, str]]] = DIGESTS["sentences"]
EVENTS = [event for events in CAPTURED.values() for event in events]
#: Where the text of the pages is, if somebody has it: `course.txt` and `module.txt`.
PAGES = ROOT.parent / "shared" / "documentation"


def page(category: str) -> str:
    """The text of a captured page."""
    return (PAGES / f"{category}.txt").read_text(encoding="utf-8")


def section(text: str, event: str) -> str:
    """What a page says of one event: from its name to the name of the next one."""
    starts = [match.start() for match in re.finditer(r"(?m)^[a-z]+(?:_[a-z]+)+\n\s*Definition:", text)]
    begin = next(start for start in starts if text[start:].startswith(event + "\n"))
    return text[begin : next((start for start in starts if start > begin), len(text))]


def normalized(text: str) -> str:
    """``text`` with every run of blanks as one blank."""
    return " ".join(text.split())


def told(text: str) -> dict[str, str]:
    """(definition, trigger with notes, and each field by its path) -> what a page's section says of it."""
    head, table = re.split(r"Event Body Schema\s", text)
    opening = re.search(r"(?s)Definition:(.*?)\nTrigger:(.*?)\nPayload Example:", re.sub(r"\n\s*\n", "\n", head))
    assert opening is not None
    result = {"definition": opening[1], "trigger": opening[2]}
    lines = [line for line in table.split("\nNote: Timestamps")[0].splitlines() if line.strip()]
    if [line.strip() for line in lines[:2]] == ["Field", "Description"]:
        del lines[:2]
    for name, description in zip(lines[::2], lines[1::2], strict=True):
        # The members of an object are printed in the notation of another language.
        members = re.findall(r'"([a-z_]+)" => "(.*?)"(?=, "|})', description)
        result |= {f"{name}/{member}": said for member, said in members} if members else {name: description}
    return {what: normalized(said) for what, said in result.items()}


def transcribed(event: Event) -> dict[str, str]:
    """The same of the spec. What a page does not name has words of ours; so have objects, whose members it lists."""
    result = {"definition": event.definition, "trigger": " ".join([event.trigger, *event.notes])}
    for path, field in walk(event.body):
        if (
            field.documented
            and not (isinstance(field.type, Object) and field.type.fields)
            and "*" not in path
            and not _undocumented(event.body, path)
        ):
            result["/".join(path)] = field.description
    return {what: normalized(said) for what, said in result.items()}


def _undocumented(body: Object, path: tuple[str, ...]) -> bool:
    tree: Type = body
    for step in path:
        assert isinstance(tree, Object)
        member = tree.member(step)
        if not member.documented:
            return True
        tree = member.type
    return False


def digest(text: str | bytes) -> str:
    """The SHA-256 digest of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def digests(said: dict[str, str]) -> dict[str, str]:
    """What is said of each thing, as digests."""
    return {what: digest(text) for what, text in said.items()}


@pytest.mark.parametrize("event", EVENTS)
def test_the_spec_says_what_the_page_says(event: str, record_property: Callable[[str, object], None]) -> None:
    entry = CONTRACT.events[event]
    if PAGES.is_dir():
        # The digests are those of the page, and a difference can be shown in words.
        said = told(section(page(entry.category), event))
        assert digests(said) == CAPTURED[entry.category][event]
        assert transcribed(entry) == said
    assert digests(transcribed(entry)) == CAPTURED[entry.category][event]
    record_property("count: sentences of the captured pages", len(CAPTURED[entry.category][event]))
    assert len(CAPTURED[entry.category][event]) > 6


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
    if PAGES.is_dir():
        names = re.findall(r"(?m)^([a-z]+(?:_[a-z]+)+)\n\s*Definition:", page(category))
        assert sorted(names) == sorted(CAPTURED[category])


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
    if PAGES.is_dir():
        captured = (PAGES / f"{CONTRACT.events[event].category}.txt").read_bytes()
        assert written in captured
        # All of the example, not a part of it that is JSON by itself.
        before, after = captured.split(written, 1)
        assert before.rstrip().endswith(b"Payload Example:")
        assert after.lstrip().startswith(b"Event Body Schema")


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
