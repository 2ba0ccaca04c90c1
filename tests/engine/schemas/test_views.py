"""What the published schemas say beyond verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from eventcontract.model import event_root, walk
from tests.vendors import SPECS, Subject, Vendor, View


def keys(value: Any) -> Iterator[str]:
    """Every key of a schema, at any depth, but not those of example payloads."""
    if isinstance(value, dict):
        for key, content in value.items():
            yield key
            if key != "examples":
                yield from keys(content)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


@pytest.mark.parametrize("view", ["reader", "strict"])
def test_descriptions_hold_everything_that_is_said(subject: Subject, view: View) -> None:
    schema = subject.vendor.schema(subject.event, view)
    event = subject.entry
    assert schema["description"] == "\n\n".join([event.definition, event.trigger, *event.notes])
    places: dict[tuple[str, ...], Any] = {(): schema}
    for path, field in walk(event_root(subject.contract, subject.event)):
        above = places[path[:-1]]
        if "$ref" in above:
            above = schema["$defs"][above["$ref"].removeprefix("#/$defs/")]
        places[path] = here = above["items"] if path[-1] == "*" else above["properties"][path[-1]]
        if path[-1] != "*" and field.description:
            assert here["description"] == " ".join([field.description, *field.notes]), path


def test_every_annotation_is_explained(vendors: dict[str, Vendor]) -> None:
    vendor = vendors["canvas"]
    used = {
        key
        for event in vendor.contract.events
        for view in ("reader", "strict")
        for key in keys(vendor.schema(event, view))  # type: ignore[arg-type]
        if key.startswith("x-")
    }
    page = (SPECS["canvas"] / "docs" / "4-other-languages.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"(?m)^\| `(x-[a-z-]+)` \|", page))
    assert explained == used
