# Generated from the spec by 'eventcontract generate'. Do not edit.
"""SIS: Imports from a student information system (SIS)."""

from __future__ import annotations

from dataclasses import dataclass

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class SisBatch(Record):
    """An import from a student information system."""

    sis_batch_id: str
    """The local Canvas id of the import. Scope: local."""

    account_id: str
    """The local Canvas id of the account that the import is for. Scope: local."""

    workflow_state: str
    """The progress of the import. In the source code: initializing, created, importing, cleanup_batch, imported,
    imported_with_messages, aborted, failed, failed_with_messages, restoring, partially_restored, restored. Evidence for
    the values: app/models/sis_batch.rb, workflow.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class SisBatchCreated(Record):
    """A SIS import was set up.

    Sent when SIS data has been uploaded, before Canvas processes it.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SisBatch
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SisBatchUpdated(Record):
    """The state of a SIS import changed.

    Sent each time the state of an import changes.

    Events can arrive out of order. Use event_time to find the latest state of an import.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SisBatch
    """What happened."""
