"""What is sent, in which order and when: with a clock and a receiver of the test's own."""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from eventcontract.model import Retries
from eventcontract.testing.suite import Suite
from eventcontract.testing.vendor.keys import Signer
from eventcontract.testing.vendor.receivers import Answer, Unreachable
from eventcontract.testing.vendor.sending import (
    Lines,
    Message,
    Sender,
    Tally,
    arranged,
    channel_for,
    header_values,
    messages,
    pauses,
    signs_on,
)
from eventcontract.webhook import KeySet, verify
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


def suite_of(vendor: Vendor) -> Suite:
    return Suite(vendor.package._package, distribution="package")


# -- what ------------------------------------------------------------------------------------------


def test_examples_are_sent_as_they_are(vendor: Vendor) -> None:
    found = messages(suite_of(vendor), ["*"])
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
    name = next(iter(vendor.contract.events))
    found = messages(suite_of(vendor), [name], vary=True)
    assert [message.name for message in found] == [case.id for case in suite_of(vendor).cases(name)]
    assert len(found) > len(messages(suite_of(vendor), [name]))


def test_an_unknown_pattern_names_what_is_near(vendor: Vendor) -> None:
    name = next(iter(vendor.contract.events))
    with pytest.raises(ValueError, match=name):
        messages(suite_of(vendor), [name + "x"])


def test_order() -> None:
    letters = known(8)
    names = lambda found: "".join(message.name for message in found)  # noqa: E731
    assert names(arranged(letters, 8, "ordered")) == "abcdefgh"
    assert names(arranged(letters, 11, "ordered")) == "abcdefghabc"
    assert names(arranged(letters, 3, "ordered")) == "abc"
    assert arranged([], 3, "ordered") == []
    shuffled = names(arranged(letters, 8, "shuffled"))
    assert sorted(shuffled) == list("abcdefgh")
    assert shuffled != "abcdefgh"
    assert names(arranged(letters, 8, "shuffled")) == shuffled
    doubled = names(arranged(letters, 8, "duplicated"))
    assert sorted(Counter(doubled).values()) == [1] * 6 + [2] * 2
    assert "".join(dict.fromkeys(doubled)) == "abcdefgh"  # a duplicate comes behind, and moves nothing else


# -- over what -------------------------------------------------------------------------------------


def test_channels_by_protocol(vendors: dict[str, Vendor]) -> None:
    canvas, parcel = vendors["canvas"].contract, vendors["parcel"].contract
    assert channel_for(canvas, "https", "http").name == "https"
    assert channel_for(canvas, "sqs").name == "sqs"
    with pytest.raises(ValueError, match="Parcel Post delivers over amqp and https, not over sqs"):
        channel_for(parcel, "sqs")
    assert signs_on(canvas, canvas.channels["https"])
    assert not signs_on(canvas, canvas.channels["sqs"])
    assert signs_on(parcel, None)


def test_headers_repeat_what_the_event_says(vendors: dict[str, Vendor]) -> None:
    canvas, parcel = vendors["canvas"].contract, vendors["parcel"].contract
    (example,) = canvas.events["course_completed"].examples
    assert header_values(canvas.channels["sqs"], example.text) == {
        "event_name": "course_completed",
        "event_time": json.loads(example.text)["metadata"]["event_time"],
    }
    text = parcel.events["parcel.sent"].examples[0].text
    # The other header holds what only the sender knows.
    assert header_values(parcel.channels["counter"], text) == {"X-Parcel-Kind": "parcel.sent"}
    assert header_values(parcel.channels["counter"], "{}") == {}


def test_lines(vendor: Vendor) -> None:
    signing = vendor.contract.signing
    assert signing is not None
    plain, tokens, signer = io.StringIO(), io.StringIO(), Signer(signing)
    found = messages(suite_of(vendor), ["*"])[:3]
    for message in found:
        assert Lines(plain, None).send(message).accepted
        assert Lines(tokens, signer).send(message).accepted
    assert plain.getvalue().splitlines() == [message.text for message in found]
    for line, message in zip(tokens.getvalue().splitlines(), found, strict=True):
        claims = verify(
            line,
            KeySet(signer.key_set()),
            algorithm=signing.algorithm,
            key_id=signing.key_id,
            max_size=signing.max_size,
        )
        assert claims == json.loads(message.text)


# -- when ------------------------------------------------------------------------------------------


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
