"""Reading events: dispatch, unknown events, violations, encoding, and what a mere import costs."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract.model import Object, Scalar, event_root, walk
from eventcontract.runtime import ContractViolation, Finding, Undocumented
from tests.support.deliveries import examples, renamed
from tests.support.mutations import bases, drop, edit, member_of, value_at
from tests.vendors import Subject, Vendor, contract_of


def payload_of(subject: Subject) -> dict[str, Any]:
    """The first example of an event."""
    payload: dict[str, Any] = json.loads(subject.entry.examples[0].text)
    return payload


def text_of(payload: Any) -> bytes:
    """A payload as it is delivered."""
    return json.dumps(payload, ensure_ascii=False).encode()


# -- the package -----------------------------------------------------------------------------------


def test_the_package_offers_its_classes(vendor: Vendor) -> None:
    package = vendor.package
    assert set(package.EVENTS) == set(vendor.contract.events)
    for event, name in package.EVENTS.items():
        cls = getattr(package, name)
        assert is_dataclass(cls)
        assert getattr(cls, "__name__", None) == name == vendor.contract.events[event].class_name
        assert name in dir(package)
        assert name in package.__all__
    trees = [vendor.contract.message.tree, *(event.body for event in vendor.contract.events.values())]
    used = {field.type.shape for tree in trees for _, field in walk(tree) if isinstance(field.type, Object)}
    for shape in vendor.contract.shapes.values():
        assert shape.name not in used or is_dataclass(getattr(package, shape.name))
    with pytest.raises(AttributeError, match="NoSuchEvent"):
        _ = package.NoSuchEvent
    assert package.__version__ == vendor.contract.catalogue.version


def test_everything_in_all_is_there(vendor: Vendor) -> None:
    for name in vendor.package.__all__:
        assert getattr(vendor.package, name) is not None
    assert len(set(vendor.package.__all__)) == len(vendor.package.__all__)


def test_the_union_holds_every_event_and_no_unknown_one(vendor: Vendor) -> None:
    members = set(vendor.package.Event.__args__)
    assert members == {getattr(vendor.package, name) for name in vendor.package.EVENTS.values()}


def test_importing_loads_no_event(vendors: dict[str, Vendor]) -> None:
    code = (
        "import sys, canvas_live_events as package; "
        "loaded = [name for name in sys.modules if name.startswith('canvas_live_events.events')]; "
        "heavy = [name for name in ('jsonschema_rs', 'yaml', 'jinja2', 'click', 'jsonschema') if name in sys.modules]; "
        "event = package.parse(open(sys.argv[1], 'rb').read()); "
        "after = [name for name in sys.modules if name.startswith('canvas_live_events.events.')]; "
        "print(loaded, heavy, type(event).__name__, after)"
    )
    example = vendors["canvas"].directory / "examples" / "module_created" / "documented.json"
    result = subprocess.run([sys.executable, "-c", code, str(example)], capture_output=True, text=True, check=True)
    assert result.stdout.split("] ")[0] == "["
    assert "ModuleCreated ['canvas_live_events.events.module']" in result.stdout
    assert "jinja2" not in result.stdout
    assert "yaml" not in result.stdout


# -- events ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, str], ids=lambda kind: kind.__name__)
def test_every_kind_of_text_is_read(subject: Subject, kind: type[Any]) -> None:
    text = subject.entry.examples[0].text
    delivery = text if kind is str else kind(text.encode())
    event = subject.vendor.package.parse(delivery)
    assert type(event) is getattr(subject.vendor.package, subject.entry.class_name)
    assert event == subject.vendor.package.parse(text)


def test_attributes_are_what_the_payload_says(subject: Subject) -> None:
    for base in bases(subject.contract, subject.event):
        event = subject.vendor.package.parse(text_of(base))
        compared = 0
        for path, field in walk(event_root(subject.contract, subject.event)):
            if "*" in path or field.type.kind not in ("text", "identifier", "integer", "number", "boolean"):
                continue
            try:
                expected = value_at(base, path)
            except KeyError:
                continue  # of another alternative
            found = event
            for step in path:
                found = member_of(found, step)
            assert found == expected
            # A number is a float, however it is written.
            assert type(found) is (float if field.type.kind == "number" and expected is not None else type(expected))
            compared += 1
        assert compared > 2


def test_events_are_frozen_and_comparable(subject: Subject) -> None:
    package = subject.vendor.package
    text = subject.entry.examples[0].text
    event, again = package.parse(text), package.parse(text)
    assert event == again
    assert event is not again
    name = fields(event)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(event, name, None)
    other = edit(payload_of(subject), subject.contract.message.discriminator, "no such event")
    assert event != package.parse(text_of(other))


def test_events_without_free_objects_are_hashable(subject: Subject) -> None:
    package = subject.vendor.package
    tree = event_root(subject.contract, subject.event)
    free = any(isinstance(field.type, Object) and field.type.shape is None for _, field in walk(tree))
    for base in bases(subject.contract, subject.event):
        if not free:
            assert hash(package.parse(text_of(base))) == hash(package.parse(text_of(base)))


def test_events_can_be_copied_and_pickled(subject: Subject) -> None:
    event = subject.vendor.package.parse(subject.entry.examples[0].text)
    assert copy.deepcopy(event) == event
    assert pickle.loads(pickle.dumps(event)) == event


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, lambda text: text.decode(), json.loads])
def test_unknown_events_and_violations_can_be_copied_and_pickled(
    subject: Subject, kind: Callable[[bytes], Any]
) -> None:
    package = subject.vendor.package
    unknown = package.parse(kind(text_of(renamed(subject.contract, payload_of(subject), "something_new"))))
    body = subject.contract.message.body
    with pytest.raises(ContractViolation) as caught:
        package.parse(kind(text_of({**payload_of(subject), body: 7})))
    for again in (copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))):
        assert again(unknown) == unknown
        violation = again(caught.value)
        assert type(violation) is ContractViolation
        assert violation.to_dict(delivery=True) == caught.value.to_dict(delivery=True)


def test_only_events_of_the_contract_are_encoded(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    unknown = vendor.package.parse(renamed(vendor.contract, payload, "something_new"))
    with pytest.raises(TypeError, match=r"^cannot encode UnknownEvent; forward event\.delivery instead$"):
        vendor.package.encode(unknown)
    for value in (payload, None, "text"):
        with pytest.raises(TypeError, match=f"^cannot encode {type(value).__name__}; expected an event"):
            vendor.package.encode(value)


def test_another_event_than_any_of_a_union(vendor: Vendor) -> None:
    first, second, third = (getattr(vendor.package, name) for name in list(vendor.package.EVENTS.values())[:3])
    payload = examples(vendor.contract, next(iter(vendor.package.EVENTS)))[0]
    assert type(vendor.package.parse(payload, expect=first | second)) is first
    with pytest.raises(ContractViolation) as caught:
        vendor.package.parse(payload, expect=second | third)
    assert [finding.rule for finding in caught.value.violations] == ["unexpected-event"]


def test_undocumented_events_say_so(subject: Subject) -> None:
    event = subject.vendor.package.parse(subject.entry.examples[0].text)
    assert isinstance(event, Undocumented) == (subject.entry.evidence != "documented")


def test_every_maximal_payload_survives_encoding(subject: Subject) -> None:
    package = subject.vendor.package
    for base in bases(subject.contract, subject.event):
        event = package.parse(text_of(base))
        assert package.parse(package.encode(event)) == event
        # Encoded with the vendor's keys, not with Python's names.
        assert set(json.loads(package.encode(event))) <= {field.name for field in subject.contract.message.tree.fields}


def test_unknown_keys_are_left_out_of_what_is_encoded(subject: Subject) -> None:
    package = subject.vendor.package
    base = bases(subject.contract, subject.event)[0]
    event = package.parse(text_of({**base, "surplus": {"deep": [1]}}))
    assert event == package.parse(text_of(base))
    assert "surplus" not in json.loads(package.encode(event))


def test_predicates(vendor: Vendor) -> None:
    asked: dict[tuple[str, str], set[bool]] = {}
    for event in vendor.contract.events:
        for base in bases(vendor.contract, event):
            for path, field in walk(event_root(vendor.contract, event)):
                shape = vendor.contract.shapes.get(field.type.shape or "") if isinstance(field.type, Object) else None
                if shape is None or "*" in path:
                    continue
                try:
                    value_at(base, path)
                except KeyError:
                    continue
                for predicate in shape.predicates:
                    for payload in (base, _without(base, (*path, predicate.present))):
                        found = vendor.package.parse(text_of(payload))
                        for step in path:
                            found = member_of(found, step)
                        expected = predicate.present in value_at(payload, path)
                        assert getattr(found, predicate.name) is expected
                        asked.setdefault((shape.name, predicate.name), set()).add(expected)
    expected_names = {
        (shape.name, predicate.name) for shape in vendor.contract.shapes.values() for predicate in shape.predicates
    }
    assert set(asked) == expected_names
    assert all(answers == {True, False} for answers in asked.values())


def _without(base: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    result: dict[str, Any] = drop(base, path) if path[-1] in value_at(base, path[:-1]) else base
    return result


# -- what is hidden --------------------------------------------------------------------------------


def test_sensitive_values_are_not_shown(subject: Subject) -> None:
    secret = "Wilhelmina-Secret"
    root = event_root(subject.contract, subject.event)
    base = bases(subject.contract, subject.event)[0]
    marked, candidates, shown = base, 0, 0
    for path, field in walk(root):
        of = field.type
        free = isinstance(of, Scalar) and of.kind == "text" and not of.values and of.const is None
        if free and field.sensitive and "*" not in path:
            candidates += 1
            try:
                value_at(marked, path)
            except KeyError:
                continue
            marked = edit(marked, path, secret)
            shown += 1
    text = repr(subject.vendor.package.parse(text_of(marked)))
    assert secret not in text
    assert shown or not candidates
    # What is not sensitive is shown: a repr that shows nothing helps nobody.
    assert subject.event in text


# -- unknown events --------------------------------------------------------------------------------


def test_unknown_events_are_kept(subject: Subject) -> None:
    package = subject.vendor.package
    payload = edit(payload_of(subject), subject.contract.message.discriminator, "something_new")
    delivery = text_of(payload)
    event = package.parse(delivery)
    assert type(event) is package.UnknownEvent
    assert event.name == "something_new"
    assert event.delivery is delivery
    assert member_of(event, subject.contract.message.body) == payload[subject.contract.message.body]


def test_unknown_events_never_fail(vendor: Vendor) -> None:
    contract, package = vendor.contract, vendor.package
    example = json.loads(next(iter(contract.events.values())).examples[0].text)
    base = edit(example, contract.message.discriminator, "something_new")
    for path, _ in walk(contract.message.tree):
        if "*" in path or path == contract.message.discriminator:
            continue
        if contract.message.discriminator[: len(path)] == path:
            continue  # without it, nothing names the event
        values: list[Any] = [None, 7, "x", [], {}, [{}], {"a": None}, 1.5, True]
        for value in values:
            event = package.parse(text_of(edit(base, path, value) if _has(base, path[:-1]) else base))
            assert type(event) is package.UnknownEvent, path
        if _has(base, path):
            assert type(package.parse(text_of(drop(base, path)))) is package.UnknownEvent


def _has(value: Any, path: tuple[str, ...]) -> bool:
    try:
        value_at(value, path)
    except KeyError:
        return False
    return True


def test_a_name_that_only_looks_like_an_event_s_is_unknown(subject: Subject) -> None:
    package = subject.vendor.package
    for name in (subject.event.upper(), subject.event + " ", subject.event + "\x00", "", f"/{subject.event}"):
        event = package.parse(text_of(edit(payload_of(subject), subject.contract.message.discriminator, name)))
        assert type(event) is package.UnknownEvent
        assert event.name == name


# -- what is no event ------------------------------------------------------------------------------


NOT_JSON = {
    "empty": b"",
    "blank": b" \n",
    "words": b"hello",
    "cut-off": b'{"a": ',
    "trailing": b"{} {}",
    "byte-order-mark": b"\xef\xbb\xbf{}",
    "not-utf-8": b'{"a": "\xff"}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "nan": b'{"a": NaN}',
    "infinite": b'{"a": 1e999}',
    "comment": b"{} // why",
    "single-quotes": b"{'a': 1}",
}
NO_EVENT = {
    "list": b"[]",
    "text": b'"x"',
    "number": b"7",
    "null": b"null",
    "empty": b"{}",
    "nested": b'{"a": {"b": 1}}',
}


@pytest.mark.parametrize(
    "delivery", [*NOT_JSON.values(), *NO_EVENT.values()], ids=[*NOT_JSON, *(f"no-{k}" for k in NO_EVENT)]
)
def test_what_is_no_event_is_a_violation(vendor: Vendor, delivery: bytes) -> None:
    with pytest.raises(ContractViolation) as caught:
        vendor.package.parse(delivery)
    assert caught.value.event is None
    assert caught.value.delivery is delivery
    assert caught.value.violations
    assert caught.value.violations[0].level == "error"


@pytest.mark.parametrize("name", [None, 7, 1.5, True, [], {}, ["x"]])
def test_an_event_without_a_name_is_none(subject: Subject, name: Any) -> None:
    payload = edit(payload_of(subject), subject.contract.message.discriminator, name)
    with pytest.raises(ContractViolation) as caught:
        subject.vendor.package.parse(text_of(payload))
    assert caught.value.event is None


def test_nonsense_inside_of_what_nobody_reads_is_nonsense_too(subject: Subject) -> None:
    # msgspec passes over unknown members without a look; what is no JSON text is refused all the same.
    text = subject.entry.examples[0].text.rstrip()
    assert text.endswith("}")
    for octets in (b"\xff", b"\xed\xa0\x80"):
        delivery = text[:-1].encode() + b', "surplus": "' + octets + b'"}'
        with pytest.raises(ContractViolation):
            subject.vendor.package.parse(delivery)
    for nonsense in ("1e999", "[" * 600 + "]" * 600, "NaN", "1" * 400):
        with pytest.raises(ContractViolation):
            subject.vendor.package.parse(f'{text[:-1]}, "surplus": {nonsense}}}')


def test_the_last_of_two_keys_counts(subject: Subject) -> None:
    # One rule for every reading: the fast way and the careful way must not differ.
    text = subject.entry.examples[0].text.rstrip()
    event = subject.vendor.package.parse(text)
    body = subject.contract.message.body
    doubled = "{" + json.dumps(body) + ": null, " + text.lstrip()[1:]
    assert subject.vendor.package.parse(doubled) == event
    with pytest.raises(ContractViolation):
        subject.vendor.package.parse(text[:-1] + f", {json.dumps(body)}: null}}")


# -- violations ------------------------------------------------------------------------------------


def test_a_violation_says_what_and_where(subject: Subject) -> None:
    package, body = subject.vendor.package, subject.contract.message.body
    delivery = text_of(edit(payload_of(subject), (body,), "Wilhelmina-Secret"))
    with pytest.raises(package.ContractViolation) as caught:
        package.parse(delivery)
    violation = caught.value
    assert violation.event == subject.event
    assert violation.delivery is delivery
    assert [(each.rule, each.pointer, each.level) for each in violation.violations] == [
        ("wrong-type", f"/{body}", "error")
    ]
    assert all(isinstance(each, Finding) for each in violation.violations)
    assert subject.event in str(violation)
    for text in (str(violation), repr(violation)):
        assert "Wilhelmina-Secret" not in text
    assert pickle.loads(pickle.dumps(violation)).violations == violation.violations


def test_the_violation_of_every_required_field_points_at_it(subject: Subject) -> None:
    package = subject.vendor.package
    base = bases(subject.contract, subject.event)[0]
    for path, field in walk(event_root(subject.contract, subject.event)):
        if not field.required or "*" in path or path == subject.contract.message.discriminator[: len(path)]:
            continue
        if not _has(base, path):
            continue
        for payload, rule in ((drop(base, path), "missing-field"), (edit(base, path, None), "null-field")):
            with pytest.raises(package.ContractViolation) as caught:
                package.parse(text_of(payload))
            found = [(each.rule, each.pointer) for each in caught.value.violations]
            assert found == [(rule, "/" + "/".join(path))]


# -- any text at all -------------------------------------------------------------------------------


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_json_anywhere_gives_an_event_or_a_violation(vendor: Vendor, data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(sorted(vendor.contract.events)))
    base = data.draw(st.sampled_from(bases(vendor.contract, event)))
    places = [path for path, _ in walk(event_root(vendor.contract, event)) if "*" not in path and _has(base, path)]
    payload = edit(base, data.draw(st.sampled_from(places)), data.draw(JSON_VALUES))
    try:
        parsed = vendor.package.parse(text_of(payload))
    except ContractViolation as error:
        assert error.violations
        return
    if type(parsed) is not vendor.package.UnknownEvent:
        assert vendor.package.parse(vendor.package.encode(parsed)) == parsed


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(delivery=st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_give_a_violation(vendor: Vendor, delivery: bytes | str) -> None:
    with pytest.raises(ContractViolation):
        vendor.package.parse(delivery)


def test_both_vendors_are_as_unlike_as_they_should_be() -> None:
    canvas, parcel = contract_of("canvas").message, contract_of("parcel").message
    assert len(canvas.discriminator) == 2
    assert len(parcel.discriminator) == 1
    assert canvas.body != parcel.body
