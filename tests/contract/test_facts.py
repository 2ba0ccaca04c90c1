"""The first vendor's spec holds every fact that was collected of its documented events."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.documents import read_yaml
from tests.support.facts import ACCEPTED, compare
from tests.vendors import contract_of

FACTS = Path(__file__).parent / "facts" / "fields.yaml"
#: (event, path, fact) -> (what fields.yaml says, what is right), where Canvas's source code corrects it.
CORRECTED: dict[tuple[str, str, str], tuple[Any, Any]] = {
    (event, path, each["fact"]): (each["was"], each["is"])
    for each in read_yaml(FACTS.with_name("corrections.yaml"))
    for event in each["events"]
    for path in each["paths"]
}


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """The collected facts."""
    document: dict[str, Any] = read_yaml(FACTS)
    return document


def different(facts: dict[str, Any]) -> list[tuple[str, str, str, Any, Any]]:
    """(event, path, fact, collected, in the spec) where the two are not the same."""
    return [each for each in compare(contract_of("canvas"), facts) if each[3] != each[4]]


def test_every_fact_is_in_the_spec(facts: dict[str, Any], record_property: Callable[[str, object], None]) -> None:
    found = different(facts)
    assert {each[:3]: each[3:] for each in found if each[:3] not in ACCEPTED} == CORRECTED
    assert [place for place in ACCEPTED if place not in {each[:3] for each in found}] == [], "accepted, yet the same"
    compared = len(list(compare(contract_of("canvas"), facts)))
    record_property("count: facts compared", compared)
    # Of each field of each event there are at least eight.
    fields = sum(len(event["body"]) for events in facts["categories"].values() for event in events.values())
    assert compared > 8 * fields > 5000


def test_every_event_of_the_facts_is_in_the_spec(facts: dict[str, Any]) -> None:
    collected = {name for events in facts["categories"].values() for name in events}
    documented = {event.name for event in contract_of("canvas").events.values() if event.evidence == "documented"}
    assert collected == documented


WRONG: dict[str, tuple[str, Any]] = {
    "type": ("type", "boolean"),
    "nullable": ("nullable", False),
    "presence": ("presence", "conditional"),
    "values": ("values", ["invented"]),
    "observed": ("observed", ["invented"]),
    "truncated": ("limit", 12),
    "scope": ("scope", "local"),
}


@pytest.mark.parametrize("word", WRONG)
def test_a_wrong_fact_is_noticed(facts: dict[str, Any], word: str) -> None:
    spoiled = copy.deepcopy(facts)
    fact, value = WRONG[word]
    field = spoiled["categories"]["course"]["course_created"]["body"]["name"]
    assert field.get(word) != value
    field[word] = value
    assert ("course_created", "body.name", fact) in {each[:3] for each in different(spoiled)}
