"""``eventcontract``: the maintainer's commands."""

from __future__ import annotations

import click

from eventcontract.cli import package
from eventcontract.cli.commands import bump, diff, docs, drift, generate, synthesize, validate
from eventcontract.cli.exits import Program
from eventcontract.cli.extras import distribution


# The documentation of a spec has a page for the program that its package will have.
@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "obj": package.main})
@click.version_option(package_name=distribution(), prog_name="eventcontract")
def main() -> None:
    """Turn a spec of events into a Python package, schemas and documentation.

    Exit status: 0 no problems, 1 problems found, 2 could not run, 130 interrupted, 141 output closed, 143 terminated.
    """


for _module in (generate, validate, docs, diff, drift, synthesize, bump):
    main.add_command(_module.command)
main.add_command(bump.changelog)


if __name__ == "__main__":
    main()
