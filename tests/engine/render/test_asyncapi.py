"""The AsyncAPI document by itself: its examples against its payloads, which no tool checks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from eventcontract.model import event_root, walk
from eventcontract.render.asyncapi import asyncapi_document
from tests.support.documents import read_yaml
from tests.support.lazy import ForEach
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("channels")

Document = dict[str, Any]


@pytest.fixture(scope="module")
def documents(vendors: dict[str, Vendor]) -> dict[str, Document]:
    """The published document of each vendor."""
    return ForEach(vendors, lambda vendor: read_yaml(vendor.directory / "asyncapi.yaml"))


def references(value: Any) -> Iterator[str]:
    """Every ``$ref`` in a document, examples left out."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for key, content in value.items():
            if key != "examples":
                yield from references(content)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def at(document: Document, reference: str) -> Any:
    """What a reference into the document names."""
    value: Any = document
    for step in reference.removeprefix("#/").split("/"):
        value = value[step.replace("~1", "/").replace("~0", "~")]
    return value


def payload_schema(document: Document, message: Document) -> Document:
    """The payload schema of a message as one draft-07 document that holds what it refers to."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **message["payload"],
        "components": {"schemas": document["components"]["schemas"]},
    }


def test_it_is_what_the_renderer_gives(vendor: Vendor, documents: dict[str, Document]) -> None:
    assert documents[vendor.name] == json.loads(json.dumps(asyncapi_document(vendor.contract)))


def test_payload_schemas_are_draft_7(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    for message in document["components"]["messages"].values():
        jsonschema.Draft7Validator.check_schema(payload_schema(document, message))
    for schema in document["components"]["schemas"].values():
        for node in _nodes(schema):
            # In draft-07 nothing may stand beside a reference.
            assert "$ref" not in node or set(node) == {"$ref"}


def _nodes(value: Any) -> Iterator[Document]:
    if isinstance(value, dict):
        yield value
        for content in value.values():
            yield from _nodes(content)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def test_examples_are_valid_payloads(
    vendor: Vendor, documents: dict[str, Document], record_property: Callable[[str, object], None]
) -> None:
    document = documents[vendor.name]
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    count = 0
    for name, event in vendor.contract.events.items():
        message = document["components"]["messages"][event.class_name]
        schema = payload_schema(document, message)
        validators = [
            jsonschema.Draft7Validator(schema, format_checker=checker).is_valid,
            jsonschema_rs.Draft7Validator(schema, validate_formats=True).is_valid,
        ]
        assert [each["name"] for each in message["examples"]] == [each.name for each in event.examples]
        for example in message["examples"]:
            count += 1
            for valid in validators:
                assert valid(example["payload"]), f"{name}/{example['name']}"
                # A schema that takes anything would take the examples too.
                assert not valid({**example["payload"], vendor.contract.message.body: "nothing"})
    record_property("count: message examples against payload schemas", count)


def test_a_payload_schema_takes_no_other_event(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    events = list(vendor.contract.events.values())
    for event, other in zip(events, [*events[1:], events[0]], strict=True):
        schema = payload_schema(document, document["components"]["messages"][event.class_name])
        valid = jsonschema_rs.Draft7Validator(schema).is_valid
        assert not valid(json.loads(other.examples[0].text)), f"{event.name} takes {other.name}"


def test_every_reference_leads_somewhere(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    found = list(references(document))
    assert found
    for reference in found:
        at(document, reference)


def test_every_component_is_referred_to(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    found = set(references(document))
    for kind in ("messages", "schemas", "securitySchemes"):
        for name in document["components"][kind]:
            reference = f"#/components/{kind}/{name}"
            assert any(each == reference or each.startswith(reference + "/") for each in found), reference


def test_every_channel_carries_every_event(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    messages = {event.class_name for event in vendor.contract.events.values()}
    assert set(document["channels"]) == set(vendor.contract.channels)
    for channel in document["channels"].values():
        assert set(channel["messages"]) == messages
        for name, message in channel["messages"].items():
            assert message == {"$ref": f"#/components/messages/{name}"}
        for server in channel["servers"]:
            at(document, server["$ref"])
    received = {operation["channel"]["$ref"] for operation in document["operations"].values()}
    assert received == {f"#/channels/{name}" for name in document["channels"]}
    assert {operation["action"] for operation in document["operations"].values()} == {"receive"}


def test_what_channels_say_is_there(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    for channel in vendor.contract.channels.values():
        server = document["servers"][channel.name]
        assert [each["$ref"] for each in server.get("security", ())] == [
            f"#/components/securitySchemes/{scheme}" for scheme in channel.security
        ]
        rendered = json.dumps({"channel": document["channels"][channel.name], "operations": document["operations"]})
        for bindings in (channel.bindings, channel.operation_bindings):
            if bindings:
                assert json.dumps(bindings) in rendered
        headers = document["components"]["schemas"].get("Headers", {}).get("properties", {})
        assert {header.name for header in channel.headers} <= set(headers)


@pytest.mark.needs("bindings")
def test_message_bindings_are_there(vendor: Vendor, documents: dict[str, Document]) -> None:
    messages = documents[vendor.name]["components"]["messages"].values()
    for channel in vendor.contract.channels.values():
        for protocol, binding in channel.message_bindings.items():
            assert all(message.get("bindings", {}).get(protocol) == binding for message in messages)


def test_messages_have_tags_and_payloads_have_every_sent_field(vendor: Vendor, documents: dict[str, Document]) -> None:
    document = documents[vendor.name]
    tags = {tag["name"] for tag in document["info"]["tags"]}
    for name, event in vendor.contract.events.items():
        message = document["components"]["messages"][event.class_name]
        assert event.category in tags
        assert event.category in {tag["name"] for tag in message["tags"]}
        fields = dict(walk(event_root(vendor.contract, name)))
        for path in fields:
            if all(fields[path[:length]].current for length in range(1, len(path) + 1)):
                assert _described(document, message["payload"], path), f"{name}: {path}"


def _described(document: Document, schema: Document, path: tuple[str, ...]) -> bool:
    """Whether a schema describes what stands at ``path``, references and alternatives with null resolved."""
    if "$ref" in schema:
        return _described(document, at(document, schema["$ref"]), path)
    if not path:
        return True
    for form in [schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())]:
        if "$ref" in form and _described(document, at(document, form["$ref"]), path):
            return True
        inner = form.get("items") if path[0] == "*" else form.get("properties", {}).get(path[0])
        if isinstance(inner, dict) and _described(document, inner, path[1:]):
            return True
    return False
