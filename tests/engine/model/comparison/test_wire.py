"""Reported refusals against schemas: what one contract's vendor sends goes through the other's reader schemas."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from eventcontract import pointers
from eventcontract.model import Field
from eventcontract.model.comparison import changes, refusals
from tests.support import evolution
from tests.vendors import SPECS, Vendor, contract_of

#: Mutants of each vendor: the session "oracle" tries more.
MUTANTS = int(os.environ.get("MUTANTS", "25"))


def test_a_contract_refuses_nothing_of_itself(vendor: Vendor) -> None:
    contract, wire = vendor.contract, evolution.Wire()
    assert not list(refusals(contract, contract))
    assert changes(contract, contract) == []
    for event in list(contract.events)[:10]:
        assert wire.payloads(contract, event)
        assert wire.refused(contract, contract, event) == set()


def test_archives_lack_what_joined_later(vendor: Vendor, record_property: Callable[[str, object], None]) -> None:
    """A reader that requires a field refuses the events from before it joined, though not those of today."""
    old, tried = vendor.contract, 0
    for event in old.events.values():
        for field in event.body.fields:
            if field.since is None or not field.always:
                continue
            new = evolution.changed(old, event, field.name, lambda each: replace(each, since=None))
            wire = evolution.Wire()
            place = pointers.build((old.message.body, field.name))
            assert place in wire.refused(new, old, event.name, archived=True)
            assert wire.refused(new, old, event.name) == set()
            assert [each.rule for each in changes(old, new) if each.direction == "archive"], place
            tried += 1
    record_property("count: fields that joined later, required of archives", tried)


@pytest.mark.parametrize("name", list(SPECS))
def test_refused_places_are_reported_places(name: str, request: pytest.FixtureRequest, record_property: object) -> None:
    seed = request.config.getoption("--seed")
    wrong, refusing = [], 0
    for mutant in islice(evolution.mutants(name, seed), MUTANTS):
        wire = evolution.Wire()
        for reader, sender in ((mutant.old, mutant.new), (mutant.new, mutant.old)):
            archived = reader is mutant.new
            refused = wire.refused(reader, sender, mutant.event, archived=archived)
            reported = evolution.reported(reader, sender, mutant.event, archived=archived)
            refusing += bool(refused)
            if refused != reported:
                direction = "archive" if archived else "deployed"
                wrong.append((mutant.name, direction, sorted(refused), sorted(reported)))
    record_property("count: comparisons in which readers refuse something", refusing)  # type: ignore[operator]
    assert wrong == [], f"--seed {seed}"
    assert refusing >= MUTANTS / 5


def test_of_independent_groups_one_is_enough() -> None:
    """A user without a login is sent, so a reader that requires the login refuses something."""
    old = contract_of("canvas")
    path = ("metadata", "user_login")

    def required(field: Field) -> Field:
        return replace(field, group=None, nullable="no", evidence="documented")

    tree = evolution.edited(old.message.tree, path, required)
    assert tree is not None
    new = replace(old, message=replace(old.message, tree=tree))
    events = [event.name for event in old.events.values() if event.origins == ("user",)]
    assert events
    for event in events:
        refused = evolution.Wire().refused(new, old, event)
        assert pointers.build(path) in refused
        assert refused == evolution.reported(new, old, event)
