"""The first use of a package by several threads at once, and by the children of a process that forks.

Each test runs a program in a process of its own: what it tests happens once per process, and may kill it.
FIRST_USES in the environment is the number of processes for each vendor in which threads race; ``nox -s fuzz``
takes 300 for both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.deliveries import examples, renamed, text_of
from tests.vendors import Vendor

PROGRAMS = Path(__file__).parent / "programs"
FIRST_USES = int(os.environ.get("FIRST_USES", "3"))


def run(program: str, vendor: Vendor, deliveries: list[bytes], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the programs over the package of ``vendor``."""
    told = {
        "package": vendor.package.__name__,
        "place": str(vendor.directory.parent),
        "deliveries": [delivery.decode() for delivery in deliveries],
    }
    return subprocess.run(
        [sys.executable, str(PROGRAMS / f"{program}.py"), *arguments],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def deliveries_of(vendor: Vendor) -> list[bytes]:
    """The documented events with the most in them, one of another name, one with something wrong."""
    payloads = [examples(vendor.contract, name)[0] for name in vendor.contract.events]
    largest = sorted(payloads, key=lambda payload: len(text_of(payload)))[-4:]
    unknown = renamed(vendor.contract, largest[-1], "something_new")
    wrong = {**largest[-1], vendor.contract.message.body: None}
    return [text_of(payload) for payload in (*largest, {**largest[-1], "surplus": 1}, unknown, wrong)]


@pytest.fixture
def fast(vendors: dict[str, Vendor]) -> Vendor:
    """A vendor whose events msgspec reads; those of the small one are validated first, so that it prepares nothing."""
    return vendors["canvas"]


@pytest.mark.parametrize("delivery", range(4))
def test_a_thread_that_parses_while_another_prepares_the_same_event(fast: Vendor, delivery: int) -> None:
    done = run("while_preparing", fast, [deliveries_of(fast)[delivery]])
    assert done.returncode == 0, f"exit status {done.returncode}\n{done.stderr}"


@pytest.mark.parametrize("number", range(FIRST_USES))
def test_threads_that_race_for_the_first_use(vendor: Vendor, number: int) -> None:
    done = run("race", vendor, deliveries_of(vendor), str(number))
    assert done.returncode == 0, f"seed {number}: exit status {done.returncode}\n{done.stderr}"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_forked_while_its_parent_prepares_does_not_wait_for_it(fast: Vendor) -> None:
    done = run("fork_while_preparing", fast, deliveries_of(fast)[:1])
    assert done.returncode == 0, f"exit status {done.returncode}\n{done.stderr}"
