"""Whatever arrives, ``parse``, ``check`` and ``verify`` answer, with nothing but what they promise.

A short run. ``nox -s fuzz`` sets FUZZ_INPUTS to a million, and FUZZ_SEED if it is told to.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from eventcontract.delivery import KeySet, SignatureError
from eventcontract.runtime import ContractViolation, Finding
from tests.delivery.signer import Signer
from tests.fuzz.mutator import Mutator, corpus
from tests.runtime.deliveries import examples
from tests.runtime.test_agreement import VALUES, damaged, payloads, spellings
from tests.vendors import Vendor

INPUTS = int(os.environ.get("FUZZ_INPUTS", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
LONG = "FUZZ_INPUTS" in os.environ

#: Which part of all inputs goes where; the rest are changed bytes for ``parse`` and ``check``.
SHARE = {"canvas": 0.9, "parcel": 0.1}
TOKENS, DRAWN = 0.1, 0.05

Record = Callable[[str, object], None]


class Outcomes:
    """Calls, and counts what comes of them; anything unforeseen is raised."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor
        self.counts = Counter[str]()
        self.longest = 0.0

    def of(self, what: str, call: Callable[[], Any], errors: type[Exception] | None = None) -> Any:
        """What ``call`` returns, ``None`` if it raises one of ``errors``."""
        started = time.thread_time()
        result = None
        try:
            result = call()
            outcome = type(result).__name__
        except Exception as error:
            if errors is None or not isinstance(error, errors):
                raise
            outcome = type(error).__name__
        self.longest = max(self.longest, time.thread_time() - started)
        self.counts[f"{what}: {outcome}"] += 1
        return result

    def read(self, delivery: Any) -> None:
        """``parse`` and ``check``, which must agree."""
        package = self.vendor.package
        event = self.of("parse", lambda: package.parse(delivery), ContractViolation)
        assert event is None or type(event).__name__ in {*package.EVENTS.values(), "UnknownEvent"}
        findings = self.of("check", lambda: package.check(delivery))
        assert type(findings) is list
        assert all(type(finding) is Finding for finding in findings)
        assert (event is None) == any(finding.level == "error" for finding in findings)

    def report(self, part: str, record: Record) -> None:
        """Hand the counts to the summary, events of all classes in one."""
        classes = {*self.vendor.package.EVENTS.values()}
        shown = Counter[str]()
        for name, count in self.counts.items():
            what, _, outcome = name.partition(": ")
            shown[f"{what}: an event" if outcome in classes else name] += count
        for name, count in shown.items():
            record(f"count: fuzz, {self.vendor.name}, {part}: {name}", count)
        record(f"count: fuzz, {self.vendor.name}, {part}: longest call, microseconds", round(self.longest * 1e6))
        if LONG:
            assert self.longest < 1


def number_of(vendor: Vendor, part: float) -> int:
    """How many inputs of the run are for this vendor and this part of it."""
    return round(INPUTS * SHARE[vendor.name] * part)


def test_changed_bytes(vendor: Vendor, record_property: Record) -> None:
    outcomes = Outcomes(vendor)
    seeds = corpus(vendor.contract)
    for each in seeds:
        # Load every class and every schema, so that what grows afterwards has no business to.
        outcomes.read(each)
    mutator = Mutator(seeds, SEED)
    inputs = number_of(vendor, 1 - TOKENS - DRAWN)
    before = 0
    for number in range(inputs):
        if number == inputs // 4:
            gc.collect()
            before = sys.getallocatedblocks()
        delivery = mutator.delivery()
        try:
            outcomes.read(delivery)
        except Exception as error:
            error.add_note(
                f"input {number} of seed {SEED}: {bytes(delivery) if isinstance(delivery, memoryview) else delivery!r}"
            )
            raise
    gc.collect()
    grown = sys.getallocatedblocks() - before
    record_property(f"count: fuzz, {vendor.name}, blocks of memory more at the end", grown)
    # A leak of one object per input would be hundreds of times as much.
    assert grown < 1000 + inputs // 100
    outcomes.report("changed bytes", record_property)


def test_changed_tokens(vendor: Vendor, record_property: Record) -> None:
    outcomes = Outcomes(vendor)
    assert vendor.contract.signing is not None
    signer = Signer(vendor.contract.signing)
    keys = KeySet(signer.published)
    tokens = [signer.sign(examples(vendor.contract, name)[0]).encode() for name in list(vendor.contract.events)[:20]]
    mutator = Mutator(tokens, SEED)
    for number in range(number_of(vendor, TOKENS)):
        token = mutator.text()
        delivery: Any = token if number % 2 else token.decode(errors="surrogateescape")
        claims = outcomes.of("verify", lambda delivery=delivery: signer.verify(delivery, keys), SignatureError)  # type: ignore[misc]
        if claims is not None:
            outcomes.read(claims)
        outcomes.of("parse", lambda delivery=delivery: vendor.package.parse(delivery), ContractViolation)  # type: ignore[misc]
    outcomes.report("changed tokens", record_property)


def test_drawn_inputs(vendor: Vendor, record_property: Record) -> None:
    outcomes = Outcomes(vendor)

    @seed(SEED)
    @settings(
        max_examples=number_of(vendor, DRAWN), deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data())
    def read(data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(["text", "damaged", "decoded", "anything", "bytes"]))
        if kind == "anything":
            outcomes.read(data.draw(VALUES))
        elif kind == "bytes":
            outcomes.read(data.draw(st.binary(max_size=40)))
        else:
            payload = data.draw(payloads(vendor.name))
            if kind == "decoded":
                outcomes.read(payload)
                return
            text = data.draw(spellings(payload))
            outcomes.read(text if kind == "text" else data.draw(damaged(text.encode(errors="surrogatepass"))))

    read()
    outcomes.report("drawn", record_property)
