"""The audit of an archive by the workers of Spark: the same parts as in processes, counted and merged the same way."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from eventcontract.audit import Audit
from eventcontract.audit.archive import Archive
from eventcontract.audit.jobs import Done, Progress, Work, read_unit
from eventcontract.audit.reading import Options, Unit
from eventcontract.audit.sources import STDIN, Unreadable, sources
from eventcontract.runtime import Package

# A task costs a tenth of a second, and its audit a hundredth on the driver: it should read enough, in bytes, to be
# worth both. Beyond this number of tasks, each reads more.
_LEAST, _MOST = 32 << 20, 256 << 20
_TASKS = 200
# Opening a file costs as much as reading this many bytes.
_OPENING = 1 << 20
# Jobs are what progress is counted by, and what an interrupt loses. Several at once leave no worker idle.
_JOBS = 40
_AT_ONCE = 8

_SCHEMA = "task long, audit binary, problems array<string>, deliveries array<long>"
_MISSING = re.compile(r"No module named '([\w.]+)'")

_Task = tuple[Unit, ...]


class Incomplete(Exception):
    """Parts of an archive could not be read: ``problems`` say which, and why. ``audit`` is that of all others."""

    def __init__(self, audit: Audit, problems: Sequence[str]) -> None:
        self.audit = audit
        self.problems = tuple(problems)
        more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


def audit(package: Package, spark: Any, paths: Iterable[str], options: Options, *, lengths: bool = False) -> Audit:
    """The audit of everything below ``paths``, read by the workers of the session ``spark``.

    Raises ``Unreadable`` for a path that does not exist, :class:`Incomplete` if parts could not be read.
    """
    found = {source.name: source for source in sources(paths) if not source.skipped}
    archive = Archive(Work(package, options, lengths=lengths), list(found.values()))
    archive.read(SparkEngine(spark), lambda *_: None)
    if archive.problems:
        raise Incomplete(archive.audit, archive.problems)
    return archive.audit


class SparkEngine:
    """Counts units on the workers of a session: the engine of an :class:`~eventcontract.audit.archive.Archive`.

    Workers must have this package, and what is named by a path must be there under the same path. ``apart`` counts
    every unit by itself, as a state needs it; otherwise small ones are counted together.
    """

    def __init__(self, spark: Any, *, apart: bool = False) -> None:
        self._spark = spark
        self._apart = apart

    def __call__(self, work: Work, units: Sequence[Unit], progress: Progress) -> Iterator[Done]:
        """Count what is in ``units``, in any order. If Spark fails, what it had counted is returned.

        After ``KeyboardInterrupt``, the tasks that are running are lost.
        """
        if any(unit.source.name == STDIN for unit in units):
            raise Unreadable("Spark cannot read standard input")
        tasks: list[_Task] = [(unit,) for unit in units] if self._apart else together(units)
        size = -(-len(tasks) // _JOBS)
        jobs = [tasks[start : start + size] for start in range(0, len(tasks), size or 1)]
        tag = f"audit-{uuid4()}"
        pool = ThreadPoolExecutor(_AT_ONCE)
        running = {pool.submit(self._run, work, job, tag): job for job in jobs}
        # Kept apart until they are passed on: an interrupt must not lose them.
        counted: deque[tuple[Done, Sequence[int]]] = deque()

        def passed_on() -> Iterator[Done]:
            while counted:
                done, deliveries = counted.popleft()
                for unit, number in zip(done.units, deliveries, strict=True):
                    progress(unit, unit.size, number)
                yield done

        try:
            for future in as_completed([*running]):
                if error := future.exception():
                    counted += _finished(running)
                    counted.append((_failed(work, error, running.values()), ()))
                    yield from passed_on()
                    return
                counted += _results(future, running.pop(future))
                yield from passed_on()
        except KeyboardInterrupt:
            counted += _finished(running)
            yield from passed_on()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            if running:
                self._spark.interruptTag(tag)

    def _run(self, work: Work, job: Sequence[_Task], tag: str) -> Any:
        # A tag belongs to the thread.
        self._spark.addTag(tag)
        numbers = self._spark.range(0, len(job), 1, len(job))
        return numbers.mapInArrow(partial(_read_tasks, work, [*map(_absolute, job)]), _SCHEMA).collect()


def _finished(running: dict[Future[Any], list[_Task]]) -> Iterator[tuple[Done, Sequence[int]]]:
    """What has been counted, but not yet looked at."""
    for future in [future for future in running if future.done() and not future.cancelled()]:
        if future.exception() is None:
            yield from _results(future, running.pop(future))


def _results(future: Future[Any], job: Sequence[_Task]) -> Iterator[tuple[Done, Sequence[int]]]:
    """What has been counted by each task of a job, and how many deliveries are in each unit."""
    for row in future.result():
        problems = tuple(row.problems)
        yield Done(job[row.task], bytes(row.audit), problems, finished=not problems), row.deliveries


def _failed(work: Work, error: BaseException, left: Iterable[Sequence[_Task]]) -> Done:
    files = len({unit.source.name for job in left for task in job for unit in task})
    number = "1 file has" if files == 1 else f"{files:,} files have"
    problem = f"Spark failed: {reason(error)}; {number} not been read to the end"
    return Done((), work.audit().to_json(), (problem,), finished=False)


def together(units: Sequence[Unit]) -> list[_Task]:
    """``units``, the largest first, as tasks that are worth their costs."""
    wanted = min(max(_LEAST, sum(map(_cost, units)) // _TASKS), _MOST)
    tasks: list[_Task] = []
    waiting: list[Unit] = []
    cost = 0
    for unit in sorted(units, key=_cost, reverse=True):
        waiting.append(unit)
        cost += _cost(unit)
        if cost >= wanted:
            tasks.append(tuple(waiting))
            waiting, cost = [], 0
    return [*tasks, tuple(waiting)] if waiting else tasks


def _cost(unit: Unit) -> int:
    return _OPENING + unit.size


def _absolute(task: _Task) -> _Task:
    """The same units, to be read by a process that was started in another directory."""

    def absolute(unit: Unit) -> Unit:
        source = unit.source
        if not source.local:
            return unit
        return replace(unit, source=replace(source, path=os.path.abspath(source.path or source.name)))  # noqa: PTH100

    return tuple(map(absolute, task))


def reason(error: BaseException) -> str:
    """Why Spark failed, in words of ours: its own messages hold pages, and perhaps values of deliveries."""
    text = str(error)
    if missing := _MISSING.search(text):
        return f"its workers have no module {missing[1]}; install the package on each of them"
    return f"{type(error).__name__}; its log says more"


# -- on the workers ------------------------------------------------------------------------------


def _read_tasks(work: Work, tasks: Sequence[_Task], batches: Iterable[Any]) -> Iterator[Any]:
    """The audits of the tasks whose numbers are in ``batches``."""
    import pyarrow

    for batch in batches:
        for number in batch.column(0).to_pylist():
            audit = work.audit()
            problems: list[str] = []
            deliveries: list[int] = []
            for unit in tasks[number]:
                counted = [0]

                def count(_: int, number: int, counted: list[int] = counted) -> None:
                    counted[0] = number

                if problem := read_unit(work, audit, unit, count):
                    problems.append(problem)
                deliveries += counted
            row = {"task": number, "audit": audit.to_json(), "problems": problems, "deliveries": deliveries}
            yield pyarrow.RecordBatch.from_pylist([row], _schema())


def _schema() -> Any:
    import pyarrow

    return pyarrow.schema(
        {
            "task": pyarrow.int64(),
            "audit": pyarrow.binary(),
            "problems": pyarrow.list_(pyarrow.string()),
            "deliveries": pyarrow.list_(pyarrow.int64()),
        }
    )
