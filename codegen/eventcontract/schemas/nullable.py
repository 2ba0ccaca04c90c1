"""Schemas that write null as an alternative, for OpenAPI and its tools.

Generators of test data take empty text for valid where a list of types comes with ``format``.
"""

from __future__ import annotations

from eventcontract.model import Field, Object, Scalar, Type
from eventcontract.schemas.views import Renderer, Schema


class NullableRenderer(Renderer):
    """Renders ``null`` as a separate alternative, and references without siblings."""

    def field(self, field: Field, holder: Object | None = None) -> Schema:
        value = self._bare(self._value(field.type))
        if "items" in value:
            value["items"] = self._bare(value["items"])
        schema = {"anyOf": [value, {"type": "null"}]} if self._admits_null(field) else value
        if field.description:
            schema = {"description": field.description, **schema}
        return {**schema, **self._annotations(field, holder)}

    def _bare(self, schema: Schema) -> Schema:
        """A reference without siblings; the type is in the definition."""
        if "$ref" not in schema:
            return schema
        self.definitions[schema["$ref"].removeprefix(self.prefix)].setdefault("type", "object")
        return {"$ref": schema["$ref"]}

    def named(self, tree: Object, path: tuple[str, ...], common: Schema) -> Schema:
        """The schema of the object ``tree``, whose name is at ``path``.

        ``common`` is the schema of the first member on that path, which all events share.
        """
        members = [member for member in tree.fields if member.current]
        schema: Schema = {"type": "object"}
        required = [member.name for member in members if self._required(member)]
        if required:
            schema["required"] = required
        schema["properties"] = {
            member.name: {"allOf": [common, _name_only(member.type, path[1:])]}
            if member.name == path[0] and path[1:]
            else self.field(member, tree)
            for member in members
        }
        return schema


def _name_only(of: Type, path: tuple[str, ...]) -> Schema:
    """The schema that says of a value only which name is at ``path``."""
    if isinstance(of, Object):
        return {"type": "object", "properties": {path[0]: _name_only(of.member(path[0]).type, path[1:])}}
    assert isinstance(of, Scalar)
    return {"const": of.const}
