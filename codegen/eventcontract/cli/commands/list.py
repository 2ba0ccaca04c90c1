"""``list``: the events by category."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.help import ExampleCommand

if TYPE_CHECKING:
    from eventcontract.model import Contract, Event
    from eventcontract.model.contract import Evidence

# How events are marked that are not documented, by what they are known from.
_MARKS: dict[Evidence, str] = {"emitter": "source code", "example": "example"}


@click.command(
    "list",
    cls=ExampleCommand,
    epilog="""
        {command} list
        {command} list | grep created
        {command} list | cut -f 1
    """,
)
@pass_context
def command(context: CommandContext) -> None:
    """List the events by category.

    Each is listed with its definition. Events that are not documented are marked [source code] if
    they are known from the vendor's source code, [example] if from a payload. In a pipe or a file,
    each event is one line: its name, its category and its definition, separated by tabs.
    """
    contract = context.contract
    by_category = {
        category: [event for event in contract.events.values() if event.category == category]
        for category in contract.categories
    }
    if sys.stdout is not None and sys.stdout.isatty():
        _print(contract, by_category, context.version)
        return
    for category, events in by_category.items():
        for event in events:
            click.echo("\t".join((event.name, category, " ".join((_mark(event) + event.definition).split()))))


def _mark(event: Event) -> str:
    return f"[{_MARKS[event.evidence]}] " if event.evidence in _MARKS else ""


def _print(contract: Contract, by_category: dict[str, list[Event]], version: str) -> None:
    """A table for each category, as wide as the terminal."""
    from rich.table import Table
    from rich.text import Text

    from eventcontract.cli.terminal import console

    out = console()
    width = max(map(len, contract.events))
    for name, events in by_category.items():
        if not events:
            continue
        category = contract.categories[name]
        out.print(Text.assemble((category.title, "bold"), ("  " + category.description, "dim")))
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
        table.add_column(min_width=width + 2, no_wrap=True)
        table.add_column(overflow="fold")
        for event in events:
            table.add_row(Text("  " + event.name, "cyan"), Text.assemble((_mark(event), "yellow"), event.definition))
        out.print(table)
        out.print()
    out.print(Text(f"{len(contract.events)} events in {contract.catalogue.title} {version}."))
    numbers = {
        mark: sum(_MARKS.get(each.evidence) == mark for each in contract.events.values()) for mark in _MARKS.values()
    }
    words = [f"{number} marked [{mark}]" for mark, number in numbers.items() if number]
    if words:
        out.print(Text(f"Not documented: {', '.join(words)}.", "dim"))
