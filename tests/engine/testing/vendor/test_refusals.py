"""Deliveries that have to be refused: the package refuses each of them, for the reason it is named by."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from eventcontract.testing.vendor import refusals
from eventcontract.testing.vendor.posts import Post
from eventcontract.testing.vendor.signing import process_key
from eventcontract.webhook import KeySet, SignatureError, verify
from tests.vendors import Subject, Vendor


def plain(text: str) -> Post:
    return Post(text.encode())


def test_no_malformed_delivery_is_an_event(vendor: Vendor) -> None:
    package = vendor.package
    text = next(iter(vendor.contract.events.values())).examples[0].text
    found = dict(refusals.malformed(vendor.contract, text, plain))
    assert len(found) >= 9
    for post in found.values():
        with pytest.raises(package.ContractViolation):
            package.parse(post.body)
    # What they are made of is one.
    package.parse(text)


def test_violations_are_refused_where_they_are(
    subject: Subject, record_property: Callable[[str, object], None]
) -> None:
    package = subject.vendor.package
    text = subject.entry.examples[0].text
    found = list(refusals.violations(subject.contract, package._package, subject.event, text, plain))
    for what, post in found:
        with pytest.raises(package.ContractViolation) as caught:
            package.parse(post.body)
        path = tuple(what[what.index("/") + 1 :].split("/"))
        if path == subject.contract.message.discriminator[: len(path)]:
            assert caught.value.event is None  # with what names it, the name is gone
        else:
            assert caught.value.event == subject.event
            assert {violation.pointer for violation in caught.value.violations} == {"/" + "/".join(path)}, what
    assert found
    record_property("count: deliveries to refuse", len(found))


@pytest.mark.needs("signing")
def test_every_forged_token_is_refused(vendor: Vendor) -> None:
    signing = vendor.contract.signing
    assert signing is not None
    signer = process_key(signing)
    text = json.dumps(json.loads(next(iter(vendor.contract.events.values())).examples[0].text))
    token = signer.sign(text)
    keys = KeySet(signer.key_set())

    def verified(delivery: bytes) -> object:
        return verify(delivery, keys, algorithm=signing.algorithm, key_id=signing.key_id, max_size=signing.max_size)

    assert verified(token.encode()) == json.loads(text)
    reasons = {}
    for what, post in refusals.forged(vendor.contract, text, token, signer.key_set()):
        with pytest.raises(SignatureError) as caught:
            verified(post.body)
        reasons[what] = type(caught.value).__name__
    assert reasons == {
        "signed with another key": "BadSignature",
        "signed with an unknown key": "UnknownKey",
        "changed after signing": "BadSignature",
        "truncated signature": "BadSignature",
        "algorithm none": "UnsignedToken",
        "signed with the public key as a secret": "WrongAlgorithm",
        "not signed": "MalformedToken",
        "not signed, but labelled as signed": "MalformedToken",
    }
