"""The time limit: it ends what hangs, and leaves everybody else's alarm as it was."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import pytest

from eventcontract.testing.limits import limited

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")

#: Like ``limited`` but for the mode of one of its users: the plugin repeats its alarm, the probe does not.
Limit = Callable[[float, Callable[[], object]], AbstractContextManager[None]]


class TookTooLong(BaseException):
    """What these tests raise when time is up."""


def stop() -> None:
    raise TookTooLong


@pytest.fixture(params=[True, False], ids=["plugin", "probe"])
def limit(request: pytest.FixtureRequest) -> Limit:
    return partial(limited, repeat=request.param)


@pytest.fixture
def rang() -> Iterator[list[float]]:
    """When somebody else's alarm rang; their handler is in place, and no alarm is left behind."""
    times: list[float] = []

    def handler(*_: object) -> None:
        times.append(time.monotonic())

    before = signal.signal(signal.SIGALRM, handler)
    yield times
    assert signal.getsignal(signal.SIGALRM) is handler
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until ``done``, for a second at most."""
    deadline = time.monotonic() + 1
    while not done() and time.monotonic() < deadline:
        time.sleep(0.005)


def test_what_takes_too_long_is_ended(limit: Limit, rang: list[float]) -> None:
    started = time.monotonic()
    with pytest.raises(TookTooLong), limit(0.05, stop):
        time.sleep(10)
    assert time.monotonic() - started < 5
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert rang == []


def test_what_ends_in_time_hears_nothing(limit: Limit, rang: list[float]) -> None:
    with limit(0.3, stop):
        pass
    time.sleep(0.35)
    assert rang == []


@pytest.mark.parametrize("repeat", [True, False])
def test_what_swallows_the_first_call_is_called_again_if_asked(repeat: bool) -> None:
    calls: list[int] = []
    with limited(0.03, lambda: calls.append(1), repeat=repeat):
        wait_for(lambda: len(calls) > (2 if repeat else 1))
    assert len(calls) >= 3 if repeat else len(calls) == 1


@pytest.mark.parametrize("interval", [0.0, 7.0], ids=["one-shot", "repeating"])
def test_a_later_alarm_is_restored_with_its_interval(limit: Limit, rang: list[float], interval: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, 300, interval)
    with limit(10, stop):
        time.sleep(0.05)
    left, repeats = signal.getitimer(signal.ITIMER_REAL)
    assert 290 < left < 299.96
    assert repeats == interval
    with pytest.raises(TookTooLong), limit(0.02, stop):
        time.sleep(10)
    left, repeats = signal.getitimer(signal.ITIMER_REAL)
    assert 290 < left < 299.96
    assert repeats == interval
    assert rang == []


@pytest.mark.parametrize("interval", [0.0, 0.03], ids=["one-shot", "repeating"])
def test_an_earlier_alarm_is_left_alone(limit: Limit, rang: list[float], interval: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.03, interval)
    expected = 3 if interval else 1
    with limit(10, stop):
        wait_for(lambda: len(rang) >= expected)
    assert len(rang) >= expected if interval else len(rang) == expected
    assert signal.getitimer(signal.ITIMER_REAL)[1] == pytest.approx(interval)


def test_an_alarm_that_was_due_meanwhile_rings_afterwards(limit: Limit, rang: list[float]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.4)
    with limit(0.2, lambda: None):
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            time.sleep(0.005)
        assert rang == []
    wait_for(lambda: bool(rang))
    assert len(rang) == 1


def test_the_earlier_of_two_limits_counts(limit: Limit, rang: list[float]) -> None:
    calls: list[str] = []
    with limit(300, lambda: calls.append("outer")):
        with pytest.raises(TookTooLong), limit(0.03, stop):
            time.sleep(10)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 290 < left <= 300
    with pytest.raises(TookTooLong), limit(0.03, stop), limit(300, lambda: calls.append("inner")):
        time.sleep(10)
    assert calls == rang == []
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_no_limit_with_0_seconds(rang: list[float]) -> None:
    with limited(0, stop):
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert rang == []


def test_no_limit_in_another_thread(rang: list[float]) -> None:
    seen: list[object] = []

    def run() -> None:
        with limited(0.01, stop):
            time.sleep(0.05)
            seen.append(signal.getitimer(signal.ITIMER_REAL))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [(0, 0)]
    assert rang == []
