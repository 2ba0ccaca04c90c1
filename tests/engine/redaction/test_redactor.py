"""Redacted deliveries hold nothing personal, are checked as before, and join as before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from eventcontract.model import Scalar, event_root, walk
from eventcontract.runtime.errors import Refusal
from tests.support.canary import (
    CANARY,
    Case,
    deliveries_with_canary,
    events_with_canary,
    mutations_with_canary,
    shows,
)
from tests.support.deliveries import TOKEN, examples, own, places, wrap
from tests.support.mutations import bases, edit, mutations, value_at
from tests.support.redacting import KEY, as_bytes, findings, redactor_of
from tests.support.sampling import Sample
from tests.vendors import Subject, Vendor


def check(vendor: Vendor, case: Case) -> None:
    """Redact a delivery, and look for the canary and at the findings."""
    data = as_bytes(case.delivery)
    if data is None:
        return
    before = findings(vendor, data)
    try:
        redacted = redactor_of(vendor).redact(data)
    except Refusal:
        assert before[0][1] in ("not-json", "too-deep"), case.place
        return
    assert not shows(redacted.decode()), case.place
    assert not shows(json.dumps(redacted.decode(), ensure_ascii=False)), case.place
    assert b"\n" not in redacted
    assert findings(vendor, redacted) == before, case.place


def test_no_canary_is_left_in_events(subject: Subject, record_property: Callable[[str, object], None]) -> None:
    count = 0
    for case in (
        *events_with_canary(subject.contract, subject.event),
        *mutations_with_canary(subject.contract, subject.event),
    ):
        count += 1
        check(subject.vendor, case)
    record_property("count: redacted canaries in events", count)


def test_no_canary_is_left_around_events(vendor: Vendor) -> None:
    for case in deliveries_with_canary(vendor.contract):
        check(vendor, case)


@pytest.mark.costly
def test_findings_stay(subject: Subject, sample: Sample, record_property: Callable[[str, object], None]) -> None:
    redactor = redactor_of(subject.vendor)
    count = 0
    for case in sample.mutations(subject, list(mutations(subject.contract, subject.event))):
        data = as_bytes(case.payload)
        if data is not None:
            count += 1
            before = findings(subject.vendor, data)
            assert findings(subject.vendor, redactor.redact(data)) == before, str(case)
    record_property("count: redacted mutations", count)


JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**70), 2**70)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(some.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.text(some.characters(exclude_categories=["Cs"]), max_size=20), inner, max_size=3)
    ),
    max_leaves=6,
)


def test_findings_stay_whatever_is_sent(vendor: Vendor) -> None:
    spots = [
        (base, path)
        for event in list(vendor.contract.events)[::7]
        for base in bases(vendor.contract, event)[:1]
        for path in [*_paths(base), ("surplus",), (vendor.contract.message.body, "surplus")]
    ]
    rows = own(vendor.contract)

    @settings(max_examples=150)
    @given(some.sampled_from(spots), JSON, some.none() if not rows else some.none() | some.sampled_from(rows))
    def holds(spot: tuple[Any, Any], value: Any, row: Any) -> None:
        base, path = spot
        payload = edit(base, path, value) if path else value
        data = as_bytes(payload if row is None or not isinstance(payload, dict) else wrap(row, payload))
        assert data is not None
        redacted = redactor_of(vendor).redact(data)
        assert findings(vendor, redacted) == findings(vendor, data)
        # Whoever runs it again gets the same bytes, and whoever has another key gets others.
        assert redactor_of(vendor).redact(data) == redacted

    holds()


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    for step, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _paths(each, (*path, step))


def test_examples_join_as_before(vendor: Vendor) -> None:
    """Over all examples: one text, one pseudonym, wherever it occurs; two texts, two."""
    redactor = redactor_of(vendor)
    pseudonyms: dict[Any, Any] = {}
    for event in vendor.contract.events:
        root = event_root(vendor.contract, event)
        for payload in examples(vendor.contract, event):
            redacted = json.loads(redactor.redact(json.dumps(payload).encode()))
            for steps, field in walk(root):
                if not isinstance(field.type, Scalar) or not (field.sensitive or field.person is True):
                    continue
                for path in _matching(payload, steps):
                    before, after = value_at(payload, path), value_at(redacted, path)
                    key = field.type.kind, before if isinstance(before, str) else repr(before)
                    assert pseudonyms.setdefault(key, after) == after
    for kind in {kind for kind, _ in pseudonyms} - {"boolean"}:
        found = [repr(after) for (each, _), after in pseudonyms.items() if each == kind]
        assert len({*found}) == len(found)


def _matching(payload: Any, steps: tuple[str, ...]) -> Iterator[tuple[str | int, ...]]:
    for path in _paths(payload):
        if len(path) == len(steps) and all(step == "*" or step == each for step, each in zip(steps, path, strict=True)):
            yield path


@pytest.mark.parametrize("vendor", ["canvas", "parcel", "ledger"], indirect=True)
def test_harmless_values_stay_byte_for_byte(vendor: Vendor) -> None:
    redactor = redactor_of(vendor)
    count = 0
    for kind, values in {
        "number": ["1.50", "1E+2", "-0.0"],
        "integer": ["12345678901234567890", "13330.0"],
        "boolean": ["true"],
        "text": ['"ab\\u0063"', '"x_y"'],
        "timestamp": ['"2025-03-09 08:15:00 +0100"'],
    }.items():
        for event, base, path, _ in places(vendor.contract, kind):  # type: ignore[arg-type]
            steps = tuple("*" if isinstance(step, int) else step for step in path)
            field = dict(walk(event_root(vendor.contract, event)))[steps]
            if field.sensitive or field.person:
                continue
            for value in values:
                text = json.dumps(edit(base, path, "the place")).replace('"the place"', value)
                assert value.encode() in redactor.redact(text.encode())
                count += 1
            break
    assert count > 3


def test_people_are_replaced_where_a_sibling_says_so(vendors: dict[str, Vendor]) -> None:
    payload = examples(vendors["parcel"].contract, "parcel.weighed")[0]
    redactor = redactor_of(vendors["parcel"])

    def scanner(kind: str) -> str:
        changed = edit(payload, ("from", "class"), kind)
        found: str = json.loads(redactor.redact(json.dumps(changed).encode()))["from"]["scanner"]
        return found

    assert scanner("hub") == "12"
    assert scanner("branch") != "12"


def test_ids_of_people_join_with_and_without_their_part(vendors: dict[str, Vendor]) -> None:
    vendor = vendors["parcel"]
    payload = examples(vendor.contract, "depot.counted")[0]

    def manager(identifier: Any) -> Any:
        changed = edit(payload, ("data", "manager"), identifier)
        return json.loads(redactor_of(vendor).redact(json.dumps(changed).encode()))["data"]["manager"]

    assert manager("4000017") == "4" + manager("17").rjust(6, "0")
    assert manager("5000017") == "5" + manager("17").rjust(6, "0")
    assert manager("17") != "17"
    # As a number, where an old sender forgot the quotes.
    assert str(manager(4000017)) == manager("4000017")


def test_another_key_makes_other_pseudonyms(subject: Subject) -> None:
    for payload in bases(subject.contract, subject.event)[:1]:
        data = json.dumps(payload).encode()
        assert redactor_of(subject.vendor).redact(data) == redactor_of(subject.vendor).redact(data)
        personal = any(
            field.sensitive
            for _, field in walk(event_root(subject.contract, subject.event))
            if isinstance(field.type, Scalar) and field.type.kind == "text"
        )
        if personal:
            assert redactor_of(subject.vendor, KEY[::-1]).redact(data) != redactor_of(subject.vendor).redact(data)


def test_tokens_are_counted(vendor: Vendor) -> None:
    redactor = redactor_of(vendor)
    redacted = redactor.redact(TOKEN.encode())
    assert redactor.signed == 1
    assert findings(vendor, redacted) == findings(vendor, TOKEN.encode())
    assert TOKEN.split(".")[1].encode() not in redacted


@pytest.mark.needs("envelopes")
def test_what_is_around_an_event_is_replaced(vendor: Vendor) -> None:
    payload = next(iter(bases(vendor.contract, next(iter(vendor.contract.events)))))
    for row in own(vendor.contract):
        around = {**wrap(row, payload, identifier="059f36b4"), "requestContext": {"sourceIp": CANARY, "n": [7, True]}}
        redacted = json.loads(redactor_of(vendor).redact(json.dumps(around).encode()))
        if "requestContext" in json.loads(json.dumps(around)):
            assert not shows(json.dumps(redacted))
            assert redacted.keys() == around.keys()
            if row.members:
                continue  # the event is what the envelope holds of it
            assert vendor.package.fingerprint(redacted) == vendor.package.fingerprint(
                json.loads(redactor_of(vendor).redact(json.dumps(payload).encode()))
            )
