"""The first vendor's spec holds every fact that was collected of the events in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.support.facts import ACCEPTED, compare
from tests.vendors import SHARED, contract_of

FACTS = SHARED / "catalogue" / "facts.yaml"

pytestmark = pytest.mark.skipif(not FACTS.is_file(), reason=f"the collected facts are not here: {FACTS}")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """The facts of the categories that the spec has."""
    document: dict[str, Any] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    present = contract_of("canvas").categories
    document["categories"] = {name: events for name, events in document["categories"].items() if name in present}
    return document


def test_every_fact_is_in_the_spec(facts: dict[str, Any], record_property: Callable[[str, object], None]) -> None:
    compared = list(compare(contract_of("canvas"), facts))
    record_property("count: facts compared", len(compared))
    different = [each for each in compared if each[3] != each[4] and each[:3] not in ACCEPTED]
    assert different == []
    # Each field alone has eight facts.
    assert len(compared) > 8 * 28
    stale = [place for place in ACCEPTED if not any(each[:3] == place and each[3] != each[4] for each in compared)]
    assert stale == [], "accepted differences that are none any more"


def test_every_event_of_the_facts_is_in_the_spec(facts: dict[str, Any]) -> None:
    collected = {event["name"] for events in facts["categories"].values() for event in events}
    documented = {event.name for event in contract_of("canvas").events.values() if event.evidence == "documented"}
    assert collected == documented
