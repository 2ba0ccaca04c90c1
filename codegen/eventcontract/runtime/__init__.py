"""What generated packages import. Knows msgspec; everything else is loaded on first need."""

from eventcontract.runtime.batches import Parsed, ParsedBatch
from eventcontract.runtime.envelopes import Batch, Envelope
from eventcontract.runtime.errors import (
    ContractViolation,
    Finding,
    ForeignEnvelope,
    NotAnEvent,
    NotJSON,
    SignedDelivery,
)
from eventcontract.runtime.identifiers import Partition
from eventcontract.runtime.package import Package
from eventcontract.runtime.records import Day, Integer, Record, Timestamp, Undocumented, Unknown

__all__ = [
    "Batch",
    "ContractViolation",
    "Day",
    "Envelope",
    "Finding",
    "ForeignEnvelope",
    "Integer",
    "NotAnEvent",
    "NotJSON",
    "Package",
    "Parsed",
    "ParsedBatch",
    "Partition",
    "Record",
    "SignedDelivery",
    "Timestamp",
    "Undocumented",
    "Unknown",
]
