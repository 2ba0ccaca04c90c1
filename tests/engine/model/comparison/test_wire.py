"""Reported refusals against schemas: what one contract's vendor sends goes through the other's reader schemas."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from eventcontract.model.comparison import changes, refusals
from tests.support import evolution
from tests.vendors import SPECS, Vendor

#: Mutants of each vendor: the session "oracle" tries more.
MUTANTS = int(os.environ.get("MUTANTS", "25"))


def test_a_contract_refuses_nothing_of_itself(vendor: Vendor) -> None:
    contract, wire = vendor.contract, evolution.Wire()
    assert not list(refusals(contract, contract))
    assert changes(contract, contract) == []
    for event in list(contract.events)[:10]:
        assert wire.payloads(contract, event)
        assert wire.refused(contract, contract, event) == set()


@pytest.mark.parametrize("name", list(SPECS))
def test_refused_places_are_reported_places(name: str, request: pytest.FixtureRequest, record_property: object) -> None:
    seed = request.config.getoption("--seed")
    wrong, refusing = [], 0
    for mutant in islice(evolution.mutants(name, seed), MUTANTS):
        wire = evolution.Wire()
        for reader, sender in ((mutant.old, mutant.new), (mutant.new, mutant.old)):
            refused = wire.refused(reader, sender, mutant.event)
            reported = evolution.reported(reader, sender, mutant.event)
            refusing += bool(refused)
            if refused != reported:
                direction = "deployed" if reader is mutant.old else "archive"
                wrong.append((mutant.name, direction, sorted(refused), sorted(reported)))
    record_property("count: comparisons in which readers refuse something", refusing)  # type: ignore[operator]
    assert wrong == [], f"--seed {seed}"
    assert refusing >= MUTANTS / 5
