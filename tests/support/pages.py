"""Pages of documentation, made of what a contract says, in the forms in which sites serve and browsers save them."""

from __future__ import annotations

import copy
import html
import json
import random
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from eventcontract.drift import Comparison, Finding, read_page
from eventcontract.model import Contract, Event, Field, Object
from eventcontract.source import Pages, PageWords, load_with_pages
from tests.vendors import SPECS, contract_of

#: What the specs say of pages: of the vendors that say how pages are written.
KNOWN: dict[str, Pages] = {
    vendor: load_with_pages(spec)[1] for vendor, spec in SPECS.items() if (spec / "pages.yaml").is_file()
}

#: What is said of each field: a text, or what is said of each of its members.
Rows = dict[str, "str | Rows"]


@dataclass
class Section:
    """What a page says of one event. The lines of ``trigger`` after the first are items of a list."""

    name: str
    definition: str
    trigger: str
    notes: list[str]
    rows: Rows
    example: str | None = None


@dataclass
class Page:
    """A page before it has a form. ``words`` are the vendor's; ``end`` is said below the last event."""

    title: str
    words: PageWords
    sections: list[Section] = field(default_factory=list)
    end: str = ""

    def label(self, part: str) -> str:
        return self.words.labels[part][0]

    def column(self, name: str) -> str:
        return self.words.columns[name][0]

    def section(self, event: str) -> Section:
        return next(each for each in self.sections if each.name == event)

    def copy(self) -> Page:
        return copy.deepcopy(self)


def categories(vendor: str) -> list[str]:
    """The categories of a vendor that have documented events."""
    events = contract_of(vendor).events.values()
    return [*dict.fromkeys(each.category for each in events if each.documented)]


def findings(vendor: str, *files: bytes, name: str = "page") -> list[Finding]:
    """What is found on pages, given as files."""
    words = KNOWN[vendor].words
    assert words is not None
    read = [read_page(name, file, words, contract_of(vendor).events) for file in files]
    return Comparison(contract_of(vendor), KNOWN[vendor]).findings(read)


def page_of(vendor: str, category: str, reword: Callable[[Field], str] | None = None) -> Page:
    """The page of a category as the spec has it; ``reword`` returns what the page says of a field instead."""
    contract, words = contract_of(vendor), KNOWN[vendor].words
    assert words is not None
    said = reword or (lambda each: each.description)
    events = [each for each in contract.events.values() if each.category == category and each.documented]
    sections = [_section(each, said) for each in events]
    return Page(title=contract.categories[category].title, words=words, sections=sections, end=words.end[0] + " more.")


def _section(event: Event, said: Callable[[Field], str]) -> Section:
    documented = [each.text for each in event.examples if each.origin == "documented"]
    return Section(
        name=event.name,
        definition=event.definition,
        trigger=event.trigger,
        notes=[*event.notes],
        rows=_rows(event.body, said),
        example=documented[0].strip() if documented else None,
    )


def _rows(tree: Object, said: Callable[[Field], str]) -> Rows:
    return {
        each.name: _rows(each.type, said) if isinstance(each.type, Object) and each.type.fields else said(each)
        for each in tree.fields
        if each.documented
    }


# -- parts of forms ------------------------------------------------------------------------------------


def ruby(said: str | Rows, arrow: str = " => ") -> str:
    """What is said of a field, an object in the notation of Ruby."""
    if isinstance(said, str):
        return said
    inner = [
        f'"{name}"{arrow}' + (f'"{each}"' if isinstance(each, str) else ruby(each, arrow))
        for name, each in said.items()
    ]
    return "{" + ", ".join(inner) + "}"


def lines_of(page: Page, *, head: bool = False, arrow: str = " => ", prefix: str = "") -> Iterator[str]:
    """The lines of a page of text; a JSON text is one element."""
    for each in page.sections:
        yield each.name
        yield f"{page.label('definition')} {each.definition}"
        first, *items = each.trigger.split("\n")
        yield f"{page.label('trigger')} {first}"
        yield from items
        yield from each.notes
        yield page.label("example")
        if each.example is not None:
            yield prefix + each.example
        yield page.label("fields")
        if head:
            yield page.column("name")
            yield page.column("description")
        for name, said in each.rows.items():
            yield name
            yield ruby(said, arrow)
    yield page.end


def unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def escaped(text: str) -> str:
    return text.replace("_", "\\_").replace("{", "\\{").replace("}", "\\}").replace("*", "\\*")


# -- forms ---------------------------------------------------------------------------------------------


def dense_text(page: Page) -> bytes:
    """As a browser copies it: no blank lines, and what follows an example in its last line."""
    lines = [page.title, "Welcome to our new site!", page.title, *lines_of(page)]
    return unindented("\n".join(lines)).replace(f"}}\n{page.label('fields')}", f"}}{page.label('fields')}").encode()


