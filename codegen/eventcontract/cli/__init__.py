"""Commands over the rest of the engine: argument handling and presentation only."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventcontract.runtime import Package


def distribution() -> str:
    """The distribution that this engine was installed with."""
    from importlib.metadata import packages_distributions

    return packages_distributions().get(__name__.partition(".")[0], ["this package"])[0]


def run() -> None:
    """The entry point: the commands, or, where their dependencies are not installed, what to install."""
    try:
        from eventcontract.cli.maintainer import main
    except ModuleNotFoundError as error:
        _missing(error.name, f"{distribution()}[codegen]")
    _finish(main)


def run_package(package: Package, *, title: str, version: str, distribution: str) -> None:
    """The entry point of a generated package: its commands, or what to install for them.

    ``title`` and ``version`` are those of the contract, ``distribution`` is what its users install.
    """
    try:
        import rich  # noqa: F401  (costs nothing until one of its modules is used)

        from eventcontract.cli.context import CommandContext
        from eventcontract.cli.package import main
    except ModuleNotFoundError as error:
        _missing(error.name, f"{distribution}[cli]")
    _finish(lambda: main(obj=CommandContext(title, version, package.events, package, distribution)))


def _finish(command: Callable[[], object]) -> None:
    """Run ``command``; what the system refuses (there is no space on the device) is one line, not a traceback."""
    try:
        command()
    except OSError as error:
        # What is still to be written cannot be written at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"Error: {where}{error.strerror or error}\n")
        sys.exit(2)


def _missing(name: str | None, install: str) -> NoReturn:
    sys.stderr.write(f"Error: {name} is not installed; run: pip install '{install}'\n")
    sys.exit(2)
