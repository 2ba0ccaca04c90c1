"""No difference between two contracts is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eventcontract.model import dump, load
from eventcontract.model.comparison import LEVELS, RULES, changes, merged
from eventcontract.model.comparison.rules import PARTS
from tests.support.sampling import Sample
from tests.vendors import Vendor

#: What names a part is also its key, which is compared; the version is what the comparison is for.
NAMES = {"version", "name"}


def test_every_word_is_compared(vendors: dict[str, Vendor], sample: Sample) -> None:
    """Each value of the document, changed alone, is a change."""
    old = vendors["parcel"].contract
    text = dump(old)
    tried = 0
    for path in sample.some(leaves(json.loads(text))):
        document = json.loads(text)
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        value = holder[path[-1]]
        holder[path[-1]] = (
            not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"
        )
        try:
            new = load(json.dumps(document))
        except ValueError:
            continue
        if path[-1] == "kind" or path == ("format",) or (path[-1] in NAMES and len(path) <= 3) or new == old:
            continue
        found = changes(old, new)
        assert found, path
        assert all(each.rule in RULES and each.direction in each.about.directions for each in found)
        tried += 1
    assert tried > (700 if sample.whole else 160)  # each quarter of them has 168 or more


def test_changes_of_several_events_are_merged(vendors: dict[str, Vendor]) -> None:
    old = vendors["parcel"].contract
    document = json.loads(dump(old))
    document["message"]["tree"]["fields"][0]["description"] += " Another sentence."
    found = changes(old, load(json.dumps(document)))
    (whole,) = [each for each in merged(found) if each.pointer and each.events]
    assert whole.events == tuple(old.events)
    assert whole.level == "text"


def test_rules_are_complete_sentences() -> None:
    for rule in RULES.values():
        assert rule.about.endswith(".") and rule.advice.endswith(".")
        assert rule.level in LEVELS
        assert rule.raises in PARTS


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if members is None:
        yield path
    else:
        for step, content in members:
            yield from leaves(content, (*path, step))
