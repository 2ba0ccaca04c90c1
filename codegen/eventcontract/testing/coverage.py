"""Which variations of a contract were tried, and which of them broke something."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.running import case_of, limited

#: The number of this form of the JSON report.
FORMAT = 1
_KEY = "contract_subscribed"


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
        with limited(self._config.getoption("--contract-timeout"), found[1].id):
            return (yield)

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

    def pytest_sessionfinish(self) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = {
                package: {event: list(tried) for event, tried in events.items()}
                for package, events in self._tried.items()
            }
            return
        file = self._config.getoption("--contract-report")
        if file:
            Path(file).write_text(json.dumps(self.report(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for package, summary in self.report()["contracts"].items():
            terminalreporter.section(f"contract coverage: {package}")
            for event, facts in summary["events"].items():
                self._print_event(terminalreporter, event, facts)
            events = [facts for facts in summary["events"].values() if facts["exercised"]]
            terminalreporter.write_line(
                f"{len(events)} of {len(summary['events'])} events, "
                f"{summary['exercised']} of {summary['subscribed']} variations exercised, {summary['failed']} failed"
            )

    def _print_event(self, terminal: pytest.TerminalReporter, event: str, facts: dict[str, Any]) -> None:
        count = f"{facts['exercised']} of {facts['subscribed']} variations exercised"
        if facts["failures"]:
            first = facts["failures"][0]
            terminal.write_line(f"{event}: {count}, {facts['failed']} failed, first {first['variation']}", red=True)
            terminal.write_line(f"    {first['reason']}")
            terminal.write_line(f"    allowed: {first['why']}")
        elif facts["missed"]:
            terminal.write_line(f"{event}: {count}", yellow=True)
        elif self._config.get_verbosity() > 0:
            terminal.write_line(f"{event}: {count}", green=True)

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


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)
    return next((line for line in text.splitlines() if line.strip()), report.when or "")[:300]
