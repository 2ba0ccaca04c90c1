"""The progress bar: on terminals only, not at once, and out of the way of other output."""

from __future__ import annotations

import io
import re
import sys

import pytest

from eventcontract.cli import progress
from eventcontract.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        """What was written, without the codes that move the cursor."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is."""
    now = [0.0]
    monkeypatch.setattr("eventcontract.cli.progress.time.monotonic", lambda: now[0])
    return now


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error as a terminal. Not a fixture: pytest puts its own there when a test begins."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return terminal


def test_long_work_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, now: list[float]) -> None:
    out = terminal(monkeypatch)
    with Bar(200, percent=True) as bar:
        assert not bar.due  # it may be over at once
        now[0] = progress._PATIENCE
        assert bar.due
        assert out.getvalue() == ""
        bar.show("1,000 deliveries, [a] file", completed=50)
        assert not bar.due
        now[0] += progress._EVERY
        assert bar.due
        bar.clear()
        assert "25%" in out.shown
        assert "1,000 deliveries, [a] file" in out.shown
        before = out.getvalue()
        assert before.endswith("\x1b[2K")  # the line is free
        bar.show("2,000", 50)
    assert "50%" in out.getvalue().removeprefix(before)


def test_steps_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    out = terminal(monkeypatch)
    with Bar(3) as bar:
        bar.show("one", 1)
        bar.show("two", 1)
    assert "2/3" in out.shown


def test_what_never_shows_anything_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    out = terminal(monkeypatch)
    with Bar(3) as bar:
        bar.clear()
    with Bar(3, hidden=True) as bar:
        bar.show("one", 1)
    assert out.getvalue() == ""


def test_progress_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch, now: list[float]) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Bar(None) as bar:
        now[0] = 100.0
        assert not bar.due
        bar.show("text", 1)
        bar.clear()
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
