"""The first vendor's spec says what the captured pages say; and nothing stands there without use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from eventcontract.model import Event, Field, walk
from tests.vendors import SHARED, SPECS, Vendor, contract_of

CONTRACT = contract_of("canvas")
PAGES = SHARED / "documentation"
DOCUMENTED = [
    (name, example) for name, event in CONTRACT.events.items() for example in event.examples if example.page is not None
]
# The captured pages describe ten events; those of other categories have no page to compare with.
CAPTURED = ("course", "module")

needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason=f"the captured pages are not here: {PAGES}")


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


def sentences(event: Event) -> Iterator[tuple[str, str]]:
    """(what it is, text) of everything that a page says of an event."""
    yield "definition", event.definition
    yield "trigger", event.trigger
    for note in event.notes:
        yield "note", note
    for path, field in walk(event.body):
        # What the page does not name has words of ours; so have objects, whose members the page lists.
        if field.evidence == "documented" and not field.fields and not _undocumented(event.body, path):
            yield "/".join(path), field.description


def _undocumented(body: Field, path: tuple[str, ...]) -> bool:
    tree = body
    for step in path:
        tree = tree.member(step) if step != "*" else tree.items or tree
        if tree.evidence != "documented" or step == "*":
            return True
    return False


@needs_pages
def test_five_examples_are_documented() -> None:
    assert len([name for name, _ in DOCUMENTED if CONTRACT.events[name].category in CAPTURED]) == 5


@needs_pages
@pytest.mark.parametrize(("event", "example"), DOCUMENTED, ids=[f"{name}-{each.name}" for name, each in DOCUMENTED])
def test_documented_examples_are_slices_of_the_page(event: str, example: object) -> None:
    file = SPECS["canvas"] / "examples" / event / f"{example.name}.json"  # type: ignore[attr-defined]
    written = file.read_bytes()
    captured = (PAGES / f"{CONTRACT.events[event].category}.txt").read_bytes()
    assert written in captured
    # All of the example, not a part of it that is JSON by itself.
    assert json.loads(written)["metadata"]["event_name"] == event
    before, after = captured.split(written, 1)
    assert before.rstrip().endswith(b"Payload Example:")
    assert after.lstrip().startswith(b"Event Body Schema")


@needs_pages
@pytest.mark.parametrize("event", [name for name, each in CONTRACT.events.items() if each.category in CAPTURED])
def test_every_sentence_stands_on_the_page(event: str) -> None:
    entry = CONTRACT.events[event]
    text = normalized(section(page(entry.category), event))
    missing = [f"{what}: {said}" for what, said in sentences(entry) if normalized(said) not in text]
    assert missing == []
    assert len(list(sentences(entry))) > 4


@needs_pages
@pytest.mark.parametrize("category", CAPTURED)
def test_every_event_and_field_of_the_page_is_in_the_spec(category: str) -> None:
    text = page(category)
    names = re.findall(r"(?m)^([a-z]+(?:_[a-z]+)+)\n\s*Definition:", text)
    assert sorted(names) == sorted(name for name, each in CONTRACT.events.items() if each.category == category)
    for name in names:
        table = section(text, name).partition("Event Body Schema")[2]
        lines = [
            line.strip() for line in table.splitlines() if line.strip() and line.strip() not in ("Field", "Description")
        ]
        listed = {line for line in lines if re.fullmatch(r"[a-z]+(_[a-z]+)*", line)}
        nested = set(re.findall(r'"([a-z_]+)" =>', table))
        known = {field.name for _, field in walk(CONTRACT.events[name].body) if field.evidence == "documented"}
        assert listed, name
        assert listed | nested == known - {"items"}, name


# -- orphans ---------------------------------------------------------------------------------------


def test_schemas_are_those_of_the_contract(vendor: Vendor) -> None:
    schemas = vendor.directory / "schemas"
    found = {file.relative_to(schemas).as_posix() for file in schemas.rglob("*") if file.is_file()}
    events = [f"{name}.json" for name in vendor.contract.events]
    assert found == {"index.json", *events, *(f"documented/{name}" for name in events)}


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
    shapes = {field.shape for field in [*trees, *fields]}
    used = {field.type for field in fields}
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
        assert (vendor.directory / "schemas" / entry["documented"]).is_file()
        assert entry["class"] == vendor.package.EVENTS[name]
