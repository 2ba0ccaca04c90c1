"""Which fields of which events a consumer reads: what a file of usage says.

{
  "consumer": "desk",
  "contract": "parcel-post-events",
  "events": {
    "depot.counted": {"reads": ["/sent_at", "/data/total"], "whole": ["/data/depot"]},
    "depot.closed": {}
  }
}

``contract`` is the distribution that the contract comes in. ``reads`` are fields that are read one by one, ``whole``
are objects that are stored, copied or sent on with everything in them; ``""`` is the whole event. The elements of a
list are at ``/*``. An event with neither is handled, but nothing in it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eventcontract import pointers
from eventcontract.model.contract import Contract
from eventcontract.model.tree import event_root, known_keys, walk
from eventcontract.pointers import ELEMENT, Path
from eventcontract.suggestions import suggest

_MEMBERS = ("consumer", "contract", "events")
_PARTS = ("reads", "whole")


@dataclass(frozen=True, slots=True)
class Reads:
    """What is read of one event: single fields, and whole objects."""

    reads: frozenset[Path] = frozenset()
    whole: frozenset[Path] = frozenset()

    def touch(self, path: Path) -> bool:
        """Whether the field at ``path`` is read: itself, something in it, or something that it is part of."""
        if any(_related(path, whole) for whole in self.whole):
            return True
        # A handler that reads a list of texts reads the texts.
        return any(read[: len(path)] == path or _is_element(path, read) for read in self.reads)

    def __or__(self, other: Reads) -> Reads:
        return Reads(self.reads | other.reads, self.whole | other.whole)

    def shortest(self) -> Reads:
        """The same without what follows from the rest."""
        whole = {each for each in self.whole if not any(each[:length] in self.whole for length in range(len(each)))}
        holders = {each[:length] for each in self.reads for length in range(len(each))}
        return Reads(self.reads - holders - whole, frozenset(whole))


@dataclass(frozen=True, slots=True)
class Usage:
    """What ``consumer`` reads of the events of ``contract`` (a distribution): each event that it handles."""

    consumer: str
    contract: str
    events: Mapping[str, Reads]

    def __or__(self, other: Usage) -> Usage:
        names = self.events.keys() | other.events.keys()
        none = Reads()
        both = {name: self.events.get(name, none) | other.events.get(name, none) for name in names}
        return Usage(self.consumer, self.contract, both)


def load_usage(text: str | bytes) -> Usage:
    """The usage in a JSON text; ``ValueError`` says where it is wrong, and what to do."""
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from None
    _object(document, "", _MEMBERS)
    for member in _MEMBERS:
        if member not in document:
            raise ValueError(f"'{member}' is missing")
    for member in ("consumer", "contract"):
        if not isinstance(document[member], str) or not document[member].strip():
            raise ValueError(f"/{member}: must be text")
    _object(document["events"], "/events", None)
    events = {}
    for name, parts in document["events"].items():
        where = pointers.build(("events", name))
        _object(parts, where, _PARTS)
        events[name] = Reads(*(_paths(parts.get(part, []), f"{where}/{part}") for part in _PARTS))
    return Usage(document["consumer"], document["contract"], events)


def dump_usage(usage: Usage) -> str:
    """``usage`` as JSON, sorted, one pointer in a line."""
    events = {}
    for name, reads in sorted(usage.events.items()):
        short = reads.shortest()
        parts = {part: sorted(map(pointers.build, getattr(short, part))) for part in _PARTS}
        events[name] = {part: found for part, found in parts.items() if found}
    document = {"consumer": usage.consumer, "contract": usage.contract, "events": events}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def known_paths(contract: Contract, event: str) -> set[Path]:
    """Every place in an event at which the contract knows a field or a key, and the event itself."""
    root = event_root(contract, event)
    return {(), *(path for path, _ in walk(root)), *(path for path, _ in known_keys(root))}


def check_usage(usage: Usage, *contracts: Contract) -> None:
    """``ValueError`` for what none of ``contracts`` has: a mistake in it would hide changes."""
    distributions = {contract.catalogue.distribution for contract in contracts}
    if usage.contract not in distributions:
        raise ValueError(f"/contract: it is about {usage.contract}, not {' or '.join(sorted(distributions))}")
    events = {name for contract in contracts for name in contract.events}
    for name, reads in usage.events.items():
        where = pointers.build(("events", name))
        if name not in events:
            raise ValueError(f"{where}: no contract has this event{suggest(name, events)}")
        known = {path for each in contracts if name in each.events for path in known_paths(each, name)}
        for part in _PARTS:
            for path in sorted(getattr(reads, part) - known):
                pointer = pointers.build(path)
                hint = suggest(pointer, map(pointers.build, known))
                raise ValueError(f"{where}/{part}: the event has no field {pointer}{hint}")


def _object(value: Any, where: str, members: Iterable[str] | None) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"{where or 'the file'}: must be an object")
    for key in value:
        if members is not None and key not in members:
            raise ValueError(f"{where}/{pointers.escape(key)}: unknown key{suggest(key, members)}")


def _paths(value: Any, where: str) -> frozenset[Path]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{where}: must be a list of JSON Pointers")
    try:
        return frozenset(map(pointers.parse, value))
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"'{twice}' occurs twice in one object; join the two")
    return found


def _related(one: Path, other: Path) -> bool:
    """Whether one path is at or below the other."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _is_element(path: Path, read: Path) -> bool:
    return path[: len(read)] == read and set(path[len(read) :]) == {ELEMENT}
