"""What happens to a delivery, case by case: the table that the documentation shows."""

from __future__ import annotations

from typing import NamedTuple

from eventcontract.runtime.rules import Level, Rule


class Outcome(NamedTuple):
    """One row: a case, what ``parse`` and the reader schema do with it, what the strict schema does, what is found.

    ``reader`` and ``strict`` are texts for people. ``findings`` are the rules, each with its level, of which
    ``check`` reports one for such a delivery; there are none where it reports nothing.
    """

    case: str
    reader: str
    strict: str
    findings: tuple[tuple[Rule, Level], ...] = ()


#: In the order in which the documentation shows them. ``tests/contract/verdicts.md`` has examples of each.
OUTCOMES = (
    Outcome(
        "A required field is missing or null",
        "refused",
        "refused",
        ((Rule.MISSING_FIELD, "error"), (Rule.NULL_FIELD, "error")),
    ),
    Outcome("The JSON type is wrong", "refused", "refused", ((Rule.WRONG_TYPE, "error"),)),
    Outcome(
        "A field that joined its event later is missing or null: the event is older, or may be",
        "None",
        "accepted",
        ((Rule.BEFORE_SINCE, "info"),),
    ),
    Outcome(
        "A field that joined its event later is missing or null: the event is not older",
        "None",
        "accepted",
        ((Rule.MISSING_FIELD, "warning"),),
    ),
    Outcome("An optional field is missing", "None", "accepted"),
    Outcome("An optional field is null", "None", "accepted"),
    Outcome("An optional field is null, recorded as never null", "None", "refused", ((Rule.NULL_FIELD, "warning"),)),
    Outcome(
        "A field or event is known only from the source code or an example",
        "accepted",
        "accepted",
        ((Rule.UNDOCUMENTED_FIELD, "info"), (Rule.UNDOCUMENTED_EVENT, "info")),
    ),
    Outcome(
        "A field has been withdrawn",
        "accepted; extras() returns it if it has no attribute",
        "accepted",
        ((Rule.WITHDRAWN_FIELD, "info"),),
    ),
    Outcome("A field is known, but not its type", "accepted; extras() returns it", "accepted"),
    Outcome(
        "A field is not in the contract",
        "accepted; extras() returns it",
        "refused, unless the object is open",
        ((Rule.UNDOCUMENTED_FIELD, "warning"),),
    ),
    Outcome("An event is not in the contract", "UnknownEvent", "no schema", ((Rule.UNDOCUMENTED_EVENT, "warning"),)),
    Outcome("A value is known: documented, in the source code or in an example", "accepted", "accepted"),
    Outcome("A value is not one of the known values", "accepted", "refused", ((Rule.UNDOCUMENTED_VALUE, "warning"),)),
    Outcome("A value of a field with free text, or without known values", "accepted", "accepted"),
    Outcome(
        "An id does not consist of digits",
        "accepted",
        "refused, unless it is empty where empty ids are known",
        ((Rule.ID_FORMAT, "warning"),),
    ),
    Outcome(
        "An id is a JSON integer",
        "refused, unless an erratum tolerates it",
        "refused, unless an erratum tolerates it",
        ((Rule.WRONG_TYPE, "error"), (Rule.ERRATUM, "info")),
    ),
    Outcome(
        "A timestamp or date is readable, but not in the documented form",
        "accepted",
        "refused, unless an erratum tolerates it",
        ((Rule.TOLERATED_SPELLING, "info"),),
    ),
    Outcome(
        "A timestamp has no offset, or a timestamp or date is malformed",
        "refused",
        "refused",
        ((Rule.NAIVE_TIMESTAMP, "error"), (Rule.BAD_TIMESTAMP, "error")),
    ),
    Outcome("An integer is written as a fraction, such as 13330.0", "13330", "accepted"),
    Outcome("A text is longer than its limit, or an invalid URL or token", "accepted", "accepted"),
    Outcome("An object has fields of two alternatives", "accepted", "refused", ((Rule.MIXED_ALTERNATIVES, "warning"),)),
)
