"""Pages in every form: none differs from the spec that it was made of, and what was edited is found, nothing else."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from eventcontract.model import Field
from tests.support import pages
from tests.support.pages import KNOWN, categories, findings, page_of
from tests.vendors import contract_of

#: How many pages are edited in each form.
EDITED = int(os.environ.get("EDITS", "12"))


@pytest.mark.parametrize("form", pages.FORMS)
@pytest.mark.parametrize("vendor", KNOWN)
def test_pages_made_of_the_spec_do_not_differ(vendor: str, form: str) -> None:
    for category in categories(vendor):
        assert findings(vendor, pages.FORMS[form](page_of(vendor, category))) == []


@pytest.mark.parametrize("form", pages.FORMS)
@pytest.mark.parametrize("vendor", KNOWN)
def test_what_was_edited_is_found(
    vendor: str, form: str, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    source = random.Random(f"{request.config.getoption('--seed')} {form} {vendor}")
    contract, known = contract_of(vendor), KNOWN[vendor]
    for number in range(EDITED):
        category = source.choice(categories(vendor))
        page = page_of(vendor, category)
        possible = pages.edits(page, contract, transcribed=category in known.transcribed)
        picked = pages.chosen(page, possible, 1 + number % 2, source)
        for edit in picked:
            edit.apply(page)
        found = findings(vendor, pages.FORMS[form](page))
        record_property("count: edits of pages", len(picked))
        assert sorted((e.rule, e.event, e.pointer) for e in found) == sorted(edit.expected for edit in picked)


def foreign(field: Field) -> str:
    """Other words, with the values that the spec lists in another way."""
    values = field.scalar.values if field.scalar is not None else ()
    if len(values) > 1:
        return f"Tells one of: {', '.join(values[:-1])}, or {values[-1]}."
    return "Words that the spec has never seen, e.g. for want of better ones."


@pytest.mark.parametrize("form", pages.FORMS)
@pytest.mark.parametrize("vendor", KNOWN)
def test_words_count_only_where_they_were_transcribed(vendor: str, form: str) -> None:
    for category in categories(vendor):
        page = page_of(vendor, category, foreign)
        for section in page.sections:
            section.definition, section.trigger, section.notes = "Foreign.", "When it is.", []
            section.example = '{"anything": 1}'
        found = findings(vendor, pages.FORMS[form](page))
        assert bool(found) == (category in KNOWN[vendor].transcribed)


@pytest.mark.parametrize("form", pages.FORMS)
@pytest.mark.parametrize("vendor", KNOWN)
def test_values_that_are_listed_count_everywhere(vendor: str, form: str) -> None:
    contract, tried = contract_of(vendor), 0
    for category in categories(vendor):
        if category in KNOWN[vendor].transcribed:
            continue
        for event in contract.events.values():
            listing = [
                each for each in event.body.fields if each.documented and each.scalar and len(each.scalar.values) > 1
            ]
            for field in listing[:1] if event.category == category and event.documented else ():
                tried += 1
                page = page_of(vendor, category, foreign)
                rows = page.section(event.name).rows
                assert field.scalar is not None
                last = field.scalar.values[-1]
                pointer = f"/{contract.message.body}/{field.name}"
                rows[field.name] = f"State ({', '.join(field.scalar.values)}, invented_value)."
                (more,) = findings(vendor, pages.FORMS[form](page))
                assert (more.rule, more.event, more.pointer, more.page) == (
                    "value-new",
                    event.name,
                    pointer,
                    "invented_value",
                )
                rows[field.name] = f"State ({', '.join(field.scalar.values[:-1])})."
                (less,) = findings(vendor, pages.FORMS[form](page))
                assert (less.rule, less.event, less.pointer, less.spec) == ("value-gone", event.name, pointer, last)
    assert tried or vendor != "canvas"
