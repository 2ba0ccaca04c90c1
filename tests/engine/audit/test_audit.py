"""An audit counts everything, adds up in any order, holds no personal data, and fits into memory."""

from __future__ import annotations

import importlib
import json
import pickle
import random
import threading
from collections import Counter
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract import pointers
from eventcontract.audit import OTHERS, Audit, Place, auditing, scopes
from eventcontract.audit.documents import Document
from eventcontract.audit.moments import utc
from eventcontract.audit.report import Report
from eventcontract.audit.schemas import DESCRIBED, schema
from tests.support.archive import CANARY, examples, name_of, odd, put, unknown, wrong
from tests.vendors import ROOT, Vendor

_REPEATED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def new(vendor: Vendor, **options: Any) -> Audit:
    return Audit(vendor.package._package, **options)


def of(vendor: Vendor, deliveries: list[Any]) -> Audit:
    audit = new(vendor)
    for number, delivery in enumerate(deliveries):
        audit.add(delivery, place=Place("file", number))
    return audit


_MIXED: dict[str, list[Any]] = {}


def mixed(vendor: Vendor) -> list[Any]:
    """Deliveries of every kind: from several days, accounts and producers, with and without faults."""
    if vendor.name not in _MIXED:
        _MIXED[vendor.name] = _mixed(vendor)
    return _MIXED[vendor.name]


def _mixed(vendor: Vendor) -> list[Any]:
    found: list[Any] = []
    message = vendor.contract.message
    dated = pointers.parse(message.time) if message.time else None
    for number, payload in enumerate(
        [*examples(vendor)[:12], wrong(vendor), odd(vendor), unknown(vendor, "never.heard")]
    ):
        for member in vars_of(vendor):
            payload = put(payload, member, f"{member[-1]}{number % 3}")
        if dated:
            payload = put(payload, dated, f"2025-0{1 + number % 4}-11T0{number % 7}:00:00.000Z")
        found.append(json.dumps(payload).encode())
    return [*found, b"not JSON", b"{}", b'"text"', json.dumps([json.loads(found[0])] * 2).encode()]


def vars_of(vendor: Vendor) -> list[tuple[str, ...]]:
    dimensions = vendor.contract.message.dimensions
    return [pointers.parse(place) for place in (dimensions.account, dimensions.producer) if place]


def test_every_delivery_is_counted_with_what_check_finds(vendor: Vendor) -> None:
    deliveries = mixed(vendor)[:-1]
    audit = of(vendor, deliveries)
    events = Counter[str]()
    found = Counter[tuple[str, str, str]]()
    for delivery in deliveries:
        examined = vendor.package._package.examine(delivery)
        events[examined.event or "(no event)"] += 1
        found.update({(each.level, each.rule, each.pointer) for each in examined.findings})
    seen = Counter[str]()
    for row in audit.seen():
        seen[row.event] += row.deliveries
    counted = Counter[tuple[str, str, str]]()
    for each in audit.found():
        counted[each.level, each.rule, each.pointer] += each.deliveries
    assert seen == events
    assert {key: count for key, count in counted.items() if "*" not in key[2]} == {
        key: count for key, count in found.items() if not any(step.isdigit() for step in key[2].split("/"))
    }


@_REPEATED
@given(data=st.data())
def test_parts_in_any_order_are_the_whole(vendor: Vendor, data: st.DataObject) -> None:
    deliveries = mixed(vendor)
    whole = of(vendor, deliveries)
    parts = [new(vendor) for _ in range(data.draw(st.integers(1, 5)))]
    for number in data.draw(st.permutations(range(len(deliveries)))):
        parts[data.draw(st.integers(0, len(parts) - 1))].add(deliveries[number], place=Place("file", number))
    while len(parts) > 1:  # in any tree
        one = parts.pop(data.draw(st.integers(0, len(parts) - 1)))
        other = parts[data.draw(st.integers(0, len(parts) - 1))]
        other.merge(one if data.draw(st.booleans()) else one.to_json())
    assert parts[0].to_json() == whole.to_json()


