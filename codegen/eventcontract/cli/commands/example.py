"""``example``: a payload of an event."""

from __future__ import annotations

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import event_argument


def _complete_example(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    context = ctx.ensure_object(CommandContext)
    event = context.contract.events.get(ctx.params.get("event", ""))
    return [each.name for each in event.examples if each.name.startswith(incomplete)] if event else []


@click.command(
    "example",
    cls=ExampleCommand,
    epilog="""
        {command} example {event}
        {command} example {event} > event.json
    """,
)
@event_argument
@click.argument("name", required=False, shell_complete=_complete_example)
@pass_context
def command(context: CommandContext, event: str, name: str | None) -> None:
    """Print an example of an event.

    It is printed byte for byte. NAME selects one of several; the default is the one that 'show' prints.
    """
    texts = {each.name: each.text for each in context.contract.events[event].examples}
    chosen = name or next(iter(texts), "")
    if chosen not in texts:
        raise click.BadParameter(f"{event} has no example {chosen!r}; it has: {', '.join(texts) or 'none'}.")
    click.echo(texts[chosen].encode(), nl=False)
