"""The spec requires what Canvas's source code always sends, and says since when."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.model import Field, event_root, walk
from tests.support.documents import read_yaml
from tests.vendors import contract_of

CONTRACT = contract_of("canvas")
FACTS: dict[str, Any] = read_yaml(Path(__file__).parent / "facts" / "required.yaml")
Place = tuple[str, str]


def fields() -> dict[Place, Field]:
    """Every documented field of every documented event by (event, JSON Pointer); "*" for the common members."""
    documented = [event.name for event in CONTRACT.events.values() if event.evidence == "documented"]
    found = {
        (event, pointers.build(path)): field
        for event in documented
        for path, field in walk(event_root(CONTRACT, event))
    }
    common = {("*", place): field for (event, place), field in found.items() if event == documented[0]}
    body = f"/{CONTRACT.message.body}"
    return {
        **{key: field for key, field in common.items() if not key[1].startswith(f"{body}/")},
        **{key: field for key, field in found.items() if key[1].startswith(f"{body}/")},
    }


def is_always_sent(field: Field) -> bool:
    """Whether the spec says that Canvas always sends it; of alternatives, as long as it sends that alternative."""
    return field.documented and field.nullable == "no" and field.when is None and field.group is None


def in_spec(field: Field) -> dict[str, str]:
    """What the spec says of a field, in the words of the facts."""
    said = {"verdict": "always" if is_always_sent(field) else "not always"}
    if field.since is not None:
        said |= {key: month for key in ("after", "by") if (month := getattr(field.since, key)) is not None}
    return said


def compare(facts: dict[str, Any]) -> Iterator[tuple[Place, dict[str, str], dict[str, str]]]:
    """(place, judged, in the spec) of every place that was judged, whether they are equal or not."""
    known = fields()
    for event, places in {"*": facts["metadata"], **facts["events"]}.items():
        for place, judged in places.items():
            verdict = "always" if judged["verdict"] == "always" else "not always"
            yield (event, place), {**judged, "verdict": verdict}, in_spec(known[event, place])


def test_the_spec_says_what_was_judged(record_property: Callable[[str, object], None]) -> None:
    compared = list(compare(FACTS))
    assert [each for each in compared if each[1] != each[2]] == []
    record_property("count: required fields compared", len(compared))
    assert len(compared) == 350 + len(FACTS["metadata"])


def test_nothing_else_is_required() -> None:
    judged = {place for place, *_ in compare(FACTS)}
    required = {place for place, field in fields().items() if is_always_sent(field)}
    assert required - judged == set()
    in_body = [place for place in required if place[0] != "*"]
    # Of 350 places, 12 can be missing or are not known, and 33 are younger than their event.
    assert len([place for place in in_body if fields()[place].since is None]) == 350 - 12 - 33


def test_required_is_what_was_always_sent() -> None:
    # In the schemas and classes; what belongs to one of several alternatives is required there by the alternative.
    for (event, place), field in fields().items():
        if is_always_sent(field) and not field.in_alternative and field.until is None:
            assert field.required == (field.since is None), (event, place)


@pytest.mark.parametrize(
    ("event", "place", "spoiled"),
    [
        ("assignment_override_created", "/body/assignment_id", {"verdict": "always"}),
        ("course_created", "/body/course_id", {"verdict": "unknown"}),
        ("grade_change", "/body/muted", {"verdict": "always"}),
        ("grade_change", "/body/muted", {"verdict": "always", "after": "2015-10", "by": "2017-06"}),
    ],
)
def test_a_wrong_verdict_is_noticed(event: str, place: str, spoiled: dict[str, str]) -> None:
    facts = copy.deepcopy(FACTS)
    assert facts["events"][event][place] != spoiled
    facts["events"][event][place] = spoiled
    assert [each[0] for each in compare(facts) if each[1] != each[2]] == [(event, place)]
