# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Content: Imports and copies of course material."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentMigrationCompleted(Record):
    """An import or copy of material finished.

    Sent when the background job that imports or copies the material is done.

    Older Canvas versions send only content_migration_id, context_id, context_type, context_uuid, import_quizzes_next
    and lti_context_id.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ContentMigrationCompletedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentMigrationCompletedBody(Record):
    """The body of ContentMigrationCompleted."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"resource_map_url"})

    content_migration_id: str
    """The Canvas id of the import. Scope: global."""

    context_id: str
    """The Canvas id of the object that receives the material. Its kind is in context_type. Scope: global."""

    context_type: str
    """The kind of object that receives the material. In the source code: Course, Account, Group, User. Evidence for the
    values: app/models/content_migration.rb, association context.
    """

    import_quizzes_next: bool
    """Whether quizzes become New Quizzes."""

    context_uuid: str | None = None
    """The token of the object that receives the material."""

    lti_context_id: str | None = None
    """The identifier that LTI tools use for the receiving context."""

    source_course_lti_id: str | None = None
    """The identifier that LTI tools use for the source course. It is null if the material comes from no course."""

    source_course_uuid: str | None = None
    """The token of the source course. It is null if the material comes from no course. Not documented; known from the
    vendor's source code.
    """

    destination_course_lti_id: str | None = None
    """The same as lti_context_id."""

    migration_type: str | None = None
    """Which importer is used. For an external tool, the name ends in a number. Known values: academic_benchmark_importer,
    angel_exporter, blackboard_exporter, canvas_cartridge_importer, common_cartridge_importer, course_copy_importer,
    d2l_exporter, master_course_import, moodle_converter, qti_converter, webct_scraper, zip_file_importer,
    context_external_tool_1234. Free text: other values are normal. Values that match context_external_tool_[0-9]+ are
    known too. Evidence for the values: The export systems among the plugins of Canvas (Canvas::Plugin).
    """

    domain: str | None = None
    """The host name under which the root account is reached. Sent when the receiving context belongs to a root account.
    """

    resource_map_url: str | None = None
    """Where to fetch the list that maps each old resource to its copy. Not documented; known from the vendor's source
    code.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentMigrationStarted(Record):
    """An import or copy of material began.

    Sent when Canvas begins to import or copy the material.

    The event is newer than the published source code that this contract was checked against. The description rests on
    the documentation and on its sibling, content_migration_completed.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ContentMigrationStartedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ContentMigrationStartedBody(Record):
    """The body of ContentMigrationStarted."""

    content_migration_id: str | None = None
    """The Canvas id of the import. Scope: global."""

    context_id: str | None = None
    """The Canvas id of the object that receives the material. Its kind is in context_type. Scope: global."""

    context_type: str | None = None
    """The kind of object that receives the material. In the source code: Course, Account, Group, User. Evidence for the
    values: app/models/content_migration.rb, association context.
    """

    context_uuid: str | None = None
    """The token of the object that receives the material."""

    import_quizzes_next: bool | None = None
    """Whether quizzes become New Quizzes."""

    lti_context_id: str | None = None
    """The identifier that LTI tools use for the receiving context."""

    source_course_lti_id: str | None = None
    """The identifier that LTI tools use for the source course. It is null if the material comes from no course."""

    source_course_uuid: str | None = None
    """The token of the source course. It is null if the material comes from no course."""

    destination_course_lti_id: str | None = None
    """The same as lti_context_id."""

    migration_type: str | None = None
    """Which importer is used. For an external tool, the name ends in a number. Known values: academic_benchmark_importer,
    angel_exporter, blackboard_exporter, canvas_cartridge_importer, common_cartridge_importer, course_copy_importer,
    d2l_exporter, master_course_import, moodle_converter, qti_converter, webct_scraper, zip_file_importer,
    context_external_tool_1234. Free text: other values are normal. Values that match context_external_tool_[0-9]+ are
    known too. Evidence for the values: The export systems among the plugins of Canvas (Canvas::Plugin).
    """

    domain: str | None = None
    """The host name under which the root account is reached. Sent when the receiving context belongs to a root account.
    """
