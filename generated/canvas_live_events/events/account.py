# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Account: Accounts, their sub-accounts, and the announcements shown to everybody in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Account(Record):
    """An account or sub-account."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"name"})

    account_id: str
    """The Canvas id of the account. Scope: global."""

    root_account_id: str
    """The Canvas id of the root account that the account is part of. Scope: global."""

    root_account_uuid: str
    """The token of the root account that the account is part of."""

    workflow_state: str
    """The state of the account. In the source code: active, deleted, suspended. Evidence for the values: The vendor's
    enumeration for Canvas Data 2, accounts.workflow_state (developerdocs.instructure.com).
    """

    name: str | None = None
    """The name of the account. Canvas admits an account without a name (app/models/account.rb, validation of the name's
    length).
    """

    parent_account_id: str | None = None
    """The Canvas id of the account directly above this one. A root account has none. Scope: global."""

    external_status: str | None = None
    """The account's standing as a customer. In the source code: active. Seen in examples: paid. Free text: other values
    are normal. Evidence for the values: db/migrate, accounts.external_status, a text of up to 255 characters without a
    rule.
    """

    domain: str | None = None
    """The host name under which the root account is reached."""

    default_time_zone: str | None = None
    """The IANA time zone for everything in the account that sets no other."""

    default_locale: str | None = None
    """The code of the language for everybody in the account who chose no other."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AccountCreated(Record):
    """An account or a sub-account was added.

    Sent when a user, an API call or a background job adds an account.

    Canvas sends nothing for dummy accounts, nor for the shadow copies of accounts that it keeps on other shards.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Account
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AccountNotificationCreated(Record):
    """An announcement to everybody in an account was set up.

    Sent when an administrator saves a new account announcement.

    The event is sent when the announcement is saved. Users see it from start_at, which can be later.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: AccountNotificationCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class AccountNotificationCreatedBody(Record):
    """The body of AccountNotificationCreated."""

    _hidden: ClassVar[frozenset[str]] = frozenset({"message", "subject"})

    account_notification_id: str
    """The Canvas id of the announcement. Scope: global."""

    end_at: Timestamp
    """When users last see the announcement."""

    message: str
    """The text of the announcement, as HTML. At most 8,192 characters; longer text is cut off."""

    start_at: Timestamp
    """When users first see the announcement."""

    subject: str
    """The subject of the announcement. At most 8,192 characters; longer text is cut off."""

    icon: str | None = None
    """The name of the icon next to the announcement. The default is the warning icon. In the source code: warning,
    information, question, error, calendar. Free text: other values are normal. Evidence for the values:
    app/models/account_notification.rb, which has no rule for the icon; the words are those of the REST API.
    """


@dataclass(frozen=True, kw_only=True, repr=False)
class AccountUpdated(Record):
    """The properties of an account changed.

    Sent when the name, the state, a setting or another property of an account changes.

    The body holds the account as it is now and does not say which of its properties changed.

    Canvas sends nothing for dummy accounts, nor for the shadow copies of accounts that it keeps on other shards.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Account
    """What happened."""
