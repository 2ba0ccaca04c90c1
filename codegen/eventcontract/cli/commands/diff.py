"""``diff``: what changed between two contracts, and for whom."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventcontract.cli.accepted import Accepted
from eventcontract.cli.annotations import annotation
from eventcontract.cli.contracts import find
from eventcontract.cli.exits import CannotRun
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.text import counted
from eventcontract.printing import printable

if TYPE_CHECKING:
    from eventcontract.model import Contract
    from eventcontract.model.comparison import Change, Touch, Usage, Weighed

_LEVELS = ("break", "risk", "note", "text")


@click.command(
    "diff",
    cls=ExampleCommand,
    epilog="""
    {command} diff old.whl
    {command} diff old.whl new.whl --level note
    {command} diff v1.2.0 --format markdown
    {command} diff old.whl --usage contract-usage.json
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
@click.option(
    "--usage",
    "files",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON file that says which fields a consumer reads, as 'pytest --contract-usage' writes it. Can be repeated: "
    "files of one consumer add up, and those of several make a table.",
)
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str | None,
    level: str,
    form: str,
    accept: Path | None,
    files: tuple[Path, ...],
) -> None:
    """Say what changed between two contracts, and for whom.

    OLD and NEW are each a wheel, a directory, a contract.json or a Git revision. Without NEW, OLD is compared with
    the contract at hand: that of the spec, or that of the installed package. Levels, most serious first: break, risk,
    note, text.

    Entries of the file for --accept are [[accept]] with 'rule', 'reason' and optionally 'event' and 'pointer', in which
    '*' matches anything. Accepted changes are counted, and entries that match nothing are listed.

    With --usage, every change says whom it concerns, and a break or risk in an event or field that no consumer uses
    becomes a note. Where readers refuse a field, they refuse the whole event, which concerns all who handle it.

    Exit status: 0 no changes of the level, 1 changes, 2 could not run. With --usage, the lowered levels count.
    """
    from eventcontract.model.comparison import LEVELS, RULES, changes, weighed

    accepted = Accepted(accept, RULES, "event", "pointer")
    before, now = find(old), find(new) if new is not None else _at_hand(ctx)
    usages = _usages(files, before, now)
    every = weighed(changes(before, now), usages, before, now)
    found = [each for each in every if not _is_accepted(each.change, accepted)]
    for entry in accepted.unused():
        click.echo(f"accepted, but not found: {printable(entry)}", err=True)
    shown = [each for each in found if LEVELS.index(each.level) <= _LEVELS.index(level)]
    summary = _summary(found) + (f"; {len(every) - len(found)} accepted" if len(every) > len(found) else "")
    concerns = [_concerns(found, number, usage) for number, usage in enumerate(usages)]
    names = [usage.consumer for usage in usages]
    click.echo(_FORMATS[form](shown, names, [summary, *concerns]), nl=False)
    sys.exit(1 if shown else 0)


def _at_hand(ctx: click.Context) -> Contract:
    from eventcontract.cli.context import CommandContext

    context = ctx.find_object(CommandContext)
    return context.contract if context is not None else find("spec")


def _usages(files: Iterable[Path], *contracts: Contract) -> list[Usage]:
    """The usage of each consumer, in the order of the files."""
    from eventcontract.model.comparison import check_usage, load_usage

    usages: dict[str, Usage] = {}
    for file in files:
        try:
            usage = load_usage(file.read_bytes())
            check_usage(usage, *contracts)
        except (OSError, ValueError) as error:
            raise CannotRun(printable(f"{file}: {error}")) from None
        known = usages.get(usage.consumer)
        usages[usage.consumer] = usage if known is None else known | usage
    return [*usages.values()]


def _is_accepted(change: Change, accepted: Accepted) -> bool:
    return accepted.accepts(change.rule, event=change.events, pointer=change.pointer)


