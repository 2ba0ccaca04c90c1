# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Counts of what deliveries of Canvas LMS are and what is wrong with them, which can be added up.

    audit = Audit()
    audit.add(delivery)  # whatever arrives; several threads can share an audit
    for line in audit.report().lines:
        print(line.level, line.rule, line.pointer, line.deliveries, line.first)

Audits of the parts of an archive, merged in any order, are the audit of the whole: in several processes
(``audit.merge(other)``; an audit can be pickled), or from one day to the next (``audit.to_json()``, which
``merge`` reads). The command ``canvas-live-events audit`` reads whole archives.

No value of a delivery is kept, except account and producer, and new values of fields that the contract calls
harmless.
"""

from __future__ import annotations

from canvas_live_events import _package  # pyright: ignore[reportPrivateUsage]
from eventcontract.audit import Audit as _Audit
from eventcontract.audit import Day, Event, FoundRow, Line, Place, Report, SeenRow


class Audit(_Audit):
    """Counts what deliveries are and what was found in them, by event, account, producer and day.

    ``lengths`` keeps the greatest length of each text as well, which takes several times as long.
    """

    def __init__(self, *, lengths: bool = False) -> None:
        super().__init__(_package, lengths=lengths)


__all__ = ["Audit", "Day", "Event", "FoundRow", "Line", "Place", "Report", "SeenRow"]
