"""``generate``: the package of a spec."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from eventcontract import pointers
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.specs import load, spec_option
from eventcontract.directories import NotReplaced
from eventcontract.model import Contract
from eventcontract.printing import printable


@click.command("generate")
@spec_option
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("generated"),
    show_default=True,
    help="Directory to put the package in.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if the package is stale.")
def command(spec: Path, into: Path, check: bool) -> None:
    """Render the package of a spec.

    The new package takes the place of the old one as a whole, once all of it is rendered. If its directory holds a
    file that this command did not write, or if the spec has problems, nothing changes; all problems are printed,
    each with file:line:column.
    """
    from eventcontract.render import write
    from eventcontract.render.package import events_validated_first, narrow_types
    from eventcontract.source import structure

    started = time.perf_counter()
    contract = load(spec)
    target = into / contract.catalogue.package
    schema = spec / structure.FORMAT_FILE
    if check:
        with write.rendered(contract) as directory:
            stale = list(write.differences(directory, target))
        if schema.is_file() and schema.read_text(encoding="utf-8") != structure.format_text():
            stale.append(f"{schema} does not match the format of this release\n")
        click.echo("".join(stale), nl=False)
        if stale:
            click.echo(printable(f"stale: run 'eventcontract generate --spec {spec} --into {into}'"), err=True)
            sys.exit(1)
        click.echo(printable(f"{target} is up to date with {spec}"))
        return
    try:
        write.write(contract, into)
    except (NotReplaced, write.NotFormatted) as error:
        raise CannotRun(str(error)) from None
    # Editors complete and check a spec by the copy of the format next to it, if there is one.
    if schema.is_file():
        schema.write_text(structure.format_text(), encoding="utf-8")
    fields = sum(1 for _ in _fields(contract))
    took = time.perf_counter() - started
    click.echo(printable(f"{target}: {len(contract.events)} events, {fields} fields with metadata, {took:.1f} s"))
    if not contract.channels:
        click.echo("no asyncapi.yaml: the spec has no 'channels:'")
    if narrow := narrow_types(contract):
        events = f"{len(events_validated_first(contract))} of {len(contract.events)} events"
        click.echo(f"{events} are slower to read: 'reads' of {', '.join(narrow)} refuses spellings that can be read")


def _fields(contract: Contract) -> list[str]:
    from eventcontract.model import event_root, walk

    return [f"{name}{pointers.build(path)}" for name in contract.events for path, _ in walk(event_root(contract, name))]
