"""Calls that end in time, however long their answer takes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


def within(seconds: float, function: Callable[[], _Result]) -> _Result:
    """What ``function`` returns or raises; ``TimeoutError`` if that takes longer than ``seconds``.

    For what waits for somebody else: the timeout of a socket starts again with each byte that arrives. The call runs
    in a separate thread, which goes on after the time is over, but does not keep the process from ending.
    """
    results: list[_Result] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=call, name="deadline", daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if results:
        return results[0]
    raise TimeoutError