@_REPEATED
@given(data=st.data())
def test_what_is_kept_does_not_depend_on_the_order(vendor: Vendor, data: st.DataObject) -> None:
    """Where there is more than can be kept, every order and every division keeps the same."""
    sizes = {"_EVENTS": 3, "_KINDS": 4, "_TEXTS": 5}
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(auditing, name, size)
        for name, size in {"_SCOPES": 6, "_PRODUCERS": 2, "_DAYS": 3}.items():
            patch.setattr(scopes, name, size)
        seed = data.draw(st.integers(0, 1000))
        random_ = random.Random(seed)
        payload = examples(vendor)[0]
        message = vendor.contract.message
        deliveries = []
        for _ in range(60):
            made = (
                put(payload, message.discriminator, f"made_up_{random_.randrange(9)}")
                if random_.random() < 0.5
                else payload
            )
            made = put(made, (f"key_{random_.randrange(7)}",), "x" * random_.randrange(9))
            for member in vars_of(vendor):
                made = put(made, member, f"{member[-1]}{random_.randrange(5)}")
            if message.time:
                made = put(made, pointers.parse(message.time), f"2025-01-0{1 + random_.randrange(6)}T00:00:00Z")
            deliveries.append(made)
        whole = new(vendor, lengths=True)
        for number, delivery in enumerate(deliveries):
            whole.add(delivery, place=Place("file", number))
        canonical = whole.to_json()
        assert OTHERS.encode() in canonical
        parts = [new(vendor, lengths=True) for _ in range(4)]
        for number in data.draw(st.permutations(range(len(deliveries)))):
            parts[data.draw(st.integers(0, 3))].add(deliveries[number], place=Place("file", number))
        first, second, third, fourth = (parts[number] for number in data.draw(st.permutations(range(4))))
        assert third.merge(second).merge(fourth.merge(first.to_json())).to_json() == canonical
        total = sum(row.deliveries for row in new(vendor, lengths=True).merge(canonical).seen())
        assert total == len(deliveries)


def test_threads_can_share_an_audit(vendor: Vendor) -> None:
    deliveries = mixed(vendor) * 3
    audit = new(vendor)

    def work() -> None:
        for delivery in deliveries:
            audit.add(delivery)
            audit.report()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = new(vendor)
    for delivery in deliveries * 4:
        alone.add(delivery)
    assert audit.to_json() == alone.to_json()


def test_an_audit_can_be_pickled(vendor: Vendor) -> None:
    audit = of(vendor, mixed(vendor))
    copy = pickle.loads(pickle.dumps(audit))
    assert copy.to_json() == audit.to_json()
    copy.add(mixed(vendor)[0])


def test_no_value_that_may_be_personal_is_kept(vendor: Vendor) -> None:
    """A name is put in place of each text in turn, also of keys, the event, and what audits count by."""
    audit = new(vendor, lengths=True)

    def spoiled(value: Any) -> Any:
        if isinstance(value, dict):
            for key, content in value.items():
                yield {**value, CANARY: 1}
                for each in spoiled(content):
                    yield {**value, key: each}
        elif isinstance(value, str):
            yield CANARY

    for payload in examples(vendor):
        for delivery in spoiled(payload):
            audit.add(delivery)
    written = audit.to_json() + json.dumps(audit.report().to_dict()).encode()
    assert b"CANARY" not in written
    assert b"Lovelace" not in written


def test_a_new_value_of_a_harmless_field_is_named() -> None:
    from canvas_live_events import _package

    audit = Audit(_package)
    text = (ROOT / "generated/canvas_live_events/examples/course_created").glob("*.json")
    payload = json.loads(next(iter(text)).read_text())
    payload = put(payload, ("body", "workflow_state"), "hibernated")
    audit.add(put(payload, ("metadata", "producer"), "canvas-nova"))
    audit.add(put(payload, ("body", "workflow_state"), "Ada Lovelace"))
    values = {(row.pointer, row.value) for row in audit.found() if row.rule == "undocumented-value"}
    assert values == {
        ("/body/workflow_state", "hibernated"),
        ("/body/workflow_state", None),
        ("/metadata/producer", "canvas-nova"),
    }
    lines = {line.pointer: line for line in audit.report().lines if line.topic == "new"}
    assert lines["/body/workflow_state"].values == [("hibernated", 1)]
    assert lines["/body/workflow_state"].deliveries == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-09T08:15:00.250Z", "2025-03-09T08:15:00.250Z"),
        ("2025-03-09T08:15:00Z", "2025-03-09T08:15:00.000Z"),
        ("2025-03-09 23:15:00.123456 -0730", "2025-03-10T06:45:00.123Z"),
        ("2025-03-09t08:15:00.25z", "2025-03-09T08:15:00.250Z"),
        ("2025-03-09T00:15:00+01:00", "2025-03-08T23:15:00.000Z"),
        ("0001-01-01T00:00:00+01:00", None),
        ("9999-12-31T23:59:59-01:00", None),
        ("2025-02-29T08:15:00.250Z", None),
        ("2025-03-09T24:15:00.250Z", None),
        ("2025-03-09T08:15:00", None),
        ("٢٠٢٥-03-09T08:15:00.250Z", None),
        ("2025-03-09T08:15:00.250Z\n", None),
        ("yesterday", None),
        (1741508100, None),
        (None, None),
    ],
)
def test_times_are_utc(text: object, expected: str | None) -> None:
    assert utc(text) == expected


