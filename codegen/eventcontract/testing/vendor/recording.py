"""What became of deliveries: each is sent, its answer compared with the expected one, and failures are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from eventcontract.testing.vendor.posts import Post
from eventcontract.testing.vendor.receivers import Answer, Unreachable

#: Takes the place of the event's name for deliveries that are not events of the contract.
NO_EVENT = "(no event)"
ACCEPTED = "status 2xx"
REFUSED = "a status other than 2xx"


class Receiver(Protocol):
    """Where deliveries go."""

    @property
    def url(self) -> str:
        """Its address."""

    def send(self, post: Post) -> Answer:
        """Deliver ``post``; :class:`Unreachable` if there is no connection."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery with an unexpected response. ``delivery`` describes it; ``curl`` sends it again."""

    event: str
    delivery: str
    expected: str
    answer: Answer
    post: Post
    url: str

    @property
    def curl(self) -> str:
        """A command for a POSIX shell that sends exactly this delivery."""
        return self.post.curl(self.url)

    def __str__(self) -> str:
        return f"{self.event}: {self.delivery}: expected {self.expected}, got {self.answer}\n  {self.curl}"


@dataclass(slots=True)
class Outcome:
    """The result for one event, or for :data:`NO_EVENT`: number of deliveries, slowest answer in seconds, failures."""

    event: str
    deliveries: int = 0
    slowest: float = 0.0
    failures: list[Failure] = field(default_factory=list)


class ReachabilityGuard:
    """Passes deliveries on to ``receiver``, whose connection is ``lost`` if it fails after a first answer.

    If there has been no answer yet, :class:`Unreachable` is raised.
    """

    def __init__(self, receiver: Receiver) -> None:
        self.url = receiver.url
        self.lost = False
        self._receiver = receiver
        self._reached = False

    def send(self, post: Post) -> Answer:
        """Deliver ``post``."""
        try:
            answer = self._receiver.send(post)
        except Unreachable as error:
            if not self._reached:
                raise
            self.lost = True
            return Answer(None, f"connection lost: {error}")
        self._reached = True
        return answer


class DeliveryRecorder:
    """Delivers for one event, and records the outcome.

    It stops at the first answer that comes too late: a receiver that hangs once is not waited for again.
    """

    def __init__(self, receiver: ReachabilityGuard, event: str) -> None:
        self.outcome = Outcome(event)
        self.stopped = False
        self._receiver = receiver

    def expect_accepted(self, what: str, post: Post) -> None:
        """Deliver ``post``, which is to be answered with a 2xx status."""
        self._keep(self.attempt(what, ACCEPTED, post))

    def expect_refused(self, what: str, post: Post) -> None:
        """Deliver ``post``, which is to be answered with any other status."""
        self._keep(self.attempt(what, REFUSED, post))

    def _keep(self, failure: Failure | None) -> None:
        if failure is not None:
            self.outcome.failures.append(failure)

    def attempt(self, what: str, expected: str, post: Post) -> Failure | None:
        """Deliver ``post`` unless stopped; the failure, which is not recorded yet."""
        if self.stopped:
            return None
        answer = self._receiver.send(post)
        self.stopped = answer.late or self._receiver.lost
        outcome = self.outcome
        outcome.deliveries += 1
        outcome.slowest = max(outcome.slowest, answer.seconds)
        if answer.status is not None and answer.accepted is (expected == ACCEPTED):
            return None
        return Failure(outcome.event, what, expected, answer, post, self._receiver.url)
