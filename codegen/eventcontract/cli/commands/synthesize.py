"""``example``: a synthesized payload of an event."""

from __future__ import annotations

from pathlib import Path

import click

from eventcontract.cli.exits import CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.specs import load, spec_option


@click.command(
    "example",
    cls=ExampleCommand,
    epilog="""
    {command} example order.created > created.json
    """,
)
@click.argument("event")
@spec_option
def command(event: str, spec: Path) -> None:
    """Synthesize an example of an event.

    It is a realistic payload with every field that the vendor sends: what all events have in common is that of an
    example of a similar event, and the values of the body are such as other events show.
    """
    from eventcontract.drift.synthesis import synthesize
    from eventcontract.suggestions import suggest

    contract = load(spec, "")
    if event not in contract.events:
        raise CannotRun(f"there is no event '{event}'{suggest(event, contract.events)}")
    click.echo(synthesize(contract, event), nl=False)
