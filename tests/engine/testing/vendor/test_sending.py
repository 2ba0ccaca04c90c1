"""What is sent, in which order and when: with a clock and a receiver of the test's own."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from eventcontract.model import Retries
from eventcontract.testing.vendor.receivers import Answer, Unreachable
from eventcontract.testing.vendor.sending import Sender, Tally, examples, ordered, pauses, variations
from eventcontract.testing.vendor.targets import Message
from tests.support.modules import module_of
from tests.vendors import Vendor

RETRIES = Retries(times=3, shortest=70, longest=140)


class Clock:
    """Time passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float, /) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Scripted:
    """Answers by the name of the message and how often it came; writes down when it came."""

    def __init__(self, clock: Clock, status: Callable[[str, int], int]) -> None:
        self.clock = clock
        self.status = status
        self.came: list[tuple[str, float]] = []

    def send(self, message: Message) -> Answer:
        self.came.append((message.name, self.clock.now - 1000))
        return Answer(self.status(message.name, sum(name == message.name for name, _ in self.came)), seconds=0.5)


def known(count: int) -> list[Message]:
    """Messages with names that are letters."""
    return [Message(chr(ord("a") + number), "e", "{}") for number in range(count)]


# -- what ------------------------------------------------------------------------------------------


def test_examples_are_sent_as_they_are(vendor: Vendor) -> None:
    found = examples(vendor.contract, vendor.contract.events)
    assert [message.name for message in found] == [
        f"{name}/{example.name}" for name, event in vendor.contract.events.items() for example in event.examples
    ]
    for message in found:
        example = next(
            each for each in vendor.contract.events[message.event].examples if message.name.endswith(each.name)
        )
        assert json.loads(message.text) == json.loads(example.text)
        assert "\n" not in message.text


def test_varied_messages_are_the_cases(vendor: Vendor) -> None:
    cases = module_of(vendor).cases(next(iter(vendor.contract.events)))
    found = variations(cases)
    assert [(message.name, message.event, message.text) for message in found] == [
        (case.id, case.event, case.json) for case in cases
    ]


def test_order() -> None:
    letters = known(8)
    names = lambda found: "".join(message.name for message in found)  # noqa: E731
    assert names(ordered(letters, 8, "ordered")) == "abcdefgh"
    assert names(ordered(letters, 11, "ordered")) == "abcdefghabc"
    assert names(ordered(letters, 3, "ordered")) == "abc"
    assert ordered([], 3, "ordered") == []
    shuffled = names(ordered(letters, 8, "shuffled"))
    assert sorted(shuffled) == list("abcdefgh")
    assert shuffled != "abcdefgh"
    assert names(ordered(letters, 8, "shuffled")) == shuffled
    doubled = names(ordered(letters, 8, "duplicated"))
    assert sorted(Counter(doubled).values()) == [1] * 6 + [2] * 2
    assert "".join(dict.fromkeys(doubled)) == "abcdefgh"  # a duplicate comes behind, and moves nothing else


# -- when ------------------------------------------------------------------------------------------


@pytest.mark.needs("retries")
def test_pauses_are_what_the_contract_says(vendor: Vendor) -> None:
    (retries,) = [channel.retries for channel in vendor.contract.channels.values() if channel.retries is not None]
    sums = set()
    for seed in range(50):
        found = pauses(retries, random.Random(seed))
        assert len(found) == retries.times
        assert retries.shortest - 1e-6 <= sum(found) <= retries.longest + 1e-6
        assert all(later == pytest.approx(2 * earlier) for earlier, later in pairwise(found))
        sums.add(sum(found))
    assert len(sums) > 1


def test_what_is_accepted_is_sent_once() -> None:
    clock = Clock()
    target = Scripted(clock, lambda _name, _time: 204)
    attempts = list(Sender(target, retries=RETRIES, clock=clock).run(known(3)))
    assert target.came == [("a", 0), ("b", 0), ("c", 0)]
    assert clock.slept == []
    assert [(attempt.number, attempt.again_in) for attempt in attempts] == [(1, None)] * 3


