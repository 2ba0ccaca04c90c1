"""Samples that receive deliveries: found in a document's Python, and put through what receivers meet.

A sample is a function at the top level of a block that takes deliveries: it calls ``verify``, ``parse_batch``,
``parse`` or ``handle``. Nothing has to be registered: any other function fails the test.

Each sample is run with a handler that fails once, and with a fault at each of its lines in turn. Then the delivery
comes again, unless the sample accepted it. In the end the event must have been handled.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.site import snippets
from eventcontract.webhook import KeySet
from tests.support.signer import Signer
from tests.vendors import Vendor

_SUBJECTS = {"verify": "webhook", "parse_batch": "batch", "parse": "single", "handle": "single"}


class Crash(Exception):
    """The fault that a test plants in a sample."""


def kinds(code: str) -> dict[str, str]:
    """Function -> kind of every receiver in ``code``. ``AssertionError`` for a function of no kind."""
    calls = {
        node.name: {
            each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        for node in ast.parse(code).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and not node.name.startswith("test_")
        and node.args.args  # without an argument, it receives nothing
    }
    helpers = set().union(*calls.values())
    found = {}
    for name in calls.keys() - helpers:
        kind = next((kind for word, kind in _SUBJECTS.items() if word in calls[name]), None)
        assert kind is not None, f"{name}() is a sample of no known kind: teach tests/support/samples.py how to test it"
        found[name] = kind
    return found


@dataclass
class Run:
    """A sample in a new namespace. ``handled`` are the events passed to ``handle``, ``stored`` what ``store`` got."""

    package: Any
    code: CodeType
    name: str
    handled: list[Any] = field(default_factory=list)
    stored: list[Any] = field(default_factory=list)
    failing: bool = False

    def __post_init__(self) -> None:
        self.namespace: dict[str, Any] = {"__name__": "sample"}
        self._output = io.StringIO()
        with contextlib.redirect_stdout(self._output):
            exec(self.code, self.namespace)
        self._output.truncate(0)
        self.records = self.name != "handle" and "handle" in self.namespace
        if self.records:
            self._original = self.namespace["handle"]
            self.namespace["handle"] = self._handle
        if "store" in self.namespace:
            self.namespace["store"] = self.stored.append

    def _handle(self, delivery: Any) -> None:
        if self.failing:
            self.failing = False
            raise Crash
        self._original(delivery)
        self.handled.append(delivery if isinstance(delivery, self.package.Record) else self.package.parse(delivery))

    def __call__(self, *given: Any, crash: int | None = None) -> Any:
        """What the sample returns; with ``crash``, a fault at the line that is executed as number ``crash``."""
        function = self.namespace[self.name]
        wanted = function.__code__.co_argcount
        arguments = (*given, *[None] * (wanted - len(given)))
        with contextlib.redirect_stdout(self._output), crashing(function.__code__, crash):
            return function(*arguments)

    @property
    def state(self) -> Any:
        """What the sample has changed, but for what it printed."""
        data = {
            name: value
            for name, value in self.namespace.items()
            if isinstance(value, (list, set, dict)) and not name.startswith("__")
        }
        return copy.deepcopy(data), len(self.stored)

    @property
    def output(self) -> str:
        return self._output.getvalue()


@contextmanager
def crashing(code: CodeType, number: int | None) -> Iterator[None]:
    """A fault at the line of ``code`` that is executed as ``number``, counted from 0; ``Spared`` if there is none."""
    if number is None:
        yield
        return
    left = number

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code is not code:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                sys.settrace(None)
                raise Crash
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
    if left >= 0:
        raise Spared


class Spared(BaseException):
    """The sample ended before the line that was to fail."""


class Bench:
    """Tests the samples in the documents of one vendor."""

    def __init__(self, vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
        self.vendor = vendor
        self.monkeypatch = monkeypatch
        self.testing = import_module(f"{vendor.package.__name__}.testing")

    @cached_property
    def signer(self) -> Signer:
        """The vendor's keys."""
        assert self.vendor.contract.signing is not None
        return Signer(self.vendor.contract.signing)

    def test(self, code: str, where: str) -> list[str]:
        """Test every receiver in ``code``; their names."""
        found = kinds(code)
        compiled = compile(code, where, "exec")
        for name, kind in found.items():
            for event in self._events(code):
                try:
                    getattr(self, f"_{kind}")(lambda name=name: Run(self.vendor.package, compiled, name), event)
                except Exception as error:
                    error.add_note(f"the sample {name}() of {where}, given {event}")
                    raise
        return [*found]

    def _events(self, code: str) -> list[str]:
        """The events that ``code`` is about: those whose classes it names, else that of most samples."""
        names = {each.id for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Name)}
        events = [name for name, event in self.vendor.contract.events.items() if event.class_name in names]
        return events or [snippets.sample(self.vendor.contract).name]

    def payload(self, event: str, account: str | None = None, age: float = 0) -> dict[str, Any]:
        """The first example of an event, of ``account`` and as old as ``age`` in seconds."""
        signing = self.vendor.contract.signing
        payload: dict[str, Any] = json.loads(self.vendor.contract.events[event].examples[0].text)
        if signing is not None and signing.account is not None and account is not None:
            pointers.put(payload, pointers.parse(signing.account), account)
        time_of_event = self.vendor.contract.message.time
        if signing is not None and time_of_event is not None:
            sent = datetime.fromtimestamp(time.time() - age, UTC).isoformat(timespec="milliseconds")
            pointers.put(payload, pointers.parse(time_of_event), sent)
        return payload

    def broken(self, payload: dict[str, Any]) -> dict[str, Any]:
        """``payload`` with its body gone: no reader accepts it."""
        return {**payload, self.vendor.contract.message.body: None}

    def _nameless(self, payload: dict[str, Any]) -> dict[str, Any]:
        nameless = copy.deepcopy(payload)
        pointers.put(nameless, self.vendor.contract.message.discriminator, None)
        return nameless

    # -- functions that take one delivery --------------------------------------------------------------

    def _single(self, new: Callable[[], Run], event: str) -> None:
        payload = self.payload(event)
        deliver = json.dumps(payload)
        once = new()
        once(deliver)
        twice = new()
        twice(deliver)
        twice(deliver)
        assert len(once.handled) == once.records
        if "fingerprint" in once.namespace:
            assert len(twice.handled) == 1, "a duplicate is handled again"
        for number in range(1000):
            run = new()
            try:
                run(deliver, crash=number)
                # Accepted in spite of the fault: it is not delivered again.
            except Spared:
                break
            except Crash:
                run(deliver)
            if run.records:
                assert run.handled, f"lost: a fault at line {number} of the run, and the event is never handled"
            else:
                assert run.state in (once.state, twice.state), f"lost: a fault at line {number} of the run"
                assert run.output.endswith(once.output)
        assert number > 0
        if once.records:
            run = new()
            run.failing = True
            with contextlib.suppress(Crash):
                run(deliver)
                pytest.fail("lost: the handler fails, and the delivery counts as accepted")
            run(deliver)
            assert len(run.handled) == 1, "lost: the handler fails once, and the next delivery is skipped"
        # Nothing that violates the contract disappears: it is raised, or kept.
        bad = new()
        before = bad.state
        try:
            bad(json.dumps(self.broken(payload)))
        except self.vendor.package.ContractViolation:
            return
        assert bad.state != before, "what violates the contract is neither raised nor kept"

    # -- functions that take batches -------------------------------------------------------------------

    def _batch(self, new: Callable[[], Run], event: str) -> None:
        contract = self.vendor.contract
        name, key, item = next(
            (form.name, response.entries, response.identifier)
            for form in contract.forms.values()
            if form.batch is not None and (response := contract.batches[form.batch].response) is not None
        )
        payloads = [self.payload(event, age=age) for age in (1, 2)]
        expected = [self.vendor.package.parse(each) for each in payloads]
        broken = self.broken(payloads[0])
        delivered = self.testing.deliver(name, payloads[0], broken, payloads[1])
        parsed = list(self.vendor.package.parse_batch(delivered))
        assert [each.violation is None for each in parsed] == [True, False, True]
        first, bad, second = (each.identifier for each in parsed)

        def named(response: Any) -> list[str]:
            assert list(response) == [key]
            return [each[item] for each in response[key]]

        run = new()
        assert named(run(delivered)) == [bad] or run.stored, "an unreadable delivery is neither named nor stored"
        assert not run.records or run.handled == expected, "an unreadable delivery keeps others from being handled"
        once = run
        # The handler fails once: that delivery, and no readable other, is named.
        if run.records:
            run = new()
            run.failing = True
            assert set(named(run(delivered))) - {bad} == {first}
            assert run.handled == [expected[1]]
        for number in range(1000):
            run = new()
            try:
                again = named(run(delivered, crash=number))
            except Spared:
                break
            except Crash:
                again = [first, bad, second]
            left = [payload for payload, which in zip(payloads, (first, second), strict=True) if which in again]
            if left:
                run(self.testing.deliver(name, *left))
            if run.records:
                assert all(each in run.handled for each in expected), f"lost: a fault at line {number} of the run"
            else:
                assert run.state == once.state, f"lost: a fault at line {number} of the run"
        assert number > 0

    # -- webhooks --------------------------------------------------------------------------------------

    def _webhook(self, new: Callable[[], Run], event: str) -> None:
        signer, signing = self.signer, self.signer.signing
        webhook = import_module(f"{self.vendor.package.__name__}.webhook")

        def keys(published: KeySet) -> None:
            self.monkeypatch.setattr(webhook, "_published", published)

        keys(KeySet(signer.published))
        run = new()
        mine = next(iter(run.namespace["ACCOUNTS"])) if signing.account is not None else None
        payload = self.payload(event, mine)
        good = signer.sign(payload).encode()

        def refused(body: bytes, status: int, why: str) -> None:
            run = new()
            assert (run(body), len(run.handled), len(run.stored)) == (status, 0, 0), why

        assert run(good) == 204
        assert run.handled == [self.vendor.package.parse(payload)]
        assert run(good) == 204, "a retry of what was handled is an error"
        if "fingerprint" in run.namespace:
            assert len(run.handled) == 1, "a duplicate is handled again"
        assert run.stored == []
        # Not from the vendor, not for me, not now.
        refused(Signer(signing).sign(payload).encode(), 401, "forged")
        refused(json.dumps(payload).encode(), 401, "unsigned")
        refused(b"", 401, "nothing")
        if signing.account is not None:
            refused(signer.sign(self.payload(event, "somebody-else")).encode(), 401, "another account")
        if self.vendor.contract.message.time is not None:
            replayed = self.payload(event, mine, age=signing.max_age + 120)
            refused(signer.sign(replayed).encode(), 401, "replayed after a while")
        retried = signer.sign(self.payload(event, mine, age=signing.max_age - 1)).encode()
        assert new()(retried) == 204, "the last retry is refused"
        # The key set is down, and comes back.
        run = new()
        keys(KeySet(Path("no", "such", "file")))
        assert (run(good), run.handled) == (503, []), "the key set is down"
        keys(KeySet(signer.published))
        assert (run(good), len(run.handled)) == (204, 1)
        # What can never be handled is kept, and not delivered again.
        for bad in (self.broken(payload), self._nameless(payload)):
            run = new()
            assert run(signer.sign(bad).encode()) == 204, "a violation is delivered again and again"
            assert (len(run.handled), len(run.stored)) == (0, 1), "a violation is not stored"
        # The handler fails once; so does every line.
        run = new()
        run.failing = True
        with contextlib.suppress(Crash):
            assert run(good) >= 500, "lost: the handler fails, and the delivery counts as accepted"
        assert (run(good), len(run.handled)) == (204, 1), "lost: the handler fails once"
        for number in range(1000):
            run = new()
            try:
                status = run(good, crash=number)
            except Spared:
                break
            except Crash:
                status = 500
            if status >= 300:
                assert run(good) == 204
            assert run.handled, f"lost: a fault at line {number} of the run"
        assert number > 3
