"""The arithmetic of identifiers that are put together."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract.runtime.identifiers import Partitioning
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("partition")

PARTS = st.integers(1, 10**6)
RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck))


def partition(vendor: Vendor) -> Partitioning:
    """The arithmetic as the contract gives it."""
    (size,) = {scalar.partition.size for scalar in vendor.contract.types.values() if scalar.partition is not None}
    return Partitioning(size)


@RELAXED
@given(data=st.data())
def test_what_is_joined_can_be_split(vendor: Vendor, data: st.DataObject) -> None:
    ids = partition(vendor)
    part, local = data.draw(PARTS), data.draw(st.integers(0, ids.size - 1))
    whole = ids.join(part, local)
    assert whole.isascii()
    assert whole.isdigit()
    assert ids.split(whole) == (part, local)
    assert ids.split(str(local)) == (None, local)
    # Leading zeros mean nothing.
    assert ids.split("00" + whole) == (part, local)


@RELAXED
@given(data=st.data())
def test_what_is_split_can_be_joined(vendor: Vendor, data: st.DataObject) -> None:
    ids = partition(vendor)
    text = str(data.draw(st.integers(0, 10**20)))
    part, local = ids.split(text)
    assert 0 <= local < ids.size
    assert (ids.join(part, local) if part is not None else str(local)) == text


@RELAXED
@given(data=st.data())
def test_the_same_object_by_either_name(vendor: Vendor, data: st.DataObject) -> None:
    ids = partition(vendor)
    home, local = data.draw(PARTS), data.draw(st.integers(0, ids.size - 1))
    elsewhere = data.draw(PARTS.filter(lambda part: part != home))
    another = data.draw(st.integers(0, ids.size - 1).filter(lambda number: number != local))
    near, whole, far = str(local), ids.join(home, local), ids.join(elsewhere, local)
    for where in (home, ids.join(home, another)):
        for first in (near, whole):
            for second in (near, whole):
                assert ids.same(first, second, where)
            for second in (far, str(another), ids.join(home, another)):
                assert not ids.same(first, second, where)
                assert not ids.same(second, first, where)
    assert ids.same(far, far, home)
    assert ids.same(near, far, elsewhere)


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "-1", "+1", "1.0", "1_000", "0x1", "\u0661", "\uff11", "1\n", "abc", "\u00b2", None, 7, b"1"],
)
def test_what_is_no_identifier(vendor: Vendor, text: str) -> None:
    ids = partition(vendor)
    for ask in (lambda: ids.split(text), lambda: ids.same(text, "1", 1), lambda: ids.same("1", text, 1)):
        with pytest.raises(ValueError, match="decimal digits"):
            ask()


@pytest.mark.parametrize("home", ["5", "0", 0, -1])
def test_what_is_no_home(vendor: Vendor, home: int | str) -> None:
    with pytest.raises(ValueError, match="home"):
        partition(vendor).same("1", "2", home)


def test_what_cannot_be_joined(vendor: Vendor) -> None:
    ids = partition(vendor)
    for part, local in ((0, 1), (-1, 1), (1, -1), (1, ids.size)):
        with pytest.raises(ValueError, match="part must be"):
            ids.join(part, local)


def test_the_helpers_of_the_first_vendor(vendors: dict[str, Vendor]) -> None:
    package = vendors["canvas"].package
    assert package.split_id("21070000000000565") == (2107, 565)
    assert package.split_id("565") == (None, 565)
    assert package.split_id("21070000000000565").shard == 2107
    assert package.split_id("21070000000000565").local == 565
    assert package.join_id(2107, 565) == "21070000000000565"
    assert package.same_object("565", "21070000000000565", home=2107)
    assert package.same_object("565", "21070000000000565", home="21070000000000001")
    assert not package.same_object("565", "21070000000000565", home=2108)


def test_the_helpers_of_the_other_vendor(vendors: dict[str, Vendor]) -> None:
    package = vendors["parcel"].package
    (split,) = [getattr(package, name) for name in package.__all__ if name.startswith("split_")]
    (join,) = [getattr(package, name) for name in package.__all__ if name.startswith("join_")]
    assert split("4000017") == (4, 17)
    assert split("4000017").depot_number == 4
    assert join(4, 17) == "4000017"
    assert package.same_object("17", "4000017", home=4)
