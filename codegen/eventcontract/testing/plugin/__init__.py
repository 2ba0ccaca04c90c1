"""The pytest plugin: runs a test for each case, and says at the end what was tried.

pytest imports this in every run, so it imports nothing else: what it needs is loaded where somebody
uses ``parametrize``.
"""

from __future__ import annotations

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
        help="Run contract tests with the events that match PATTERN only. Can be repeated.",
    )
    group.addoption(
        "--contract-seed",
        type=int,
        default=0,
        metavar="N",
        help="Run contract tests with other values where the contract leaves the value open. Default: 0.",
    )
    group.addoption(
        "--contract-timeout",
        type=float,
        default=10.0,
        metavar="SECONDS",
        help="Fail a contract test that takes longer for one case (0: never; not on Windows). Default: 10.",
    )
    group.addoption(
        "--contract-report",
        metavar="FILE",
        help="Write what contract tests covered to FILE, as JSON.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract: set by the function parametrize of a generated package.")
    if config.getoption("--contract-timeout") < 0:
        raise pytest.UsageError("--contract-timeout: seconds are 0, for never, or more")
    if Path(config.getoption("--contract-report") or "-").is_dir():
        raise pytest.UsageError(f"--contract-report: {config.getoption('--contract-report')} is a directory")
    if config.getoption("--contract-report"):
        # A report is due also where no contract test is left; the one of the run before would mislead.
        _coverage(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("contract") is not None:
        from eventcontract.testing.plugin.running import generate

        generate(metafunc, _coverage(metafunc.config))


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Nobody can have used parametrize before this module is there.
    if "eventcontract.testing.suite" in sys.modules:
        from eventcontract.testing.plugin.running import refuse_unittest

        refuse_unittest(item)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodeready(node: Any) -> None:
    # pytest-xdist: other processes run the tests, this one hears of them.
    _coverage(node.config)


@pytest.fixture
def delivery(request: pytest.FixtureRequest) -> Any:
    """The delivery of a case, in the form that ``parametrize`` was given."""
    if not hasattr(request, "param"):
        pytest.fail("'delivery' has a value in tests with @parametrize of a generated package only", pytrace=False)
    return request.param.make()


def _coverage(config: pytest.Config) -> Coverage:
    """What is counted in this process, from the first need on."""
    found: Coverage | None = config.pluginmanager.get_plugin(_NAME)
    if found is None:
        from eventcontract.testing.plugin.coverage import Coverage

        found = Coverage(config)
        config.pluginmanager.register(found, _NAME)
    return found
