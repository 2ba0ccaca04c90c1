# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Classes that all categories share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Metadata(Record):
    """What caused an event, where and when. Which keys are present depends on the cause: a web request of a user, a web
    request without a known user, or a background job.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset(
        {
            "client_ip",
            "context_sis_source_id",
            "referrer",
            "session_id",
            "time_zone",
            "url",
            "user_agent",
            "user_login",
            "user_sis_id",
        }
    )

    event_name: str
    """The name of the event."""

    event_time: Timestamp
    """When Canvas sent the event, in UTC with milliseconds. Canvas sent whole seconds in 2018 and 2019."""

    root_account_uuid: str | None = None
    """Opaque token of the root account; missing when the root account is not known."""

    root_account_id: str | None = None
    """The Canvas id of the root account. Scope: global."""

    root_account_lti_guid: str | None = None
    """The LTI GUID of the root account, a token followed by a host name or by ":canvas-lms"."""

    job_id: str | None = None
    """The id of the background job. All events of one job share it. Sent when a background job sent the event. Scope:
    global.
    """

    job_tag: str | None = None
    """The method that the background job runs. Sent when a background job sent the event."""

    producer: str | None = None
    """The application that sent the event. Events from elsewhere, such as a console, have none
    (app/controllers/application_controller.rb, setup_live_events_context;
    config/initializers/job_live_events_context.rb). Sent since some time between 2015-01 and 2017-05, and when Canvas
    handles a web request or runs a background job. Known values: canvas. Evidence for the date: the documentation of
    2015 lacks it, the guide to plagiarism platforms of 2017-05-23 shows it. Evidence for the values:
    app/controllers/application_controller.rb, setup_live_events_context;
    config/initializers/job_live_events_context.rb.
    """

    user_login: str | None = None
    """The login of the acting user. Sent when Canvas knows the login with which the web request was made."""

    user_account_id: str | None = None
    """The Canvas id of the account that the acting user's login belongs to. Sent when Canvas knows the login with which
    the web request was made. Scope: global.
    """

    user_sis_id: str | None = None
    """The SIS id of the acting user. Sent when Canvas knows the login with which the web request was made."""

    user_id: str | None = None
    """The Canvas id of the acting user. Sent when a known user made the web request. Scope: global."""

    time_zone: str | None = None
    """The IANA time zone of the acting user. Sent when a known user made the web request."""

    developer_key_id: str | None = None
    """The Canvas id of the developer key that the access token belongs to. Sent when the request was made with an access
    token, and when Canvas sent the event while handling a web request. Scope: global.
    """

    context_type: str | None = None
    """The kind of the context in which the event happened. It is the context of the request or job. Background jobs set it
    only for events of grades, submissions, custom statuses and imports. Sent when Canvas knows in which context the
    event happened. In the source code: Account, AssessmentQuestion, Course, CourseSection, Group, User, UserProfile.
    Free text: other values are normal. Evidence for the values: app/controllers/application_controller.rb,
    setup_live_events_context; app/models/asset_user_access.rb, get_correct_context.
    """

    context_id: str | None = None
    """The Canvas id of the context. Sent when Canvas knows in which context the event happened. Scope: global."""

    context_sis_source_id: str | None = None
    """The SIS id of the context. Sent when the context is of a kind that can have a SIS id."""

    context_account_id: str | None = None
    """The Canvas id of the account that the context belongs to. Sent when Canvas knows in which context the event
    happened. Scope: global.
    """

    context_role: str | None = None
    """The acting user's role in the context; custom roles appear by their name. Sent when the acting user is a member of
    the context, and when a known user made the web request. Seen in examples: AccountAdmin, GroupMembership,
    StudentEnrollment, TaEnrollment, TeacherEnrollment, Training Teacher, User. Free text: other values are normal.
    Evidence for the values: app/controllers/application_controller.rb, setup_live_events_context.
    """

    request_id: str | None = None
    """A UUID of the web request. All events of one request share it. Sent when Canvas sent the event while handling a web
    request.
    """

    session_id: str | None = None
    """The session of the web request. Sent when Canvas sent the event while handling a web request."""

    hostname: str | None = None
    """The host that the web request went to. Sent when Canvas sent the event while handling a web request."""

    http_method: str | None = None
    """The HTTP method of the web request. It says nothing about what happened to the record. Sent when Canvas sent the
    event while handling a web request. In the source code: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS. Free text:
    other values are normal. Evidence for the values: app/controllers/application_controller.rb,
    setup_live_events_context, the method of the request.
    """

    user_agent: str | None = None
    """The User-Agent header of the web request. Sent when Canvas sent the event while handling a web request."""

    client_ip: str | None = None
    """The IP address that the web request came from. Sent when Canvas sent the event while handling a web request."""

    url: str | None = None
    """The URL of the web request. It can contain access tokens and is not always a valid URI. Sent when Canvas sent the
    event while handling a web request.
    """

    referrer: str | None = None
    """The page that the web request came from. Sent when Canvas sent the event while handling a web request."""

    real_user_id: str | None = None
    """The Canvas id of the user who masquerades as the acting user. Sent when the acting user is masquerading as another
    user, and when a known user made the web request. Scope: global.
    """

    @property
    def is_system(self) -> bool:
        """Whether a background job sent the event, not a web request."""
        return self.job_id is not None

    @property
    def is_masquerading(self) -> bool:
        """Whether somebody acted on behalf of another user."""
        return self.real_user_id is not None
