"""Which variations of a contract were run, and which of them made a test fail."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.limits import limited
from eventcontract.testing.plugin.items import case_of
from eventcontract.testing.plugin.summary import write_summary

#: The version of the JSON report's format.
FORMAT = 1
_KEY = "contract_selected"


@dataclass(frozen=True, slots=True)
class Failure:
    """A variation that made a test fail: why the contract allows it, and what happened.

    ``test`` is pytest's id of the test, ``function`` the id without parameters.
    """

    variation: str
    why: str
    test: str
    function: str
    reason: str


class Coverage:
    """The coverage of the contract tests of a run, over all processes of pytest-xdist."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        # package -> event -> variation -> whether it was run
        self._selected: dict[str, dict[str, dict[str, bool]]] = {}
        self._failures: dict[tuple[str, str], list[Failure]] = {}
        self._problem = ""
        self._stuck = False
        self._status = 0

    def select(self, package: str, cases: Iterable[Case]) -> None:
        """Note that there are tests for ``cases`` of ``package``."""
        for case in cases:
            self._select(package, case.group, case.variation)

    def _select(self, package: str, event: str, variation: str) -> None:
        self._selected.setdefault(package, {}).setdefault(event, {}).setdefault(variation, False)

    # -- pytest's hooks --------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        found = case_of(item)
        if found is None:
            return (yield)
        seconds, name, interruptions = self._config.getoption("--contract-timeout"), found[1].id, count()

        def late() -> None:
            __tracebackhide__ = True  # where it hangs is the frame above
            # Interrupted twice, the test waits for another thread.
            self._stuck = self._stuck or next(interruptions) > 0
            pytest.fail(f"timed out: {name} took longer than {seconds:g} s (--contract-timeout)")

        with limited(seconds, late, repeat=True):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        found = case_of(item)
        if found is not None:
            package, case = found
            function = item.nodeid.removesuffix(f"[{item.callspec.id}]")  # type: ignore[attr-defined]
            # An attribute of plain values: it travels between the processes of pytest-xdist.
            report.contract = (package, case.group, case.variation, case.why, function)  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not hasattr(report, "contract"):
            return
        package, event, variation, why, function = report.contract
        self._select(package, event, variation)
        if report.failed:
            failure = Failure(variation, why, report.nodeid, function, _reason(report))
            self._failures.setdefault((package, event), []).append(failure)
        if report.failed or (report.when == "call" and (report.passed or hasattr(report, "wasxfail"))):
            self._selected[package][event][variation] = True

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for package, events in getattr(node, "workeroutput", {}).get(_KEY, {}).items():
            for event, variations in events.items():
                for variation in variations:
                    self._select(package, event, variation)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = {
                package: {event: list(selected) for event, selected in events.items()}
                for package, events in self._selected.items()
            }
            return
        file = self._config.getoption("--contract-report")
        if file:
            text = json.dumps(self.report(), indent=2, ensure_ascii=False) + "\n"
            try:
                replace_file(Path(file), text)
            except OSError as error:
                self._problem = f"{file}: {error.strerror or error}"
                session.exitstatus = session.exitstatus or pytest.ExitCode.INTERNAL_ERROR
        self._status = int(session.exitstatus)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None, object, object]:
        # Below pytest's list of failures, which is long where one mistake makes many tests fail.
        result = yield
        write_summary(terminalreporter, self.report()["contracts"], verbose=self._config.get_verbosity() > 0)
        if self._problem:
            terminalreporter.write_line(f"cannot write the contract report: {self._problem}", red=True)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self._stuck:
            # A thread in which a handler hangs cannot be ended, and would keep this process alive for ever.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(self._status)

    # -- the report --------------------------------------------------------------------------------

    def report(self) -> dict[str, Any]:
        """The coverage as JSON values: numbers, failures and missed variations of each event of each contract."""
        contracts = {}
        for package, events in sorted(self._selected.items()):
            facts = {event: self._facts(package, event, selected) for event, selected in sorted(events.items())}
            totals = {key: sum(each[key] for each in facts.values()) for key in ("selected", "exercised", "failed")}
            contracts[package] = {**totals, "events": facts}
        return {"format": FORMAT, "contracts": contracts}

    def _facts(self, package: str, event: str, selected: dict[str, bool]) -> dict[str, Any]:
        order = {variation: index for index, variation in enumerate(selected)}
        failures = sorted(self._failures.get((package, event), []), key=lambda each: order[each.variation])
        return {
            "selected": len(selected),
            "exercised": sum(selected.values()),
            "failed": len({failure.variation for failure in failures}),
            "failures": [asdict(failure) for failure in failures],
            "missed": [variation for variation, exercised in selected.items() if not exercised],
        }


def replace_file(file: Path, text: str) -> None:
    """Write ``file``, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)
    return next((line for line in text.splitlines() if line.strip()), report.when or "")[:300]
