"""A contract written as JSON and read back is the same contract."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.model import Contract, dump, event_root, load, walk
from eventcontract.model.names import attribute_name, class_name
from tests.vendors import Vendor


def test_round_trip(vendor: Vendor) -> None:
    text = dump(vendor.contract)
    again = load(text)
    assert again == vendor.contract
    assert dump(again) == text
    # Bytes are read as well: that is what a package holds.
    assert load(text.encode()) == again


def test_the_published_contract_is_the_whole_contract(vendor: Vendor) -> None:
    assert load((vendor.directory / "contract.json").read_bytes()) == vendor.contract


def test_types_survive(vendor: Vendor) -> None:
    # Equality alone would not tell a list from a tuple in a frozen class.
    def check(value: Any) -> int:
        assert not isinstance(value, list) or _in_json
        count = 1
        if dataclasses.is_dataclass(value):
            count += sum(check(getattr(value, member.name)) for member in dataclasses.fields(value) if _typed(member))
        elif isinstance(value, tuple):
            count += sum(map(check, value))
        elif isinstance(value, dict):
            count += sum(map(check, value.values()))
        return count

    _in_json = False
    assert check(load(dump(vendor.contract))) > 500


def _typed(member: dataclasses.Field[Any]) -> bool:
    # Bindings and patches are free-form JSON.
    return "Any" not in str(member.type)


def test_defaults_are_left_out(vendor: Vendor) -> None:
    document = json.loads(dump(vendor.contract))
    fields = [field for shape in document["shapes"].values() for field in shape["tree"]["fields"]]
    assert fields
    for field in fields:
        assert field.get("deprecated") is not False
        assert field.get("values") != []
        assert field.get("evidence") != "documented"


@pytest.mark.parametrize("found", [0, 2, None, "1"])
def test_another_format_is_refused(vendor: Vendor, found: Any) -> None:
    document = {**json.loads(dump(vendor.contract)), "format": found}
    with pytest.raises(ValueError, match="format"):
        load(json.dumps(document))


def test_everything_is_frozen(vendor: Vendor) -> None:
    def classes(value: Any) -> set[type]:
        if dataclasses.is_dataclass(value):
            inner = [classes(getattr(value, member.name)) for member in dataclasses.fields(value)]
            return {type(value)}.union(*inner)
        if isinstance(value, dict):
            return set().union(*map(classes, value.values())) if value else set()
        return set().union(*map(classes, value)) if isinstance(value, tuple) and value else set()

    found = classes(vendor.contract)
    assert Contract in found
    assert all(each.__dataclass_params__.frozen for each in found)  # type: ignore[attr-defined]


def test_the_model_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); import eventcontract.model; "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert loaded - {"eventcontract"} <= set(sys.stdlib_module_names)


def test_pointers(vendor: Vendor) -> None:
    for event in vendor.contract.events:
        places = [path for path, _ in walk(event_root(vendor.contract, event))]
        assert len(set(places)) == len(places)
        for path in places:
            assert pointers.parse(pointers.build(path)) == path
    assert pointers.build(("a/b", "c~d", "")) == "/a~1b/c~0d/"
    assert pointers.parse("/a~1b/c~0d/") == ("a/b", "c~d", "")
    assert pointers.parse("") == ()
    with pytest.raises(ValueError, match="begins with"):
        pointers.parse("a")


def test_the_root_names_its_event(vendor: Vendor) -> None:
    for event in vendor.contract.events:
        constants = [(path, field.const) for path, field in walk(event_root(vendor.contract, event)) if field.const]
        assert constants == [(vendor.contract.message.discriminator, event)]
    with pytest.raises(KeyError):
        event_root(vendor.contract, "no such event")


def test_errata_reach_the_fields_they_name(vendor: Vendor) -> None:
    expected = {
        (event, place, erratum.id)
        for erratum in vendor.contract.errata.values()
        if erratum.effect == "tolerated"
        for event in erratum.events
        for place in erratum.pointers
    }
    found = {
        (event, pointers.build(path), each.id)
        for event in vendor.contract.events
        for path, field in walk(event_root(vendor.contract, event))
        for each in field.errata
    }
    assert found == expected
    for event in vendor.contract.events:
        assert not any(field.errata for _, field in walk(event_root(vendor.contract, event, errata=False)))


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("from", "from_"),
        ("class", "class_"),
        ("service-level", "service_level"),
        ("$ref", "ref"),
        ("_private", "private"),
        ("2nd", "field_2nd"),
        ("a.b", "a_b"),
        ("", "field"),
        ("名前", "field"),
        ("plain", "plain"),
    ],
)
def test_attribute_names(key: str, attribute: str) -> None:
    assert attribute_name(key) == attribute
    assert attribute_name(key).isidentifier()


@pytest.mark.parametrize(
    ("event", "name"), [("a_b", "AB"), ("parcel.sent", "ParcelSent"), ("x:y-z", "XYZ"), ("order2_paid", "Order2Paid")]
)
def test_class_names(event: str, name: str) -> None:
    assert class_name(event) == name
