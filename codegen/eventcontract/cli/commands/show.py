"""``show``: everything about an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

import click

from eventcontract.cli.context import CommandContext
from eventcontract.cli.help import ExampleCommand
from eventcontract.cli.parameters import event_argument
from eventcontract.cli.text import sentence

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    from eventcontract.model import Contract, Erratum, Event, Field, Object, Scalar, Type


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
    from rich.text import Text

    from eventcontract.model import KNOWN_FROM, event_root

    title = contract.categories[event.category].title
    out.print(Text.assemble((event.name, "bold cyan"), ("  " + title, "dim"), (f"  class {event.class_name}", "dim")))
    out.print(Text(event.definition))
    out.print(Text(event.trigger))
    for note in event.notes:
        out.print(Text(note))
    if event.evidence != "documented":
        out.print(Text(f"Not documented, but known from {KNOWN_FROM[event.evidence]}.", "yellow"))
    if event.origins:
        out.print(Text.assemble("Cause: ", ", ".join(event.origins), "."))
    root = event_root(contract, event.name)
    body = root.member(contract.message.body)
    for members in ([body], [field for field in root.fields if field is not body]):
        out.print()
        out.print(_fields(members, out.width))
    out.print()
    legend = "Fields are always sent unless noted; a field that can be null can also be missing. "
    out.print(Text(f"{legend}Values of sensitive fields never appear in messages.", "dim"))
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


def _fields(members: Iterable[Field], width: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), expand=True)
    table.add_column("Field", overflow="fold", max_width=max(24, width // 3))
    table.add_column("Type", overflow="fold", max_width=max(12, width // 7))
    table.add_column("Null", no_wrap=True)
    table.add_column("Description", ratio=1, overflow="fold")
    for depth, field, parent in (row for member in members for row in _walk(member)):
        name = Text("  " * depth + field.name, "bold" if field.object and field.object.fields else "")
        null = {"yes": "yes", "no": "never", "unknown": "unknown"}[field.nullable]
        about = Text(" ".join(sentence(each) for each in (field.description, *field.notes) if each))
        for fact, style in _facts(field, parent):
            about.append((" " if about else "") + sentence(fact), style)
        table.add_row(name, _type(field.type), null, about)
    return table


def _walk(field: Field, depth: int = 0, parent: Object | None = None) -> Iterator[tuple[int, Field, Object | None]]:
    yield depth, field, parent
    for member in field.object.fields if field.object else ():
        yield from _walk(member, depth + 1, field.object)


def _type(of: Type) -> str:
    from eventcontract.model import Array, Object, Scalar

    match of:
        case Scalar():
            return f"{of.scope} {of.type}" if of.scope else of.type
        case Array():
            return f"array of {_type(of.items)}"
        case Object():
            return "object"
    assert_never(of)


def _facts(field: Field, parent: Object | None) -> Iterator[tuple[str, str]]:
    """(sentence, style) for each fact about a field besides its description."""
    from eventcontract.model import KNOWN_FROM

    if field.evidence != "documented":
        yield f"Not documented, but known from {KNOWN_FROM[field.evidence]}", "yellow"
    if not field.sent:
        yield "Documented, but never sent", "yellow"
    if field.deprecated:
        yield "Deprecated", "yellow"
    if isinstance(field.when, dict):
        rules = (f"{name} is {' or '.join(values)}" for name, values in field.when.items())
        yield f"Sent when {' and '.join(rules)}", "magenta"
    elif field.when:
        yield f"Sent when: {field.when}", "magenta"
    if field.group:
        yield f"Key group: {field.group}", "magenta"
    if field.in_alternative and parent is not None:
        names = [each.name for each in parent.alternatives if field.name in each.fields]
        yield f"Sent in the alternative {' or '.join(names)}", "magenta"
    if field.old_value_of:
        yield f"The value of {field.old_value_of} before the change", "dim"
    scalar, tree = field.scalar, field.object
    if scalar is not None:
        yield from _scalar_facts(scalar)
    if tree is not None and (tree.open or tree.free):
        yield "Holds other keys too", "dim"
    if field.sensitive and not (tree and tree.fields) and not (scalar and scalar.const is not None):
        yield "Sensitive", "dim"


def _scalar_facts(scalar: Scalar) -> Iterator[tuple[str, str]]:
    if scalar.const is not None:
        yield f"Always {scalar.const}", "green"
    elif scalar.known_values:
        joined = f", joined by {scalar.separator!r}" if scalar.separator else ""
        yield f"Known values{joined}: {', '.join(scalar.known_values)}", "green"
    if scalar.value_patterns:
        yield f"Known too: what matches {' or '.join(scalar.value_patterns)}", "green"
    if scalar.limit:
        yield f"At most {scalar.limit:,} characters", "dim"
    if scalar.empty:
        yield "An empty text stands for no value", "dim"
    for tolerated in scalar.errata:
        what = "an integer" if tolerated.tolerates == "integer" else "another spelling"
        yield f"Erratum {tolerated.id}: {what} is read too", "dim"


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
            (erratum.source, "dim"),
        ),
        (0, 0, 0, 2),
    )
