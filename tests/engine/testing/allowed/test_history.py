"""What archives hold: with ``history``, cases and strategies make old events too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from eventcontract import pointers
from eventcontract.model import Object, Scalar, event_root, walk
from eventcontract.testing.cases import Case
from tests.support.modules import module_of
from tests.vendors import Subject, Vendor

Path = tuple[str, ...]


def old_cases(subject: Subject, seed: int = 0) -> list[Case]:
    """What ``history`` adds to the cases of an event."""
    module = module_of(subject.vendor)
    today = {case.id for case in module.cases(subject.event, seed=seed)}
    return [case for case in module.cases(subject.event, seed=seed, history=True) if case.id not in today]


def places(value: Any, path: Path) -> list[dict[str, Any]]:
    """The objects that hold, or could hold, what is at ``path``."""
    found: list[Any] = [value]
    for step in path[:-1]:
        below = [each.get(step) for each in found if isinstance(each, dict)] if step != "*" else []
        found = below if step != "*" else [each for one in found if isinstance(one, list) for each in one]
    return [each for each in found if isinstance(each, dict)]


def time_of(subject: Subject, payload: Any) -> datetime | None:
    pointer = subject.contract.message.time
    return None if pointer is None else datetime.fromisoformat(pointers.get(payload, pointers.parse(pointer)))


def owed(subject: Subject) -> Iterator[tuple[str, Path, str, str | None]]:
    """(what is different, path, key, the first month in which it can have changed) of everything known of the past."""
    root = event_root(subject.contract, subject.event)
    for path, field in walk(root):
        if field.since is not None:
            yield "missing", path, path[-1], field.since.after or field.since.by
            if field.may_be_null or field.always:
                yield "null", path, path[-1], field.since.after or field.since.by
        if field.until is not None:
            yield "present", path, path[-1], field.until.after or field.until.by
    for path, tree in [((), root), *((path, f.type) for path, f in walk(root) if isinstance(f.type, Object))]:
        for key in tree.keys:
            if key.until is not None:
                yield "present", (*path, key.name), key.name, key.until.after or key.until.by


SHOWS: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "missing": lambda holder, key: key not in holder,
    "null": lambda holder, key: key in holder and holder[key] is None,
    "present": lambda holder, key: holder.get(key) is not None,
}


def test_everything_that_was_different_is_there(
    subject: Subject, record_property: Callable[[str, object], None]
) -> None:
    cases = old_cases(subject)
    debts = list(owed(subject))
    for what, path, key, month in debts:
        found = [
            case
            for case in cases
            if case.variation != "oldest"
            and any(SHOWS[what](holder, key) for holder in places(case.payload, path))
            and key in case.variation
        ]
        assert found, (what, path)
        if month is not None:
            times = [time_of(subject, case.payload) for case in found]
            assert all(time is None or f"{time:%Y-%m}" < month for time in times), (what, path)
    record_property("count: differences of the past, shown by cases", len(debts))


def test_ids_of_the_old_scope_are_there(subject: Subject) -> None:
    root = event_root(subject.contract, subject.event)
    cases = {case.variation: case for case in old_cases(subject)}
    for erratum in subject.contract.errata.values():
        if erratum.once is None or subject.event not in erratum.events:
            continue
        for pointer in erratum.pointers:
            path = pointers.parse(pointer)
            field = dict(walk(root))[path]
            assert isinstance(field.type, Scalar)
            partition = subject.contract.types[field.type.type].partition
            assert partition is not None
            (case,) = (
                case
                for name, case in cases.items()
                if re.fullmatch(rf"scope:(.*/)?{path[-1]}={erratum.once.scope}", name)
            )
            (holder,) = places(case.payload, path)
            is_whole = int(holder[path[-1]]) >= partition.size
            assert is_whole == (erratum.once.scope == partition.scope)
            assert erratum.id in case.why


def test_no_old_event_alarms_anybody(subject: Subject) -> None:
    alarms = [
        (case.id, finding.rule, finding.pointer)
        for case in old_cases(subject)
        for finding in subject.vendor.package.check(case.payload)
        if finding.level != "info" and finding.rule != "undocumented-event"
    ]
    assert alarms == []


def test_old_events_have_their_class_and_a_reason(subject: Subject) -> None:
    for case in old_cases(subject):
        assert type(subject.vendor.package.parse(case.json)).__name__ == subject.entry.class_name
        assert case.why


def test_what_is_old_comes_behind_what_is_of_today(vendor: Vendor) -> None:
    module = module_of(vendor)
    for name in vendor.contract.events:
        today, both = module.cases(name), module.cases(name, history=True)
        assert [case.id for case in both if case in today[:-1]] == [case.id for case in today[:-1]]
        assert [case.id for case in both[: len(today) - 1]] == [case.id for case in today[:-1]]
        assert both[-1].id == today[-1].id
        assert len({case.id for case in both}) == len(both)


def test_without_history_no_event_is_old(subject: Subject) -> None:
    root = event_root(subject.contract, subject.event)
    for case in module_of(subject.vendor).cases(subject.event):
        if case.event != subject.event or case.variation.startswith("example:"):
            continue
        for path, field in walk(root):
            for holder in places(case.payload, path):
                assert field.until is None or path[-1] not in holder, case.id
                # Of two alternatives, one is there.
                if field.since is not None and field.always:
                    assert holder.get(path[-1]) is not None, case.id


def test_another_seed_has_the_same_names(subject: Subject) -> None:
    assert [case.id for case in old_cases(subject)] == [case.id for case in old_cases(subject, seed=3)]


@pytest.mark.costly
def test_strategies_draw_what_is_old(subject: Subject) -> None:
    module, found, differences = module_of(subject.vendor), set(), list(owed(subject))
    rules = settings(
        database=None,
        derandomize=True,
        deadline=None,
        max_examples=300,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @settings(rules)
    @given(module.event(subject.event, history=True))
    def draw(payload: dict[str, Any]) -> None:
        assert type(subject.vendor.package.parse(json.dumps(payload))).__name__ == subject.entry.class_name
        for number, (what, path, key, month) in enumerate(differences):
            time = time_of(subject, payload)
            old = time is None or month is None or f"{time:%Y-%m}" < month
            if old and any(SHOWS[what](holder, key) for holder in places(payload, path)):
                found.add(number)

    draw()
    assert len(found) >= len(differences) * 0.7
    assert module.events(subject.event, history=True) is not None
