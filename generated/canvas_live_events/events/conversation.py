# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Conversation: Messages that users write to each other in the Canvas inbox."""

from __future__ import annotations

from dataclasses import dataclass

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Record, Timestamp


@dataclass(frozen=True, kw_only=True, repr=False)
class Conversation(Record):
    """A conversation in the inbox."""

    conversation_id: str
    """The local Canvas id of the conversation. Scope: local."""

    updated_at: Timestamp
    """When the conversation last changed."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConversationCreated(Record):
    """A conversation was started.

    Sent when somebody writes the first message to one or more others.

    The metadata does not always name a context, even if the conversation is about a course.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Conversation
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConversationForwarded(Record):
    """Participants were added to a conversation.

    Sent when somebody adds participants to an existing conversation.

    The metadata does not always name a context, even if the conversation is about a course.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: Conversation
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConversationMessageCreated(Record):
    """A message was written in a conversation.

    Sent when somebody adds a message to a conversation.

    The text of the message is not sent.

    The metadata does not always name a context, even if the conversation is about a course.
    """

    metadata: Metadata
    """What caused the event, where and when."""

    body: ConversationMessageCreatedBody
    """What happened."""


@dataclass(frozen=True, kw_only=True, repr=False)
class ConversationMessageCreatedBody(Record):
    """The body of ConversationMessageCreated."""

    created_at: Timestamp
    """When the message was written."""

    message_id: str
    """The local Canvas id of the message. Scope: local."""

    author_id: str | None = None
    """The local Canvas id of the user who wrote the message. Scope: local."""

    conversation_id: str | None = None
    """The local Canvas id of the conversation that the message belongs to. The key is missing if the message belongs to no
    conversation. Scope: local.
    """
