"""Pages against the spec.

Nothing is said to be gone where a page is in doubt: that is reported as not understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eventcontract import pointers
from eventcontract.drift import examples
from eventcontract.drift.documented import DocumentedEvent, DocumentedField, Page
from eventcontract.drift.rules import Finding, Part
from eventcontract.drift.values import listed
from eventcontract.drift.wording import folded
from eventcontract.model import Contract, Event, Field, Object, walk
from eventcontract.pointers import ELEMENT, Path
from eventcontract.source import Pages

# What is between the parts of a title.
_PARTS = re.compile(r"[|>/:\u00b7\u203a\u00bb]| - ")
# Of the events of a page, more than this part is not gone at once.
_MOST = 3 / 4
_ENDS = "the page ends here"


@dataclass(slots=True, kw_only=True)
class Compared:
    """What was compared: events, sentences whose words count, and examples."""

    events: int = 0
    sentences: int = 0
    examples: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on which page a finding is."""

    event: str
    file: str
    line: int

    def finding(self, rule: str, part: Part, pointer: str = "", **texts: str | None) -> Finding:
        return Finding(rule=rule, part=part, event=self.event, pointer=pointer, file=self.file, line=self.line, **texts)  # type: ignore[arg-type]

    def at(self, line: int) -> _Place:
        return replace(self, line=line)


