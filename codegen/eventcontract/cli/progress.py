"""Progress on standard error."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from eventcontract.printing import printable

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

# Seconds between two updates that one can follow, and before the first one: what is over at once needs none.
_EVERY = 0.1
_PATIENCE = 0.5


class Bar:
    """A progress bar on standard error, if that is a terminal; nothing otherwise.

    It counts up to ``total``, or shows the share of it as a percentage (``percent``). Without a total, it only shows
    that something is going on. A ``hidden`` one shows nothing.
    """

    def __init__(self, total: int | None, *, percent: bool = False, hidden: bool = False) -> None:
        self._progress: Progress | None = None
        self._next = time.monotonic() + _PATIENCE
        if hidden or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed

        number: ProgressColumn = TaskProgressColumn() if percent else MofNCompleteColumn()
        self._progress = Progress(
            *(BarColumn(), number, Elapsed(), TextColumn("{task.description}", markup=False)),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=total)
        self._started = False

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    @property
    def due(self) -> bool:
        """Whether it is time for something new: ten times a second, for work that has more to say than that."""
        return self._progress is not None and time.monotonic() >= self._next

    def show(self, text: str, steps: int = 0, *, completed: int | None = None) -> None:
        """``steps`` more are done, or ``completed`` altogether, and ``text`` is going on."""
        if self._progress is None:
            return
        self._next = time.monotonic() + _EVERY
        self._progress.update(self._task, advance=steps or None, completed=completed, description=printable(text))
        if not self._started:
            self._progress.start()
            self._started = True

    def clear(self) -> None:
        """Make room for other output; the next thing to show brings the bar back."""
        if self._progress is not None and self._started:
            self._progress.stop()
            self._started = False
