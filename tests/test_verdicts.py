"""The table of verdicts: every row, for every event and every field, under both validators and ``parse``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from eventcontract.model import Contract
from eventcontract.render.jsonschema import View, event_schema
from tests.mutations import APPLIES, expected_places, mutations, patched, verdict_failures
from tests.vendors import Subject, Validators, Vendor, contract_of

Record = Callable[[str, object], None]


def test_every_row_bites(subject: Subject, record_property: Record) -> None:
    cases = mutations(subject.contract, subject.event)
    counts = Counter(case.rule for case in cases)
    for rule, count in counts.items():
        record_property(f"count: mutations, {rule}", count)
    record_property("count: mutations", counts.total())
    failures = verdict_failures(
        cases, subject.readings, subject.vendor.package.parse, subject.vendor.package, subject.entry.class_name
    )
    assert not failures, f"{len(failures)} of {len(cases)}:\n" + "\n".join(failures[:40])


def test_every_row_is_tried_on_every_field_it_concerns(subject: Subject) -> None:
    tried = {(case.rule, case.place) for case in mutations(subject.contract, subject.event)}
    expected = expected_places(subject.contract, subject.event)
    assert sorted(expected - tried) == []
    assert sorted(tried - expected) == []


def test_every_rule_is_tried_somewhere() -> None:
    # A rule that no vendor's event meets tests nothing.
    tried = {
        case.rule
        for vendor in ("canvas", "parcel")
        for event in contract_of(vendor).events
        for case in mutations(contract_of(vendor), event)
    }
    assert sorted({*APPLIES, "unknown-key", "unknown-key-open", "unknown-event", "maximal"} - tried) == []


def test_unknown_keys_are_tried_at_every_level() -> None:
    levels = {
        len(case.path)
        for case in mutations(contract_of("parcel"), "parcel.sent")
        if case.rule == "unknown-key" and case.path != ()
    }
    # The root, the body, an object in it, an element of an array in it.
    assert levels == {1, 2, 3, 4}


def _without_errata(contract: Contract) -> Contract:
    return replace(contract, errata={})


def test_witnesses_show_their_errata(vendor: Vendor, record_property: Record) -> None:
    contract = vendor.contract
    count = 0
    for erratum in contract.errata.values():
        for witness in erratum.witnesses:
            count += 1
            event = contract.events[witness.event]
            example = next(each for each in event.examples if each.name == witness.example)
            payload = patched(json.loads(example.text), witness.patch)
            with_it = Validators(event_schema(contract, witness.event, View.DOCUMENTED)).verdicts(payload)
            without = Validators(event_schema(_without_errata(contract), witness.event, View.DOCUMENTED))
            assert set(without.verdicts(payload).values()) == {False}, f"{erratum.id}: accepted without it"
            accepted = erratum.effect == "tolerated"
            assert set(with_it.values()) == {accepted}, f"{erratum.id}: {with_it}"
            if accepted:
                vendor.package.parse(json.dumps(payload))
    record_property(f"count: witnesses of errata, {vendor.name}", count)
    assert count == sum(len(erratum.witnesses) for erratum in contract.errata.values())


def test_a_refused_erratum_is_named(vendor: Vendor) -> None:
    contract = vendor.contract
    for erratum in contract.errata.values():
        if erratum.effect != "refused":
            continue
        for witness in erratum.witnesses:
            event = contract.events[witness.event]
            example = next(each for each in event.examples if each.name == witness.example)
            payload = patched(json.loads(example.text), witness.patch)
            with pytest.raises(vendor.package.ContractViolation) as caught:
                vendor.package.parse(json.dumps(payload))
            assert erratum.id in {violation.erratum for violation in caught.value.violations}
