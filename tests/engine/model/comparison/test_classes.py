"""The facts about classes are those of the generated classes."""

from __future__ import annotations

import re
import typing
from dataclasses import MISSING, fields

from eventcontract.model.classes import classes_of
from tests.vendors import Vendor

# Spellings of the runtime's annotated types.
_SPELT = {"datetime.datetime": "datetime", "datetime.date": "date", "typing.Any": "Any"}


def test_facts_are_those_of_the_generated_classes(vendor: Vendor) -> None:
    found = classes_of(vendor.contract)
    assert len(found) >= len(vendor.contract.events)
    for name, facts in found.items():
        generated = getattr(vendor.package, name)
        hints = typing.get_type_hints(generated)
        assert {each.name for each in fields(generated)} == facts.attributes.keys()
        for each in fields(generated):
            kind, none = facts.attributes[each.name]
            assert (each.default is None) == none, (name, each.name)
            assert none or each.default is MISSING
            written = str(hints[each.name]) if typing.get_args(hints[each.name]) else hints[each.name].__name__
            for long, short in _SPELT.items():
                written = written.replace(long, short)
            written = re.sub(r"(?:\w+\.)+(\w+)", r"\1", written)
            assert (
                written.removesuffix(" | None")
                .removeprefix("Optional[")
                .removesuffix("]" if "Optional" in written else "")
                == kind
            )
        for predicate in facts.predicates:
            assert isinstance(getattr(generated, predicate.name), property)
