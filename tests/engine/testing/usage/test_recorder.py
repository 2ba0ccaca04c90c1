"""What is recorded of a handler is what it reads: no field less, no field more."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

import canvas_live_events
from canvas_live_events import check, encode, extras, fingerprint, parse
from canvas_live_events.testing import cases, deliver, key_set
from canvas_live_events.webhook import KeySet, verify
from eventcontract import pointers
from eventcontract.model.comparison import Reads
from eventcontract.pointers import ELEMENT, Path
from eventcontract.runtime.records import Record
from eventcontract.testing.cases import Case
from eventcontract.testing.suite import Suite
from eventcontract.testing.usage import Recorder
from tests.support.modules import module_of
from tests.support.sampling import Sample
from tests.vendors import Subject

EVENT = "course_progress"
SUITE: Suite = canvas_live_events.testing._suite


def recorded(handler: Callable[[Any], object], form: str | None = None, event: str = EVENT) -> dict[str, Any]:
    """What a handler reads of the first case of an event: (single fields, whole objects) of each event."""
    recorder = Recorder(SUITE.package, SUITE.contract)
    with recorder.recording():
        case = cases(event)[0]
        handler(case.payload if form is None else case.as_delivered(form))
    return {name: written(reads) for name, reads in recorder.reads().items()}


def written(reads: Reads) -> tuple[list[str], list[str]]:
    return sorted(map(pointers.build, reads.reads)), sorted(map(pointers.build, reads.whole))


def attributes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Callable[[Any], object]]]:
    """Every place in a record that holds a scalar, with a function that reads it there from the outermost record."""
    for member in dataclasses.fields(value):
        here = (*path, type(value)._json_names.get(member.name, member.name))

        def read(root: Any, name: str = member.name) -> Any:
            return getattr(root, name)

        content = getattr(value, member.name)
        inner = content[0] if isinstance(content, tuple) and content else content
        if not isinstance(inner, Record):
            yield here, read
            continue
        listed = inner is not content
        for below, reader in attributes(inner, (*here, ELEMENT) if listed else here):
            yield (
                below,
                lambda root, read=read, reader=reader, listed=listed: reader(read(root)[0] if listed else read(root)),
            )


def members(value: Any, path: Path = ()) -> Iterator[tuple[Path, Callable[[Any], object]]]:
    """Every place in decoded JSON that holds a scalar, as :func:`attributes`."""
    steps = value.items() if isinstance(value, dict) else [(0, value[0])] if isinstance(value, list) and value else []
    for step, content in steps:
        here = (*path, ELEMENT if isinstance(value, list) else step)
        inner = [*members(content, here)]
        for below, reader in inner:
            yield below, lambda root, step=step, reader=reader: reader(root[step])
        if not inner:
            yield here, lambda root, step=step: root[step]


def case_of(subject: Subject) -> tuple[Recorder, Case]:
    suite: Suite = module_of(subject.vendor)._suite
    return Recorder(suite.package, suite.contract), suite.casebook.cases([subject.event])[0]


@pytest.mark.parametrize("form", ["classes", "decoded"])
def test_some_fields_of_each_event_are_recorded_and_no_others(subject: Subject, form: str, sample: Sample) -> None:
    recorder, case = case_of(subject)
    read: Callable[[str], Any] = subject.vendor.package.parse if form == "classes" else json.loads
    places = [*(attributes if form == "classes" else members)(read(case.json))]
    known = recorder._known(subject.event)
    chooser = random.Random(f"{sample.seed} {subject.event}")
    chosen = chooser.sample(places, chooser.randint(1, len(places)))
    with recorder.recording():
        event = read(case.json)
        for _, reader in chosen:
            reader(event)
    # Nothing is known of what is in a free object, and whoever reads a list of texts reads the texts.
    expected = {
        next(path[:length] for length in range(len(path), -1, -1) if path[:length] in known) for path, _ in chosen
    }
    expected = {path[:-1] if path[-1] == ELEMENT else path for path in expected}
    assert recorder.reads()[subject.event].reads == Reads(frozenset(expected)).shortest().reads
    assert recorder.reads()[subject.event].whole == frozenset()


def twin(record: Any) -> Any:
    """Another record with the same members, made without reading any."""
    return type(record)(**object.__getattribute__(record, "__dict__"))


WHOLE: dict[str, Callable[[Any], object]] = {
    "asdict": dataclasses.asdict,
    "astuple": dataclasses.astuple,
    "vars": vars,
    "fields": lambda each: [getattr(each, member.name) for member in dataclasses.fields(each)],
    "replace": lambda each: dataclasses.replace(each),
    "==": lambda each: each == twin(each),
    "hash": hash,
    "repr": repr,
    "format": lambda each: f"{each}",
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "encode": encode,
    "msgspec": msgspec.json.encode,
    "to_builtins": msgspec.to_builtins,
}
WHOLE_JSON: dict[str, Callable[[Any], object]] = {
    "json": json.dumps,
    "dict": dict,
    "**": lambda each: {**each},
    "keywords": lambda each: (lambda **named: named)(**each),
    "update": lambda each: {}.update(each),
    "|": lambda each: each | {},
    "| of another": lambda each: {} | each,
    "loop": lambda each: [each[key] for key in each],
    "items": lambda each: [*each.items()],
    "values": lambda each: [*each.values()],
    "==": lambda each: each == {},
    "!=": lambda each: each != {},
    "repr": repr,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "own copy": lambda each: each.copy(),
    "pickle": pickle.dumps,
    "popitem": lambda each: each.popitem(),
}


@pytest.mark.parametrize("way", WHOLE)
def test_taking_an_object_apart_reads_all_of_it(way: str) -> None:
    assert recorded(lambda delivery: WHOLE[way](parse(delivery))) == {EVENT: ([], [""])}
    assert recorded(lambda delivery: WHOLE[way](parse(delivery).body.user)) == {EVENT: ([], ["/body/user"])}


@pytest.mark.parametrize("way", WHOLE_JSON)
def test_taking_decoded_json_apart_reads_all_of_it(way: str) -> None:
    assert recorded(lambda delivery: WHOLE_JSON[way](delivery)) == {EVENT: ([], [""])}
    assert recorded(lambda delivery: WHOLE_JSON[way](delivery["body"]["user"])) == {EVENT: ([], ["/body/user"])}


def test_fields_that_are_read_beside_are_recorded_too() -> None:
    def handler(event: Any) -> None:
        vars(event.body)
        assert event.body.user.id
        assert event.metadata.event_name

    assert recorded(lambda delivery: handler(parse(delivery))) == {
        EVENT: (["/body/user/id", "/metadata/event_name"], ["/body"])
    }


def test_a_predicate_reads_the_field_that_it_asks() -> None:
    assert recorded(lambda delivery: parse(delivery).body.progress.failed) == {EVENT: (["/body/progress/error"], [])}


def matched(event: Any) -> object:
    match event:
        case canvas_live_events.CourseProgress(body=body):
            return body.course.id
        case {"body": {"course": {"id": course}}}:
            return course
    return None


@pytest.mark.parametrize("form", ["classes", "decoded"])
def test_patterns_read_what_they_name(form: str) -> None:
    found = recorded(lambda delivery: matched(parse(delivery) if form == "classes" else delivery))
    assert found == {EVENT: (["/body/course/id"], [])}


METHODS: list[Callable[[Any, str], object]] = [
    lambda body, key: body.get(key),
    lambda body, key: key in body,
    lambda body, key: body.pop(key, None),
    lambda body, key: body.setdefault(key),
]


@pytest.mark.parametrize("read", METHODS)
def test_methods_of_decoded_json(read: Callable[[Any, str], object]) -> None:
    assert recorded(lambda delivery: read(delivery["body"]["user"], "name")) == {EVENT: (["/body/user/name"], [])}
    # What the contract does not have is no usage of it.
    assert recorded(lambda delivery: read(delivery["body"], "nonsense")) == {EVENT: (["/body"], [])}


def test_what_the_engine_reads_is_not_read_by_the_consumer() -> None:
    for function in (parse, check, extras, fingerprint, lambda delivery: deliver("lambda", delivery)):
        assert recorded(function) == {}
    assert recorded(lambda delivery: isinstance(parse(delivery), canvas_live_events.CourseProgress)) == {}
    assert recorded(lambda delivery: setattr(delivery, "x", 1) if delivery is None else len(delivery)) == {}


def body_of(delivery: Any, form: str) -> Any:
    """The body of an event in a delivery that the handler opens by itself."""
    match form:
        case "sqs":
            event = json.loads(delivery["Body"])
        case "lambda":
            event = json.loads(delivery["Records"][0]["body"])
        case "sns":
            event = json.loads(json.loads(delivery["Body"])["Message"])
        case "eventbridge":
            event = delivery["detail"]
        case "https":
            event = json.loads(delivery)
        case _:
            event = verify(delivery, keys=KeySet(key_set()))
    return event["body"]


@pytest.mark.parametrize("form", ["sqs", "lambda", "sns", "eventbridge", "https", "https-signed"])
def test_every_form_of_delivery_is_recorded(form: str) -> None:
    expected = {EVENT: (["/body/user/id"], [])}
    assert recorded(lambda delivery: body_of(delivery, form)["user"]["id"], form) == expected
    if form == "lambda":
        assert recorded(lambda delivery: canvas_live_events.parse_batch(delivery).events[0].body.user.id, form)
    elif form != "https-signed":
        assert recorded(lambda delivery: parse(delivery).body.user.id, form) == expected


def test_an_event_that_is_not_in_the_contract_is_not_recorded() -> None:
    def handler(delivery: Any) -> None:
        delivery["metadata"]["event_name"] = "brand_new"
        text = json.dumps(delivery)
        assert json.loads(text)["body"]
        assert parse(text).name == "brand_new"

    assert recorded(handler) == {EVENT: (["/metadata"], [""])}


def test_other_threads_are_recorded() -> None:
    def handler(delivery: Any) -> None:
        thread = threading.Thread(target=lambda: parse(delivery).body.user.id)
        thread.start()
        thread.join()

    assert recorded(handler) == {EVENT: (["/body/user/id"], [])}


def test_everything_is_as_before_afterwards() -> None:
    before = json.JSONDecoder.raw_decode, Record.__getattribute__, deliver("sqs", cases(EVENT)[0].payload)
    with pytest.raises(ZeroDivisionError), Recorder(SUITE.package, SUITE.contract).recording():
        raise ZeroDivisionError
    after = json.JSONDecoder.raw_decode, Record.__getattribute__, deliver("sqs", cases(EVENT)[0].payload)
    assert before == after
    assert "__getattribute__" not in vars(Record)
    assert type(json.loads(cases(EVENT)[0].json)) is dict


def test_watched_json_is_what_it_was() -> None:
    plain = cases(EVENT)[0].payload

    def handler(delivery: Any) -> None:
        assert isinstance(delivery, dict)
        assert delivery == plain
        assert json.loads(json.dumps(delivery)) == plain
        for copied in (copy.deepcopy(delivery), pickle.loads(pickle.dumps(delivery))):
            assert type(copied) is dict
            assert type(copied["body"]) is dict
            assert copied == plain
        assert parse(delivery) == parse(plain)
        assert [*check(delivery)] == [*check(plain)]

    recorded(handler)
