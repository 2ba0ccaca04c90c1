"""``check``: do deliveries agree with the contract?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import max_size_option
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted
from eventcontract.printing import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from eventcontract.audit import CheckedDelivery, FindingGroup, Summary
    from eventcontract.runtime.errors import Finding
    from eventcontract.runtime.rules import Level

# Names of skipped files that a line shows.
_SKIPPED = 5


@click.command(
    "check",
    cls=ExampleCommand,
    epilog="""
        {command} check delivery.json
        {command} check archive/
        zcat archive.gz | {command} check -
        {command} check --json archive.jsonl | jq -r .rule | sort | uniq -c
    """,
)
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, readable=True, allow_dash=True)
)
@click.option("--json", "as_json", is_flag=True, help="Print each finding as a JSON object on its own line.")
@click.option("--show-values", is_flag=True, help="Show values of the deliveries; they may be personal data.")
@max_size_option
@pass_context
def command(context: CommandContext, paths: tuple[str, ...], as_json: bool, show_values: bool, max_size: int) -> None:
    """Check deliveries against the contract.

    PATH is a file, a directory, which is read with everything below it, or '-' for standard input.
    Deliveries come in any envelope of the contract, as JSON, JSON Lines, concatenated JSON, an array
    or a batch; gzip and Zstandard are decompressed. Input that is not valid JSON is
    reported and skipped, up to the next line that begins with '{'.

    Errors are what readers reject; warnings are readable, but not as documented; infos are worth
    knowing. Each finding shows the line and the byte where its delivery begins. A file without
    deliveries is a warning, because an upload may have been lost.

    Exit status: 0 if there are no errors and no warnings, 1 if there are, 2 if something could not be
    read, 130 if interrupted.
    """
    from eventcontract.audit import Summary, check_stream, no_deliveries

    inputs = _inputs(paths)
    summary = Summary()

    def found(file: str, delivery: CheckedDelivery) -> None:
        summary.add(file, delivery)
        if as_json and delivery.findings:
            bar.clear()
            for finding in delivery.to_dicts(file):
                click.echo(json.dumps(finding))

    interrupted, unreadable = True, 0
    files = before = 0
    size = 0 if "-" in paths else sum(map(_size, inputs))
    with Bar(size or None, percent=True) as bar, suppress(KeyboardInterrupt):
        for file in inputs:
            if file != "-" and Path(file).is_dir():
                found(file, no_deliveries("the directory holds no files to read"))
                continue
            files += 1
            try:
                with _open(file) as stream:
                    deliveries = check_stream(
                        context.package, stream, name=file, show_values=show_values, limit=max_size
                    )
                    for delivery in _readable(file, deliveries):
                        found(file, delivery)
                        if bar.due:
                            # A pipe has no size, and cannot tell where it is.
                            at = before + stream.tell() if size and stream.seekable() else None
                            bar.show(f"{summary.deliveries.total():,} deliveries, {printable(file)}", completed=at)
            except _Unreadable as error:
                # What the other files hold is not lost for it.
                unreadable += 1
                bar.clear()
                click.echo(f"Error: {error}", err=True)
            before += _size(file)
        interrupted = False
    numbers = [counted(files, "file"), counted(summary.deliveries.total(), "delivery", "deliveries")]
    numbers += [counted(summary.levels[level], level) for level in ("error", "warning", "info")]
    if unreadable:
        numbers.append(counted(unreadable, "unreadable file"))
    if interrupted:
        numbers.append("interrupted")
    if as_json:
        click.echo(", ".join(numbers), err=True)
    else:
        from eventcontract.cli.terminal import console

        good = not (summary.has_problems or unreadable or interrupted)
        style = "bold red" if summary.levels["error"] else "bold green" if good else "bold yellow"
        _print(console(), summary, ", ".join(numbers), style)
    sys.exit(INTERRUPTED if interrupted else 2 if unreadable else 1 if summary.has_problems else 0)


class _Unreadable(Exception):
    """A file that cannot be read, or not to its end; says which, and why."""


def _inputs(paths: Iterable[str]) -> list[str]:
    """The files to read, and directories that hold none. What is skipped is said on standard error."""
    from eventcontract.audit import find

    inputs: list[str] = []
    skipped: dict[str, list[str]] = {}
    try:
        for found in find(paths):
            if found.skipped:
                skipped.setdefault(found.skipped, []).append(printable(found.path))
            else:
                inputs.append(found.path)
    except OSError as error:
        raise CannotRun(f"{error.filename}: {error.strerror}") from error
    for reason, names in skipped.items():
        shown = ", ".join(names[:_SKIPPED]) + (f" and {len(names) - _SKIPPED:,} more" if len(names) > _SKIPPED else "")
        click.echo(f"skipped ({reason}): {shown}", err=True)
    return inputs


def _readable(file: str, deliveries: Iterator[CheckedDelivery]) -> Iterator[CheckedDelivery]:
    try:
        yield from deliveries
    except OSError as error:
        raise _Unreadable(f"{printable(file)}: {error.strerror or error}") from error


def _open(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        if sys.stdin is None:
            raise _Unreadable("standard input is closed")
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise _Unreadable(f"{printable(file)}: {error.strerror}") from error


def _size(file: str) -> int:
    try:
        return 0 if file == "-" else Path(file).stat().st_size
    except OSError:  # removed in the meantime: opening it reports that
        return 0


def _print(out: Console, summary: Summary, total: str, style: str) -> None:
    """The findings by event, worst first; the last line has the totals."""
    from rich.table import Table
    from rich.text import Text

    from eventcontract.audit import NO_DELIVERY
    from eventcontract.cli.terminal import STYLES

    order = list(STYLES)
    worst = {event: min(order.index(level) for level, _, _ in groups) for event, groups in summary.groups.items()}
    for event in sorted(worst, key=lambda event: (worst[event], event)):
        deliveries, clean = summary.deliveries[event], summary.clean[event]
        numbers = f"  {counted(deliveries, 'delivery', 'deliveries')}, {clean:,} clean"
        out.print(Text.assemble((event, "bold cyan"), "" if event == NO_DELIVERY else numbers))
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
    from eventcontract.audit import NO_DELIVERY

    place = f" {delivery.place}" if delivery.place else ""
    name = "<stdin>" if file == "-" else printable(file)
    if delivery.event == NO_DELIVERY:
        return name
    return f"{name}:{delivery.line}{place}, byte {delivery.offset:,}"


def _value(finding: Finding) -> tuple[str, str]:
    return f" = {printable(finding.value)}" if finding.value is not None else "", "green"
