"""What an audit says: totals, and one line for each rule and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Literal

import msgspec

from eventcontract.audit.checking import NO_EVENT
from eventcontract.audit.documents import Document, FoundPart
from eventcontract.audit.keeping import OTHERS
from eventcontract.runtime.rules import Level, Rule

#: The version of the JSON document that :meth:`Report.to_dict` returns.
FORMAT = 1

#: What a line is about: something wrong; something that the contract does not know; something that is merely old; or
#: something that the contract knows and the vendor does not document.
Topic = Literal["fault", "new", "old", "known"]
TOPICS: tuple[Topic, ...] = ("fault", "new", "old", "known")
_UNDOCUMENTED = {Rule.UNDOCUMENTED_EVENT.id, Rule.UNDOCUMENTED_FIELD.id, Rule.UNDOCUMENTED_VALUE.id}
_OLD = {Rule.BEFORE_SINCE.id, Rule.WITHDRAWN_FIELD.id}
_LEVELS: tuple[Level, ...] = ("error", "warning", "info")


def topic(level: Level, rule: str) -> Topic:
    """What a finding is about."""
    if rule in _OLD:
        return "old"
    if level == "info":
        return "known"
    return "new" if level == "warning" and rule in _UNDOCUMENTED else "fault"


class Day(msgspec.Struct, frozen=True):
    """A day in UTC (``None``: deliveries without a readable time) and the number of its deliveries."""

    day: str | None
    deliveries: int
    refused: int = 0


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The deliveries of one event. ``described``: the contract describes it."""

    event: str
    described: bool
    deliveries: int
    refused: int
    first: str | None
    last: str | None
    days: list[Day]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one rule at one place, over all events.

    ``findings`` counts them, ``deliveries`` those with at least one, and ``share`` is their part of all deliveries of
    these ``events``, or of all there are if these have no event. ``values`` are new values of a harmless field, each
    with its number. ``first`` and ``last`` are times of events, ``place`` is a file and a byte (or row) in it.
    ``accounts`` is a number, ``producers`` are names, the most frequent one first.
    """

    topic: Topic
    level: Level
    rule: str
    pointer: str
    events: list[str]
    values: list[tuple[str, int]]
    findings: int
    deliveries: int
    share: float
    first: str | None
    last: str | None
    place: tuple[str, int] | None
    accounts: int
    producers: list[str | None]
    days: list[Day]

    @property
    def about_event(self) -> bool:
        """Whether it is about an event as a whole: there is one line for each."""
        return self.rule == Rule.UNDOCUMENTED_EVENT.id


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit says.

    ``readable`` are the deliveries that ``parse`` accepts, ``undated`` those without a readable time. ``lines`` are
    sorted by topic, level and weight. ``accepted`` counts findings that somebody has accepted, which no line shows.
    ``lengths`` are the greatest lengths of texts by event and place, if they were measured. ``complete``: everything
    was counted by name; otherwise some of it is together under ``(others)``.
    """

    format: int = FORMAT
    package: str
    deliveries: int
    readable: int
    undated: int
    first: str | None
    last: str | None
    accounts: int
    producers: list[str | None]
    days: list[Day]
    events: list[Event]
    lines: list[Line]
    accepted: int
    lengths: list[tuple[str, str, int]] | None
    complete: bool

    @classmethod
    def of(cls, document: Document, described: Collection[str], accepts: Callable[[FoundPart], bool]) -> Report:
        """The report of an audit; ``accepts`` says which findings are no longer of interest."""
        events, days, refused = [], Counter[str | None](), Counter[str | None]()
        for part in document.seen:
            own, own_refused = _by_day(document, part.deliveries), _by_day(document, part.refused)
            days += own
            refused += own_refused
            events.append(
                Event(
                    event=part.event,
                    described=part.event in described,
                    deliveries=own.total(),
                    refused=own_refused.total(),
                    first=part.first,
                    last=part.last,
                    days=_days(own, own_refused),
                )
            )
        shown, accepted = [], 0
        for found in document.found:
            if accepts(found):
                accepted += found.findings
            else:
                shown.append(found)
        seen = {number for part in document.seen for number, _ in part.deliveries}
        return cls(
            package=document.package,
            deliveries=days.total(),
            readable=days.total() - refused.total(),
            undated=days[None],
            first=min((part.first for part in document.seen if part.first), default=None),
            last=max((part.last for part in document.seen if part.last), default=None),
            accounts=len(_accounts(document, seen)),
            producers=_producers(document, [counts for part in document.seen for counts in part.deliveries]),
            days=_days(days, refused),
            events=sorted(events, key=lambda event: (-event.deliveries, event.event)),
            lines=_lines(document, shown, {event.event: event.deliveries for event in events}),
            accepted=accepted,
            lengths=document.lengths,
            complete=OTHERS not in {name for scope in document.scopes for name in scope}
            and not any(OTHERS in (part.event, part.pointer) for part in document.found),
        )

    def totals(self) -> dict[str, int]:
        """Numbers of findings: ``error``, ``warning`` (without what is new), and of lines about something ``new``."""
        faults = [line for line in self.lines if line.topic == "fault"]
        totals: dict[str, int] = {
            level: sum(line.findings for line in faults if line.level == level) for level in ("error", "warning")
        }
        totals["new"] = sum(line.topic == "new" for line in self.lines)
        return totals

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values; ``report.schema.json`` describes them."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return document


