"""What an audit counts, and under what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from eventcontract.audit.documents import FoundPart, SeenPart
from eventcontract.runtime.errors import Finding
from eventcontract.runtime.rules import Level

# Less and greater than every timestamp.
NEWEST, OLDEST = "", "~"


class Kind(NamedTuple):
    """What findings have in common: the same rule at the same place of the same event.

    ``pointer`` has ``*`` for the index of an array. ``value`` is the value that is not one of the known values, if
    the contract says that values of this field are harmless; ``None`` otherwise.
    """

    event: str
    level: Level
    rule: str
    pointer: str
    value: str | None = None


class Place(NamedTuple):
    """A file, and the byte (after decompression) or row in it at which a delivery begins."""

    file: str
    offset: int


class Seen:
    """The deliveries of one event: how many in each scope, how many of them readers refuse; first and last time."""

    __slots__ = ("deliveries", "first", "last", "refused")

    def __init__(self) -> None:
        self.deliveries: dict[int, int] = {}
        self.refused: dict[int, int] = {}
        self.first, self.last = OLDEST, NEWEST

    @classmethod
    def of(cls, part: SeenPart) -> Seen:
        seen = cls()
        seen.deliveries, seen.refused = dict(part.deliveries), dict(part.refused)
        seen.first, seen.last = part.first or OLDEST, part.last or NEWEST
        return seen

    def part(self, event: str, places: Mapping[int, int]) -> SeenPart:
        return SeenPart(
            event=event,
            first=None if self.first == OLDEST else self.first,
            last=self.last or None,
            deliveries=_sorted(self.deliveries, places),
            refused=_sorted(self.refused, places),
        )

    def add(self, other: Seen | Alike, numbers: Sequence[int] | None = None) -> None:
        add_up(self.deliveries, other.deliveries, numbers)
        if isinstance(other, Seen):
            add_up(self.refused, other.refused, numbers)
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)


class Alike:
    """Deliveries of one event with the same findings: how many in each scope, first and last time, the first place."""

    __slots__ = ("deliveries", "findings", "first", "last", "place")

    def __init__(self, findings: Sequence[Finding], place: tuple[str, int] | None) -> None:
        self.findings = findings
        self.deliveries: dict[int, int] = {}
        self.first, self.last = OLDEST, NEWEST
        self.place = place


class Found:
    """The findings of one kind: how many, in how many deliveries of each scope; first and last time, and a place."""

    __slots__ = ("deliveries", "findings", "first", "last", "place")

    def __init__(self) -> None:
        self.findings = 0
        self.deliveries: dict[int, int] = {}
        self.first, self.last = OLDEST, NEWEST
        self.place: tuple[str, int] | None = None

    @classmethod
    def of(cls, part: FoundPart) -> Found:
        found = cls()
        found.findings, found.deliveries = part.findings, dict(part.deliveries)
        found.first, found.last = part.first or OLDEST, part.last or NEWEST
        found.place = part.place
        return found

    def part(self, kind: Kind, places: Mapping[int, int]) -> FoundPart:
        return FoundPart(
            **kind._asdict(),
            findings=self.findings,
            first=None if self.first == OLDEST else self.first,
            last=self.last or None,
            place=self.place,
            deliveries=_sorted(self.deliveries, places),
        )

    def add(self, other: Found | Alike, numbers: Sequence[int] | None = None) -> None:
        if isinstance(other, Found):
            self.findings += other.findings
        add_up(self.deliveries, other.deliveries, numbers)
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        if self.place is None or (other.place is not None and other.place < self.place):
            self.place = other.place


def add_up(counts: dict[int, int], other: Mapping[int, int], numbers: Sequence[int] | None) -> None:
    for number, count in other.items():
        new = number if numbers is None else numbers[number]
        counts[new] = counts.get(new, 0) + count


def _sorted(counts: Mapping[int, int], places: Mapping[int, int]) -> list[tuple[int, int]]:
    return sorted((places[number], count) for number, count in counts.items())


class SeenRow(NamedTuple):
    """A row of the table of what was seen."""

    event: str
    account: str | None
    producer: str | None
    day: str | None
    deliveries: int
    refused: int


class FoundRow(NamedTuple):
    """A row of the table of what was found; ``deliveries`` are those with at least one such finding."""

    event: str
    level: Level
    rule: str
    pointer: str
    value: str | None
    account: str | None
    producer: str | None
    day: str | None
    deliveries: int
