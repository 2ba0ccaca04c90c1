"""Deliveries as receivers get them: whatever the form, the event in it is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

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


def test_the_event_in_a_delivery_is_the_case_s(vendor: Vendor) -> None:
    module = module_of(vendor)
    keys = KeySet(module.key_set())
    for form in vendor.contract.forms:
        kept = members_kept(vendor, form)
        for case in module.cases():
            if vendor.contract.forms[form].signed and not case.variation.startswith(("example:", "non-ascii")):
                continue  # a signature takes a millisecond
            (event,) = received(vendor, form, case.as_(form), keys)
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


def test_what_stands_around_the_event(vendor: Vendor) -> None:
    module = module_of(vendor)
    case = module.cases()[0]
    if vendor.name == "canvas":
        record = case.as_("lambda")["Records"][0]
        message = case.as_("sqs")
        assert record["eventSource"] == "aws:sqs"
        assert record["messageAttributes"]["event_name"] == {"dataType": "String", "stringValue": case.event}
        assert message["MessageAttributes"]["event_time"]["StringValue"] == case.payload["metadata"]["event_time"]
        assert json.loads(message["Body"]) == case.payload
        assert json.loads(case.as_("https")) == case.payload
    else:
        letter = case.as_("relayed")["sack"]["letters"][0]["relay"]
        assert letter["about"] == {"kind": case.event, "class": case.payload["from"]["class"]}
        assert letter["note"] == "by hand"
    # What one delivery is changed to, no other is.
    delivery = case.as_(next(name for name, form in vendor.contract.forms.items() if form.envelope))
    before = json.dumps(delivery)
    delivery.clear()
    assert json.dumps(case.as_(next(name for name, form in vendor.contract.forms.items() if form.envelope))) == before


def test_a_signature_is_by_the_key_that_is_shown(vendor: Vendor) -> None:
    module = module_of(vendor)
    form = next(name for name, form in vendor.contract.forms.items() if form.signed)
    keys = module.key_set()
    assert not any("d" in key for key in keys["keys"]), "the private key is shown"
    assert keys == module.key_set()
    assert received(vendor, form, module.cases()[0].as_(form), KeySet(keys))


def test_an_unknown_form_is_refused_with_those_there_are(vendor: Vendor) -> None:
    module = module_of(vendor)
    asked: list[Callable[[], object]] = [
        lambda: module.cases()[0].as_("pigeon"),
        lambda: module.deliver("pigeon", {}),
        lambda: module.parametrize(delivered="pigeon"),
    ]
    for ask in asked:
        with pytest.raises(ValueError, match=f"no form 'pigeon'.*{next(iter(vendor.contract.forms))}"):
            ask()