def airy_text(page: Page) -> bytes:
    """As another browser copies it: blank lines, indented JSON, headings of columns."""
    return "\n\n".join([page.title, page.title, *lines_of(page, head=True)]).encode()


def copy_button(page: Page) -> bytes:
    """Dense text in which JSON has spaces around punctuation and a button before it, and objects have none."""
    changed = page.copy()
    for each in changed.sections:
        if each.example is not None:
            each.example = json.dumps(json.loads(each.example), separators=(" , ", " : "), ensure_ascii=False)
    return "\n".join([page.title, *lines_of(changed, arrow="=>", prefix="Copy ")]).encode()


def with_navigation(page: Page) -> bytes:
    """Text between the links of a site, names of events among them, with a byte order mark and CRLF."""
    names = [each.name for each in page.sections]
    before = ["Skip to content", "Guides", "Reference", *names, "Search", "\u2318K", page.title, "On this page", *names]
    after = ["Previous", "Overview", "Next", "Quotas", "Powered by a site", "\u00a9 2024"]
    text = "\n\n".join([*before, page.title, *lines_of(page, head=True), *after])
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def wrapped_text(page: Page) -> bytes:
    """Text whose lines were broken at 76 characters, without blank lines in a section."""
    broken = []
    for line in lines_of(page):
        keep = "\n" in line or line.startswith("{")
        broken += [line] if keep else textwrap.wrap(line, 76, break_long_words=False, break_on_hyphens=False)
    return "\n".join([page.title, "", *broken]).encode()


def tabbed_text(page: Page) -> bytes:
    """Text whose tables have tabs between the cells, in UTF-16, with bullets and soft hyphens."""
    lines = [page.title]
    for each in page.sections:
        first, *items = each.trigger.split("\n")
        lines += [each.name, f"{page.label('definition')}\u00a0{each.definition}", f"{page.label('trigger')} {first}"]
        lines += [*(f"\u2022 {item}" for item in items), *each.notes, page.label("example"), each.example or ""]
        lines += [page.label("fields"), f"{page.column('name')}\t{page.column('description')}"]
        lines += [f"{name}\t{ruby(said)}" for name, said in each.rows.items()]
    return "\n".join([*lines, page.end]).replace("tion", "ti\u00adon").encode("utf-16")


def markdown(page: Page, *, fields_first: bool = False, html_tables: bool = False) -> bytes:
    """As sites serve it: anchors in headings, escapes, bars padded to a width, hints."""
    lines = [f"# {page.title}", ""]
    for each in page.sections:
        name = escaped(each.name)
        lines += [f'### {name} <a href="#{each.name}" id="{each.name}"></a>', ""]
        lines += [f"**{page.label('definition')}** {escaped(each.definition)}", ""]
        first, *items = each.trigger.split("\n")
        lines += [f"**{page.label('trigger')}** {escaped(first)}", ""]
        lines += [*(f"* {escaped(item)}" for item in items), ""] if items else []
        for note in each.notes:
            lines += [escaped(note), ""]
        example = [f"**{page.label('example')}**", "", *([f"```json\n{each.example}\n```", ""] if each.example else [])]
        fields = [f"#### {page.label('fields')}", "", *_bars(page, each.rows, html_tables), ""]
        lines += [*fields, *example] if fields_first else [*example, *fields]
    lines += ['{% hint style="info" %}', page.end, "{% endhint %}", ""]
    return "\n".join(lines).encode()


