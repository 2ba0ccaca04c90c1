"""A signer for each vendor, and a key server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.signer import KeyServer, Signer, key_server
from tests.vendors import Vendor, contract_of, having


@pytest.fixture(scope="session")
def signers() -> dict[str, Signer]:
    """The keys of each vendor."""
    signings = {name: contract_of(name).signing for name in having("signing")}
    return {name: Signer(signing) for name, signing in signings.items() if signing is not None}


@pytest.fixture(scope="session")
def signer(vendor: Vendor, signers: dict[str, Signer]) -> Signer:
    """The keys of the vendor at hand."""
    return signers[vendor.name]


@pytest.fixture
def server() -> Iterator[KeyServer]:
    """A key server that has nothing yet."""
    with key_server() as running:
        yield running
