"""Nothing of an accepted payload is lost: every leaf is in the event or in ``extras``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract.model import Array, Object, Type, event_root
from eventcontract.runtime import ContractViolation, Record
from tests.support.deliveries import examples, has, own, renamed, text_of, wrap
from tests.support.mutations import Path, bases, edit, mutations, value_at
from tests.vendors import Subject, Vendor

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, value) of everything in decoded JSON that holds nothing else."""
    if isinstance(value, dict) and value:
        for key, content in value.items():
            yield from leaves(content, (*path, key))
    elif isinstance(value, list) and value:
        for index, content in enumerate(value):
            yield from leaves(content, (*path, index))
    else:
        yield path, value


def unpointed(pointer: str, payload: Any) -> Path:
    """The path of a JSON Pointer into ``payload``."""
    path: Path = ()
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        path = (*path, int(step) if isinstance(value_at(payload, path), list) else step)
    return path


MISSING = object()


def held(event: Any, path: Path) -> Any:
    """What the event holds at a path of the payload, :data:`MISSING` if it has no such member."""
    for step in path:
        if isinstance(event, Record):
            members = fields(event)  # type: ignore[arg-type]
            names = {event._json_names.get(member.name, member.name): member.name for member in members}
            if step not in names:
                return MISSING
            event = getattr(event, names[str(step)])
        elif isinstance(event, (dict, list, tuple)):
            event = event[step]  # type: ignore[index]
        else:
            return MISSING
    return event


def same(found: Any, sent: Any) -> bool:
    """Whether a member of an event is what was sent, in another type perhaps."""
    if isinstance(found, Record):
        return bool(sent == {})
    if isinstance(found, tuple):
        return bool(sent == [])
    if isinstance(found, date):
        return isinstance(sent, str) and sent.startswith(f"{found.year:04}-{found.month:02}-{found.day:02}")
    if isinstance(found, float) and not isinstance(sent, bool) and isinstance(sent, (int, float)):
        return found == float(sent)
    if isinstance(found, str) and isinstance(sent, (int, float)) and not isinstance(sent, bool):
        return found == str(int(sent))
    return bool(found == sent) and isinstance(found, bool) == isinstance(sent, bool)


def lost(package: Any, payload: Any) -> list[Path]:
    """The leaves of ``payload`` that are neither in its event nor in ``extras``, or in both."""
    event, extras = package.parse(payload), package.extras(payload)
    above = {unpointed(pointer, payload) for pointer in extras}
    for pointer, value in extras.items():
        assert value_at(payload, unpointed(pointer, payload)) == value
    result = []
    for path, sent in leaves(payload):
        outside = any(path[: len(start)] == start for start in above)
        found = held(event, path)
        if outside == (found is not MISSING and same(found, sent)):
            result.append(path)
    return result


def test_no_leaf_of_any_kind_of_mutation_is_lost(
    subject: Subject, record_property: Callable[[str, object], None]
) -> None:
    count, seen = 0, set()
    for case in mutations(subject.contract, subject.event):
        if case.reader and case.rule != "unknown-event" and (case.rule, case.path[0:1]) not in seen:
            # One of each rule in each part of the event: all of them take minutes.
            seen.add((case.rule, case.path[0:1]))
            count += 1
            assert lost(subject.vendor.package, case.payload) == [], str(case)
    record_property("count: accepted payloads of which nothing is lost", count)
    assert count


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_leaf_is_lost(vendor: Vendor, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(vendor.contract.events)))
    payload = data.draw(st.sampled_from(bases(vendor.contract, name)))
    objects = [path for path in all_paths(payload) if isinstance(value_at(payload, path), dict)]
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(objects))
        key = data.draw(st.text(max_size=6) | st.sampled_from(["a/b", "~", "~1", "", "0", "class"]))
        payload = edit(payload, (*path, key), data.draw(VALUES))
        objects = [path for path in objects if has(payload, path) and isinstance(value_at(payload, path), dict)]
    try:
        vendor.package.parse(payload)
    except ContractViolation:
        return  # a key that means something, with what it cannot hold
    assert lost(vendor.package, payload) == []
    assert vendor.package.extras(text_of(payload)) == vendor.package.extras(payload)


