# Generated from the spec by 'eventcontract generate'. Do not edit.
"""The members that all events have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import BatchRow, EnvelopeRow, ResponseRow, Unknown


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
    EnvelopeRow(name="sqs-message", recognize={"/Body": "content"}, content="/Body", identifier="/MessageId"),
    EnvelopeRow(
        name="lambda-sqs",
        recognize={"/messageId": "text", "/body": "content"},
        content="/body",
        identifier="/messageId",
    ),
    EnvelopeRow(
        name="lambda-kinesis",
        recognize={"/kinesis/data": "text"},
        content="/kinesis/data",
        base64=True,
        identifier="/kinesis/sequenceNumber",
    ),
    EnvelopeRow(
        name="pipes-kinesis",
        recognize={"/data": "text", "/sequenceNumber": "text"},
        content="/data",
        base64=True,
        identifier="/sequenceNumber",
    ),
    EnvelopeRow(
        name="firehose",
        recognize={"/data": "text", "/recordId": "text"},
        content="/data",
        base64=True,
        identifier="/recordId",
    ),
    EnvelopeRow(name="lambda-sns", recognize={"/Sns/Message": "content"}, content="/Sns/Message"),
    EnvelopeRow(
        name="sns-confirmation",
        recognize={"/TopicArn": "text", "/SubscribeURL": "text"},
        notice="If you expect events of this topic, confirm the subscription by opening its SubscribeURL once.",
    ),
    EnvelopeRow(name="sns-notification", recognize={"/TopicArn": "text", "/Message": "content"}, content="/Message"),
    EnvelopeRow(name="eventbridge", recognize={"/detail-type": "text", "/detail": "content"}, content="/detail"),
    EnvelopeRow(
        name="http-request",
        recognize={"/body": "content", "/isBase64Encoded": "boolean"},
        content="/body",
        base64="/isBase64Encoded",
    ),
    EnvelopeRow(
        name="s3-notification",
        any_of=("/s3", "/Records/0/s3", "/object/key"),
        notice='Remove this queue or function from the event notifications of the bucket. To check the deliveries in a file, pass the file to "canvas-live-events check".',
    ),
    EnvelopeRow(
        name="s3-test",
        recognize={"/Service": "text", "/Event": "text", "/Bucket": "text"},
        notice="Delete the message. Unless you want notifications here, remove them from the settings of the bucket.",
    ),
    EnvelopeRow(
        name="caliper",
        recognize={"/data": "array"},
        any_of=("/sensor", "/sendTime", "/dataVersion"),
        foreign='Set the subscription\'s format to "Canvas"; this contract describes no Caliper events.',
    ),
    EnvelopeRow(
        name="caliper-event",
        any_of=("/@context", "/actor/type", "/actor/@type", "/edApp"),
        foreign='Set the subscription\'s format to "Canvas"; this contract describes no Caliper events.',
    ),
    EnvelopeRow(
        name="self-hosted",
        recognize={"/attributes": "object", "/body": "object"},
        members={"metadata": "/attributes", "body": "/body", "subscription": "/subscription"},
    ),
    EnvelopeRow(
        name="claims",
        recognize={"/metadata": "object", "/body": "object"},
        any_of=("/iss", "/sub", "/aud", "/exp", "/nbf", "/iat", "/jti"),
        members={"metadata": "/metadata", "body": "/body", "subscription": "/subscription"},
    ),
    EnvelopeRow(name="body-only", recognize={"/body": "text"}, content="/body", identifier="/messageId"),
    EnvelopeRow(name="data-only", recognize={"/data": "text"}, content="/data", base64=True, identifier="/recordId"),
)
"""The envelopes in which a delivery can arrive. The first one that recognizes it is used."""

BATCHES = (
    BatchRow(
        name="lambda",
        items="/Records",
        response=ResponseRow(entries="batchItemFailures", identifier="itemIdentifier", whole=""),
    ),
    BatchRow(
        name="records",
        items="",
        recognize={"/0/eventSource": "text"},
        response=ResponseRow(entries="batchItemFailures", identifier="itemIdentifier", whole=""),
    ),
    BatchRow(name="sqs-receive", items="/Messages", empty="/ResponseMetadata"),
    BatchRow(
        name="firehose",
        items="/records",
        recognize={"/invocationId": "text"},
        response=ResponseRow(
            entries="records",
            identifier="recordId",
            failed={"result": "ProcessingFailed"},
            handled={"result": "Ok"},
            copies=("data",),
        ),
    ),
    BatchRow(name="firehose-http", items="/records", recognize={"/requestId": "text"}),
)
"""Objects that hold several deliveries."""
