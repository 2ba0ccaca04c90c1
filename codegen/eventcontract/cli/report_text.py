"""The report of an audit on a terminal, on about one screen. Imports rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from eventcontract.audit import NO_EVENT, OTHERS, Line, Report
from eventcontract.audit.report import Topic, minute, share
from eventcontract.cli.terminal import STYLES
from eventcontract.cli.text import counted
from eventcontract.printing import printable

#: Topic -> its heading, and how many lines of it are shown.
HEADINGS: dict[Topic, tuple[str, int]] = {
    "fault": ("Faults", 8),
    "new": ("New: the contract does not describe these", 8),
    "old": ("Old: from before a field joined its event, or withdrawn since", 3),
    "known": ("Known, but not documented by the vendor", 3),
}
# Names that one line lists.
_NAMES = 3


def print_report(out: Console, report: Report) -> None:
    """Print the totals, and the lines by topic."""
    for total in _totals(report):
        out.print(total)
    for topic, (heading, most) in HEADINGS.items():
        lines = [line for line in report.lines if line.topic == topic]
        if not lines:
            continue
        out.print()
        out.print(Text(heading, "bold"))
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
        table.add_column(no_wrap=True, justify="right")
        table.add_column(ratio=1, overflow="fold")
        for line in lines[:most]:
            table.add_row(
                Text(f" {line.level}", STYLES[line.level]),
                f"{line.deliveries:,}",
                Text(share(line.share), "dim"),
                _about(line, report),
            )
        out.print(table)
        if len(lines) > most:
            out.print(Text(f" and {len(lines) - most:,} more; --json and --html have all of them", "dim"))
    if report.lengths is not None:
        out.print()
        _print_lengths(out, report.lengths)
    out.print()


def _totals(report: Report) -> list[RenderableType]:
    if not report.deliveries:
        return [Text("No deliveries", "bold")]
    numbers = [counted(report.deliveries, "delivery", "deliveries"), counted(len(report.events), "event")]
    if report.accounts:
        numbers.append(counted(report.accounts, "account"))
    refused = report.deliveries - report.readable
    readable = "all are readable" if not refused else f"{share(report.readable / report.deliveries)} are readable"
    lines: list[RenderableType] = [
        Text.assemble((", ".join(numbers), "bold"), "; ", (readable, "green" if not refused else "bold red"))
    ]
    when = []
    if report.first and report.last:
        when.append(f"sent from {minute(report.first)} to {minute(report.last)} (UTC)")
    if report.undated:
        when.append(f"{report.undated:,} without a readable time")
    if report.accepted:
        when.append(f"{counted(report.accepted, 'accepted finding')} not shown")
    if when:
        lines.append(Text("; ".join(when)))
    if not report.complete:
        lines.append(Text(f"Too many names to count one by one: some are counted as {OTHERS}", "yellow"))
    return lines


def _about(line: Line, report: Report) -> Text:
    """What a line is about, where it occurs, and a place to look at."""
    title = line.events[0] if line.about_event else line.pointer
    text = Text.assemble((line.rule, STYLES[line.level]), f" {title}" if title else "")
    if line.values:
        text.append(f" = {_named([value for value, _ in line.values])}")
    where = []
    if len(line.events) > 1:
        where.append(f"{len(line.events)} events")
    elif not line.about_event and line.events[0] != NO_EVENT:
        where.append(line.events[0])
    if line.first and line.last:
        days = line.first[:10], line.last[:10]
        where.append(f"on {days[0]}" if days[0] == days[1] else f"{days[0]} to {days[1]}")
    if line.accounts and line.accounts < report.accounts:
        where.append(f"{line.accounts} of {report.accounts} accounts")
    producers = [name for name in line.producers if name is not None]
    if producers and report.producers[0] not in producers:
        where.append(f"only {_named(producers)}")
    text.append("\n" + ", ".join(where) if where else "\n")
    if line.place is not None and line.level != "info":
        file, offset = line.place
        text.append(f"{'; ' if where else ''}{printable(file)}, byte {offset:,}", "dim")
    return text


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _print_lengths(out: Console, lengths: Sequence[tuple[str, str, int]]) -> None:
    out.print(Text("Greatest lengths of texts, in characters", "bold"))
    table = Table.grid(padding=(0, 1, 0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    greatest: dict[str, int] = {}
    for _, pointer, length in lengths:
        greatest[pointer] = max(length, greatest.get(pointer, 0))
    for pointer, length in sorted(greatest.items()):
        table.add_row(f"{length:,}", pointer)
    out.print(table)
