"""Probing receivers in this process and behind a URL."""

from __future__ import annotations

import json
import signal
import time
from typing import Any

import pytest

from eventcontract.testing.suite import Suite
from eventcontract.testing.vendor import probing
from eventcontract.testing.vendor.probing import NO_EVENT, AppReceiver, Failure, Probe
from eventcontract.testing.vendor.receivers import HttpReceiver, Unreachable
from eventcontract.webhook import KeySet
from tests.support.apps import BUILDERS, Handle, handler
from tests.support.receiver import Received, hanging, nobody, receiving
from tests.vendors import Vendor


@pytest.fixture(params=list(BUILDERS))
def build(request: pytest.FixtureRequest) -> Any:
    """Makes an application of each kind out of a handler."""
    return BUILDERS[request.param]


def events_of(vendor: Vendor, count: int = 3) -> list[str]:
    """The names of a few events."""
    return list(vendor.contract.events)[:count]


def failures(vendor: Vendor, handle: Handle, *patterns: str, **options: Any) -> list[Failure]:
    """What is found at a WSGI application."""
    receiver = AppReceiver(BUILDERS["wsgi"](handle), "/hook", timeout=options.pop("timeout", 10))
    probe = Probe(Suite(vendor.package._package, distribution="package"), receiver, **options)
    return [failure for outcome in probe.run(patterns) for failure in outcome.failures]


# -- in this process -------------------------------------------------------------------------------


def test_an_honest_receiver_passes_in_one_line(vendor: Vendor, build: Any) -> None:
    testing: Any = __import__(f"{vendor.package.__name__}.testing", fromlist=["probe"])
    app = build(handler(vendor.package))
    testing.probe(app, "/hook", *events_of(vendor), expect_reject=True)


def test_a_signed_receiver_passes_in_one_line(vendor: Vendor, build: Any) -> None:
    testing: Any = __import__(f"{vendor.package.__name__}.testing", fromlist=["probe"])
    webhook: Any = __import__(f"{vendor.package.__name__}.webhook", fromlist=["verify"])
    keys = KeySet(testing.key_set())

    def verify(body: bytes) -> Any:
        try:
            return webhook.verify(body, keys)
        except webhook.SignatureError as error:
            raise ValueError from error

    app = build(handler(vendor.package, verify=verify))
    testing.probe(app, "/hook", *events_of(vendor, 2), signed=True, expect_reject=True, max_examples=3)
    with pytest.raises(AssertionError, match="expected status 2xx, got status 400"):
        testing.probe(app, "/hook", *events_of(vendor, 1), max_examples=3)


def test_what_is_wrong_is_named_with_what_reproduces_it(vendor: Vendor, build: Any) -> None:
    testing: Any = __import__(f"{vendor.package.__name__}.testing", fromlist=["probe"])
    name = events_of(vendor)[0]

    def use(_: Any) -> None:
        raise LookupError("no row")

    with pytest.raises(AssertionError) as caught:
        testing.probe(build(handler(vendor.package, use)), "/hook", name, max_examples=2)
    message = str(caught.value)
    assert f"{name}: example " in message
    assert "raised LookupError: no row (test_probe.py:" in message
    assert "curl -i -H 'Content-Type: application/json'" in message
    assert message.count("http://localhost/hook") == 1 + len(vendor.contract.events[name].examples)


def test_a_wrong_path_is_found_out(vendor: Vendor, build: Any) -> None:
    testing: Any = __import__(f"{vendor.package.__name__}.testing", fromlist=["probe"])
    with pytest.raises(AssertionError, match="got status 404"):
        testing.probe(build(handler(vendor.package)), "/other", events_of(vendor)[0], max_examples=0)


# -- what is found ---------------------------------------------------------------------------------


def test_an_unknown_event_comes_first(vendor: Vendor) -> None:
    def use(event: Any) -> None:
        if isinstance(event, vendor.package.UnknownEvent):
            raise LookupError(event.name)

    (failure,) = failures(vendor, handler(vendor.package, use), events_of(vendor)[0], max_examples=0)
    assert failure.event == NO_EVENT
    assert failure.delivery == "an event of an unknown name"


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
    assert {failure.expected for failure in found} == {"another status than 2xx"}
    assert {"nothing", "no JSON", "an array", "an event without its name"} <= {failure.delivery for failure in found}
    assert any(failure.event == events_of(vendor)[0] for failure in found)


def test_a_receiver_that_does_not_verify_is_found_out(vendor: Vendor) -> None:
    suite = Suite(vendor.package._package, distribution="package")

    def believe(body: bytes) -> Any:
        import base64

        if body.count(b".") != 2 or not body.startswith(b"eyJ"):
            raise ValueError("no token")
        part = body.split(b".")[1]
        return json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))

    app = BUILDERS["wsgi"](handler(vendor.package, verify=believe))
    probe = Probe(suite, AppReceiver(app, "/hook"), signer=suite.forms.signer, expect_reject=True, max_examples=0)
    found = [failure.delivery for outcome in probe.run(events_of(vendor, 1)) for failure in outcome.failures]
    assert {"signed with another key", "algorithm none", "signature cut off"} <= set(found)
    assert "not signed" not in found


# -- who hangs -------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_an_application_that_hangs_is_named_and_not_waited_for_again(vendor: Vendor) -> None:
    slow, *_ = names = events_of(vendor, 2)
    called: list[str] = []

    def use(event: Any) -> None:
        called.append(type(event).__name__)
        if called[-1] == vendor.contract.events[slow].class_name:
            time.sleep(30)

    (failure,) = failures(vendor, handler(vendor.package, use), *names, timeout=0.05)
    assert failure.event == slow
    assert str(failure.answer) == "no answer within 0.05 s"
    assert called.count(vendor.contract.events[slow].class_name) == 1
    assert called.count(vendor.contract.events[names[1]].class_name) > 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_an_alarm_of_somebody_else_is_kept(vendor: Vendor) -> None:
    rang: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _frame: rang.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 300)
        assert not failures(vendor, handler(vendor.package), events_of(vendor)[0], max_examples=0)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 200 < left <= 300
        # One that is due before ours is left alone, and rings.
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with probing._limited(10):
            while not rang:
                time.sleep(0.01)
        assert rang == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# -- behind a URL ----------------------------------------------------------------------------------


def over_http(vendor: Vendor, url: str, *patterns: str, **options: Any) -> list[probing.Outcome]:
    receiver = HttpReceiver(url, timeout=options.pop("timeout", 10))
    return list(Probe(Suite(vendor.package._package, distribution="package"), receiver, **options).run(patterns))


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
        outcomes = {outcome.event: outcome for outcome in over_http(vendor, running.url, slow, other, timeout=0.2)}
    assert [str(failure.answer) for failure in outcomes[slow].failures] == ["no answer within 0.2 s"]
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
            return probing.Answer(200)

    mortal = Mortal()
    outcomes = list(Probe(Suite(vendor.package._package, distribution="package"), mortal).run(events_of(vendor)))
    assert [outcome.event for outcome in outcomes] == [NO_EVENT, events_of(vendor)[0]]
    (failure,) = outcomes[-1].failures
    assert str(failure.answer) == "no connection any more: nobody"
    assert mortal.left == -1


def test_an_unknown_pattern_names_what_is_near(vendor: Vendor) -> None:
    name = events_of(vendor)[0]
    with pytest.raises(ValueError, match=f"no event matches .*{name}"):
        failures(vendor, handler(vendor.package), name + "s")
