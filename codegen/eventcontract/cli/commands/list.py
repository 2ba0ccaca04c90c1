"""``list``: the events by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.help import ExampleCommand

if TYPE_CHECKING:
    from rich.console import Console

    from eventcontract.model import Contract


@click.command("list", cls=ExampleCommand, epilog="{command} list")
@pass_context
def command(context: CommandContext) -> None:
    """List the events by category.

    Each comes with its definition. Events that the documentation does not mention are marked with
    where they are known from: [emitter], the vendor's source code, or [example], a payload.
    """
    from eventcontract.cli.terminal import console

    _print(console(), context.contract, context.version)


def _print(out: Console, contract: Contract, version: str) -> None:
    """Every event with its definition, by category."""
    from rich.table import Table
    from rich.text import Text

    marked = any(event.evidence != "documented" for event in contract.events.values())
    width = max(len(name) for name in contract.events)
    for category in contract.categories.values():
        events = [event for event in contract.events.values() if event.category == category.name]
        if not events:
            continue
        out.print(Text.assemble((category.title, "bold"), ("  " + category.description, "dim")))
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
        table.add_column(width=width + 2, no_wrap=True)
        table.add_column(overflow="fold")
        for event in events:
            about = Text(event.definition)
            if event.evidence != "documented":
                about = Text.assemble((f"[{event.evidence}] ", "yellow"), about)
            table.add_row(Text("  " + event.name, "cyan"), about)
        out.print(table)
        out.print()
    count = len(contract.events)
    out.print(Text(f"{count} events in {contract.catalogue.title} {version}."))
    if marked:
        emitter = sum(event.evidence == "emitter" for event in contract.events.values())
        example = sum(event.evidence == "example" for event in contract.events.values())
        known = {"emitter": (emitter, "the vendor's source code"), "example": (example, "examples")}
        words = [f"{number} marked [{mark}] from {where}" for mark, (number, where) in known.items() if number]
        out.print(Text(f"Not in the documentation, but known: {' and '.join(words)}.", "dim"))
