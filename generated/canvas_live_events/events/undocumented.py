# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Undocumented: Events that Canvas can send but does not document. What is known of them is from its source code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp, Undocumented


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintRestrictionsUpdated(Undocumented):
    """By its name, the restrictions that a blueprint puts on some of its content changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintRestrictionsUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintRestrictionsUpdatedBody(Record):
    """The body of BlueprintRestrictionsUpdated."""

    canvas_assignment_id: str | None = None
    """The Canvas id of the assignment. Not documented; known from the vendor's source code."""

    canvas_course_id: str | None = None
    """The Canvas id of the course. Not documented; known from the vendor's source code."""

    canvas_course_uuid: str | None = None
    """The token of the course. Not documented; known from the vendor's source code."""

    lti_resource_link_id: str | None = None
    """The id of the LTI resource link of the assignment. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionCreated(Undocumented):
    """By its name, a course was associated with a blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintSubscriptionCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionCreatedBody(Record):
    """The body of BlueprintSubscriptionCreated."""

    master_template_account_uuid: str | None = None
    """The token of the account that the blueprint course belongs to. Not documented; known from the vendor's source code.
    """

    master_template_id: str | None = None
    """The Canvas id of the template that connects the blueprint course with its associated courses. Not documented; known
    from the vendor's source code.
    """

    master_course_uuid: str | None = None
    """The token of the blueprint course. Not documented; known from the vendor's source code."""

    child_subscription_id: str | None = None
    """The Canvas id of the association. Not documented; known from the vendor's source code."""

    child_course_uuid: str | None = None
    """The token of the associated course. Not documented; known from the vendor's source code."""

    child_course_account_uuid: str | None = None
    """The token of the account that the associated course belongs to. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionDeleted(Undocumented):
    """By its name, a course is no longer associated with its blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: BlueprintSubscriptionDeletedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class BlueprintSubscriptionDeletedBody(Record):
    """The body of BlueprintSubscriptionDeleted."""

    master_template_account_uuid: str | None = None
    """The token of the account that the blueprint course belongs to. Not documented; known from the vendor's source code.
    """

    master_template_id: str | None = None
    """The Canvas id of the template that connects the blueprint course with its associated courses. Not documented; known
    from the vendor's source code.
    """

    master_course_uuid: str | None = None
    """The token of the blueprint course. Not documented; known from the vendor's source code."""

    child_subscription_id: str | None = None
    """The Canvas id of the association. Not documented; known from the vendor's source code."""

    child_course_uuid: str | None = None
    """The token of the associated course. Not documented; known from the vendor's source code."""

    child_course_account_uuid: str | None = None
    """The token of the account that the associated course belongs to. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentExportCreated(Undocumented):
    """By its name, an export of course content began.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ContentExportCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentExportCreatedBody(Record):
    """The body of ContentExportCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"settings"})

    content_export_id: str | None = None
    """The Canvas id of the export. Scope: global. Not documented; known from the vendor's source code."""

    export_type: str | None = None
    """The kind of export. In the source code: common_cartridge, course_copy, master_course_copy, course_template_copy,
    qti, user_data, zip, quizzes2. Not documented; known from the vendor's source code. Evidence for the values:
    app/models/content_export.rb, constants.
    """

    created_at: Timestamp | None = None
    """When the export began. Not documented; known from the vendor's source code."""

    context_id: str | None = None
    """The local Canvas id of the object that is exported. Its kind is in context_type. Scope: local. Not documented; known
    from the vendor's source code.
    """

    context_uuid: str | None = None
    """The token of the object that is exported. Not documented; known from the vendor's source code."""

    context_type: str | None = None
    """The kind of object that is exported. In the source code: Course, Group, User. Not documented; known from the
    vendor's source code. Evidence for the values: lib/canvas/live_events.rb, content_export_created.
    """

    settings: dict[str, Any] | None = None
    """The settings of the export, in an undocumented format. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConvertNewQuizYoutubeLink(Undocumented):
    """By its name, it asks for a YouTube link in a New Quizzes quiz to be converted.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ConvertNewQuizYoutubeLinkBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConvertNewQuizYoutubeLinkBody(Record):
    """The body of ConvertNewQuizYoutubeLink."""

    resource_id: str | None = None
    """The identifier of the resource that has the link. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DefaultBlueprintRestrictionsUpdated(Undocumented):
    """By its name, the restrictions that a blueprint puts on all of its content changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DefaultBlueprintRestrictionsUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DefaultBlueprintRestrictionsUpdatedBody(Record):
    """The body of DefaultBlueprintRestrictionsUpdated."""

    canvas_course_id: str | None = None
    """The Canvas id of the course. Not documented; known from the vendor's source code."""

    canvas_course_uuid: str | None = None
    """The token of the course. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryDeleted(Undocumented):
    """By its name, a discussion entry was removed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntryDeletedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryDeletedBody(Record):
    """The body of DiscussionEntryDeleted."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    created_at: Timestamp | None = None
    """When the entry was written. Not documented; known from the vendor's source code."""

    discussion_entry_id: str | None = None
    """The local Canvas id of the entry. Scope: local. Not documented; known from the vendor's source code."""

    discussion_topic_id: str | None = None
    """The local Canvas id of the topic that the entry belongs to. The events of topics send the global id. Convert both to
    the same scope before comparing them. Scope: local. Not documented; known from the vendor's source code.
    """

    parent_discussion_entry_id: str | None = None
    """The local Canvas id of the entry that this one replies to. Sent when the entry is a reply to another entry. Scope:
    local. Not documented; known from the vendor's source code.
    """

    text: str | None = None
    """The text of the entry, as HTML. At most 8,192 characters; longer text is cut off. Not documented; known from the
    vendor's source code.
    """

    user_id: str | None = None
    """The local Canvas id of the user who wrote the entry. Scope: local. Not documented; known from the vendor's source
    code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryUpdated(Undocumented):
    """By its name, a discussion entry changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: DiscussionEntryUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscussionEntryUpdatedBody(Record):
    """The body of DiscussionEntryUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    created_at: Timestamp | None = None
    """When the entry was written. Not documented; known from the vendor's source code."""

    discussion_entry_id: str | None = None
    """The local Canvas id of the entry. Scope: local. Not documented; known from the vendor's source code."""

    discussion_topic_id: str | None = None
    """The local Canvas id of the topic that the entry belongs to. The events of topics send the global id. Convert both to
    the same scope before comparing them. Scope: local. Not documented; known from the vendor's source code.
    """

    parent_discussion_entry_id: str | None = None
    """The local Canvas id of the entry that this one replies to. Sent when the entry is a reply to another entry. Scope:
    local. Not documented; known from the vendor's source code.
    """

    text: str | None = None
    """The text of the entry, as HTML. At most 8,192 characters; longer text is cut off. Not documented; known from the
    vendor's source code.
    """

    user_id: str | None = None
    """The local Canvas id of the user who wrote the entry. Scope: local. Not documented; known from the vendor's source
    code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class Heartbeat(Undocumented):
    """A sign that Canvas can send events.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: HeartbeatBody
    """What happened."""


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
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterMigrationCompletedBody(Record):
    """The body of MasterMigrationCompleted."""

    master_migration_id: str | None = None
    """The local Canvas id of the blueprint sync. Scope: local. Not documented; known from the vendor's source code."""

    master_template_id: str | None = None
    """The local Canvas id of the blueprint template. Scope: local. Not documented; known from the vendor's source code.
    """

    account_id: str | None = None
    """The Canvas id of the account that the blueprint course belongs to. Not documented; known from the vendor's source
    code.
    """

    account_uuid: str | None = None
    """The token of the account that the blueprint course belongs to. Not documented; known from the vendor's source code.
    """

    blueprint_course_uuid: str | None = None
    """The token of the blueprint course. Not documented; known from the vendor's source code."""

    blueprint_course_id: str | None = None
    """The Canvas id of the blueprint course. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterTemplateCreated(Undocumented):
    """By its name, a course became a blueprint.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: MasterTemplateCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MasterTemplateCreatedBody(Record):
    """The body of MasterTemplateCreated."""

    master_template_id: str | None = None
    """The Canvas id of the template that connects the blueprint course with its associated courses. Not documented; known
    from the vendor's source code.
    """

    account_id: str | None = None
    """The Canvas id of the account that the blueprint course belongs to. Not documented; known from the vendor's source
    code.
    """

    account_uuid: str | None = None
    """The token of the account that the blueprint course belongs to. Not documented; known from the vendor's source code.
    """

    blueprint_course_id: str | None = None
    """The Canvas id of the blueprint course. Not documented; known from the vendor's source code."""

    blueprint_course_uuid: str | None = None
    """The token of the blueprint course. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionCreated(Undocumented):
    """By its name, a friendlier description of an outcome was added.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeFriendlyDescriptionCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionCreatedBody(Record):
    """The body of OutcomeFriendlyDescriptionCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description"})

    outcome_friendly_description_id: str | None = None
    """The Canvas id of the description. Not documented; known from the vendor's source code."""

    context_type: str | None = None
    """The kind of object that the description is for. Not documented; known from the vendor's source code."""

    context_id: str | None = None
    """The Canvas id of the object that the description is for. Its kind is in context_type. Not documented; known from the
    vendor's source code.
    """

    description: str | None = None
    """The text of the description. Not documented; known from the vendor's source code."""

    workflow_state: str | None = None
    """The state of the description. Not documented; known from the vendor's source code."""

    learning_outcome_id: str | None = None
    """The Canvas id of the outcome. Not documented; known from the vendor's source code."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    root_account_id: str | None = None
    """The Canvas id of the root account. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionUpdated(Undocumented):
    """By its name, the friendlier description of an outcome changed.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: OutcomeFriendlyDescriptionUpdatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class OutcomeFriendlyDescriptionUpdatedBody(Record):
    """The body of OutcomeFriendlyDescriptionUpdated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"description"})

    outcome_friendly_description_id: str | None = None
    """The Canvas id of the description. Not documented; known from the vendor's source code."""

    context_type: str | None = None
    """The kind of object that the description is for. Not documented; known from the vendor's source code."""

    context_id: str | None = None
    """The Canvas id of the object that the description is for. Its kind is in context_type. Not documented; known from the
    vendor's source code.
    """

    description: str | None = None
    """The text of the description. Not documented; known from the vendor's source code."""

    workflow_state: str | None = None
    """The state of the description. Not documented; known from the vendor's source code."""

    learning_outcome_id: str | None = None
    """The Canvas id of the outcome. Not documented; known from the vendor's source code."""

    learning_outcome_context_uuid: str | None = None
    """The token of the object that the outcome belongs to. Not documented; known from the vendor's source code."""

    root_account_id: str | None = None
    """The Canvas id of the root account. Not documented; known from the vendor's source code."""

    updated_at: Timestamp | None = None
    """When the description last changed. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizExportAssignment(Record):
    """The assignment that becomes a New Quizzes quiz."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"context_title", "title"})

    resource_link_id: str | None = None
    """The identifier that LTI tools use for the assignment. Not documented; known from the vendor's source code."""

    title: str | None = None
    """The title of the assignment. Not documented; known from the vendor's source code."""

    context_title: str | None = None
    """The name of the course that the assignment is in. Not documented; known from the vendor's source code."""

    course_uuid: str | None = None
    """The token of the course that the assignment is in. Not documented; known from the vendor's source code."""

    assignment_id: str | None = None
    """The Canvas id of the assignment. Known from the consumer LEDbelly. Not documented; known from the vendor's source
    code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizExportComplete(Undocumented):
    """By its name, the export of a quiz finished.

    It is not documented when Canvas sends it.

    The body is what the export stored for New Quizzes, with the id of the export added. Only the id can be there.

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
    """The content export, as "content-export-" followed by its global Canvas id. Unlike other ids, it does not consist of
    digits. Sent since some time between 2021-05 and 2024-04. Not documented; known from the vendor's source code.
    Evidence for the date: lib/canvas/live_events.rb of mid 2021 (0263d1ad) lacks it, that of 2023 or early 2024 has it.
    """

    assignment: QuizExportAssignment | None = None
    """The assignment that becomes a New Quizzes quiz. Can have other keys. Not documented; known from the vendor's source
    code.
    """

    qti_export: QuizExportFile | None = None
    """The exported quiz as a file. Can have other keys. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizExportFile(Record):
    """The exported quiz as a file."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"url"})

    url: str | None = None
    """The public address from which anybody can download the file. Not documented; known from the vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextMigrationUrlsComplete(Undocumented):
    """By its name, the addresses in migrated New Quizzes content were brought up to date.

    It is not documented when Canvas sends it.

    Canvas sends the values as the caller provided them.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizzesNextMigrationUrlsCompleteBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextMigrationUrlsCompleteBody(Record):
    """The body of QuizzesNextMigrationUrlsComplete."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"resource_map_url"})

    original_course_uuid: str | None = None
    """The token of the course that the content comes from. Not documented; known from the vendor's source code."""

    new_course_uuid: str | None = None
    """The token of the course that received the content. Not documented; known from the vendor's source code."""

    domain: str | None = None
    """The host name under which the account is reached. Not documented; known from the vendor's source code."""

    resource_map_url: str | None = None
    """Where to fetch the list that maps each old resource to its copy. Not documented; known from the vendor's source
    code.
    """

    migrated_urls_content_migration_id: str | None = None
    """The Canvas id of the import that brings the addresses up to date. Scope: global. Not documented; known from the
    vendor's source code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextQuizDuplicated(Undocumented):
    """By its name, a New Quizzes quiz was copied.

    It is not documented when Canvas sends it.

    Canvas sends the values as the caller provided them, and callers before 2023 provided others.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: QuizzesNextQuizDuplicatedBody
    """What happened. Can have other keys."""


