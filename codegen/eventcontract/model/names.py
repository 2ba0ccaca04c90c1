"""From the vendor's names to Python's."""

from __future__ import annotations

import keyword
import re

#: What generated modules define or import themselves; no event or shape can take these names.
RESERVED = (
    "Any",
    "BATCHES",
    "BatchRow",
    "ClassVar",
    "ContractViolation",
    "Day",
    "Delivery",
    "ENVELOPES",
    "EVENTS",
    "EnvelopeRow",
    "Event",
    "Finding",
    "ForeignEnvelope",
    "Integer",
    "Mapping",
    "NamedTuple",
    "NotAnEvent",
    "NotJSON",
    "Package",
    "Parsed",
    "ParsedBatch",
    "Partitioning",
    "Record",
    "SignedDelivery",
    "TYPE_CHECKING",
    "Timestamp",
    "TypeAlias",
    "TypeVar",
    "Undocumented",
    "Unknown",
    "UnknownEvent",
)


def class_name(name: str) -> str:
    """``parcel_lost`` -> ``ParcelLost``; dots and dashes separate words too."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", name))


def attribute_name(key: str) -> str:
    """The Python attribute for a JSON key: the key itself where that is possible.

    Characters that no identifier may hold become ``_``; a keyword or a leading underscore gets a
    trailing or no underscore: ``from`` -> ``from_``, ``$ref`` -> ``ref``.
    """
    name = re.sub(r"\W", "_", key, flags=re.ASCII).lstrip("_") or "field"
    if name[0].isdigit():
        name = "field_" + name
    return name + "_" if keyword.iskeyword(name) else name
