"""Everything that a delivery can be wrapped in, told apart by a table of the contract."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from eventcontract.model import Batch, Envelope, Response
from eventcontract.runtime import ContractViolation, ForeignEnvelope, NotAnEvent, NotJSON, SignedDelivery, json_text
from eventcontract.runtime.envelopes import recognizes
from tests.support.deliveries import (
    TOKEN,
    Failing,
    batched,
    examples,
    own,
    put,
    released,
    renamed,
    skeleton,
    takes_text,
    text_of,
    wrap,
)
from tests.support.mutations import drop
from tests.vendors import Subject, Vendor

#: Pairs of envelopes that one delivery can look like, and why the first of them is meant.
INTENDED: dict[tuple[str, str, str], str] = {
    ("canvas", "lambda-sqs", "body-only"): "the one has a name for the record",
    ("canvas", "http-request", "body-only"): "the one says whether it is base64",
    ("canvas", "pipes-kinesis", "data-only"): "the one has a name for the record",
    ("canvas", "firehose", "data-only"): "the one has a name for the record",
}


def first_payload(vendor: Vendor) -> dict[str, Any]:
    """One payload of the vendor."""
    return examples(vendor.contract, next(iter(vendor.contract.events)))[0]


def forms(delivery: dict[str, Any]) -> list[Any]:
    """A delivery as decoded JSON, and as each kind of text."""
    text = text_of(delivery)
    return [delivery, text, text.decode(), bytearray(text), memoryview(text)]


def wrapped(row: Envelope, payload: Any) -> list[dict[str, Any]]:
    """``payload`` in one envelope, in each way that the envelope allows."""
    return [
        wrap(row, payload, encoded=encoded) for encoded in ((False, True) if isinstance(row.base64, str) else (False,))
    ]


def refused(vendor: Vendor, delivery: Any) -> ContractViolation:
    """The violation that ``parse`` raises; ``check`` finds the same."""
    with pytest.raises(ContractViolation) as caught:
        vendor.package.parse(delivery)
    assert caught.value.delivery is delivery
    errors = [finding for finding in vendor.package.check(delivery) if finding.level == "error"]
    assert errors == list(caught.value.violations)
    with pytest.raises(type(caught.value)):
        vendor.package.extras(delivery)
    if caught.value.event is None:
        with pytest.raises(type(caught.value)):
            vendor.package.fingerprint(delivery)
    return caught.value


# -- how often a delivery is opened -----------------------------------------------------------------


# Not parse: it tries to read a text the fast way first, which may decode it too.
@pytest.mark.parametrize("reading", ["check", "extras", "fingerprint"])
def test_each_text_is_decoded_once(vendor: Vendor, reading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[Any] = []
    decode = json_text.decode

    def counted(text: Any) -> Any:
        decoded.append(text)
        return decode(text)

    monkeypatch.setattr(json_text, "decode", counted)
    payload = {**first_payload(vendor), vendor.contract.message.body: None}
    for row in own(vendor.contract):
        for delivery in wrapped(row, payload):
            for form in forms(delivery)[1:]:
                decoded.clear()
                with contextlib.suppress(ContractViolation):
                    getattr(vendor.package, reading)(form)
                assert len(decoded) == (2 if takes_text(row) else 1)


# -- each envelope ---------------------------------------------------------------------------------


@pytest.mark.needs("envelopes")
def test_every_example_in_every_envelope(subject: Subject, record_property: Callable[[str, object], None]) -> None:
    package, count = subject.vendor.package, 0
    for payload in examples(subject.contract, subject.event):
        bare = package.parse(text_of(payload))
        for row in own(subject.contract):
            for delivery in wrapped(row, payload):
                count += 1
                event = package.parse(delivery)
                missing = set(payload) - set(row.members) if row.members else set()
                if missing:
                    # A row can leave out what its envelope has no place for.
                    assert type(event) is type(bare)
                    assert not any(field in package.encode(event).decode() for field in map(json.dumps, missing))
                    continue
                assert event == bare, row.name
                assert package.fingerprint(delivery) == package.fingerprint(payload)
                assert package.extras(delivery) == package.extras(payload)
                assert package.check(delivery) == package.check(payload)
                assert package.parse(delivery, expect=type(bare)) == bare
    record_property("count: examples in envelopes", count)
    assert count


def test_every_form_of_every_envelope(vendor: Vendor) -> None:
    payload = first_payload(vendor)
    for row in own(vendor.contract):
        for delivery in wrapped(row, payload):
            for form in forms(delivery):
                assert type(vendor.package.parse(form)) is type(vendor.package.parse(payload)), row.name


def test_unknown_events_are_unknown_in_every_envelope(vendor: Vendor) -> None:
    payload = renamed(vendor.contract, first_payload(vendor), "something_new")
    for row in own(vendor.contract):
        for delivery in wrapped(row, payload):
            event = vendor.package.parse(delivery)
            assert type(event) is vendor.package.UnknownEvent
            assert event.name == "something_new"
            assert event.delivery is delivery


def test_what_is_wrong_in_an_envelope_is_wrong(vendor: Vendor) -> None:
    contract, body = vendor.contract, vendor.contract.message.body
    name, key = next(
        (name, field.name) for name, event in contract.events.items() for field in event.body.fields if field.required
    )
    payload = drop(examples(contract, name)[0], (body, key))
    outside = [(each.rule, each.pointer) for each in refused(vendor, payload).violations]
    for row in own(vendor.contract):
        for delivery in wrapped(row, payload):
            violation = refused(vendor, delivery)
            assert violation.event == name
            assert [(each.rule, each.pointer) for each in violation.violations] == outside
    assert outside == [("missing-field", f"/{body}/{key}")]


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("", NotJSON, "not-json"),
        ("hello", NotJSON, "not-json"),
        ('{"a": 1e999}', NotJSON, "not-json"),
        ("[" * 600 + "]" * 600, NotJSON, "too-deep"),
        ("[]", NotAnEvent, "not-an-event"),
        ("null", NotAnEvent, "not-an-event"),
        ('"hello"', NotAnEvent, "not-an-event"),
        ("{}", NotAnEvent, "not-an-event"),
        (TOKEN, SignedDelivery, "signed-delivery"),
        (f" {TOKEN}\n", SignedDelivery, "signed-delivery"),
        (json.dumps(TOKEN), SignedDelivery, "signed-delivery"),
    ],
)
def test_no_event_in_an_envelope(vendor: Vendor, text: str, kind: type[ContractViolation], rule: str) -> None:
    for row in own(vendor.contract):
        if not takes_text(row):
            continue
        for delivery in wrapped(row, text):
            violation = refused(vendor, delivery)
            assert type(violation) is kind, row.name
            assert [each.rule for each in violation.violations] == [rule]


@pytest.mark.needs("envelopes")
def test_what_is_not_base64_is_no_json(vendor: Vendor) -> None:
    tried = 0
    for row in own(vendor.contract):
        if row.content is None or row.base64 is False:
            continue
        for text in ("{}", "eyJ", "????", "é", "e30=\n"):
            delivery = wrap(row, "{}", encoded=True)
            put(delivery, row.content, text)
            violation = refused(vendor, delivery)
            assert type(violation) is NotJSON
            assert "base64" in violation.violations[0].message
            tried += 1
    assert tried


@pytest.mark.needs("envelopes")
def test_the_flag_says_whether_it_is_base64(vendor: Vendor) -> None:
    payload = first_payload(vendor)
    rows = [row for row in own(vendor.contract) if isinstance(row.base64, str)]
    assert rows
    for row in rows:
        assert isinstance(row.base64, str)
        delivery = wrap(row, payload, encoded=True)
        vendor.package.parse(delivery)
        put(delivery, row.base64, False)
        assert type(refused(vendor, delivery)) is NotJSON
        delivery = wrap(row, payload, encoded=False)
        put(delivery, row.base64, True)
        assert type(refused(vendor, delivery)) is NotJSON


def test_an_envelope_without_its_text_holds_no_event(vendor: Vendor) -> None:
    for row in own(vendor.contract):
        if row.content is None or row.content in row.recognize:
            continue
        texts: list[Any] = [None, 7, [], True]
        for text in texts:
            for encoded in (False, True):
                delivery = wrap(row, "{}", encoded=encoded)
                put(delivery, row.content, text)
                if recognizes(_runtime(vendor, row.name), delivery):
                    assert type(refused(vendor, delivery)) is NotAnEvent


# -- telling them apart ----------------------------------------------------------------------------


def _runtime(vendor: Vendor, name: str) -> Any:
    return next(row for row in vendor.package._package.table.envelopes if row.name == name)


def test_no_delivery_looks_like_two_envelopes(vendor: Vendor) -> None:
    table = vendor.package._package.table.envelopes
    assert [row.name for row in table] == list(vendor.contract.envelopes)
    payload = first_payload(vendor)
    seen = set()
    for row in vendor.contract.envelopes.values():
        deliveries = [skeleton(row)] if not row.holds_event else [skeleton(row), *wrapped(row, payload)]
        for delivery in deliveries:
            names = [each.name for each in table if recognizes(each, delivery)]
            assert row.name in names
            for other in names:
                if other != row.name:
                    seen.add((vendor.name, *sorted((row.name, other), key=names.index)))
    assert seen == {key for key in INTENDED if key[0] == vendor.name}


def test_of_two_envelopes_in_one_the_earlier_counts(vendor: Vendor) -> None:
    # Nobody sends these; the table still decides, and never takes half of each.
    payload = first_payload(vendor)
    table = list(vendor.contract.envelopes.values())
    for first, second in itertools.combinations(table, 2):
        one = wrap(first, payload) if first.holds_event else skeleton(first)
        both = {**skeleton(second), **one}
        names = [row.name for row in vendor.package._package.table.envelopes if recognizes(row, both)]
        if first.name not in names:
            continue
        if not first.holds_event:
            assert (type(refused(vendor, both)) is ForeignEnvelope) == (first.foreign is not None)
        elif second.holds_event:
            found = vendor.package.parse(both)
            assert type(found) is type(vendor.package.parse(payload)), (first.name, second.name)


def test_an_event_is_no_envelope_whatever_else_it_holds(vendor: Vendor) -> None:
    payload = first_payload(vendor)
    event = vendor.package.parse(payload)
    for row in vendor.contract.envelopes.values():
        surplus = {key: value for key, value in skeleton(row).items() if key not in payload}
        delivery = {**payload, **surplus}
        assert vendor.package.parse(delivery) == event
        assert vendor.package.parse(text_of(delivery)) == event
        keeps = {f"/{key}" for key in payload} <= set(row.members.values())
        assert vendor.package.extras(delivery) == ({} if keeps else {f"/{key}": surplus[key] for key in surplus})


def test_a_bare_event_is_recognized_by_no_envelope(subject: Subject) -> None:
    for payload in examples(subject.contract, subject.event):
        assert not [row.name for row in subject.vendor.package._package.table.envelopes if recognizes(row, payload)]


# -- envelopes in envelopes ------------------------------------------------------------------------


@pytest.mark.needs("envelopes")
def test_envelopes_in_envelopes(vendor: Vendor) -> None:
    payload = first_payload(vendor)
    event = vendor.package.parse(payload)
    holders = [row for row in own(vendor.contract) if row.content is not None]
    tried = 0
    for outer, inner in itertools.product(holders, own(vendor.contract)):
        if inner.members and not set(payload) <= set(inner.members):
            continue
        for delivery in wrapped(outer, wrap(inner, payload)):
            assert vendor.package.parse(delivery) == event, (outer.name, inner.name)
            tried += 1
    assert tried
    for other in vendor.contract.envelopes.values():
        if not other.holds_event:
            for outer in holders:
                violation = refused(vendor, wrap(outer, skeleton(other)))
                assert (type(violation) is ForeignEnvelope) == (other.foreign is not None)
                assert (other.foreign or other.notice or "?") in violation.violations[0].message


@pytest.mark.needs("envelopes")
def test_too_many_envelopes(vendor: Vendor) -> None:
    row = next(row for row in own(vendor.contract) if row.content is not None)
    delivery = payload = first_payload(vendor)
    for _ in range(4):
        delivery = wrap(row, delivery)
        assert vendor.package.parse(delivery) == vendor.package.parse(payload)
    for _ in range(3):
        delivery = wrap(row, delivery)
        assert type(refused(vendor, delivery)) is NotAnEvent


def test_a_text_in_a_text_is_decoded_twice(vendor: Vendor) -> None:
    # Some forwarders encode what is a JSON text already.
    payload = first_payload(vendor)
    event, twice = vendor.package.parse(payload), json.dumps(text_of(payload).decode())
    assert vendor.package.parse(twice) == vendor.package.parse(twice.encode()) == event
    assert vendor.package.parse(json.dumps(f"\n {json.dumps(payload, indent=1)}")) == event
    assert vendor.package.check(twice) == vendor.package.check(payload)
    assert vendor.package.fingerprint(twice) == vendor.package.fingerprint(payload)
    for row in own(vendor.contract):
        if takes_text(row):
            assert vendor.package.parse(wrap(row, twice)) == event, row.name
            assert vendor.package.parse(json.dumps(text_of(wrap(row, payload)).decode())) == event, row.name
    assert "parse_batch" in refused(vendor, json.dumps("[]")).violations[0].message
    assert type(refused(vendor, json.dumps("{"))) is NotJSON
    for _ in range(5):
        twice = json.dumps(twice)
    assert type(refused(vendor, twice)) is NotAnEvent


@pytest.mark.needs("envelopes")
def test_content_that_has_been_decoded(vendor: Vendor) -> None:
    """Relays, and those who write tests, put an object where a text belongs."""
    payload, tried = first_payload(vendor), 0
    for row in own(vendor.contract):
        if row.content is not None and row.recognize.get(row.content, "content") in ("content", "object"):
            delivery = wrap(row, "{}")
            put(delivery, row.content, payload)
            assert vendor.package.parse(delivery) == vendor.package.parse(payload), row.name
            assert vendor.package.check(delivery) == vendor.package.check(payload)
            tried += 1
    assert tried


def test_several_events_in_one_envelope(vendor: Vendor) -> None:
    """They cannot be told apart by the identifier of their envelope, so it is said how to read them."""
    payload = first_payload(vendor)
    lists: list[Any] = [[payload], [], *(batched(batch, [payload]) for batch in vendor.contract.batches.values())]
    for row in own(vendor.contract):
        for several in lists if takes_text(row) else ():
            message = refused(vendor, wrap(row, several)).violations[0].message
            assert message.startswith("the envelope holds a "), message
            assert "decode its content and pass that to parse_batch" in message


# -- what is no envelope of an event ---------------------------------------------------------------


@pytest.mark.parametrize(
    "token", [TOKEN, TOKEN.encode(), bytearray(TOKEN.encode()), f"\n{TOKEN} ", TOKEN.rpartition(".")[0] + "."], ids=str
)
def test_a_token_is_to_be_verified(vendor: Vendor, token: Any) -> None:
    violation = refused(vendor, token)
    assert type(violation) is SignedDelivery
    assert "parse(verify(token, ...))" in violation.violations[0].message
    assert isinstance(violation, NotAnEvent)


@pytest.mark.parametrize("text", ["a.b.c", "eyJ", "eyJhIjoxfQ", "..", TOKEN + ".more", "x" + TOKEN, f"{TOKEN} {TOKEN}"])
def test_other_texts_are_no_tokens(vendor: Vendor, text: str) -> None:
    assert type(refused(vendor, text)) is NotJSON


@pytest.mark.needs("envelopes")
def test_a_foreign_envelope_or_a_notice_says_what_to_do(vendor: Vendor) -> None:
    rows = [row for row in vendor.contract.envelopes.values() if not row.holds_event]
    assert rows
    for row in rows:
        for form in forms(skeleton(row)):
            violation = refused(vendor, form)
            assert type(violation) is (NotAnEvent if row.foreign is None else ForeignEnvelope)
            (finding,) = violation.violations
            assert finding.rule == ("not-an-event" if row.foreign is None else "foreign-envelope")
            assert (row.foreign or row.notice or "?") in finding.message
            assert row.name in finding.message


def test_a_batch_is_for_parse_batch(vendor: Vendor) -> None:
    payload = first_payload(vendor)
    for batch in vendor.contract.batches.values():
        for deliveries in ([], [payload], [1]):
            for form in forms(batched(batch, deliveries)):
                violation = refused(vendor, form)
                assert type(violation) is NotAnEvent
                assert violation.violations[0].message.startswith("this is a ")
                assert "pass it to parse_batch" in violation.violations[0].message
                assert batch.items in violation.violations[0].message


def test_a_list_is_for_parse_batch(vendor: Vendor) -> None:
    deliveries = [first_payload(vendor)]
    for form in (deliveries, json.dumps(deliveries), json.dumps(deliveries).encode()):
        assert "parse_batch" in refused(vendor, form).violations[0].message
    assert vendor.package.parse_batch(deliveries).events == [vendor.package.parse(deliveries[0])]


# -- batches ---------------------------------------------------------------------------------------

BAD: list[Any] = [None, 7, "hello", "", b"\xff", [], {}, {"a": float("nan")}, object(), TOKEN, "[" * 9000, {1: 2}]
BAD += [Failing(), released()]


def test_every_batch_keeps_good_and_bad_apart(vendor: Vendor) -> None:
    package, contract = vendor.package, vendor.contract
    good = [payload for event in contract.events for payload in examples(contract, event)]
    mixed = [each for pair in itertools.zip_longest(good, BAD * (len(good) // len(BAD) + 1)) for each in pair]
    for deliveries in (mixed, tuple(mixed), *(batched(batch, mixed) for batch in contract.batches.values())):
        parsed = package.parse_batch(deliveries)
        assert len(parsed) == len(mixed)
        assert parsed.events == [package.parse(payload) for payload in good]
        assert len(parsed.failures) == len(mixed) - len(good)
        for result, delivery in zip(parsed, mixed, strict=True):
            assert result.delivery is delivery
            assert (result.event is None) != (result.violation is None)
            if result.violation is not None:
                assert result.violation.delivery is delivery
                assert result.violation.__traceback__ is None


def test_every_envelope_in_a_batch_has_its_identifier(vendor: Vendor) -> None:
    package, contract = vendor.package, vendor.contract
    payload = first_payload(vendor)
    for row in own(contract):
        for text in (payload, "hello") if takes_text(row) else (payload,):
            delivery = wrap(row, text, identifier="delivery-1")
            (result,) = package.parse_batch([delivery])
            assert result.identifier == ("delivery-1" if row.identifier is not None else None), row.name
            assert (result.violation is not None) == (text == "hello")


def named(row: Response, response: dict[str, Any]) -> list[str]:
    """The identifiers of the deliveries that a response calls failed."""
    assert list(response) == [row.entries]
    return [
        entry[row.identifier]
        for entry in response[row.entries]
        if {key: entry.get(key) for key in row.failed} == row.failed
    ]


@pytest.fixture(params=range(2), ids=["only the failed ones", "all of them"])
def answered(vendor: Vendor, request: pytest.FixtureRequest) -> tuple[Batch, Response, Envelope]:
    """A batch that is answered, by naming only what failed or all of it, and an envelope that can be in it."""
    for batch in vendor.contract.batches.values():
        if batch.response is not None and (batch.response.handled is not None) == bool(request.param):
            form = next(form for form in vendor.contract.forms.values() if form.batch == batch.name)
            return batch, batch.response, vendor.contract.envelopes[form.envelope or ""]
    raise AssertionError("the contract has no such batch")


@pytest.mark.needs("batches")
def test_the_response_names_what_failed(vendor: Vendor, answered: tuple[Batch, Response, Envelope]) -> None:
    package, (batch, row, envelope) = vendor.package, answered
    payload = first_payload(vendor)
    deliveries = [
        wrap(envelope, text, identifier=f"d{number}") for number, text in enumerate([payload, "bad", payload, "bad"])
    ]
    parsed = package.parse_batch(batched(batch, deliveries))
    assert named(row, parsed.response()) == ["d1", "d3"]
    # The consumer failed on a good one: it is named too, and nothing is named twice.
    results = list(parsed)
    response = parsed.response([results[2], results[1], results[2]])
    assert sorted(named(row, response)) == ["d1", "d2", "d3"]
    if row.handled is None:
        assert len(response[row.entries]) == 3
        assert package.parse_batch(batched(batch, deliveries[::2])).response() == {row.entries: []}
        # A good one without a name keeps nobody from answering.
        mixed = [*deliveries, wrap(envelope, payload, identifier="")]
        assert package.parse_batch(batched(batch, mixed)).response() == parsed.response()
    else:
        # In the order in which they came, each with its own content.
        assert [entry[row.identifier] for entry in response[row.entries]] == ["d0", "d1", "d2", "d3"]
        assert [row.handled.items() <= entry.items() for entry in response[row.entries]] == [True, False, False, False]
        for entry, delivery in zip(response[row.entries], deliveries, strict=True):
            assert [entry[key] for key in row.copies] == [delivery[key] for key in row.copies]
        assert row.copies


@pytest.mark.needs("batches")
def test_what_no_response_can_name_is_said_and_nothing_is_lost(
    vendor: Vendor, answered: tuple[Batch, Response, Envelope], caplog: pytest.LogCaptureFixture
) -> None:
    package, (batch, row, envelope) = vendor.package, answered

    def said(parsed: Any, failed: Any = ()) -> str:
        """What a log or an error says; the response then asks for the whole batch."""
        if row.whole is None:
            with pytest.raises(ValueError, match="whole batch") as caught:
                parsed.response(failed)
            return str(caught.value)
        caplog.clear()
        asked = parsed.response(failed)[row.entries]
        assert {row.identifier: row.whole, **row.failed} in asked
        assert len(asked) == len({entry[row.identifier] for entry in asked})
        (record,) = caplog.records
        assert (record.name, record.levelname) == (package.__name__, "WARNING")
        return record.getMessage()

    good, identifier = first_payload(vendor), envelope.identifier
    assert identifier is not None
    secret = "pat.doe@example.org"
    named = wrap(envelope, "bad", identifier=secret)
    nameless = wrap(envelope, "bad", identifier="")
    for missing in (None, "", 7, {}, []):
        put(nameless, identifier, missing)
        if missing is None:
            nameless = drop(nameless, tuple(identifier.split("/")[1:]))
        parsed = package.parse_batch(batched(batch, [named, nameless, wrap(envelope, good, identifier="d2")]))
        assert len(parsed.events) == 1
        message = said(parsed)
        assert f"{batch.items}/1 (no text at {identifier})" in message
        assert f"{batch.items}/0" not in message
        assert secret not in message + repr(parsed) + repr(list(parsed))
    # A good one that the consumer failed on is no other.
    parsed = package.parse_batch(batched(batch, [wrap(envelope, good, identifier="")]))
    assert f"{batch.items}/0 (no text at" in said(parsed, parsed)
    # Many are counted, and one whose envelope has no place for an identifier says so.
    parsed = package.parse_batch(batched(batch, [*[nameless] * 7, "bad"]))
    with pytest.raises(ValueError, match=f"{batch.items}/4 .* and 3 more"):
        parsed.response()
    if batch.items:
        # Whoever sent this need not read the response: returning it could lose the delivery.
        with pytest.raises(ValueError, match=f"{batch.items}/0 .its envelope has none"):
            package.parse_batch(batched(batch, ["bad"])).response()
    # What came in another batch cannot be placed.
    other = package.parse_batch(batched(batch, [nameless]))
    with pytest.raises(ValueError, match="only results of this batch"):
        package.parse_batch(batched(batch, [named])).response(other)


@pytest.mark.needs("batches")
def test_some_batches_are_not_answered(vendor: Vendor) -> None:
    package, payload = vendor.package, first_payload(vendor)
    batches: list[Any] = [[payload]]
    batches += [batched(row, [payload]) for row in vendor.contract.batches.values() if row.response is None]
    assert len(batches) > 1
    for batch in batches:
        with pytest.raises(ValueError, match="does not support partial failure"):
            package.parse_batch(batch).response()


@pytest.mark.needs("batches")
def test_a_batch_can_be_empty(vendor: Vendor) -> None:
    # Such as what is received from a queue that holds nothing: an object without the list.
    rows = [batch for batch in vendor.contract.batches.values() if batch.empty is not None]
    assert rows
    for batch in rows:
        delivery: dict[str, Any] = {}
        put(delivery, batch.empty, {"HTTPStatusCode": 200})
        parsed = vendor.package.parse_batch(delivery)
        assert (len(parsed), parsed.batch.name) == (0, batch.name)
        assert "parse_batch" in refused(vendor, delivery).violations[0].message
        put(delivery, batch.items, [first_payload(vendor)])
        assert len(vendor.package.parse_batch(delivery).events) == 1
        put(delivery, batch.items, {})
        with pytest.raises(NotAnEvent):
            vendor.package.parse_batch(delivery)


@pytest.mark.parametrize("deliveries", [None, 7, "[]", b"[]", {}, {"Records": {}}, {"sack": []}, TOKEN, object()])
def test_what_is_no_batch(vendor: Vendor, deliveries: Any) -> None:
    with pytest.raises(NotAnEvent) as caught:
        vendor.package.parse_batch(deliveries)
    assert caught.value.delivery is deliveries


class Hostile(dict[str, Any]):
    """An object of somebody else's, which holds something that cannot be read."""

    def get(self, *_: Any) -> Any:
        raise OSError("gone")


