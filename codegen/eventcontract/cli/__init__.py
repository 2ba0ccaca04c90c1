"""Commands over the rest of the engine: argument handling and presentation only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from eventcontract.runtime import Package


def distribution() -> str:
    """The distribution that this engine was installed with."""
    from importlib.metadata import packages_distributions

    return packages_distributions().get(__name__.partition(".")[0], ["this package"])[0]


def run() -> None:
    """The entry point: the commands, or, where their dependencies are not installed, what to install."""
    try:
        from eventcontract.cli.main import main
    except ModuleNotFoundError as error:
        _missing(error.name, f"{distribution()}[codegen]")
    main()


def run_package(package: Package, *, title: str, version: str, distribution: str) -> None:
    """The entry point of a generated package: its commands, or what to install for them.

    ``title`` and ``version`` are those of the contract, ``distribution`` is what its users install.
    """
    try:
        import rich  # noqa: F401  (costs nothing until one of its modules is used)

        from eventcontract.cli.consumer import Bound, main
    except ModuleNotFoundError as error:
        _missing(error.name, f"{distribution}[cli]")
    main(obj=Bound(package, title, version))


def _missing(name: str | None, install: str) -> NoReturn:
    sys.stderr.write(f"there is no {name} here: install '{install}'\n")
    sys.exit(2)