def _summary(found: Sequence[Weighed]) -> str:
    numbers = {level: sum(each.level == level for each in found) for level in _LEVELS}
    words = [counted(number, level) for level, number in numbers.items() if number]
    lowered = sum(each.level != each.change.level for each in found)
    return (", ".join(words) or "no changes") + (f" ({lowered} lowered to note)" if lowered else "")


def _concerns(found: Sequence[Weighed], number: int, usage: Usage) -> str:
    """How many of the changes concern the consumer of this number."""
    touches = [each.touches[number] for each in found]
    yours = sum(each in ("reads", "handles", "unread") for each in touches)
    reads = touches.count("reads")
    return f"{usage.consumer}: {counted(len(found), 'change')}, {yours} in its events, {reads} in fields it reads"


def where(change: Change) -> str:
    """The place of a change in one line."""
    events = f"{len(change.events)} events" if len(change.events) > 3 else ", ".join(change.events)
    return printable(" ".join(filter(None, [events, change.pointer])) or "contract")


def sentence(change: Change) -> str:
    """What changed and what to do about it."""
    return printable(f"{change.says}. {change.about.advice}")


def _whom(each: Weighed, names: Sequence[str]) -> str:
    """Whom a change concerns, in brackets; empty if that is everybody."""
    said: dict[str, list[str]] = {}
    for name, touch in zip(names, each.touches, strict=True):
        if touch != "all":
            said.setdefault(_TOUCHES[touch], []).append(name)
    words = [f"{words} {', '.join(consumers)}" for words, consumers in said.items()]
    if each.level != each.change.level:
        words.append(f"lowered from {each.change.level}")
    return printable(f" [{'; '.join(words)}]") if words else ""


_TOUCHES: dict[Touch, str] = {
    "reads": "read by",
    "handles": "event handled by",
    "unread": "not read by",
    "elsewhere": "event not handled by",
}


def _text(shown: Sequence[Weighed], names: Sequence[str], summary: Sequence[str]) -> str:
    lines = [
        f"{each.level:5}  {each.change.rule} ({each.change.direction})  {where(each.change)}: {sentence(each.change)}"
        + _whom(each, names)
        for each in shown
    ]
    return "".join(f"{line}\n" for line in [*lines, *map(printable, summary)])


def markdown(shown: Sequence[Weighed], names: Sequence[str], summary: Sequence[str]) -> str:
    """The changes as a table, with a column for each consumer of these names."""
    rows = [["level", "rule", "for", "where", "what", *map(_cell, names)], ["---"] * (5 + len(names))]
    for each in shown:
        change = each.change
        level = each.level if each.level == change.level else f"{each.level}, was {change.level}"
        row = [level, f"`{change.rule}`", change.direction, _cell(where(change)), _cell(sentence(change))]
        rows.append([*row, *(_CELLS[touch] for touch in each.touches)])
    table = [f"| {' | '.join(row)} |" for row in rows] if shown else []
    return "\n".join([*table, ""] if table else []) + "".join(f"{_cell(line)}.\n\n" for line in summary)


_CELLS: dict[Touch, str] = {
    "reads": "**reads it**",
    "handles": "handles the event",
    "unread": "does not read it",
    "elsewhere": "-",
    "all": "all",
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def _json(shown: Sequence[Weighed], names: Sequence[str], _: Sequence[str]) -> str:
    rows = []
    for each in shown:
        change = each.change
        row: dict[str, Any] = {"level": each.level, **dataclasses.asdict(change), "advice": change.about.advice}
        if names:
            row |= {"unlowered": change.level, "consumers": dict(zip(names, each.touches, strict=True))}
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _github(shown: Sequence[Weighed], names: Sequence[str], summary: Sequence[str]) -> str:
    commands = {"break": "error", "risk": "warning"}
    lines = []
    for each in shown:
        text = f"{where(each.change)}: {sentence(each.change)}{_whom(each, names)}"
        lines.append(annotation(commands.get(each.level, "notice"), each.change.rule, text))
    return "".join(f"{line}\n" for line in [*lines, *map(printable, summary)])


_FORMATS = {"text": _text, "markdown": markdown, "json": _json, "github": _github}
