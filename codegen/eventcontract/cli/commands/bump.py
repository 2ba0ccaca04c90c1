"""``bump`` and ``changelog``: what a release has to be called, and what its entry says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from eventcontract.cli.contracts import find, last_release
from eventcontract.cli.specs import load, spec_option


@click.command("bump")
@click.argument("old", required=False)
@spec_option
@click.option("--check", is_flag=True, help="Exit 1 if the version of the spec does not rise by as much.")
def command(old: str | None, spec: Path, check: bool) -> None:
    """Say which part of the version the changes since OLD raise.

    OLD is a wheel, a directory, a contract.json or a Git revision; by default, the newest tag of an earlier commit. If
    there is none, nothing has been released, and any version will do. What changes outside the spec is not seen.
    """
    from eventcontract.model.comparison import changes
    from eventcontract.model.comparison.bump import demanded, suffices

    old = old or last_release()
    if old is None:
        click.echo("there is no tag of a release yet: nothing to compare with")
        return
    before, now = find(old), load(spec, "")
    was, version = before.catalogue.version, now.catalogue.version
    found = changes(before, now)
    part = demanded(found, was)
    click.echo(f"{old} has version {was}: the changes since then raise {part or 'nothing'}; the spec has {version}")
    if check and not suffices(found, was, version):
        remedy = f"raise {part}" if part else "the version must not fall"
        click.echo(f"{spec}: version {version} does not suffice after {was}: {remedy}", err=True)
        sys.exit(1)


@click.command("changelog")
@click.argument("old", required=False)
@spec_option
def changelog(old: str | None, spec: Path) -> None:
    """Draft the changelog's entry for the changes since OLD, in Markdown.

    OLD is as for 'bump'. Texts and examples are only counted.
    """
    from eventcontract.cli.commands.diff import markdown
    from eventcontract.model.comparison import changes, weighed

    old = old or last_release()
    if old is None:
        click.echo("there is no tag of a release yet: nothing to compare with")
        return
    now = load(spec, "")
    before = find(old)
    found = weighed(changes(before, now), (), before, now)
    shown = [each for each in found if each.level != "text"]
    texts = f"{len(found) - len(shown)} more changes of texts"
    click.echo(f"## {now.catalogue.version}\n\n{markdown(shown, (), [texts])}", nl=False)
