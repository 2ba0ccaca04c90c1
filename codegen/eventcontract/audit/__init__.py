"""Checking streams of deliveries: reading them, checking each, summing up. Needs no command line.

summary = Summary()
with open("archive.jsonl.gz", "rb") as stream:
    for checked in check_stream(package, stream):
        summary.add("archive.jsonl.gz", checked)
"""

from eventcontract.audit.checking import NO_DELIVERY, NO_EVENT, CheckedDelivery, check_stream, no_deliveries
from eventcontract.audit.files import Found, find
from eventcontract.audit.streams import LIMIT, Piece, pieces
from eventcontract.audit.summary import FindingGroup, Occurrence, Summary

__all__ = [
    "LIMIT",
    "NO_DELIVERY",
    "NO_EVENT",
    "CheckedDelivery",
    "FindingGroup",
    "Found",
    "Occurrence",
    "Piece",
    "Summary",
    "check_stream",
    "find",
    "no_deliveries",
    "pieces",
]
