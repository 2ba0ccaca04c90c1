"""Measuring functions against each other."""

from __future__ import annotations

import gc
import math
import statistics
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import thread_time
from typing import Any


@dataclass(frozen=True)
class Times:
    """Seconds of CPU time per call of one function, round by round."""

    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The round that was disturbed least."""
        return min(self.rounds)

    @property
    def median(self) -> float:
        """The middle round."""
        return statistics.median(self.rounds)


def in_turns(functions: Mapping[str, Callable[[], object]], *, rounds: int, slice_s: float) -> dict[str, Times]:
    """The times of ``functions``, each called for about ``slice_s`` seconds in each of ``rounds`` rounds.

    The functions take turns, so that what disturbs the machine disturbs all of them; the clock counts
    CPU time, so that it stands while other programs run. The garbage collector is off while it
    runs, as in ``timeit``.
    """
    calls = {name: _calls(function, slice_s) for name, function in functions.items()}
    found: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            found[name].append(_time(function, calls[name]))
    return {name: Times(tuple(each)) for name, each in found.items()}


def _calls(function: Callable[[], object], slice_s: float) -> int:
    function()
    calls = 1
    while (took := _time(function, calls) * calls) < slice_s / 4:
        calls *= 4
    return max(1, round(calls * slice_s / took))


def _time(function: Callable[[], object], calls: int) -> float:
    repeat = [None] * calls
    gc.collect(0)
    gc.disable()
    try:
        started = thread_time()
        for _ in repeat:
            function()
        return (thread_time() - started) / calls
    finally:
        gc.enable()


def over(function: Callable[[Any], object], values: Iterable[Any]) -> Callable[[], None]:
    """A function that calls ``function`` with each of ``values``, and keeps no result: used memory is fast memory."""

    def call() -> None:
        deque(map(function, values), maxlen=0)

    return call


def mean(values: Iterable[float]) -> float:
    """The geometric mean, the only honest one of ratios."""
    return math.exp(statistics.fmean(map(math.log, values)))
