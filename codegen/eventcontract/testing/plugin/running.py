"""From ``parametrize`` to pytest's items."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any
from unittest import TestCase

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.selection import select

if TYPE_CHECKING:
    from eventcontract.testing.plugin.coverage import Coverage
    from eventcontract.testing.suite import Suite


@dataclass(frozen=True, slots=True, eq=False)
class Delivered:
    """A case that is made a delivery when its test begins: signing all of them at once takes long."""

    case: Case
    form: str | None

    def make(self) -> Any:
        """The delivery."""
        return self.case.payload if self.form is None else self.case.as_(self.form)


def generate(metafunc: pytest.Metafunc, coverage: Coverage) -> None:
    """Make a test of each case for a function that ``parametrize`` has marked."""
    marks = list(metafunc.definition.iter_markers("contract"))
    name = metafunc.definition.nodeid
    if len(marks) > 1:
        pytest.fail(f"{name}: parametrize takes several patterns; it cannot be used twice", pytrace=False)
    suite: Suite = marks[0].args[0]
    patterns, form = marks[0].args[1:]
    taken = [argument for argument in ("delivery", "case") if argument in metafunc.fixturenames]
    if not taken:
        pytest.fail(f"{name}: parametrize gives 'delivery' and 'case'; it takes neither as an argument", pytrace=False)
    cases = _narrowed(suite.cases(*patterns, seed=metafunc.config.getoption("--contract-seed")), suite, metafunc.config)
    coverage.subscribe(suite.package.name, cases)
    metafunc.parametrize(
        taken,
        [
            pytest.param(*(Delivered(case, form) if argument == "delivery" else case for argument in taken), id=case.id)
            for case in cases
        ],
        indirect=[argument for argument in taken if argument == "delivery"],
    )


def _narrowed(cases: list[Case], suite: Suite, config: pytest.Config) -> list[Case]:
    wanted = config.getoption("--contract-events")
    if not wanted:
        return cases
    groups = dict.fromkeys([*suite.package.events, *(case.group for case in cases)])
    problem = ""
    try:
        chosen = select(wanted, groups)
    except ValueError as error:
        problem = str(error)
    if problem:
        pytest.fail(f"--contract-events: {problem}", pytrace=False)
    return [case for case in cases if case.group in chosen]


def refuse_unittest(item: pytest.Item) -> None:
    """Fail a method that ``parametrize`` has marked, but that pytest gives no arguments."""
    if issubclass(getattr(item, "cls", None) or object, TestCase) and item.get_closest_marker("contract") is not None:
        pytest.fail(
            f"{item.nodeid}: parametrize is for functions and for methods of plain classes, not for those of "
            "unittest.TestCase; there, go through cases() in a loop, with self.subTest(case.id)",
            pytrace=False,
        )


def case_of(item: pytest.Item) -> tuple[str, Case] | None:
    """(package, case) of a test that ``parametrize`` made."""
    mark = item.get_closest_marker("contract")
    callspec = getattr(item, "callspec", None)
    if mark is None or callspec is None:
        return None
    for argument in ("case", "delivery"):
        value = callspec.params.get(argument)
        case = value.case if isinstance(value, Delivered) else value
        if isinstance(case, Case):
            return mark.args[0].package.name, case
    return None


@contextmanager
def limited(seconds: float, name: str, stuck: Callable[[], object]) -> Iterator[None]:
    """Fail the test ``name`` where it takes longer than this. Whoever else has set an alarm keeps it.

    Where it has not ended after as much time again, because it waits for another thread, it is
    interrupted again, and ``stuck`` is called.
    """
    if seconds <= 0 or not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    others = signal.getitimer(signal.ITIMER_REAL)[0]
    if 0 < others <= seconds:
        yield
        return

    interruptions = count()

    def late(*_: Any) -> None:
        __tracebackhide__ = True  # where it hangs is the frame above
        if next(interruptions):
            stuck()
        pytest.fail(f"timed out: {name} took longer than {seconds:g} s (--contract-timeout)")

    before = signal.signal(signal.SIGALRM, late)
    started = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if others:
            left = others - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))
