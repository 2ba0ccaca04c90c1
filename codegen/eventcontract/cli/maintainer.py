"""``eventcontract``: the maintainer's commands."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from eventcontract import pointers
from eventcontract.cli import distribution
from eventcontract.model import Contract
from eventcontract.source import SpecError, load_spec

_spec = click.option(
    "--spec",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("spec"),
    show_default=True,
    help="Directory with the YAML files and examples.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=distribution(), prog_name="eventcontract")
def main() -> None:
    """Turn a spec of events into schemas, dataclasses and an AsyncAPI document.

    Exit status: 0 clean, 1 findings, 2 usage.
    """


@main.command()
@_spec
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("generated"),
    show_default=True,
    help="Directory that the package is put in.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff where the package is stale.")
def generate(spec: Path, into: Path, check: bool) -> None:
    """Render the package of a spec.

    Everything is rendered to a temporary directory first, and replaces the package only when all of it
    succeeded. A spec with problems changes nothing: all problems are printed as file:line:column.
    """
    from eventcontract.render import write
    from eventcontract.source import structure

    started = time.perf_counter()
    contract = _load(spec)
    target = into / contract.catalogue.package
    schema = spec / structure.FORMAT_FILE
    with write.rendered(contract, None if check else into) as directory:
        if check:
            stale = list(write.differences(directory, target))
            if schema.is_file() and schema.read_text(encoding="utf-8") != structure.format_text():
                stale.append(f"{schema} is not the format of this release\n")
            click.echo("".join(stale), nl=False)
            if stale:
                click.echo(f"stale: run 'eventcontract generate --spec {spec} --into {into}'", err=True)
                sys.exit(1)
            click.echo(f"{target} is up to date with {spec}")
            return
        write.replace(directory, target)
    # Editors complete and check a spec by the copy of the format beside it, where there is one.
    if schema.is_file():
        schema.write_text(structure.format_text(), encoding="utf-8")
    fields = sum(1 for _ in _fields(contract))
    took = time.perf_counter() - started
    click.echo(f"{target}: {len(contract.events)} events, {fields} fields, {took:.1f} s")


@main.command()
@_spec
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Directory of the site; what is in it is replaced.",
)
@click.option(
    "--component",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Directory of the npm package @asyncapi/react-component. Without it, the site has no AsyncAPI reference.",
)
@click.option(
    "--versioned", is_flag=True, help="Put the site beside those of other versions: DIR/1.2/ and DIR/latest/."
)
def docs(spec: Path, into: Path, component: Path | None, versioned: bool) -> None:
    """Build the documentation of a spec as a static site.

    Nothing of it needs a server or a network. Dead links, marks of templates that were not rendered and pages
    that are too large are findings; with any of them, the site that was there stays.
    """
    from eventcontract.cli.commands.docs import write_site

    write_site(_load(spec), spec, into, main, component, beside_others=versioned)


def _fields(contract: Contract) -> list[str]:
    from eventcontract.model import event_root, walk

    return [f"{name}{pointers.build(path)}" for name in contract.events for path, _ in walk(event_root(contract, name))]


def _load(spec: Path) -> Contract:
    try:
        return load_spec(spec)
    except SpecError as error:
        for problem in error.problems:
            click.echo(f"{spec.name}/{problem}", err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was written", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
