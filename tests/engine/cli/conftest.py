"""The commands of each vendor's package, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eventcontract.cli.context import CommandContext
from eventcontract.cli.package import main
from tests.vendors import Vendor

Invoke = Callable[..., Result]
_contexts: dict[str, CommandContext] = {}


def context_of(vendor: Vendor) -> CommandContext:
    """What the commands of the generated package run with; made once, because it reads the contract on first use."""
    if vendor.name not in _contexts:
        catalogue, package = vendor.contract.catalogue, vendor.package._package
        _contexts[vendor.name] = CommandContext(
            catalogue.title, vendor.package.__version__, package.events, package, catalogue.distribution
        )
    return _contexts[vendor.name]


def invoke_of(vendor: Vendor) -> Invoke:
    """Runs a command of the vendor's package as if on a terminal of 80 columns, or as many as said."""

    def run(*arguments: str, input: Any = None, columns: int = 80) -> Result:
        command = vendor.contract.catalogue.distribution
        environment = {"COLUMNS": str(columns)}
        return CliRunner().invoke(
            main,
            arguments,
            obj=context_of(vendor),
            prog_name=command,
            input=input,
            env=environment,
            catch_exceptions=False,
        )

    return run


@pytest.fixture
def invoke(vendor: Vendor) -> Invoke:
    """Runs a command of each vendor's package in turn."""
    return invoke_of(vendor)
