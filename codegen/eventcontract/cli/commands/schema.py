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
        {command} schema --documented {event} > strict.json
    """,
)
@event_argument
@click.option("--documented", is_flag=True, help="The strict schema: what is documented, and nothing more.")
@pass_context
def command(context: CommandContext, event: str, documented: bool) -> None:
    """Print the JSON Schema of an event.

    JSON Schema 2020-12, for readers: open to new fields and values. It is what 'check' finds errors by.
    """
    folder = ("schemas", "documented") if documented else ("schemas",)
    click.echo(context.file(*folder, f"{event}.json").read_bytes(), nl=False)
