"""Everything that generated packages import. Needs msgspec; everything else is loaded when it is first needed."""

from eventcontract.runtime.batches import Parsed, ParsedBatch
from eventcontract.runtime.envelopes import BatchRow, EnvelopeRow, ResponseRow
from eventcontract.runtime.errors import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    SignedDelivery,
)
from eventcontract.runtime.identifiers import Partitioning
from eventcontract.runtime.json_text import MAX_SIZE
from eventcontract.runtime.package import Package
from eventcontract.runtime.records import Day, Delivery, Integer, Record, Timestamp, Undocumented, Unknown

__all__ = [
    "MAX_SIZE",
    "BatchRow",
    "ContractViolation",
    "Day",
    "Delivery",
    "EnvelopeRow",
    "Finding",
    "ForeignEnvelope",
    "Integer",
    "NotAnEvent",
    "NotJSON",
    "Package",
    "Parsed",
    "ParsedBatch",
    "Partitioning",
    "Record",
    "ResponseRow",
    "SignedDelivery",
    "Timestamp",
    "Undocumented",
    "Unknown",
]
