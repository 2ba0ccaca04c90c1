"""The suite tests itself: artefacts spoiled in memory must make its checks fail, whole ones must not.

Each sabotage is a mistake that a renderer could make. It is applied to what the renderer returns, and judged by the
very functions that the other tests call. Schemas are spoiled event by event; a package is rendered anew each time, so
it has the few events that together have every kind of field.
"""

from __future__ import annotations

import copy
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, assert_never

import pytest

from eventcontract.model import Array, Contract, Field, Object, Scalar, Type
from eventcontract.model.contract import ScalarKind
from eventcontract.render import write
from eventcontract.render.python import classes
from eventcontract.runtime.checking import Checker
from eventcontract.runtime.explain import Reading
from eventcontract.schemas.views import View, event_schema
from tests.contract.test_examples import example_failures
from tests.engine.render.test_classes import class_failures
from tests.support.mutations import check_failures, mutations, verdict_failures
from tests.support.parts import few_events
from tests.vendors import Subject, Validators, Vendor

Schema = dict[str, Any]
VIEWS = {"reader": View.READER, "strict": View.STRICT}


# -- schemas ---------------------------------------------------------------------------------------


def nodes(schema: Any) -> Iterator[Schema]:
    """Every schema in ``schema``, itself included."""
    if isinstance(schema, dict):
        yield schema
        for key, content in schema.items():
            if key in ("properties", "$defs"):
                for each in content.values():
                    yield from nodes(each)
            elif key in ("anyOf", "oneOf"):
                for each in content:
                    yield from nodes(each)
            elif key == "items":
                yield from nodes(content)


def of_kind(schema: Schema, kind: str) -> Iterator[Schema]:
    """The value schemas of one kind; those of elements have no annotations, their arrays do."""
    for node in nodes(schema):
        if node.get("x-kind") == kind:
            yield node.get("items", node)


def drop_a_required(schema: Schema) -> None:
    node = [node for node in nodes(schema) if node.get("required")][-1]
    node["required"].pop()


def demand_everything(schema: Schema) -> None:
    for node in nodes(schema):
        if "properties" in node and "title" in node:
            node["required"] = list(node["properties"])


def add_null(schema: Schema) -> None:
    for node in nodes(schema):
        if isinstance(node.get("type"), str) and "x-kind" in node:
            node["type"] = [node["type"], "null"]


def refuse_null(schema: Schema) -> None:
    for node in nodes(schema):
        if isinstance(node.get("type"), list):
            node["type"] = [kind for kind in node["type"] if kind != "null"]


def close_objects(schema: Schema) -> None:
    for node in nodes(schema):
        if "properties" in node and "title" in node:
            node["additionalProperties"] = False


