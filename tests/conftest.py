"""What every test can ask for: each vendor with its generated package, and each event."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventcontract.render import write
from tests.vendors import SPECS, Subject, Vendor, chosen_events, contract_of


@pytest.fixture(scope="session")
def vendors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Vendor]]:
    """Both vendors: the first one as committed, the other generated for this process alone."""
    into = tmp_path_factory.mktemp("generated")
    parcel = contract_of("parcel")
    with write.rendered(parcel, into) as directory:
        write.replace(directory, into / parcel.catalogue.package)
    sys.path.insert(0, str(into))
    result = {}
    for name in SPECS:
        contract = contract_of(name)
        package = importlib.import_module(contract.catalogue.package)
        result[name] = Vendor(name, contract, package, Path(str(package.__file__)).parent)
    yield result
    sys.path.remove(str(into))


@pytest.fixture(scope="session", params=list(SPECS))
def vendor(request: pytest.FixtureRequest, vendors: dict[str, Vendor]) -> Vendor:
    """Each vendor in turn."""
    return vendors[request.param]


@pytest.fixture(scope="session", params=chosen_events(), ids=lambda pair: f"{pair[0]}-{pair[1]}")
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
