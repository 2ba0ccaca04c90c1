"""The pytest plugin: runs a test for each case, and reports at the end which cases were run.

pytest imports this in every run, so it imports nothing else: the rest is loaded once something uses ``parametrize``.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from eventcontract.testing.plugin.coverage import Coverage

_NAME = "event-contract-coverage"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("event contracts")
    group.addoption(
        "--contract-events",
        action="append",
        default=[],
        metavar="PATTERN",
        help="Run contract tests only for events that match PATTERN. Can be repeated.",
    )
    group.addoption(
        "--contract-seed",
        type=int,
        default=0,
        metavar="N",
        help="Use other values in contract tests where any value is allowed. Default: 0.",
    )
    group.addoption(
        "--contract-timeout",
        type=float,
        default=10.0,
        metavar="SECONDS",
        help="Fail a contract test that takes longer than this for one case; 0: no limit. No effect on Windows. "
        "Default: 10.",
    )
    group.addoption(
        "--contract-report",
        metavar="FILE",
        help="Write the coverage of contract tests to FILE, as JSON.",
    )
    group.addoption(
        "--contract-usage",
        metavar="FILE",
        help="Record which fields of events are read during contract tests, and write them to FILE, as JSON, if all "
        "tests passed. To be committed, and passed to the command 'diff'.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract: set by the parametrize function of a generated package.")
    timeout, report = config.getoption("--contract-timeout"), config.getoption("--contract-report")
    if timeout < 0 or not math.isfinite(timeout):
        raise pytest.UsageError("--contract-timeout must be 0 (no limit) or a number of seconds")
    usage = config.getoption("--contract-usage")
    for option, file in ("--contract-report", report), ("--contract-usage", usage):
        if Path(file or "-").is_dir():
            raise pytest.UsageError(f"{option}: {file} is a directory")
    if usage and config.getoption("--contract-events"):
        raise pytest.UsageError("--contract-usage records every event; use it without --contract-events")
    if report:
        # Without any contract test a report is due as well: an old one would mislead.
        _coverage(config)
    if usage:
        from eventcontract.testing.plugin.usage import UsagePlugin

        config.pluginmanager.register(UsagePlugin(config, Path(usage), _coverage(config)), "event-contract-usage")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("contract") is not None:
        from eventcontract.testing.plugin.items import generate

        _coverage(metafunc.config).select(*generate(metafunc))


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Without this module nothing can have used parametrize.
    if "eventcontract.testing.suite" in sys.modules:
        from eventcontract.testing.plugin.items import refuse_unittest

        refuse_unittest(item)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodeready(node: Any) -> None:
    # pytest-xdist: other processes run the tests and report to this one.
    _coverage(node.config)


@pytest.fixture
def delivery(request: pytest.FixtureRequest) -> Any:
    """The delivery of a case, in the form that ``parametrize`` names."""
    if not hasattr(request, "param"):
        pytest.fail("the fixture 'delivery' needs @parametrize() of a generated package", pytrace=False)
    return request.param.make()


def _coverage(config: pytest.Config) -> Coverage:
    """The coverage of this process, made on first use."""
    found: Coverage | None = config.pluginmanager.get_plugin(_NAME)
    if found is None:
        from eventcontract.testing.plugin.coverage import Coverage

        found = Coverage(config)
        config.pluginmanager.register(found, _NAME)
    return found
