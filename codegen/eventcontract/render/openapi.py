"""The OpenAPI 3.1 document of a receiver: the endpoint that the vendor sends its events to, in the *sent* view."""

from __future__ import annotations

import json

from eventcontract.model import Channel, Contract, Signing, event_root
from eventcontract.model.names import class_name
from eventcontract.schemas.nullable import NullableRenderer
from eventcontract.schemas.views import Schema, View

VERSION = "3.1.0"
#: The media type of a signed delivery (RFC 7519, 10.3.1).
SIGNED = "application/jwt"
PLAIN = "application/json"
_SCHEMAS = "#/components/schemas/"
_EVENT = "AnyEvent"


def openapi_document(contract: Contract) -> Schema | None:
    """The document as plain data; ``None`` if the contract has no channel over HTTP."""
    channels = [channel for channel in contract.channels.values() if channel.server.protocol in ("http", "https")]
    if not channels:
        return None
    catalogue = contract.catalogue
    schemas = {**event_schemas(contract), _EVENT: _any_event(contract)}
    return {
        "openapi": VERSION,
        "info": {
            "title": f"Receiver of {catalogue.title}",
            "version": catalogue.version,
            "description": catalogue.summary,
        },
        "paths": {
            channel.address: {"servers": [_server(channel)], "post": _operation(contract, channel)}
            for channel in channels
        },
        "components": {
            "schemas": {name: schemas[name] for name in sorted(schemas)},
            "examples": {
                f"{event.name}.{example.name}": {"summary": example.summary, "value": json.loads(example.text)}
                for event in contract.events.values()
                for example in event.examples
            },
        },
    }


def event_schemas(contract: Contract) -> dict[str, Schema]:
    """The schemas of all events by class name, and those of shared objects by shape name."""
    renderer = NullableRenderer(contract, View.SENT, _SCHEMAS)
    path = contract.message.discriminator
    common = renderer.field(contract.message.tree.member(path[0]))
    schemas = {}
    for event in contract.events.values():
        schema = renderer.named(event_root(contract, event.name, errata=False), path, common)
        about = {
            "title": event.name,
            "description": "\n\n".join([event.definition, event.trigger, *event.notes]),
            "x-category": event.category,
            "x-evidence": event.evidence,
        }
        schemas[event.class_name] = {**about, **schema}
    assert not schemas.keys() & renderer.definitions.keys()
    return {**schemas, **renderer.definitions}


def _any_event(contract: Contract) -> Schema:
    names = {event.name: _SCHEMAS + event.class_name for event in contract.events.values()}
    schema: Schema = {
        "title": "An event",
        "description": "One of the events known so far. There will be others: accept events that are not listed here.",
        "oneOf": [{"$ref": reference} for reference in names.values()],
    }
    if len(contract.message.discriminator) == 1:
        # OpenAPI cannot describe a discriminator in a nested object.
        schema["discriminator"] = {"propertyName": contract.message.discriminator[0], "mapping": names}
    return schema


def _server(channel: Channel) -> Schema:
    server: Schema = {
        "url": f"{channel.server.protocol}://{channel.server.host}",
        "description": channel.server.description,
    }
    if channel.server.variables:
        server["variables"] = {
            name: {"default": name, "description": text} for name, text in channel.server.variables.items()
        }
    return server


def _operation(contract: Contract, channel: Channel) -> Schema:
    vendor = contract.catalogue.vendor
    security = [contract.security[name] for name in channel.security]
    content: Schema = {
        PLAIN: {
            "schema": {"$ref": _SCHEMAS + _EVENT},
            "examples": {
                f"{event.name}.{example.name}": {"$ref": f"#/components/examples/{event.name}.{example.name}"}
                for event in contract.events.values()
                for example in event.examples
            },
        }
    }
    if contract.signing is not None and any(each.type == "asymmetricEncryption" for each in security):
        content[SIGNED] = {"schema": _token(contract.signing)}
    operation: Schema = {
        "operationId": f"receive{class_name(channel.name)}",
        "summary": f"Receive an event from {vendor}.",
        "description": "\n\n".join([channel.description, *(each.description for each in security)]),
        "requestBody": {
            "description": "The event, as JSON or as the claims of a signed token."
            if SIGNED in content
            else "The event.",
            "required": True,
            "content": content,
        },
        "responses": {
            "2XX": {"description": "The event was received. The body of the response is ignored."},
            "default": {"description": _refused(vendor, channel)},
        },
        # Security is in the body, which no security scheme of OpenAPI can express.
        "security": [],
    }
    parameters = _parameters(contract, channel)
    return {**operation, "parameters": parameters} if parameters else operation


def _parameters(contract: Contract, channel: Channel) -> list[Schema]:
    renderer = NullableRenderer(contract, View.SENT, _SCHEMAS)
    path = [
        {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in channel.parameters.items()
        if f"{{{name}}}" in channel.address
    ]
    headers = [
        {"name": header.name, "in": "header", "required": header.required, "schema": renderer.field(header)}
        for header in channel.headers
    ]
    return [*path, *headers]


def _token(signing: Signing) -> Schema:
    """The schema of a JSON Web Token and its claims (JSON Schema 2020-12, validation, 8.6)."""
    header = {
        "type": "object",
        "required": ["alg", signing.key_id],
        "properties": {"alg": {"const": signing.algorithm}, signing.key_id: {"type": "string"}},
    }
    return {
        "description": f"A JSON Web Token, signed with {signing.algorithm}. Public keys: {signing.key_set}",
        "type": "string",
        "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        "maxLength": signing.max_size,
        "contentMediaType": SIGNED,
        "contentSchema": {
            "type": "array",
            "minItems": 2,
            "prefixItems": [header, {"$ref": _SCHEMAS + _EVENT}],
        },
    }


def _refused(vendor: str, channel: Channel) -> str:
    said = [f"Any other status, or no timely response, tells {vendor} that the delivery failed."]
    if channel.retries is not None:
        retries = channel.retries
        said.append(
            f"It is retried up to {retries.times} times with increasing delays; the last retry comes "
            f"{retries.shortest:,} to {retries.longest:,} seconds after the first attempt. An event can therefore "
            "arrive more than once."
        )
    if channel.switch_off is not None:
        limits = channel.switch_off
        said.append(
            f"After {limits.timeouts:,} timeouts or {limits.errors:,} other errors within {limits.hours} hours: "
            f"{limits.consequence}"
        )
    return " ".join(said)
