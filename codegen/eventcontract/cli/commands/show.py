"""``show``: everything about an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from eventcontract.cli.context import CommandContext
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import event_argument

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    from eventcontract.model import Contract, Erratum, Event, Field, Object
    from eventcontract.model.wording import Topic

_STYLES: dict[Topic, str] = {
    "evidence": "yellow",
    "presence": "magenta",
    "values": "green",
    "scope": "dim",
    "form": "dim",
    "tolerance": "dim",
    "privacy": "dim",
    "source": "dim",
}


@click.command("show", cls=ExampleCommand, epilog="{command} show {event}")
@event_argument
@click.pass_context
def command(ctx: click.Context, event: str) -> None:
    """Show everything about an event.

    Its definition, trigger and fields, the errata of the documentation that concern it, and an example.
    """
    from eventcontract.cli.terminal import console

    context = ctx.ensure_object(CommandContext)
    contract = context.contract
    _print(console(), contract, contract.events[event], ctx.find_root().command_path)


def _print(out: Console, contract: Contract, event: Event, command: str) -> None:
    """Everything the contract says about one event."""
    from rich.highlighter import JSONHighlighter
    from rich.padding import Padding
    from rich.text import Text

    from eventcontract.model import event_root, wording
    from eventcontract.model.tree import known_keys

    title = contract.categories[event.category].title
    out.print(Text.assemble((event.name, "bold cyan"), ("  " + title, "dim"), (f"  class {event.class_name}", "dim")))
    out.print(Text(event.definition))
    out.print(Text(event.trigger))
    for note in event.notes:
        out.print(Text(note))
    if event.evidence != "documented":
        out.print(Text(wording.evidence(event.evidence), "yellow"))
    if event.origins:
        out.print(Text.assemble("Causes: ", ", ".join(event.origins), "."))
    root = event_root(contract, event.name)
    body = root.member(contract.message.body)
    for members in ([body], [field for field in root.fields if field is not body]):
        out.print()
        out.print(_fields(contract, root, members, out.width))
    if keys := list(known_keys(root)):
        out.print()
        out.print(Text("Other keys, of whose values nothing is known; extras() returns them", "bold"))
        for path, key in keys:
            out.print(Padding(Text.assemble(".".join(path), ("  " + wording.key_evidence(key), "dim")), (0, 0, 0, 2)))
    out.print()
    legend = "A field that can be null can also be missing. Messages do not show the values of sensitive fields."
    out.print(Text(legend, "dim"))
    errata = [erratum for erratum in contract.errata.values() if event.name in erratum.events]
    if errata:
        out.print()
        out.print(Text("Errata of the documentation", "bold"))
        for erratum in errata:
            out.print(_erratum(erratum))
    if event.examples:
        example, *others = event.examples
        out.print()
        about = f" ({example.origin}): {example.summary}"
        out.print(Text.assemble(("Example ", "bold"), (example.name, "bold"), about))
        text = Text(example.text.rstrip("\n"))
        JSONHighlighter().highlight(text)
        out.print(text, soft_wrap=True)
        if others:
            names = ", ".join(other.name for other in others)
            out.print(Text(f"More examples: {names} ({command} example {event.name} NAME).", "dim"))


def _fields(contract: Contract, root: Object, members: Iterable[Field], width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from eventcontract.model import wording

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), expand=True)
    table.add_column("Field", overflow="fold", max_width=max(22, width // 3))
    table.add_column("Type", overflow="fold", max_width=max(12, width // 7))
    table.add_column("Sent", max_width=9 if width < 120 else None)
    table.add_column("Null", no_wrap=True)
    table.add_column("Description", ratio=1, overflow="fold")
    for depth, field, holder in (row for member in members for row in _walk(member, root)):
        name = Text("  " * depth + field.name, "bold" if field.object and field.object.fields else "")
        about = Text(wording.sentence(field.description))
        for remark in wording.remarks(contract, field, holder):
            if remark.topic != "privacy":
                about.append(f" {remark.text}", _STYLES[remark.topic])
        if field.sensitive and not (field.object and field.object.fields):
            about.append(" Sensitive.", _STYLES["privacy"])
        null = wording.NULL[field.nullable]
        table.add_row(name, wording.type_name(field.type), wording.sent(field), null, about)
    return table


def _walk(field: Field, holder: Object, depth: int = 0) -> Iterator[tuple[int, Field, Object]]:
    yield depth, field, holder
    if field.object is not None:
        for member in field.object.fields:
            yield from _walk(member, field.object, depth + 1)


def _erratum(erratum: Erratum) -> Padding:
    from rich.padding import Padding
    from rich.text import Text

    from eventcontract.cli.terminal import STYLES

    where = ", ".join(erratum.pointers) or "the whole event"
    return Padding(
        Text.assemble(
            (erratum.id, "bold"),
            (f"  {erratum.effect}  ", STYLES["error"] if erratum.effect == "refused" else "cyan"),
            where,
            f"\nDocumentation: {erratum.shows}\nCorrection: {erratum.actual}\n",
            (f"Evidence: {erratum.source}", "dim"),
        ),
        (0, 0, 0, 2),
    )
