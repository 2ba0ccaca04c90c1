"""The files of the generated package."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import jinja2

from eventcontract import pointers
from eventcontract.model import Batch, Catalogue, Contract, Envelope, Response, Signing, dump, event_root, walk
from eventcontract.model.names import split_class
from eventcontract.model.tree import attributes
from eventcontract.model.wording import describe
from eventcontract.render.asyncapi import asyncapi_document
from eventcontract.render.odcs import odcs_document
from eventcontract.render.openapi import openapi_document
from eventcontract.render.python import classes
from eventcontract.render.python.quoting import Source, docstring, finalize, item, literal, words
from eventcontract.render.tables import arrow_schema
from eventcontract.render.text import to_yaml
from eventcontract.runtime.spellings import reads_all
from eventcontract.schemas.views import View, event_schema, index

HEADER = Source("# Generated from the spec by 'eventcontract generate'. Do not edit.")

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(classes.TEMPLATES),
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,
    finalize=finalize,
)


def render(contract: Contract) -> Iterator[tuple[str, str]]:
    """(path in the package, text) of every generated file; Python is not formatted yet."""
    made = classes.Classes(contract)
    yield "__init__.py", _init(contract, made)
    yield "__main__.py", _main(contract.catalogue)
    yield "message.py", _message(contract, made)
    if contract.signing is not None:
        yield "webhook.py", _webhook(contract, contract.signing)
    yield "testing.py", _testing(contract)
    yield "audit.py", _audit(contract)
    yield "tables.py", _tables(contract.catalogue)
    yield "spark.py", _spark(contract)
    yield "events/__init__.py", f'{HEADER}\n"""The events, a module for each category."""\n'
    for module in made.modules:
        category = contract.categories.get(module.removeprefix("events."))
        about = f"{category.title}: {category.description}" if category else "Classes that all categories share."
        yield f"{module.replace('.', '/')}.py", made.source(module, HEADER, about)
    yield "py.typed", ""
    yield "contract.json", dump(contract)
    events = list(contract.events.values())
    for event in events:
        yield f"schemas/{event.name}.json", _json(event_schema(contract, event.name, View.READER))
        yield f"schemas/strict/{event.name}.json", _json(event_schema(contract, event.name, View.STRICT))
        yield f"tables/{event.name}.json", _json(arrow_schema(contract, event.name))
        for example in event.examples:
            yield f"examples/{event.name}/{example.name}.json", example.text
    yield "schemas/index.json", _json(index(contract, events))
    asyncapi = asyncapi_document(contract)
    if asyncapi is not None:
        yield "asyncapi.yaml", f"{HEADER}\n{to_yaml(asyncapi)}"
    yield "odcs.yaml", f"{HEADER}\n{to_yaml(odcs_document(contract))}"
    openapi = openapi_document(contract)
    if openapi is not None:
        yield "openapi.yaml", f"{HEADER}\n{to_yaml(openapi)}"


def _init(contract: Contract, made: classes.Classes) -> str:
    catalogue = contract.catalogue
    about = f"{catalogue.title} {catalogue.version}: events of {catalogue.vendor} as typed dataclasses.\n\n"
    modules = [(module, made.names(module)) for module in made.modules]
    return _templates.get_template("init.py.jinja2").render(
        header=HEADER,
        docstring=docstring(about + catalogue.summary),
        package=catalogue.package,
        version=catalogue.version,
        modules=[(module, names) for module, names in modules if names],
        events=list(contract.events.values()),
        event_classes=[event.class_name for event in contract.events.values()],
        discriminator=contract.message.discriminator,
        name_path=attributes(contract.message.tree, contract.message.discriminator),
        members=tuple(member.name for member in contract.message.tree.fields),
        keys=words(" and ".join(f"``{key.name}``" for key in contract.message.tree.keys)),
        time=pointers.parse(contract.message.time) if contract.message.time else (),
        dimensions=_dimensions(contract),
        envelopes=[item(each.description) for each in contract.envelopes.values() if each.holds_event],
        batches=[item(each.description) for each in contract.batches.values()],
        partitions=_partitions(contract),
        validate_first=events_validated_first(contract),
    )


def narrow_types(contract: Contract) -> list[str]:
    """The types that accept less than can be read: events that hold one are validated before they are read."""
    return [name for name, scalar in contract.types.items() if not reads_all(scalar.kind, scalar.reads)]


def events_validated_first(contract: Contract) -> tuple[str, ...]:
    """The events of which the fast way would read what their schemas refuse."""
    narrow = narrow_types(contract)

    def holds(name: str) -> bool:
        fields = [field for _, field in walk(event_root(contract, name))]
        return any(field.scalar is not None and field.scalar.type in narrow for field in fields)

    return tuple(name for name in contract.events if holds(name))


def _dimensions(contract: Contract) -> dict[str, tuple[str, ...]]:
    """The path of each dimension that the contract names."""
    dimensions = dataclasses.asdict(contract.message.dimensions)
    return {name: pointers.parse(place) for name, place in dimensions.items() if place is not None}


def _partitions(contract: Contract) -> list[dict[str, Any]]:
    """The identifier types that are put together, with the names of their functions."""
    kinds = [scalar for scalar in contract.types.values() if scalar.partition is not None]
    return [
        {
            "name": scalar.name,
            "class_name": split_class(scalar.name),
            "same": "same_object" if len(kinds) == 1 else f"same_{scalar.name}",
            "size": scalar.partition.size,
            "part": scalar.partition.part,
            "scope": words(scalar.partition.scope),
        }
        for scalar in kinds
        if scalar.partition is not None
    ]


def _message(contract: Contract, made: classes.Classes) -> str:
    message = contract.message
    imports: dict[str, set[str]] = {}
    members: list[dict[str, Any]] = []
    hidden = {"delivery"}
    hints = {
        member.name: "Any" if member.name == message.body else f"{_hint(made.view(member), imports)} | None"
        for member in message.tree.fields
        if (member.name,) != message.discriminator or member.name != "name"
    }
    taken = {"name", "delivery"}  # what the class holds itself
    for member in message.tree.fields:
        if member.name not in hints:
            continue
        attribute = member.attribute
        while attribute in taken:
            attribute += "_"
        taken.add(attribute)
        if member.name == message.body or classes.is_hidden(member):
            hidden.add(attribute)
        members.append(
            {
                "attribute": attribute,
                "key": member.name,
                "hint": hints[member.name],
                "docstring": docstring(describe(contract, member, message.tree), 4),
            }
        )
    runtime = {"BatchRow", "EnvelopeRow", "Unknown"} | imports.pop(classes.RUNTIME, set())
    if any(batch.response for batch in contract.batches.values()):
        runtime.add("ResponseRow")
    return _templates.get_template("message.py.jinja2").render(
        header=HEADER,
        runtime=sorted(runtime),
        json_names={each["attribute"]: each["key"] for each in members if each["attribute"] != each["key"]},
        imports=[(module, sorted(names)) for module, names in sorted(imports.items())],
        members=members,
        envelopes=[_literal(envelope) for envelope in contract.envelopes.values()],
        batches=[_literal(batch) for batch in contract.batches.values()],
        hidden=Source("{" + ", ".join(f'"{name}"' for name in sorted(hidden)) + "}"),
    )


def _main(catalogue: Catalogue) -> str:
    return _templates.get_template("main.py.jinja2").render(
        header=HEADER,
        package=catalogue.package,
        title=literal(catalogue.title),
        distribution=catalogue.distribution,
    )


def _webhook(contract: Contract, signing: Signing) -> str:
    catalogue = contract.catalogue
    return _templates.get_template("webhook.py.jinja2").render(
        header=HEADER,
        vendor=words(catalogue.vendor),
        extra=Source(f"{catalogue.distribution}[webhook]"),
        package=catalogue.package,
        signing=signing,
        key_set=literal(signing.key_set),
        key_id=literal(signing.key_id),
        name_of_key=words(signing.key_id),
        account=literal(signing.account),
        pointer_to_account=words(signing.account or ""),
        time=literal(contract.message.time),
        pointer_to_time=words(contract.message.time or ""),
        rotation=docstring(f"Where the public keys are. {signing.rotation}"),
    )


def _testing(contract: Contract) -> str:
    catalogue, forms = contract.catalogue, contract.forms.values()
    # The form that shows most: several deliveries in one.
    shown = sorted(forms, key=lambda form: form.batch is None)
    return _templates.get_template("testing.py.jinja2").render(
        header=HEADER,
        package=catalogue.package,
        vendor=words(catalogue.vendor),
        distribution=catalogue.distribution,
        event=next(iter(contract.events)),
        form=shown[0].name if shown else None,
        forms=[item(f'``"{each.name}"``: {each.description}', 2) for each in forms],
        names=Source(", ".join(f'"{each.name}"' for each in forms)),
        signed=any(each.signed for each in forms),
    )


def _audit(contract: Contract) -> str:
    catalogue = contract.catalogue
    return _templates.get_template("audit.py.jinja2").render(
        header=HEADER,
        package=catalogue.package,
        vendor=words(catalogue.vendor),
        distribution=catalogue.distribution,
        counted="".join(f", {name}" for name in _dimensions(contract)),
    )


def _tables(catalogue: Catalogue) -> str:
    return _templates.get_template("tables.py.jinja2").render(
        header=HEADER,
        package=catalogue.package,
        vendor=words(catalogue.vendor),
        distribution=catalogue.distribution,
    )


def _spark(contract: Contract) -> str:
    catalogue = contract.catalogue
    return _templates.get_template("spark.py.jinja2").render(
        header=HEADER,
        package=catalogue.package,
        vendor=words(catalogue.vendor),
        distribution=catalogue.distribution,
        event=next(iter(contract.events)),
    )


def _literal(row: Envelope | Batch | Response) -> Source:
    """The row as the arguments of its runtime class; descriptions are for readers of the spec."""
    filled = {
        member.name: getattr(row, member.name)
        for member in dataclasses.fields(row)
        if member.name != "description" and getattr(row, member.name) not in (None, False, (), {})
    }
    return Source(
        ", ".join(
            f"{name}=ResponseRow({_literal(value)})" if isinstance(value, Response) else f"{name}={literal(value)}"
            for name, value in filled.items()
        )
    )


def _hint(view: dict[str, Any], imports: dict[str, set[str]]) -> str:
    """The annotation of a member by its types view; what it needs is added to ``imports``, by module."""
    if "customTypePath" in view:
        module, _, name = view["customTypePath"].rpartition(".")
        imports.setdefault(module, set()).add(name)
        return str(name)
    if view["type"] == "array":
        return f"tuple[{_hint(view['items'], imports)}, ...]"
    return {"number": "float", "boolean": "bool", "object": "dict[str, Any]"}.get(view["type"], "str")


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
