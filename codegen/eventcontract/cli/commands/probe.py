"""``probe``: does a receiver accept what the contract allows, and refuse what is not a delivery?"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import expected_errors
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import complete_event, keys_option, timeout_option
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted

if TYPE_CHECKING:
    from eventcontract.testing.vendor.recording import Failure, Outcome

#: Failures of one event that are shown.
_SHOWN = 3


@click.command(
    "probe",
    cls=ExampleCommand,
    epilog="""
        {command} probe http://localhost:8000/hook
        {command} probe --events {event} http://localhost:8000/hook
        {command} keys --port 8009 &
        {command} probe --signed --expect-reject http://localhost/hook
    """,
)
@click.argument("url")
@click.option(
    "--events",
    metavar="PATTERN",
    multiple=True,
    shell_complete=complete_event,
    help="Only events whose names match, such as 'a_*'; repeatable.",
)
@click.option("--signed", is_flag=True, help="Sign deliveries; 'keys' serves the public key.")
@click.option(
    "--expect-reject", is_flag=True, help="Also send malformed and forged deliveries, which must be rejected."
)
@click.option(
    "--max-examples",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Generated deliveries of each event, besides its examples.",
)
@timeout_option
@keys_option
@click.option("--json", "as_json", is_flag=True, help="Print each event as a JSON object on its own line.")
@pass_context
def command(
    context: CommandContext,
    url: str,
    events: tuple[str, ...],
    signed: bool,
    expect_reject: bool,
    max_examples: int,
    timeout: float,
    keys: Path | None,
    as_json: bool,
) -> None:
    """Send a web server every kind of delivery.

    The examples of each event are sent to URL, and variations that Schemathesis generates. A receiver
    must accept all of them, with a 2xx status; an event that the contract does not know comes first.
    Each unexpected response is shown with a command that sends the delivery again.

    Exit status: 0 if every response was correct, 1 if not, 2 if nothing could be sent, 130 if
    interrupted.
    """
    with expected_errors(context):
        from eventcontract.testing.selection import select
        from eventcontract.testing.vendor.probing import Probe
        from eventcontract.testing.vendor.receivers import HttpReceiver

        probing = Probe(
            context.contract,
            context.package,
            HttpReceiver(url, timeout=timeout),
            signer=context.key_file(keys) if signed else None,
            expect_reject=expect_reject,
            max_examples=max_examples,
        )
        outcomes: list[Outcome] = []
        interrupted = False
        # Before anything is sent: a wrong pattern is a usage error.
        names = select(events, context.events)
        with Bar(len(names) + 1) as bar, suppress(KeyboardInterrupt):
            interrupted = True
            for outcome in probing.run(events):
                outcomes.append(outcome)
                bar.clear()
                if as_json:
                    click.echo(json.dumps(_plain(outcome)))
                else:
                    _print(outcome)
                bar.show(outcome.event, 1)
            interrupted = False
    wrong = sum(len(outcome.failures) for outcome in outcomes)
    total = sum(outcome.deliveries for outcome in outcomes)
    slowest = max((outcome.slowest for outcome in outcomes), default=0.0)
    deliveries, responses = counted(total, "delivery", "deliveries"), counted(wrong, "unexpected response")
    summary = f"{deliveries}, {responses}, slowest {1000 * slowest:,.0f} ms"
    click.secho(
        summary + (", interrupted" if interrupted else ""), err=as_json, bold=True, fg="red" if wrong else "green"
    )
    sys.exit(INTERRUPTED if interrupted else 1 if wrong else 0)


def _print(outcome: Outcome) -> None:
    wrong = len(outcome.failures)
    mark, colour = ("FAIL", "red") if wrong else ("ok  ", "green")
    words = [counted(outcome.deliveries, "delivery", "deliveries"), f"slowest {1000 * outcome.slowest:,.0f} ms"]
    if wrong:
        words.insert(1, counted(wrong, "unexpected response"))
    mark, event = click.style(mark, fg=colour), click.style(outcome.event, bold=bool(wrong))
    click.echo(f"{mark}  {event}  {', '.join(words)}")
    for failure in outcome.failures[:_SHOWN]:
        click.echo(f"      {failure.delivery}: expected {failure.expected}, got {failure.answer}")
        click.echo(f"      {failure.curl}")
    if wrong > _SHOWN:
        click.echo(f"      and {wrong - _SHOWN:,} more; --json prints all")


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "event": outcome.event,
        "deliveries": outcome.deliveries,
        "slowest": round(outcome.slowest, 6),
        "failures": [_failure(failure) for failure in outcome.failures],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "delivery": failure.delivery,
        "expected": failure.expected,
        "status": failure.answer.status,
        "problem": failure.answer.problem or None,
        "curl": failure.curl,
    }
