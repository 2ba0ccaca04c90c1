"""Commands over the rest of the engine: argument handling and presentation only."""

import sys
from importlib.metadata import packages_distributions


def distribution() -> str:
    """The distribution that this engine was installed with."""
    return packages_distributions().get(__name__.partition(".")[0], ["this package"])[0]


def run() -> None:
    """The entry point: the commands, or, where their dependencies are not installed, what to install."""
    try:
        from eventcontract.cli.main import main
    except ModuleNotFoundError as error:
        sys.stderr.write(f"there is no {error.name} here: install '{distribution()}[codegen]'\n")
        sys.exit(2)
    main()
