"""Sending as the vendor does: what, in which order, over which channel, and again what was not accepted."""

from __future__ import annotations

import heapq
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

from eventcontract import pointers
from eventcontract.model import Channel, Contract, Retries
from eventcontract.testing import selection
from eventcontract.testing.suite import Suite
from eventcontract.testing.vendor.posts import SIGNED, Post
from eventcontract.testing.vendor.receivers import TIMEOUT, Answer, HttpReceiver, Unreachable

if TYPE_CHECKING:
    from eventcontract.testing.vendor.keyfile import Signs

Order = Literal["ordered", "shuffled", "duplicated"]

# Every so many deliveries, one arrives twice.
_DUPLICATED = 4


@dataclass(frozen=True, slots=True)
class Message:
    """An event to send, as a JSON text; ``name`` says which of them it is."""

    name: str
    event: str
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery of a message, counted from 1, and its answer; ``again_in`` seconds, if it is to be sent again."""

    message: Message
    number: int
    answer: Answer
    again_in: float | None = None


class Clock(Protocol):
    """What time is it, and wait: in seconds."""

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


class Target(Protocol):
    """Where messages go."""

    def send(self, message: Message) -> Answer:
        """Deliver one; :class:`Unreachable` if there is nobody to deliver to."""


# -- what ------------------------------------------------------------------------------------------


def messages(suite: Suite, patterns: Sequence[str], *, vary: bool = False) -> list[Message]:
    """The examples of the events whose names match one of ``patterns``; if they ``vary``, every case of them.

    ``ValueError`` for a pattern that no event matches.
    """
    if vary:
        return [Message(case.id, case.event, case.json) for case in suite.cases(*patterns)]
    events = suite.contract.events
    return [
        Message(f"{name}/{example.name}", name, json.dumps(json.loads(example.text), ensure_ascii=False))
        for name in selection.select(patterns, events)
        for example in events[name].examples
    ]


def arranged(known: Sequence[Message], count: int, order: Order) -> list[Message]:
    """``count`` of ``known``, from the beginning again where these are fewer, in a certain order.

    ``shuffled`` mixes all of them, ``duplicated`` has every fourth once more, somewhere behind it. The
    same arguments give the same list.
    """
    result = [known[number % len(known)] for number in range(count)] if known else []
    chance = random.Random(0)
    if order == "shuffled":
        chance.shuffle(result)
    elif order == "duplicated":
        for place in range(len(result) - 1, -1, -_DUPLICATED):
            result.insert(chance.randint(place + 1, len(result)), result[place])
    return result


# -- where -----------------------------------------------------------------------------------------


def channel_for(contract: Contract, *protocols: str) -> Channel:
    """The channel over one of ``protocols``; ``ValueError``, with what there is, if the vendor has none."""
    for channel in contract.channels.values():
        if channel.server.protocol in protocols:
            return channel
    known = " and ".join(channel.server.protocol for channel in contract.channels.values()) or "nothing"
    raise ValueError(f"{contract.catalogue.vendor} delivers over {known}, not over {protocols[0]}")


def signs_on(contract: Contract, channel: Channel | None) -> bool:
    """Whether deliveries (over ``channel``) can be signed."""
    if contract.signing is None or channel is None:
        return contract.signing is not None
    return any(contract.security[name].type == "asymmetricEncryption" for name in channel.security)


def header_values(channel: Channel, text: str) -> dict[str, str]:
    """The headers of ``channel`` that repeat what stands in the event ``text``."""
    event = json.loads(text)
    found = {name: pointers.get(event, pointers.parse(place)) for name, place in channel.header_values.items()}
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


class Webhook:
    """A web server at ``url``, over the ``channel`` of the contract. ``ValueError`` if that is no http or https URL."""

    def __init__(self, url: str, channel: Channel, signer: Signs | None, *, timeout: float = TIMEOUT) -> None:
        self._receiver = HttpReceiver(url, timeout=timeout)
        self._channel = channel
        self._signer = signer

    def send(self, message: Message) -> Answer:
        """Deliver one; :class:`Unreachable` if nobody listens."""
        headers = header_values(self._channel, message.text)
        if self._signer is None:
            return self._receiver.send(Post(message.text.encode(), other=headers))
        return self._receiver.send(Post(self._signer.sign(message.text).encode(), SIGNED, headers))


class Queue:
    """The queue ``name`` of Amazon SQS, or of what speaks its language at ``endpoint_url``. Knows boto3.

    :class:`Unreachable` if there is no such queue, or no way to it.
    """

    def __init__(self, name: str, channel: Channel, *, endpoint_url: str | None = None) -> None:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError

        self._channel = channel
        self._errors = (BotoCoreError, ClientError)
        session = boto3.session.Session()
        # What stands in for the service does not care, but boto3 does.
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
    """``stream``, one delivery on a line: an event as a JSON text, or a token."""

    def __init__(self, stream: TextIO, signer: Signs | None) -> None:
        self._stream = stream
        self._signer = signer

    def send(self, message: Message) -> Answer:
        """Write one."""
        text = message.text if self._signer is None else self._signer.sign(message.text)
        self._stream.write(text + "\n")
        self._stream.flush()
        return Answer(200)


# -- when ------------------------------------------------------------------------------------------


def pauses(retries: Retries, chance: random.Random) -> list[float]:
    """The seconds before each further delivery: twice those before the last, together as many as is said."""
    whole = chance.uniform(retries.shortest, retries.longest)
    return [whole * 2**number / (2**retries.times - 1) for number in range(retries.times)]


class Sender:
    """Sends to ``target``, at most ``rate`` messages a second, and again, as ``retries`` says, what was not accepted.

    One delivery at a time. ``waiting`` is the number of messages that are to be sent again.
    """

    def __init__(
        self,
        target: Target,
        *,
        retries: Retries | None = None,
        rate: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._target = target
        self._retries = retries
        self._rate = rate
        self._clock = clock or time
        self._chance = random.Random(0)
        self._waiting: list[tuple[float, int, Message, int, list[float]]] = []

    @property
    def waiting(self) -> int:
        """How many messages are to be sent again."""
        return len(self._waiting)

    def run(self, known: Sequence[Message], before_pause: Callable[[float], None] | None = None) -> Iterator[Attempt]:
        """Every delivery as it is answered. :class:`Unreachable` if nobody has listened so far.

        ``before_pause`` is told how many seconds nothing happens now.
        """
        started = self._clock.monotonic()
        serial = itertools.count()
        reached = False
        fresh = iter(enumerate(known))
        upcoming = next(fresh, None)
        while upcoming is not None or self._waiting:
            due = started + upcoming[0] / self._rate if upcoming is not None and self._rate else started
            again = self._waiting and (upcoming is None or self._waiting[0][0] <= max(due, self._clock.monotonic()))
            pause = (self._waiting[0][0] if again else due) - self._clock.monotonic()
            if pause > 0:
                if before_pause is not None:
                    before_pause(pause)
                self._clock.sleep(pause)
            if again:
                _, _, message, number, left = heapq.heappop(self._waiting)
            else:
                assert upcoming is not None
                message, number, left = upcoming[1], 1, self._pauses()
                upcoming = next(fresh, None)
            try:
                answer = self._target.send(message)
            except Unreachable as error:
                if not reached:
                    raise
                answer = Answer(None, str(error))
            reached = True
            again_in = left.pop(0) if left and not answer.accepted else None
            if again_in is not None:
                heapq.heappush(
                    self._waiting, (self._clock.monotonic() + again_in, next(serial), message, number + 1, left)
                )
            yield Attempt(message, number, answer, again_in)

    def _pauses(self) -> list[float]:
        return pauses(self._retries, self._chance) if self._retries is not None else []


# -- what became of it -----------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What the attempts add up to: messages ``accepted`` and ``given_up``, answers by their words, seconds."""

    accepted: int = 0
    attempts: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    given_up: list[Attempt] = field(default_factory=list)

    def add(self, attempt: Attempt) -> None:
        """Count one."""
        self.attempts += 1
        self.answers[str(attempt.answer)] += 1
        self.seconds.append(attempt.answer.seconds)
        if attempt.answer.accepted:
            self.accepted += 1
        elif attempt.again_in is None:
            self.given_up.append(attempt)

    def latency(self, part: float) -> float:
        """The seconds within which this part (from 0 to 1) of all answers came; 0 without any."""
        ordered = sorted(self.seconds)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0
