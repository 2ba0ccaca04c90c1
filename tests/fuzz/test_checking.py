"""What generated code decides of a delivery is what its schemas find, whatever arrives; and it decides a lot of it.

A short run, with other inputs on each version of Python; ``nox -s fuzz`` reads a million.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

import pytest

from eventcontract.runtime import Finding, compiled
from eventcontract.runtime.checking import Checker, Examined
from tests.fuzz.mutator import VALUES, Mutator
from tests.support.deliveries import text_of
from tests.support.modules import module_of
from tests.support.mutations import mutations
from tests.vendors import Vendor

INPUTS = int(os.environ.get("FUZZ_INPUTS", "10000"))
SEED = int(os.environ.get("FUZZ_SEED", sys.version_info.minor))
#: Which part of the inputs are events of which vendor.
SHARE = {"canvas": 0.7, "parcel": 0.1, "ledger": 0.1, "beacon": 0.1}

#: Texts that must not pass for what stands next to them, or for what they look like.
_TEXTS = ["", "\n", "7\n8", "7,8", "7 8", "\u0661\u0662", "²", "00", " 7", "7\n", "null", "x" * 300, "\ud83d\udcee"]
_TIMES = ["2025-03-09", "2025-03-09T00:00:00Z", "2025-03-09T08:15:00", "2025-03-09 08:15:00 -0800"]
_TIMES += ["2025-03-09T08:15:00Z\n2025-03-09T08:15:00Z", "2025-03-09T08:15:00Z,2025-03-09T08:15:00Z"]
_TIMES += ["2016-12-31T23:59:60Z", "2025-02-29T08:15:00Z", "1999-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"]
_NUMBERS = ["1e400", "-1e400", "9" * 310, "13330.0", "1.5", "1E2", "-0", "true", "null", "[]", "{}", "[null]"]
_HOSTILE = [*map(json.dumps, [*_TEXTS, *_TIMES]), *_NUMBERS, *VALUES]
_VALUE = re.compile(r'(?<=: )(?:"(?:[^"\\]|\\.)*"|[0-9.eE+-]+|true|false|null)')
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"(?=: )')


def sources(vendor: Vendor, number: int) -> list[str]:
    """What ``number`` inputs are made from: examples, contract cases, and what is tried on fields, as texts."""
    random = Random(SEED)
    # A short run is of some events: to prepare the schemas of all takes longer than to use them.
    events = random.sample([*vendor.contract.events], min(len(vendor.contract.events), 5 + number // 500))
    examples = [each.text for name in events for each in vendor.contract.events[name].examples]
    cases = [case.payload for case in module_of(vendor)._suite.casebook.cases(events)]
    tried = [case.payload for name in events for case in mutations(vendor.contract, name)]
    plain = [json.dumps(json.loads(each)) for each in examples]
    made = [text_of(payload).decode() for payload in (*cases, *tried)]
    return [*plain * max(1, len(made) // len(plain)), *made]


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


def deliveries(vendor: Vendor, number: int) -> Iterator[str | bytes]:
    """Events as they are, with something changed, with hostile values, and with bytes changed."""
    random, mutator = Random(SEED), Mutator(vendor.contract, SEED)
    texts = sources(vendor, number)
    for _ in range(number):
        text = changed(random.choice(texts), random)
        if random.random() < 0.3:
            yield text
        else:
            data = text.encode(errors="surrogatepass")
            yield mutator.changed(data) if random.random() < 0.2 else data


def differences(checker: Checker, inputs: Iterable[Any]) -> list[str]:
    """The inputs of which generated code does not find what the schemas find."""
    wrong = []
    for delivery in inputs:
        before = checker.decided
        examined = checker.examine(delivery)
        if checker.decided == before:
            continue  # the schemas were asked
        looked = checker.look(delivery)
        # What it decides is accepted by both schemas, but for unknown keys; this would not show where they were asked
        # after all.
        refused = [each for each in looked.findings if each.level != "info" and not _is_accepted(each)]
        if refused or [*examined.findings] != [*looked.findings] or _counted(examined) != _counted(looked):
            wrong.append(f"seed {SEED}: {delivery!r}: {examined} instead of {looked}"[:2000])
    return wrong


def _is_accepted(warning: Finding) -> bool:
    return "sent it since" in warning.message or (warning.rule, warning.level) == ("undocumented-field", "warning")


def _counted(examined: Examined) -> tuple[Any, ...]:
    return examined.event, examined.account, examined.producer, examined.time


def test_generated_code_finds_what_the_schemas_find(vendors: dict[str, Vendor], record_property: Any) -> None:
    decided = {}
    for name, share in SHARE.items():
        checker = Checker(vendors[name].package._package)
        assert differences(checker, deliveries(vendors[name], round(INPUTS * share))) == []
        decided[name] = checker.decided
        record_property(f"count: inputs decided by generated code, {name}, of {INPUTS * share:.0f}", checker.decided)
        # Most events of parcel have what generated code leaves to the schemas.
        assert checker.decided >= INPUTS * share / 8
    # Code that never decides is never wrong.
    assert sum(decided.values()) >= INPUTS / 4


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
    assert differences(Checker(package), inputs) == []
    monkeypatch.setattr(compiled, "one_of_each", careless)
    assert differences(Checker(package), inputs)
