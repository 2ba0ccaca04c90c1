"""Where messages are sent: a web server, a queue, a stream of lines."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Protocol, TextIO

from eventcontract import pointers
from eventcontract.model import Channel, Contract
from eventcontract.testing.vendor.posts import SIGNED, Post
from eventcontract.testing.vendor.receivers import TIMEOUT, Answer, HttpReceiver, Unreachable
from eventcontract.testing.vendor.signing import Signer


@dataclass(frozen=True, slots=True)
class Message:
    """An event to send, as a JSON text. ``name`` is ``event/example`` or the id of a case."""

    name: str
    event: str
    text: str


class Target(Protocol):
    """Where messages go."""

    def send(self, message: Message) -> Answer:
        """Deliver one; :class:`Unreachable` if there is no connection."""


def channel_for(contract: Contract, *protocols: str) -> Channel:
    """The channel over one of ``protocols``; ``ValueError``, listing the vendor's protocols, if there is none."""
    for channel in contract.channels.values():
        if channel.server.protocol in protocols:
            return channel
    known = " and ".join(channel.server.protocol for channel in contract.channels.values())
    vendor = contract.catalogue.vendor
    if not known:
        raise ValueError(f"the contract of {vendor} has no channels: the spec describes them under 'channels:'")
    raise ValueError(f"{vendor} delivers over {known}, not over {protocols[0]}")


def signs_on(contract: Contract, channel: Channel | None) -> bool:
    """Whether deliveries, or those over ``channel`` if given, can be signed."""
    if contract.signing is None or channel is None:
        return contract.signing is not None
    return any(contract.security[name].type == "asymmetricEncryption" for name in channel.security)


def header_values(channel: Channel, text: str) -> dict[str, str]:
    """The headers of ``channel`` whose values the event ``text`` (JSON) contains too."""
    event = json.loads(text)
    found = {name: pointers.get(event, pointers.parse(where)) for name, where in channel.header_values.items()}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


class Webhook:
    """A web server at ``url``, over the contract's ``channel``. ``ValueError`` if that is not an HTTP(S) URL."""

    def __init__(self, url: str, channel: Channel, signer: Signer | None, *, timeout: float = TIMEOUT) -> None:
        self._receiver = HttpReceiver(url, timeout=timeout)
        self._channel = channel
        self._signer = signer

    def send(self, message: Message) -> Answer:
        """Deliver one; :class:`Unreachable` if there is no connection."""
        headers = header_values(self._channel, message.text)
        if self._signer is None:
            return self._receiver.send(Post(message.text.encode(), other=headers))
        return self._receiver.send(Post(self._signer.sign(message.text).encode(), SIGNED, headers))


class Queue:
    """The queue ``name`` of Amazon SQS, or of a compatible service at ``endpoint_url``. Knows boto3.

    :class:`Unreachable` if there is no such queue, or no connection to it.
    """

    def __init__(self, name: str, channel: Channel, *, endpoint_url: str | None = None) -> None:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError

        self._channel = channel
        self._errors = (BotoCoreError, ClientError)
        session = boto3.session.Session()
        # boto3 wants a region even where the service does not.
        region = session.region_name or ("us-east-1" if endpoint_url else None)
        try:
            self._client: Any = session.client("sqs", endpoint_url=endpoint_url, region_name=region)
            self._url = self._client.get_queue_url(QueueName=name)["QueueUrl"]
        except (*self._errors, ValueError) as error:
            raise Unreachable(f"queue {name}: {error}") from None

    def send(self, message: Message) -> Answer:
        """Deliver one: the event as body, the headers of the channel as message attributes."""
        attributes = {
            name: {"DataType": "String", "StringValue": value}
            for name, value in header_values(self._channel, message.text).items()
        }
        started = time.perf_counter()
        try:
            answer = self._client.send_message(
                QueueUrl=self._url, MessageBody=message.text, MessageAttributes=attributes
            )
        except self._errors as error:
            status = getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPStatusCode")
            return Answer(status, str(error), time.perf_counter() - started)
        return Answer(answer["ResponseMetadata"]["HTTPStatusCode"], seconds=time.perf_counter() - started)


class Lines:
    """``stream``, with one delivery per line: an event as a JSON text, or a token."""

    def __init__(self, stream: TextIO, signer: Signer | None) -> None:
        self._stream = stream
        self._signer = signer

    def send(self, message: Message) -> Answer:
        """Write one."""
        text = message.text if self._signer is None else self._signer.sign(message.text)
        self._stream.write(text + "\n")
        self._stream.flush()
        return Answer(200)