class Comparison:
    """Compares pages with ``contract``; ``pages`` says what its spec repeats word for word."""

    def __init__(self, contract: Contract, pages: Pages) -> None:
        self._contract = contract
        self.events = contract.events
        self._pages = pages
        self._field_names = {field.name for event in contract.events.values() for _, field in walk(event.body)}
        self._shown: set[str] = set()
        self.compared = Compared()

    def findings(self, read: Sequence[Page]) -> list[Finding]:
        """Every difference, page by page in their order, each once."""
        found: list[Finding] = []
        self._shown = {event.name for page in read for event in page.events}
        for page in read:
            found += self._page(page)
        found += self._gone(read)
        return list(dict.fromkeys(found))

    def category(self, page: Page) -> str | None:
        """The category that a page is about: that of most of its events."""
        counts: dict[str, int] = {}
        for event in page.events:
            known = self._contract.events.get(event.name)
            if known is not None:
                counts[known.category] = counts.get(known.category, 0) + 1
        return max(counts, key=lambda name: counts[name], default=None)

    # -- pages ---------------------------------------------------------------------------------------

    def _page(self, page: Page) -> Iterator[Finding]:
        here = _Place("", page.name, 1)
        if not page.events:
            yield here.finding("not-understood", "page", says="no event is documented in a way that can be read")
        for doubt in page.doubts:
            if not doubt.unread:
                yield here.at(doubt.line).finding("not-understood", "page", says=doubt.says)
        for number, event in enumerate(page.events):
            known = self._contract.events.get(event.name)
            is_last = number == len(page.events) - 1
            yield from self._event(page, event, known, cut=is_last and not page.ended)

    def _event(self, page: Page, event: DocumentedEvent, known: Event | None, *, cut: bool) -> Iterator[Finding]:
        place = _Place(event.name, page.name, event.line)
        doubts = [place.at(doubt.line).finding("not-understood", "event", says=doubt.says) for doubt in event.doubts]
        damage = [each for each, doubt in zip(doubts, event.doubts, strict=True) if not doubt.unread]
        cut_name = self._has_cut_name(page, event)
        if known is None and (cut_name or event.name in self._field_names):
            yield place.finding("not-understood", "event", says="this is not the name of an event: is it lost?")
            return
        if known is None or not known.documented:
            yield from damage
            if not damage:
                yield place.finding("event-new", "event", page=event.definition)
            return
        self.compared.events += 1
        transcribed = known.category in self._pages.transcribed
        found = [*self._texts(place, event, known, cut=cut)] if transcribed else []
        tree = _Tree(self, place, transcribed=transcribed, cut=_ends(event.fields) if cut else ())
        tree.compare(event.fields, known.body, (self._contract.message.body,))
        found += tree.found
        if transcribed:
            found += self._examples(place, event, known)
        if cut_name and (found or tree.gone):
            yield place.finding("not-understood", "event", says="the page begins here: is the name cut off?")
            return
        reasons = [*doubts, *tree.doubts]
        if tree.gone and not reasons:
            reasons = self._why_not_gone(place, event, known, tree.gone, cut=cut)
            damage += reasons
        if tree.gone:
            damage += [each for each in doubts if each not in damage]
        yield from [*damage, *tree.doubts, *found, *(() if reasons else tree.gone)]

    def _why_not_gone(
        self, place: _Place, event: DocumentedEvent, known: Event, gone: Sequence[Finding], *, cut: bool
    ) -> list[Finding]:
        """Why the fields that are missing from an event may not be gone."""
        last = max([event.line, *(field.line for field in event.fields)])
        if cut and _lacks_end(event.fields, known.body):
            says = f"the page ends here, without {gone[-1].pointer}"
            return [place.at(last).finding("not-understood", "event", says=says)]
        others = [name for name, each in self._contract.events.items() if each.category == known.category]
        if self._foreign(event, [name for name in others if name not in self._shown]):
            says = "it has fields of an event that is missing: is a part of the page lost?"
            return [place.at(last).finding("not-understood", "event", says=says)]
        said = {field.name: folded(field.description) for field in known.body.fields}
        for row in event.fields:
            for each in gone:
                text = folded(each.spec or "")
                if len(text.split()) > 2 and text in folded(row.text) and text not in said.get(row.name, ""):
                    says = f"'{row.name}' has the description of {each.pointer}"
                    return [place.at(row.line).finding("not-understood", "event", says=says)]
        return []

    def _texts(self, place: _Place, event: DocumentedEvent, known: Event, *, cut: bool) -> Iterator[Finding]:
        texts: list[tuple[Part, str, str]] = [
            ("definition", known.definition, event.definition),
            ("trigger", " ".join([known.trigger, *known.notes]), event.trigger),
        ]
        for part, ours, theirs in texts:
            if theirs:
                self.compared.sentences += 1
                if cut and not event.fields and (_is_beginning(theirs, ours) or _is_beginning(ours, theirs)):
                    yield place.finding("not-understood", part, says=_ENDS)
                elif folded(ours) != folded(theirs):
                    yield place.finding("wording-changed", part, spec=ours, page=theirs)

    def _examples(self, place: _Place, event: DocumentedEvent, known: Event) -> Iterator[Finding]:
        ours = [json.loads(each.text) for each in known.examples if each.origin == "documented"]
        if ours and not event.examples and not event.damaged:
            yield place.finding("not-understood", "example", says="no example, and the spec has one of this page")
        for shown in event.examples:
            here = place.at(shown.line)
            if not ours:
                yield here.finding("example-new", "example", page=shown.text)
                continue
            self.compared.examples += 1
            nearest = min(ours, key=lambda each: len([*examples.differences(each, shown.value)]))
            for path, spec, page in examples.differences(nearest, shown.value):
                yield here.finding(
                    "example-changed", "example", pointers.build(path), spec=_json(spec), page=_json(page)
                )

    def _has_cut_name(self, page: Page, event: DocumentedEvent) -> bool:
        """Whether the page may begin in the middle of the event's name."""
        is_first = event is page.events[0] and not page.headings
        return is_first and any(name.endswith(event.name) and name != event.name for name in self.events)

    # -- what is missing -----------------------------------------------------------------------------

    def _gone(self, read: Sequence[Page]) -> Iterator[Finding]:
        """Events of a category that none of its pages documents."""
        for category in dict.fromkeys(filter(None, map(self.category, read))):
            own = [
                name for name, each in self._contract.events.items() if each.category == category and each.documented
            ]
            missing = [name for name in own if name not in self._shown]
            about = [page for page in read if self.category(page) == category]
            whole = [page for page in about if self._is_titled(page, category)]
            if not missing or not whole:
                continue  # without a title, it is a part of a page
            page = whole[-1]
            line = page.events[-1].line
            reason = self._why_in_doubt(about, whole, own, missing)
            for name in missing if reason is None else ():
                yield _Place(name, page.name, line).finding(
                    "event-gone", "event", spec=self._contract.events[name].definition
                )
            if reason is not None:
                says = f"{', '.join(missing)} not found, but {reason}"
                yield _Place("", page.name, line).finding("not-understood", "page", says=says)

    def _is_titled(self, page: Page, category: str) -> bool:
        """Whether a page begins with the title of the category, so that nothing is missing at its beginning."""
        title = folded(self._contract.categories[category].title)
        return any(
            title.casefold() in folded(line.text).casefold()
            if line.heading
            else title in (part.strip() for part in _PARTS.split(folded(line.text)))
            for line in page.headings
        )

    def _why_in_doubt(
        self, about: Sequence[Page], whole: Sequence[Page], own: Sequence[str], missing: Sequence[str]
    ) -> str | None:
        if any(page.doubts or any(event.damaged for event in page.events) for page in about):
            return "parts of the page were not understood"
        if len(missing) > _MOST * len(own):
            return f"these are nearly all of its {len(own)} events: is this all of the page?"
        if any(self._foreign(event, missing) for page in about for event in page.events):
            return "an event has fields of others: is a part of the page lost?"
        if not all(page.ended or _has_passed(page, missing) for page in whole):
            return "the page has no end"
        return None

    def _foreign(self, event: DocumentedEvent, missing: Iterable[str]) -> bool:
        """Whether the new fields of an event are those of one that is missing, as if one ran into the other."""
        known = self._contract.events.get(event.name)
        if known is None:
            return False
        new = {field.name for field in event.fields} - {field.name for field in known.body.fields}
        return len(new) > 1 and any(
            new <= {field.name for field in self._contract.events[name].body.fields} for name in missing
        )