class HostileList(list[Any]):
    """A list of somebody else's that cannot be read."""

    def __iter__(self) -> Any:
        raise OSError("gone")


@pytest.mark.parametrize("deliveries", [Failing(), Hostile(a=1), HostileList([1])])
def test_what_cannot_be_read_is_no_batch(vendor: Vendor, deliveries: Any) -> None:
    with pytest.raises(NotAnEvent) as caught:
        vendor.package.parse_batch(deliveries)
    assert caught.value.delivery is deliveries
    assert caught.value.__context__ is None


def test_an_event_is_no_batch(vendor: Vendor) -> None:
    with pytest.raises(NotAnEvent):
        vendor.package.parse_batch(first_payload(vendor))


# -- the first vendor's, as they are on the wire ---------------------------------------------------


@pytest.fixture
def canvas(vendors: dict[str, Vendor]) -> Vendor:
    """The vendor whose deliveries these are."""
    return vendors["canvas"]


def sqs_record(text: str, number: int = 1) -> dict[str, Any]:
    """A record as AWS Lambda gets it from a queue."""
    return {
        "messageId": f"059f36b4-87a3-44ab-83d2-66197597{number:04}",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": text,
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
        "messageAttributes": {"event_name": {"stringValue": "course_created", "dataType": "String"}},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:canvas-live-events",
        "awsRegion": "us-east-2",
    }


