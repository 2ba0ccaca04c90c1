# Generated from the spec by 'eventcontract generate'. Do not edit.
"""The members that all events have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import BatchRow, EnvelopeRow, Unknown


@dataclass(frozen=True, kw_only=True, repr=False)
class UnknownEvent(Unknown):
    """An event that the contract does not describe, kept as it was delivered.

    A member that all events have is ``None`` if the delivery holds nothing readable there.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "delivery"})

    name: str
    """The name of the event."""

    metadata: Metadata | None = None
    """What caused the event, where and when."""

    body: Any = None
    """What happened."""

    delivery: Any
    """The delivery as it was passed in, untouched."""


ENVELOPES = (
    EnvelopeRow(
        name="caliper",
        recognize={"/sensor": "text", "/data": "array"},
        foreign='Set the subscription\'s format to "Canvas"; this contract describes no Caliper events.',
    ),
    EnvelopeRow(name="sqs-message", recognize={"/Body": "text"}, text="/Body", identifier="/MessageId"),
    EnvelopeRow(
        name="lambda-sqs", recognize={"/messageId": "text", "/body": "text"}, text="/body", identifier="/messageId"
    ),
    EnvelopeRow(
        name="lambda-kinesis",
        recognize={"/kinesis/data": "text"},
        text="/kinesis/data",
        base64=True,
        identifier="/kinesis/sequenceNumber",
    ),
    EnvelopeRow(
        name="http-request",
        recognize={"/body": "text", "/isBase64Encoded": "boolean"},
        text="/body",
        base64="/isBase64Encoded",
    ),
    EnvelopeRow(
        name="self-hosted",
        recognize={"/attributes": "object", "/body": "object"},
        members={"metadata": "/attributes", "body": "/body"},
    ),
    EnvelopeRow(
        name="claims",
        recognize={"/metadata": "object", "/body": "object"},
        any_of=("/iss", "/sub", "/aud", "/exp", "/nbf", "/iat", "/jti"),
        members={"metadata": "/metadata", "body": "/body"},
    ),
)
"""The envelopes in which a delivery can arrive. The first one that recognizes it is used."""

BATCHES = (
    BatchRow(name="lambda", items="/Records", failures="batchItemFailures", failure="itemIdentifier"),
    BatchRow(name="sqs-receive", items="/Messages", empty="/ResponseMetadata"),
)
"""Objects that hold several deliveries."""
