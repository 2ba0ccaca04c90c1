"""Events that are too large, and deliveries with more findings than are listed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from eventcontract.model import Array, Object, event_root, walk
from eventcontract.pointers import ELEMENT
from eventcontract.runtime import MAX_SIZE
from eventcontract.runtime.listing import MOST
from tests.support.deliveries import examples, own, takes_text, text_of, wrap
from tests.support.mutations import bases, edit
from tests.vendors import Vendor


def example(vendor: Vendor) -> dict[str, Any]:
    return examples(vendor.contract, next(iter(vendor.contract.events)))[0]


def rules(vendor: Vendor, delivery: Any, **options: Any) -> list[str]:
    return [finding.rule for finding in vendor.package.check(delivery, **options)]


def test_a_large_event_is_refused_before_anything_is_made_of_it(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = text_of({**example(vendor), "novelty": "x" * MAX_SIZE})

    msgspec_decode = msgspec.json.decode

    def decode(data: Any, *arguments: Any, **options: Any) -> Any:
        assert len(data) < MAX_SIZE
        return msgspec_decode(data, *arguments, **options)

    monkeypatch.setattr(msgspec.json, "decode", decode)
    for delivery in (large, large.decode(), bytearray(large)):
        (finding,) = vendor.package.check(delivery)
        assert (finding.rule, finding.level, finding.pointer) == ("too-large", "error", "")
        unit = "characters" if isinstance(delivery, str) else "bytes"
        assert finding.message == f"the event has {len(delivery):,} {unit}, which is more than the limit of 16 MiB"
        for function in (vendor.package.parse, vendor.package.extras, vendor.package.fingerprint):
            with pytest.raises(vendor.package.NotJSON, match="too-large") as caught:
                function(delivery)
            assert caught.value.delivery is delivery


def test_the_limit_is_for_the_event_and_not_for_its_envelopes(vendor: Vendor) -> None:
    payload = {**example(vendor), "novelty": '"' * 5000}  # each is escaped in a text
    text = text_of(payload)
    assert "too-large" not in rules(vendor, text, max_size=len(text))
    assert rules(vendor, text, max_size=len(text) - 1) == ["too-large"]
    for row in filter(takes_text, own(vendor.contract)):
        delivery = text_of(wrap(row, text.decode()))
        assert len(delivery) > len(text)
        assert "too-large" not in rules(vendor, delivery, max_size=len(text)), row.name
        assert rules(vendor, delivery, max_size=len(text) // 2) == ["too-large"], row.name
        assert rules(vendor, delivery, max_size=len(delivery) // 5) == ["too-large"], row.name
        # Somebody has decoded the envelope.
        assert rules(vendor, json.loads(delivery), max_size=len(text) // 2) == ["too-large"], row.name
    twice = text_of(text.decode())
    assert "too-large" not in rules(vendor, twice, max_size=len(text))
    assert rules(vendor, twice, max_size=len(text) // 2) == ["too-large"]


def test_each_event_of_a_batch_has_its_own_limit(vendor: Vendor) -> None:
    payload = example(vendor)
    small, large = text_of(payload), text_of({**payload, "novelty": "x" * 1000})
    batch = vendor.package.parse_batch([small, large, small], max_size=len(small))
    assert [result.violation is None for result in batch] == [True, False, True]
    assert batch.failures[0].violation.violations[0].rule == "too-large"


def test_a_delivery_that_memory_does_not_suffice_for_leaves_the_others_alone(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = vendor.package._package
    parse, huge = package.parse, b"huge"

    def short(delivery: Any, **options: Any) -> Any:
        if delivery is huge:
            raise MemoryError
        return parse(delivery, **options)

    monkeypatch.setattr(package, "parse", short)
    batch = vendor.package.parse_batch([text_of(example(vendor)), huge, text_of(example(vendor))])
    (failure,) = batch.failures
    assert len(batch.events) == 2
    assert failure.delivery is huge
    assert failure.violation.violations[0].rule == "too-large"


def test_what_was_decoded_and_other_limits(vendor: Vendor) -> None:
    payload = {**example(vendor), "novelty": "x" * 10_000}
    assert "too-large" not in rules(vendor, payload, max_size=10)
    for broken in ("x" * 100, "[" * 100, "", '{"a":1}' + " " * 100):
        assert rules(vendor, broken, max_size=100)[0] != "too-large"
        assert rules(vendor, broken, max_size=1)[0] == ("not-json" if broken == "" else "too-large")


def lists(vendor: Vendor) -> list[tuple[dict[str, Any], tuple[Any, ...]]]:
    """(payload, path) of lists of objects."""
    found = []
    for event in vendor.contract.events:
        for path, field in walk(event_root(vendor.contract, event)):
            if isinstance(field.type, Array) and isinstance(field.type.items, Object) and ELEMENT not in path:
                found += [(base, path) for base in bases(vendor.contract, event)[:1]]
    return found


def test_unknown_keys_beyond_the_limit_are_counted(vendor: Vendor) -> None:
    payload = example(vendor)
    before = vendor.package.check(payload)
    holder = (
        payload[vendor.contract.message.body]
        if isinstance(payload.get(vendor.contract.message.body), dict)
        else payload
    )
    holder |= {f"novelty_{number}": number for number in range(MOST + 500)}
    findings = vendor.package.check(text_of(payload))
    assert len(findings) == MOST + 1
    *listed, last = findings
    assert [each.level for each in listed] == sorted(
        (each.level for each in listed), key=["error", "warning", "info"].index
    )
    unknown = sum(each.rule == "undocumented-field" and each.level == "warning" for each in listed)
    assert (last.rule, last.level, last.pointer) == ("more-findings", "warning", "")
    total = MOST + 500 + len(before)
    assert last.message.startswith(f"{total - MOST:,} more findings are not listed: ")
    assert unknown >= MOST - len(before)


def test_errors_beyond_the_limit_are_counted(vendor: Vendor) -> None:
    tried = 0
    for payload, path in lists(vendor):
        wrong = edit(payload, path, [7] * (MOST + 7))
        with pytest.raises(vendor.package.ContractViolation) as caught:
            vendor.package.parse(text_of(wrong))
        *listed, last = caught.value.violations
        assert len(listed) == MOST
        assert {each.rule for each in listed} <= {"wrong-type"}
        assert (last.rule, last.level) == ("more-findings", "error")
        assert last.message == "7 more findings are not listed: 7 of level error"
        assert str(caught.value).endswith(last.message)
        # Remarks and warnings come on top.
        findings = vendor.package.check(text_of(wrong))
        assert len(findings) == MOST + 1
        assert "7 of level error" in findings[-1].message
        tried += 1
    assert tried or vendor.name in ("ledger", "beacon")
