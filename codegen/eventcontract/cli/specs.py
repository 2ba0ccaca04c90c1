"""The spec that the maintainer's commands read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from eventcontract.model import Contract
from eventcontract.source import SpecError, load_spec

spec_option = click.option(
    "--spec",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("spec"),
    show_default=True,
    help="Directory with the YAML files and examples.",
)


def load(spec: Path) -> Contract:
    """The contract of ``spec``; exit 1 with all its problems if it has any."""
    try:
        return load_spec(spec)
    except SpecError as error:
        for problem in error.problems:
            click.echo(f"{spec.name}/{problem}", err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was written", err=True)
        sys.exit(1)
