"""``audit``: does an archive agree with the contract, and what is new in it?"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.accepted import Accepted
from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.extras import not_installed, pip_install
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import column_option, max_size_option
from eventcontract.cli.paths import found_sources
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.audit.archive import Archive
    from eventcontract.audit.documents import FoundPart
    from eventcontract.audit.jobs import Engine
    from eventcontract.audit.report import Report

#: What --fail-on names, from the least strict to the strictest.
_STRICTNESS = ("error", "warning", "new")

_file = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "audit",
    cls=ExampleCommand,
    epilog="""
        {command} audit archive/
        {command} audit 'archive/2026-03-*.gz' --html report.html
        {command} audit s3://bucket/events/ --state audit.state
        {command} audit archive/ --accept known.toml --fail-on new
    """,
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as one JSON object.")
@click.option("--html", type=_file, metavar="FILE", help="Write the report as a page with plots.")
@click.option(
    "--fail-on",
    type=click.Choice(_STRICTNESS),
    default="error",
    show_default=True,
    help="Exit with 1 on errors, on errors and warnings, or also on what the contract does not describe.",
)
@click.option("--accept", type=_file, metavar="FILE", help="Leave out findings that this TOML file accepts.")
@click.option("--rejects", type=_file, metavar="FILE", help="Write what readers reject to FILE, byte for byte.")
@click.option("--state", type=_file, metavar="FILE", help="Remember in FILE what has been read, and skip it next time.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="How many processes read. [default: one per core]")
@click.option(
    "--engine",
    type=click.Choice(["processes", "spark"]),
    default="processes",
    show_default=True,
    help="What reads: processes of this machine, or the workers of a Spark cluster.",
)
@click.option("--master", metavar="URL", help="Where Spark runs, such as yarn. [default: local[*]]")
@click.option("--lengths", is_flag=True, help="Report the greatest length of each text; takes several times as long.")
@column_option
@max_size_option
@pass_context
def command(
    context: CommandContext,
    paths: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    fail_on: str,
    accept: Path | None,
    rejects: Path | None,
    state: Path | None,
    jobs: int | None,
    engine: str,
    master: str | None,
    lengths: bool,
    column: str | None,
    max_size: int,
) -> None:
    """Count what is wrong and what is new in an archive.

    The report says how often, since when and where: one line for each rule and place, the most frequent
    first. Days are those of the event's time, in UTC. Values are shown only where the contract says
    that they are harmless. Reports, rejects and state can be read only by their owner.

    PATH is a file, a directory, which is read with everything below it, a pattern such as '*.gz', a URL
    such as s3://bucket/prefix, or '-' for standard input. Files hold deliveries as JSON, JSON Lines,
    concatenated JSON, arrays or batches, compressed by gzip or Zstandard, or in a column of Parquet.

    With --state, a run that was interrupted or killed continues where it stopped, and the next run reads
    only files that are new or have changed; the report is that of one whole run.

    Entries of the file for --accept are [[accept]] with 'rule', 'reason' and optionally 'event',
    'pointer', 'level' and 'value', in which '*' matches anything. Entries that match nothing are listed.

    Exit status: 0 if there is nothing to fail on, 1 if there is, 2 if something could not be read, 130
    if interrupted; then the report shows what had been counted.
    """
    from eventcontract.audit.archive import Archive, directory_of_refusals
    from eventcontract.audit.jobs import Work, cores, processes
    from eventcontract.audit.reading import Options
    from eventcontract.audit.state import State, StateError
    from eventcontract.runtime.rules import Rule

    if engine == "spark":
        for option, given in {"--jobs": jobs, "--rejects": rejects}.items():
            if given:
                raise click.UsageError(f"{option} is not available with --engine spark")
        if "-" in paths:
            raise click.UsageError("Spark cannot read standard input")
    elif master:
        raise click.UsageError("--master is for --engine spark")
    options = Options(max_size, column)
    for file in filter(None, (html, rejects, state)):
        if not file.parent.is_dir():  # not after hours of reading
            raise CannotRun(f"{printable(str(file.parent))}: there is no such directory")
    accepted = Accepted(accept, [rule.id for rule in Rule], "level", "event", "pointer", "value")

    def accepts(found: FoundPart) -> bool:
        parts = {"level": found.level, "event": found.event, "pointer": found.pointer, "value": found.value or ""}
        return accepted.accepts(found.rule, **parts)

    try:
        found = found_sources(paths)
        with ExitStack() as stack:
            refused = stack.enter_context(directory_of_refusals(rejects, state))
            contract = context.file("contract.json").read_bytes()
            kept = State(state, contract, options, lengths=lengths) if state else None
            stack.enter_context(kept or nullcontext())
            work = Work(context.package, options, lengths=lengths, refused=refused)
            archive = Archive(work, found, kept)
            reading = processes(jobs or cores())
            if engine == "spark":
                spark = _spark(master or "local[*]", context.distribution, apart=kept is not None)
                reading = stack.enter_context(spark)
            interrupted = _read(archive, reading)
            report = archive.audit.report(accepts)
            # First of all what has taken long: the files may find no space.
            _print(archive, report, accepted, _end(report, archive, interrupted), as_json=as_json)
            if rejects and not interrupted:
                archive.write_refused(rejects)
    except StateError as error:
        raise CannotRun(printable(str(error))) from error
    if html:
        _write_html(html, report, context)
    totals = report.totals()
    failed = any(totals[kind] for kind in _STRICTNESS[: 1 + _STRICTNESS.index(fail_on)])
    sys.exit(INTERRUPTED if interrupted else 2 if archive.problems else 1 if failed else 0)


@contextmanager
def _spark(master: str, distribution: str, *, apart: bool) -> Iterator[Engine]:
    """Spark as the engine, until it is no longer needed."""
    from eventcontract.spark import NoJava, SparkEngine, session

    try:
        spark = session(master, f"{distribution} audit")
    except ModuleNotFoundError as error:
        raise CannotRun(not_installed(error, pip_install(distribution, "archive", "cli", "spark"))) from None
    except NoJava as error:
        raise CannotRun(str(error)) from None
    try:
        yield SparkEngine(spark, apart=apart)
    finally:
        spark.stop()


def _print(archive: Archive, report: Report, accepted: Accepted, end: str, *, as_json: bool) -> None:
    for problem in archive.problems:
        click.echo(f"Error: {printable(problem)}", err=True)
    for entry in accepted.unused():
        click.echo(f"accepted, but not found: {printable(entry)}", err=True)
    if as_json:
        click.echo(json.dumps(report.to_dict()))
        click.echo(end, err=True)
        return
    from eventcontract.cli.report_text import print_report
    from eventcontract.cli.terminal import console

    out = console()
    print_report(out, report)
    out.print(end)


def _read(archive: Archive, engine: Engine) -> bool:
    """Read the archive; whether that was interrupted."""
    begin = time.monotonic()
    with Bar(archive.total or None, percent=True) as bar:

        def progress(size: int, deliveries: int) -> None:
            if bar.due:
                seconds = time.monotonic() - begin
                left = archive.total - archive.finished - size
                words = [counted(deliveries, "delivery", "deliveries"), f"{deliveries / seconds:,.0f}/s"]
                if size and left >= 0:
                    words.append(f"{_duration(left * seconds / size)} left")
                bar.show(", ".join(words), completed=archive.finished + size)

        try:
            archive.read(engine, progress)
        except KeyboardInterrupt:
            return True
    return False


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _end(report: Report, archive: Archive, interrupted: bool) -> str:
    """The last line: what was read, and what it came to."""
    totals = report.totals()
    numbers = [counted(len({unit.source.name for unit in archive.units}), "file")]
    numbers += [f"{counted(totals[word], word)}" for word in ("error", "warning")]
    numbers.append(f"{totals['new']:,} new")
    if archive.problems:
        numbers.append(counted(len(archive.problems), "unreadable file"))
    return ", ".join(numbers) + (", interrupted" if interrupted else "")


def _write_html(path: Path, report: Report, context: CommandContext) -> None:
    from eventcontract.audit.html import page
    from eventcontract.audit.private import replaced

    with replaced(path) as file:
        file.write(page(report, context.title).encode())
