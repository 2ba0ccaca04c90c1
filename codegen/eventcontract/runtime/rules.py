"""The rules of deliveries: everything a finding can report, each declared once."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Literal

Level = Literal["error", "warning", "info"]


class Rule(Enum):
    """What findings report: the rule's stable ``id``, and its purpose at each of its levels.

    An ``error`` is what ``parse`` refuses, a ``warning`` is readable but not as documented, an ``info``
    is worth knowing. The documentation lists the rules in this order.
    """

    def __init__(self, id: str, purposes: dict[Level, str]) -> None:
        self.id = id
        self.purposes = purposes

    NOT_JSON = (
        "not-json",
        {
            "error": "The delivery is not valid JSON: it is malformed, is not UTF-8, starts with a byte order mark, "
            "or holds a number out of range for a double."
        },
    )
    TOO_LARGE = (
        "too-large",
        {"error": "The text of the event is larger than the limit, 16 MiB by default, or than memory allows."},
    )
    TOO_DEEP = "too-deep", {"error": "Arrays and objects are nested more than 512 levels deep."}
    SIGNED_DELIVERY = "signed-delivery", {"error": "The delivery is a JSON Web Token that has not been verified."}
    FOREIGN_ENVELOPE = "foreign-envelope", {"error": "The delivery is in another format that the vendor can send."}
    NOT_AN_EVENT = "not-an-event", {"error": "The delivery is valid JSON, but nothing in it names an event."}
    MISSING_FIELD = (
        "missing-field",
        {
            "error": "A required field is missing.",
            "warning": "A field that was always sent by then is missing or null.",
        },
    )
    NULL_FIELD = (
        "null-field",
        {
            "error": "A required field is null.",
            "warning": "A field that may be missing is null, although null is never sent for it.",
        },
    )
    WRONG_TYPE = "wrong-type", {"error": "A value has the wrong JSON type."}
    NAIVE_TIMESTAMP = "naive-timestamp", {"error": "A timestamp has no UTC offset."}
    BAD_TIMESTAMP = "bad-timestamp", {"error": "A timestamp or date is malformed, or names a day that does not exist."}
    UNDOCUMENTED_EVENT = (
        "undocumented-event",
        {
            "warning": "The contract does not describe the event.",
            "info": "The vendor sends the event but does not document it.",
        },
    )
    UNDOCUMENTED_FIELD = (
        "undocumented-field",
        {
            "warning": "The contract does not describe the field.",
            "info": "The vendor sends the field but does not document it.",
        },
    )
    BEFORE_SINCE = (
        "before-since",
        {"info": "A field is missing or null, perhaps because the event is older than the field."},
    )
    WITHDRAWN_FIELD = "withdrawn-field", {"info": "The vendor no longer sends the field."}
    UNDOCUMENTED_VALUE = "undocumented-value", {"warning": "A value is not one of the known values."}
    ID_FORMAT = "id-format", {"warning": "An id does not consist of decimal digits."}
    MIXED_ALTERNATIVES = "mixed-alternatives", {"warning": "An object holds fields that never occur together."}
    TOLERATED_SPELLING = (
        "tolerated-spelling",
        {"info": "A timestamp or date is readable, but not in the documented form."},
    )
    ERRATUM = "erratum", {"info": "An id is a number, as an erratum of the documentation explains; it is read as text."}
    MORE_FINDINGS = (
        "more-findings",
        {
            "error": "The delivery has more than 1,000 findings, and errors are among those that are not listed.",
            "warning": "The delivery has more than 1,000 findings, and warnings are among those that are not listed.",
            "info": "The delivery has more than 1,000 findings.",
        },
    )
    NO_DELIVERIES = "no-deliveries", {"warning": "A file or directory holds no deliveries."}
    UNEXPECTED_EVENT = "unexpected-event", {"error": "The event is not of the class given to `parse(…, expect=…)`."}


def rows() -> Iterator[tuple[str, Level, str]]:
    """(rule id, level, purpose) for the documentation: a rule with two levels has two rows."""
    for rule in Rule:
        for level, purpose in rule.purposes.items():
            yield rule.id, level, purpose
