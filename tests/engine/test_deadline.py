"""Calls that end in time."""

from __future__ import annotations

import threading

import pytest

from eventcontract.deadline import within


def test_what_is_returned_and_raised_in_time() -> None:
    assert within(10, lambda: None) is None
    assert within(10, lambda: 7) == 7
    for kind in (ValueError, KeyboardInterrupt):

        def fail(kind: type[BaseException] = kind) -> None:
            raise kind("no")

        with pytest.raises(kind, match="no"):
            within(10, fail)


def test_what_takes_longer_goes_on_alone() -> None:
    go, done = threading.Event(), threading.Event()

    def slow() -> None:
        go.wait(10)
        done.set()

    with pytest.raises(TimeoutError):
        within(0.05, slow)
    assert not done.is_set()
    go.set()
    assert done.wait(10)
