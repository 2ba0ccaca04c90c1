"""What is reported of a payload is what a validator of JSON Schema refuses in it, under both of its schemas.

A short run, with other inputs on each version of Python; ``nox -s fuzz`` reads a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.runtime import json_text
from eventcontract.runtime.explain import Reading, Reason
from eventcontract.runtime.rules import Rule
from tests.fuzz.test_checking import INPUTS, SHARE, deliveries
from tests.vendors import Validators, Vendor


def payloads(vendor: Vendor, number: int) -> Iterator[tuple[str, Any]]:
    """(event, decoded payload) of the deliveries of events that the contract describes."""
    path = vendor.contract.message.discriminator
    for delivery in deliveries(vendor, number):
        try:
            value = json_text.decode(delivery)
        except json_text.BadText:
            continue
        name = pointers.get(value, path)
        if isinstance(name, str) and name in vendor.contract.events:
            yield name, value


def refused(validator: Any, payload: Any) -> set[tuple[str, ...]]:
    """The paths of what a validator refuses, of a key that is missing, too; ``ValueError`` if it cannot go so deep."""
    found: set[tuple[Any, ...]] = set()
    for error in validator.iter_errors(payload):
        path, kind = tuple(error.instance_path), error.kind
        if kind.name == "required":
            found.add((*path, kind.property))
        elif kind.name == "additionalProperties":
            found.update((*path, key) for key in kind.unexpected)
        elif kind.name not in ("enum", "const") or isinstance(error.instance, str):
            # A value of another type is refused for its type, too.
            found.add(path)
    return {comparable(path) for path in found}


def comparable(path: tuple[Any, ...]) -> tuple[str, ...]:
    """``path``, where a validator makes numbers of keys such as ``+1`` and ``007``."""
    return tuple(str(int(step)) if str(step).removeprefix("+").isdecimal() else str(step) for step in path)


@pytest.mark.parametrize("strict", [False, True], ids=["reader", "strict"])
def test_what_is_reported_is_what_a_validator_refuses(
    vendors: dict[str, Vendor], strict: bool, record_property: Any
) -> None:
    for name, share in SHARE.items():
        vendor, compared, reported = vendors[name], 0, 0
        asked: dict[str, tuple[Reading, Any]] = {}
        for event, payload in payloads(vendor, round(INPUTS * share)):
            if event not in asked:
                reading = vendor.package._package.reading(event, strict=strict)
                asked[event] = reading, Validators(reading.schema).rust
            reading, validator = asked[event]
            try:
                expected = refused(validator, payload)
            except ValueError:
                continue
            reasons: list[Reason] = []
            reading.explain(payload, reasons.append)
            assert {comparable(reason.path) for reason in reasons} == expected, payload
            assert len({(reason.path, reason.rule) for reason in reasons}) == len(reasons), payload
            assert reading.accepts(payload) is not bool(reasons)
            compared += 1
            reported += len(reasons)
        assert reported > compared / 10
        record_property(f"count: payloads explained, {name}, {'strict' if strict else 'reader'} schema", compared)


def test_a_keyword_that_nothing_is_said_of_is_an_error() -> None:
    """Else a schema could refuse what is not reported."""
    with pytest.raises(AssertionError, match="no rule for the keyword minLength"):
        Reading('{"properties": {"a": {"type": "string", "minLength": 1}}}').accepts({})


def test_each_rule_is_that_of_a_schema() -> None:
    schema = (
        '{"required": ["a", "b"], "additionalProperties": false, "properties": {"a": {"type": "integer"}, "b": {"type":'
        ' ["string", "null"], "enum": ["x", null]}, "c": {"x-kind": "date", "format": "date"}}}'
    )
    reasons: list[Reason] = []
    Reading(schema).explain({"a": None, "c": "2025-02-29", "d": [], "e": {}}, reasons.append)
    assert [(reason.path, reason.rule, reason.lacks) for reason in reasons] == [
        (("a",), Rule.NULL_FIELD, False),
        (("b",), Rule.MISSING_FIELD, True),
        (("c",), Rule.BAD_TIMESTAMP, False),
        (("d",), Rule.UNDOCUMENTED_FIELD, False),
        (("e",), Rule.UNDOCUMENTED_FIELD, False),
    ]
