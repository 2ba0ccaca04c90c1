"""``diff``: what changed between two contracts, and for whom."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli.accepted import Accepted
from eventcontract.cli.contracts import find
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.text import counted, printable

if TYPE_CHECKING:
    from eventcontract.model import Contract
    from eventcontract.model.comparison import Change

_LEVELS = ("break", "risk", "note", "text")


@click.command(
    "diff",
    cls=ExampleCommand,
    epilog="""
    {command} diff old.whl
    {command} diff old.whl new.whl --level note
    {command} diff v1.2.0 --format markdown
    """,
)
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--level",
    type=click.Choice(_LEVELS),
    default="risk",
    show_default=True,
    help="The least serious level that is listed and that makes the exit status 1.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="How changes are printed; github is for annotations in GitHub Actions.",
)
@click.option(
    "--accept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of changes that are accepted, with a reason each; they are not listed.",
)
@click.pass_context
def command(ctx: click.Context, old: str, new: str | None, level: str, form: str, accept: Path | None) -> None:
    """Say what changed between two contracts, and for whom.

    OLD and NEW are each a wheel, a directory, a contract.json or a Git revision. Without NEW, OLD is compared with
    the contract at hand: that of the spec, or that of the installed package. Levels, most serious first: break, risk,
    note, text.

    Entries of the file for --accept are [[accept]] with 'rule', 'reason' and optionally 'event' and 'pointer', in which
    '*' matches anything. Accepted changes are counted, and entries that match nothing are listed.

    Exit status: 0 no changes of the level, 1 changes, 2 could not run.
    """
    from eventcontract.model.comparison import LEVELS, RULES, changes, merged

    accepted = Accepted(accept, RULES, "event", "pointer")
    every = merged(changes(find(old), find(new) if new is not None else _at_hand(ctx)))
    found = [each for each in every if not accepted.accepts(each.rule, event=each.events, pointer=each.pointer)]
    for entry in accepted.unused():
        click.echo(f"accepted, but not found: {printable(entry)}", err=True)
    shown = [each for each in found if LEVELS.index(each.level) <= _LEVELS.index(level)]
    summary = _summary(found) + (f"; {len(every) - len(found)} accepted" if len(every) > len(found) else "")
    click.echo(_FORMATS[form](shown, summary), nl=False)
    sys.exit(1 if shown else 0)


def _at_hand(ctx: click.Context) -> Contract:
    from eventcontract.cli.context import CommandContext

    context = ctx.find_object(CommandContext)
    return context.contract if context is not None else find("spec")


def _summary(found: list[Change]) -> str:
    numbers = {level: sum(each.level == level for each in found) for level in _LEVELS}
    words = [counted(number, level) for level, number in numbers.items() if number]
    return ", ".join(words) or "no changes"


def where(change: Change) -> str:
    """The place of a change in one line."""
    events = f"{len(change.events)} events" if len(change.events) > 3 else ", ".join(change.events)
    return printable(" ".join(filter(None, [events, change.pointer])) or "contract")


def sentence(change: Change) -> str:
    """What changed and what to do about it."""
    return printable(f"{change.says}. {change.about.advice}")


def _text(shown: list[Change], summary: str) -> str:
    lines = [f"{each.level:5}  {each.rule} ({each.direction})  {where(each)}: {sentence(each)}" for each in shown]
    return "".join(f"{line}\n" for line in [*lines, summary])


def markdown(shown: list[Change], summary: str) -> str:
    """The changes as a table."""
    rows = [
        f"| {each.level} | `{each.rule}` | {each.direction} | {_cell(where(each))} | {_cell(sentence(each))} |"
        for each in shown
    ]
    table = ["| level | rule | for | where | what |", "|---|---|---|---|---|", *rows, ""] if rows else []
    return "".join(f"{line}\n" for line in [*table, f"{summary}."])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def _json(shown: list[Change], _: str) -> str:
    rows = [{"level": each.level, **dataclasses.asdict(each), "advice": each.about.advice} for each in shown]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _github(shown: list[Change], summary: str) -> str:
    commands = {"break": "error", "risk": "warning"}
    lines = []
    for each in shown:
        text = f"{where(each)}: {sentence(each)}".replace("%", "%25")
        lines.append(f"::{commands.get(each.level, 'notice')} title={each.rule}::{text}")
    return "".join(f"{line}\n" for line in [*lines, summary])


_FORMATS = {"text": _text, "markdown": markdown, "json": _json, "github": _github}
