"""``land``: an archive as tables, in Parquet."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.extras import install_command, not_installed
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import column_option, max_size_option
from eventcontract.cli.paths import found_sources
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.audit.sources import Source
    from eventcontract.tables.landing import Landed, Landing


@click.command(
    "land",
    cls=ExampleCommand,
    epilog="""
        {command} land archive/ --into tables/
        {command} land 's3://bucket/events/2026-03-*' --into tables/
    """,
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIRECTORY",
    required=True,
    help="The directory for the tables; made if it is missing.",
)
@column_option
@max_size_option
@pass_context
def command(context: CommandContext, paths: tuple[str, ...], into: Path, column: str | None, max_size: int) -> None:
    """Write an archive as tables, in Parquet.

    PATH is what it is for 'audit'. Every delivery becomes one row: in events/NAME, with typed columns; in
    unknown, if the contract does not describe its event; or in refused, with its bytes, if readers reject
    it. The files of events are in a directory for each day of the event's time, in UTC: day=2026-03-09.

    Each source is written as a whole or not at all. Run it again for sources that are new or have changed;
    what is there stays. All files can be read only by their owner.

    Exit status: 0 if everything was written, 2 if something could not be read or written.
    """
    from eventcontract.audit.reading import Options
    from eventcontract.tables.journal import JournalError
    from eventcontract.tables.landing import Landing

    sources = found_sources(paths)
    if any(source.local and into.resolve() in Path(source.path or source.name).resolve().parents for source in sources):
        raise CannotRun(f"{printable(str(into))} is among what is to be read; write the tables elsewhere")
    try:
        import pyarrow  # noqa: F401

        with Landing(
            context.package, into, context.file("contract.json").read_bytes(), Options(max_size, column)
        ) as to:
            problems = _land(to, sources)
    except ModuleNotFoundError as error:
        raise CannotRun(not_installed(error, install_command(context.distribution, ["land"]))) from None
    except JournalError as error:
        raise CannotRun(printable(str(error))) from None
    for problem in problems:
        click.echo(f"Error: {printable(problem)}", err=True)
    sys.exit(2 if problems else 0)


def _land(landing: Landing, sources: Iterable[Source]) -> list[str]:
    """Write the sources, and say how many deliveries there were; why some could not be written, if any."""
    from eventcontract.audit.sources import Unreadable

    problems: list[str] = []
    left = []
    known = 0
    for source in sources:
        if landing.is_landed(source):
            known += 1
        elif not source.empty:
            left.append(source)
    totals: Counter[str] = Counter()
    events: set[str] = set()
    total = sum(source.size or 0 for source in left)
    done = files = 0
    begin = time.monotonic()
    with Bar(total or None, percent=True) as bar:

        def progress(size: int, number: int) -> None:
            if bar.due:
                deliveries = totals["deliveries"] + number
                rate = deliveries / (time.monotonic() - begin)
                text = f"{counted(deliveries, 'delivery', 'deliveries')}, {rate:,.0f}/s"
                bar.show(text, completed=done + size)

        for source in left:
            try:
                found = landing.land(source, progress)
            except Unreadable as error:
                problems.append(str(error))
            except OSError as error:
                problems.append(f"{source.name}: {error.strerror or error}")
            else:
                files += 1
                events.update(found.events)
                totals.update(_numbers(found))
                if not found.deliveries:
                    click.echo(f"{printable(source.name)}: the file holds no deliveries", err=True)
            done += source.size or 0
    before = f"{counted(known, 'file')} {'was' if known == 1 else 'were'} written before"
    if known and not left:
        click.echo(f"nothing new: {before}")
    else:
        click.echo(
            f"{counted(files, 'file')}, {counted(totals['deliveries'], 'delivery', 'deliveries')}: "
            f"{counted(totals['rows'], 'row')} of {counted(len(events), 'event')}, "
            f"{totals['unknown']:,} unknown, {totals['refused']:,} refused{f'; {before}' if known else ''}"
        )
    return problems


def _numbers(found: Landed) -> dict[str, int]:
    rows = sum(found.events.values())
    return {"rows": rows, "unknown": found.unknown, "refused": found.refused, "deliveries": found.deliveries}
