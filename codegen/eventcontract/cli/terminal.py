"""A contract and findings on a terminal, 80 columns or more."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console
from rich.highlighter import JSONHighlighter
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eventcontract.audit.checking import Alike, Checked, Tally
from eventcontract.model import KNOWN_FROM, Contract, Erratum, Event, Field, event_root
from eventcontract.runtime.errors import Finding, Level

_LEVELS: dict[Level, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}


# Columns below which the tables of fields are no tables any more.
_NARROWEST = 60


def console() -> Console:
    """Standard output: colours on a terminal only, none where NO_COLOR is set.

    A narrower terminal than tables need breaks their lines itself: nothing is cut off.
    """
    if hasattr(sys.stdout, "reconfigure"):  # a terminal without a letter shows another, and fails at none
        sys.stdout.reconfigure(errors="replace")
    out = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    out.width = max(out.width, _NARROWEST)
    return out


# -- the contract ------------------------------------------------------------------------------


def print_events(out: Console, contract: Contract, version: str) -> None:
    """Every event with its definition, by category."""
    marked = any(event.evidence != "documented" for event in contract.events.values())
    width = max(len(name) for name in contract.events)
    for category in contract.categories.values():
        events = [event for event in contract.events.values() if event.category == category.name]
        if not events:
            continue
        out.print(Text.assemble((category.title, "bold"), ("  " + category.description, "dim")))
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=True)
        table.add_column(width=width + 2, no_wrap=True)
        table.add_column(overflow="fold")
        for event in events:
            about = Text(event.definition)
            if event.evidence != "documented":
                about = Text.assemble((f"[{event.evidence}] ", "yellow"), about)
            table.add_row(Text("  " + event.name, "cyan"), about)
        out.print(table)
        out.print()
    count = len(contract.events)
    out.print(Text(f"{count} events in {contract.catalogue.title} {version}."))
    if marked:
        emitter = sum(event.evidence == "emitter" for event in contract.events.values())
        example = sum(event.evidence == "example" for event in contract.events.values())
        known = {"emitter": (emitter, "the vendor's source code"), "example": (example, "examples")}
        words = [f"{number} marked [{mark}] from {where}" for mark, (number, where) in known.items() if number]
        out.print(Text(f"Not in the documentation, but known: {' and '.join(words)}.", "dim"))


def print_event(out: Console, contract: Contract, event: Event, command: str) -> None:
    """Everything the contract says of one event."""
    title = contract.categories[event.category].title
    out.print(Text.assemble((event.name, "bold cyan"), ("  " + title, "dim"), (f"  class {event.class_name}", "dim")))
    out.print(Text(event.definition))
    out.print(Text(event.trigger))
    for note in event.notes:
        out.print(Text(note))
    if event.evidence != "documented":
        out.print(Text(f"Not documented, but known from {KNOWN_FROM[event.evidence]}.", "yellow"))
    if event.origins:
        out.print(Text.assemble("Caused by: ", ", ".join(event.origins), "."))
    root = event_root(contract, event.name)
    body = root.member(contract.message.body)
    for members in ([body], [field for field in root.fields if field is not body]):
        out.print()
        out.print(_fields(members, out.width))
    out.print()
    legend = "Fields are always sent unless they say otherwise; what can be null can be missing too. "
    out.print(Text(f"{legend}Values of hidden fields appear in no message.", "dim"))
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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), expand=True)
    table.add_column("Field", overflow="fold", max_width=max(24, width // 3))
    table.add_column("Type", overflow="fold", max_width=max(12, width // 7))
    table.add_column("Null", no_wrap=True)
    table.add_column("What it is", ratio=1, overflow="fold")
    for depth, field, parent in (row for member in members for row in _walk(member)):
        name = Text("  " * depth + field.name, "bold" if (field.items or field).fields else "")
        null = {"yes": "yes", "no": "no", "unknown": "?"}[field.nullable]
        about = Text(" ".join(_sentence(each) for each in (field.description, *field.notes) if each))
        for fact, style in _facts(field, parent):
            about.append((" " if about else "") + _sentence(fact), style)
        table.add_row(name, _type(field), null, about)
    return table


def _walk(field: Field, depth: int = 0, parent: Field | None = None) -> Iterator[tuple[int, Field, Field | None]]:
    yield depth, field, parent
    inner = field.items or field
    for member in inner.fields:
        yield from _walk(member, depth + 1, inner)


def _type(field: Field) -> str:
    if field.items is not None:
        return f"array of {_type(field.items)}"
    return f"{field.scope} {field.type}" if field.scope else field.type


def _facts(field: Field, parent: Field | None) -> Iterator[tuple[str, str]]:
    """(sentence, style) for each thing to know of a field besides its description."""
    inner = field.items or field
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
    values = list(dict.fromkeys([*inner.values, *inner.observed]))
    if field.const is not None:
        yield f"Always {field.const}", "green"
    elif values:
        joined = f", joined by {inner.separator!r}" if inner.separator else ""
        yield f"Known values{joined}: {', '.join(values)}", "green"
    if inner.value_patterns:
        yield f"Known too: what matches {' or '.join(inner.value_patterns)}", "green"
    if inner.limit:
        yield f"At most {inner.limit:,} characters", "dim"
    if inner.empty:
        yield "An empty text stands for no value", "dim"
    if inner.open or (inner.kind == "object" and inner.shape is None and not inner.fields):
        yield "Holds other keys too", "dim"
    for tolerated in (*field.errata, *(inner.errata if inner is not field else ())):
        what = "an integer" if tolerated.tolerates == "integer" else "another spelling"
        yield f"Erratum {tolerated.id}: {what} is read too", "dim"
    if inner.sensitive and not inner.fields and field.const is None:
        yield "Hidden", "dim"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ")")) else text + "."


def _erratum(erratum: Erratum) -> Padding:
    where = ", ".join(erratum.pointers) or "the whole event"
    return Padding(
        Text.assemble(
            (erratum.id, "bold"),
            (f"  {erratum.effect}  ", _LEVELS["error"] if erratum.effect == "refused" else "cyan"),
            where,
            f"\nShown: {erratum.shows}\nTrue: {erratum.actual}\n",
            (erratum.source, "dim"),
        ),
        (0, 0, 0, 2),
    )


# -- findings ----------------------------------------------------------------------------------


def print_report(out: Console, tally: Tally, total: str) -> None:
    """What was found, event by event, the worst first; one line that adds it up."""
    order = list(_LEVELS)
    worst = {event: min(order.index(level) for level, _, _ in kinds) for event, kinds in tally.findings.items()}
    for event in sorted(worst, key=lambda event: (worst[event], event)):
        deliveries, clean = tally.deliveries[event], tally.clean[event]
        counted = f"  {deliveries:,} {'delivery' if deliveries == 1 else 'deliveries'}, {clean:,} clean"
        out.print(Text.assemble((event, "bold cyan"), counted))
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        table.add_column(width=9, no_wrap=True)
        table.add_column(width=7, no_wrap=True, justify="right")
        table.add_column(ratio=1, overflow="fold")
        kinds = sorted(tally.findings[event].items(), key=lambda item: (order.index(item[0][0]), item[0][1:]))
        for level, number, about in _rows(kinds):
            table.add_row(Text("  " + level, _LEVELS[level]), f"{number:,} ×", about)
        out.print(table)
        out.print()
    clean_events = [f"{event} ({tally.deliveries[event]:,})" for event in sorted(tally.clean) if event not in worst]
    if clean_events:
        out.print(Text.assemble(("Clean: ", "bold green"), ", ".join(clean_events)))
        out.print()
    out.print(Text(total, "bold red" if tally.levels["error"] else "bold yellow" if tally.flawed else "bold green"))


def _rows(kinds: Iterable[tuple[tuple[Level, str, str], Alike]]) -> Iterator[tuple[Level, int, Text]]:
    """(level, number, text) for each kind of finding; infos that differ in nothing but the place are one."""
    infos: dict[tuple[str, str], list[tuple[str, Alike]]] = {}
    for (level, rule, pointer), alike in kinds:
        if level == "info":
            infos.setdefault((rule, _said(alike.samples[0][2])), []).append((pointer, alike))
            continue
        lines = [Text.assemble((rule, _LEVELS[level]), f"  {pointer}")]
        said = ""
        for file, checked, finding in alike.samples:
            if _said(finding) != said:
                said = _said(finding)
                lines.append(Text(said))
            lines.append(Text.assemble((_where(file, checked), "dim"), _value(finding)))
        if alike.count > len(alike.samples):
            lines.append(Text(f"and {alike.count - len(alike.samples):,} more (--json prints all)", "dim"))
        yield level, alike.count, Text("\n").join(lines)
    for (rule, said), places in infos.items():
        pointers = Text(", ").join(Text.assemble(pointer, _value(alike.samples[0][2])) for pointer, alike in places)
        file, checked, _ = places[0][1].samples[0]
        text = Text.assemble((rule, _LEVELS["info"]), "  ", pointers, f"\n{said}\n", (_where(file, checked), "dim"))
        yield "info", sum(alike.count for _, alike in places), text


def _said(finding: Finding) -> str:
    return finding.message + (f" (erratum {finding.erratum})" if finding.erratum else "")


def _where(file: str, checked: Checked) -> str:
    place = f" {checked.place}" if checked.place else ""
    name = "<stdin>" if file == "-" else printable(file)
    return f"{name}:{checked.line}{place}, byte {checked.offset:,}"


def _value(finding: Finding) -> Text:
    return Text(f" = {printable(finding.value)}" if finding.value is not None else "", "green")


def printable(text: str) -> str:
    """``text`` without characters that would command a terminal."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
