"""What deliveries hold appears in nothing that is printed, logged or reported, unless it was asked for."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eventcontract.runtime import ContractViolation, Finding, Parsed, records
from eventcontract.runtime.rules import Rule
from tests.support.canary import (
    CANARY,
    Case,
    deliveries_with_canary,
    events_with_canary,
    mutations_with_canary,
    shows,
)
from tests.support.deliveries import examples, own, wrap
from tests.support.mutations import bases, edit
from tests.vendors import Subject, Vendor


def everything_said(package: Any, delivery: Any) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that anybody may print, log or report of a delivery."""
    try:
        outcome = package.parse(delivery)
    except ContractViolation as violation:
        yield from said_of(violation)
        outcome = violation
    else:
        yield "repr(event)", repr(outcome)
        yield "str(event)", str(outcome)
        yield "logged event", logged(lambda logger: logger.warning("got %s and %r", outcome, outcome))
        other = next(name for name in package.EVENTS.values() if name != type(outcome).__name__)
        try:
            package.parse(delivery, expect=getattr(package, other))
        except ContractViolation as violation:
            yield from said_of(violation)
        else:
            raise AssertionError("an unexpected event was expected")
    findings = package.check(delivery)
    for finding in findings:
        yield f"str({finding.rule})", str(finding)
        yield f"repr({finding.rule})", repr(finding)
        yield f"dict of {finding.rule}", json.dumps(finding.to_dict(), ensure_ascii=False)
    for helper in (package.extras, package.fingerprint):
        try:
            helper(delivery)
        except ContractViolation as violation:
            yield from said_of(violation)
    batch = package.parse_batch([delivery])
    yield "repr(batch)", repr(batch)
    yield "str(batch)", str(batch)
    for result in batch:
        yield "repr(parsed)", repr(result)
        yield "str(parsed)", str(result)
        assert isinstance(result, Parsed)
    try:
        package.parse_batch({"surplus": delivery})
    except ContractViolation as violation:
        yield from said_of(violation)
    try:
        batch.response()
    except ValueError as error:
        yield "answer", traceback_of(error)


def said_of(violation: ContractViolation) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that may be printed of a violation."""
    yield "str(violation)", str(violation)
    yield "repr(violation)", repr(violation)
    yield "args", repr(violation.args)
    yield "traceback", traceback_of(violation)
    yield "to_dict()", json.dumps(violation.to_dict(), ensure_ascii=False)
    yield "logged", logged(lambda logger: logger.error("failed: %s %r", violation, violation, exc_info=violation))
    for finding in violation.violations:
        yield "violations", f"{finding} {finding!r}"
    chain: list[BaseException | None] = [violation.__cause__, violation.__context__]
    while chain:
        error = chain.pop()
        if error is not None:
            yield "context", f"{error} {error!r} {error.args!r}"
            chain += [error.__cause__, error.__context__]
    try:
        copy = pickle.loads(pickle.dumps(violation))
    except (TypeError, pickle.PicklingError, AttributeError):
        # The delivery itself cannot be pickled: it holds what is no JSON.
        return
    assert copy.violations == violation.violations
    assert copy.event == violation.event
    assert type(copy) is type(violation)
    yield "pickled", f"{copy} {copy!r} {copy.args!r} {copy.to_dict()}"


def traceback_of(error: BaseException) -> str:
    """The traceback with all contexts, as it is printed."""
    return "".join(traceback.format_exception(error))


def logged(log: Callable[[logging.Logger], None]) -> str:
    """What a logger writes."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(message)s").format(record))

    logger = logging.Logger("test")
    logger.addHandler(Handler())
    log(logger)
    return "\n".join(lines)


def leaks(package: Any, case: Case) -> list[str]:
    """Where the canary shows."""
    return [
        f"{case.place}: {where}: {text[:300]}" for where, text in everything_said(package, case.delivery) if shows(text)
    ]


@pytest.mark.costly
def test_nothing_in_an_event_shows(subject: Subject, record_property: Callable[[str, object], None]) -> None:
    count = 0
    for case in events_with_canary(subject.contract, subject.event):
        count += 1
        assert leaks(subject.vendor.package, case) == []
    for case in mutations_with_canary(subject.contract, subject.event):
        count += 1
        assert leaks(subject.vendor.package, case) == []
    record_property("count: canaries in events", count)


def test_nothing_around_an_event_shows(vendor: Vendor, record_property: Callable[[str, object], None]) -> None:
    count, rules = 0, set()
    for case in deliveries_with_canary(vendor.contract):
        count += 1
        rules |= {finding.rule for finding in vendor.package.check(case.delivery)}
        assert leaks(vendor.package, case) == []
    record_property("count: canaries around events", count)
    always = {"not-json", "too-deep", "not-an-event", "signed-delivery", "undocumented-event"}
    foreign = any(envelope.foreign for envelope in vendor.contract.envelopes.values())
    assert rules >= always | ({"foreign-envelope"} if foreign else set())


