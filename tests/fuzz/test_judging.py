"""Audits judge as ``check`` does, by generated code or without, whatever arrives, and mostly without asking it.

A short run, with other inputs on each version of Python; ``nox -s fuzz`` reads a million.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from random import Random
from typing import Any

import pytest

from eventcontract.audit import judging
from eventcontract.audit.judging import Judge
from tests.fuzz.mutator import VALUES, Mutator
from tests.support.deliveries import text_of
from tests.support.mutations import mutations
from tests.vendors import Vendor

INPUTS = int(os.environ.get("FUZZ_INPUTS", "10000"))
SEED = int(os.environ.get("FUZZ_SEED", sys.version_info.minor))
#: Which part of the inputs are events of which vendor.
SHARE = {"canvas": 0.7, "parcel": 0.1, "ledger": 0.1, "beacon": 0.1}

# What quick checks have let through: separators in texts, digits of other scripts, other spellings, huge numbers.
HOSTILE = [
    *VALUES,
    '"2026-01-02T03:04:05Z,2026-01-02T03:04:05Z"',
    '"12,34"',
    '"12\\u000034"',
    '"１２"',
    '"2026-01-02T00:00:00Z"',
    '"2026-01-02"',
    '"2026-01-02T03:04:05.123456789+0530"',
    '"1999-01-02T03:04:05Z"',
    '"2026-01-02t03:04:05z"',
    "9" * 310,
    "-" + "9" * 310,
    "1e400",
    '{"a":1e400}',
    f'{{"a":{"9" * 310}}}',
]
# The value of a member: a text, a number or a word.
_VALUE = re.compile(rb':\s*("(?:[^"\\]|\\.)*"|[^\s",{}\[\]]+)')


class Counted:
    """A package that counts how often it is asked to examine something."""

    def __init__(self, package: Any) -> None:
        self._package = package
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._package, name)

    def examine(self, *arguments: Any, **options: Any) -> Any:
        """What the package finds."""
        self.asked += 1
        return self._package.examine(*arguments, **options)


def inputs(vendor: Vendor, number: int) -> list[bytes]:
    """Events as they are, with something changed, with hostile values, and with bytes changed."""
    random = Random(SEED)
    mutator = Mutator(vendor.contract, SEED)
    # A short run is of some events: to prepare the schemas of all takes longer than to use them.
    events = random.sample([*vendor.contract.events], min(len(vendor.contract.events), 5 + number // 500))
    cases = [text_of(case.payload) for name in events for case in mutations(vendor.contract, name)]
    plain = [example.text.encode() for name in events for example in vendor.contract.events[name].examples]
    texts = []
    for _ in range(number):
        text = random.choice(random.choice((cases, plain, plain)))
        kind = random.choice((0, 0, 1, 2, 2, 3))
        if kind == 1:
            text = mutator.changed(text)
        elif kind == 2:
            for _ in range(random.choice((1, 1, 2))):
                if places := [match.span(1) for match in _VALUE.finditer(text)]:
                    start, end = random.choice(places)
                    new = random.choice(HOSTILE).encode(errors="surrogatepass")
                    text = text[:start] + new + text[end:]
        elif kind == 3 and len(text) > 2:
            key = json.dumps(random.choice(["", "a", "~", "id", *vendor.contract.events])).encode()
            hostile = random.choice(HOSTILE).encode(errors="surrogatepass")
            text = text.replace(b"{", b"{%s:%s," % (key, hostile), random.choice((1, 2)))
        texts.append(text)
    return texts


def judged(vendor: Vendor, texts: list[bytes]) -> tuple[list[int], float]:
    """The positions of the texts that are not judged as ``check`` judges them; which part ``check`` was not asked."""
    package = vendor.package._package
    counted = Counted(package)
    judge = Judge(counted)  # type: ignore[arg-type]
    different = []
    asked = 0
    for position, text in enumerate(texts):
        event, findings = package.examine(text)
        before = counted.asked
        found = judge.judge(text)
        # What holds no event needs no check, and is no credit to the judge.
        asked += counted.asked > before or event is None
        if (found.event, Counter(found.findings)) != (event, Counter(findings)):
            different.append(position)
    return different, 1 - asked / len(texts)


@pytest.mark.parametrize("generated", [True, False])
@pytest.mark.parametrize("name", SHARE)
def test_audits_judge_as_check_does(
    vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch, name: str, generated: bool
) -> None:
    if not generated:  # what it leaves over is too little to show how that is judged
        monkeypatch.setattr(Judge, "_decided", lambda *_: None)
    texts = inputs(vendors[name], round(INPUTS * SHARE[name]))
    different, alone = judged(vendors[name], texts)
    assert [f"input {position} of seed {SEED}: {texts[position]!r}"[:2000] for position in different[:5]] == []
    assert alone >= 0.25, "the judge asks check about nearly everything"


@pytest.mark.parametrize("fault", ["schema", "remarks"])
def test_a_fault_in_what_is_quick_shows(
    vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Without generated code, which has a test with a fault planted elsewhere."""
    monkeypatch.setattr(Judge, "_decided", lambda *_: None)
    if fault == "schema":
        monkeypatch.setattr("eventcontract.runtime.explain.Reading.accepts", lambda *_: True)
    else:
        monkeypatch.setattr(judging, "remarkable", lambda *_: True)
    different, _ = judged(vendors["canvas"], inputs(vendors["canvas"], 1000))
    assert different
