"""What generated code decides of a delivery is what ``check`` finds, whatever the delivery."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from eventcontract.audit import compiled
from eventcontract.audit.judging import Judge
from tests.fuzz.mutator import VALUES
from tests.support.deliveries import text_of
from tests.support.mutations import mutations
from tests.vendors import Vendor

# ``nox -s fuzz`` sets it to a million.
INPUTS = int(os.environ.get("FUZZ_INPUTS", "6000")) // 4

#: Texts that must not pass for what stands next to them, or for what they look like.
_TEXTS = ["", "\n", "7\n8", "7,8", "7 8", "\u0661\u0662", "²", "00", " 7", "7\n", "null", "x" * 300, "\ud83d\udcee"]
_TIMES = ["2025-03-09", "2025-03-09T00:00:00Z", "2025-03-09T08:15:00", "2025-03-09 08:15:00 -0800"]
_TIMES += ["2025-03-09T08:15:00Z\n2025-03-09T08:15:00Z", "2025-03-09T08:15:00Z,2025-03-09T08:15:00Z"]
_TIMES += ["2016-12-31T23:59:60Z", "2025-02-29T08:15:00Z", "1999-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"]
_NUMBERS = ["1e400", "-1e400", "9" * 310, "13330.0", "1.5", "1E2", "-0", "true", "null", "[]", "{}", "[null]"]
_HOSTILE = [*map(json.dumps, [*_TEXTS, *_TIMES]), *_NUMBERS, *VALUES]
_VALUE = re.compile(r'(?<=: )(?:"(?:[^"\\]|\\.)*"|[0-9.eE+-]+|true|false|null)')
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"(?=: )')


@pytest.fixture(scope="module")
def texts() -> Callable[[Vendor], list[str]]:
    """The examples of a vendor and everything that is tried on its fields, as text, once."""
    made: dict[str, list[str]] = {}

    def of(vendor: Vendor) -> list[str]:
        if vendor.name not in made:
            events = vendor.contract.events
            examples = [json.dumps(json.loads(each.text)) for event in events.values() for each in event.examples]
            names = list(events)[:: max(1, len(events) // 6)]
            tried = [text_of(case.payload).decode() for name in names for case in mutations(vendor.contract, name)]
            made[vendor.name] = [*examples * max(1, len(tried) // len(examples)), *tried]
        return made[vendor.name]

    return of


def changed(text: str, random: Random) -> str:
    """``text`` with up to two of its values or keys changed, or written twice."""
    for _ in range(random.choice((0, 1, 1, 2))):
        what = random.randrange(6)
        found = list((_KEY if what == 0 else _VALUE).finditer(text))
        if not found:
            return text
        match = random.choice(found)
        if what == 0:
            key = random.choice((match[0], random.choice(found)[0], '"novelty"'))
            if random.random() < 0.5:
                text = f"{text[: match.start()]}{key}: {random.choice(_HOSTILE)}, {text[match.start() :]}"
            else:
                text = text[: match.start()] + key + text[match.end() :]
        elif what < 4:
            text = text[: match.start()] + random.choice(_HOSTILE) + text[match.end() :]
        else:
            text = text[: match.start()] + random.choice(found)[0] + text[match.end() :]
    return text


def deliveries(texts: list[str], seed: int, number: int) -> Iterator[str | bytes]:
    random = Random(seed)
    for _ in range(number):
        text = changed(random.choice(texts), random)
        yield text if random.random() < 0.3 else text.encode(errors="surrogatepass")


def differences(judge: Judge, package: Any, inputs: Iterator[Any]) -> list[str]:
    """The inputs of which the judge does not find what ``check`` finds."""
    wrong = []
    for delivery in inputs:
        before = judge.decided
        judged = judge.judge(delivery)
        if judge.decided == before:
            continue  # test_judging.py is about those
        examined = package.examine(delivery)
        # What it decides is accepted by both schemas; this would not show where ``check`` was asked after all.
        refused = [each for each in examined.findings if each.level != "info" and "sent it since" not in each.message]
        payload = json.loads(delivery)
        paths = [package.dimensions.get("account"), package.dimensions.get("producer"), package.time or None]
        values = [at(payload, path) for path in paths]
        if refused or (judged.event, Counter(judged.findings), [*judged[2:]]) != (
            examined.event,
            Counter(examined.findings),
            values,
        ):
            wrong.append(f"{delivery!r}: {judged} instead of {examined}"[:2000])
    return wrong


def at(value: Any, path: tuple[str, ...] | None) -> Any:
    for step in path or ():
        value = value.get(step) if isinstance(value, dict) else None
    return value if path else None


def test_it_finds_what_check_finds(
    vendor: Vendor, texts: Callable[[Vendor], list[str]], request: pytest.FixtureRequest, record_property: Any
) -> None:
    package = vendor.package._package
    judge = Judge(package)
    seed = request.config.getoption("--seed", 0) or 0
    assert differences(judge, package, deliveries(texts(vendor), int(seed), INPUTS)) == []
    record_property(f"count: inputs decided by generated code, {vendor.name}, of {INPUTS}", judge.decided)
    # One that never decides is never wrong. More than a quarter are decided of all vendors but parcel, most of whose
    # events have what generated code leaves to check.
    assert judge.decided >= INPUTS / 8


# The others have no time of events, or one of a form that is asked of each text.
@pytest.mark.parametrize("vendor", ["canvas"], indirect=True)
def test_a_separator_that_is_not_counted_is_found(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison, with a fault planted in what generated code asks of joined texts."""
    package = vendor.package._package

    def careless(texts: list[str], matches: Callable[[str], Any]) -> bool:
        return matches("\n".join(texts)) is not None

    time = "2025-03-09T08:15:00Z"
    inputs = []
    for event in vendor.contract.events.values():
        for example in event.examples:
            payload = json.loads(example.text)
            holder = payload
            for step in package.time[:-1]:
                holder = holder[step]
            holder[package.time[-1]] = f"{time}\n{time}"
            inputs.append(json.dumps(payload))
    assert differences(Judge(package), package, iter(inputs)) == []
    monkeypatch.setattr(compiled, "one_of_each", careless)
    assert differences(Judge(package), package, iter(inputs))
