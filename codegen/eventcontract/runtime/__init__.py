"""What generated packages import. Knows msgspec; everything else is loaded on first need."""

from eventcontract.runtime.batches import Parsed, ParsedBatch
from eventcontract.runtime.envelopes import BatchRow, EnvelopeRow
from eventcontract.runtime.errors import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    SignedDelivery,
)
from eventcontract.runtime.identifiers import Partitioning
from eventcontract.runtime.package import Package
from eventcontract.runtime.records import Day, Integer, Record, Timestamp, Undocumented, Unknown

__all__ = [
    "BatchRow",
    "ContractViolation",
    "Day",
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
    "SignedDelivery",
    "Timestamp",
    "Undocumented",
    "Unknown",
]
