"""Deliveries are examined by generated code or by schemas, which find the same; tests/fuzz has more of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eventcontract.runtime.checking import Checker
from tests.support.archive import examples, odd, wrong
from tests.support.mutations import mutations
from tests.vendors import Subject, Vendor


def differences(checker: Checker, deliveries: list[Any]) -> list[str]:
    """The deliveries of which it does not find what the schemas find. Each is examined twice, to be remembered."""
    wrong = []
    for delivery in [*deliveries, *reversed(deliveries)]:
        looked, examined = checker.look(delivery), checker.examine(delivery)
        if [*looked._replace(findings=[*looked.findings])] != [*examined._replace(findings=[*examined.findings])]:
            wrong.append(f"{delivery}: {examined} instead of {looked}"[:1000])
    return wrong


@pytest.mark.costly
def test_both_find_the_same(subject: Subject) -> None:
    texts = [json.dumps(case.payload) for case in mutations(subject.contract, subject.event)]
    texts += [example.text for example in subject.entry.examples]
    assert differences(Checker(subject.vendor.package._package), texts) == []


def test_both_find_the_same_in_what_is_no_event(vendor: Vendor) -> None:
    payload = examples(vendor)[0]
    deliveries = [b"", b"{", b"[]", b"{}", b'"text"', None, 5, [payload], {"Body": json.dumps(payload)}]
    deliveries += [b'{"a":' + b"[" * depth + b"]" * depth + b"}" for depth in (100, 300, 600)]
    deliveries += [{**payload, "n": 1e308}, json.dumps(payload)[:-1] + ',"n":1e400}', odd(vendor), wrong(vendor)]
    deep: Any = 1
    for _ in range(400):
        deep = [deep]
    deliveries.append({**payload, "deep": deep})
    assert differences(Checker(vendor.package._package), deliveries) == []


def test_schemas_are_seldom_asked(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Checker(vendor.package._package)
    texts = [json.dumps(payload) for payload in examples(vendor)]
    for text in texts:
        checker.examine(text)

    def asked(*_: object, **__: object) -> Any:
        raise AssertionError("the schemas were asked")

    monkeypatch.setattr(checker, "look", asked)
    decided = checker.decided
    for text in texts:
        try:
            checker.examine(text)
        except AssertionError:
            continue
    assert checker.decided - decided >= len(texts) / 4
    with pytest.raises(AssertionError, match="the schemas were asked"):
        checker.examine(json.dumps(odd(vendor)))


@pytest.mark.parametrize("vendor", ["canvas", "ledger"], indirect=True)
def test_schemas_are_asked_about_an_unknown_key_once(vendor: Vendor) -> None:
    checker = Checker(vendor.package._package)
    known = examples(vendor)[0]
    body = vendor.contract.message.body
    for value in ("x", 7, None, {"deep": [1]}):
        text = json.dumps({**known, body: {**known[body], "unheard_of": value}})
        looked = checker.look(text)
        assert [finding.rule for finding in looked.findings] == ["undocumented-field"]
        checker.examine(text)
        decided = checker.decided
        assert [*checker.examine(text).findings] == [*looked.findings]
        assert checker.decided == decided + 1


@pytest.mark.parametrize("vendor", ["canvas", "ledger"], indirect=True)
def test_few_unknown_keys_are_remembered(vendor: Vendor) -> None:
    checker = Checker(vendor.package._package)
    known = examples(vendor)[0]
    for number in range(100):
        checker.examine(json.dumps({**known, f"invented_{number}": number}))
    assert [len(keys) for keys in checker._learned.values()] == [64]
