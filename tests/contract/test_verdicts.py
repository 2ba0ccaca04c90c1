"""The table of verdicts: every row, for every event and every field, under both validators and ``parse``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import jsonpatch
import pytest

from eventcontract import pointers
from eventcontract.model import Contract, Erratum, event_root, walk
from eventcontract.runtime.explain import Reading
from eventcontract.schemas.views import View, event_schema
from tests.support.mutations import (
    APPLIES,
    check_failures,
    expected_places,
    mutations,
    value_at,
    verdict_failures,
)
from tests.support.sampling import Sample
from tests.vendors import Subject, Validators, Vendor, contract_of

Record = Callable[[str, object], None]


def test_every_row_bites(subject: Subject, sample: Sample, record_property: Record) -> None:
    cases = mutations(subject.contract, subject.event)
    counts = Counter(case.rule for case in cases)
    for rule, count in counts.items():
        record_property(f"count: mutations, {rule}", count)
    record_property("count: mutations", counts.total())
    package, name = subject.vendor.package, subject.entry.class_name
    fast, slow = (
        {view: each.only(validator) for view, each in subject.readings.items()}
        for validator in ("jsonschema-rs", "jsonschema")
    )
    failures = list(verdict_failures(cases, fast, package.parse, package, name))
    # jsonschema takes fifty times as long as jsonschema-rs.
    chosen = sample.mutations(subject, cases)
    record_property("count: mutations under a second validator", len(chosen))
    failures += verdict_failures(chosen, slow, None, package, name)
    assert not failures, f"{len(failures)} of {len(cases)}:\n" + "\n".join(failures[:40])


def test_check_says_what_the_table_says(subject: Subject, record_property: Record) -> None:
    # One payload for each row and place. Every event has the same metadata, so that one event's are enough.
    named, *_ = discriminator = subject.contract.message.discriminator
    first = subject.event == next(iter(subject.contract.events))
    places = {
        (case.rule, case.place): case
        for case in mutations(subject.contract, subject.event)
        if first or case.path[:1] != (named,)
        # Without a text there, nothing names an event, and no contract is asked.
        if case.path != discriminator[: len(case.path)]
        or case.rule not in ("required-missing", "required-null", "wrong-type")
    }
    record_property("count: rows and places checked", len(places))
    assert list(check_failures(places.values(), subject.vendor.package.check)) == []


def test_every_row_is_tried_on_every_field_it_concerns(subject: Subject) -> None:
    tried = {(case.rule, case.place) for case in mutations(subject.contract, subject.event)}
    expected = expected_places(subject.contract, subject.event)
    assert sorted(expected - tried) == []
    assert sorted(tried - expected) == []


KEYS = {"known-key", "known-key-withdrawn", "unknown-key", "unknown-key-open"}


def test_every_rule_is_tried_somewhere() -> None:
    # A rule that no vendor's event meets tests nothing.
    tried = {
        case.rule
        for vendor in ("canvas", "parcel")
        for event in contract_of(vendor).events
        for case in mutations(contract_of(vendor), event)
    }
    assert sorted({*APPLIES, *KEYS, "unknown-event", "maximal"} - tried) == []


def test_unknown_keys_are_tried_at_every_level() -> None:
    levels = {
        len(case.path)
        for case in mutations(contract_of("parcel"), "parcel.sent")
        if case.rule == "unknown-key" and case.path != ()
    }
    # The root, the body, an object in it, an element of an array in it.
    assert levels == {1, 2, 3, 4}


def _without(contract: Contract, erratum: Erratum) -> Contract:
    return replace(contract, errata={name: each for name, each in contract.errata.items() if name != erratum.id})


def _witnesses(contract: Contract, effect: str) -> Iterator[tuple[Erratum, str, Any]]:
    """(erratum, event as the payload names it, payload) for every witness of the errata with ``effect``."""
    for erratum in contract.errata.values():
        for witness in erratum.witnesses if erratum.effect == effect else ():
            example = next(each for each in contract.events[witness.event].examples if each.name == witness.example)
            payload = jsonpatch.apply_patch(json.loads(example.text), [dict(each) for each in witness.patch])
            named = value_at(payload, contract.message.discriminator)
            assert named in erratum.events, f"{erratum.id}: the witness names itself {named}"
            yield erratum, named, payload


def _verdicts(contract: Contract, event: str, payload: Any) -> dict[View, set[bool]]:
    return {
        view: set(Validators(event_schema(contract, event, view)).verdicts(payload).values())
        for view in (View.READER, View.STRICT)
    }


@pytest.mark.needs("errata")
def test_without_a_tolerated_erratum_its_witness_is_refused(
    vendor: Vendor, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract, runtime = vendor.contract, vendor.package._package
    seen = set()
    for erratum, event, payload in _witnesses(contract, "tolerated"):
        seen.add(erratum.id)
        assert _verdicts(contract, event, payload) == {View.READER: {True}, View.STRICT: {True}}, erratum.id
        vendor.package.parse(json.dumps(payload))
        assert erratum.id in {finding.erratum for finding in vendor.package.check(payload)}
        # An integer is refused by every reading, another spelling only by the documented one.
        refused_by_reader = erratum.tolerates == "integer"
        bare = _without(contract, erratum)
        verdicts = _verdicts(bare, event, payload)
        assert verdicts == {View.READER: {not refused_by_reader}, View.STRICT: {False}}, erratum.id
        schema = json.dumps(event_schema(bare, event, View.READER))
        with monkeypatch.context() as patch:
            patch.setitem(runtime._readings, f"{event}.json", Reading(schema))
            if refused_by_reader:
                with pytest.raises(vendor.package.ContractViolation):
                    vendor.package.parse(json.dumps(payload))
            else:
                vendor.package.parse(json.dumps(payload))
    record_property(f"count: tolerated errata, {vendor.name}", len(seen))
    assert seen == {name for name, erratum in contract.errata.items() if erratum.effect == "tolerated"}
    assert seen


@pytest.mark.needs("errata")
def test_a_refused_erratum_is_refused_and_named(vendor: Vendor, record_property: Record) -> None:
    contract = vendor.contract
    seen = set()
    for erratum, event, payload in _witnesses(contract, "refused"):
        seen.add(erratum.id)
        for each in (contract, _without(contract, erratum)):
            assert _verdicts(each, event, payload) == {View.READER: {False}, View.STRICT: {False}}, erratum.id
        with pytest.raises(vendor.package.ContractViolation) as caught:
            vendor.package.parse(json.dumps(payload))
        assert erratum.id in {violation.erratum for violation in caught.value.violations}
        assert erratum.id in {finding.erratum for finding in vendor.package.check(payload)}
    record_property(f"count: refused errata, {vendor.name}", len(seen))
    assert seen == {name for name, erratum in contract.errata.items() if erratum.effect == "refused"}
    assert seen


@pytest.mark.needs("errata")
def test_places_of_errata_exist(vendor: Vendor, record_property: Record) -> None:
    contract = vendor.contract
    count = 0
    for erratum in contract.errata.values():
        for event in erratum.events:
            places = {pointers.build(path) for path, _ in walk(event_root(contract, event))}
            count += len(erratum.pointers)
            assert places.issuperset(erratum.pointers), erratum.id
    record_property(f"count: places of errata, {vendor.name}", count)
    assert count
