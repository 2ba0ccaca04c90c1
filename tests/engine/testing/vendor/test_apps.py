"""Probing applications in this process."""

from __future__ import annotations

import signal
import time
from typing import Any

import pytest

from eventcontract.testing.vendor.apps import AppReceiver
from eventcontract.testing.vendor.probing import Probe
from eventcontract.webhook import KeySet
from tests.support.apps import BUILDERS, handler
from tests.support.modules import module_of
from tests.vendors import Vendor


@pytest.fixture(params=list(BUILDERS))
def build(request: pytest.FixtureRequest) -> Any:
    """Makes an application of each kind out of a handler."""
    return BUILDERS[request.param]


def events_of(vendor: Vendor, count: int = 3) -> list[str]:
    """The names of a few events."""
    return list(vendor.contract.events)[:count]


def test_an_honest_receiver_passes_in_one_line(vendor: Vendor, build: Any) -> None:
    testing = module_of(vendor)
    app = build(handler(vendor.package))
    testing.probe(app, "/hook", *events_of(vendor), expect_reject=True)


@pytest.mark.needs("signing")
def test_a_signed_receiver_passes_in_one_line(vendor: Vendor, build: Any) -> None:
    testing = module_of(vendor)
    webhook: Any = __import__(f"{vendor.package.__name__}.webhook", fromlist=["verify"])
    keys = KeySet(testing.key_set())

    def verify(body: bytes) -> Any:
        try:
            return webhook.verify(body, keys)
        except webhook.SignatureError as error:
            raise ValueError from error

    app = build(handler(vendor.package, verify=verify))
    testing.probe(app, "/hook", *events_of(vendor, 2), signed=True, expect_reject=True, max_examples=3)
    with pytest.raises(AssertionError, match="expected status 2xx, got status 400"):
        testing.probe(app, "/hook", *events_of(vendor, 1), max_examples=3)


def test_what_is_wrong_is_named_with_what_reproduces_it(vendor: Vendor, build: Any) -> None:
    testing = module_of(vendor)
    name = events_of(vendor)[0]

    def use(_: Any) -> None:
        raise LookupError("no row")

    with pytest.raises(AssertionError) as caught:
        testing.probe(build(handler(vendor.package, use)), "/hook", name, max_examples=2)
    message = str(caught.value)
    assert f"{name}: example " in message
    assert "raised LookupError: no row (test_apps.py:" in message
    assert "curl -i -H 'Content-Type: application/json'" in message
    assert message.count("http://localhost/hook") == 1 + len(vendor.contract.events[name].examples)


def test_a_wrong_path_is_found_out(vendor: Vendor, build: Any) -> None:
    testing = module_of(vendor)
    with pytest.raises(AssertionError, match="got status 404"):
        testing.probe(build(handler(vendor.package)), "/other", events_of(vendor)[0], max_examples=0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_an_application_that_hangs_is_named_and_not_waited_for_again(vendor: Vendor) -> None:
    slow, *_ = names = events_of(vendor, 2)
    called: list[str] = []

    def use(event: Any) -> None:
        called.append(type(event).__name__)
        if called[-1] == vendor.contract.events[slow].class_name:
            time.sleep(30)

    receiver = AppReceiver(BUILDERS["wsgi"](handler(vendor.package, use)), "/hook", timeout=1)
    probe = Probe(vendor.contract, vendor.package._package, receiver)
    (failure,) = [failure for outcome in probe.run(names) for failure in outcome.failures]
    assert failure.event == slow
    assert str(failure.answer) == "no answer within 1 s"
    assert called.count(vendor.contract.events[slow].class_name) == 1
    assert called.count(vendor.contract.events[names[1]].class_name) > 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_somebody_else_s_alarm_survives(vendor: Vendor) -> None:
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 300, 7)
        module_of(vendor).probe(BUILDERS["wsgi"](handler(vendor.package)), "/hook", events_of(vendor)[0])
        left, interval = signal.getitimer(signal.ITIMER_REAL)
        assert 200 < left < 300
        assert interval == 7
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
