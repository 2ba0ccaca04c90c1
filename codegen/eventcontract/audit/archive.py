"""The audit of a whole archive: what to read, what was read before, what was counted, and what was refused."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from eventcontract.audit import private
from eventcontract.audit.jobs import Engine, Work
from eventcontract.audit.reading import Unit, units
from eventcontract.audit.sources import Source, Unreadable
from eventcontract.audit.state import State


class Archive:
    """An archive that is being audited.

    ``audit`` is what has been counted, ``problems`` are sources that could not be read, or not to their end.
    ``finished`` are the bytes that a state knew, ``total`` all that there are.
    """

    def __init__(self, work: Work, sources: Sequence[Source], state: State | None = None) -> None:
        self._work = work
        self._state = state
        self.audit = work.audit()
        self.problems: list[str] = []
        self.units: list[Unit] = []
        self._left: list[Unit] = []
        for source in sources:
            self._plan(source)
        self.total = sum(unit.size for unit in self.units)
        self.finished = self.total - sum(unit.size for unit in self._left)

    def _plan(self, source: Source) -> None:
        # Standard input is not there again, and a source without a version may be another one.
        state = self._state if source.version else None
        try:
            found = state.cuts(source) if state else None
            if found is None:
                found = units(source)
                if state:
                    state.plan(source, found)
        except Unreadable as error:
            self.problems.append(str(error))
            return
        except OSError as error:
            self.problems.append(f"{source.name}: {error.strerror or error}")
            return
        self.units += found
        for unit in found:
            audit = state.finished(unit, refused=self._work.refused is not None) if state else None
            if audit is None:
                self._left.append(unit)
            else:
                self.audit.merge(audit)

    def read(self, engine: Engine, progress: Callable[[int, int], object]) -> None:
        """Read what is left.

        ``progress`` is called with the numbers of bytes that have been read and of deliveries that have been counted
        by this run. After ``KeyboardInterrupt``, what had been counted is in the audit.
        """
        read: dict[Unit, tuple[int, int]] = {}
        sizes = numbers = 0

        def advance(unit: Unit, size: int, number: int) -> None:
            nonlocal sizes, numbers
            before = read.get(unit, (0, 0))
            read[unit] = min(size, unit.size), number  # reading can be ahead of the end
            sizes += read[unit][0] - before[0]
            numbers += number - before[1]
            progress(sizes, numbers)

        for done in engine(self._work, self._left, advance):
            self.audit.merge(done.audit)
            self.problems += done.problems
            match done.units:
                case [unit] if self._state and done.finished and unit.source.version:
                    self._state.finish(unit, done.audit, refused=self._work.refused is not None)

    def write_refused(self, path: Path) -> None:
        """Write what was refused to ``path``, in the order of the archive."""
        with private.replaced(path) as file:
            for unit in self.units:
                part = self._work.refusals(unit)
                if part.exists():
                    with part.open("rb") as refused:
                        shutil.copyfileobj(refused, file)


@contextmanager
def directory_of_refusals(path: Path | None, state: Path | None) -> Iterator[Path | None]:
    """A directory for what is refused before it is written to ``path``; next to the ``state``, if there is one."""
    if path is None:
        yield None
    elif state is not None:
        kept = state.with_name(f"{state.name}-rejects")
        kept.mkdir(mode=0o700, exist_ok=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as made:
            yield Path(made)
