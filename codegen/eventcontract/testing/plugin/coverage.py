"""Which variations of a contract were tried, and which of them broke something."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.plugin.running import case_of, limited

#: The number of this form of the JSON report.
FORMAT = 1
_KEY = "contract_subscribed"
# Events that a line of the summary names.
_SHOWN = 5
# Failures that have the same in these are the same.
_ALIKE = ("variation", "reason")


@dataclass(frozen=True, slots=True)
class Failure:
    """One variation that broke a test. ``why`` says why the contract allows it, ``reason`` what happened."""

    variation: str
    why: str
    test: str
    reason: str


class Coverage:
    """What the contract tests of one run covered; with pytest-xdist, what those of all its processes did."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        # package -> event -> variation -> whether it was tried
        self._tried: dict[str, dict[str, dict[str, bool]]] = {}
        self._failures: dict[tuple[str, str], list[Failure]] = {}
        self._problem = ""
        self._stuck = False
        self._status = 0

    def subscribe(self, package: str, cases: Iterable[Case]) -> None:
        """Note that tests of ``package`` are there for ``cases``."""
        for case in cases:
            self._subscribe(package, case.group, case.variation)

    def _subscribe(self, package: str, event: str, variation: str) -> None:
        self._tried.setdefault(package, {}).setdefault(event, {}).setdefault(variation, False)

    # -- what pytest tells -----------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        found = case_of(item)
        if found is None:
            return (yield)
        with limited(self._config.getoption("--contract-timeout"), found[1].id, self._note_stuck):
            return (yield)

    def _note_stuck(self) -> None:
        self._stuck = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        found = case_of(item)
        if found is not None:
            package, case = found
            # An attribute of plain values: it travels between the processes of pytest-xdist.
            report.contract = (package, case.group, case.variation, case.why)  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not hasattr(report, "contract"):
            return
        package, event, variation, why = report.contract
        self._subscribe(package, event, variation)
        if report.failed:
            failure = Failure(variation, why, report.nodeid, _reason(report))
            self._failures.setdefault((package, event), []).append(failure)
        if report.failed or (report.when == "call" and (report.passed or hasattr(report, "wasxfail"))):
            self._tried[package][event][variation] = True

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for package, events in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
            for event, variations in events.items():
                for variation in variations:
                    self._subscribe(package, event, variation)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = {
                package: {event: list(tried) for event, tried in events.items()}
                for package, events in self._tried.items()
            }
            return
        file = self._config.getoption("--contract-report")
        if file:
            text = json.dumps(self.report(), indent=2, ensure_ascii=False) + "\n"
            try:
                _replace(Path(file), text)
            except OSError as error:
                self._problem = f"{file}: {error.strerror or error}"
                session.exitstatus = session.exitstatus or pytest.ExitCode.INTERNAL_ERROR
        self._status = int(session.exitstatus)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None, object, object]:
        # Below pytest's list of failures, which is long where one mistake breaks many tests.
        result = yield
        self._summarize(terminalreporter)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self._stuck:
            # A thread in which a handler hangs cannot be ended, and would keep this process for ever.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(self._status)

    def _summarize(self, terminalreporter: pytest.TerminalReporter) -> None:
        for package, summary in self.report()["contracts"].items():
            terminalreporter.section(f"contract coverage: {package}")
            self._print(terminalreporter, summary["events"])
            exercised = sum(facts["exercised"] > 0 for facts in summary["events"].values())
            terminalreporter.write_line(
                f"{exercised} of {len(summary['events'])} events, {_count(summary)}, {summary['failed']} failed",
                **{_colour(summary): True},
            )
        if self._problem:
            terminalreporter.write_line(f"no contract report: {self._problem}", red=True)

    def _print(self, terminal: pytest.TerminalReporter, events: dict[str, Any]) -> None:
        verbose = self._config.get_verbosity() > 0
        # What breaks a handler often breaks it for many events: that is said once, with the first of them.
        alike: dict[Any, list[str]] = {}
        for event, facts in events.items():
            if facts["failures"]:
                first = facts["failures"][0]
                alike.setdefault(event if verbose else tuple(first[word] for word in _ALIKE), []).append(event)
        for event, *others in alike.values():
            facts = events[event]
            first = facts["failures"][0]
            everything = 1 < facts["failed"] == facts["exercised"]
            failed = "all" if everything else facts["failed"]
            terminal.write_line(f"{event}: {_count(facts)}, {failed} failed, first {first['variation']}", red=True)
            terminal.write_line(f"    {first['reason']}")
            # What is particular to the first one explains nothing where all fail.
            why = "every variation fails: none makes the difference" if everything else f"allowed: {first['why']}"
            terminal.write_line(f"    {why}")
            if others:
                terminal.write_line(f"    the same first for {_listed(others)}")
        rest = {event: facts for event, facts in events.items() if not facts["failures"]}
        partly = [event for event, facts in rest.items() if facts["exercised"] and facts["missed"]]
        for event in rest if verbose else partly[:_SHOWN]:
            terminal.write_line(f"{event}: {_count(rest[event])}", **{_colour(rest[event]): True})
        if not verbose:
            missed = [event for event, facts in rest.items() if not facts["exercised"]]
            for words, names in ("partly exercised", partly[_SHOWN:]), ("not exercised", missed):
                if names:
                    terminal.write_line(f"{words}: {_listed(names)}", yellow=True)

    # -- what is to be said ------------------------------------------------------------------------

    def report(self) -> dict[str, Any]:
        """The coverage as JSON values: per contract and event the numbers, all failures, what was missed."""
        contracts = {}
        for package, events in sorted(self._tried.items()):
            facts = {event: self._facts(package, event, tried) for event, tried in sorted(events.items())}
            numbers = {
                word: sum(each[word] for each in facts.values()) for word in ("subscribed", "exercised", "failed")
            }
            contracts[package] = {**numbers, "events": facts}
        return {"format": FORMAT, "contracts": contracts}

    def _facts(self, package: str, event: str, tried: dict[str, bool]) -> dict[str, Any]:
        order = {variation: index for index, variation in enumerate(tried)}
        failures = sorted(self._failures.get((package, event), []), key=lambda each: order[each.variation])
        return {
            "subscribed": len(tried),
            "exercised": sum(tried.values()),
            "failed": len({failure.variation for failure in failures}),
            "failures": [asdict(failure) for failure in failures],
            "missed": [variation for variation, done in tried.items() if not done],
        }


def _replace(file: Path, text: str) -> None:
    """Write ``file``, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _count(facts: dict[str, Any]) -> str:
    return f"{facts['exercised']} of {facts['subscribed']} variations exercised"


def _colour(facts: dict[str, Any]) -> str:
    if facts["failed"]:
        return "red"
    return "green" if facts["exercised"] == facts["subscribed"] else "yellow"


def _listed(names: list[str]) -> str:
    """The names, the first ones if they are many."""
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more (-v: all)"


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)
    return next((line for line in text.splitlines() if line.strip()), report.when or "")[:300]
