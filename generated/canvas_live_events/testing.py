# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Contract tests for receivers of events of Canvas LMS: does a handler cope with everything that the contract allows?

    from canvas_live_events.testing import parametrize

    @parametrize("account_created", delivered="lambda")
    def test_handler(delivery):
        handler(delivery)

The test runs once for each *case*: every example, and a covering set of variations, each with one thing
changed. The end of pytest's output shows which were run; ``pytest --contract-report FILE`` writes it as JSON.

Forms in which deliveries arrive:

- ``"sqs"``: A message of the queue, as boto3's receive_message returns it.
- ``"lambda"``: The argument of an AWS Lambda function that the queue triggers.
- ``"pipes"``: The argument of a function that EventBridge Pipes calls with messages of the queue.
- ``"notification"``: A notification of an SNS topic to which events of the queue are published.
- ``"sns"``: A message of another queue, which subscribes to such a topic without raw message delivery.
- ``"lambda-sns"``: The argument of an AWS Lambda function that subscribes to such a topic.
- ``"eventbridge"``: An event of an EventBridge bus to which events of the queue are put.
- ``"kinesis"``: The argument of an AWS Lambda function that reads a Kinesis stream to which events of the queue are
  put.
- ``"firehose"``: The argument of an AWS Lambda function that transforms records of a Firehose stream.
- ``"https"``: The body of a request to the webhook.
- ``"https-signed"``: The body of a request to the webhook, with "Sign Payload" switched on.
- ``"http-request"``: A request to the webhook, as API Gateway and Lambda function URLs pass it to a function.

Needs ``canvas-live-events[testing]``; the function ``probe`` needs ``canvas-live-events[probe]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from canvas_live_events import _package  # pyright: ignore[reportPrivateUsage]
from eventcontract.testing.cases import Case
from eventcontract.testing.selection import one, select
from eventcontract.testing.suite import Suite

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_F = TypeVar("_F", bound=Callable[..., Any])

Form: TypeAlias = Literal[
    "sqs",
    "lambda",
    "pipes",
    "notification",
    "sns",
    "lambda-sns",
    "eventbridge",
    "kinesis",
    "firehose",
    "https",
    "https-signed",
    "http-request",
]
"""A form in which deliveries arrive."""

_suite = Suite(_package, distribution="canvas-live-events")


def cases(*patterns: str, seed: int = 0, history: bool = False) -> list[Case]:
    """The cases of the events whose names match one of ``patterns`` (``*``, ``?``, ``[…]``); of all without a pattern.

    They are what Canvas LMS sends today. With ``history``, archived events of each kind follow: from before a
    field joined, with fields that have been withdrawn, and with ids whose scope has changed.

    The last case is an event that is not in the contract, because new events are to be expected. Another
    ``seed`` returns the same cases with other values where any value is allowed.

    ``ValueError`` for a pattern that matches no event.
    """
    return _suite.casebook.cases(select(patterns, _package.events), seed, history=history)


def parametrize(*patterns: str, delivered: Form | None = None, history: bool = False) -> Callable[[_F], _F]:
    """Run a test function once for each case of ``cases(*patterns, history=history)``.

    Its argument ``delivery`` is the delivery in the form ``delivered``, or without one the payload as
    decoded JSON; its argument ``case`` is the case. It can have either or both, and other fixtures too.

    ``ValueError`` for a pattern that matches no event.
    """
    __tracebackhide__ = True  # the mistake is in the line that calls this
    return _suite.parametrize(patterns, delivered, history=history)


def deliver(form: Form, *payloads: Mapping[str, Any]) -> Any:
    """``payloads`` (events as decoded JSON) in this form of delivery, as a receiver gets them.

    The body of a request is bytes, anything else is decoded JSON. A form that is a batch takes any
    number of payloads; the others take one, with ``ValueError`` otherwise.
    """
    return _suite.forms.deliver(form, *payloads)


def event(name: str, *, history: bool = False) -> SearchStrategy[dict[str, Any]]:
    """A Hypothesis strategy for payloads of one event: an example with a few changes that the contract allows.

    With ``history``, a change can also be something that only archived events show, as in ``cases``.

    ``ValueError`` if there is no such event.
    """
    return _suite.strategies.event(one(name, _package.events), history=history)


def events(*patterns: str, history: bool = False) -> SearchStrategy[dict[str, Any]]:
    """A Hypothesis strategy for payloads of the events whose names match one of ``patterns``; of all without a pattern.

    ``history`` as in ``event``. ``ValueError`` for a pattern that matches no event.
    """
    return _suite.strategies.union(select(patterns, _package.events), history=history)


def key_set() -> dict[str, Any]:
    """The public keys of signed deliveries made here, as a JWK set: ``KeySet(key_set())`` trusts them.

    The key is made on first use and lives as long as the process.
    """
    return _suite.forms.signer.key_set()


def probe(
    app: Any,
    path: str,
    *patterns: str,
    signed: bool = False,
    expect_reject: bool = False,
    max_examples: int = 10,
    timeout: float = 10.0,
) -> None:
    """Deliver events of all kinds to the ASGI or WSGI application ``app`` in this process, at ``path``.

    An event with an unknown name comes first. Then come those whose names match one of ``patterns``, or all
    without a pattern: each as in its examples, and ``max_examples`` times as Schemathesis varies it.
    With ``signed`` each delivery is a token; let the application trust ``key_set()``.
    With ``expect_reject``, malformed and, if ``signed``, forged deliveries are sent too.

    ``AssertionError`` with all unexpected responses: events are to be answered with a 2xx status,
    malformed and forged deliveries with any other, all within ``timeout`` seconds. ``ValueError`` for a pattern
    that matches no event.
    """
    __tracebackhide__ = True  # what is wrong is in the application
    _suite.require("schemathesis", extra="probe")
    from eventcontract.testing.vendor.apps import probe_app

    probe_app(
        _suite.contract,
        _package,
        app,
        path,
        *patterns,
        signer=_suite.forms.signer if signed else None,
        expect_reject=expect_reject,
        max_examples=max_examples,
        timeout=timeout,
    )


if not TYPE_CHECKING:
    # Hypothesis takes long to import, and the hints of these functions must be resolvable without it.
    event.__annotations__["return"] = events.__annotations__["return"] = Any

__all__ = [
    "Case",
    "Form",
    "cases",
    "deliver",
    "event",
    "events",
    "key_set",
    "parametrize",
    "probe",
]
