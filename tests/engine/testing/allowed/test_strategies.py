"""Hypothesis strategies: what is drawn is sent, is read, and shrinks to the plain example."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

from eventcontract.model import Contract, Field, Object, Scalar, event_root
from eventcontract.schemas.views import View, event_schema
from eventcontract.testing.allowed.values import NEW_KEY
from tests.support.modules import module_of
from tests.vendors import Subject, Validators, Vendor

DRAWN = 60
# Reproducible, and without what is of use for somebody who waits for a failure.
RULES = settings(
    database=None,
    derandomize=True,
    deadline=None,
    max_examples=DRAWN,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.costly
def test_what_is_drawn_is_sent_and_read(subject: Subject, record_property: Callable[[str, object], None]) -> None:
    sent = Validators(event_schema(subject.contract, subject.event, View.SENT))
    drawn = []

    @settings(RULES)
    @given(module_of(subject.vendor).event(subject.event))
    def draw(payload: dict[str, Any]) -> None:
        text = json.dumps(payload, ensure_ascii=False)
        assert sent.rust.is_valid(payload), [str(error.instance_path) for error in sent.rust.iter_errors(payload)]
        assert subject.readings["reader"].rust.is_valid(payload)
        assert type(subject.vendor.package.parse(text)).__name__ == subject.entry.class_name
        drawn.append(text)

    draw()
    assert len({*drawn}) > DRAWN / 3
    record_property("count: payloads drawn, accepted by the schemas sent and reader and by parse", len(drawn))


def test_what_people_draw_they_may_change(vendor: Vendor) -> None:
    module = module_of(vendor)
    name = next(iter(vendor.contract.events))
    before = [(case.id, case.json) for case in module.cases(name)]

    @settings(RULES)
    @given(module.event(name))
    def spoil(payload: dict[str, Any]) -> None:
        for value in payload.values():
            if isinstance(value, dict):
                value.clear()

    spoil()
    assert [(case.id, case.json) for case in module.cases(name)] == before
    assert vendor.package.parse(find(module.event(name), lambda _: True, settings=RULES))


def test_shrinking_ends_at_an_example(subject: Subject) -> None:
    rules = settings(RULES, phases=[Phase.generate, Phase.shrink])
    payload = find(module_of(subject.vendor).event(subject.event), lambda _: True, settings=rules)
    documented = [json.loads(example.text) for example in subject.entry.examples]
    # What only documentation shows is no plain example of what is sent.
    base = module_of(subject.vendor)._suite.casebook.payloads(subject.event).base
    assert payload in [*documented, base]


def test_shrinking_keeps_the_one_change_that_matters(vendor: Vendor) -> None:
    rules = settings(RULES, max_examples=20_000, phases=[Phase.generate, Phase.shrink])
    module, contract = module_of(vendor), vendor.contract
    body = contract.message.body
    checked = 0
    # Of vendors whose bodies hold objects only, there is nothing to be seen here.
    plain = {name: [each for each in members(contract, name) if is_plain(each)] for name in contract.events}
    for name, (field, *_) in [(name, fields) for name, fields in plain.items() if fields][:12]:
        payload = find(
            module.event(name),
            lambda value, key=field.name: value[body].get(key, "") is None,  # type: ignore[misc]
            settings=rules,
        )
        restored = copy.deepcopy(payload)
        examples = [json.loads(example.text) for example in contract.events[name].examples]
        examples.append(module._suite.casebook.payloads(name).base)
        near = [each for each in examples if others(each, field, body) == others(restored, field, body)]
        assert near, f"{name}: more than {field.name} is left"
        checked += 1
    assert checked == min(12, sum(map(bool, plain.values())))


def test_a_few_examples_find_almost_every_null(vendor: Vendor) -> None:
    module, body = module_of(vendor), vendor.contract.message.body
    owed, found = 0, 0
    for name in list(vendor.contract.events)[:8]:
        examples = drawn(module.event(name), 100)
        nullable = [field.name for field in members(vendor.contract, name) if is_plain(field)]
        owed += len(nullable)
        found += sum(any(each[body].get(key, "") is None for each in examples) for key in nullable)
    # Changes that are drawn one by one find far fewer.
    assert found >= 0.7 * owed


def test_a_failure_says_what_is_changed(vendor: Vendor) -> None:
    name = next(iter(vendor.contract.events))
    body = vendor.contract.message.body

    @settings(RULES, max_examples=500, phases=[Phase.generate, Phase.shrink])
    @given(module_of(vendor).event(name))
    def fail(payload: dict[str, Any]) -> None:
        assert NEW_KEY not in payload[body]

    with pytest.raises(AssertionError) as error:
        fail()
    said = [note for note in error.value.__notes__ if note.startswith(f"{name}: ")]
    assert re.fullmatch(rf"{re.escape(name)}: [^,]+, a new key in /{body}", said[0])


def drawn(strategy: SearchStrategy[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """What a test with so many examples meets."""
    examples = []

    @settings(RULES, max_examples=count)
    @given(strategy)
    def draw(payload: dict[str, Any]) -> None:
        examples.append(payload)

    draw()
    return examples


def members(contract: Contract, name: str) -> tuple[Field, ...]:
    """The members of the body of an event."""
    body = event_root(contract, name).member(contract.message.body).type
    assert isinstance(body, Object)
    return body.fields


def is_plain(field: Field) -> bool:
    return field.may_be_null and not field.conditional and isinstance(field.type, Scalar)


def others(payload: dict[str, Any], field: Field, body: str) -> dict[str, Any]:
    """``payload`` without one field of its body."""
    return {**payload, body: {key: value for key, value in payload[body].items() if key != field.name}}


def test_the_union_draws_every_chosen_event(vendor: Vendor) -> None:
    module = module_of(vendor)
    names = list(vendor.contract.events)[:3]
    found = set()

    @settings(RULES)
    @given(module.events(*names))
    def draw(payload: dict[str, Any]) -> None:
        value: Any = payload
        for step in vendor.contract.message.discriminator:
            value = value[step]
        found.add(value)

    draw()
    assert found == {*names}
