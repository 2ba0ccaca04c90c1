"""``check``: do deliveries agree with the contract?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import INTERRUPTED, CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from eventcontract.audit import CheckedDelivery, FindingGroup, Summary
    from eventcontract.runtime.errors import Finding
    from eventcontract.runtime.rules import Level


@click.command(
    "check",
    cls=ExampleCommand,
    epilog="""
        {command} check delivery.json
        {command} check archive/*.jsonl.gz
        zcat archive.gz | {command} check -
        {command} check --json archive.jsonl | jq -r .rule | sort | uniq -c
    """,
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@click.option("--json", "as_json", is_flag=True, help="Print each finding as a JSON object on its own line.")
@click.option("--show-values", is_flag=True, help="Show values of the deliveries; they may be personal data.")
@pass_context
def command(context: CommandContext, files: tuple[str, ...], as_json: bool, show_values: bool) -> None:
    """Check deliveries against the contract.

    FILE holds deliveries in any envelope of the contract, as JSON, JSON Lines, concatenated JSON,
    an array of objects, or a batch; '-' is standard input. Files compressed by gzip are read as
    they are. Input that is not valid JSON is reported and skipped, up to the next line that begins
    with '{'.

    Errors are what a reader refuses, warnings what is readable but not as documented, infos what is
    worth knowing. Each comes with the line and the byte where the delivery begins.

    Exit status: 0 if there are no errors and no warnings, 1 if there are, 2 for wrong usage, 130 if
    interrupted.
    """
    from eventcontract.audit import Summary, check_stream

    summary = Summary()
    interrupted = True
    begun = 0
    before, size = 0, 0 if "-" in files else sum(map(_size, files))
    with Bar(size or None, percent=True) as bar, suppress(KeyboardInterrupt):
        for begun, file in enumerate(files, 1):  # noqa: B007
            with _open(file) as stream:
                for delivery in _readable(file, check_stream(context.package, stream, show_values=show_values)):
                    summary.add(file, delivery)
                    if bar.due:
                        # A pipe has no size, and cannot tell where it is.
                        at = before + stream.tell() if size and stream.seekable() else None
                        bar.show(f"{summary.deliveries.total():,} deliveries, {printable(file)}", completed=at)
                    if as_json and delivery.findings:
                        with bar.paused():
                            for finding in delivery.to_dicts(file):
                                click.echo(json.dumps(finding))
            before += _size(file)
        interrupted = False
    numbers = [(begun, "file", "files"), (summary.deliveries.total(), "delivery", "deliveries")]
    numbers += [(summary.levels[level], level, f"{level}s") for level in ("error", "warning", "info")]
    total = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in numbers)
    if interrupted:
        total += ", interrupted"
    if as_json:
        click.echo(total, err=True)
    else:
        from eventcontract.cli.terminal import console

        _print(console(), summary, total)
    sys.exit(INTERRUPTED if interrupted else 1 if summary.has_problems else 0)


def _readable(file: str, deliveries: Iterator[CheckedDelivery]) -> Iterator[CheckedDelivery]:
    try:
        yield from deliveries
    except OSError as error:
        raise CannotRun(f"{file}: {error.strerror or error}") from error


def _open(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        if sys.stdin is None:
            raise CannotRun("standard input is closed")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise CannotRun(f"{file}: {error.strerror}") from error


def _size(file: str) -> int:
    return 0 if file == "-" else Path(file).stat().st_size


def _print(out: Console, summary: Summary, total: str) -> None:
    """What was found, event by event, the worst first; the last line adds it up."""
    from rich.table import Table
    from rich.text import Text

    from eventcontract.cli.terminal import STYLES

    order = list(STYLES)
    worst = {event: min(order.index(level) for level, _, _ in groups) for event, groups in summary.groups.items()}
    for event in sorted(worst, key=lambda event: (worst[event], event)):
        deliveries, clean = summary.deliveries[event], summary.clean[event]
        counted = f"  {deliveries:,} {'delivery' if deliveries == 1 else 'deliveries'}, {clean:,} clean"
        out.print(Text.assemble((event, "bold cyan"), counted))
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        table.add_column(no_wrap=True, min_width=9)
        table.add_column(no_wrap=True, min_width=7, justify="right")
        table.add_column(ratio=1, overflow="fold")
        groups = sorted(summary.groups[event].items(), key=lambda item: (order.index(item[0][0]), item[0][1:]))
        for level, number, about in _rows(groups):
            table.add_row(Text("  " + level, STYLES[level]), f"{number:,} ×", about)
        out.print(table)
        out.print()
    clean_events = [f"{event} ({summary.deliveries[event]:,})" for event in sorted(summary.clean) if event not in worst]
    if clean_events:
        out.print(Text.assemble(("Clean: ", "bold green"), ", ".join(clean_events)))
        out.print()
    style = "bold red" if summary.levels["error"] else "bold yellow" if summary.has_problems else "bold green"
    out.print(Text(total, style))


def _rows(groups: Iterable[tuple[tuple[Level, str, str], FindingGroup]]) -> Iterator[tuple[Level, int, Text]]:
    """(level, number, text) for each group; infos that differ only in their place are one."""
    from rich.text import Text

    from eventcontract.cli.terminal import STYLES

    infos: dict[tuple[str, str], list[tuple[str, FindingGroup]]] = {}
    for (level, rule, pointer), group in groups:
        if level == "info":
            infos.setdefault((rule, _message(group.samples[0].finding)), []).append((pointer, group))
            continue
        lines = [Text.assemble((rule, STYLES[level]), f"  {pointer}")]
        message = ""
        for file, delivery, finding in group.samples:
            if _message(finding) != message:
                message = _message(finding)
                lines.append(Text(message))
            lines.append(Text.assemble((_place(file, delivery), "dim"), _value(finding)))
        if group.count > len(group.samples):
            lines.append(Text(f"and {group.count - len(group.samples):,} more (--json prints all)", "dim"))
        yield level, group.count, Text("\n").join(lines)
    for (rule, message), places in infos.items():
        pointers = Text(", ").join(
            Text.assemble(pointer, _value(group.samples[0].finding)) for pointer, group in places
        )
        file, delivery, _ = places[0][1].samples[0]
        text = Text.assemble((rule, STYLES["info"]), "  ", pointers, f"\n{message}\n", (_place(file, delivery), "dim"))
        yield "info", sum(group.count for _, group in places), text


def _message(finding: Finding) -> str:
    return finding.message + (f" (erratum {finding.erratum})" if finding.erratum else "")


def _place(file: str, delivery: CheckedDelivery) -> str:
    place = f" {delivery.place}" if delivery.place else ""
    name = "<stdin>" if file == "-" else printable(file)
    return f"{name}:{delivery.line}{place}, byte {delivery.offset:,}"


def _value(finding: Finding) -> tuple[str, str]:
    return f" = {printable(finding.value)}" if finding.value is not None else "", "green"
