"""Deliveries as receivers get them: whatever the form, the event in it is the same."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract import pointers, wrapping
from eventcontract.model import Contract, Form
from eventcontract.runtime import envelopes
from eventcontract.webhook import KeySet, verify
from tests.support.modules import module_of
from tests.vendors import Vendor


def received(vendor: Vendor, form: str, delivery: Any, keys: KeySet) -> list[Any]:
    """The events that a receiver reads out of ``delivery``."""
    words, package = vendor.contract.forms[form], vendor.package
    if words.batch is not None:
        batch = package.parse_batch(delivery)
        assert batch.failures == []
        return list(batch.events)
    if words.signed:
        signing = vendor.contract.signing
        assert signing is not None
        delivery = verify(delivery, keys, algorithm=signing.algorithm, key_id=signing.key_id, max_size=signing.max_size)
    return [package.parse(delivery)]


def members_kept(vendor: Vendor, form: str) -> list[str]:
    """The members of an event that the form has a place for."""
    envelope = vendor.contract.envelopes.get(vendor.contract.forms[form].envelope or "")
    every = [member.name for member in vendor.contract.message.tree.fields]
    return list(envelope.members) if envelope is not None and envelope.members else every


# -- wrapping, then opening ----------------------------------------------------------------------------


def respelled(name: str) -> str:
    """``name`` as a key that a JSON Pointer has to escape."""
    return f"{name}/b~1~c"


def odd(value: Any) -> Any:
    """Decoded JSON with every key respelled."""
    if isinstance(value, dict):
        return {respelled(key): odd(content) for key, content in value.items()}
    return [odd(each) for each in value] if isinstance(value, list) else value


def odd_pointer(pointer: str | None) -> Any:
    if pointer is None:
        return None
    return pointers.build(step if step == "0" else respelled(step) for step in pointers.parse(pointer))


def odd_contract(contract: Contract) -> Contract:
    """``contract``, whose vendor has respelled the keys of its events, envelopes and batches."""

    def pointed(row: Any, *members: str, **more: Any) -> Any:
        return replace(row, **{member: odd_pointer(getattr(row, member)) for member in members}, **more)

    return replace(
        contract,
        message=replace(contract.message, discriminator=tuple(map(respelled, contract.message.discriminator))),
        envelopes={
            name: pointed(
                row,
                "content",
                "identifier",
                recognize={odd_pointer(where): kind for where, kind in row.recognize.items()},
                any_of=tuple(map(odd_pointer, row.any_of)),
                base64=odd_pointer(row.base64) if isinstance(row.base64, str) else row.base64,
                members={respelled(member): odd_pointer(where) for member, where in row.members.items()},
            )
            for name, row in contract.envelopes.items()
        },
        batches={
            name: pointed(
                row,
                "items",
                "empty",
                recognize={odd_pointer(where): kind for where, kind in row.recognize.items()},
            )
            for name, row in contract.batches.items()
        },
        forms={
            name: replace(
                form,
                around=odd(form.around),
                batch_around=odd(form.batch_around),
                copies={odd_pointer(where): odd_pointer(source) for where, source in form.copies.items()},
            )
            for name, form in contract.forms.items()
        },
    )


def opened(contract: Contract, form: Form, delivery: Any) -> list[Any]:
    """The events that the runtime finds in ``delivery``; the claims of a token are not verified here."""
    rows = [
        [kind(**{name: getattr(row, name) for name in kind.__struct_fields__}) for row in found.values()]
        for kind, found in ((envelopes.EnvelopeRow, contract.envelopes), (envelopes.BatchRow, contract.batches))
    ]
    table = envelopes.Table(*rows, contract.message.discriminator)
    if form.signed:
        delivery = base64.b64decode(delivery.split(b".")[1])
    deliveries = [delivery]
    if form.batch is not None:
        found = table.batch(delivery)
        if delivery == []:
            return []  # nothing says what this list holds none of
        assert found is not None
        assert found[0].name == form.batch
        deliveries = found[1]
    return [[*table.layers(each)][-1].value for each in deliveries]


def unsigned(claims: str) -> str:
    return f"head.{base64.b64encode(claims.encode()).decode()}.signature"


#: Keys that look like pointers, indices and patterns, and the values that JSON has.
KEYS = st.sampled_from(["a/b", "a~b", "~1", "~", "/", "", "*", "0", "a b", "é"]) | st.text(max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@pytest.mark.parametrize("spelling", ["plain", "odd"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_opening_what_wrapping_made_returns_the_event(vendor: Vendor, spelling: str, data: st.DataObject) -> None:
    contract, name = vendor.contract, next(iter(vendor.contract.events))
    event = json.loads(contract.events[name].examples[0].text)
    event[contract.message.body] |= data.draw(st.dictionaries(KEYS, VALUES, max_size=3))
    event |= {f"{key}+": value for key, value in data.draw(st.dictionaries(KEYS, VALUES, max_size=2)).items()}
    if spelling == "odd":
        contract, event = odd_contract(contract), odd(event)
    for form in contract.forms.values():
        members = contract.envelopes[form.envelope].members if form.envelope else {}
        # An envelope can have no place for a member, and null means absent.
        kept = {key: event[key] for key in members if event.get(key) is not None} if members else event
        for count in (1,) if form.batch is None else (0, 1, 3):
            delivery = wrapping.deliver(contract, form, *[event] * count, sign=unsigned)
            assert opened(contract, form, delivery) == [kept] * count, form.name


@pytest.mark.needs("envelopes")
def test_an_envelope_that_is_known_by_any_of_some_members_is_recognized(vendor: Vendor) -> None:
    """Also where the form says nothing of them."""
    contract, tested = vendor.contract, 0
    event = json.loads(next(iter(contract.events.values())).examples[0].text)
    for envelope in contract.envelopes.values():
        if envelope.holds_event:
            form = Form(name="bare", description="", channel="", envelope=envelope.name)
            (found,) = opened(contract, form, wrapping.deliver(contract, form, event, sign=unsigned))
            assert found == {key: event[key] for key in envelope.members or event if key in event}
            tested += bool(envelope.any_of)
    assert tested


@pytest.mark.needs("nested forms")
def test_a_form_inside_another_is_a_layer_of_its_own(vendor: Vendor) -> None:
    contract, tested = vendor.contract, 0
    event = json.loads(next(iter(contract.events.values())).examples[0].text)
    for form in contract.forms.values():
        if form.inside is not None:
            delivery = wrapping.deliver(contract, form, event, sign=unsigned)
            *outer, innermost = vendor.package._package.table.layers(delivery)
            assert len(outer) == 2
            assert innermost.value == event
            inner = wrapping.deliver(contract, contract.forms[form.inside], event, sign=unsigned)
            assert outer[1].value == inner
            tested += 1
    assert tested


def test_wrapping_shares_nothing_with_the_event(vendor: Vendor) -> None:
    event = json.loads(next(iter(vendor.contract.events.values())).examples[0].text)
    before = json.dumps(event)
    for form in vendor.contract.forms.values():
        delivery = wrapping.deliver(vendor.contract, form, event, sign=unsigned)
        for value in [delivery] if isinstance(delivery, dict) else []:
            spoil(value)
    assert json.dumps(event) == before


def spoil(value: Any) -> None:
    """Empty every object and array in ``value``."""
    for each in list(value.values() if isinstance(value, dict) else value):
        if isinstance(each, dict | list):
            spoil(each)
    value.clear()


# -- as users of the package get them ------------------------------------------------------------------


@pytest.mark.needs("forms")
def test_the_event_in_a_delivery_is_the_case_s(vendor: Vendor) -> None:
    module = module_of(vendor)
    keys = KeySet(module.key_set())
    for index, form in enumerate(vendor.contract.forms):
        kept = members_kept(vendor, form)
        for number, case in enumerate(module.cases()):
            if (number + index) % 3 and not case.variation.startswith("example:"):
                continue  # all of them in all forms take long
            if vendor.contract.forms[form].signed and not case.variation.startswith(("example:", "non-ascii")):
                continue  # a signature takes a millisecond
            (event,) = received(vendor, form, case.as_delivered(form), keys)
            payload = {name: value for name, value in case.payload.items() if name in kept}
            assert vendor.package.fingerprint(json.dumps(payload)) == vendor.package.fingerprint(
                event.delivery if case.event not in vendor.contract.events else payload
            )
            if case.event in vendor.contract.events:
                assert event == vendor.package.parse(payload), (form, case.id)


def test_a_batch_holds_any_number(vendor: Vendor) -> None:
    module = module_of(vendor)
    payloads = [case.payload for case in module.cases()[:3]]
    for name, form in vendor.contract.forms.items():
        if form.batch is None:
            for number in (0, 2):
                with pytest.raises(ValueError, match=re.escape(f"the form {name!r} takes one payload, not {number}")):
                    module.deliver(name, *payloads[:number])
        else:
            events = received(vendor, name, module.deliver(name, *payloads), KeySet(module.key_set()))
            assert events == [vendor.package.parse(payload) for payload in payloads]


@pytest.mark.needs("batches")
def test_each_delivery_of_a_batch_has_a_name_of_its_own(vendor: Vendor) -> None:
    module = module_of(vendor)
    named = 0
    for name, form in vendor.contract.forms.items():
        envelope = vendor.contract.envelopes.get(form.envelope or "")
        if form.batch is not None and envelope is not None and envelope.identifier is not None:
            batch = vendor.package.parse_batch(module.deliver(name, *(case.payload for case in module.cases()[:20])))
            identifiers = [result.identifier for result in batch]
            fixed = name == "pile"  # the spec says which
            assert None not in identifiers and len({*identifiers}) == (1 if fixed else 20)
            named += 1
    assert named


@pytest.mark.needs("forms")
def test_what_stands_around_the_event(vendor: Vendor) -> None:
    module = module_of(vendor)
    case = module.cases()[0]
    if vendor.name == "canvas":
        record = case.as_delivered("lambda")["Records"][0]
        message = case.as_delivered("sqs")
        assert record["eventSource"] == "aws:sqs"
        assert record["messageAttributes"]["event_name"] == {"dataType": "String", "stringValue": case.event}
        assert message["MessageAttributes"]["event_time"]["StringValue"] == case.payload["metadata"]["event_time"]
        assert json.loads(message["Body"]) == case.payload
        notification = json.loads(case.as_delivered("sns")["Body"])
        assert notification["Type"] == "Notification"
        assert json.loads(notification["Message"]) == case.payload
        assert case.as_delivered("eventbridge")["detail"] == case.payload
        assert [each["eventSource"] for each in case.as_delivered("pipes")] == ["aws:sqs"]
        stream = case.as_delivered("firehose")
        assert stream["invocationId"] and stream["records"][0]["recordId"]
        assert json.loads(base64.b64decode(stream["records"][0]["data"])) == case.payload
        assert json.loads(case.as_delivered("https")) == case.payload
    else:
        letter = case.as_delivered("relayed")["sack"]["letters"][0]["relay"]
        assert letter["about"] == {"kind": case.event, "class": case.payload["from"]["class"]}
        assert letter["note"] == "by hand"
    # What one delivery is changed to, no other is.
    delivery = case.as_delivered(next(name for name, form in vendor.contract.forms.items() if form.envelope))
    before = json.dumps(delivery)
    delivery.clear()
    assert (
        json.dumps(case.as_delivered(next(name for name, form in vendor.contract.forms.items() if form.envelope)))
        == before
    )


@pytest.mark.needs("signing")
def test_a_signature_is_by_the_key_that_is_shown(vendor: Vendor) -> None:
    module = module_of(vendor)
    form = next(name for name, form in vendor.contract.forms.items() if form.signed)
    keys = module.key_set()
    assert not any("d" in key for key in keys["keys"]), "the private key is shown"
    assert keys == module.key_set()
    assert received(vendor, form, module.cases()[0].as_delivered(form), KeySet(keys))


@pytest.mark.needs("forms")
def test_an_unknown_form_is_refused_with_those_there_are(vendor: Vendor) -> None:
    module = module_of(vendor)
    asked: list[Callable[[], object]] = [
        lambda: module.cases()[0].as_delivered("pigeon"),
        lambda: module.deliver("pigeon", {}),
        lambda: module.parametrize(delivered="pigeon"),
    ]
    for ask in asked:
        with pytest.raises(ValueError, match=f"no form 'pigeon'.*{next(iter(vendor.contract.forms))}"):
            ask()