def _lines(document: Document, found: Iterable[FoundPart], deliveries: dict[str, int]) -> list[Line]:
    groups: dict[tuple[Level, str, str, str | None], list[FoundPart]] = {}
    for part in found:
        # Each new event is something new; a fault of members that all events have is one fault.
        event = part.event if part.rule == Rule.UNDOCUMENTED_EVENT.id else None
        groups.setdefault((part.level, part.rule, part.pointer, event), []).append(part)
    lines = [_line(document, parts, deliveries) for parts in groups.values()]
    return sorted(lines, key=_weight)


def _weight(line: Line) -> tuple[Any, ...]:
    place = TOPICS.index(line.topic), _LEVELS.index(line.level)
    return *place, -line.deliveries, line.rule, line.pointer, line.events


def _line(document: Document, parts: Sequence[FoundPart], deliveries: dict[str, int]) -> Line:
    first = parts[0]
    days, values = Counter[str | None](), Counter[str]()
    events: dict[str, None] = {}
    for part in parts:
        own = _by_day(document, part.deliveries)
        days += own
        events[part.event] = None
        if part.value is not None:
            values[part.value] += own.total()
    scopes = {number for part in parts for number, _ in part.deliveries}
    # What has no event could have been any.
    of = sum(deliveries.values() if NO_EVENT in events else (deliveries.get(event, 0) for event in events))
    places = [part.place for part in parts if part.place is not None]
    return Line(
        topic=topic(first.level, first.rule),
        level=first.level,
        rule=first.rule,
        pointer=first.pointer,
        events=sorted(events),
        values=sorted(values.items(), key=lambda item: (-item[1], item[0])),
        findings=sum(part.findings for part in parts),
        deliveries=days.total(),
        share=min(1.0, days.total() / of) if of else 0.0,
        first=min((part.first for part in parts if part.first), default=None),
        last=max((part.last for part in parts if part.last), default=None),
        place=min(places, default=None),
        accounts=len(_accounts(document, scopes)),
        producers=_producers(document, [counts for part in parts for counts in part.deliveries]),
        days=_days(days),
    )


def _by_day(document: Document, counts: Iterable[tuple[int, int]]) -> Counter[str | None]:
    days = Counter[str | None]()
    for number, count in counts:
        days[document.scopes[number][2]] += count
    return days


def _days(deliveries: Counter[str | None], refused: Counter[str | None] | None = None) -> list[Day]:
    order = sorted(deliveries, key=lambda day: (day is None, day or ""))
    return [Day(day, deliveries[day], refused[day] if refused else 0) for day in order]


def _accounts(document: Document, scopes: Iterable[int]) -> set[str]:
    return {account for number in scopes if (account := document.scopes[number][0]) is not None}


def _producers(document: Document, counts: Iterable[tuple[int, int]]) -> list[str | None]:
    """The producers, the most frequent one first."""
    found = Counter[str | None]()
    for number, count in counts:
        found[document.scopes[number][1]] += count
    return sorted(found, key=lambda name: (-found[name], name or ""))


def share(part: float) -> str:
    """A share as a percentage; what is not nothing is not 0, and what is not all is not 100."""
    percent = 100 * part
    if 0 < percent < 0.01:
        return "<0.01 %"
    if 99.99 < percent < 100:
        return ">99.99 %"
    return f"{percent:.2f} %" if percent < 1 or 99 < percent < 100 else f"{percent:.0f} %"


def minute(moment: str) -> str:
    """``2025-03-09T08:15:00.250Z`` as ``2025-03-09 08:15``."""
    return moment[:16].replace("T", " ")
