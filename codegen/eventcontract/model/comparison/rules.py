"""The rules by which two contracts are compared: how serious each change is, and which part of the version rises.

The documentation of the rules is made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Most serious first.
Level = Literal["break", "risk", "note", "text"]
LEVELS: tuple[Level, ...] = ("break", "risk", "note", "text")
#: Whom a change meets: a reader in production that gets new deliveries, a new reader that gets archived ones, Python
#: code that uses the classes, or somebody who relies on what the data means.
Direction = Literal["deployed", "archive", "code", "meaning"]
#: The part of the version that a change raises, the greatest first.
Part = Literal["major", "minor", "patch"]
PARTS: tuple[Part, ...] = ("major", "minor", "patch")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change: what it is, and what those whom it meets should do."""

    id: str
    directions: tuple[Direction, ...]
    level: Level
    raises: Part
    about: str
    advice: str


def _table(*rules: Rule) -> dict[str, Rule]:
    return {rule.id: rule for rule in rules}


RULES: dict[str, Rule] = _table(
    # -- a reader in production meets new deliveries -------------------------------------------------
    Rule(
        "field-may-be-missing",
        ("deployed",),
        "break",
        "major",
        "A required field may be missing or null.",
        "Update before you rely on it, and handle None.",
    ),
    Rule(
        "field-no-longer-sent",
        ("deployed",),
        "break",
        "major",
        "A required field is no longer sent.",
        "Update, and stop using it.",
    ),
    Rule(
        "type-changed",
        ("deployed", "archive"),
        "break",
        "major",
        "The value has a JSON type or form that the other reader refuses.",
        "Update before such deliveries arrive; read archives with the release that fits their age.",
    ),
    Rule(
        "id-may-be-a-number",
        ("deployed",),
        "break",
        "minor",
        "An identifier can be sent as an integer.",
        "Update: the new reader accepts both and returns text.",
    ),
    Rule(
        "discriminator-changed",
        ("deployed", "archive"),
        "break",
        "major",
        "The name of the event is in another place.",
        "Update; read archives with the release that fits their age.",
    ),
    # -- a new reader meets archived deliveries ------------------------------------------------------
    Rule(
        "field-now-required",
        ("archive",),
        "break",
        "major",
        "A field that could be missing or null is required.",
        "Read archives with the release that fits their age, or record since when it has been sent.",
    ),
    Rule(
        "tolerance-withdrawn",
        ("archive",),
        "break",
        "major",
        "Identifiers are no longer accepted as integers.",
        "Read archives with the release that fits their age.",
    ),
    Rule(
        "envelope-removed",
        ("archive",),
        "break",
        "major",
        "Deliveries in this envelope are no longer recognized.",
        "Unwrap them yourself before you call parse.",
    ),
    Rule(
        "batch-removed",
        ("archive",),
        "break",
        "major",
        "Batches of this form are no longer recognized.",
        "Take them apart yourself, and parse each delivery.",
    ),
    # -- Python code -------------------------------------------------------------------------------
    Rule("event-removed", ("code",), "break", "major", "The event is gone, with its class.", "Handle UnknownEvent."),
    Rule("class-removed", ("code",), "break", "major", "The class is gone.", "Use what has replaced it."),
    Rule("class-moved", ("code",), "risk", "minor", "The class is in another module.", "Import it from the package."),
    Rule("attribute-removed", ("code",), "break", "major", "The class no longer has the attribute.", "Stop using it."),
    Rule(
        "attribute-retyped",
        ("code",),
        "break",
        "major",
        "The attribute has another Python type.",
        "Change the code that uses it; a type checker finds the places.",
    ),
    Rule("attribute-may-be-none", ("code",), "break", "major", "The attribute can be None.", "Handle None."),
    Rule("predicate-removed", ("code",), "break", "major", "The class no longer has the predicate.", "Write it out."),
    Rule(
        "constructor-needs",
        ("code",),
        "risk",
        "minor",
        "Objects of the class cannot be made without this argument.",
        "Pass it where your tests make such objects.",
    ),
    Rule(
        "package-renamed",
        ("code",),
        "break",
        "major",
        "The package or its distribution has another name.",
        "Change requirements and imports.",
    ),
    Rule(
        "form-removed",
        ("code",),
        "break",
        "major",
        "Contract tests can no longer deliver events in this form.",
        "Choose another form.",
    ),
    # -- meaning -----------------------------------------------------------------------------------
    Rule(
        "field-removed", ("meaning",), "risk", "major", "The contract no longer has the field.", "Stop relying on it."
    ),
    Rule(
        "field-withdrawn",
        ("meaning",),
        "risk",
        "patch",
        "The field is known to be no longer sent.",
        "Expect None in new events.",
    ),
    Rule(
        "condition-changed",
        ("meaning",),
        "risk",
        "patch",
        "The field or event is sent under other conditions.",
        "Check what you conclude from its presence.",
    ),
    Rule("scope-changed", ("meaning",), "risk", "minor", "Identifiers are valid elsewhere.", "Check joins and keys."),
    Rule("limit-raised", ("meaning",), "risk", "minor", "Texts can be longer.", "Check the width of columns."),
    Rule("limit-lowered", ("meaning",), "note", "minor", "Texts are cut off earlier.", "Nothing needs to change."),
    Rule("may-be-empty", ("meaning",), "risk", "patch", "The text can be empty.", "Treat it as no value."),
    Rule("never-empty", ("meaning",), "note", "patch", "The text is no longer empty.", "Nothing needs to change."),
    Rule(
        "sensitivity-lowered",
        ("meaning",),
        "risk",
        "minor",
        "The value is shown in messages and reports.",
        "Check whether your logs may hold it.",
    ),
    Rule(
        "sensitivity-raised",
        ("meaning",),
        "note",
        "minor",
        "The value is hidden in messages and reports.",
        "Remove it from where you keep it without need.",
    ),
    Rule(
        "person-changed",
        ("meaning",),
        "risk",
        "minor",
        "The value is known to identify a person, or no longer is.",
        "Redact again what you have redacted.",
    ),
    Rule(
        "value-added", ("meaning",), "risk", "patch", "A value has become known.", "Check code that lists the values."
    ),
    Rule("value-removed", ("meaning",), "note", "patch", "A value is no longer known.", "Archives can still have it."),
    Rule("values-described", ("meaning",), "note", "patch", "Values are described differently.", "Read the new text."),
    Rule(
        "spelling-changed",
        ("meaning",),
        "risk",
        "minor",
        "Values of the type are written or read in another form.",
        "Check code that takes them apart.",
    ),
    Rule(
        "predicate-changed",
        ("meaning",),
        "risk",
        "minor",
        "The predicate depends on another field.",
        "Check where you use it.",
    ),
    Rule("signing-changed", ("meaning",), "risk", "minor", "Deliveries are signed differently.", "Check the receiver."),
    Rule("channel-changed", ("meaning",), "risk", "minor", "Deliveries arrive differently.", "Check the receiver."),
    Rule(
        "envelope-changed",
        ("meaning",),
        "risk",
        "minor",
        "The envelope is recognized or opened differently.",
        "Run your contract tests.",
    ),
    Rule(
        "batch-changed",
        ("meaning",),
        "risk",
        "minor",
        "The batch is recognized or answered differently.",
        "Run your contract tests.",
    ),
    Rule(
        "message-changed",
        ("meaning",),
        "risk",
        "minor",
        "What all events have in common is used differently.",
        "Check audits and the age of signed deliveries.",
    ),
    Rule("meaning-changed", ("meaning",), "risk", "patch", "The field refers to another field.", "Read the new text."),
    Rule(
        "event-added",
        ("meaning",),
        "note",
        "minor",
        "The contract describes another event.",
        "Subscribe if you want it.",
    ),
    Rule(
        "field-added",
        ("meaning",),
        "note",
        "minor",
        "The contract describes another field.",
        "Nothing needs to change.",
    ),
    Rule(
        "key-changed",
        ("meaning",),
        "note",
        "patch",
        "A key whose value is not known was added or removed.",
        "See extras().",
    ),
    Rule(
        "envelope-added", ("meaning",), "note", "minor", "Another envelope is recognized.", "Nothing needs to change."
    ),
    Rule(
        "batch-added", ("meaning",), "note", "minor", "Another form of batch is recognized.", "Nothing needs to change."
    ),
    Rule(
        "form-added", ("meaning",), "note", "minor", "Contract tests can deliver in another form.", "Use it if it fits."
    ),
    Rule(
        "form-changed", ("meaning",), "note", "patch", "A form of delivery looks different.", "Run the contract tests."
    ),
    Rule(
        "type-renamed",
        ("meaning",),
        "note",
        "minor",
        "The value has another type of the vendor.",
        "Read its description.",
    ),
    Rule(
        "object-described",
        ("meaning",),
        "note",
        "minor",
        "The object has other forms or takes other keys.",
        "Read its fields again.",
    ),
    Rule(
        "nullability-changed",
        ("meaning",),
        "note",
        "patch",
        "More or less is known about null.",
        "Nothing needs to change.",
    ),
    Rule("evidence-changed", ("meaning",), "note", "minor", "It is known from elsewhere.", "Nothing needs to change."),
    Rule(
        "deprecated",
        ("meaning",),
        "note",
        "patch",
        "The field is deprecated, or no longer so.",
        "Plan to stop using it.",
    ),
    Rule("erratum-changed", ("meaning",), "note", "patch", "An erratum was added, removed or rewritten.", "Read it."),
    Rule("definition-changed", ("meaning",), "text", "patch", "The definition reads differently.", "Read it."),
    Rule("trigger-changed", ("meaning",), "text", "patch", "The trigger reads differently.", "Read it."),
    Rule("description-changed", ("meaning",), "text", "patch", "A description reads differently.", "Read it."),
    Rule("examples-changed", ("meaning",), "text", "patch", "Examples differ.", "Nothing needs to change."),
)
