# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Undocumented: Events that Canvas can send but does not document. Little is known about their bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Undocumented


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintRestrictionsUpdated(Undocumented):
    """By its name, the restrictions that a blueprint puts on some of its content changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintRestrictionsUpdatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintRestrictionsUpdatedBody(Record):
    """The body of BlueprintRestrictionsUpdated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionCreated(Undocumented):
    """By its name, a course was associated with a blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintSubscriptionCreatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionCreatedBody(Record):
    """The body of BlueprintSubscriptionCreated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionDeleted(Undocumented):
    """By its name, a course is no longer associated with its blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintSubscriptionDeletedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionDeletedBody(Record):
    """The body of BlueprintSubscriptionDeleted."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentExportCreated(Undocumented):
    """By its name, an export of course content began.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ContentExportCreatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentExportCreatedBody(Record):
    """The body of ContentExportCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"settings"})

    settings: dict[str, Any] | None = None
    """The settings of the export, in an undocumented format. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConvertNewQuizYoutubeLink(Undocumented):
    """By its name, it asks for a YouTube link in a New Quizzes quiz to be converted.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: ConvertNewQuizYoutubeLinkBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConvertNewQuizYoutubeLinkBody(Record):
    """The body of ConvertNewQuizYoutubeLink."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DefaultBlueprintRestrictionsUpdated(Undocumented):
    """By its name, the restrictions that a blueprint puts on all of its content changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: DefaultBlueprintRestrictionsUpdatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DefaultBlueprintRestrictionsUpdatedBody(Record):
    """The body of DefaultBlueprintRestrictionsUpdated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryDeleted(Undocumented):
    """By its name, a discussion entry was removed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntryDeletedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryDeletedBody(Record):
    """The body of DiscussionEntryDeleted."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryUpdated(Undocumented):
    """By its name, a discussion entry changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntryUpdatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryUpdatedBody(Record):
    """The body of DiscussionEntryUpdated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Heartbeat(Undocumented):
    """A sign that Canvas can send events.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: HeartbeatBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class HeartbeatBody(Record):
    """The body of Heartbeat."""

    environment: str | None = None
    """The environment that sent the event, or "not_configured". Not documented; known from the vendor's source code."""

    region_code: str | None = None
    """The short name of the region that sent the event, or "not_configured". Not documented; known from the vendor's
    source code.
    """

    region: str | None = None
    """The region that sent the event, or "not_configured". Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterMigrationCompleted(Undocumented):
    """By its name, the sync of a blueprint course finished.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: MasterMigrationCompletedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterMigrationCompletedBody(Record):
    """The body of MasterMigrationCompleted."""

    master_migration_id: str | None = None
    """The local Canvas id of the blueprint sync. Scope: local. Not documented; known from the vendor's source code."""

    master_template_id: str | None = None
    """The local Canvas id of the blueprint template. Scope: local. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterTemplateCreated(Undocumented):
    """By its name, a course became a blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: MasterTemplateCreatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterTemplateCreatedBody(Record):
    """The body of MasterTemplateCreated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionCreated(Undocumented):
    """By its name, a friendlier description of an outcome was added.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeFriendlyDescriptionCreatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionCreatedBody(Record):
    """The body of OutcomeFriendlyDescriptionCreated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionUpdated(Undocumented):
    """By its name, the friendlier description of an outcome changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeFriendlyDescriptionUpdatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionUpdatedBody(Record):
    """The body of OutcomeFriendlyDescriptionUpdated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizExportComplete(Undocumented):
    """By its name, the export of a quiz finished.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizExportCompleteBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizExportCompleteBody(Record):
    """The body of QuizExportComplete."""

    content_export_id: str | None = None
    """The content export, as \\"content-export-\\" followed by its global Canvas id. Unlike other ids, it does not consist
    of digits. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextMigrationUrlsComplete(Undocumented):
    """By its name, the addresses in migrated New Quizzes content were brought up to date.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizzesNextMigrationUrlsCompleteBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextMigrationUrlsCompleteBody(Record):
    """The body of QuizzesNextMigrationUrlsComplete."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextQuizDuplicated(Undocumented):
    """By its name, a New Quizzes quiz was copied.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizzesNextQuizDuplicatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextQuizDuplicatedBody(Record):
    """The body of QuizzesNextQuizDuplicated."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ScanYoutubeLinks(Undocumented):
    """By its name, it asks for course content to be searched for YouTube links.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: ScanYoutubeLinksBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ScanYoutubeLinksBody(Record):
    """The body of ScanYoutubeLinks."""
