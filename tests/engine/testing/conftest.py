"""The contract tests of each vendor, as its users get them."""

from __future__ import annotations

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.suite import Suite
from tests.support.modules import module_of
from tests.vendors import Subject, Vendor


@pytest.fixture
def suite(vendor: Vendor) -> Suite:
    """The suite of each vendor in turn."""
    found: Suite = module_of(vendor)._suite
    return found


@pytest.fixture
def cases(subject: Subject) -> list[Case]:
    """The cases of each event of each vendor in turn, without the unknown event."""
    return [case for case in module_of(subject.vendor).cases(subject.event) if case.event == subject.event]
