"""``send``: events as the vendor sends them."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import expected_errors
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import complete_event, keys_option, timeout_option
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted

if TYPE_CHECKING:
    from eventcontract.testing.vendor.sending import Attempt, Order, Sender, Tally
    from eventcontract.testing.vendor.signing import Signer
    from eventcontract.testing.vendor.targets import Target

# Seconds without anything to see that are worth a line where there is no progress bar.
_LONG = 5
# Messages given up that the summary names.
_SHOWN = 10


@click.command(
    "send",
    cls=ExampleCommand,
    epilog="""
        {command} send {event} --to http://localhost:8000/hook
        {command} send '*' --vary --to - | {command} check -
        {command} send '*' --count 1000 --rate 50 --to http://localhost
        {command} send '*' --signed --order shuffled --to http://localhost
        {command} send '*' --to sqs://q --endpoint-url http://localhost
    """,
)
@click.argument("events", metavar="EVENT...", nargs=-1, required=True, shell_complete=complete_event)
@click.option(
    "--to", "to", metavar="TARGET", required=True, help="http://…, https://…, sqs://QUEUE, or - for standard output."
)
@click.option("--count", type=click.IntRange(1), help="Number of messages to send; by default, each of them once.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Maximum messages per second.")
@click.option("--vary", is_flag=True, help="Send every variation that the contract allows, not only examples.")
@click.option("--signed", is_flag=True, help="Sign the deliveries; 'keys' serves the public key.")
@click.option(
    "--order",
    type=click.Choice(["ordered", "shuffled", "duplicated"]),
    default="ordered",
    show_default=True,
    help="Shuffle the messages, or send every fourth one twice.",
)
@click.option("--endpoint-url", metavar="URL", help="Endpoint of the queue service, if it is not Amazon's.")
@timeout_option
@keys_option
@pass_context
def command(
    context: CommandContext,
    events: tuple[str, ...],
    to: str,
    count: int | None,
    rate: float | None,
    vary: bool,
    signed: bool,
    order: Order,
    endpoint_url: str | None,
    timeout: float,
    keys: Path | None,
) -> None:
    """Send events as the vendor does.

    EVENT is the name of an event, or a pattern such as 'a_*'. Examples are sent unchanged, so sending
    one twice makes a duplicate. Messages that are not accepted are retried after the vendor's own
    delays, which can take minutes.

    Exit status: 0 if everything was accepted, 1 if not, 2 if nothing could be sent, 130 if interrupted.
    """
    with expected_errors(context):
        from eventcontract.testing.selection import select
        from eventcontract.testing.vendor.sending import Sender, Tally, examples, ordered, variations

        target, channel = _target(context, to, endpoint_url, timeout, context.key_file(keys) if signed else None)
        names = select(events, context.events)
        known = variations(context.suite().casebook.cases(names)) if vary else examples(context.contract, names)
        chosen = ordered(known, count or len(known), order)
        sender = Sender(target, retries=channel.retries if channel else None, rate=rate)
        tally, started, interrupted = Tally(), time.monotonic(), True
        # On a terminal, what is sent there is progress enough.
        with Bar(len(chosen), hidden=to == "-" and sys.stdout.isatty()) as bar, suppress(KeyboardInterrupt):
            for attempt in sender.run(chosen, lambda pause: _pausing(bar, sender, pause)):
                tally.add(attempt)
                bar.show(_waiting(sender), attempt.again_in is None)
            interrupted = False
    _summary(tally, sender, time.monotonic() - started, interrupted, written=to == "-")
    sys.exit(INTERRUPTED if interrupted else 1 if tally.given_up else 0)


def _target(
    context: CommandContext, to: str, endpoint_url: str | None, timeout: float, signer: Signer | None
) -> tuple[Target, Any]:
    """Where to send, and the channel of the contract that leads there."""
    from eventcontract.testing.vendor import targets

    if to == "-":
        return targets.Lines(sys.stdout, signer), None
    scheme = urlsplit(to).scheme
    if scheme not in ("http", "https", "sqs"):
        raise ValueError(f"unsupported target {to!r}: use http://…, https://…, sqs://QUEUE or -")
    if endpoint_url is not None and scheme != "sqs":
        raise ValueError("--endpoint-url requires a target sqs://QUEUE")
    protocols = ("sqs",) if scheme == "sqs" else ("https", "http")
    channel = targets.channel_for(context.contract, *protocols)
    if signer is not None and not targets.signs_on(context.contract, channel):
        raise ValueError(f"{context.contract.catalogue.vendor} does not sign deliveries over {channel.server.protocol}")
    if scheme != "sqs":
        return targets.Webhook(to, channel, signer, timeout=timeout), channel
    return targets.Queue(urlsplit(to).netloc, channel, endpoint_url=endpoint_url), channel


def _waiting(sender: Sender) -> str:
    return f"{sender.waiting:,} to be retried" if sender.waiting else ""


def _pausing(bar: Bar, sender: Sender, pause: float) -> None:
    text = f"{_waiting(sender)}, next in {pause:,.0f} s".removeprefix(", ")
    if pause >= 1:
        bar.show(text)
    if pause >= _LONG and not sys.stderr.isatty():
        # It must not look as if it had stopped.
        click.echo(text, err=True)


def _summary(tally: Tally, sender: Sender, took: float, interrupted: bool, *, written: bool) -> None:
    end = ", interrupted" if interrupted else ""
    if written:
        # Standard output holds what is sent, and nothing else.
        click.secho(f"{tally.accepted:,} written{end}", err=True, bold=True)
        return
    answers = [(answer, f"{number:,}") for answer, number in tally.answers.most_common()]
    widths = [max(map(len, column)) for column in zip(*answers, strict=True)]
    for answer, number in answers:
        click.echo(f"  {answer:<{widths[0]}}  {number:>{widths[1]}}")
    for attempt in tally.given_up[:_SHOWN]:
        click.echo(f"  given up: {_described(attempt)}")
    if len(tally.given_up) > _SHOWN:
        click.echo(f"  given up: {len(tally.given_up) - _SHOWN:,} more")
    words = [f"{tally.accepted:,} accepted", f"{len(tally.given_up):,} given up"]
    if sender.waiting:
        words.append(f"{sender.waiting:,} still to be retried")
    times = [f"{1000 * tally.latency(part):,.0f} ms" for part in (0.5, 0.95, 1)]
    text = f"{', '.join(words)}; {counted(tally.attempts, 'delivery', 'deliveries')} in {took:,.1f} s; "
    text += f"responses: half within {times[0]}, 95 % within {times[1]}, all within {times[2]}"
    click.secho(text + end, bold=True)


def _described(attempt: Attempt) -> str:
    times = f" after {attempt.number} attempts" if attempt.number > 1 else ""
    return f"{attempt.message.name}: {attempt.answer}{times}"
