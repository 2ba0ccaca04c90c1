"""Reading and judging any number of deliveries, and counting what was found. Needs no command line.

audit = Audit(package)
with open("archive.jsonl.gz", "rb") as stream:
    audit_stream(audit, stream, name="archive.jsonl.gz")
print(audit.report())

:class:`Audit` counts and can be merged; :func:`check_stream` lists every finding, as ``check`` prints them.
"""

from eventcontract.audit.auditing import Audit
from eventcontract.audit.checking import NO_DELIVERY, NO_EVENT, CheckedDelivery, check_stream, no_deliveries
from eventcontract.audit.counts import FoundRow, Kind, Place, SeenRow
from eventcontract.audit.files import Found, find
from eventcontract.audit.keeping import OTHERS
from eventcontract.audit.report import Day, Event, Line, Report
from eventcontract.audit.streams import LIMIT, Piece, pieces
from eventcontract.audit.summary import FindingGroup, Occurrence, Summary

__all__ = [
    "LIMIT",
    "NO_DELIVERY",
    "NO_EVENT",
    "OTHERS",
    "Audit",
    "CheckedDelivery",
    "Day",
    "Event",
    "FindingGroup",
    "Found",
    "FoundRow",
    "Kind",
    "Line",
    "Occurrence",
    "Piece",
    "Place",
    "Report",
    "SeenRow",
    "Summary",
    "check_stream",
    "find",
    "no_deliveries",
    "pieces",
]