def test_what_has_no_readable_time_is_undated(vendor: Vendor) -> None:
    time = vendor.contract.message.time
    payload = examples(vendor)[0]
    deliveries = [payload, b"no JSON"]
    if time is not None:
        deliveries += [put(payload, pointers.parse(time), each) for each in ("2025-03-09T08:15:00", "soon", 5, None)]
        # Some vendors' readers accept less than a timestamp can be.
        narrow = put(payload, pointers.parse(time), "1025-03-09T08:15:00Z")
        if any(finding.level == "error" for finding in vendor.package.check(narrow)):
            deliveries.append(narrow)
    report = of(vendor, deliveries).report()
    assert report.deliveries == len(deliveries)
    assert report.undated == len(deliveries) - (time is not None)


def test_the_report_has_one_line_for_what_all_events_have(vendor: Vendor) -> None:
    payloads = examples(vendor)
    deliveries = [put(payload, ("unheard_of",), 1) for payload in payloads]
    report = of(vendor, [*deliveries, *payloads]).report()
    (line,) = [each for each in report.lines if each.pointer == "/unheard_of"]
    assert (line.topic, line.level, line.rule) == ("new", "warning", "undocumented-field")
    assert line.events == sorted(name_of(vendor, each) for each in payloads)
    assert (line.findings, line.deliveries, line.share) == (len(payloads), len(payloads), 0.5)
    assert line.place == ("file", 0)
    assert report.readable == report.deliveries == 2 * len(payloads)
    assert report.complete


def test_new_events_are_told_apart(vendor: Vendor) -> None:
    report = of(vendor, [unknown(vendor, name) for name in ("zeta", "alpha", "zeta")]).report()
    assert [(line.events, line.deliveries) for line in report.lines] == [(["zeta"], 2), (["alpha"], 1)]


def test_greatest_lengths_are_measured_on_request(vendor: Vendor) -> None:
    payload = examples(vendor)[0]
    audit, short = new(vendor, lengths=True), new(vendor, lengths=True)
    audit.add(put(payload, ("unheard_of",), "x" * 70))
    audit.add(json.dumps(put(payload, ("unheard_of",), ["é", "y" * 90])))
    short.add(put(payload, ("unheard_of",), "x"))
    lengths = audit.merge(short).report().lengths
    assert lengths is not None
    event = name_of(vendor, payload)
    assert [(name, length) for name, pointer, length in lengths if pointer == "/unheard_of"] == [(event, 70)]
    assert [(name, length) for name, pointer, length in lengths if pointer == "/unheard_of/*"] == [(event, 90)]
    with pytest.raises(ValueError, match="did not measure"):
        audit.merge(new(vendor))


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 2}', b"\xff", CANARY.encode()])
def test_what_is_no_audit_is_refused(vendor: Vendor, text: bytes) -> None:
    with pytest.raises(ValueError, match="not an audit") as caught:
        new(vendor).merge(text)
    assert "CANARY" not in str(caught.value)


def test_a_damaged_audit_is_refused(vendor: Vendor) -> None:
    document = json.loads(of(vendor, mixed(vendor)).to_json())
    document["seen"][0]["deliveries"][0][0] = 10_000
    with pytest.raises(ValueError, match="not an audit"):
        new(vendor).merge(json.dumps(document))


def test_audits_of_two_packages_are_not_added(vendors: dict[str, Vendor]) -> None:
    with pytest.raises(ValueError, match="an audit of parcel_post_events, not of"):
        new(vendors["beacon"]).merge(new(vendors["parcel"]))


def test_the_schemas_describe_what_is_written(vendor: Vendor) -> None:
    audit = new(vendor, lengths=True)
    for delivery in mixed(vendor):
        audit.add(delivery, place=Place("file", 1))
    written = {Document: json.loads(audit.to_json()), Report: json.loads(json.dumps(audit.report().to_dict()))}
    for file, kind in DESCRIBED.items():
        text = (ROOT / "codegen/eventcontract/audit" / file).read_text(encoding="utf-8")
        assert text == schema(kind), f"run python -m eventcontract.audit.schemas to rewrite {file}"
        jsonschema.Draft202012Validator(json.loads(text)).validate(written[kind])


def test_the_generated_module_has_the_package(vendor: Vendor) -> None:
    audit = importlib.import_module(f"{vendor.package.__name__}.audit").Audit()
    audit.add(examples(vendor)[0])
    assert audit.report().deliveries == 1
