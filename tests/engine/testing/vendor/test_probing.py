"""Probing receivers: what is sent, and what is found."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from eventcontract.testing.vendor.apps import AppReceiver
from eventcontract.testing.vendor.probing import Probe
from eventcontract.testing.vendor.receivers import Answer, HttpReceiver, Unreachable
from eventcontract.testing.vendor.recording import NO_EVENT, Failure, Outcome
from eventcontract.testing.vendor.signing import process_key
from tests.support.apps import BUILDERS, Handle, handler
from tests.support.receiver import Received, hanging, nobody, receiving
from tests.vendors import Vendor


def events_of(vendor: Vendor, count: int = 3) -> list[str]:
    """The names of a few events."""
    return list(vendor.contract.events)[:count]


def probe(vendor: Vendor, receiver: Any, **options: Any) -> Probe:
    """A probe of ``receiver`` with deliveries of ``vendor``."""
    return Probe(vendor.contract, vendor.package._package, receiver, **options)


def failures(vendor: Vendor, handle: Handle, *patterns: str, **options: Any) -> list[Failure]:
    """What is found at a WSGI application."""
    receiver = AppReceiver(BUILDERS["wsgi"](handle), "/hook")
    return [failure for outcome in probe(vendor, receiver, **options).run(patterns) for failure in outcome.failures]


# -- what is found ---------------------------------------------------------------------------------


def test_an_unknown_event_comes_first(vendor: Vendor) -> None:
    def use(event: Any) -> None:
        if isinstance(event, vendor.package.UnknownEvent):
            raise LookupError(event.name)

    (failure,) = failures(vendor, handler(vendor.package, use), events_of(vendor)[0], max_examples=0)
    assert failure.event == NO_EVENT
    assert failure.delivery == "an event with an unknown name"


def test_a_mistake_that_no_example_shows_is_generated_and_made_small(vendors: dict[str, Vendor]) -> None:
    vendor = vendors["canvas"]

    def use(event: Any) -> None:
        if isinstance(event, vendor.package.CourseCreated):
            event.body.name.lower()  # null is allowed

    examples = vendor.contract.events["course_created"].examples
    assert all(json.loads(example.text)["body"]["name"] for example in examples)
    (failure,) = failures(vendor, handler(vendor.package, use), "course_created", "course_updated")
    assert failure.event == "course_created"
    assert failure.delivery == "generated"
    assert failure.answer.status == 500
    assert "'NoneType' object has no attribute 'lower'" in str(failure.answer)
    body = json.loads(failure.post.body)["body"]
    assert body.get("name") is None
    # What is shown is close to what is needed.
    required = sum(field.required for field in vendor.contract.events["course_created"].body.fields)
    assert len(body) <= required + 3


def test_the_same_run_gives_the_same_deliveries(vendor: Vendor) -> None:
    def bodies() -> list[bytes]:
        came: list[bytes] = []

        def handle(body: bytes, _media_type: str) -> int:
            came.append(body)
            return 200

        failures(vendor, handle, *events_of(vendor, 2), max_examples=5)
        return came

    assert bodies() == bodies()
    assert len(set(bodies())) > 5


def test_what_should_be_refused_and_is_not(vendor: Vendor) -> None:
    found = failures(vendor, lambda _body, _type: 200, events_of(vendor)[0], expect_reject=True, max_examples=0)
    assert {failure.expected for failure in found} == {"a status other than 2xx"}
    assert {"an empty body", "not JSON", "an array", "an event without its name"} <= {
        failure.delivery for failure in found
    }
    assert any(failure.event == events_of(vendor)[0] for failure in found)


@pytest.mark.needs("signing")
def test_a_receiver_that_does_not_verify_is_found_out(vendor: Vendor) -> None:
    signing = vendor.contract.signing
    assert signing is not None

    def believe(body: bytes) -> Any:
        if body.count(b".") != 2 or not body.startswith(b"eyJ"):
            raise ValueError("no token")
        part = body.split(b".")[1]
        return json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))

    app = BUILDERS["wsgi"](handler(vendor.package, verify=believe))
    run = probe(vendor, AppReceiver(app, "/hook"), signer=process_key(signing), expect_reject=True, max_examples=0).run(
        events_of(vendor, 1)
    )
    found = [failure.delivery for outcome in run for failure in outcome.failures]
    assert {"signed with another key", "algorithm none", "truncated signature"} <= set(found)
    assert "not signed" not in found


# -- behind a URL ----------------------------------------------------------------------------------


def over_http(vendor: Vendor, url: str, *patterns: str, **options: Any) -> list[Outcome]:
    receiver = HttpReceiver(url, timeout=options.pop("timeout", 10))
    return list(probe(vendor, receiver, **options).run(patterns))


def test_every_event_is_delivered(vendor: Vendor) -> None:
    handle = handler(vendor.package)
    with receiving(lambda received: handle(received.body, "")) as running:
        outcomes = over_http(vendor, running.url + "?token=1", max_examples=0)
    assert [outcome.event for outcome in outcomes] == [NO_EVENT, *vendor.contract.events]
    assert not any(outcome.failures for outcome in outcomes)
    assert sum(outcome.deliveries for outcome in outcomes) == len(running.came)
    assert {received.path for received in running.came} == {"/hook?token=1"}
    names = {type(vendor.package.parse(received.body)).__name__ for received in running.came}
    assert names == {"UnknownEvent", *(event.class_name for event in vendor.contract.events.values())}


def test_who_hangs_behind_a_url(vendor: Vendor) -> None:
    slow, other = events_of(vendor, 2)

    def answer(received: Received) -> int | None:
        if type(vendor.package.parse(received.body)).__name__ == vendor.contract.events[slow].class_name:
            return hanging(running)
        return 200

    with receiving(answer) as running:
        outcomes = {outcome.event: outcome for outcome in over_http(vendor, running.url, slow, other, timeout=2)}
    assert [str(failure.answer) for failure in outcomes[slow].failures] == ["no answer within 2 s"]
    assert outcomes[slow].deliveries == 1
    assert not outcomes[other].failures


def test_nobody_there(vendor: Vendor) -> None:
    with pytest.raises(Unreachable):
        over_http(vendor, nobody(), events_of(vendor)[0])


def test_who_is_gone_has_failed_and_is_not_called_any_more(vendor: Vendor) -> None:
    class Mortal:
        url = "http://127.0.0.1/"

        def __init__(self) -> None:
            self.left = 2

        def send(self, _post: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Unreachable("nobody")
            return Answer(200)

    mortal = Mortal()
    outcomes = list(probe(vendor, mortal).run(events_of(vendor)))
    assert [outcome.event for outcome in outcomes] == [NO_EVENT, events_of(vendor)[0]]
    (failure,) = outcomes[-1].failures
    assert str(failure.answer) == "connection lost: nobody"
    assert mortal.left == -1


def test_an_unknown_pattern_names_what_is_near(vendor: Vendor) -> None:
    name = events_of(vendor)[0]
    with pytest.raises(ValueError, match=f"no event matches .*{name}"):
        failures(vendor, handler(vendor.package), name + "s")
