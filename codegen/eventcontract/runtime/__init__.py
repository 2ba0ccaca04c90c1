"""What generated packages import. Knows msgspec and the model; everything else is loaded on first need."""

from eventcontract.runtime.errors import ContractViolation, Finding
from eventcontract.runtime.package import Package
from eventcontract.runtime.records import Record, Timestamp, Undocumented, Unknown

__all__ = ["ContractViolation", "Finding", "Package", "Record", "Timestamp", "Undocumented", "Unknown"]