def kinesis_record(octets: bytes, number: int = 1) -> dict[str, Any]:
    """A record as AWS Lambda gets it from a stream."""
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "1",
            "sequenceNumber": f"4959033827149025660855969253836157109592157598913{number:07}",
            "data": base64.b64encode(octets).decode(),
            "approximateArrivalTimestamp": 1545084650.987,
        },
        "eventSource": "aws:kinesis",
        "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
    }


def test_lambda_events_from_a_queue(canvas: Vendor) -> None:
    texts = [text_of(payload).decode() for payload in examples(canvas.contract, "course_progress")]
    records = [sqs_record(text, number) for number, text in enumerate([texts[0], "{", texts[1], TOKEN])]
    parsed = canvas.package.parse_batch({"Records": records})
    assert [type(event).__name__ for event in parsed.events] == ["CourseProgress", "CourseProgress"]
    assert [type(result.violation).__name__ for result in parsed.failures] == ["NotJSON", "SignedDelivery"]
    assert parsed.response() == {
        "batchItemFailures": [{"itemIdentifier": records[number]["messageId"]} for number in (1, 3)]
    }


def test_lambda_events_from_a_stream(canvas: Vendor) -> None:
    payload = examples(canvas.contract, "course_progress")[0]
    hosted = {"attributes": payload["metadata"], "body": payload["body"]}
    records = [
        kinesis_record(octets, number)
        for number, octets in enumerate(
            [text_of(hosted), b"\xff", b"{}", text_of(payload), text_of(skeleton_of(canvas))]
        )
    ]
    records[4]["kinesis"]["data"] += "?"
    parsed = canvas.package.parse_batch({"Records": records})
    assert parsed.events == [canvas.package.parse(payload)] * 2
    assert [failure["itemIdentifier"][-7:] for failure in parsed.response()["batchItemFailures"]] == [
        "0000001",
        "0000002",
        "0000004",
    ]


