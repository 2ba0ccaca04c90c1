"""The AsyncAPI 3.1 document: channels and messages, with schemas in the *sent* view.

Its schemas are in JSON Schema draft-07, which ignores everything next to ``$ref``. The object
that names the event is written out for every event, because ``allOf`` renders as nested boxes; its
other members refer to one shared schema.
"""

from __future__ import annotations

import json

from eventcontract.model import Channel, Contract, Event, Field, Object, event_root
from eventcontract.model.names import class_name
from eventcontract.schemas.views import Renderer, Schema, View

VERSION = "3.1.0"
_REFERENCES = "#/components/schemas/"


def asyncapi_document(contract: Contract) -> Schema | None:
    """The document as plain data, from the receiver's point of view; ``None`` if the contract has no channel."""
    if not contract.channels:
        return None
    catalogue = contract.catalogue
    renderer = _DraftSeven(contract, View.SENT, _REFERENCES)
    for member in contract.message.tree.fields:
        renderer.field(member)
    messages = {event.class_name: _message(contract, event, renderer) for event in contract.events.values()}
    headers = _headers(contract, renderer)
    if headers is not None:
        renderer.definitions["Headers"] = headers
        for message in messages.values():
            message["headers"] = {"$ref": _REFERENCES + "Headers"}
    bindings = {name: each for channel in contract.channels.values() for name, each in channel.message_bindings.items()}
    if bindings:
        for message in messages.values():
            message["bindings"] = bindings
    return {
        "asyncapi": VERSION,
        "id": catalogue.schema_ids.rstrip(":/#"),
        "info": {
            "title": catalogue.title,
            "version": catalogue.version,
            "description": catalogue.summary,
            "tags": [{"name": each.name, "description": each.description} for each in contract.categories.values()],
        },
        "defaultContentType": "application/json",
        "servers": {channel.name: _server(channel) for channel in contract.channels.values()},
        "channels": {channel.name: _channel(contract, channel) for channel in contract.channels.values()},
        "operations": {
            f"receive{class_name(channel.name)}": {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{channel.name}"},
                "title": channel.title,
                "summary": f"Receive events from {catalogue.vendor}.",
                **({"bindings": channel.operation_bindings} if channel.operation_bindings else {}),
            }
            for channel in contract.channels.values()
        },
        "components": {
            "messages": messages,
            "schemas": {name: renderer.definitions[name] for name in sorted(renderer.definitions)},
            "securitySchemes": {
                scheme.name: {"type": scheme.type, "description": scheme.description}
                for scheme in contract.security.values()
            },
        },
    }


def _message(contract: Contract, event: Event, renderer: _DraftSeven) -> Schema:
    root = event_root(contract, event.name, errata=False)
    # Tags must be unique, and a category of undocumented events can have that name.
    tags = dict.fromkeys([event.category, *(["undocumented"] if event.evidence != "documented" else [])])
    return {
        "name": event.name,
        "title": event.name,
        "summary": event.definition,
        "description": "\n\n".join([event.trigger, *event.notes]),
        "tags": [{"name": tag} for tag in tags],
        "contentType": "application/json",
        "payload": renderer.written_out(root, contract.message.discriminator, contract.message.description),
        "examples": [
            {"name": example.name, "summary": example.summary, "payload": json.loads(example.text)}
            for example in event.examples
        ],
        "x-evidence": event.evidence,
    }


def _headers(contract: Contract, renderer: _DraftSeven) -> Schema | None:
    fields = {header.name: header for channel in contract.channels.values() for header in channel.headers}
    if not fields:
        return None
    return {"type": "object", "properties": {name: renderer.field(header) for name, header in fields.items()}}


def _server(channel: Channel) -> Schema:
    server: Schema = {
        "host": channel.server.host,
        "protocol": channel.server.protocol,
        "description": channel.server.description,
    }
    if channel.server.variables:
        server["variables"] = {name: {"description": text} for name, text in channel.server.variables.items()}
    if channel.security:
        server["security"] = [{"$ref": f"#/components/securitySchemes/{name}"} for name in channel.security]
    return server


def _channel(contract: Contract, channel: Channel) -> Schema:
    rendered: Schema = {
        "address": channel.address,
        "title": channel.title,
        "description": channel.description,
        "servers": [{"$ref": f"#/servers/{channel.name}"}],
        "messages": {
            event.class_name: {"$ref": f"#/components/messages/{event.class_name}"}
            for event in contract.events.values()
        },
    }
    if channel.parameters:
        rendered["parameters"] = {name: {"description": text} for name, text in channel.parameters.items()}
    if channel.bindings:
        rendered["bindings"] = channel.bindings
    return rendered


class _DraftSeven(Renderer):
    """Schemas in which ``$ref`` has no siblings."""

    def field(self, field: Field, holder: Object | None = None) -> Schema:
        schema = super().field(field, holder)
        if "$ref" in schema.get("items", {}):
            schema["items"] = self._reference(schema["items"])
        if "$ref" not in schema:
            return schema
        reference = self._reference(schema)
        return {"oneOf": [reference, {"type": "null"}]} if field.may_be_null else reference

    def _reference(self, schema: Schema) -> Schema:
        """Only the reference; the type is in the definition."""
        self.definitions[schema["$ref"].removeprefix(self.prefix)].setdefault("type", "object")
        return {"$ref": schema["$ref"]}

    def written_out(self, tree: Object, path: tuple[str, ...], description: str) -> Schema:
        """The schema of ``tree`` in which the objects on ``path`` are written out, not referenced."""
        schema: Schema = {"type": "object"}
        if description:
            schema["description"] = description
        members = [member for member in tree.fields if member.current]
        required = [member.name for member in members if self._required(member)]
        if required:
            schema["required"] = required
        schema["properties"] = {}
        for member in members:
            named = path[:1] == (member.name,)
            if named and isinstance(member.type, Object):
                rendered = self.written_out(member.type, path[1:], member.description)
            elif tree.shape in self.definitions and not named:
                rendered = {"$ref": f"{self.prefix}{tree.shape}/properties/{member.name}"}
            else:
                rendered = self.field(member, tree)
            schema["properties"][member.name] = rendered
        return schema
