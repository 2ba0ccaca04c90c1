"""``probe``: does a receiver accept what the contract allows, and refuse what is not a delivery?"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import INTERRUPTED, expected_errors
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import complete_event, keys_option, timeout_option
from eventcontract.cli.progress import Bar

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
    help="Only events whose names match, such as 'a_*'; can be given several times.",
)
@click.option("--signed", is_flag=True, help="Sign deliveries; 'keys' serves the public key.")
@click.option("--expect-reject", is_flag=True, help="Send malformed and forged deliveries too, to be refused.")
@click.option(
    "--max-examples",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Deliveries of each event to generate, besides its examples.",
)
@timeout_option
@keys_option
@click.option("--json", "as_json", is_flag=True, help="Print each event as a JSON object on a line of its own.")
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
    """Send a web server all kinds of deliveries.

    Each event of the contract is delivered to URL as its examples show it and as Schemathesis
    varies it: a receiver accepts all of them, with a 2xx status. An event that nobody knows yet
    comes first. What is answered wrongly is shown with a command that sends it again.

    Exit status: 0 if everything was answered rightly, 1 if not, 2 if nothing could be sent.
    """
    with expected_errors(context, "probe"):
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
        # Said now, not when the first answer is there: a wrong pattern is wrong usage.
        names = select(events, context.events)
        with Bar(len(names) + 1) as bar, suppress(KeyboardInterrupt):
            interrupted = True
            for outcome in probing.run(events):
                outcomes.append(outcome)
                bar.show(outcome.event, 1)
                with bar.paused():
                    if as_json:
                        click.echo(json.dumps(_plain(outcome)))
                    else:
                        _print(outcome)
            interrupted = False
    wrong = sum(len(outcome.failures) for outcome in outcomes)
    total = sum(outcome.deliveries for outcome in outcomes)
    slowest = max((outcome.slowest for outcome in outcomes), default=0.0)
    summary = f"{total:,} deliveries, {wrong:,} answered wrongly, slowest answer {1000 * slowest:,.0f} ms"
    click.secho(
        summary + (", interrupted" if interrupted else ""), err=as_json, bold=True, fg="red" if wrong else "green"
    )
    sys.exit(INTERRUPTED if interrupted else 1 if wrong else 0)


def _print(outcome: Outcome) -> None:
    wrong = len(outcome.failures)
    mark, colour = ("FAIL", "red") if wrong else ("ok  ", "green")
    took = f"slowest {1000 * outcome.slowest:,.0f} ms"
    said = f"{outcome.deliveries:,} {'delivery' if outcome.deliveries == 1 else 'deliveries'}" + (
        f", {wrong} answered wrongly" if wrong else ""
    )
    click.echo(f"{click.style(mark, fg=colour)}  {click.style(outcome.event, bold=bool(wrong))}  {said}, {took}")
    for failure in outcome.failures[:_SHOWN]:
        click.echo(f"      {failure.delivery}: expected {failure.expected}, got {failure.answer}")
        click.echo(f"      {failure.curl}")
    if wrong > _SHOWN:
        click.echo(f"      and {wrong - _SHOWN} more; --json prints all")


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
