"""``docs``: the site of a spec."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli.context import HelpContext
from eventcontract.cli.contracts import releases
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.extras import distribution, not_installed, pip_install
from eventcontract.cli.specs import load, spec_option
from eventcontract.directories import NotReplaced
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.model import Contract
    from eventcontract.site import Command, Component, Guide, Release

_COMPONENT = {"script": "browser/standalone/index.js", "style": "styles/default.min.css", "license": "LICENSE"}


@click.command("docs")
@spec_option
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Directory of the site; the site that is there is replaced.",
)
@click.option(
    "--component",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Directory of the npm package @asyncapi/react-component. Without it, the site has no AsyncAPI reference.",
)
@click.option(
    "--versioned", is_flag=True, help="Put the site next to those of other versions: DIR/1.2/ and DIR/latest/."
)
@click.pass_context
def command(ctx: click.Context, spec: Path, into: Path, component: Path | None, versioned: bool) -> None:
    """Build the documentation of a spec as a static site.

    In a Git repository, the site says what changed in each release, by the contracts of the tags v1.2.3.

    The site needs neither a server nor a network. Dead links and unrendered template tags are problems; if
    there are any, the existing site is left as it is. Pages that are too large are warnings.
    """
    contract = load(spec)
    try:
        from eventcontract import site
        from eventcontract.site.layout import put_version
    except ModuleNotFoundError as error:
        raise CannotRun(not_installed(error, pip_install(distribution(), "codegen", "docs"))) from None
    try:
        files = site.build(
            contract,
            site.Site(
                guides=list(guides(spec)),
                programs={
                    "eventcontract": list(_commands(ctx.find_root().command, "eventcontract", None)),
                    contract.catalogue.distribution: list(package_commands(ctx.obj, contract)),
                },
                component=_component(component) if component else None,
                versions=versioned,
                releases=list(_releases(spec, contract)),
            ),
        )
    except site.PageError as error:
        raise click.ClickException(str(error)) from None
    catalogue = contract.catalogue
    try:
        if versioned:
            found = put_version(files, into, catalogue.version, catalogue.title)
        else:
            found = site.problems(files)
            if not found:
                site.put(files, into)
    except NotReplaced as error:
        raise CannotRun(str(error)) from None
    for warning in site.warnings(files):
        click.echo(printable(f"warning: {warning}"), err=True)
    for problem in found:
        click.echo(printable(problem), err=True)
    if found:
        click.echo(f"{len(found)} problem{'s' if len(found) > 1 else ''}", err=True)
        sys.exit(1)
    pages = sum(path.endswith(".html") for path in files)
    size = sum(map(len, files.values())) / 1e6
    without = "" if component else ", without the AsyncAPI reference"
    click.echo(printable(f"{into}: {pages} pages, {len(files)} files, {size:.1f} MB{without}"))


def _releases(spec: Path, contract: Contract) -> Iterator[Release]:
    """The earlier releases of the contract, by the tags of the Git repository that holds the spec."""
    from eventcontract.site import Release

    for _, made, found in releases(spec if spec.is_dir() else spec.parent):
        if found.catalogue.package == contract.catalogue.package:
            yield Release(found, made)


def guides(spec: Path) -> Iterator[Guide]:
    """The guides of a spec, in the order of the numbers that their file names begin with."""
    from eventcontract.site import Guide

    for file in sorted((spec / "docs").glob("[0-9]*-*.md"), key=lambda file: int(file.name.partition("-")[0])):
        yield Guide(file.stem.partition("-")[2], file.read_text(encoding="utf-8"))


def _component(directory: Path) -> Component:
    import json

    from eventcontract.site import Component

    about = json.loads((directory / "package.json").read_bytes())
    files = {word: (directory / file).read_bytes() for word, file in _COMPONENT.items()}
    return Component(name=f"{about['name']} {about['version']}", **files)


def package_commands(program: click.Command, contract: Contract) -> Iterator[Command]:
    """``program`` as the package that is generated from ``contract`` has it; it need not be installed."""
    catalogue = contract.catalogue
    events = {event.name: event.class_name for event in contract.events.values()}
    yield from _commands(program, catalogue.distribution, HelpContext(catalogue.title, catalogue.version, events))


def _commands(
    command: click.Command, name: str, about: HelpContext | None, parent: click.Context | None = None
) -> Iterator[Command]:
    """``command`` and the commands below it, each with its help at 80 columns."""
    from eventcontract.site import Command

    # The width is fixed: what a page says must not depend on the terminal it was built in.
    fixed = {"terminal_width": 80, "max_content_width": 80, "color": False, "obj": about}
    context = command.context_class(command, parent=parent, info_name=name, **{**command.context_settings, **fixed})
    with context.scope(cleanup=False):
        yield Command(context.command_path, click.unstyle(command.get_help(context)))
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                below = command.get_command(context, each)
                if below is not None and not below.hidden:
                    yield from _commands(below, each, about, context)