def test_every_rule_was_crossed_with_the_canary(vendors: dict[str, Vendor]) -> None:
    # The first is in everything_said, for each event, the last is of files (tests/engine/cli/test_check.py), and the
    # others hold nothing but numbers (test_limits.py).
    rules = {"unexpected-event", "too-large", "more-findings", "no-deliveries"}
    for vendor in vendors.values():
        for name in vendor.contract.events:
            for case in (*events_with_canary(vendor.contract, name), *mutations_with_canary(vendor.contract, name)):
                rules |= {finding.rule for finding in vendor.package.check(case.delivery)}
        for case in deliveries_with_canary(vendor.contract):
            rules |= {finding.rule for finding in vendor.package.check(case.delivery)}
    assert rules == {rule.id for rule in Rule}


def test_values_show_when_they_are_asked_for(vendor: Vendor) -> None:
    contract, package = vendor.contract, vendor.package
    shown = Counter[str]()
    for name in contract.events:
        for case in events_with_canary(contract, name):
            findings: list[Finding] = package.check(case.delivery, show_values=True)
            hidden = package.check(case.delivery)
            assert all(finding.value is None for finding in hidden)
            assert [(each.rule, each.pointer, each.message) for each in findings] == [
                (each.rule, each.pointer, each.message) for each in hidden
            ]
            for finding in findings:
                assert "value" not in finding.to_dict() or finding.to_dict()["value"] == finding.value
                if finding.value is not None and shows(finding.value):
                    assert shows(str(finding))
                    shown[finding.rule] += 1
    assert shown["wrong-type"]
    assert shown["undocumented-field"]


def test_the_delivery_itself_is_kept(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    for delivery in (
        f"{CANARY}",
        CANARY.encode(),
        bytearray(CANARY.encode()),
        {**payload, vendor.contract.message.body: CANARY},
    ):
        with pytest.raises(ContractViolation) as caught:
            vendor.package.parse(delivery)
        violation = caught.value
        assert violation.delivery is delivery
        copy = pickle.loads(pickle.dumps(violation))
        assert copy.delivery == delivery
        assert "delivery" not in violation.to_dict()
        assert shows(json.dumps(violation.to_dict(delivery=True), ensure_ascii=False))
    view = memoryview(CANARY.encode())
    with pytest.raises(ContractViolation) as caught:
        vendor.package.parse(view)
    assert pickle.loads(pickle.dumps(caught.value)).delivery == bytes(view)


def test_free_objects_show_what_a_program_made_up() -> None:
    # Also where the contract calls them harmless: it does not know what is in them.
    value = {"state": "sent", "note": CANARY, CANARY: 1, "deep": {"state": "sent"}, "list": [1]}
    shown = (
        "{'state': 'sent', 'note': <text, 51 characters>, '<51 characters>': 1, "
        "'deep': <object, 1 members>, 'list': <1 elements>}"
    )
    assert records.show(value) == shown
    assert records.show((value,)) == f"({shown},)"


def test_what_is_harmless_shows(subject: Subject) -> None:
    # Redaction that hides everything would pass every test above.
    event = subject.vendor.package.parse(examples(subject.contract, subject.event)[0])
    assert subject.event in repr(event)
    with pytest.raises(ContractViolation) as caught:
        subject.vendor.package.parse(
            edit(bases(subject.contract, subject.event)[0], (subject.contract.message.body,), 1)
        )
    assert subject.event in str(caught.value)
    assert f"/{subject.contract.message.body}: wrong-type: expected an object, found integer" in str(caught.value)


@pytest.mark.parametrize("key", ["surplus", "new_key", "trace-nr", "Key2", "@type", "a.b", "urn:x:y", "$ref"])
def test_keys_that_a_program_made_up_show(vendor: Vendor, key: str) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    found = [each.pointer for each in vendor.package.check({**payload, key: 1}) if each.rule == "undocumented-field"]
    assert f"/{key}" in found


@pytest.mark.parametrize("key", [CANARY, "Maja Lindqvist", "m@x.example", "é", "x" * 121, "a\nb"])
def test_other_keys_do_not(vendor: Vendor, key: str) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    found = [each.pointer for each in vendor.package.check({**payload, key: 1}) if each.rule == "undocumented-field"]
    assert f"/<{len(key)} characters>" in found


@pytest.mark.needs("envelopes")
def test_identifiers_of_deliveries_show_if_a_program_made_them(vendor: Vendor) -> None:
    row = next(row for row in own(vendor.contract) if row.identifier is not None)
    for identifier, visible in (("059f36b4-87a3-44ab-83d2-661975830a7d", True), (CANARY, False)):
        (result,) = vendor.package.parse_batch([wrap(row, "{}", identifier=identifier)])
        assert result.identifier == identifier
        assert (identifier in repr(result)) == visible