def _bars(page: Page, rows: Rows, as_html: bool) -> list[str]:
    if as_html:
        cells = "".join(
            f"<tr><td><strong>{name}</strong></td><td>{html.escape(ruby(said))}</td></tr>"
            for name, said in rows.items()
        )
        head = f'<th width="200">{page.column("name")}</th><th>{page.column("description")}</th>'
        return [f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>"]
    table = [[page.column("name"), page.column("description")]]
    table += [[f"**{escaped(name)}**", escaped(ruby(said)).replace("|", "\\|")] for name, said in rows.items()]
    widths = [max(len(row[column]) for row in table) for column in (0, 1)]
    table.insert(1, ["-" * width for width in widths])
    return [f"| {row[0]:{widths[0]}} | {row[1]:{widths[1]}} |" for row in table]


def fields_first(page: Page) -> bytes:
    """Markdown in which fields come before the example."""
    return markdown(page, fields_first=True)


def html_tables(page: Page) -> bytes:
    """Markdown whose tables are HTML, as editors write them once a column has a width."""
    return markdown(page, html_tables=True)


def old_html(page: Page) -> bytes:
    """HTML as generators of reference manuals write it, with a link where a site hides an address."""
    lines = [f"<!DOCTYPE html>\n<html><head><title>{page.title}</title><script>var a = {{}};</script></head><body>"]
    lines += ['<ul class="nav">', *(f'<li><a href="#{each.name}">{each.name}</a>' for each in page.sections), "</ul>"]
    lines.append(f"<h1>{page.title}</h1>")
    for each in page.sections:
        lines.append(f'<h2 id="{each.name}">{each.name}<a href="#{each.name}">\u00b6</a></h2>')
        lines += _prose(page, each)
        lines.append(f"<h3>{page.label('example')}</h3>")
        if each.example is not None:
            mail = '<a href="/cdn-cgi/l/email-protection" class="__cf_email__">[email&#160;protected]</a>'
            code = html.escape(each.example).replace("[email\u00a0protected]", mail)
            lines.append(f'<pre class="code"><code>{code}</code></pre>')
        lines.append(f"<h3>{page.label('fields')}</h3><table>")
        lines.append(f"<tr><th>{page.column('name')}<th>{page.column('description')}")
        lines += [f"<tr><td><b>{name}</b><td>{html.escape(ruby(said))}" for name, said in each.rows.items()]
        lines.append("</table>")
    return "\n".join([*lines, f"<p>{page.end}</p>", "</body></html>"]).encode()


def new_html(page: Page) -> bytes:
    """HTML as an application renders it: no line ends, buttons, icons, code in lines of its own, more columns."""
    parts = [f"<!doctype html><html><head><meta charset=utf-8><title>{page.title} | Docs</title></head><body><header>"]
    parts += [f"<nav><a href=/>{name}</a></nav>" for name in ("Guides", page.title, "Quotas")]
    parts.append(f"</header><main><div><h1>{page.title}</h1></div>")
    for each in page.sections:
        anchor = f'<a href="#{each.name}" aria-hidden="true">#</a><button>Copy link</button>'
        parts.append(f'<section><h3 class="x"><div>{each.name}</div>{anchor}</h3>')
        parts += _prose(page, each)
        parts.append(f"<p><strong>{page.label('example')}</strong></p>")
        if each.example is not None:
            code = "".join(
                f'<span class="l"><span>{html.escape(line)}</span></span>\n' for line in each.example.split("\n")
            )
            parts.append(f"<div><button>Copy</button><pre><code>{code}</code></pre></div>")
        parts.append(f"<h4><span>{page.label('fields')}</span></h4><div><table><thead><tr>")
        parts.append(
            f"<th>{page.column('description')}</th><th>Since</th><th>{page.column('name')}</th></tr></thead><tbody>"
        )
        for name, said in each.rows.items():
            shown = html.escape(ruby(said, "=>")).replace(" ", " <wbr>", 1)
            parts.append(f"<tr><td><p>{shown}</p></td><td>always</td><td><code>{name}</code></td></tr>")
        parts.append("</tbody></table></div></section>")
    return "".join([*parts, f"<aside><p>{page.end}</p></aside></main><footer>2024</footer></body></html>"]).encode()


def terms_html(page: Page) -> bytes:
    """HTML with lists of terms, one in another for the members of an object, inside a table that arranges the page."""
    parts = [f"<html><body><table><tr><td>Guides</td><td><h1>{page.title}</h1>"]
    for each in page.sections:
        parts += [f"<h2>{each.name}</h2>", *_prose(page, each), f"<p>{page.label('example')}<br>"]
        parts += [f"<pre>{html.escape(each.example)}</pre>"] if each.example is not None else []
        parts += [f"<h3>{page.label('fields')}</h3>", _terms(each.rows)]
    return "\n".join([*parts, f"<p>{page.end}</p></td></tr></table></body></html>"]).encode()


def _terms(rows: Rows) -> str:
    items = [
        f"<dt>{name}</dt><dd>{html.escape(said) if isinstance(said, str) else _terms(said)}</dd>"
        for name, said in rows.items()
    ]
    return f"<dl>{''.join(items)}</dl>"


def _prose(page: Page, section: Section) -> Iterator[str]:
    first, *items = section.trigger.split("\n")
    yield f"<p><strong>{page.label('definition')}</strong> {html.escape(section.definition)}</p>"
    yield f"<p><strong>{page.label('trigger')}</strong> {html.escape(first)}</p>"
    if items:
        yield f"<ul>{''.join(f'<li>{html.escape(item)}</li>' for item in items)}</ul>"
    yield from (f"<p>{html.escape(note)}</p>" for note in section.notes)


FORMS: dict[str, Callable[[Page], bytes]] = {
    each.__name__: each
    for each in (
        *(dense_text, airy_text, copy_button, with_navigation, wrapped_text, tabbed_text),
        *(markdown, fields_first, html_tables, old_html, new_html, terms_html),
    )
}

# -- edits ---------------------------------------------------------------------------------------------

#: (rule, event, pointer) of a finding.
Expected = tuple[str, str, str]


@dataclass(frozen=True)
class Edit:
    """A change of a page, what it changes, and the finding that it must cause."""

    target: tuple[str, ...]
    expected: Expected
    apply: Callable[[Page], None]


def edits(page: Page, contract: Contract, *, transcribed: bool) -> list[Edit]:
    """Every kind of edit wherever it can be made, texts only where their words count."""
    body = contract.message.body
    found = []
    if len(page.sections) > 1:
        for each in page.sections:
            found.append(Edit((each.name,), ("event-gone", each.name, ""), _without_section(each.name)))
    found.append(Edit(("thing_invented",), ("event-new", "thing_invented", ""), _with_section))
    for each in page.sections:
        if transcribed:
            for part in ("definition", "trigger"):
                found.append(Edit((each.name, part), ("wording-changed", each.name, ""), _reworded(each.name, part)))
            if each.example is None:
                found.append(
                    Edit((each.name, "example"), ("example-new", each.name, ""), _with_example(each.name, contract))
                )
            else:
                found += _example_edits(each, json.loads(each.example))
        found += _row_edits(each.name, each.rows, (body,), transcribed, contract)
    return found


def _row_edits(event: str, rows: Rows, path: tuple[str, ...], transcribed: bool, contract: Contract) -> Iterator[Edit]:
    place = path[1:]
    new = (*path, "invented_at")
    yield Edit(
        (event, *new),
        ("field-new", event, "/" + "/".join(new)),
        _changed(event, place, "invented_at", "When it was invented."),
    )
    for name, said in rows.items():
        here = (*path, name)
        pointer = "/" + "/".join(here)
        if len(rows) > 2:  # two edits leave something
            yield Edit((event, *here), ("field-gone", event, pointer), _changed(event, place, name, None))
        if isinstance(said, dict):
            yield from _row_edits(event, said, here, transcribed, contract)
        elif transcribed:
            yield Edit(
                (event, *here), ("wording-changed", event, pointer), _changed(event, place, name, reworded(said))
            )


def reworded(text: str) -> str:
    """``text`` with another word in its middle."""
    words = text.split()
    words[len(words) // 2] = "otherwise"
    return " ".join(words)


def _changed(event: str, place: tuple[str, ...], name: str, said: str | None) -> Callable[[Page], None]:
    def apply(page: Page) -> None:
        rows: Any = page.section(event).rows
        for step in place:
            rows = rows[step]
        if said is None:
            del rows[name]
        else:
            rows[name] = said

    return apply


def _reworded(event: str, part: str) -> Callable[[Page], None]:
    def apply(page: Page) -> None:
        section = page.section(event)
        first, *rest = getattr(section, part).split("\n")
        setattr(section, part, "\n".join([reworded(first), *rest]))

    return apply


def _without_section(name: str) -> Callable[[Page], None]:
    def apply(page: Page) -> None:
        page.sections = [each for each in page.sections if each.name != name]

    return apply


def _with_section(page: Page) -> None:
    rows: Rows = {"thing_id": "The id of the thing.", "owner": {"id": "Who owns it.", "name": "What they are called."}}
    page.sections.insert(0, Section("thing_invented", "A thing is invented.", "Sent when it is.", [], rows, '{"a": 1}'))


def _with_example(event: str, contract: Contract) -> Callable[[Page], None]:
    def apply(page: Page) -> None:
        section = page.section(event)
        section.example = contract.events[section.name].examples[0].text.strip()

    return apply


def _example_edits(section: Section, value: Any) -> Iterator[Edit]:
    def edit(path: tuple[str, ...], change: Callable[[dict[str, Any], str], None]) -> Edit:
        def apply(page: Page) -> None:
            changed = json.loads(page.section(section.name).example or "")
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            change(holder, path[-1])
            page.section(section.name).example = json.dumps(changed, indent=2, ensure_ascii=False)

        return Edit((section.name, "example", *path), ("example-changed", section.name, "/" + "/".join(path)), apply)

    def put(holder: dict[str, Any], name: str) -> None:
        holder[name] = [holder.get(name)]

    for name, member in value.items():
        yield edit((name, "invented"), put)
        for inner in member if isinstance(member, dict) else ():
            yield edit((name, inner), put)
            yield edit((name, inner), lambda holder, name: holder.pop(name))


def chosen(page: Page, possible: list[Edit], count: int, source: random.Random) -> list[Edit]:
    """``count`` edits, no two of the same place or of places inside each other, which leave an event of the page."""
    while True:
        picked = source.sample(possible, count)
        places = [each.target for each in picked]
        gone = sum(each.expected[0] == "event-gone" for each in picked)
        if gone < len(page.sections) and not any(a is not b and b[: len(a)] == a for a in places for b in places):
            return picked
