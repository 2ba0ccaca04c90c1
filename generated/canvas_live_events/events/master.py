# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Master: Blueprint courses, which event names call "master", and their sync to the associated courses."""

from __future__ import annotations

from dataclasses import dataclass

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterMigrationStarted(Record):
    """The sync of a blueprint course to its associated courses began.

    Sent when Canvas begins to copy the changes of a blueprint course.

    The event is newer than the published source code that this contract was checked against. The description rests on
    the documentation.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: MasterMigrationStartedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterMigrationStartedBody(Record):
    """The body of MasterMigrationStarted."""

    master_migration_id: str | None = None
    """The Canvas id of the sync. Whether the id is global or local is not known for certain."""

    master_template_id: str | None = None
    """The Canvas id of the template that connects the blueprint course with its associated courses. Whether the id is
    global or local is not known for certain.
    """

    account_id: str | None = None
    """The Canvas id of the account that the blueprint course belongs to. Scope: global."""

    account_uuid: str | None = None
    """The token of the account that the blueprint course belongs to."""

    blueprint_course_id: str | None = None
    """The Canvas id of the blueprint course. Scope: global."""

    blueprint_course_uuid: str | None = None
    """The token of the blueprint course."""
