"""What Schemathesis is given to generate from, and what it makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from eventcontract.model import Object, Scalar, event_root, walk
from eventcontract.testing.vendor.generating import (
    NEW_KEY,
    Operation,
    operations,
    origins_of,
    probing_document,
    satisfy_conditions,
)
from tests.support.lazy import ForEach
from tests.vendors import Subject, Vendor

EXAMPLES = 3
#: What ``check`` may say of a delivery that the vendor could send.
ALLOWED = {"undocumented-field", "undocumented-value", "undocumented-event", "erratum", "tolerated-spelling"}
Operations = dict[str, dict[str, Operation]]


@pytest.fixture(scope="session")
def sparse(vendors: dict[str, Vendor]) -> Operations:
    """The operations of each vendor by event."""
    return ForEach(vendors, lambda vendor: operations(vendor.contract, vendor.contract.events))


@pytest.fixture(scope="session")
def full(vendors: dict[str, Vendor]) -> Operations:
    """Those that have every key that does not depend on anything."""
    return ForEach(vendors, lambda vendor: operations(vendor.contract, vendor.contract.events, full=True))


def drawn(operation: Operation, count: int) -> list[Any]:
    """Bodies that Schemathesis makes for an operation."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def draw(case: Any) -> None:
        found.append(case.body)

    draw()
    return found


@pytest.mark.parametrize("whole", [False, True])
def test_the_document_is_valid_and_has_an_operation_for_each_event(
    vendor: Vendor, whole: bool, sparse: Operations, full: Operations
) -> None:
    document = probing_document(vendor.contract, vendor.contract.events, full=whole)
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    assert list((full if whole else sparse)[vendor.name]) == list(vendor.contract.events)


@pytest.mark.costly
def test_what_is_generated_is_read(
    subject: Subject, sparse: Operations, full: Operations, record_property: Callable[[str, object], None]
) -> None:
    package = subject.vendor.package
    validator = package._package.reading(subject.event)
    root = event_root(subject.contract, subject.event)
    bodies = [
        satisfy_conditions(root, body)
        for each in (sparse, full)
        for body in drawn(each[subject.vendor.name][subject.event], EXAMPLES)
    ]
    for body in bodies:
        assert type(package.parse(body)).__name__ == subject.entry.class_name
        assert validator.accepts(body)
        assert {finding.rule for finding in package.check(body)} <= ALLOWED
    record_property("count: deliveries that Schemathesis made, all read", len(bodies))


def groups_in(tree: Object, value: Any) -> set[str]:
    """The key groups of which ``value`` has a key."""
    return {member.group for member in tree.fields if member.group is not None and member.name in value}


@pytest.mark.needs("origins")
def test_an_event_has_the_keys_of_one_cause(vendor: Vendor, full: Operations) -> None:
    (shape,) = [shape for shape in vendor.contract.shapes.values() if shape.origins]
    seen: set[frozenset[str]] = set()
    for name in list(vendor.contract.events)[:3]:
        root = event_root(vendor.contract, name)
        objects = ((path, field.type) for path, field in walk(root) if isinstance(field.type, Object))
        path, tree = next((path, tree) for path, tree in objects if tree.shape == shape.name)
        allowed = [set(shape.origins[origin]) for origin in origins_of(vendor.contract, name)]
        for body in drawn(full[vendor.name][name], 6):
            value = body
            for step in path:
                value = value[step]
            found = groups_in(tree, value)
            assert any(found <= groups for groups in allowed), name
            seen.add(frozenset(found))
    assert len(seen - {frozenset()}) > 1


def test_null_absence_and_new_keys_occur(vendor: Vendor, sparse: Operations, full: Operations) -> None:
    name = max(vendor.contract.events, key=lambda each: len(vendor.contract.events[each].body.fields))
    place = vendor.contract.message.body
    few, all_of_them = ([body[place] for body in drawn(each[vendor.name][name], 10)] for each in (sparse, full))
    fields = {field.name: field for field in vendor.contract.events[name].body.fields if field.current}
    for field in fields.values():
        if not field.conditional:
            assert all(field.name in body for body in all_of_them), field.name
        if not field.always:
            assert any(field.name not in body for body in few), field.name
    nullable = [field.name for field in fields.values() if field.may_be_null and not field.conditional]
    seen_null = [each for each in nullable if any(body[each] is None for body in all_of_them)]
    seen_value = [each for each in nullable if any(body[each] is not None for body in all_of_them)]
    # Each is null in half of them.
    assert len(seen_null) >= 0.8 * len(nullable)
    assert len(seen_value) >= 0.8 * len(nullable)
    bodies = [*few, *all_of_them]
    assert any(NEW_KEY in body for body in bodies)
    assert any(NEW_KEY not in body for body in bodies)
    assert all(set(body) <= {*fields, NEW_KEY} for body in bodies)


def test_a_key_that_needs_another_value_is_not_there(vendors: dict[str, Vendor]) -> None:
    contract = vendors["parcel"].contract
    root = event_root(contract, "parcel.sent")
    event = json.loads(contract.events["parcel.sent"].examples[0].text)
    plain, mixed = ({"packing": packing, "share": 0.5, "new": 1} for packing in ("plain", "mixed"))
    event["data"]["items"] = [plain, mixed]
    assert satisfy_conditions(root, event)["data"]["items"] == [{"packing": "plain", "new": 1}, mixed]
    assert satisfy_conditions(root, {**event, "data": "text", "new": [{"share": 1}]})["new"] == [{"share": 1}]


def test_known_values_are_frequent_and_never_the_only_ones(vendors: dict[str, Vendor], full: Operations) -> None:
    bodies = drawn(full["parcel"]["parcel.sent"], 20)
    known = sum(body["from"]["class"] in ("hub", "branch") for body in bodies)
    assert len(bodies) // 5 < known < len(bodies)
    kind = vendors["parcel"].contract.shapes["Depot"].tree.member("class").type
    assert isinstance(kind, Scalar)
    assert kind.values == ("hub", "branch")


def test_the_vendors_own_words_are_plain_and_texts_are_not(full: Operations) -> None:
    bodies = drawn(full["canvas"]["course_created"], 20)
    producers = [body["metadata"]["producer"] for body in bodies if "producer" in body["metadata"]]
    assert producers
    assert all(re.fullmatch("[ -~]{1,40}", producer) for producer in producers)
    names = [body["body"].get("name") or "" for body in bodies]
    assert any(not name.isascii() for name in names)
    assert not any("\0" in name for name in names)
