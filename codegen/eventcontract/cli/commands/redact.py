"""``redact``: copies of deliveries without what is personal in them."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import click

from eventcontract.cli.context import CommandContext, pass_context
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import column_option, max_size_option
from eventcontract.cli.paths import found_sources
from eventcontract.cli.progress import Bar
from eventcontract.cli.text import counted
from eventcontract.printing import printable


@click.command(
    "redact",
    cls=ExampleCommand,
    epilog="""
        (umask 077; openssl rand -hex 32 > redact.key)
        {command} redact archive/ --key redact.key --into copy/
        {command} redact delivery.json --key redact.key
    """,
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--key",
    "key_file",
    metavar="FILE",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the secret key of the pseudonyms, at least 32 random bytes that only you can read.",
)
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a file for each input below DIR. [default: standard output]",
)
@column_option
@max_size_option
@pass_context
def command(
    context: CommandContext,
    paths: tuple[str, ...],
    key_file: Path,
    into: Path | None,
    column: str | None,
    max_size: int,
) -> None:
    """Copy deliveries without what is personal in them.

    Sensitive values, ids of people and everything that the contract does not describe get pseudonyms of
    the same kind and about the same length; all other values stay as they are. Under one key, a value
    always gets the same pseudonym: copies join like the originals, and 'check' and 'audit' find the same
    in them.

    PATH is what it is for 'audit'. Copies hold one delivery on each line, in its envelope; files that end
    in .gz or .zst are compressed again. With --into, a copy takes its place when it is complete, and only
    its owner can read it.

    A token cannot be signed again: it becomes one that nobody has signed. Input that is not valid JSON is
    left out and counted.

    Exit status: 0 if everything was copied, 1 if something was left out, 2 if something could not be read.
    """
    from eventcontract.audit.reading import Options
    from eventcontract.audit.sources import Unreadable
    from eventcontract.redaction import Pseudonyms, Redactor, WeakKey, read_key
    from eventcontract.redaction.archive import Counts, redact_stream, targets

    try:
        pseudonyms = Pseudonyms(read_key(key_file))
    except WeakKey as error:
        raise CannotRun(printable(str(error))) from error
    except OSError as error:
        raise CannotRun(f"{printable(str(key_file))}: {error.strerror or error}") from error
    found = [source for source in found_sources(paths) if not source.empty]
    try:
        copies = targets(found, into) if into else {}
    except ValueError as error:
        raise CannotRun(printable(str(error))) from error
    redactor = Redactor(context.contract, context.package.table, pseudonyms)
    counts, problems = Counts(), 0
    total = sum(source.size or 0 for source in found)
    finished = 0
    with Bar(total or None, percent=True) as bar:

        def progress(read: int) -> None:
            if bar.due:
                bar.show(counted(counts.copied, "delivery", "deliveries"), completed=finished + read)

        for source in found:
            try:
                with _target(copies.get(source)) as out:
                    redact_stream(redactor, source, Options(max_size, column), out, counts, progress)
            except Unreadable as error:
                problems += 1
                bar.clear()
                click.echo(f"Error: {printable(str(error))}", err=True)
            finished += source.size or 0
    _stdout().flush()
    numbers = [counted(len(found), "file"), counted(counts.copied, "delivery", "deliveries")]
    if counts.left_out:
        numbers.append(f"{counts.left_out:,} left out (not valid JSON, or too large)")
    if counts.signed:
        numbers.append(f"{counted(counts.signed, 'token')} no longer signed")
    if problems:
        numbers.append(counted(problems, "unreadable file"))
    click.echo(", ".join(numbers), err=True)
    sys.exit(2 if problems else 1 if counts.left_out else 0)


def _target(copy: Path | None) -> AbstractContextManager[BinaryIO]:
    from eventcontract.redaction.archive import opened

    return opened(copy) if copy is not None else nullcontext(_stdout())


def _stdout() -> BinaryIO:
    return sys.stdout.buffer