def all_paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in decoded JSON, the root first."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, content in members:
        yield from all_paths(content, (*path, key))


def type_at(tree: Object, path: Path) -> Object | None:
    """The object at ``path``; ``None`` inside an object whose members nobody describes."""
    of: Type = tree
    for step in path:
        match of:
            case Array():
                of = of.items
            case Object() if of.fields:
                of = of.member(str(step)).type
            case _:
                return None
    assert isinstance(of, Object)
    return of


def test_a_key_too_many_is_found_in_every_object(subject: Subject) -> None:
    package = subject.vendor.package
    root = event_root(subject.contract, subject.event)
    for base in bases(subject.contract, subject.event):
        for path in all_paths(base):
            if not isinstance(value_at(base, path), dict):
                continue
            of = type_at(root, path)
            found = package.extras(edit(base, (*path, "a/b~c"), None))
            pointer = "".join(f"/{step}" for step in (*path, "a~1b~0c"))
            if path == (subject.contract.message.body,) and of is not None and not of.fields:
                assert found in ({}, {pointer: None})  # an empty body is a class too
            else:
                # Nobody knows what a free-form object may hold, nor what is in it.
                assert found == ({} if of is None or of.free else {pointer: None})


def test_an_event_as_documented_has_no_extras(subject: Subject) -> None:
    for payload in bases(subject.contract, subject.event):
        assert subject.vendor.package.extras(payload) == {}


def test_an_unknown_event_holds_its_delivery(vendor: Vendor) -> None:
    payload = renamed(vendor.contract, examples(vendor.contract, next(iter(vendor.contract.events)))[0], "new")
    delivery = {**payload, "surplus": [1]}
    assert vendor.package.extras(delivery) == {}
    assert vendor.package.parse(delivery).delivery is delivery


# -- keys of a delivery that belong to no event --------------------------------------------------------


@pytest.mark.needs("message keys")
@pytest.mark.parametrize("value", [{"id": "7f0a2b61", "owner_id": "tool:1"}, "text", [1], None])
def test_known_keys_beside_the_members_of_an_event(vendor: Vendor, value: Any) -> None:
    """They say how the event came: ``extras`` has them; hash, class and what is encoded do not."""
    package, contract = vendor.package, vendor.contract
    keys = [key.name for key in contract.message.tree.keys]
    assert keys
    for name in contract.events:
        payload = json.loads(contract.events[name].examples[0].text)
        for key in keys:
            delivered = {**payload, key: value}
            assert package.check(delivered) == package.check(payload)
            assert package.parse(delivered) == package.parse(text_of(delivered)) == package.parse(payload)
            assert (
                package.fingerprint(delivered)
                == package.fingerprint({**payload, key: 1})
                == package.fingerprint(payload)
            )
            assert package.extras(delivered) == {**package.extras(payload), f"/{key}": value}
            assert json.dumps(key) not in package.encode(package.parse(delivered)).decode()
            for row in own(contract):
                if row.content is not None or key in row.members:
                    kept = {member: each for member, each in delivered.items() if member in (row.members or delivered)}
                    found = package.extras(wrap(row, kept))
                    # An envelope that has members has no place for what is null.
                    assert found.get(f"/{key}", None) == value, row.name
    for key in keys:
        assert f"``{key}``" in package.encode.__doc__
        assert f"``{key}``" in package.fingerprint.__doc__
        assert f"/{key}" in package.extras({**payload, key: value})


def test_every_envelope_made_of_members_has_a_place_for_known_keys(vendor: Vendor) -> None:
    contract = vendor.contract
    for row in contract.envelopes.values():
        if row.members and {member.name for member in contract.message.tree.fields if member.required} <= set(
            row.members
        ):
            assert {key.name for key in contract.message.tree.keys} <= set(row.members), row.name
