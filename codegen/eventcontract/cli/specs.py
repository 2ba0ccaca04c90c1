"""The spec that the maintainer's commands read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from eventcontract import source
from eventcontract.model import Contract
from eventcontract.printing import printable
from eventcontract.source import Pages, SpecError

spec_option = click.option(
    "--spec",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("spec"),
    show_default=True,
    help="Directory with the YAML files and examples.",
)


def load(spec: Path, outcome: str = "; nothing was written") -> Contract:
    """The contract of ``spec``, its examples checked; exit 1 with all its problems if it has any.

    ``outcome`` follows the number of problems.
    """
    return load_with_pages(spec, outcome)[0]


def load_with_pages(spec: Path, outcome: str) -> tuple[Contract, Pages]:
    """:func:`load`, and what the spec says of the pages that it describes."""
    from eventcontract.schemas.examples import problems

    try:
        contract, pages = source.load_with_pages(spec)
        if found := [*problems(contract)]:
            raise SpecError(found)
    except SpecError as error:
        for problem in error.problems:
            click.echo(printable(f"{spec}/{problem}" if problem.file else f"{spec}: {problem}"), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}{outcome}", err=True)
        sys.exit(1)
    return contract, pages
