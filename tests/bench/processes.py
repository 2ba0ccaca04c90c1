"""Running Python in processes of their own, with what they took."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from time import perf_counter


def run(arguments: Iterable[str]) -> tuple[float, float, float]:
    """(seconds, seconds of CPU time, peak MiB of the largest process) that Python takes with ``arguments``.

    Processes that it waits for are included. ``RuntimeError`` if it fails. What it prints is dropped.
    """
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    command = [sys.executable, *arguments]
    started = perf_counter()
    process = os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    seconds = perf_counter() - started
    if status:
        raise RuntimeError(f"{' '.join(command)} failed")
    # Kilobytes on Linux, bytes on macOS.
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return seconds, usage.ru_utime + usage.ru_stime, peak
