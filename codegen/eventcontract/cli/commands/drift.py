"""``drift``: saved pages of the documentation against the spec."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli.exits import CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.specs import load_with_pages, spec_option
from eventcontract.cli.text import counted
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.drift import Finding, Page
    from eventcontract.model import Contract
    from eventcontract.source import Pages, PageWords


@click.command(
    "drift",
    cls=ExampleCommand,
    epilog="""
    {command} drift course.md
    {command} drift saved/*.html --format markdown
    {command} drift saved/*.html --accept spec/accepted
    {command} drift new.md --draft drafts
    """,
)
@click.argument("pages", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@spec_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed; markdown is for an issue, github for annotations in GitHub Actions.",
)
@click.option(
    "--accept",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="After the comparison, keep digests of the sentences of pages that are not transcribed in DIR. Without it, "
    "they are compared with those in 'accepted' of the spec, if it has such a directory.",
)
@click.option(
    "--draft",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a copy of the spec into DIR, a new directory, and draft what is new in it.",
)
def command(pages: tuple[Path, ...], spec: Path, form: str, accept: Path | None, draft: Path | None) -> None:
    """Compare saved pages of the documentation with the spec.

    PAGES are files of plain text, Markdown or HTML, as browsers save them or sites serve them. Events, fields and
    values that are listed are compared everywhere. Wording and examples are compared where the category of the spec
    says 'transcribed: true'.

    Elsewhere, wording is compared with that of the pages that were last accepted: --accept DIR reports what differs
    from the digests in DIR, then replaces them. No text of a page is kept.

    A part of a page that cannot be read is reported as not understood, and nothing in it is reported as gone.

    Exit status: 0 no findings, 1 findings, 2 a part of a page was not understood, or could not run.
    """
    from eventcontract.cli.drift_report import FORMATS, summary
    from eventcontract.drift import Comparison

    if draft is not None and draft.exists() and any(draft.iterdir()):
        raise CannotRun(f"{draft}: the directory is not empty")
    contract, known = load_with_pages(spec, "")
    if known.words is None:
        raise CannotRun(f"{spec}: no file has 'pages:', which says how pages are written")
    read, found = _read(pages, known.words, contract.events)
    comparison = Comparison(contract, known)
    found += comparison.findings(read)
    category_of = {page.name: comparison.category(page) for page in read}
    found += _accepted(accept, spec, contract, known, read, category_of)
    click.echo(FORMATS[form](found, summary(found, comparison.compared, len(pages))), nl=False)
    if draft is not None:
        _draft(contract, spec, draft, read, found, category_of)
    if any(each.rule == "not-understood" for each in found):
        sys.exit(2)
    sys.exit(1 if found else 0)


def _accepted(
    accept: Path | None,
    spec: Path,
    contract: Contract,
    known: Pages,
    read: Sequence[Page],
    category_of: Mapping[str, str | None],
) -> list[Finding]:
    """What pages that are not transcribed say in other words than when they were accepted; record what they say now."""
    from eventcontract.drift.accepted import AcceptedSentences, BadDigests

    sentences = AcceptedSentences(accept or spec / "accepted", contract.message.body)
    apart = {page.name: category_of[page.name] for page in read if category_of[page.name] not in known.transcribed}
    try:
        found = [
            each
            for page in read
            if (category := apart.get(page.name)) is not None
            for each in sentences.findings(page, category)
        ]
        for file in sentences.record(read, apart) if accept is not None else ():
            click.echo(f"{file}: accepted", err=True)
    except BadDigests as error:
        raise CannotRun(str(error)) from None
    return found


def _draft(
    contract: Contract,
    spec: Path,
    directory: Path,
    read: Sequence[Page],
    found: Sequence[Finding],
    category_of: Mapping[str, str | None],
) -> None:
    """Draft what is new, and say what was drafted on standard error, since reports are for programs too."""
    from eventcontract.drift.draft import Draft

    draft = Draft(contract, spec, directory)
    draft.write(read, found, category_of)
    for each in draft.drafted:
        click.echo(
            f"{directory / each.file}: {each.what} drafted, {counted(each.guesses, 'guess', 'guesses')} marked",
            err=True,
        )
    for left in draft.left:
        click.echo(f"not drafted: {printable(left)}", err=True)
    if draft.drafted:
        click.echo(f"review the guesses, then: cp -r {directory}/. {spec}", err=True)


def _read(files: tuple[Path, ...], words: PageWords, known: Collection[str]) -> tuple[list[Page], list[Finding]]:
    """The pages in these files, and findings for files that are not pages."""
    from eventcontract.drift import Finding, NotAPage, read_page

    read, found = [], []
    for file in files:
        try:
            read.append(read_page(str(file), file.read_bytes(), words, known))
        except NotAPage as error:
            found.append(Finding(rule="not-understood", part="page", says=str(error), file=str(file), line=1))
        except OSError as error:
            raise CannotRun(f"{file}: {error.strerror or error}") from None
    return read, found
