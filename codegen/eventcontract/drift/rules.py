"""What can be found where a page and the spec differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["event", "definition", "trigger", "description", "field", "value", "example", "page"]

#: rule -> what it says.
RULES = {
    "event-new": "The page documents an event that the spec does not have, or has from elsewhere.",
    "event-gone": "The page no longer documents the event.",
    "field-new": "The page documents a field that the spec does not have, or has from elsewhere.",
    "field-gone": "The page no longer documents the field.",
    "value-new": "The page lists a value that the spec does not list.",
    "value-gone": "The page no longer lists the value.",
    "wording-changed": "The page says it in other words.",
    "example-new": "The page shows an example, and the spec has only synthesized ones.",
    "example-changed": "The example of the page has another value there.",
    "not-understood": "A part of the page cannot be read, so that nothing is said about it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference between a page and the spec.

    ``event`` is empty for a finding about the page as a whole. ``pointer`` is a JSON Pointer into the event, empty for
    the event itself; ``part`` says which text it is about. ``spec`` and ``page`` are what either says, ``None`` where
    it says nothing; of an example, they are JSON. ``file`` and ``line`` are where the page says so.
    """

    rule: str
    event: str = ""
    pointer: str = ""
    part: Part
    spec: str | None = None
    page: str | None = None
    says: str = ""
    file: str
    line: int
