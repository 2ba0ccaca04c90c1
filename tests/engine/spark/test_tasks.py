"""How an archive is divided into tasks of Spark."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventcontract.audit.reading import Unit
from eventcontract.audit.sources import Source
from eventcontract.spark.audits import together

MEBI = 1 << 20


def sized(*sizes: int | None) -> list[Unit]:
    return [Unit(Source(str(number), size)) for number, size in enumerate(sizes)]


@given(st.lists(st.integers(0, 1 << 34) | st.none(), max_size=60))
def test_every_unit_is_in_one_task(sizes: list[int | None]) -> None:
    units = sized(*sizes)
    tasks = together(units)
    assert Counter(unit for task in tasks for unit in task) == Counter(units)
    assert all(tasks)


@pytest.mark.parametrize(
    ("units", "number"),
    [
        ([16 * MEBI] * 14, 7),  # a small archive: its plain files are cut into parts of 16 MiB
        ([16 * MEBI] * 64 * 100, 400),  # 100 GiB
        ([1000] * 10_000, 200),  # many small files: opening them is what costs
        ([10 << 30] * 5, 5),  # large files elsewhere, which are not cut
        ([None] * 3, 1),
        ([], 0),
    ],
)
def test_a_task_is_worth_its_costs(units: list[int | None], number: int) -> None:
    assert len(together(sized(*units))) == number


def test_the_largest_parts_come_first() -> None:
    sizes = [unit.size for task in together(sized(1, 300 * MEBI, 40 * MEBI, 100 * MEBI)) for unit in task]
    assert sizes == sorted(sizes, reverse=True)
