"""The OpenAPI document by itself: valid, closed under its references, and true to the events' examples."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from eventcontract.render.openapi import openapi_document
from tests.support.documents import read_yaml
from tests.support.lazy import ForEach
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("http")

Document = dict[str, Any]


@pytest.fixture(scope="module")
def documents(vendors: dict[str, Vendor]) -> dict[str, Document]:
    """The published document of each vendor."""
    return ForEach(vendors, lambda vendor: read_yaml(vendor.directory / "openapi.yaml"))


@pytest.fixture
def document(vendor: Vendor, documents: dict[str, Document]) -> Document:
    """The published document of the vendor at hand."""
    return documents[vendor.name]


def nodes(value: Any) -> Iterator[Document]:
    """Every object of a document; of its examples only the references to them."""
    if isinstance(value, dict):
        yield value
        for key, content in value.items():
            if key != "examples" or any("$ref" in each for each in content.values()):
                yield from nodes(content)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def schema_of(document: Document, name: str) -> Document:
    """One schema of the document as a JSON Schema that holds what it refers to."""
    return {"$ref": f"#/components/schemas/{name}", "components": {"schemas": document["components"]["schemas"]}}


def operation(document: Document) -> Document:
    """The one operation of a document that has one path."""
    (path,) = document["paths"].values()
    found: Document = path["post"]
    return found


def test_it_is_what_the_renderer_gives(vendor: Vendor, document: Document) -> None:
    assert document == json.loads(json.dumps(openapi_document(vendor.contract)))


def test_it_is_valid_openapi(document: Document) -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    # Were the validator content with anything, this would be fine too.
    assert list(OpenAPIV31SpecValidator({**document, "paths": {"x": {}}}).iter_errors())


def test_every_reference_leads_somewhere_and_every_component_is_used(vendor: Vendor, document: Document) -> None:
    found = {node["$ref"] for node in nodes(document) if "$ref" in node}
    mapping = document["components"]["schemas"]["AnyEvent"].get("discriminator", {}).get("mapping", {})
    assert set(mapping.values()) <= found
    defined = {f"#/components/{kind}/{name}" for kind, each in document["components"].items() for name in each}
    assert found == defined
    assert len(found) > len(vendor.contract.events)


def test_examples_are_valid_and_no_other_event_is(
    vendor: Vendor, document: Document, record_property: Callable[[str, object], None]
) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    events = list(vendor.contract.events.values())
    count = 0
    for event, other in zip(events, [*events[1:], events[0]], strict=True):
        schema = schema_of(document, event.class_name)
        validators = [
            jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid,
            jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid,
        ]
        for example in event.examples:
            value = document["components"]["examples"][f"{event.name}.{example.name}"]["value"]
            count += 1
            for valid in validators:
                assert valid(value), f"{event.name}/{example.name}"
                assert not valid({**value, vendor.contract.message.body: "nothing"})
                assert not valid(json.loads(other.examples[0].text)), f"{event.name} takes {other.name}"
    record_property("count: examples against the schemas of the OpenAPI document", count)


def test_any_event_is_exactly_one(vendor: Vendor, document: Document) -> None:
    valid = jsonschema_rs.Draft202012Validator(schema_of(document, "AnyEvent")).is_valid
    for event in vendor.contract.events.values():
        assert valid(json.loads(event.examples[0].text)), event.name
    assert not valid({})


def test_null_is_an_alternative_of_its_own(document: Document) -> None:
    schemas = document["components"]["schemas"]
    assert not [node for node in nodes(schemas) if isinstance(node.get("type"), list)]
    assert any({"type": "null"} in node.get("anyOf", ()) for node in nodes(schemas))


def test_the_discriminator_is_used_where_openapi_has_a_word_for_it(documents: dict[str, Document]) -> None:
    # One vendor names the event on top, the other deeper.
    assert "discriminator" not in documents["canvas"]["components"]["schemas"]["AnyEvent"]
    said = documents["parcel"]["components"]["schemas"]["AnyEvent"]["discriminator"]
    assert said["propertyName"] == "kind"
    assert said["mapping"]["parcel.sent"] == "#/components/schemas/ParcelSent"


@pytest.mark.needs("signing")
def test_a_signed_delivery_is_a_token_that_holds_an_event(vendor: Vendor, document: Document) -> None:
    signing = vendor.contract.signing
    assert signing is not None
    schema = operation(document)["requestBody"]["content"]["application/jwt"]["schema"]
    assert schema["maxLength"] == signing.max_size
    header, claims = schema["contentSchema"]["prefixItems"]
    assert header["properties"]["alg"] == {"const": signing.algorithm}
    assert signing.key_id in header["required"]
    assert claims == {"$ref": "#/components/schemas/AnyEvent"}
    assert re.search(schema["pattern"], "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl")
    assert not re.search(schema["pattern"], "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.")


def test_it_says_what_becomes_of_other_answers(documents: dict[str, Document]) -> None:
    answers = operation(documents["canvas"])["responses"]
    assert set(answers) == {"2XX", "default"}
    said = answers["default"]["description"]
    assert "up to 3 times" in said
    assert "600 to 1,200 seconds" in said
    assert "After 9,500 timeouts or 28,000 other errors within 24 hours" in said
    assert "up to 5 times" in operation(documents["parcel"])["responses"]["default"]["description"]


def test_it_says_no_more_than_is_known_of_other_answers(vendor: Vendor) -> None:
    channels = {name: replace(each, retries=None, switch_off=None) for name, each in vendor.contract.channels.items()}
    document = openapi_document(replace(vendor.contract, channels=channels))
    assert document is not None
    said = operation(document)["responses"]["default"]["description"]
    assert "retried" not in said
    assert "hours" not in said
    assert said.endswith(f"tells {vendor.contract.catalogue.vendor} that the delivery failed.")


def test_what_prose_says_of_retries_is_what_the_numbers_say(vendors: dict[str, Vendor]) -> None:
    channel = vendors["canvas"].contract.channels["https"]
    assert channel.retries is not None
    assert channel.switch_off is not None
    assert f"up to {channel.retries.times} times" in channel.description
    minutes = f"{channel.retries.shortest // 60} to {channel.retries.longest // 60} minutes"
    assert minutes in channel.description
    for number in (channel.switch_off.timeouts, channel.switch_off.errors, channel.switch_off.hours):
        assert f"{number:,}" in channel.description


def test_a_vendor_without_http_has_no_such_document(vendor: Vendor) -> None:
    channels = {
        name: each for name, each in vendor.contract.channels.items() if each.server.protocol not in ("http", "https")
    }
    assert len(channels) < len(vendor.contract.channels)
    assert openapi_document(replace(vendor.contract, channels=channels)) is None


def test_without_signing_there_is_no_signed_delivery(vendor: Vendor) -> None:
    document = openapi_document(replace(vendor.contract, signing=None))
    assert document is not None
    assert list(operation(document)["requestBody"]["content"]) == ["application/json"]
