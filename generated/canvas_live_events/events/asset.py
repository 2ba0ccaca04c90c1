# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Asset: Pages, files, tools and lists that people open in Canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class AssetAccessed(Record):
    """Somebody opened something in Canvas, such as a page, a file, a tool or a list.

    Sent when a web request shows a course, one of its lists, or a single thing in it.

    Requests without a known user send it too: a calendar program that reads a feed, or a visitor who opens a public
    file. Their metadata has no user.

    The keys url and domain are sent with the asset type context_external_tool. The documentation says the subtype.

    For the home page of a course, the metadata does not always name the course as the context.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AssetAccessedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AssetAccessedBody(Record):
    """The body of AssetAccessed."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"asset_name", "display_name", "filename", "url"})

    asset_id: str
    """The Canvas id of what was opened. Its kind is in asset_type. Scope: global."""

    asset_type: str
    """The kind of record that was opened. Seen in examples: account, assignment, attachment, calendar_event,
    collaboration, content_tag, context_external_tool, course, discussion_topic, enrollment, group, learning_outcome,
    lti/tool_proxy, quizzes:quiz, user, web_conference, wiki_page. Free text: other values are normal. Evidence for the
    values: Calls of log_asset_access in the controllers, reflection_type_name of the class.
    """

    asset_name: str | None = None
    """The name or title of what was opened. The tool can provide the name of an external tool."""

    asset_subtype: str | None = None
    """Which list or part of the asset was opened. Null means that the asset itself was opened. In the source code:
    announcements, assignments, calendar_feed, collaborations, conferences, files, grades, home, modules, outcomes,
    pages, quizzes, roster, speed_grader, syllabus, topics. Free text: other values are normal. Evidence for the values:
    app/models/asset_user_access.rb, readable_name; calls of log_asset_access in the controllers.
    """

    category: str | None = None
    """The part of Canvas that the asset belongs to. Known values: announcements, assignments, calendar, collaborations,
    conferences, external_tools, external_urls, files, grades, home, modules, outcomes, pages, quizzes, roster,
    syllabus, topics, wiki. Also in the source code: calendar_feed, inbox, speed_grader. Free text: other values are
    normal. Evidence for the values: The vendor's enumeration for Canvas Data 2, asset_user_accesses.asset_category;
    app/models/asset_user_access.rb, ICON_MAP.
    """

    display_name: str | None = None
    """The file name that users see. Spaces and other characters can be encoded as in an HTML form, a space as "+". Sent
    when asset_type is attachment.
    """

    domain: str | None = None
    """The host name of the tool. Sent when asset_type is context_external_tool."""

    filename: str | None = None
    """The file name under which Canvas stores the file. Spaces and other characters are encoded as in an HTML form, a
    space as "+". Sent when asset_type is attachment.
    """

    level: str | None = None
    """How far the user went beyond viewing. It is usually null. Known values: submit, participate. Evidence for the
    values: app/models/asset_user_access.rb, log_action.
    """

    role: str | None = None
    """The kind of membership through which the user could open the asset. It can differ from context_role in the metadata,
    which names an administrator's role AccountAdmin. Known values: AccountUser, DesignerEnrollment, GroupMembership,
    ObserverEnrollment, StudentEnrollment, StudentViewEnrollment, TaEnrollment, TeacherEnrollment, User. Also in the
    source code: NilClass. Evidence for the values: Calls of log_asset_access in the controllers, class of the
    membership; NilClass is inferred, it was not seen.
    """

    url: str | None = None
    """The address at which the tool was opened. Sent when asset_type is context_external_tool."""

    enrollment_id: str | None = None
    """The Canvas id of the user's enrollment. Sent when the user is enrolled in the context. Scope: local. Not documented;
    known from the vendor's source code.
    """

    section_id: str | None = None
    """The Canvas id of the section that the user is enrolled in. Sent when the user is enrolled in the context. Scope:
    local. Not documented; known from the vendor's source code.
    """
