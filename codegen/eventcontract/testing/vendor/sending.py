"""Sending as the vendor does: which messages, in which order, how fast, and again if they were not accepted."""

from __future__ import annotations

import heapq
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from eventcontract.model import Contract, Retries
from eventcontract.testing.cases import Case
from eventcontract.testing.vendor.receivers import Answer, Unreachable
from eventcontract.testing.vendor.targets import Message, Target

Order = Literal["ordered", "shuffled", "duplicated"]

# In duplicated order, one in this many messages arrives twice.
_DUPLICATED = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivery of a message, numbered from 1, and its answer; ``again_in`` seconds it will be repeated, if at all."""

    message: Message
    number: int
    answer: Answer
    again_in: float | None = None


class Clock(Protocol):
    """The time in seconds, and a pause: what the module ``time`` has."""

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


# -- what ------------------------------------------------------------------------------------------


def examples(contract: Contract, names: Iterable[str]) -> list[Message]:
    """The examples of the events ``names``."""
    return [
        Message(f"{name}/{example.name}", name, json.dumps(json.loads(example.text), ensure_ascii=False))
        for name in names
        for example in contract.events[name].examples
    ]


def variations(cases: Iterable[Case]) -> list[Message]:
    """The payloads of ``cases``."""
    return [Message(case.id, case.event, case.json) for case in cases]


def ordered(known: Sequence[Message], count: int, order: Order) -> list[Message]:
    """``count`` messages, repeating ``known`` if that is shorter, in a certain order.

    ``shuffled`` mixes all of them; in ``duplicated`` order every fourth comes again later. The same arguments return
    the same list.
    """
    result = [known[number % len(known)] for number in range(count)] if known else []
    chance = random.Random(0)
    if order == "shuffled":
        chance.shuffle(result)
    elif order == "duplicated":
        for place in range(len(result) - 1, -1, -_DUPLICATED):
            result.insert(chance.randint(place + 1, len(result)), result[place])
    return result


# -- when ------------------------------------------------------------------------------------------


def pauses(retries: Retries, chance: random.Random) -> list[float]:
    """The seconds before each repetition: each twice as long as the one before, in total within ``retries``' limits."""
    whole = chance.uniform(retries.shortest, retries.longest)
    return [whole * 2**number / (2**retries.times - 1) for number in range(retries.times)]


class Sender:
    """Sends to ``target``, one delivery at a time and at most ``rate`` new messages a second.

    Messages that were not accepted are sent again as ``retries`` says.
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
        """The number of messages that will be sent again."""
        return len(self._waiting)

    def run(self, known: Sequence[Message], before_pause: Callable[[float], None] | None = None) -> Iterator[Attempt]:
        """Every delivery as it is answered. :class:`Unreachable` if there is no connection for the first one.

        ``before_pause`` is called before each pause, with its seconds.
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


# -- results -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """Totals of attempts: messages ``accepted`` and ``given_up``, ``answers`` by text, ``seconds`` to each answer."""

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
        """The seconds within which this part (0 to 1) of the answers came; 0 if there are none."""
        ordered = sorted(self.seconds)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0
