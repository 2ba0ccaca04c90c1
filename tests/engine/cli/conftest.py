"""The commands of each vendor's package, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eventcontract.cli.package import Bound, main
from tests.vendors import Vendor

Invoke = Callable[..., Result]
_bound: dict[str, Bound] = {}


def bound(vendor: Vendor) -> Bound:
    """What the generated ``__main__`` hands to the commands; once, because the contract is read on first use."""
    if vendor.name not in _bound:
        _bound[vendor.name] = Bound(
            vendor.package._package, vendor.contract.catalogue.title, vendor.package.__version__
        )
    return _bound[vendor.name]


def invoke_of(vendor: Vendor) -> Invoke:
    """Runs a command of the vendor's package as if on a terminal of 80 columns, or as many as said."""

    def run(*arguments: str, input: Any = None, columns: int = 80) -> Result:
        command = vendor.contract.catalogue.distribution
        environment = {"COLUMNS": str(columns)}
        return CliRunner().invoke(
            main, arguments, obj=bound(vendor), prog_name=command, input=input, env=environment, catch_exceptions=False
        )

    return run


@pytest.fixture
def invoke(vendor: Vendor) -> Invoke:
    """Runs a command of each vendor's package in turn."""
    return invoke_of(vendor)
