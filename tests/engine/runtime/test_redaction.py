"""What deliveries hold appears in nothing that is printed, logged or reported, unless it was asked for."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from eventcontract.model import Contract, Object, event_root, walk
from eventcontract.runtime import ContractViolation, Finding, Parsed, records
from eventcontract.runtime.rules import Rule
from tests.support.deliveries import (
    TOKEN,
    batched,
    examples,
    has,
    own,
    put,
    renamed,
    skeleton,
    takes_text,
    text_of,
    wrap,
)
from tests.support.mutations import Path, bases, drop, edit, mutations
from tests.vendors import Subject, Vendor

# As people are called and write to each other; no two of its words may show.
CANARY = "Wilhelmina Öberg-Sørensen <w.oeberg@pupils.example>"
TRACES = ("Wilhelmina", "Öberg", "\\u00d6berg", "Sørensen", "oeberg", "pupils.example", "424242")
NUMBER = 424242.125


class Case(NamedTuple):
    """A delivery with the canary in one place."""

    place: str
    delivery: Any


def shows(text: str) -> bool:
    """Whether any part of the canary is in ``text``."""
    return any(trace in text for trace in TRACES)


# One canary of each JSON type.
CANARIES: dict[str, Any] = {
    "text": CANARY,
    "number": NUMBER,
    "integer": 424242,
    "array": [CANARY],
    "object": {CANARY: CANARY},
    "nested": {"a": [{CANARY: [NUMBER, CANARY]}]},
}


def events_with_canary(contract: Contract, name: str) -> Iterator[Case]:
    """The canary in every member of one event: of its own type where it is sensitive, of others everywhere."""
    root = event_root(contract, name)
    first = name == next(iter(contract.events))
    for base in bases(contract, name)[:1]:
        for steps, field in walk(root):
            path: Path = tuple(0 if step == "*" else step for step in steps)
            if not has(base, path) or steps == contract.message.discriminator:
                continue
            if path[0] != contract.message.body and not first:
                continue  # what all events have is tried on one of them
            for kind, canary in CANARIES.items():
                fits = {
                    "text": kind == "text",
                    "integer": kind == "integer",
                    "number": kind in ("integer", "number"),
                    "array": kind == "array",
                    "object": kind in ("object", "nested")
                    and not (isinstance(field.type, Object) and field.type.fields),
                    # Any text is read as an identifier, and any integer where an erratum tolerates one.
                    "identifier": kind in ("text", "integer"),
                }.get(field.type.kind, False)
                if fits and not field.sensitive and kind in ("integer", "number"):
                    continue  # the contract says that these are harmless
                yield Case(f"{kind} at {'/'.join(map(str, path))}", edit(base, path, canary))
        for where in ((), (contract.message.body,)):
            for kind, canary in CANARIES.items():
                yield Case(f"{kind} at unknown key in {where}", edit(base, (*where, "surplus"), canary))
            yield Case(f"key in {where}", edit(base, (*where, CANARY), 1))
        # Two things wrong at once, so that several findings are reported together.
        for kind, canary in CANARIES.items():
            wrong = edit(edit(base, ("surplus",), canary), (contract.message.body,), CANARY)
            yield Case(f"{kind} beside a body of the wrong type", wrong)
        for member in contract.message.tree.fields:
            if member.required and member.name not in (contract.message.discriminator[0], contract.message.body):
                yield Case("a member is missing", edit(drop(base, (member.name,)), ("surplus",), CANARY))


def mutations_with_canary(contract: Contract, name: str) -> Iterator[Case]:
    """The canary beside one mutation of each kind."""
    seen = set()
    for case in mutations(contract, name):
        if case.rule not in seen and isinstance(case.payload, dict):
            seen.add(case.rule)
            payload = {**case.payload, "surplus": {CANARY: CANARY}, CANARY: CANARY}
            body = payload.get(contract.message.body)
            if isinstance(body, dict):
                payload[contract.message.body] = {**body, "surplus": CANARY, CANARY: NUMBER}
            yield Case(f"beside {case}", payload)


def deliveries_with_canary(contract: Contract) -> Iterator[Case]:
    """The canary in what is no event of the contract, and in what events come in."""
    payload = examples(contract, next(iter(contract.events)))[0]
    body = contract.message.body
    whole = json.dumps(payload, ensure_ascii=False)
    yield Case("name of an unknown event", renamed(contract, payload, CANARY))
    yield Case("name is no text", renamed(contract, payload, {CANARY: CANARY}))
    for kind, canary in CANARIES.items():
        unknown = renamed(contract, payload, "something_new")
        yield Case(f"{kind} as body of an unknown event", edit(unknown, (body,), canary))
        yield Case(f"{kind} beside an unknown event", {**unknown, "surplus": canary})
        yield Case(f"{kind} as the whole delivery", canary)
        yield Case(f"{kind} in an object without name", {"a": canary})
    for member in contract.message.tree.fields:
        if member.name != body and not any(step == member.name for step in contract.message.discriminator):
            yield Case(
                f"{member.name} of an unknown event", edit(renamed(contract, payload, "new"), (member.name,), CANARY)
            )
    quoted = json.dumps(CANARY, ensure_ascii=False)
    broken = [CANARY, quoted[:-1], f"{{{quoted}: 1e999}}", f"{whole} {quoted}", f"{{{quoted}: NaN}}", f"{quoted}\x00"]
    broken += [f'["{CANARY}\ud800"]', "\ufeff" + quoted, "[" * 600 + quoted + "]" * 600, f"[{quoted}, {'1' * 400}]"]
    for text in broken:
        yield Case(f"no JSON: {text[:5]}", text)
        yield Case(f"no JSON, as bytes: {text[:5]}", text.encode(errors="surrogatepass"))
    yield Case("Latin-1", CANARY.encode("latin-1"))
    yield Case("Python's object", {"a": {CANARY}})
    yield Case("Python's key", {1: CANARY})
    yield Case("not finite", {CANARY: float("nan")})
    yield Case("lone surrogate", {CANARY: CANARY + "\ud800"})
    claims = base64.urlsafe_b64encode(text_of({"name": CANARY})).decode().rstrip("=")
    yield Case("token", f"{TOKEN.split('.')[0]}.{claims}.{TOKEN.split('.')[2]}")
    for row in contract.envelopes.values():
        for text in (CANARY, quoted, f"{{{quoted}: 1}}"):
            if row.holds_event and takes_text(row):
                yield Case(f"in {row.name}", wrap(row, text, encoded=True, identifier=CANARY))
        for key in ("surplus", CANARY):
            around = wrap(row, payload, identifier=CANARY) if row.holds_event else skeleton(row)
            yield Case(f"beside {row.name}", {**around, key: CANARY})
        for where in row.members.values():
            around = wrap(row, payload)
            put(around, where, {CANARY: CANARY})
            yield Case(f"{where} of {row.name}", around)
        if row.content is not None:
            around = wrap(row, "{}")
            put(around, row.content, CANARY)
            yield Case(f"no text in {row.name}", around)
    for batch in contract.batches.values():
        yield Case(f"batch {batch.name}", batched(batch, [CANARY]))


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
    # The first is in everything_said, for each event; the others are of files (tests/engine/cli/test_check.py).
    rules = {"unexpected-event", "too-large", "no-deliveries"}
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
