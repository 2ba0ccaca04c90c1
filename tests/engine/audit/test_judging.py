"""The judge finds what ``check`` finds, and mostly without asking it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from eventcontract.audit.judging import Judge
from tests.support.archive import examples, odd, wrong
from tests.support.mutations import mutations
from tests.vendors import Subject, Vendor


def differences(judge: Judge, package: Any, deliveries: list[Any]) -> list[str]:
    """The deliveries of which it does not find what ``check`` finds. Each is judged twice, to be remembered."""
    wrong = []
    for delivery in [*deliveries, *reversed(deliveries)]:
        event, findings = package.examine(delivery)
        judged = judge.judge(delivery)
        if (judged.event, Counter(judged.findings)) != (event, Counter(findings)):
            wrong.append(f"{delivery}: {Counter(judged.findings)} instead of {Counter(findings)}"[:1000])
    return wrong


@pytest.mark.costly
def test_it_finds_what_check_finds(subject: Subject) -> None:
    package = subject.vendor.package._package
    deliveries: list[Any] = [case.payload for case in mutations(subject.contract, subject.event)]
    deliveries += [json.dumps(each) for each in deliveries]
    deliveries += [example.text for example in subject.entry.examples]
    assert differences(Judge(package), package, deliveries) == []


def test_it_finds_what_check_finds_in_what_is_no_event(vendor: Vendor) -> None:
    package = vendor.package._package
    payload = examples(vendor)[0]
    deliveries = [b"", b"{", b"[]", b"{}", b'"text"', None, 5, [payload], {"Body": json.dumps(payload)}]
    deliveries += [b'{"a":' + b"[" * depth + b"]" * depth + b"}" for depth in (100, 300, 600)]
    deliveries += [{**payload, "n": 1e308}, json.dumps(payload)[:-1] + ',"n":1e400}', odd(vendor), wrong(vendor)]
    deep: Any = 1
    for _ in range(400):
        deep = [deep]
    deliveries.append({**payload, "deep": deep})
    assert differences(Judge(package), package, deliveries) == []


def test_it_seldom_asks_check(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    package = vendor.package._package
    judge = Judge(package)
    payloads = [*examples(vendor), *(examples(vendor, "info") if vendor.name == "canvas" else [])]
    for payload in payloads:
        judge.judge(payload)

    def asked(*_: object, **__: object) -> Any:
        raise AssertionError("check was asked")

    monkeypatch.setattr(package, "examine", asked)
    for payload in payloads:
        judge.judge(payload)
    with pytest.raises(AssertionError, match="check was asked"):
        judge.judge(odd(vendor))
