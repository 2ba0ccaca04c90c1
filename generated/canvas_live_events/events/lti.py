# Generated from the spec by 'eventcontract generate'. Do not edit.
"""LTI: Links from Canvas to resources in LTI 1.3 tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class LtiResourceLink(Record):
    """A link to a resource in an LTI tool."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"title", "url"})

    resource_link_id: str
    """The Canvas id of the link. Scope: global."""

    workflow_state: str
    """The state of the link. In the source code: active, deleted. Evidence for the values: Canvas::SoftDeletable, included
    by app/models/score.rb, outcome_calculation_method.rb, learning_outcome_result.rb and lti/resource_link.rb among
    others; the workflow of course_section.rb and assignment_override.rb.
    """

    context_id: str | None = None
    """The Canvas id of the object that the link belongs to. Its kind is in context_type. Scope: global."""

    context_type: str | None = None
    """The kind of object that the link belongs to. Known values: Course, Assignment. Also in the source code: Account,
    Group. Evidence for the values: app/models/lti/resource_link.rb, association context.
    """

    resource_link_uuid: str | None = None
    """The identifier of the link in LTI."""

    lookup_uuid: str | None = None
    """A UUID of the link that stays the same when the material of a course is copied."""

    context_external_tool_id: str | None = None
    """The Canvas id of the installed tool, an LTI 1.3 deployment, that the link belongs to. Scope: global."""

    url: str | None = None
    """The address in the tool that the link opens."""

    title: str | None = None
    """The title of the link. Not documented; known from the vendor's source code."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LtiResourceLinkCreated(Record):
    """A link to a resource in an LTI tool was added.

    Sent when a user picks a resource in a tool by deep linking and Canvas saves a link to it.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LtiResourceLink
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LtiResourceLinkUpdated(Record):
    """A link to a resource in an LTI tool changed.

    Sent when the address, the state or another property of a link changes.

    The body holds the link as it is now and does not say which of its properties changed.

    The address in the metadata can be on another host than the metadata's hostname.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LtiResourceLink
    """What happened."""