def test_what_is_not_accepted_comes_again_after_growing_pauses_and_others_need_not_wait() -> None:
    clock = Clock()
    target = Scripted(clock, lambda name, _time: 500 if name == "a" else 204)
    sender = Sender(target, retries=RETRIES, clock=clock)
    attempts = list(sender.run(known(2)))
    assert [name for name, _ in target.came] == ["a", "b", "a", "a", "a"]
    times = [at for name, at in target.came if name == "a"]
    assert 70 <= times[-1] <= 140
    first, second, third = (later - earlier for earlier, later in pairwise(times))
    assert (second, third) == (pytest.approx(2 * first), pytest.approx(4 * first))
    assert [attempt.number for attempt in attempts if attempt.message.name == "a"] == [1, 2, 3, 4]
    tally = Tally()
    for attempt in attempts:
        tally.add(attempt)
    assert (tally.accepted, tally.attempts) == (1, 5)
    assert [attempt.number for attempt in tally.given_up] == [4]
    assert tally.answers == {"status 500": 4, "status 204": 1}
    assert sender.waiting == 0


def test_a_retry_that_is_accepted_is_the_last() -> None:
    clock = Clock()
    target = Scripted(clock, lambda _name, time: 503 if time == 1 else 200)
    attempts = list(Sender(target, retries=RETRIES, clock=clock).run(known(2)))
    assert [name for name, _ in target.came] == ["a", "b", "a", "b"] or [name for name, _ in target.came] == list(
        "abba"
    )
    assert sum(attempt.answer.accepted for attempt in attempts) == 2


def test_without_retries_there_is_none() -> None:
    clock = Clock()
    target = Scripted(clock, lambda _name, _time: 302)
    (attempt,) = Sender(target, clock=clock).run(known(1))
    assert attempt.again_in is None
    assert not attempt.answer.accepted


def test_rate() -> None:
    clock = Clock()
    target = Scripted(clock, lambda _name, _time: 200)
    told: list[float] = []
    list(Sender(target, rate=4, clock=clock).run(known(5), told.append))
    assert [at for _, at in target.came] == pytest.approx([0, 0.25, 0.5, 0.75, 1.0])
    assert told == pytest.approx([0.25] * 4)


def test_a_retry_does_not_come_before_its_time_nor_wait_for_all_others() -> None:
    clock = Clock()
    target = Scripted(clock, lambda name, time: 500 if (name, time) == ("a", 1) else 200)
    # One message in twenty seconds; the first pause is 10 to 20 seconds long.
    attempts = list(Sender(target, retries=RETRIES, rate=1 / 20, clock=clock).run(known(4)))
    assert [attempt.message.name for attempt in attempts] == ["a", "a", "b", "c", "d"]
    assert target.came[1][1] == pytest.approx(attempts[0].again_in)


def test_nobody_there_at_first_and_nobody_there_any_more() -> None:
    class Gone:
        def __init__(self, answers: int) -> None:
            self.left = answers

        def send(self, _message: Message) -> Answer:
            self.left -= 1
            if self.left < 0:
                raise Unreachable("nobody")
            return Answer(200)

    with pytest.raises(Unreachable):
        list(Sender(Gone(0), clock=Clock()).run(known(2)))
    attempts = list(Sender(Gone(1), retries=RETRIES, clock=Clock()).run(known(2)))
    assert [str(attempt.answer) for attempt in attempts] == ["status 200"] + ["nobody"] * 4


def test_latencies() -> None:
    tally = Tally()
    assert tally.latency(0.5) == 0
    tally.seconds = [number / 100 for number in range(100, 0, -1)]
    assert (tally.latency(0.5), tally.latency(0.95), tally.latency(1)) == (0.51, 0.96, 1.0)
