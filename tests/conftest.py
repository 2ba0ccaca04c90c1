"""What every test can ask for: each vendor with its generated package, each event, and the sample of this run."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventcontract.render import write
from tests.support.sampling import Sample
from tests.vendors import SPECS, Subject, Vendor, all_events, contract_of, having

TERMINAL = ["CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR"]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sampling", "which part of events × checks is tried")
    group.addoption("--seed", type=int, default=0, help="which sample of the slow checks (default: 0)")
    group.addoption("--whole", action="store_true", help="no sample: every check on every event")
    group.addoption("--another-python", action="store_true", help="of what depends on no version of Python, a quarter")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*parts): about something that not every vendor has: tests.vendors.PARTS")
    config.addinivalue_line("markers", "costly: takes long for each event, so that a run tries some of the events")
    config.addinivalue_line("markers", "sampled: has many similar variants; a run tries some of them")
    # Whatever somebody has set for their own terminal and Python: tests set what they are about.
    for name in [*TERMINAL, "PYTHONUNBUFFERED", "PYTHONWARNINGS"]:
        os.environ.pop(name, None)
    # A shell that starts tests in the background makes them ignore interrupts, and so would the programs they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def sample_of(config: pytest.Config) -> Sample:
    """The part of the checks that this run tries."""
    return Sample(config.getoption("--seed"), config.getoption("--whole"))


def pytest_report_header(config: pytest.Config) -> str:
    seed = config.getoption("--seed")
    return "every check on every event" if config.getoption("--whole") else f"slow checks are sampled: --seed {seed}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not of the sample."""
    sample = sample_of(config)

    def chosen(item: pytest.Item) -> bool:
        if not _has_what_it_needs(item):
            return False
        if config.getoption("--another-python") and not sample.on_another_python(item.nodeid):
            return False
        if item.get_closest_marker("sampled") is not None and not sample.takes(item.nodeid):
            return False
        if item.get_closest_marker("costly") is None:
            return True
        vendor, event = item.callspec.params["subject"]  # type: ignore[attr-defined]
        return sample.tries(item.nodeid.partition("[")[0], event, list(contract_of(vendor).events))

    kept = [item for item in items if chosen(item)]
    if len(kept) < len(items):
        left_out = {id(item) for item in items} - {id(item) for item in kept}
        config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
        items[:] = kept


def _has_what_it_needs(item: pytest.Item) -> bool:
    """Whether the vendor that a test is about, if any, has what the test needs."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    vendor = params.get("vendor", params.get("subject", (None,))[0])
    needed = [part for mark in item.iter_markers("needs") for part in mark.args]
    return vendor is None or all(vendor in having(part) for part in needed)


@pytest.fixture(scope="session")
def sample(request: pytest.FixtureRequest) -> Sample:
    """The part of the checks that this run tries."""
    return sample_of(request.config)


@pytest.fixture(scope="session")
def vendors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Vendor]]:
    """All vendors: the first one as committed, the others generated for this process alone."""
    into = tmp_path_factory.mktemp("generated")
    sys.path.insert(0, str(into))
    result = {}
    for number, name in enumerate(SPECS):
        contract = contract_of(name)
        if number:
            write.write(contract, into)
        package = importlib.import_module(contract.catalogue.package)
        result[name] = Vendor(name, contract, package, Path(str(package.__file__)).parent)
    yield result
    sys.path.remove(str(into))


@pytest.fixture(scope="session", params=list(SPECS))
def vendor(request: pytest.FixtureRequest, vendors: dict[str, Vendor]) -> Vendor:
    """Each vendor in turn."""
    return vendors[request.param]


@pytest.fixture(scope="session", params=all_events(), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def subject(request: pytest.FixtureRequest, vendors: dict[str, Vendor]) -> Subject:
    """Each event of each vendor in turn."""
    vendor, event = request.param
    return Subject(vendors[vendor], event)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests counted: they record it with ``record_property("count: <what>", <number>)``."""
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if getattr(report, "when", "") == "call" and name.startswith("count: "):
                    counts[name.removeprefix("count: ")] += value
    if counts:
        terminalreporter.section("counted")
        for what, number in sorted(counts.items()):
            terminalreporter.write_line(f"{number:>8}  {what}")
