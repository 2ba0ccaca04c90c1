"""Every payload example: valid under both readings, decoded into its class, unchanged by encoding."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, assert_never

from eventcontract.model import Array, Object, Scalar, Type, event_root, walk
from eventcontract.schemas.views import View, event_schema
from tests.support.mutations import instant, value_at
from tests.vendors import Subject, Validators

Record = Callable[[str, object], None]


def example_failures(subject: Subject, readings: Any, package: Any) -> list[str]:
    """What is wrong with the examples of one event, under these compiled schemas and this package."""
    found = []
    root = event_root(subject.contract, subject.event)
    for example in subject.entry.examples:
        payload = json.loads(example.text)
        for view, validators in readings.items():
            for validator, accepted in validators.verdicts(payload).items():
                if not accepted:
                    found.append(f"{example.name}: {view} schema under {validator} refuses")
        try:
            event = package.parse(example.text.encode())
            again = package.parse(package.encode(event))
        except package.ContractViolation as error:
            found.append(f"{example.name}: {error}")
            continue
        if type(event).__name__ != subject.entry.class_name:
            found.append(f"{example.name}: parses as {type(event).__name__}")
            continue
        if again != event:
            found.append(f"{example.name}: changed by encoding and parsing again")
        encoded = json.loads(package.encode(event))
        if comparable(root, encoded) != comparable(root, payload):
            found.append(f"{example.name}: encoding loses or changes something")
        found += [f"{example.name}: {place} is not frozen" for place in _mutable(root, event, package)]
    return found


def comparable(of: Type, value: Any) -> Any:
    """``value`` with null members left out and timestamps as points in time: what must survive.

    What no field describes is left as it is.
    """
    if value is None:
        return None
    match of:
        case Scalar():
            return instant(value) if of.kind == "timestamp" else value
        case Array():
            return [comparable(of.items, each) for each in value]
        case Object():
            members = {member.name: member for member in of.fields}
            return (
                value
                if not members
                else {
                    key: comparable(members[key].type, content)
                    for key, content in value.items()
                    if key in members and content is not None
                }
            )
    assert_never(of)


def _mutable(of: Type, event: Any, package: Any) -> list[str]:
    """Where an event holds a list although it is frozen; free-form objects are plain JSON."""
    match of:
        case Scalar():
            return []
        case Array():
            if not isinstance(event, tuple):
                return ["an array"]
            return [place for each in event for place in _mutable(of.items, each, package)]
        case Object():
            return [
                f"{member.name}: {place}"
                for member in of.fields
                if (value := getattr(event, member.attribute, None)) is not None
                for place in _mutable(member.type, value, package)
            ]
    assert_never(of)


def test_examples_hold(subject: Subject, record_property: Record) -> None:
    assert subject.entry.examples
    record_property("count: examples", len(subject.entry.examples))
    assert example_failures(subject, subject.readings, subject.vendor.package) == []


def test_what_is_left_out_of_the_comparison_is_little(subject: Subject) -> None:
    # Examples hold keys that no field describes only inside objects that say they are open.
    def undescribed(of: Type, value: Any) -> list[str]:
        match of:
            case Array() if value is not None:
                return [key for each in value for key in undescribed(of.items, each)]
            case Object() if isinstance(value, dict) and of.fields:
                members = {member.name: member for member in of.fields}
                own = [] if of.open else [key for key in value if key not in members]
                inner = [key for name, each in members.items() for key in undescribed(each.type, value.get(name))]
                return own + inner
            case _:
                return []

    for example in subject.entry.examples:
        assert undescribed(event_root(subject.contract, subject.event), json.loads(example.text)) == []


def test_synthesized_examples_are_what_the_vendor_sends(subject: Subject) -> None:
    sent = Validators(event_schema(subject.contract, subject.event, View.SENT))
    for example in subject.entry.examples:
        if example.origin == "synthesized":
            assert set(sent.verdicts(json.loads(example.text)).values()) == {True}, example.name


def test_published_examples_are_the_files_byte_for_byte(subject: Subject) -> None:
    folder = subject.vendor.directory / "examples" / subject.event
    published = {file.stem: file.read_bytes() for file in folder.iterdir()}
    written = {
        example.name: (subject.vendor.spec / "examples" / subject.event / f"{example.name}.json").read_bytes()
        for example in subject.entry.examples
    }
    assert published == written


def test_examples_stand_in_the_schemas(subject: Subject) -> None:
    examples = [json.loads(example.text) for example in subject.entry.examples]
    assert subject.vendor.schema(subject.event, "reader")["examples"] == examples
    assert subject.vendor.schema(subject.event, "strict")["examples"] == examples


def test_examples_combine_nothing_that_excludes_itself(subject: Subject, record_property: Record) -> None:
    """A key stands only where its condition holds, and only beside the key groups of one origin."""
    root = event_root(subject.contract, subject.event)
    origins = [set(groups) for shape in subject.contract.shapes.values() for groups in shape.origins.values()]
    objects: list[tuple[tuple[str, ...], Object]] = [((), root)]
    objects += [(path, field.type) for path, field in walk(root) if isinstance(field.type, Object) and "*" not in path]
    tried = 0
    for example in subject.entry.examples:
        payload = json.loads(example.text)
        for path, tree in objects:
            try:
                value = value_at(payload, path)
            except KeyError:
                continue  # of another alternative, or not sent
            present = [member for member in tree.fields if value is not None and value.get(member.name) is not None]
            for member in present:
                for sibling, values in member.when.items() if isinstance(member.when, dict) else ():
                    tried += 1
                    assert value[sibling] in values, f"{example.name}: {member.name}"
            groups = {member.group for member in present if member.group is not None}
            assert not groups or any(groups <= origin for origin in origins), f"{example.name}: {groups}"
            forms = [alternative for alternative in tree.alternatives if {*alternative.fields} & {*value}]
            assert len(forms) <= 1, f"{example.name}: {[form.name for form in forms]}"
    record_property("count: keys whose condition was tried", tried)
