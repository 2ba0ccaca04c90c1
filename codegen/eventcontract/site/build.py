"""Builds all files of a site, from a contract, guides, help texts and the component of the reference."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from eventcontract import pointers
from eventcontract.model import Category, Contract, Event, Scalar, event_root, walk, wording
from eventcontract.model.tree import attributes
from eventcontract.pointers import ELEMENT
from eventcontract.render import package
from eventcontract.render.asyncapi import asyncapi_document
from eventcontract.runtime.outcomes import OUTCOMES
from eventcontract.runtime.rules import Rule
from eventcontract.site import fields, history, markup, search, snippets
from eventcontract.site.deliveries import deliveries

_HERE = Path(__file__).parent
_STATIC = ("site.css", "site.js", "catalogue.js", "theme.js", "reference.js", "reference.css", "icon.svg")
#: Every slug is also the name of a template: the pages about what all events have in common.
_CONCEPTS = (
    ("delivery", "Delivery", "How events arrive, how they are signed, and how to handle duplicates"),
    ("absence", "Null, missing and unknown values", "What can be missing, what can be null, and what can be new"),
    (
        "ids-and-times",
        "Ids and timestamps",
        "How ids are composed and where they are valid; which timestamp formats are accepted",
    ),
    ("common-fields", "Common fields", "The fields that every event has"),
    ("rules", "Rules", "What can be wrong with a delivery, rule by rule"),
    ("errata", "Errata", "Where the documentation contradicts itself or what is sent"),
    ("evolution", "Schema evolution", "What can change without notice, and what a version number means"),
)


@dataclass(frozen=True)
class Guide:
    """A page of prose. ``text`` is Markdown, in which Jinja can name facts of the contract."""

    slug: str
    text: str


@dataclass(frozen=True)
class Command:
    """One command of a program, with what ``--help`` prints."""

    path: str
    help: str


@dataclass(frozen=True)
class Component:
    """The component that displays an AsyncAPI document: name and version, script, style sheet and license."""

    name: str
    script: bytes
    style: bytes
    license: bytes


@dataclass(frozen=True)
class Site:
    """The parts of a site besides the contract.

    ``versions`` means that the site is next to those of other versions, to which it then links. ``releases`` are the
    earlier releases of the contract, the oldest first.
    """

    guides: Sequence[Guide] = ()
    programs: Mapping[str, Sequence[Command]] = field(default_factory=dict)
    component: Component | None = None
    versions: bool = False
    releases: Sequence[history.Release] = ()


class PageError(ValueError):
    """A guide cannot be rendered; the message says which one, and why."""


def build(contract: Contract, site: Site) -> dict[str, bytes]:
    """Path -> content of every file; the same input produces the same bytes.

    Raises :class:`PageError` if a guide cannot be rendered.
    """
    return dict(sorted(_Builder(contract, site).files()))


class _Builder:
    def __init__(self, contract: Contract, site: Site) -> None:
        self.contract = contract
        self.site = site
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.asyncapi = asyncapi_document(contract)
        # Guides are part of the spec: they can name facts, and do nothing else.
        self.prose = ImmutableSandboxedEnvironment(
            undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True
        )
        facts = self.facts()
        self.templates.filters.update(breakable=_breakable, readable=_readable, capitalized=_capitalized)
        self.templates.globals["duration"] = _duration
        self.templates.globals.update(facts, code=markup.code, slug=markup.slug, type_name=wording.type_name)
        self.templates.globals.update(snippets.pages(contract))
        self.templates.globals.update(rules=list(Rule), outcomes=OUTCOMES)
        self.templates.filters.update(paragraphs=_paragraphs, inline_code=_inline_code)
        self.prose.globals.update(facts, up="../")
        self.guides = [(guide.slug, self.guide(guide)) for guide in site.guides]
        self.steps = history.steps(contract, site.releases)
        self.feed = history.feed(contract.catalogue, self.steps)
        self.templates.globals.update(
            guides=self.guides,
            concepts=_CONCEPTS,
            programs=site.programs,
            reference=site.component is not None and self.asyncapi is not None,
            versions=site.versions,
            history=self.steps,
            feed=history.FEED if self.feed is not None else None,
        )

    def facts(self) -> dict[str, Any]:
        """The facts that templates and guides can use."""
        contract = self.contract
        members: dict[str, list[Event]] = {name: [] for name in contract.categories}
        for event in contract.events.values():
            members[event.category].append(event)
        documented = [event for event in contract.events.values() if event.evidence == "documented"]
        return {
            "contract": contract,
            "catalogue": contract.catalogue,
            "by_category": members,
            "documented_events": len(documented),
            "field_count": sum(len(fields.body_rows(contract, name)) for name in contract.events),
            "sample": snippets.sample(contract),
            "name_path": attributes(contract.message.tree, contract.message.discriminator),
        }

    def guide(self, guide: Guide) -> markup.Document:
        try:
            return markup.document(self.prose.from_string(guide.text).render())
        except (jinja2.TemplateError, ValueError) as error:
            raise PageError(f"the guide {guide.slug}: {error}") from error

    def files(self) -> Iterator[tuple[str, bytes]]:
        for name in _STATIC:
            yield f"assets/{name}", (_HERE / "static" / name).read_bytes()
        yield "assets/catalogue-index.js", search.index(self.contract).encode()
        published = list(self.published())
        for path, text in published:
            yield path, text.encode()
        for path, page in self.pages([path for path, _ in published]):
            yield path, page.encode()
        if self.feed is not None:
            yield history.FEED, self.feed
        if self.site.component is not None and self.asyncapi is not None:
            yield from self.reference(self.site.component, self.asyncapi)

    def published(self) -> Iterator[tuple[str, str]]:
        """The machine-readable files, whose URLs stay the same in every release."""
        for path, text in package.render(self.contract):
            if not path.endswith((".py", "py.typed")):
                yield path, text
        if self.asyncapi is not None:
            yield "asyncapi.json", json.dumps(self.asyncapi, ensure_ascii=False, indent=1) + "\n"

    def pages(self, published: list[str]) -> Iterator[tuple[str, str]]:
        contract = self.contract
        yield self.page("index.html", "home", contract.catalogue.title)
        yield self.page("events/index.html", "catalogue", "Events")
        for category in contract.categories.values():
            yield self.category(category)
        for event in contract.events.values():
            yield self.event(event)
        for slug, title, summary in _CONCEPTS:
            context: dict[str, Any] = {}
            if slug == "common-fields":
                context = {"rows": fields.common_rows(contract), "keys": fields.common_keys(contract)}
            elif slug == "delivery":
                context = {"delivered": deliveries(contract, snippets.sample(contract).examples[0].text)}
            elif slug == "ids-and-times":
                kinds = [name for name, each in contract.types.items() if each.partition is not None]
                context = {
                    "scopes": self.scopes(),
                    "identifiers": {name: snippets.identifiers(contract, name) for name in kinds},
                }
            yield self.page(f"{slug}.html", slug, title, summary=summary, **context)
        for (slug, document), following in zip_longest(self.guides, self.guides[1:]):
            context = {"summary": document.summary, "guide": document, "following": following}
            yield self.page(f"guides/{slug}.html", "guide", document.title, **context)
        yield self.page(
            history.PAGE, "what-changed", "What changed", summary="What changed in each version, and for whom"
        )
        yield self.page("files.html", "files", "Files", published=published)
        for program, commands in self.site.programs.items():
            yield self.page(f"commands/{program}.html", "program", program, program=program, commands=commands)

    def page(self, path: str, template: str, title: str, **context: Any) -> tuple[str, str]:
        root = "../" * path.count("/")
        rendered = self.templates.get_template(f"{template}.html.jinja2").render(
            path=path, root=root, title=title, **context
        )
        return path, rendered

    def category(self, category: Category) -> tuple[str, str]:
        path = f"categories/{category.name}.html"
        return self.page(path, "category", category.title, category=category, summary=category.description)

    def event(self, event: Event) -> tuple[str, str]:
        contract = self.contract
        carriers = [shape for shape in contract.shapes.values() if shape.origins]
        origins = {
            origin: [shape.groups[group] for shape in carriers for group in shape.origins.get(origin, ())]
            for origin in event.origins
        }
        return self.page(
            f"events/{event.name}.html",
            "event",
            event.name,
            summary=event.definition,
            event=event,
            category=contract.categories[event.category],
            rows=fields.body_rows(contract, event.name),
            keys=fields.body_keys(contract, event.name),
            evidence=wording.SOURCE,
            errata=fields.errata_of(contract, event.name),
            anchors=self.anchors(event),
            origins=origins,
            related=fields.related(contract, event),
            changed=any(step.of(event.name) for step in self.steps),
            handler=snippets.handler(contract, event),
            contract_test=snippets.contract_test(contract, event),
            delivered=deliveries(contract, event.examples[0].text) if event.examples else [],
        )

    def anchors(self, event: Event) -> dict[str, str]:
        """JSON Pointer -> address of the row of that field, for errata."""
        body = self.contract.message.body
        found = {}
        for path, each in walk(event_root(self.contract, event.name)):
            target = "" if path[0] == body else "../common-fields.html"
            row = path if fields.has_row(path, each) else path[:-1]
            if path != (body,):
                found[pointers.build(path)] = f"{target}#{fields.anchor(row)}"
        return found

    def scopes(self) -> dict[str, dict[str, list[tuple[str, str, list[str]]]]]:
        """Type -> scope -> (field, its anchor, events) of the identifiers of that scope."""
        body = self.contract.message.body
        found: dict[str, dict[str, dict[tuple[str, ...], list[str]]]] = {
            each.name: {scope: {} for scope in each.scopes} for each in self.contract.types.values() if each.scopes
        }
        for name in self.contract.events:
            for path, each in walk(event_root(self.contract, name).member(body).type):
                of = each.type
                if isinstance(of, Scalar) and of.scope is not None and of.type in found:
                    place = path[:-1] if path[-1] == ELEMENT else path
                    found[of.type][of.scope].setdefault(place, []).append(name)
        return {
            kind: {
                scope: [
                    (fields.dotted(place), fields.anchor((body, *place)), events)
                    for place, events in sorted(places.items())
                ]
                for scope, places in scopes.items()
            }
            for kind, scopes in found.items()
        }

    def reference(self, component: Component, asyncapi: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
        document = json.dumps(asyncapi, ensure_ascii=False, separators=(",", ":"))
        yield "reference/document.js", f"window.asyncapiDocument = {document};\n".encode()
        yield "reference/component.js", component.script
        yield "reference/component.css", component.style
        yield "reference/LICENSE.txt", component.license
        path, page = self.page("reference/index.html", "reference", "AsyncAPI reference", component=component.name)
        yield path, page.encode()


def _breakable(text: str) -> Markup:
    """``text`` as HTML in which long names can be broken after their separators."""
    return Markup(re.sub(r"([_./:]|\[\])(?=.)|(?<=[a-z])(?=[A-Z])", r"\1<wbr>", str(escape(text))))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _readable(text: str) -> str:
    """A JSON text with an indentation of two spaces."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)


def _paragraphs(text: str) -> Markup:
    """``text`` as HTML: its first line is a paragraph, the lines after it are the items of a list."""
    first, *points = text.splitlines()
    items = Markup("").join(Markup("<li>{}</li>\n").format(point) for point in points)
    return Markup("<p>{}</p>").format(first) + (Markup("\n<ul>\n{}</ul>").format(items) if points else "")


def _inline_code(text: str) -> Markup:
    """``text`` as HTML in which words between backticks are code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _duration(seconds: int) -> str:
    """``seconds`` in words, in the largest unit that needs no fraction."""
    units = ((60 * 60, "hour"), (60, "minute"), (1, "second"))
    number, unit = next((seconds // size, unit) for size, unit in units if seconds % size == 0)
    return f"{number} {unit}{'s' if number != 1 else ''}"