def skeleton_of(vendor: Vendor) -> dict[str, Any]:
    """A delivery in the foreign format."""
    return skeleton(vendor.contract.envelopes["caliper"])


def test_messages_as_received(canvas: Vendor) -> None:
    text = text_of(examples(canvas.contract, "course_progress")[0]).decode()
    message = {"MessageId": "m1", "ReceiptHandle": "r", "MD5OfBody": "0", "Body": text, "Attributes": {}}
    parsed = canvas.package.parse_batch({"Messages": [message, {**message, "MessageId": "m2", "Body": "{"}]})
    assert [result.identifier for result in parsed] == ["m1", "m2"]
    assert [result.violation is None for result in parsed] == [True, False]
    with pytest.raises(ValueError, match="does not support partial failure"):
        parsed.response()
    # The messages by themselves are a batch too.
    assert canvas.package.parse_batch([message]).events == parsed.events


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_web_requests(canvas: Vendor, version: str, encoded: bool) -> None:
    payload = examples(canvas.contract, "course_progress")[0]

    def request(text: str) -> dict[str, Any]:
        body = base64.b64encode(text.encode()).decode() if encoded else text
        return {
            "version": version,
            "headers": {"content-type": "application/json"},
            "requestContext": {"http": {"method": "POST", "path": "/events"}},
            "body": body,
            "isBase64Encoded": encoded,
        }

    assert canvas.package.parse(request(json.dumps(payload))) == canvas.package.parse(payload)
    assert type(refused(canvas, request(TOKEN))) is SignedDelivery


def test_claims(canvas: Vendor) -> None:
    payload = examples(canvas.contract, "course_progress")[0]
    bare = canvas.package.parse(payload)
    assert canvas.package.parse(payload | {"iss": "canvas", "iat": 1, "exp": 2}) == bare
    assert canvas.package.extras(payload | {"jti": "1"}) == {}
    # Not a claim: an unknown key of the event.
    assert canvas.package.extras(payload | {"issuer": "x"}) == {"/issuer": "x"}
