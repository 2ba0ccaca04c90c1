"""One session of Spark for all tests: starting another takes ten seconds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.vendors import Vendor


@pytest.fixture(scope="session")
def spark(vendors: dict[str, Vendor]) -> Iterator[Any]:
    """A session with two cores, whose workers find the packages of all vendors. An error, not a skip, without Java."""
    # The packages that only tests have are in a directory of this process.
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    from eventcontract.spark import session

    assert len(vendors) > 1
    started = session("local[2]", "tests")
    yield started
    started.stop()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before
