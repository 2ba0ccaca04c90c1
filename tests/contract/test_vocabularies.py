"""The spec has every vocabulary of Canvas's source code once, and every field refers to its own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.model import Scalar, event_root, walk
from tests.support.documents import read_yaml
from tests.vendors import contract_of

CONTRACT = contract_of("canvas")
FACTS: dict[str, Any] = read_yaml(Path(__file__).parent / "facts" / "vocabularies.yaml")
SCALARS: dict[tuple[str, str], Scalar] = {
    (event, pointers.build(path)): field.scalar
    for event in CONTRACT.events
    for path, field in walk(event_root(CONTRACT, event))
    if field.scalar is not None
}


def places(facts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(vocabulary, event, JSON Pointer) of every field that is known to use one."""
    for name, fact in facts.items():
        for place, events in fact["fields"].items():
            for event in CONTRACT.events if events == ["*"] else events:
                yield name, event, place


def compare(facts: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """(what, in the source code, in the spec) of every vocabulary, value and field, whether they are equal or not."""
    for name, fact in facts.items():
        vocabulary = CONTRACT.vocabularies.get(name)
        yield (name, "known"), True, vocabulary is not None
        if vocabulary is None:
            continue
        yield (name, "open"), fact["open"], vocabulary.open
        # Of the empty text, the spec says that a field can be empty.
        if "" in fact["values"]:
            yield (
                (name, ""),
                True,
                any(SCALARS[event, place].empty for each, event, place in places(facts) if each == name),
            )
        values = [value for value in fact["values"] if value]
        for value in {*values, *vocabulary.values}:
            yield (name, value), value in values, value in vocabulary.values
    for name, event, place in places(facts):
        of = SCALARS.get((event, place))
        found = of.vocabulary if of is not None else None
        yield (name, event, place), name, found.name if found is not None else None


def test_the_spec_has_the_vocabularies_of_the_source_code(record_property: Callable[[str, object], None]) -> None:
    compared = list(compare(FACTS))
    assert [each for each in compared if each[1] != each[2]] == []
    fields = [(event, place) for _, event, place in places(FACTS) if not place.startswith("/metadata/")]
    record_property("count: vocabularies compared", len(FACTS))
    record_property("count: fields with a vocabulary compared", len(fields))
    record_property("count: values compared", sum(len(fact["values"]) for fact in FACTS.values()))
    assert (len(FACTS), len(fields)) == (59, 139)


def test_a_value_of_the_vocabulary_is_known_for_every_field() -> None:
    for name, event, place in places(FACTS):
        of = SCALARS[event, place]
        assert {*filter(None, FACTS[name]["values"])} <= {*of.known_values}, (event, place)
        assert of.listed == (not FACTS[name]["open"]), (event, place)


def test_a_list_of_values_is_closed_by_a_vocabulary_only() -> None:
    # Examples alone, and the incomplete lists of single pages, close none.
    assert [place for place, of in SCALARS.items() if of.listed and of.vocabulary is None] == []


def test_documented_values_that_do_not_exist_are_accepted_and_named() -> None:
    found = set()
    for name, event, place in places(FACTS):
        of = SCALARS[event, place]
        for value in FACTS[name].get("not_in_source", ()):
            if value in {*of.values, *of.observed}:
                assert value in of.known_values
                found.add((name, value))
                if not FACTS[name]["open"]:
                    assert any(
                        event in erratum.events and place in erratum.pointers and value in erratum.shows
                        for erratum in CONTRACT.errata.values()
                        if erratum.effect == "note"
                    ), (event, place, value)
    assert found == {(name, value) for name, fact in FACTS.items() for value in fact.get("not_in_source", ())}


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("user-state", "values", ["pre_registered", "pending_approval", "creation_pending", "registered"]),
        (
            "user-state",
            "values",
            ["pre_registered", "pending_approval", "creation_pending", "registered", "deleted", "x"],
        ),
        ("user-state", "open", True),
        ("user-state", "fields", {"/body/workflow_state": ["course_created"]}),
    ],
)
def test_a_wrong_vocabulary_is_noticed(name: str, word: str, value: Any) -> None:
    facts = copy.deepcopy(FACTS)
    facts[name][word] = value
    assert [each for each in compare(facts) if each[1] != each[2]]
