"""``--contract-usage``: which fields the handlers read while their contract tests ran, as a file."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eventcontract import pointers
from eventcontract.model.comparison import Reads, Usage, dump_usage, load_usage
from eventcontract.testing.allowed.variations import UNKNOWN_EVENT
from eventcontract.testing.plugin.coverage import Coverage, replace_file
from eventcontract.testing.plugin.items import suite_of
from eventcontract.testing.usage import Recorder

if TYPE_CHECKING:
    from eventcontract.testing.suite import Suite

_KEY = "contract_usage"
_UNSEEN = (
    "Not seen: branches that no case takes, other processes, and JSON that compiled code such as orjson reads.",
    "Add what is missing by hand, in a second file that names the same consumer.",
)


class UsagePlugin:
    """Records during contract tests, over all processes of pytest-xdist, and writes ``file`` if all of them passed."""

    def __init__(self, config: pytest.Config, file: Path, coverage: Coverage) -> None:
        self._config = config
        self._file = file
        self._coverage = coverage
        self._recorders: dict[str, Recorder] = {}
        # Distribution -> package.
        self._distributions: dict[str, str] = {}
        self._reads: dict[str, Reads] = {}
        self._lines: list[str] = []
        self._written = False

    def _recorder(self, suite: Suite) -> Recorder:
        name = suite.package.name
        if name not in self._recorders:
            self._recorders[name] = Recorder(suite.package, suite.contract)
            self._distributions[suite.distribution] = name
        return self._recorders[name]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        suite = suite_of(item)
        if suite is None:
            return (yield)
        # Fixtures too: some hand the delivery to the handler.
        with self._recorder(suite).recording():
            return (yield)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        distributions, events = getattr(node, "workeroutput", {}).get(_KEY, ({}, {}))
        self._distributions |= distributions
        for event, (reads, whole) in events.items():
            self._add(event, Reads(frozenset(map(pointers.parse, reads)), frozenset(map(pointers.parse, whole))))

    def _add(self, event: str, reads: Reads) -> None:
        self._reads[event] = self._reads.get(event, Reads()) | reads

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        for recorder in self._recorders.values():
            for event, reads in recorder.reads().items():
                self._add(event, reads)
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            events = {
                event: [sorted(map(pointers.build, part)) for part in (each.reads, each.whole)]
                for event, each in self._reads.items()
            }
            output[_KEY] = (self._distributions, events)
            return
        problem = "tests failed" if session.exitstatus else self._write()
        if problem:
            self._lines = [f"{self._file} was not written: {problem}"]
            session.exitstatus = session.exitstatus or pytest.ExitCode.USAGE_ERROR

    def _write(self) -> str:
        """Write the file; what is in the way, empty if nothing is."""
        contracts = self._coverage.report()["contracts"]
        if len(self._distributions) > 1:
            return f"there are contract tests of {' and '.join(sorted(self._distributions))}; run them one by one"
        ran = next(iter(contracts.values()), None) if self._distributions else None
        if ran is None:
            return "no contract tests ran"
        if ran["exercised"] < ran["selected"]:
            return f"only {ran['exercised']} of {ran['selected']} variations were run"
        (distribution,) = self._distributions
        handled = {*ran["events"], *self._reads} - {UNKNOWN_EVENT}
        events = {event: self._reads.get(event, Reads()).shortest() for event in sorted(handled)}
        usage = Usage(_consumer(self._config.rootpath), distribution, events)
        before = _events_in(self._file)
        try:
            replace_file(self._file, dump_usage(usage))
        except OSError as error:
            return f"{error.strerror or error}"
        self._written = True
        self._lines = [*_summary(usage, self._file, before)]
        return ""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None, object, object]:
        result = yield
        if self._lines:
            terminalreporter.section("contract usage")
            for line in self._lines:
                terminalreporter.write_line(line, red=not self._written)
        return result


def _consumer(root: Path) -> str:
    """What the repository at ``root`` is called."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["name"])
    except (OSError, ValueError, LookupError, TypeError):
        return root.name


def _events_in(file: Path) -> set[str]:
    """The events in a file of usage; none if there is no readable one."""
    try:
        return {*load_usage(file.read_bytes()).events}
    except (OSError, ValueError):
        return set()


def _summary(usage: Usage, file: Path, before: set[str]) -> Iterator[str]:
    fields = sum(len(each.reads) for each in usage.events.values())
    objects = sum(len(each.whole) for each in usage.events.values())
    yield f"{file}: {usage.consumer}, {len(usage.events)} events, {fields} fields read, {objects} objects read whole"
    unread = [event for event, each in usage.events.items() if not each.reads and not each.whole]
    gone = sorted(before - usage.events.keys())
    for what, events in ("no reads were seen in", unread), ("no longer in the file", gone):
        if events:
            yield f"{what}: {', '.join(events)}"
    yield from _UNSEEN
