"""Whatever arrives, ``parse``, ``check`` and ``verify`` answer, with nothing but what they promise.

A short run, with other inputs on each version of Python. ``nox -s fuzz`` sets FUZZ_INPUTS to a
million, and FUZZ_SEED if it is told to.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from eventcontract.runtime import ContractViolation, Finding
from eventcontract.webhook import KeySet, SignatureError, UnknownKey
from tests.engine.runtime.test_agreement import VALUES as DRAWN_VALUES
from tests.engine.runtime.test_agreement import damaged, payloads, spellings
from tests.fuzz.mutator import CANARY, VALUES, Mutator, corpus
from tests.support.deliveries import examples, renamed, text_of
from tests.support.signer import Signer, token
from tests.vendors import Vendor

INPUTS = int(os.environ.get("FUZZ_INPUTS", "10000"))
SEED = int(os.environ.get("FUZZ_SEED", sys.version_info.minor))

#: Which part of all inputs goes where; the rest are changed deliveries.
SHARE = {"canvas": 0.9, "parcel": 0.1}
TOKENS, DRAWN = 0.1, 0.05
#: Seconds of its thread's time that a call may take.
LIMIT = 1

Record = Callable[[str, object], None]


@pytest.fixture(params=list(SHARE))
def vendor(request: pytest.FixtureRequest, vendors: dict[str, Vendor]) -> Vendor:
    """The vendors that have everything there is to change: envelopes, batches, tokens."""
    return vendors[request.param]


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
            said = repr(result)
        except Exception as error:
            if errors is None or not isinstance(error, errors):
                raise
            outcome, said = type(error).__name__, f"{error} {error!r}"
            if isinstance(error, ContractViolation):
                said += json.dumps(error.to_dict(), ensure_ascii=False)
        took = time.thread_time() - started
        assert took < LIMIT, f"{what} took {took:.1f} s"
        self.longest = max(self.longest, took)
        self.counts[f"{what}: {outcome}"] += 1
        assert what == "verify" or CANARY not in said
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


def number_of(vendor: Vendor, part: float) -> int:
    """How many inputs of the run are for this vendor and this part of it."""
    return round(INPUTS * SHARE[vendor.name] * part)


def described(number: int, delivery: Any) -> str:
    """What to try again."""
    try:
        shown = repr(bytes(delivery) if isinstance(delivery, memoryview) else delivery)
    except Exception as error:  # there are objects among them that cannot be shown
        shown = type(error).__name__
    return f"input {number} of seed {SEED}: {shown}"


def test_changed_deliveries(vendor: Vendor, record_property: Record) -> None:
    outcomes = Outcomes(vendor)
    # Load every class and every schema, so that what grows afterwards has no business to.
    for each in corpus(vendor.contract):
        outcomes.read(each)
        outcomes.read(each.decode())
    body = vendor.contract.message.body
    for name in vendor.contract.events:
        example = examples(vendor.contract, name)[0]
        outcomes.read({**example, body: {CANARY: None}})
        outcomes.read({**example, body: None})
        outcomes.read(json.dumps({**example, body: {**example[body], CANARY: None}}).encode())
        vendor.package.extras(example)
    mutator = Mutator(vendor.contract, SEED)
    inputs = number_of(vendor, 1 - TOKENS - DRAWN)
    blocks = kilobytes = learned = 0
    for number in range(inputs):
        if number == inputs // 4:
            gc.collect()
            learned = _learned(vendor)
            blocks, kilobytes = sys.getallocatedblocks(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        delivery = mutator.delivery()
        try:
            outcomes.read(delivery)
            if number % 8 == 0:
                outcomes.of("extras", lambda: vendor.package.extras(delivery) is not None, ContractViolation)  # noqa: B023
                outcomes.of("fingerprint", lambda: vendor.package.fingerprint(delivery), ContractViolation)  # noqa: B023
        except Exception as error:
            error.add_note(described(number, delivery))
            raise
    gc.collect()
    grown = sys.getallocatedblocks() - blocks
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    record_property(f"count: fuzz, {vendor.name}, blocks of memory more than after a quarter", grown)
    record_property(f"count: fuzz, {vendor.name}, peak memory, kilobytes", peak)
    record_property(f"count: fuzz, {vendor.name}, peak memory, kilobytes more than after a quarter", peak - kilobytes)
    # A leak of one object per input is more. Structs learn a limited number of unknown keys.
    assert grown < 2000 + inputs // 100 + 40 * (_learned(vendor) - learned)
    outcomes.report("changed deliveries", record_property)


def _learned(vendor: Vendor) -> int:
    return sum(map(len, vendor.package._package.loaders.learned.values()))


def test_names_from_outside_are_not_kept(vendor: Vendor, record_property: Record) -> None:
    assert vendor.contract.signing is not None
    signer = Signer(vendor.contract.signing)
    keys, package = KeySet(signer.published), vendor.package
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    parts = signer.sign(payload).split(".")
    inputs = INPUTS // 10

    def name_everything(number: int) -> None:
        value = {**renamed(vendor.contract, payload, f"event_{number}"), f"key_{number}": number}
        for delivery in (value, text_of(value), text_of(value).decode()):
            package.parse(delivery)
            package.check(delivery)
        package.parse_batch([value])
        package.check({**payload, f"key_{number}": number})
        parts[0] = (
            base64.urlsafe_b64encode(text_of(signer.header(**signer.named(f"key_{number}")))).decode().rstrip("=")
        )
        with pytest.raises(UnknownKey):
            signer.verify(".".join(parts), keys)

    for number in range(inputs):
        if number == inputs // 2:
            gc.collect()
            blocks = sys.getallocatedblocks()
        name_everything(number)
    gc.collect()
    # Decoders remember some hundred keys; one object for each name is more.
    grown = sys.getallocatedblocks() - blocks
    record_property(f"count: fuzz, {vendor.name}, blocks of memory more after {inputs // 2:,} new names", grown)
    assert grown < inputs // 2


def odd_token(signer: Signer, mutator: Mutator) -> bytes:
    """A token whose signature is good, of an odd header or payload."""
    header: Any = signer.header()
    for _ in range(mutator.choice(0, 0, 0, 1, 2)):
        name = mutator.choice(*header, "crit", "b64", "jku", "jwk", "x5c", "cty", "zip", "p2c", CANARY)
        header = {
            **header,
            name: json.loads(mutator.choice('"x"', "null", "7", "[]", '["exp"]', "{}", "false", '"none"')),
        }
    claims = mutator.text()
    if mutator.choice(True, False) and claims.endswith(b"}"):
        name = mutator.choice(b"exp", b"nbf", b"iat", b"iss", b"aud")
        claims = claims[:-1] + b',"%s":%s}' % (name, mutator.choice(*VALUES, "1e18", "-1", "0").encode())
    if mutator.choice(True, False, False):
        claims = mutator.changed(claims)
    return token(header, claims, signer.current, signer.signing.algorithm).encode()


def test_changed_tokens(vendor: Vendor, record_property: Record) -> None:
    outcomes = Outcomes(vendor)
    assert vendor.contract.signing is not None
    signer = Signer(vendor.contract.signing)
    keys = KeySet(signer.published)
    mutator = Mutator(vendor.contract, SEED)
    signed: list[bytes] = []
    for number in range(number_of(vendor, TOKENS)):
        if number % 2 == 0 or not signed:
            signed = [*signed[-50:], odd_token(signer, mutator)]
        changed = signed[-1] if number % 2 == 0 else mutator.changed(mutator.choice(*signed))
        delivery: Any = mutator.choice(
            bytes, bytearray, memoryview, lambda data: data.decode(errors="surrogateescape")
        )(changed)
        try:
            claims = outcomes.of("verify", lambda: signer.verify(delivery, keys), SignatureError)  # noqa: B023
            if claims is not None:
                outcomes.read(claims)
            outcomes.read(delivery)
        except Exception as error:
            error.add_note(described(number, delivery))
            raise
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
            outcomes.read(data.draw(DRAWN_VALUES))
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
