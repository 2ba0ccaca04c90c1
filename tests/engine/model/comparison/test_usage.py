"""Files of usage, and what changes mean for the consumers that they describe."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from eventcontract import pointers
from eventcontract.model import Contract
from eventcontract.model.comparison import (
    LEVELS,
    Change,
    Reads,
    Usage,
    changes,
    check_usage,
    dump_usage,
    known_paths,
    load_usage,
    weighed,
)
from tests.support.history import contract_at
from tests.vendors import contract_of

PARCEL = contract_of("parcel")
DISTRIBUTION = PARCEL.catalogue.distribution


def reads(*fields: str, whole: tuple[str, ...] = ()) -> Reads:
    return Reads(frozenset(map(pointers.parse, fields)), frozenset(map(pointers.parse, whole)))


def usage(consumer: str = "desk", contract: str = DISTRIBUTION, **events: Reads) -> Usage:
    return Usage(consumer, contract, events)


# -- the file ------------------------------------------------------------------------------------


def test_a_file_is_small_and_sorted() -> None:
    written = dump_usage(
        usage(
            b=reads("/x/y", "/x", "/a", "/w", whole=("/w", "/w/z")),
            a=reads(whole=("/a", "", "/b/c")),
            c=reads(),
        )
    )
    assert json.loads(written) == {
        "consumer": "desk",
        "contract": DISTRIBUTION,
        "events": {"a": {"whole": [""]}, "b": {"reads": ["/a", "/x/y"], "whole": ["/w"]}, "c": {}},
    }
    assert written == dump_usage(load_usage(written))
    assert written.index('"a"') < written.index('"b"') < written.index('"c"')


GOOD = {"consumer": "desk", "contract": DISTRIBUTION, "events": {"depot.counted": {"reads": ["/data/total"]}}}


def written(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "line 1, column 2: not JSON: Expecting property name enclosed in double quotes"),
        (b"\xff", "not UTF-8"),
        ("[]", "the file: must be an object"),
        ("{}", "'consumer' is missing"),
        (written(consumer=" "), "/consumer: must be text"),
        (written(contract=3), "/contract: must be text"),
        (written(event={}), "/event: unknown key (did you mean 'events'?)"),
        (written(events=[]), "/events: must be an object"),
        (written(events={"a/b": []}), "/events/a~1b: must be an object"),
        (written(events={"a": {"read": []}}), "/events/a/read: unknown key (did you mean 'reads'?)"),
        (written(events={"a": {"reads": "/x"}}), "/events/a/reads: must be a list of JSON Pointers"),
        (written(events={"a": {"whole": [1]}}), "/events/a/whole: must be a list of JSON Pointers"),
        (written(events={"a": {"reads": ["x"]}}), "/events/a/reads: a JSON Pointer begins with '/': 'x'"),
        ('{"consumer": "a", "consumer": "b"}', "'consumer' occurs twice in one object; join the two"),
    ],
)
def test_a_file_that_is_wrong(text: str | bytes, why: str) -> None:
    with pytest.raises(ValueError) as caught:
        load_usage(text)
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"contract": "other"}, f"/contract: it is about other, not {DISTRIBUTION}"),
        (
            {"events": {"depot.counter": {}}},
            "/events/depot.counter: no contract has this event (did you mean 'depot.counted'?)",
        ),
        (
            {"events": {"depot.counted": {"reads": ["/data/totals"]}}},
            "/events/depot.counted/reads: the event has no field /data/totals (did you mean '/data/total'?)",
        ),
        (
            {"events": {"depot.counted": {"whole": ["/data/total/x"]}}},
            "/events/depot.counted/whole: the event has no field /data/total/x (did you mean '/data/total'?)",
        ),
    ],
)
def test_what_the_contract_does_not_have_is_a_mistake(changed: dict[str, object], why: str) -> None:
    check_usage(load_usage(written()), PARCEL)
    with pytest.raises(ValueError) as caught:
        check_usage(load_usage(written(**changed)), PARCEL)
    assert str(caught.value) == why


def test_what_either_contract_has_is_fine() -> None:
    old = without_event(PARCEL, "depot.counted")
    for contracts in ((old, PARCEL), (PARCEL, old)):
        check_usage(load_usage(written()), *contracts)
    with pytest.raises(ValueError, match="no contract has this event"):
        check_usage(load_usage(written()), old)


@pytest.mark.parametrize(
    ("known", "path", "touched"),
    [
        (reads("/a/b"), "/a/b", True),
        (reads("/a/b"), "/a", True),  # what happens to what a field is in happens to the field
        (reads("/a/b"), "", True),
        (reads("/a/b"), "/a/c", False),
        (reads("/a/b"), "/a/b/c", False),
        (reads("/a/b"), "/a/b/*", True),  # a list of texts
        (reads("/a/b"), "/a/b/*/c", False),  # only that there is a list
        (reads("/a/b/*/c"), "/a/b/*/c", True),
        (reads(whole=("/a",)), "/a/b/*/c", True),
        (reads(whole=("/a",)), "/a", True),
        (reads(whole=("/a/b",)), "/a", True),
        (reads(whole=("/a",)), "/ab", False),
        (reads(), "/a", False),
        (reads(whole=("",)), "/a", True),
    ],
)
def test_which_fields_are_read(known: Reads, path: str, touched: bool) -> None:
    assert known.touch(pointers.parse(path)) is touched


# -- changes -------------------------------------------------------------------------------------


def without_event(contract: Contract, name: str) -> Contract:
    return replace(contract, events={key: each for key, each in contract.events.items() if key != name})


#: The break in the history of this repository.
OLD, NEW = "4604686", "3b685e8"


@cache
def quiz_changes() -> list[Change]:
    return [each for each in changes(contract_at(OLD), contract_at(NEW)) if "access_code" in each.pointer]


def found(*usages: Usage) -> dict[str, tuple[tuple[str, ...], str]]:
    """What that break is for consumers: rule -> (how it concerns each of them, level)."""
    result = weighed(quiz_changes(), usages, contract_at(OLD), contract_at(NEW))
    assert len(result) == len({each.change.rule for each in result}) == 3
    return {each.change.rule: (each.touches, each.level) for each in result}


def canvas(**events: Reads) -> Usage:
    return usage("feed", "canvas-live-events", **events)


def test_whoever_reads_the_field_is_concerned() -> None:
    for each in (reads("/body/access_code"), reads(whole=("/body",)), reads(whole=("",))):
        assert found(canvas(quiz_created=each, quiz_updated=each)) == {
            "field-may-be-missing": (("reads",), "break"),
            "attribute-may-be-none": (("reads",), "break"),
            "condition-changed": (("reads",), "risk"),
        }


def test_whoever_reads_other_fields_is_concerned_by_what_readers_refuse() -> None:
    # A reader in production refuses the whole event, whichever fields its consumer reads.
    each = reads("/body/title")
    assert found(canvas(quiz_created=each, quiz_updated=each)) == {
        "field-may-be-missing": (("handles",), "break"),
        "attribute-may-be-none": (("unread",), "note"),
        "condition-changed": (("unread",), "note"),
    }


def test_whoever_handles_other_events_is_not_concerned() -> None:
    assert found(canvas(grade_change=reads(whole=("",)))) == {
        "field-may-be-missing": (("elsewhere",), "note"),
        "attribute-may-be-none": (("elsewhere",), "note"),
        "condition-changed": (("elsewhere",), "note"),
    }


def test_one_concerned_consumer_suffices() -> None:
    each = reads("/body/access_code")
    both = found(canvas(grade_change=reads()), replace(canvas(quiz_created=each, quiz_updated=each), consumer="b"))
    assert both["attribute-may-be-none"] == (("elsewhere", "reads"), "break")


def test_an_event_that_is_gone_concerns_whoever_handles_it() -> None:
    new = without_event(PARCEL, "depot.counted")
    for events, touch, level in [
        ({"depot.counted": reads()}, "handles", "break"),
        ({"depot.closed": reads(whole=("",))}, "elsewhere", "note"),
    ]:
        result = weighed(changes(PARCEL, new), [Usage("desk", DISTRIBUTION, events)], PARCEL, new)
        gone = next(each for each in result if each.change.rule == "event-removed")
        assert (gone.touches, gone.level) == ((touch,), level)


@pytest.mark.parametrize(
    ("change", "field", "touch"),
    [
        (Change("predicate-removed", "code", (), "Depot.is_scanned", ""), "scanner", "reads"),
        (Change("predicate-removed", "code", (), "Depot.is_scanned", ""), "code", "unread"),
        (Change("attribute-removed", "code", (), "Depot.code", ""), "code", "reads"),
        (Change("attribute-removed", "code", (), "Depot.class_", ""), "class", "reads"),
        (Change("attribute-removed", "code", (), "Depot.code", ""), "class", "unread"),
        (Change("class-removed", "code", (), "Depot", ""), "code", "handles"),
        (Change("scope-changed", "meaning", (), "types/reference", ""), "scanner", "reads"),
        (Change("scope-changed", "meaning", (), "types/reference", ""), "code", "unread"),
        (Change("package-renamed", "code", (), "", ""), "code", "all"),
        (Change("channel-changed", "meaning", (), "channels/x", ""), "code", "all"),
        (Change("form-removed", "code", (), "forms/x", ""), "code", "all"),
    ],
)
def test_changes_of_classes_and_types_are_changes_of_fields(change: Change, field: str, touch: str) -> None:
    event, path = depot()
    used = Usage("desk", DISTRIBUTION, {event: Reads(frozenset({(*path, field)}))})
    (result,) = weighed([change], [used], PARCEL, PARCEL)
    assert result.touches == (touch,)
    lowered = touch == "unread"
    assert result.level == ("note" if lowered else change.level)


def depot() -> tuple[str, tuple[str, ...]]:
    """An event with a depot, and where that is in it."""
    return next(
        (name, path[:-1]) for name in PARCEL.events for path in known_paths(PARCEL, name) if path[-1:] == ("badge",)
    )


def test_nothing_is_hidden_and_nothing_is_raised() -> None:
    old, new = contract_at("09061b8"), contract_of("canvas")
    every = changes(old, new)
    facts = sorted((each.rule, each.pointer, each.says, event) for each in every for event in each.events or ("",))
    everything = canvas(**{name: reads(whole=("",)) for name in old.events.keys() | new.events.keys()})
    for usages in ([], [everything], [canvas()], [canvas(course_created=reads("/body/name")), everything]):
        result = weighed(every, usages, old, new)
        assert facts == sorted(
            (each.change.rule, each.change.pointer, each.change.says, event)
            for each in result
            for event in each.change.events or ("",)
        )
        for each in result:
            assert LEVELS.index(each.level) >= LEVELS.index(each.change.level)
            if not usages or everything in usages:
                assert each.level == each.change.level, "whoever takes everything is concerned by everything"
            elif each.change.events:
                assert each.level in ("note", "text")
