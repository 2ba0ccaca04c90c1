"""A contract cut down to a few events, for what takes long and shows on any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eventcontract.model import Contract, Object, Scalar, event_root, walk


def few_events(contract: Contract) -> Contract:
    """The contract with as few of its events as have every kind of field that any of them has."""
    features = {name: set(_features(event_root(contract, name))) for name in contract.events}
    missing = set().union(*features.values())
    chosen: set[str] = set()
    while missing:
        # The name decides between equals, so that the choice does not depend on the order of the files.
        best = max(sorted(features), key=lambda name: len(features[name] & missing))
        chosen.add(best)
        missing -= features[best]
    return with_events(contract, chosen)


def with_events(contract: Contract, names: set[str]) -> Contract:
    """The contract with these events, and what belongs to them."""
    events = {name: event for name, event in contract.events.items() if name in names}
    errata = {
        name: replace(each, events=tuple(event for event in each.events if event in names))
        for name, each in contract.errata.items()
        if names.intersection(each.events)
    }
    categories = {
        name: each for name, each in contract.categories.items() if any(e.category == name for e in events.values())
    }
    return replace(contract, events=events, errata=errata, categories=categories)


def _features(root: Object) -> Iterator[tuple[object, ...]]:
    """What a renderer or a check distinguishes in the fields of an event."""
    for path, field in walk(root):
        yield field.type.kind, field.nullable, field.required, path[-1] == "*"
        yield "nested", len(path), isinstance(field.type, Object) and bool(field.type.alternatives)
        if isinstance(field.type, Scalar):
            for erratum in field.type.errata:
                yield "erratum", field.type.kind, erratum.tolerates
