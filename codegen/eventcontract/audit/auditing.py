"""The mergeable summary of any number of deliveries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

import msgspec

from eventcontract import pointers
from eventcontract.audit import documents
from eventcontract.audit.checking import NO_DELIVERY, NO_EVENT, event_shown, in_batch
from eventcontract.audit.counts import Alike, Found, FoundRow, Kind, Seen, SeenRow, add_up
from eventcontract.audit.documents import Bounds, Document, FoundPart
from eventcontract.audit.keeping import OTHERS, Smallest
from eventcontract.audit.moments import utc
from eventcontract.audit.scopes import Scope, Scopes
from eventcontract.audit.values import dimension, is_sensitive, texts
from eventcontract.runtime import ContractViolation, Finding, Package
from eventcontract.runtime.checking import Examined
from eventcontract.runtime.explain import pointer as build
from eventcontract.runtime.json_text import MAX_SIZE
from eventcontract.runtime.records import word
from eventcontract.runtime.rules import Rule

if TYPE_CHECKING:
    from eventcontract.audit.report import Report

# How many events that the contract does not describe, how many kinds of findings, and how many texts are told apart.
_EVENTS = 1000
_KINDS = 5000
_TEXTS = 20_000
# How many combinations of account, producer and day are remembered as they were sent.
_SENT = 20_000
# How many counts are kept before they are added up.
_ALIKE = 200_000
# A longer value does not name a state or a kind.
_LONGEST = 40
_NEW_VALUE = Rule.UNDOCUMENTED_VALUE.id
_INDEX = re.compile(r"/[0-9]+(?=/|\Z)")


class Audit:
    """Counts what deliveries are and what was found in them, and can be added up.

    Audits of the parts of an archive, merged in any order, are the audit of the whole, to the last count. Memory is
    bounded: where an archive holds more accounts, names or kinds of findings than are kept, those with the smallest
    hashes are counted exactly, and all others together, as ``(others)``.

    No value of a delivery is kept, but those of account and producer, and new values of fields that the contract
    calls harmless. All methods can be called by several threads at once; an audit can be pickled.

    ``lengths`` keeps the greatest length of each text as well, which makes reading several times slower. The text of
    an event must not be larger than ``max_size``.
    """

    def __init__(self, package: Package, *, lengths: bool = False, max_size: int = MAX_SIZE) -> None:
        #: The package whose contract deliveries are judged by.
        self.package = package
        self.max_size = max_size
        # There are few of them, and documented events must not be counted with others.
        self._described = frozenset(package.events)
        self._always = self._described | {NO_EVENT, NO_DELIVERY, OTHERS}
        self._time = build(package.time) if package.time else None
        self._lock = RLock()
        self._scopes = Scopes()
        # The numbers of scopes as they were sent, which may be too long to be kept or counted with others.
        self._numbers: dict[tuple[Any, Any, str | None], int] = {}
        # Deliveries with the same findings, by event and identity of the findings, until they are added up.
        self._alike: dict[tuple[str, int], Alike] = {}
        self._kept_apart = 0  # how many counts they hold
        self._grown = False  # whether there is anything new since it was last looked for a surplus
        self._seen: dict[str, Seen] = {}
        self._found: dict[Kind, Found] = {}
        self._events: Smallest[str] = Smallest(_EVENTS)
        self._kinds: Smallest[Kind] = Smallest(_KINDS)
        self._lengths: dict[tuple[str, str], int] | None = {} if lengths else None
        self._texts: Smallest[tuple[str, str]] = Smallest(_TEXTS)

    def __getstate__(self) -> dict[str, Any]:
        with self._lock:
            self._add_alike()
            return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=RLock())

    # -- adding --------------------------------------------------------------------------------

    def add(self, delivery: Any, *, place: tuple[str, int] | None = None) -> bool:
        """Count one delivery, or those of a batch: JSON text or decoded JSON, in any envelope of the contract.

        Never raises. Returns whether the delivery is readable, so that ``parse`` accepts it. ``place`` says where it
        is from: a file, and the byte or row in it.
        """
        examined = self.package.examine(delivery, max_size=self.max_size)
        if examined.event is None:
            readable = [self.add(each, place=place) for _, each in in_batch(self.package, examined.findings, delivery)]
            if readable:
                return all(readable)
        return self.count(examined, delivery, place)

    def count(self, examined: Examined, delivery: Any, place: tuple[str, int] | None = None) -> bool:
        """Count one delivery that the package has examined; whether it is readable."""
        event, findings, account, producer, time = examined
        # What readers accept, and has this length and form, is a time in UTC with milliseconds.
        if (
            type(findings) is tuple
            and type(time) is str
            and len(time) == 24
            and time[23] == "Z"
            and time[10] == "T"
            and self._lengths is None
            and event is not None
        ):
            with self._lock:
                number = self._numbers.get((account, producer, time[:10]))
                if number is None:
                    number = self._number(account, producer, time[:10])
                alike = self._alike.get((event, id(findings)))
                if alike is None:
                    alike = self._alike[event, id(findings)] = Alike(findings, place)
                deliveries = alike.deliveries
                if number in deliveries:
                    deliveries[number] += 1
                else:
                    deliveries[number] = 1
                    self._kept_apart += 1
                if time < alike.first:
                    alike.first = time
                if time > alike.last:
                    alike.last = time
                if place is not None and (alike.place is None or place < alike.place):
                    alike.place = place
                if self._grown or self._kept_apart > _ALIKE:
                    self._bound()
            return True
        readable = all(finding.level != "error" for finding in findings)
        described = event in self._described
        name: str = event if described else event_shown(self.package, event)  # type: ignore[assignment]
        moment = utc(time) if readable or self._is_dated(findings) else None
        alike = Alike(findings, place)
        if moment is not None:
            alike.first = alike.last = moment
        with self._lock:
            number = self._number(account, producer, moment and moment[:10])
            alike.deliveries[number] = 1
            seen = self._add_up(name, alike, delivery)
            if not readable:
                seen.refused[number] = seen.refused.get(number, 0) + 1
            if self._lengths is not None:
                self._measure(name, delivery)
            self._bound()
        return readable

    def _number(self, account: Any, producer: Any, day: str | None) -> int:
        """The number of a scope, by its members as they were sent."""
        # In Python, 1 and true are equal, and would share a number.
        kept = type(account) is type(producer) is str
        if kept and (number := self._numbers.get((account, producer, day))) is not None:
            return number
        self._grown = True
        number = self._scopes.number(Scope(dimension(account), dimension(producer), day))
        if kept:
            if len(self._numbers) > _SENT:
                self._numbers.clear()
            self._numbers[account, producer, day] = number
        return number

    def _add_alike(self) -> None:
        """Add up what was counted together."""
        together, self._alike, self._kept_apart = self._alike, {}, 0
        for (event, _), alike in together.items():
            self._add_up(event, alike)

    def _add_up(self, event: str, alike: Alike, delivery: Any = None) -> Seen:
        seen = self._seen.get(event) or self._seen_of(event)
        seen.add(alike)
        self._add_findings(event, alike, delivery)  # which asks whether the event is kept apart
        return seen

    def _add_findings(self, event: str, alike: Alike, delivery: Any) -> None:
        number = sum(alike.deliveries.values())
        counted = set()
        for finding in alike.findings:
            rule, pointer = finding.rule, _INDEX.sub("/*", finding.pointer)
            value = self._harmless(event, finding.pointer, delivery) if rule == _NEW_VALUE else None
            kind = Kind(event, finding.level, rule, pointer, value)
            found = self._found.get(kind) or self._found_of(kind)
            found.findings += number
            if found not in counted:
                counted.add(found)
                found.add(alike)

    def _bound(self) -> None:
        """Keep what is counted within bounds."""
        if self._kept_apart > _ALIKE:
            self._add_alike()
        if self._grown:
            self._grown = False
            if self._scopes.full or self._events.full or self._kinds.full or self._texts.full:
                self._prune()

    def _is_dated(self, findings: Sequence[Finding]) -> bool:
        """Whether nothing is wrong with the time of the event."""
        return all(finding.level != "error" or finding.pointer != self._time for finding in findings)

    def note(self, finding: Finding, place: tuple[str, int] | None = None) -> None:
        """Count a finding that is about no delivery, such as a file without any."""
        with self._lock:
            alike = Alike([finding], place)
            alike.deliveries[self._scopes.number(Scope(None, None, None))] = 1
            self._add_findings(NO_DELIVERY, alike, None)

    def _harmless(self, event: str, pointer: str, delivery: Any) -> str | None:
        """The value at ``pointer`` of the event, if the contract says that it can be shown."""
        if is_sensitive(self.package.reading(event, strict=True).schema, pointers.parse(pointer)):
            return None
        findings = self.package.examine(delivery, show_values=True, max_size=self.max_size).findings
        shown = [each.value for each in findings if each.pointer == pointer and each.value is not None]
        value = msgspec.json.decode(shown[0]) if shown else None
        return value if isinstance(value, str) and len(value) <= _LONGEST and word(value) == value else None

    def _seen_of(self, event: str) -> Seen:
        self._grown = True
        if event not in self._always and not self._events.add(event):
            event = OTHERS
        return self._seen.setdefault(event, Seen())

    def _found_of(self, kind: Kind) -> Found:
        self._grown = True
        if kind.pointer != OTHERS and not self._kinds.add(kind):
            kind = self._together(kind)
        return self._found.setdefault(kind, Found())

    def _together(self, kind: Kind) -> Kind:
        known = kind.event in self._always or kind.event in self._events.names
        return Kind(kind.event if known else OTHERS, kind.level, kind.rule, OTHERS)

    def _measure(self, event: str, delivery: Any) -> None:
        if event not in self._described:
            return
        try:
            payload = self.package.open(delivery, self.max_size)
        except ContractViolation:
            return
        for path, text in texts(payload, ()):
            self._lengthen((event, _INDEX.sub("/*", build(path))), len(text))

    def _lengthen(self, where: tuple[str, str], length: int) -> None:
        assert self._lengths is not None
        self._grown = True
        if self._lengths.get(where, -1) < length and self._texts.add(where):
            self._lengths[where] = length

    # -- bounds --------------------------------------------------------------------------------

    def _prune(self) -> None:
        """Keep what is kept of the whole, and not the surplus that makes keeping it cheaper."""
        self._add_alike()
        self._renumber(self._scopes.prune())
        if self._events.prune() | self._kinds.prune():
            self._regroup()
        if self._texts.prune():
            self._drop_lengths()

    def _drop_lengths(self) -> None:
        lengths = self._lengths or {}
        self._lengths = {where: length for where, length in lengths.items() if where in self._texts.names}

    def _renumber(self, numbers: Sequence[int] | None) -> None:
        if numbers is None:
            return
        self._numbers.clear()
        for seen in self._seen.values():
            old, seen.deliveries, seen.refused = (seen.deliveries, seen.refused), {}, {}
            add_up(seen.deliveries, old[0], numbers)
            add_up(seen.refused, old[1], numbers)
        for found in self._found.values():
            counts, found.deliveries = found.deliveries, {}
            add_up(found.deliveries, counts, numbers)

    def _regroup(self) -> None:
        seen, self._seen = self._seen, {}
        for event, own in seen.items():
            self._seen_of(event).add(own, None)
        found, self._found = self._found, {}
        for kind, its in found.items():
            self._found_of(self._together(kind) if kind.pointer == OTHERS else kind).add(its, None)

    def merge(self, other: Audit | bytes | str) -> Self:
        """Add what another audit counted, or one that :meth:`to_json` wrote; returns this audit.

        ``ValueError`` if ``other`` is not an audit of this package, or has no lengths of texts although this one has.
        """
        document = other._locked_document() if isinstance(other, Audit) else documents.read(other)
        with self._lock:
            self._add(document)
        return self

    def _add(self, document: Document) -> None:
        if document.package != self.package.name:
            raise ValueError(f"this is an audit of {word(document.package)}, not of {self.package.name}")
        if self._lengths is not None and document.lengths is None:
            raise ValueError("the other audit did not measure the lengths of texts")
        bounds = document.bounds
        self._add_alike()
        self._renumber(self._scopes.lower(bounds.accounts, bounds.producers, bounds.days))
        if self._events.lower(bounds.events) | self._kinds.lower(bounds.kinds):
            self._regroup()
        numbers = [self._scopes.number(Scope(*scope)) for scope in document.scopes]
        for seen in document.seen:
            self._seen_of(seen.event).add(Seen.of(seen), numbers)
        for found in document.found:
            kind = Kind(found.event, found.level, found.rule, found.pointer, found.value)
            self._found_of(self._together(kind) if kind.pointer == OTHERS else kind).add(Found.of(found), numbers)
        if self._lengths is not None:
            if self._texts.lower(bounds.texts):
                self._drop_lengths()
            for event, pointer, length in document.lengths or ():
                self._lengthen((event, pointer), length)
        self._prune()

    # -- as data -------------------------------------------------------------------------------

    def to_json(self) -> bytes:
        """The audit as JSON (UTF-8): the same bytes for the same deliveries, in whatever order they came."""
        return documents.write(self._locked_document())

    def _locked_document(self) -> Document:
        with self._lock:
            self._prune()
            return self._document()

    def _document(self) -> Document:
        names = self._scopes.names
        used = {number for seen in self._seen.values() for number in seen.deliveries}
        used |= {number for found in self._found.values() for number in found.deliveries}
        scopes = sorted(used, key=lambda number: _sortable(names[number]))
        places = {number: index for index, number in enumerate(scopes)}
        lengths = self._lengths
        return Document(
            format=documents.FORMAT,
            package=self.package.name,
            scopes=[names[number] for number in scopes],
            seen=[self._seen[event].part(event, places) for event in sorted(self._seen)],
            found=[self._found[kind].part(kind, places) for kind in sorted(self._found, key=_sortable)],
            bounds=Bounds(
                accounts=self._scopes.bound,
                producers=self._scopes.producers.bound,
                days=self._scopes.days.bound,
                events=self._events.bound,
                kinds=self._kinds.bound,
                texts=self._texts.bound,
            ),
            lengths=None if lengths is None else sorted((*where, length) for where, length in lengths.items()),
        )

    def seen(self) -> Iterator[SeenRow]:
        """The table of what was seen, sorted: deliveries by event, account, producer and day."""
        document = self._locked_document()
        for part in document.seen:
            refused = dict(part.refused)
            for number, count in part.deliveries:
                yield SeenRow(part.event, *document.scopes[number], count, refused.get(number, 0))

    def found(self) -> Iterator[FoundRow]:
        """The table of what was found, sorted: deliveries by kind of finding, account, producer and day."""
        document = self._locked_document()
        for part in document.found:
            for number, count in part.deliveries:
                kind = (part.event, part.level, part.rule, part.pointer, part.value)
                yield FoundRow(*kind, *document.scopes[number], count)

    def report(self, accepts: Callable[[FoundPart], bool] | None = None) -> Report:
        """What the audit says, one line for each rule and place.

        ``accepts`` says which kinds of findings to leave out.
        """
        from eventcontract.audit.report import Report

        return Report.of(self._locked_document(), frozenset(self.package.events), accepts or (lambda _: False))


def _sortable(names: Sequence[str | None]) -> list[str]:
    return [name or "" for name in names]
