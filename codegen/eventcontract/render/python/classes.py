"""The dataclasses of a contract, one Python module for each category and one for each shared shape.

datamodel-code-generator writes the classes from a *types view*: an OpenAPI document built in
memory, in which nothing but types is said. It loses what the runtime needs besides the types, so
the template adds it: which values stay hidden, JSON keys that are no Python names, predicates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never

from datamodel_code_generator import InputFileType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter

from eventcontract.model import Array, Contract, Event, Field, Object, Scalar, Type
from eventcontract.model.contract import ScalarKind
from eventcontract.model.tree import as_used, with_body
from eventcontract.model.wording import describe, evidence
from eventcontract.render.python.quoting import WIDTH, docstring, literal

TEMPLATES = Path(__file__).parent / "templates"
RUNTIME = "eventcontract.runtime"
_SCALARS: dict[ScalarKind, dict[str, str]] = {
    "text": {"type": "string"},
    "identifier": {"type": "string"},
    "integer": {"customTypePath": f"{RUNTIME}.Integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": {"customTypePath": f"{RUNTIME}.Timestamp"},
    "date": {"customTypePath": f"{RUNTIME}.Day"},
}


class Classes:
    """The classes of ``contract``, module by module."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.shapes = as_used(contract)

    @property
    def modules(self) -> list[str]:
        """The modules with classes: those of shared shapes first, then the categories."""
        shared = {shape.module for shape in self.contract.shapes.values() if shape.category is None}
        return [*sorted(shared), *(f"events.{category}" for category in self.contract.categories)]

    def names(self, module: str) -> list[str]:
        """The classes of one module, sorted."""
        return sorted(self._builder(module).schemas)

    def source(self, module: str, header: str, about: str) -> str:
        """The source of one module."""
        return self._builder(module).generate(f"{header}\n{docstring(about)}")

    def view(self, field: Field) -> dict[str, Any]:
        """What the types view says of one field, for a module that holds no classes of the contract."""
        return _Builder(self.contract, self.shapes, "")._type(field.type)

    def _builder(self, module: str) -> _Builder:
        builder = _Builder(self.contract, self.shapes, module)
        for shape in self.contract.shapes.values():
            if shape.category is None and shape.module == module:
                builder.add(shape.tree)
        for event in self.contract.events.values():
            if module == f"events.{event.category}":
                builder.add_event(event)
        return builder


class _Builder:
    def __init__(self, contract: Contract, shapes: Mapping[str, Object], module: str) -> None:
        self.contract = contract
        self.shapes = shapes
        self.module = module
        self.schemas: dict[str, dict[str, Any]] = {}
        self.extra: dict[str, dict[str, Any]] = {}

    def add_event(self, event: Event) -> None:
        tree = with_body(self.contract.message, event.body)
        base = "Record" if event.documented else "Undocumented"
        lines = [event.definition, event.trigger, *event.notes]
        if not event.documented:
            lines.append(evidence(event.evidence))
        self._class(event.class_name, "\n\n".join(lines), tree, base=base)

    def add(self, tree: Object) -> None:
        """The class of an object that has a shape."""
        name = tree.shape or ""
        if name in self.schemas:
            return
        shape = self.contract.shapes.get(name)
        description = shape.description if shape else f"The body of {name.removesuffix('Body')}."
        self._class(name, description, self.shapes[name] if shape else tree)
        if shape is not None and shape.predicates:
            self.extra[name]["predicates"] = [
                {
                    "name": predicate.name,
                    "docstring": docstring(predicate.description, 8),
                    "attribute": tree.member(predicate.present).attribute,
                }
                for predicate in shape.predicates
            ]

    def _class(self, name: str, description: str, tree: Object, base: str = "Record") -> None:
        members = tree.fields
        self.schemas[name] = {}  # holds the place: a class comes before those it refers to
        names = {member.name: member.attribute for member in members}
        self.schemas[name] = {
            "title": name,
            "type": "object",
            "customBasePath": f"{RUNTIME}.{base}",
            "required": [names[member.name] for member in members if member.required],
            "properties": {names[member.name]: self._property(member) for member in members},
        }
        hidden = sorted(names[member.name] for member in members if is_hidden(member))
        renamed = {attribute: key for key, attribute in names.items() if attribute != key}
        self.extra[name] = {
            "docstring": docstring(description, 4),
            "docstrings": {
                names[member.name]: docstring(describe(self.contract, member, tree), 4) for member in members
            },
            "lists": [names[member.name] for member in members if isinstance(member.type, Array)],
            "hidden": "{" + ", ".join(f'"{each}"' for each in hidden) + "}" if hidden else "",
            "json_names": literal(renamed) if renamed else "",
            "predicates": [],
        }

    def _property(self, member: Field) -> dict[str, Any]:
        schema = self._type(member.type)
        if not member.required:
            schema = {"anyOf": [schema, {"type": "null"}]}
        return schema

    def _type(self, of: Type) -> dict[str, Any]:
        match of:
            case Scalar():
                return dict(_SCALARS[of.kind])
            case Array():
                return {"type": "array", "items": self._type(of.items)}
            case Object():
                return self._object(of)
        assert_never(of)

    def _object(self, of: Object) -> dict[str, Any]:
        if of.shape is None:
            return {"type": "object", "additionalProperties": True}
        shape = self.contract.shapes.get(of.shape)
        if shape is not None and shape.module != self.module:
            return {"customTypePath": f"{self.contract.catalogue.package}.{shape.module}.{of.shape}"}
        self.add(of)
        return {"$ref": f"#/components/schemas/{of.shape}"}

    def generate(self, header: str) -> str:
        document = {
            "openapi": "3.1.0",
            "info": {"title": "types", "version": "1"},
            "paths": {},
            "components": {"schemas": self.schemas},
        }
        result = generate(
            document,
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.DataclassesDataclass,
            target_python_version=PythonVersion.PY_311,
            frozen_dataclasses=True,
            keyword_only=True,
            use_title_as_name=True,
            disable_timestamp=True,
            formatters=[Formatter.BUILTIN],
            # Otherwise the one of the project in whose directory the command happens to run.
            builtin_format_line_length=WIDTH,
            keep_model_order=True,
            additional_imports=["typing.ClassVar"],  # the formatter takes it out where it is not used
            custom_file_header=header,
            custom_template_dir=TEMPLATES,
            extra_template_data=defaultdict(dict, self.extra),
        )
        assert isinstance(result, str)
        return result.strip() + "\n"


def is_hidden(field: Field) -> bool:
    """Whether ``repr`` hides the value; an object with a class decides for its members itself."""
    return field.sensitive and not (isinstance(field.type, Object) and field.type.fields)
