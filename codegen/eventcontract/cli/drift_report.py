"""What ``drift`` found, for a terminal, an issue, programs and annotations."""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import click

from eventcontract.cli.annotations import annotation
from eventcontract.cli.text import counted
from eventcontract.drift import Compared, Finding, edits
from eventcontract.printing import printable

_WIDTH = 80
# How many unchanged words are shown next to a change.
_AROUND = 5

Style = Callable[[str, str], str]


def summary(found: Sequence[Finding], compared: Compared, pages: int) -> list[str]:
    """What was compared, and what was found, in one line each."""
    events, sentences, examples = (
        counted(number, what)
        for number, what in (
            (compared.events, "event"),
            (compared.sentences, "sentence"),
            (compared.examples, "example"),
        )
    )
    unread = sum(each.rule == "not-understood" for each in found)
    drift = counted(len(found) - unread, "finding")
    lost = f", {counted(unread, 'part')} not understood" if unread else ""
    return [f"{counted(pages, 'page')}: {events}, {sentences} and {examples} compared", drift + lost]


def text(found: Sequence[Finding], lines: Sequence[str]) -> str:
    """For a terminal of 80 columns; where it has colors, words that are gone are red and new ones green."""
    parts: list[str] = []
    for (file, event), group in groupby(found, lambda each: (each.file, each.event)):
        parts.append(click.style(printable(event or file), bold=True))
        for each in group:
            where = each.pointer or ("" if each.part in ("event", "page") else each.part)
            place = "" if each.rule == "event-gone" else f"{file}:{each.line}"
            parts.append("  ".join(filter(None, [f"  {each.rule}", printable(where), click.style(place, dim=True)])))
            parts += _wrapped(" ".join(_words(each, _bracketed)))
        parts.append("")
    return "".join(f"{line}\n" for line in [*parts, *map(printable, lines)])


def _wrapped(said: str) -> list[str]:
    """Lines for a terminal, in which the color of a word that changed goes on in the next line."""
    lines = []
    color = ""
    for line in textwrap.wrap(said, _WIDTH - 4, break_long_words=False, break_on_hyphens=False):
        parts = []
        for part in re.split(r"(\[-|-\]|\{\+|\+\})", line):
            color = {"[-": "red", "{+": "green"}.get(part, color)
            parts.append(click.style(part, fg=color) if color and part else part)
            color = "" if part in ("-]", "+}") else color
        lines.append(f"    {''.join(parts)}")
    return lines


def _bracketed(kind: str, words: str) -> str:
    words = printable(words)
    return {"out": f"[-{words}-]", "in": f"{{+{words}+}}"}.get(kind, words)


def markdown(found: Sequence[Finding], lines: Sequence[str]) -> str:
    """For an issue: a heading for each event, an item for each finding."""
    parts: list[str] = []
    for (file, event), group in groupby(found, lambda each: (each.file, each.event)):
        parts += [f"### {f'`{event}`' if event else _escaped(file)}", ""]
        for each in group:
            where = (
                f" `{each.pointer}`" if each.pointer else f" {each.part}" if each.part not in ("event", "page") else ""
            )
            said = " ".join(_words(each, _struck))
            parts.append(f"- **{each.rule}**{where} (line {each.line}){': ' + said if said else ''}")
        parts.append("")
    return "\n".join([*parts, *(f"{_escaped(line)}.\n" for line in lines)])


def _struck(kind: str, words: str) -> str:
    words = _escaped(words)
    return {"out": f"~~{words}~~", "in": f"**{words}**"}.get(kind, words)


def _escaped(words: str) -> str:
    return "".join(f"\\{each}" if each in "\\`*_[]<>~#|@" else each for each in printable(words))


def as_json(found: Sequence[Finding], _: Sequence[str]) -> str:
    """A list of objects with the members of :class:`eventcontract.drift.Finding`."""
    return json.dumps([dataclasses.asdict(each) for each in found], ensure_ascii=False, indent=1) + "\n"


def github(found: Sequence[Finding], lines: Sequence[str]) -> str:
    """Annotations of GitHub Actions, at the lines of the pages."""
    rows = []
    for each in found:
        level = "error" if each.rule == "not-understood" else "warning"
        said = " ".join(_words(each, _bracketed))
        where = " ".join(filter(None, [each.event, each.pointer or each.part]))
        message = f"{where}: {said}" if said else where
        rows.append(annotation(level, each.rule, message, file=each.file, line=each.line))
    return "".join(f"{line}\n" for line in [*rows, *map(printable, lines)])


def _words(each: Finding, mark: Style) -> Iterator[str]:
    """What a finding says, word by word where both sides say something."""
    if each.says:
        yield mark("same", f"{each.says[0].upper()}{each.says[1:]}.")
    elif each.rule == "example-new":
        yield mark("same", "The spec has no documented example.")
    elif each.spec is None or each.page is None:
        yield mark("same", each.spec or each.page or "")
    elif each.rule == "example-changed":
        yield from (mark("out", each.spec), mark("in", each.page))
    else:
        yield from _shortened([*edits(each.spec, each.page)], mark)


def _shortened(changes: Sequence[tuple[str, str]], mark: Style) -> Iterator[str]:
    for index, (kind, said) in enumerate(changes):
        words = said.split()
        if kind == "same":
            first, last = index == 0, index == len(changes) - 1
            keep = _AROUND * (1 if first or last else 2)
            if len(words) > keep + 2:
                head = [] if first else words[:_AROUND]
                tail = [] if last else words[-_AROUND:]
                words = [*head, "...", *tail]
        yield mark(kind, " ".join(words))


FORMATS: dict[str, Callable[[Sequence[Finding], Sequence[str]], str]] = {
    "text": text,
    "markdown": markdown,
    "json": as_json,
    "github": github,
}
