"""What stands on the pages is what the contract says."""

from __future__ import annotations

import base64
import importlib
import json
import re
from html import unescape
from typing import Any

import pytest

from eventcontract.model import Contract, Field, Object, Scalar, event_root, walk
from eventcontract.runtime.outcomes import OUTCOMES
from eventcontract.runtime.rules import rows
from eventcontract.site import problems, warnings
from eventcontract.site.deliveries import deliveries
from eventcontract.site.fields import body_rows
from tests.engine.site.conftest import built


def plain(html: str) -> str:
    """The text of a page: tags gone, blanks as one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<wbr>|<(?:script|style).*?</(?:script|style)>|<[^>]*>", "", html)))


def test_nothing_is_wrong_with_it(site: Any) -> None:
    assert problems(site.files) == []
    assert warnings(site.files) == []


def test_building_it_twice_gives_the_same_bytes(site: Any) -> None:
    again = built(site.vendor).files
    assert list(again) == list(site.files)
    assert [path for path in again if again[path] != site.files[path]] == []


def described(contract: Contract, element: Field) -> str:
    """What the elements of a list are: the words of their type."""
    if isinstance(element.type, Scalar):
        return contract.types[element.type.type].description
    assert isinstance(element.type, Object)
    if element.type.shape is None:
        return ""
    return contract.shapes[element.type.shape].description


def test_every_field_stands_on_the_page_of_its_event(site: Any) -> None:
    contract = site.vendor.contract
    for name in contract.events:
        text = plain(site.text(f"events/{name}.html"))
        for path, field in walk(event_root(contract, name).member(contract.message.body).type):
            words = [field.description, *field.notes]
            if path[-1] == "*" and field.object is not None and field.object.fields:
                words.append(described(contract, field))
            if field.scalar is not None:
                words += [*field.scalar.known_values, field.scalar.scope or ""]
            assert [word for word in words if re.sub(r"\s+", " ", word) not in text] == [], (name, field.name)


def test_what_is_always_sent_is_what_the_reader_schema_demands(site: Any) -> None:
    contract = site.vendor.contract
    for name in contract.events:
        schema = site.vendor.schema(name, "reader")
        body = schema["properties"][contract.message.body]
        body = schema["$defs"][body["$ref"].rpartition("/")[2]] if "$ref" in body else body
        always = {row.name for row in body_rows(contract, name) if row.presence == "always" and not row.parent}
        assert always == set(body.get("required", ())), name


def test_every_example_and_every_erratum_is_shown(site: Any) -> None:
    contract = site.vendor.contract
    for event in contract.events.values():
        path = f"events/{event.name}.html"
        shown = [block.text for block in site.blocks(path) if block.language == "json"]
        for example in event.examples:
            assert json.loads(example.text) in [json.loads(text) for text in shown]
            assert site.files[f"examples/{event.name}/{example.name}.json"] == example.text.encode()
    for erratum in contract.errata.values():
        for path in ("errata.html", *(f"events/{name}.html" for name in erratum.events)):
            assert f'id="erratum-{erratum.id}"' in site.text(path)
            assert plain(erratum.actual).strip() in plain(site.text(path))


def test_files_at_stable_addresses_are_those_of_the_package(site: Any) -> None:
    directory = site.vendor.directory
    found = [file for file in directory.rglob("*") if file.suffix in (".json", ".yaml")]
    assert len(found) > 10
    for file in found:
        path = file.relative_to(directory).as_posix()
        assert site.files[path] == file.read_bytes(), path
    assert ("asyncapi.json" in site.files) == bool(site.vendor.contract.channels)
    if site.vendor.contract.channels:
        assert json.loads(site.files["asyncapi.json"])["asyncapi"]


def test_deliveries_are_those_that_contract_tests_deliver(site: Any) -> None:
    contract = site.vendor.contract
    package = site.vendor.package
    testing = importlib.import_module(f"{contract.catalogue.package}.testing")
    event = next(event for event in contract.events.values() if event.examples)
    payload = json.loads(event.examples[0].text)
    shown = deliveries(contract, event.examples[0].text)
    assert [each.form.name for each in shown] == list(contract.forms)
    for form, text in shown:
        if form.signed:
            _, claims, signature = text.split(".")
            assert signature == "…"
            made = testing.deliver(form.name, payload).decode().split(".")[1]
            assert json.loads(decoded(claims)) == json.loads(decoded(made)) == payload
            continue
        made = testing.deliver(form.name, payload)
        assert json.loads(text) == (json.loads(made) if isinstance(made, bytes) else made)
        event_read = package.parse_batch(json.loads(text)).events[0] if form.batch else package.parse(text)
        assert event_read == package.parse(payload)


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_index_of_the_filter_has_every_event_and_field(site: Any) -> None:
    contract = site.vendor.contract
    text = site.text("assets/catalogue-index.js")
    content = json.loads(text.removeprefix("window.catalogueIndex = ").removesuffix(";\n"))
    assert [name for name, *_ in content["events"]] == list(contract.events)
    for name, _, found in content["events"]:
        fields = list(walk(event_root(contract, name).member(contract.message.body).type))
        assert len(found) == len(fields)
        for (_, about), (path, field) in zip(found, fields, strict=True):
            description = described(contract, field) if path[-1] == "*" else field.description
            assert description or (isinstance(field.type, Object) and field.type.free)
            assert content["texts"][about].startswith(description)


def test_commands_are_explained_with_the_programs_own_words(site: Any) -> None:
    contract = site.vendor.contract
    program = contract.catalogue.distribution
    text = plain(site.text(f"commands/{program}.html"))
    assert f"Usage: {program} check" in text
    assert f"{program} show {next(iter(contract.events))}" in text
    helps = [block.text.partition("Examples:")[0] for block in site.blocks(f"commands/{program}.html")]
    assert max(len(line) for text in helps for line in text.splitlines()) <= 80


def test_pages_of_the_first_vendor_name_nobody_else(sites: Any) -> None:
    # A fact that is written into a template would turn up in the other vendor's pages.
    for path in sites["parcel"].pages:
        assert not re.search("canvas|instructure", sites["parcel"].text(path), re.IGNORECASE), path


def test_page_that_is_too_large_is_a_warning_and_no_problem(sites: Any) -> None:
    files = dict(sites["parcel"].files)
    assert (problems(files), warnings(files)) == ([], [])
    files["index.html"] += 200_000 * b" "
    size = f"{len(files['index.html']):,}"
    assert problems(files) == []
    assert warnings(files) == [f"index.html: {size} bytes; pages of more than 200,000 bytes load slowly"]


def test_rules_and_outcomes_are_those_of_the_engine(site: Any) -> None:
    text = plain(site.text("rules.html").replace("</td>", " </td>").replace("</th>", " </th>"))
    for rule, level, purpose in rows():
        words = purpose.replace("`", "")
        assert f"{rule} {level} {words}" in text
        assert f'id="{rule}"' in site.text("rules.html")
    table = plain(site.text("absence.html").replace("</td>", " </td>").replace("</th>", " </th>"))
    for row in OUTCOMES:
        found = ", ".join(f"{rule.id}: {level}" for rule, level in row.findings) or "–"
        assert f"{row.case} {row.reader} {row.strict} {found} " in table


def test_what_is_known_of_delivery_and_changes_is_said_by_the_spec(site: Any) -> None:
    catalogue = site.vendor.contract.catalogue
    again = plain(site.text("delivery.html").partition('id="again"')[2].partition("<pre")[0])
    changes = plain(site.text("evolution.html").partition('id="vendor"')[2].partition("<table")[0])
    for said, place in ((catalogue.delivery, again), (catalogue.changes, changes)):
        if said:
            assert said in place
        else:
            assert not re.search("lost|twice|order|no version|at any time", place.partition("</h2>")[2])
    if catalogue.delivery:
        about = site.vendor.package.__doc__
        assert catalogue.delivery in " ".join(about.split())
        assert catalogue.delivery in json.loads(site.files["asyncapi.json"])["info"]["description"]
        assert catalogue.delivery in plain(site.text("index.html"))


def test_field_that_is_never_sent_has_no_condition(site: Any) -> None:
    contract = site.vendor.contract
    rows = [row for name in contract.events for row in body_rows(contract, name)]
    never = {field.name for name in contract.events for _, field in walk(contract.events[name].body) if not field.sent}
    assert {row.presence for row in rows if row.name in never} <= {"never"}


def test_lines_of_a_trigger_are_a_list(site: Any) -> None:
    for event in site.vendor.contract.events.values():
        page = unescape(site.text(f"events/{event.name}.html"))
        first, *points = event.trigger.splitlines()
        assert f"<p>{first}</p>" in page
        assert [point for point in points if f"<li>{point}</li>" not in page] == []


@pytest.mark.parametrize(
    ("path", "before", "after", "problem"),
    [
        ("index.html", 'href="events/index.html"', 'href="events/gone.html"', "dead link: events/gone.html"),
        ("index.html", 'href="#content"', 'href="#gone"', "dead link: #gone: no such id"),
        ("index.html", "<h1>", "<h1>{{ title }}", "template tag was not rendered"),
        ("index.html", "<h1>", "<h1>{% endif %}", "template tag was not rendered"),
        ("index.html", "<h1>", '<img src="https://example.org/x.png"><h1>', "loads https://example.org/x.png"),
        ("index.html", 'href="events/index.html"', 'href="/events/index.html"', "works only at the root of a server"),
        ("index.html", '<main id="content"', '<main id="menu"', "duplicate id 'menu'"),
        ("index.html", "<h1>", "<h1></h1><h1>", "2 headings of level 1"),
    ],
)
def test_what_is_wrong_is_found(sites: Any, path: str, before: str, after: str, problem: str) -> None:
    files = dict(sites["parcel"].files)
    text = files[path].decode()
    assert before in text
    files[path] = text.replace(before, after, 1).encode()
    found = problems(files)
    assert any(each.startswith(path) and problem in each for each in found), found
