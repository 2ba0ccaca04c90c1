"""``validate``: is the spec right, and are its examples?"""

from __future__ import annotations

from pathlib import Path

import click

from eventcontract.cli.specs import load, spec_option
from eventcontract.printing import printable


@click.command("validate")
@spec_option
def command(spec: Path) -> None:
    """Check a spec and its examples.

    Each example must match the reader schema and the strict schema of its event. All problems are
    printed, each with file:line:column. 'generate' and 'docs' check the same before they write.
    """
    contract = load(spec, outcome="")
    examples = sum(len(event.examples) for event in contract.events.values())
    click.echo(printable(f"{spec}: {len(contract.events)} events, {examples} examples, no problems"))
