"""What is found is counted, in bounded memory."""

from __future__ import annotations

from eventcontract.audit import CheckedDelivery, Summary
from eventcontract.audit import summary as summaries
from eventcontract.runtime import Finding


def test_made_up_names_do_not_fill_the_memory() -> None:
    summary = Summary()
    for number in range(30_000):
        finding = Finding(rule="undocumented-field", level="warning", pointer=f"/made_up_{number}", message="m")
        summary.add("file", CheckedDelivery(number, number, f"event_{number % 3000}", [finding]))
    assert summary.deliveries.total() == 30_000
    assert summary.levels["warning"] == 30_000
    assert len(summary.deliveries) == len(summary.groups) == summaries._EVENTS + 1
    groups = [group for groups in summary.groups.values() for group in groups.values()]
    assert len(groups) <= summaries._GROUPS + summaries._EVENTS + 1
    assert sum(group.count for group in groups) == 30_000
    assert all(len(group.samples) <= summaries.SAMPLES for group in groups)


def test_elements_of_arrays_are_one_place() -> None:
    summary = Summary()
    for number in range(5):
        pointer = f"/data/items/{number}/2"
        summary.add(
            "file", CheckedDelivery(1, 0, "e", [Finding(rule="r", level="error", pointer=pointer, message="m")])
        )
    assert list(summary.groups["e"]) == [("error", "r", "/data/items/*/*")]
