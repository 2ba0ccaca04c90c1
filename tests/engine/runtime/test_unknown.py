"""``UnknownEvent``: every common member is there, whatever its type and whatever it is called."""

from __future__ import annotations

import dataclasses
import json
import typing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from eventcontract.model.names import attribute_name
from tests.support.deliveries import renamed, text_of
from tests.support.mutations import bases
from tests.support.specs import made
from tests.vendors import Vendor

FIELDS = {
    "tags": {"type": "array", "items": "word"},
    "times": {"type": "array", "items": "time"},
    "places": {"type": "array", "items": "Place"},
    "place": {"type": "Place"},
    "day": {"type": "day"},
    "count": {"type": "count"},
    "name": {"type": "word"},
    "name_": {"type": "word"},
    "delivery": {"type": "count"},
}
CHANGES: dict[str, Any] = {
    "message": {"fields": {name: {"nullable": True, "description": "x.", **field} for name, field in FIELDS.items()}},
    "types": {
        "time": {"kind": "timestamp", "description": "A time."},
        "day": {"kind": "date", "description": "A day."},
        "count": {"kind": "integer", "description": "A count."},
    },
    "shapes": {
        "Place": {
            "description": "A place.",
            "fields": {"city": {"type": "word", "nullable": True, "description": "The city."}},
        }
    },
}
#: The attributes of the members that are called like what the class holds itself.
ATTRIBUTES = {
    "name": "name_",
    "name_": "name__",
    "delivery": "delivery_",
}
PAYLOAD: dict[str, Any] = {
    "kind": "thing.new",
    "data": {"a": 1},
    "tags": ["urgent", "late"],
    "times": ["2025-03-09T08:15:00Z", "2025-03-09 00:15:00 -0800"],
    "places": [{"city": "Oslo", "surplus": 1}, {}],
    "place": {"city": "Rome"},
    "day": "2025-03-09",
    "count": 3,
    "name": "Ann",
    "name_": "Bob",
    "delivery": 7,
}


@pytest.fixture(scope="module")
def made_vendor(tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    """A vendor with every kind of common member, some of them called like what the class holds itself."""
    return made(tmp_path_factory.mktemp("made"), CHANGES, {"thing.done": {**PAYLOAD, "kind": "thing.done"}})


def test_members_of_every_type_are_read(made_vendor: Vendor) -> None:
    event = made_vendor.package.parse(json.dumps(PAYLOAD))
    moment = datetime(2025, 3, 9, 8, 15, tzinfo=UTC)
    assert type(event) is made_vendor.package.UnknownEvent
    assert event.tags == ("urgent", "late")
    assert event.times == (moment, moment)
    assert [place.city for place in event.places] == ["Oslo", None]
    assert (event.place.city, event.day, event.count) == ("Rome", date(2025, 3, 9), 3)
    assert event.data == {"a": 1}


def test_a_member_keeps_its_value_though_the_class_holds_one_of_that_name(made_vendor: Vendor) -> None:
    delivery = json.dumps(PAYLOAD)
    event = made_vendor.package.parse(delivery)
    assert (event.name, event.name_, event.name__) == ("thing.new", "Ann", "Bob")
    assert event.delivery is delivery
    assert event.delivery_ == 7
    assert "Ann" not in repr(event)
    assert made_vendor.package.parse(json.dumps({**PAYLOAD, "kind": "thing.done"})).name == "Ann"


def readable(kind: str, value: Any) -> bool:
    """Whether ``value`` can be read as a ``kind`` of :data:`CHANGES`."""
    return {
        "word": type(value) is str,
        "count": type(value) is int,
        "day": value == "2025-03-09",
        "time": value == "2025-03-09T08:15:00Z",
        "Place": type(value) is dict,
    }[kind]


VALUES: list[Any] = [None, True, 7, 1.5, "x", "2025-03-09", "2025-03-09T08:15:00Z", "2025-W10-7", {}, {"city": 1}]


@pytest.mark.parametrize("key", FIELDS)
@pytest.mark.parametrize("value", [*VALUES, [], [[]], *([value] for value in VALUES), ["x", 1]])
def test_what_cannot_be_read_is_none(made_vendor: Vendor, key: str, value: Any) -> None:
    event = made_vendor.package.parse(json.dumps({**PAYLOAD, key: value}))
    assert type(event) is made_vendor.package.UnknownEvent
    members = {key: getattr(event, ATTRIBUTES.get(key, key)) for key in FIELDS}
    kind = FIELDS[key].get("items", FIELDS[key]["type"])
    if FIELDS[key]["type"] == "array":
        expected = isinstance(value, list) and all(readable(kind, each) for each in value)
        assert not expected or len(members[key]) == len(value)
    else:
        expected = readable(kind, value)
    assert (members[key] is not None) == expected
    assert all(members[other] is not None for other in FIELDS.keys() - {key})


def test_a_member_may_be_called_like_what_annotations_mean(tmp_path: Path) -> None:
    # In the body of a class, such a member would hide the type of those after it.
    names = ("str", "tuple", "dict", "frozenset", "Any", "Timestamp")
    word = {"type": "word", "nullable": True, "description": "x."}
    fields = {**dict.fromkeys(names, word), **CHANGES["message"]["fields"]}
    payload = {**dict.fromkeys(names, "a word"), **PAYLOAD}
    done = {**payload, "kind": "thing.done"}
    vendor = made(tmp_path, {**CHANGES, "message": {"fields": fields}}, {"thing.done": done})
    event = vendor.package.parse(json.dumps(payload))
    assert type(event) is vendor.package.UnknownEvent
    assert [getattr(event, f"{name}_") for name in names] == ["a word"] * len(names)
    assert event.tags == ("urgent", "late")
    assert type(vendor.package.parse(json.dumps(done))).__name__ == "ThingDone"


def test_the_member_that_names_the_event_may_be_called_name(tmp_path: Path) -> None:
    word = {"type": "word", "nullable": False, "description": "What happened."}
    changes = {"message": {"discriminator": ["name"], "fields": {"kind": None, "name": word}}}
    vendor = made(tmp_path, changes, {"thing.done": {"name": "thing.done", "data": {}}})
    assert vendor.package.parse(b'{"name": "thing.new", "data": {"a": 1}}').name == "thing.new"
    assert [each.name for each in dataclasses.fields(vendor.package.UnknownEvent)] == ["name", "data", "delivery"]


def test_an_unknown_event_has_the_types_of_every_other(vendor: Vendor) -> None:
    package, contract = vendor.package, vendor.contract
    event_class = getattr(package, next(iter(package.EVENTS.values())))
    hints, unknown = typing.get_type_hints(event_class), typing.get_type_hints(package.UnknownEvent)
    for member in contract.message.tree.fields:
        attribute = attribute_name(member.name)
        if member.name != contract.message.body:
            assert unknown[attribute] in (hints[attribute], hints[attribute] | None), attribute


def test_nothing_readable_is_lost(vendor: Vendor) -> None:
    contract, package = vendor.contract, vendor.package
    for name in list(contract.events)[:3]:
        for base in bases(contract, name):
            known = package.parse(text_of(base))
            unknown = package.parse(text_of(renamed(contract, base, "something_new")))
            for member in contract.message.tree.fields:
                attribute = attribute_name(member.name)
                if member.name not in (contract.message.body, contract.message.discriminator[0]):
                    assert getattr(unknown, attribute) == getattr(known, attribute)