def _has_passed(page: Page, missing: Iterable[str]) -> bool:
    """Whether a page in the order of the alphabet goes on after the places of these events."""
    names = [event.name for event in page.events]
    return names == sorted(names) and max(missing) < names[-1]


def _is_beginning(beginning: str, text: str) -> bool:
    """Whether ``text`` begins so and goes on."""
    return folded(text) != folded(beginning) and folded(text).startswith(folded(beginning))


def _ends(shown: Sequence[DocumentedField]) -> list[DocumentedField]:
    """The field shown last, with its last member, and so on."""
    return [shown[-1], *_ends(shown[-1].members or ())] if shown else []


def _lacks_end(shown: Sequence[DocumentedField], body: Object) -> bool:
    """Whether the last field of an object is missing, or that of the object shown last."""
    ours = {field.name: field for field in body.fields if field.documented}
    if ours and next(reversed(ours)) not in {row.name for row in shown}:
        return True
    last = shown[-1] if shown else None
    inner = ours[last.name].object if last is not None and last.name in ours else None
    return last is not None and inner is not None and _lacks_end(last.members or (), inner)


class _Tree:
    """Compares the fields of one event."""

    def __init__(
        self, comparison: Comparison, place: _Place, *, transcribed: bool, cut: Sequence[DocumentedField]
    ) -> None:
        self._compared = comparison.compared
        self._events = comparison.events
        self._cut = cut
        self._place = place
        self._transcribed = transcribed
        self.found: list[Finding] = []
        self.gone: list[Finding] = []
        self.doubts: list[Finding] = []

    def compare(self, shown: Iterable[DocumentedField], body: Object, path: Path) -> None:
        ours = {field.name: field for field in body.fields}
        theirs = {field.name: field for field in shown}
        for name, row in theirs.items():
            here = (*path, name)
            if name not in ours or not ours[name].documented:
                self._new(row, here)
            else:
                self._field(row, ours[name], here)
        for name, field in ours.items():
            if field.documented and name not in theirs:
                self.gone.append(
                    self._place.finding("field-gone", "field", pointers.build((*path, name)), spec=field.description)
                )

    def _new(self, row: DocumentedField, path: Path) -> None:
        if row.name in self._events:
            says = f"'{row.name}' is the name of an event"
            self.doubts.append(self._place.at(row.line).finding("not-understood", "event", says=says))
            return
        place, pointer = self._place.at(row.line), pointers.build(path)
        if [row] == self._cut:  # perhaps a heading of the table, whose other columns are lost
            self.doubts.append(place.finding("not-understood", "field", pointer, says=_ENDS))
            return
        self.found.append(place.finding("field-new", "field", pointer, page=row.text))

    def _field(self, row: DocumentedField, field: Field, path: Path) -> None:
        place, pointer = self._place.at(row.line), pointers.build(path)
        inner = field.object
        members = inner is not None and any(each.documented for each in inner.fields)
        below = (*path, ELEMENT) if inner is not None and inner is not field.type else path
        if row.members is not None and inner is not None:
            self.compare(row.members, inner, below)
        elif row.members is not None:
            for member in row.members:
                self._new(member, (*path, member.name))
        elif members and (self._transcribed or not row.text) and inner is field.type:
            self.doubts.append(
                place.finding("not-understood", "field", pointer, says="no members, and the spec has some")
            )
        elif not row.text:
            return
        elif self._transcribed:
            self._compared.sentences += 1
            if row in self._cut and _is_beginning(row.text, field.description):
                self.doubts.append(place.finding("not-understood", "field", pointer, says=_ENDS))
            elif folded(row.text) != folded(field.description):
                self.found.append(
                    place.finding("wording-changed", "description", pointer, spec=field.description, page=row.text)
                )
        else:
            self._values(row, field, pointer)

    def _values(self, row: DocumentedField, field: Field, pointer: str) -> None:
        """The values that a description lists, where its words are not those of the spec."""
        scalar = field.scalar
        if scalar is None or not scalar.values:
            return
        shown = listed(row.text, scalar.values)
        if shown is None:
            return
        place = self._place.at(row.line)
        for value in shown:
            if value not in scalar.values:
                self.found.append(place.finding("value-new", "value", pointer, page=value))
        for value in scalar.values:
            if value not in shown:
                self.gone.append(place.finding("value-gone", "value", pointer, spec=value))


def _json(value: Any) -> str | None:
    return None if value is examples.MISSING else json.dumps(value, ensure_ascii=False)
