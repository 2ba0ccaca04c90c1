"""``schema``: the JSON Schema of an event."""

from __future__ import annotations

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import event_argument


@click.command(
    "schema",
    cls=ExampleCommand,
    epilog="""
        {command} schema {event}
        {command} schema --strict {event} > strict.json
    """,
)
@event_argument
@click.option("--strict", is_flag=True, help="The strict schema: what the contract knows, and nothing more.")
@pass_context
def command(context: CommandContext, event: str, strict: bool) -> None:
    """Print the JSON Schema of an event.

    JSON Schema 2020-12, for readers: it accepts new fields and values. What it rejects, 'check'
    reports as an error.
    """
    folder = ("schemas", "strict") if strict else ("schemas",)
    click.echo(context.file(*folder, f"{event}.json").read_bytes(), nl=False)
