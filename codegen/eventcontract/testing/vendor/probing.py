"""Probing a receiver: does it accept every delivery that the contract allows, and refuse others?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky
from schemathesis import GenerationMode

from eventcontract.model import Contract, event_root
from eventcontract.runtime import Package
from eventcontract.testing.allowed.editing import at, put
from eventcontract.testing.selection import select
from eventcontract.testing.vendor import refusals
from eventcontract.testing.vendor.generating import Operation, operations, satisfy_conditions
from eventcontract.testing.vendor.posts import SIGNED, Post
from eventcontract.testing.vendor.recording import (
    ACCEPTED,
    NO_EVENT,
    DeliveryRecorder,
    Failure,
    Outcome,
    ReachabilityGuard,
    Receiver,
)
from eventcontract.testing.vendor.signing import Signer

#: The most deliveries to make a failing one smaller.
_SHRINKING = 30


class Probe:
    """Sends deliveries of ``package``, whose contract is ``contract``, to ``receiver``.

    With a ``signer`` they are tokens. ``expect_reject`` adds malformed deliveries and, with a signer, forged ones.
    ``max_examples`` is the number of deliveries to generate for each event, in addition to its examples.
    """

    def __init__(
        self,
        contract: Contract,
        package: Package,
        receiver: Receiver,
        *,
        signer: Signer | None = None,
        expect_reject: bool = False,
        max_examples: int = 10,
    ) -> None:
        self._contract = contract
        self._package = package
        self._receiver = ReachabilityGuard(receiver)
        self._signer = signer
        self._expect_reject = expect_reject
        self._max_examples = max_examples

    def run(self, patterns: Sequence[str] = ()) -> Iterator[Outcome]:
        """The outcome for :data:`NO_EVENT`, then for each event whose name matches one of ``patterns``.

        It ends early if the connection is lost. ``ValueError`` for a pattern that matches no event,
        :class:`Unreachable` if there is no connection in the first place.
        """
        names = select(patterns, self._contract.events)
        sparse, full = (operations(self._contract, names, full=full) for full in (False, True))
        if not names:
            return
        yield self._no_event(_compact(self._contract.events[names[0]].examples[0].text))
        for name in names:
            if not self._receiver.lost:
                yield self._event(name, [sparse[name], full[name]])

    def post(self, text: str) -> Post:
        """The request that delivers the JSON text ``text``."""
        if self._signer is None:
            return Post(text.encode())
        return Post(self._signer.sign(text).encode(), SIGNED)

    def _event(self, name: str, operations: list[Operation]) -> Outcome:
        recorder = DeliveryRecorder(self._receiver, name)
        examples = self._contract.events[name].examples
        for example in examples:
            recorder.expect_accepted(f"example {example.name}", self.post(_compact(example.text)))
        for count, operation in zip(_shares(self._max_examples, len(operations)), operations, strict=True):
            if not recorder.outcome.failures and count:
                self._generate(recorder, operation, count)
        if self._expect_reject and not recorder.stopped:
            text = _compact(examples[0].text)
            for what, post in refusals.violations(self._contract, self._package, name, text, self.post):
                recorder.expect_refused(what, post)
        return recorder.outcome

    def _no_event(self, text: str) -> Outcome:
        recorder = DeliveryRecorder(self._receiver, NO_EVENT)
        unknown = _renamed(self._contract.message.discriminator, text)
        recorder.expect_accepted("an event with an unknown name", self.post(unknown))
        if self._expect_reject:
            for what, post in refusals.malformed(self._contract, text, self.post):
                recorder.expect_refused(what, post)
            if self._signer is not None:
                token, keys = self._signer.sign(text), self._signer.key_set()
                for what, post in refusals.forged(self._contract, text, token, keys):
                    recorder.expect_refused(what, post)
        return recorder.outcome

    def _generate(self, recorder: DeliveryRecorder, operation: Operation, count: int) -> None:
        """Deliver ``count`` generated events; of the first failure and smaller ones, record the smallest."""
        root = event_root(self._contract, recorder.outcome.event)
        found: list[tuple[int, Failure]] = []
        left = _SHRINKING

        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=True,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def deliver(case: Any) -> None:
            nonlocal left
            if found and (left == 0 or recorder.stopped):
                return
            left -= bool(found)
            text = json.dumps(satisfy_conditions(root, case.body), ensure_ascii=False)
            failure = recorder.attempt("generated", ACCEPTED, self.post(text))
            if failure is not None:
                found.append((len(text), failure))
                raise _NotAccepted

        # Failures have been kept; that shrinking ended early looks flaky to Hypothesis.
        with suppress(_NotAccepted, Flaky):
            deliver()
        if found:
            recorder.outcome.failures.append(min(found, key=lambda each: each[0])[1])


class _NotAccepted(Exception):
    """A generated delivery was not accepted."""


def _shares(whole: int, parts: int) -> list[int]:
    """``whole`` divided into ``parts`` that differ by at most one, larger ones first."""
    return [whole // parts + (number < whole % parts) for number in range(parts)]


def _compact(text: str) -> str:
    """An example as it is sent: on one line."""
    return json.dumps(json.loads(text), ensure_ascii=False)


def _renamed(path: tuple[str, ...], text: str) -> str:
    event = json.loads(text)
    return json.dumps(put(event, path, f"{at(event, path)}_of_tomorrow"), ensure_ascii=False)
