# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Logged: Users logging in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record


@dataclass(frozen=True, kw_only=True, repr=False)
class LoggedIn(Record):
    """A user logged in.

    Sent when Canvas has accepted a login.

    The metadata has the user; the time zone can be missing.

    Without a redirect_url, the body is an empty object.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: LoggedInBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LoggedInBody(Record):
    """The body of LoggedIn."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"redirect_url"})

    redirect_url: str | None = None
    """The page that Canvas redirects the user to after the login, such as one that the user requested before. Sent when
    Canvas redirects the user to a specific page.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class LoggedOut(Record):
    """A user logged out.

    Sent when a user logs out.

    The body is an empty object. The metadata says who logged out.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body"})

    metadata: Metadata
    """What caused the event, where and when."""

    body: LoggedOutBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class LoggedOutBody(Record):
    """The body of LoggedOut."""
