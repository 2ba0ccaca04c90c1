"""Reading the units of an archive in several processes, or in this one."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, BinaryIO, cast

from eventcontract.audit import private
from eventcontract.audit.auditing import Audit
from eventcontract.audit.reading import Options, Unit, audit_unit
from eventcontract.audit.sources import STDIN, Unreadable
from eventcontract.runtime import Package

#: Called with a unit, the number of its bytes that have been read, and of its deliveries that have been counted.
Progress = Callable[[Unit, int, int], object]

# Less than this, in bytes, is read before another process has started.
_WORTHWHILE = 4 << 20
# Seconds between two reports of a worker, and for which it may take to stop.
_EVERY = 0.2
_PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Work:
    """What every process needs. ``refused`` is the directory for what readers refuse, a file for each unit."""

    package: Package
    options: Options
    lengths: bool = False
    refused: Path | None = None

    def audit(self) -> Audit:
        """A new audit."""
        return Audit(self.package, lengths=self.lengths, max_size=self.options.limit)

    def refusals(self, unit: Unit) -> Path:
        """The file for what is refused of ``unit``."""
        assert self.refused is not None
        name = hashlib.sha256(f"{unit.begin} {unit.source.name}".encode()).hexdigest()
        return self.refused / name

    def keep(self, unit: Unit) -> AbstractContextManager[BinaryIO | None]:
        """That file, empty and open for writing."""
        return nullcontext(None) if self.refused is None else private.opened(self.refusals(unit))


@dataclass(frozen=True, slots=True)
class Done:
    """What was counted in one or more units. Unless they are ``finished``, ``problems`` say why that is not all.

    There are no problems if the user interrupted it.
    """

    units: tuple[Unit, ...]
    audit: bytes
    problems: tuple[str, ...] = ()
    finished: bool = True


#: Counts what is in units, in any order, as :func:`audit_units` does.
Engine = Callable[[Work, Sequence[Unit], Progress], Iterator[Done]]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(jobs: int) -> Engine:
    """The engine that reads in up to ``jobs`` processes of this machine."""
    return partial(audit_units, jobs=jobs)


def audit_units(work: Work, units: Sequence[Unit], progress: Progress, *, jobs: int) -> Iterator[Done]:
    """Count what is in ``units``, in up to ``jobs`` processes, in any order.

    After ``KeyboardInterrupt``, what has been counted until then is returned before it is raised again.
    """
    # Other processes have another standard input.
    ours = [unit for unit in units if unit.source.name == STDIN]
    others = [unit for unit in units if unit.source.name != STDIN]
    number = min(jobs, len(others), 1 + sum(unit.size for unit in others) // _WORTHWHILE)
    yield from _alone(work, ours if number > 1 else units, progress)
    if number > 1:
        yield from _Workers(work, others, number, progress).run()


def _alone(work: Work, units: Sequence[Unit], progress: Progress) -> Iterator[Done]:
    for unit in units:
        audit = work.audit()
        problem = None
        try:
            problem = read_unit(work, audit, unit, partial(progress, unit))
        except KeyboardInterrupt:
            yield Done((unit,), audit.to_json(), finished=False)
            raise
        yield _done(unit, audit.to_json(), problem)


def _done(unit: Unit, audit: bytes, problem: str | None) -> Done:
    return Done((unit,), audit, (problem,) if problem else (), finished=problem is None)


def read_unit(work: Work, audit: Audit, unit: Unit, progress: Callable[[int, int], object]) -> str | None:
    """Count what is in ``unit``; why it could not be read to its end, if it could not."""
    try:
        with work.keep(unit) as refused:
            audit_unit(audit, unit, work.options, refuse=None if refused is None else refused.write, progress=progress)
    except ModuleNotFoundError as error:
        return f"{unit.source.name}: {error.name} is not installed; install the extra 'archive'"
    except Unreadable as error:
        return str(error)
    except OSError as error:
        return f"{unit.source.name}: {error.strerror or error}"
    return None


class _Workers:
    def __init__(self, work: Work, units: Sequence[Unit], number: int, progress: Progress) -> None:
        self._work = work
        # The largest first, so that none is left over at the end.
        self._waiting = sorted(units, key=lambda unit: unit.size)
        self._number = number
        self._progress = progress
        self._processes: dict[Connection, BaseProcess] = {}
        self._reading: dict[Connection, Unit] = {}
        # Kept apart until they are passed on: an interrupt must not lose them.
        self._done: list[Done] = []

    def run(self) -> Iterator[Done]:
        try:
            try:
                for _ in range(self._number):
                    self._start()
                while self._reading:
                    for connection in _ready(self._reading):
                        self._receive(connection)
                    yield from self._passed_on()
            except KeyboardInterrupt:
                yield from self._stop()
                raise
        finally:
            for connection, process in self._processes.items():
                connection.close()
                process.terminate()
            for process in self._processes.values():
                process.join()

    def _start(self) -> None:
        """Start a worker: a new interpreter, because a fork would take along the threads and locks of this one."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_worker, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        self._processes[ours] = process
        self._next(ours)

    def _next(self, connection: Connection) -> None:
        self._reading.pop(connection, None)
        if self._waiting:
            unit = self._waiting.pop()
            self._reading[connection] = unit
            with suppress(OSError):  # it has died, which receiving finds out
                connection.send(unit)

    def _passed_on(self) -> Iterator[Done]:
        while self._done:
            yield self._done.pop()

    def _receive(self, connection: Connection) -> None:
        unit = self._reading[connection]
        try:
            message = connection.recv()
        except (EOFError, OSError):
            process = self._processes.pop(connection)
            process.join()
            del self._reading[connection]
            problem = f"{unit.source.name}: the process that read it has died (exit status {process.exitcode})"
            self._done.append(_done(unit, self._work.audit().to_json(), problem))
            if self._waiting:
                self._start()
            return
        match message:
            case (int(size), int(number)):
                self._progress(unit, size, number)
            case (bytes(audit), problem):
                self._done.append(_done(unit, audit, problem))
                self._next(connection)

    def _stop(self) -> Iterator[Done]:
        """What the workers have counted of the units that they are reading."""
        self._waiting.clear()
        for connection in self._reading:
            with suppress(OSError):
                connection.send(None)
        deadline = time.monotonic() + _PATIENCE
        while self._reading and (ready := _ready(self._reading, max(0.0, deadline - time.monotonic()))):
            for connection in ready:
                self._receive(connection)
        yield from self._passed_on()


def _ready(connections: Iterable[Connection], timeout: float | None = None) -> list[Connection]:
    return cast("list[Connection]", wait([*connections], timeout))


class _Stopped(Exception):
    """The parent wants what there is."""


def _worker(connection: Any, work: Work) -> None:
    """Read units until there are no more."""
    # A terminal interrupts all processes; what to do about it is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    due = time.monotonic() + _EVERY

    def progress(size: int, number: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + _EVERY
            connection.send((size, number))
            if connection.poll() and connection.recv() is None:
                raise _Stopped

    with suppress(EOFError, BrokenPipeError):  # the parent needs no more
        while (unit := connection.recv()) is not None:
            audit = work.audit()
            try:
                problem = read_unit(work, audit, unit, progress)
            except _Stopped:
                problem = ""
            connection.send((audit.to_json(), problem))
            if problem == "":
                return


def _follow_parent() -> None:
    """End this process when its parent does, also if that was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