def open_objects(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("additionalProperties", None)


def forget_a_field(schema: Schema) -> None:
    node = [node for node in nodes(schema) if node.get("properties")][-1]
    node["properties"].popitem()


def integer_as_number(schema: Schema) -> None:
    for node in of_kind(schema, "integer"):
        node["type"] = ["number" if kind == "integer" else kind for kind in _kinds(node)]


def number_as_integer(schema: Schema) -> None:
    for node in of_kind(schema, "number"):
        node["type"] = ["integer" if kind == "number" else kind for kind in _kinds(node)]


def _kinds(node: Schema) -> list[str]:
    return [node["type"]] if isinstance(node["type"], str) else node["type"]


def lose_the_offset_rule(schema: Schema) -> None:
    for node in of_kind(schema, "timestamp"):
        node["pattern"] = node["pattern"].replace(")$(?!\\n)", ")?$(?!\\n)")
        node["pattern"] = re.sub(r"\(\?:(\[Zz\]|Z)\|((?:[^()]|\([^()]*\))*)\)", r"(?:\1|\2)?", node["pattern"])


def lose_timestamp_patterns(schema: Schema) -> None:
    for node in of_kind(schema, "timestamp"):
        node.pop("pattern", None)


def lose_known_values(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("enum", None)


def close_known_values(schema: Schema) -> None:
    for node in nodes(schema):
        if "x-known-values" in node and "items" not in node:
            node["enum"] = [*node["x-known-values"], None]


def lose_identifier_patterns(schema: Schema) -> None:
    for node in of_kind(schema, "identifier"):
        node.pop("pattern", None)


def demand_identifier_patterns(schema: Schema) -> None:
    for node in of_kind(schema, "identifier"):
        node["pattern"] = "^[0-9]+$"


def refuse_empty_identifiers(schema: Schema) -> None:
    for node in nodes(schema):
        if "pattern" in node:
            node["pattern"] = node["pattern"].replace("|)$", ")$")


def lose_tolerated_integers(schema: Schema) -> None:
    for node in of_kind(schema, "identifier"):
        if "integer" in _kinds(node):
            node["type"] = [kind for kind in _kinds(node) if kind != "integer"]


def tolerate_all_integers(schema: Schema) -> None:
    for node in of_kind(schema, "identifier"):
        node["type"] = list(dict.fromkeys([*_kinds(node), "integer"]))


def lose_tolerated_spellings(schema: Schema) -> None:
    for node in nodes(schema):
        if "x-documented-pattern" in node:
            node["pattern"] = node["x-documented-pattern"]


def let_a_newline_pass(schema: Schema) -> None:
    for node in nodes(schema):
        if "pattern" in node:
            node["pattern"] = node["pattern"].replace("(?!\\n)", "")


def lose_elements(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("items", None)


def lose_alternatives(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("anyOf", None)


def one_alternative_in_the_reader(schema: Schema) -> None:
    # What is known of one alternative is demanded of every delivery.
    node = next(node for node in nodes(schema) if node.get("title") in ("Progress", "Place"))
    node["required"] = [next(iter(node["properties"]))]


def believe_in_uris(schema: Schema) -> None:
    for node in of_kind(schema, "text"):
        if "const" not in node:
            node["format"] = "uri"


def believe_in_limits(schema: Schema) -> None:
    for node in nodes(schema):
        if "x-max-length" in node:
            node["maxLength"] = node["x-max-length"]


def forget_which_event(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("const", None)


def demand_what_is_younger(schema: Schema) -> None:
    for node in nodes(schema):
        younger = [name for name, each in node.get("properties", {}).items() if each and "x-required-since" in each]
        if younger:
            node["required"] = [*node.get("required", []), *younger]


def refuse_null_of_what_is_younger(schema: Schema) -> None:
    for node in nodes(schema):
        if "x-required-since" in node and isinstance(node.get("type"), list):
            node["type"] = [kind for kind in node["type"] if kind != "null"]


def forget_what_was_withdrawn(schema: Schema) -> None:
    for node in nodes(schema):
        for name in [name for name, each in node.get("properties", {}).items() if each and "x-until" in each]:
            del node["properties"][name]


def forget_known_keys(schema: Schema) -> None:
    for node in nodes(schema):
        for name in [name for name, each in node.get("properties", {}).items() if each and "x-known-key" in each]:
            del node["properties"][name]


def close_open_lists(schema: Schema) -> None:
    for node in nodes(schema):
        if "x-open-values" in node and "items" not in node:
            node["enum"] = [*node["x-known-values"], None]


def forget_a_known_value(schema: Schema) -> None:
    for node in nodes(schema):
        if len(node.get("enum", ())) > 2:
            # The last one of a list is that of the source code, or of an example.
            node["enum"].remove([value for value in node["enum"] if value][-1])


# Sabotage, the reading it spoils, and the vendors that have what it spoils.
BOTH = ("canvas", "parcel")
SCHEMA_SABOTAGES: list[tuple[Callable[[Schema], None], str, tuple[str, ...]]] = [
    (drop_a_required, "reader", BOTH),
    (drop_a_required, "strict", BOTH),
    (demand_everything, "reader", BOTH),
    (demand_everything, "strict", BOTH),
    (add_null, "reader", BOTH),
    (add_null, "strict", BOTH),
    (refuse_null, "reader", BOTH),
    (refuse_null, "strict", BOTH),
    (close_objects, "reader", BOTH),
    (open_objects, "strict", BOTH),
    (forget_a_field, "reader", BOTH),
    (forget_a_field, "strict", BOTH),
    (integer_as_number, "reader", BOTH),
    (integer_as_number, "strict", BOTH),
    (number_as_integer, "reader", ("parcel",)),
    (number_as_integer, "strict", ("parcel",)),
    (lose_the_offset_rule, "reader", BOTH),
    (lose_timestamp_patterns, "reader", BOTH),
    (lose_timestamp_patterns, "strict", BOTH),
    (lose_known_values, "strict", BOTH),
    (close_known_values, "reader", BOTH),
    (lose_identifier_patterns, "strict", BOTH),
    (demand_identifier_patterns, "reader", BOTH),
    (refuse_empty_identifiers, "strict", ("parcel",)),
    (lose_tolerated_integers, "reader", ("parcel",)),
    (lose_tolerated_integers, "strict", ("parcel",)),
    (tolerate_all_integers, "reader", BOTH),
    (tolerate_all_integers, "strict", BOTH),
    (lose_tolerated_spellings, "reader", BOTH),
    (lose_tolerated_spellings, "strict", ("parcel",)),
    (let_a_newline_pass, "reader", BOTH),
    (let_a_newline_pass, "strict", BOTH),
    (lose_elements, "reader", BOTH),
    (lose_alternatives, "strict", BOTH),
    (one_alternative_in_the_reader, "reader", BOTH),
    (believe_in_uris, "reader", BOTH),
    (believe_in_limits, "reader", ("parcel",)),
    (forget_which_event, "reader", BOTH),
    (demand_what_is_younger, "reader", BOTH),
    (demand_what_is_younger, "strict", BOTH),
    (refuse_null_of_what_is_younger, "reader", BOTH),
    (refuse_null_of_what_is_younger, "strict", BOTH),
    (forget_what_was_withdrawn, "strict", BOTH),
    (forget_known_keys, "strict", BOTH),
    (close_open_lists, "strict", BOTH),
    (forget_a_known_value, "strict", BOTH),
]
SCHEMA_CASES = [
    pytest.param(sabotage, view, vendor, id=f"{vendor}-{view}-{sabotage.__name__}")
    for sabotage, view, vendors in SCHEMA_SABOTAGES
    for vendor in vendors
]


def schema_failures(subject: Subject, readings: dict[str, Validators]) -> Iterator[str]:
    """What the suite has against these schemas of one event; ``parse`` is not asked."""
    package, name = subject.vendor.package, subject.entry.class_name
    yield from verdict_failures(mutations(subject.contract, subject.event), readings, None, package, name)
    yield from example_failures(subject, readings, package)


@pytest.mark.parametrize(("sabotage", "view", "name"), SCHEMA_CASES)
def test_spoiled_schemas_are_noticed(
    sabotage: Callable[[Schema], None], view: str, name: str, vendors: dict[str, Vendor]
) -> None:
    vendor = vendors[name]
    spoiled = 0
    for event in vendor.contract.events:
        whole = event_schema(vendor.contract, event, VIEWS[view])
        schema = copy.deepcopy(whole)
        try:
            sabotage(schema)
        except (IndexError, StopIteration):
            continue  # nothing to spoil in this event
        if schema == whole:
            continue
        spoiled += 1
        failures = schema_failures(Subject(vendor, event), {view: Validators(schema)})
        assert next(failures, None), f"{event}: nobody noticed"
        if spoiled == 2:  # the same mistake in two events is enough, and each takes its time
            break
    assert spoiled, "there was nothing to spoil"


def test_whole_schemas_are_not(subject: Subject) -> None:
    # What is spoiled here is, when whole, what is published; and that has passed all of this elsewhere.
    for view, which in VIEWS.items():
        assert event_schema(subject.contract, subject.event, which) == subject.vendor.schema(subject.event, view)


# -- what check says -------------------------------------------------------------------------------


def forget_since(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("x-required-since", None)


def forget_until(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("x-until", None)


def a_month_late(schema: Schema) -> None:
    for node in nodes(schema):
        if "by" in node.get("x-required-since", {}):
            node["x-required-since"] = {**node["x-required-since"], "by": "2100-01"}


def no_list_at_all(schema: Schema) -> None:
    for node in nodes(schema):
        node.pop("enum", None)


@pytest.mark.parametrize("sabotage", [forget_since, forget_until, a_month_late, no_list_at_all])
@pytest.mark.parametrize("name", BOTH)
def test_what_check_says_of_spoiled_schemas_is_noticed(
    sabotage: Callable[[Schema], None],
    name: str,
    vendors: dict[str, Vendor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vendor = vendors[name]
    runtime = vendor.package._package
    for event in vendor.contract.events:
        views = {f"{event}.json": View.READER, f"strict/{event}.json": View.STRICT}
        whole = {file: event_schema(vendor.contract, event, view) for file, view in views.items()}
        spoiled = copy.deepcopy(whole)
        for schema in spoiled.values():
            sabotage(schema)
        if spoiled == whole:
            continue
        cases = mutations(vendor.contract, event)
        before = set(check_failures(cases, vendor.package.check))  # of payloads that name no event
        with monkeypatch.context() as patch:
            for file, schema in spoiled.items():
                patch.setitem(runtime._readings, file, Reading(json.dumps(schema)))
            # The checker of the package remembers the schemas as they were.
            patch.setattr(runtime, "_checker", Checker(runtime))
            assert set(check_failures(cases, vendor.package.check)) - before, f"{event}: nobody noticed"
        break
    else:
        pytest.fail("there was nothing to spoil")


# -- classes ---------------------------------------------------------------------------------------


def _everywhere(
    contract: Contract,
    *,
    field: Callable[[Field], Field] = lambda field: field,
    scalar: Callable[[Scalar], Scalar] = lambda scalar: scalar,
    tree: Callable[[Object], Object] = lambda tree: tree,
) -> Contract:
    """``contract`` with every field, scalar and object of its shapes and bodies changed."""

    def typed(of: Type) -> Type:
        match of:
            case Scalar():
                return scalar(of)
            case Array():
                return replace(of, items=typed(of.items))
            case Object():
                return whole(of)
        assert_never(of)

    def whole(of: Object) -> Object:
        return tree(replace(of, fields=tuple(field(replace(each, type=typed(each.type))) for each in of.fields)))

    return replace(
        contract,
        shapes={name: replace(shape, tree=whole(shape.tree)) for name, shape in contract.shapes.items()},
        events={name: replace(event, body=whole(event.body)) for name, event in contract.events.items()},
    )


def optional_classes(contract: Contract) -> Contract:
    return _everywhere(contract, field=lambda field: replace(field, nullable="unknown"))


def demanding_classes(contract: Contract) -> Contract:
    plain: dict[str, Any] = {
        "when": None,
        "group": None,
        "in_alternative": False,
        "nullable": "no",
        "evidence": "documented",
    }
    return _everywhere(contract, field=lambda field: replace(field, **plain))


def forgetful_classes(contract: Contract) -> Contract:
    # A field that a property is about cannot be forgotten: nothing would be rendered.
    kept = {predicate.present for shape in contract.shapes.values() for predicate in shape.predicates}

    def forget(tree: Object) -> Object:
        if len(tree.fields) <= 3:
            return tree
        last = [field.name for field in tree.fields if field.name not in kept][-1]
        return replace(tree, fields=tuple(field for field in tree.fields if field.name != last))

    return _everywhere(contract, tree=forget)


def _swapped(contract: Contract, old: ScalarKind, new: ScalarKind) -> Contract:
    return _everywhere(contract, scalar=lambda scalar: replace(scalar, kind=new) if scalar.kind == old else scalar)


def numbers_for_integers(contract: Contract) -> Contract:
    return _swapped(contract, "integer", "number")


def integers_for_numbers(contract: Contract) -> Contract:
    return _swapped(contract, "number", "integer")


def texts_for_booleans(contract: Contract) -> Contract:
    return _swapped(contract, "boolean", "text")


def texts_for_timestamps(contract: Contract) -> Contract:
    return _swapped(contract, "timestamp", "text")


def lists_for_tuples(source: str) -> str:
    return re.sub(r"tuple\[(\w+), \.\.\.\]", r"list[\1]", source)


def naive_timestamps(source: str) -> str:
    source = re.sub(r"(: )Timestamp\b", r"\1datetime", source)
    return source.replace(
        "from dataclasses import dataclass", "from dataclasses import dataclass\nfrom datetime import datetime"
    )


def lost_json_names(source: str) -> str:
    return re.sub(r"\n    _json_names: .*", "", source)


CLASS_SABOTAGES: list[tuple[Callable[[Any], Any], str, tuple[str, ...]]] = [
    (optional_classes, "contract", BOTH),
    (demanding_classes, "contract", BOTH),
    (forgetful_classes, "contract", BOTH),
    (numbers_for_integers, "contract", BOTH),
    (integers_for_numbers, "contract", ("parcel",)),
    (texts_for_booleans, "contract", BOTH),
    (texts_for_timestamps, "contract", BOTH),
    (lists_for_tuples, "source", BOTH),
    (naive_timestamps, "source", BOTH),
    (lost_json_names, "source", ("parcel",)),
]
CLASS_CASES = [
    pytest.param(sabotage, what, vendor, id=f"{vendor}-{sabotage.__name__}")
    for sabotage, what, vendors in CLASS_SABOTAGES
    for vendor in vendors
]


@contextmanager
def package_of(contract: Contract, name: str) -> Iterator[Any]:
    """The package rendered from ``contract`` under another name, importable while the context lasts."""
    contract = replace(contract, catalogue=replace(contract.catalogue, package=name))
    with write.rendered(contract) as directory:
        sys.path.insert(0, str(directory.parent))
        try:
            yield importlib.import_module(name)
        finally:
            sys.path.remove(str(directory.parent))
            for module in [each for each in sys.modules if each.partition(".")[0] == name]:
                del sys.modules[module]


def package_failures(vendor: Vendor, package: Any) -> Iterator[str]:
    """What the suite has against this package, event by event; the schemas are not asked."""
    yield from class_failures(vendor.contract, package)
    yield from behaviour_failures(vendor, package)


def behaviour_failures(vendor: Vendor, package: Any) -> Iterator[str]:
    """What the suite has against what this package does with deliveries."""
    for event, entry in vendor.contract.events.items():
        cases = mutations(vendor.contract, event)
        yield from verdict_failures(cases, {}, package.parse, package, entry.class_name)
        yield from example_failures(Subject(vendor, event), {}, package)


@pytest.mark.parametrize(("sabotage", "what", "name"), CLASS_CASES)
def test_spoiled_classes_are_noticed(
    sabotage: Callable[[Any], Any],
    what: str,
    name: str,
    vendors: dict[str, Vendor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vendor = small(vendors[name])
    render, changed = classes.Classes.source, []

    def spoiled(self: classes.Classes, *arguments: Any) -> str:
        whole = render(self, *arguments)
        spoilt = classes.Classes(sabotage(self.contract)) if what == "contract" else self
        source = render(spoilt, *arguments) if what == "contract" else sabotage(whole)
        changed.append(source != whole)
        return source

    monkeypatch.setattr(classes.Classes, "source", spoiled)
    with package_of(vendor.contract, f"spoiled_{name}_{sabotage.__name__}") as package:
        assert any(changed), "there was nothing to spoil"
        assert next(package_failures(vendor, package), None), "nobody noticed"
        if vendor.name == "canvas":
            # Not by its looks alone: by what it does with deliveries, too.
            assert next(behaviour_failures(vendor, package), None), "nobody noticed what it does"


def small(vendor: Vendor) -> Vendor:
    """The vendor with few events; nothing but the contract is read of it."""
    return replace(vendor, contract=few_events(vendor.contract))


def test_whole_classes_are_not(vendor: Vendor) -> None:
    vendor = small(vendor)
    with package_of(vendor.contract, f"whole_{vendor.name}") as package:
        assert list(package_failures(vendor, package)) == []
