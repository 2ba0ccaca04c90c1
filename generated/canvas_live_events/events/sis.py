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
    """How far the import has come. Seen in examples: initializing, created."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SisBatchCreated(Record):
    """A SIS import was set up.

    Sent when SIS data were uploaded, before Canvas works on them.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SisBatch
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SisBatchUpdated(Record):
    """A SIS import moved on to another state.

    Sent each time the state of an import changes.

    Delivery keeps no order. Judge by event_time which state of an import is the latest.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: SisBatch
    """What happened."""