@dataclass(frozen=True, kw_only=True, repr=False)
class QuizzesNextQuizDuplicatedBody(Record):
    """The body of QuizzesNextQuizDuplicated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"new_course_name", "resource_map_url"})

    original_course_uuid: str | None = None
    """The token of the course that the quiz was copied from. Not documented; known from the vendor's source code."""

    new_course_uuid: str | None = None
    """The token of the course that the quiz was copied to. Not documented; known from the vendor's source code."""

    new_course_resource_link_id: str | None = None
    """The identifier that LTI tools use for the new course. Sent since 2020-09 or later. Not documented; known from the
    vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 lacks it.
    """

    domain: str | None = None
    """The host name under which the account is reached. Sent since 2020-09 or later. Not documented; known from the
    vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 lacks it.
    """

    new_course_name: str | None = None
    """The name of the new course. Sent since 2020-09 or later. Not documented; known from the vendor's source code.
    Evidence for the date: the consumer LEDbelly of 2020-09-11 lacks it.
    """

    created_on_blueprint_sync: bool | None = None
    """Whether the copy comes from the sync with a blueprint course. Sent since 2020-09 or later. Not documented; known
    from the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 lacks it.
    """

    resource_map_url: str | None = None
    """Where to fetch the list that maps each old resource to its copy. It can be empty. Sent since 2020-09 or later. Empty
    text means no value. Not documented; known from the vendor's source code. Evidence for the date: the consumer
    LEDbelly of 2020-09-11 lacks it.
    """

    remove_alignments: bool | None = None
    """Whether the alignments with outcomes are removed from the copy. Sent since 2020-09 or later. Not documented; known
    from the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 lacks it.
    """

    status: str | None = None
    """How far the copy has come. Sent since 2020-09 or later. In the source code: duplicating, outcome_alignment_cloning.
    Not documented; known from the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11
    lacks it. Evidence for the values: app/controllers/assignments_controller.rb, retry_alignment_clone, and the import
    of New Quizzes.
    """

    new_assignment_id: str | None = None
    """The Canvas id of the new assignment. Sent until 2020-09 or later. Scope: global. Not documented; known from the
    vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 has it; newer callers lack it.
    """

    original_resource_link_id: str | None = None
    """The identifier that LTI tools use for the original assignment. Sent until 2020-09 or later. Not documented; known
    from the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 has it; newer callers lack
    it.
    """

    new_course_id: str | None = None
    """The identifier that LTI tools use for the new course. It does not consist of digits. Sent until 2020-09 or later.
    Not documented; known from the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 has
    it; newer callers lack it.
    """

    new_resource_link_id: str | None = None
    """The identifier that LTI tools use for the new assignment. Sent until 2020-09 or later. Not documented; known from
    the vendor's source code. Evidence for the date: the consumer LEDbelly of 2020-09-11 has it; newer callers lack it.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class ScanYoutubeLinks(Undocumented):
    """By its name, it asks for course content to be searched for YouTube links.

    It is not documented when Canvas sends it.

    Not documented; known from the vendor's source code.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ScanYoutubeLinksBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ScanYoutubeLinksBody(Record):
    """The body of ScanYoutubeLinks."""

    scan_id: str | None = None
    """The identifier of the scan. Not documented; known from the vendor's source code."""

    canvas_id: str | None = None
    """An identifier of something in Canvas; of what is not known. Not documented; known from the vendor's source code.
    """

    external_tool_id: str | None = None
    """The Canvas id of the external tool. Not documented; known from the vendor's source code."""
