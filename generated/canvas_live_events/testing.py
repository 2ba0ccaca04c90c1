# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Contract tests of whoever receives events of Canvas LMS: does a handler survive all that the contract allows?

    from canvas_live_events.testing import parametrize

    @parametrize("account_created", delivered="lambda")
    def test_handler(delivery):
        handler(delivery)

The test runs once for each *case*: every example, and a covering set of allowed variations, each with one
thing about it. ``pytest --contract-report FILE`` and the end of pytest's output say which were tried.

Forms in which deliveries arrive:

- ``"sqs"``: A message of the queue, as boto3's receive_message gives it.
- ``"lambda"``: What AWS Lambda hands to a function that is triggered by the queue.
- ``"https"``: The body of a request to the webhook.
- ``"https-signed"``: The body of a request to the webhook, with "Sign Payload" switched on.

Needs ``canvas-live-events[testing]``; the function ``probe`` needs ``canvas-live-events[probe]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from canvas_live_events import _package  # pyright: ignore[reportPrivateUsage]
from eventcontract.testing.cases import Case
from eventcontract.testing.suite import Suite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

    _F = TypeVar("_F", bound=Callable[..., Any])

Form: TypeAlias = Literal["sqs", "lambda", "https", "https-signed"]
"""How deliveries arrive."""

_suite = Suite(_package, distribution="canvas-live-events")


def cases(*patterns: str, seed: int = 0) -> list[Case]:
    """The cases of the events whose names match one of ``patterns`` (``*``, ``?``, ``[…]``), of all without.

    One event that is not in the contract comes last: such events are to be expected. Another
    ``seed`` gives the same cases with other values where the contract leaves the value open.

    ``ValueError`` for a pattern that no event matches.
    """
    return _suite.cases(*patterns, seed=seed)


def parametrize(*patterns: str, delivered: Form | None = None) -> Callable[[_F], _F]:
    """Run a test function once for each case of ``cases(*patterns)``.

    Its argument ``delivery`` is the delivery in the form ``delivered``, or the payload itself
    (decoded JSON) without; its argument ``case`` is the case. It may have either or both, and
    fixtures of your own. ``ValueError`` for a pattern that no event matches.
    """
    __tracebackhide__ = True  # what is wrong is in the line that asks
    return _suite.parametrize(*patterns, delivered=delivered)


def deliver(form: Form, *payloads: Mapping[str, Any]) -> Any:
    """What a receiver is handed for ``payloads`` (events as decoded JSON) in this form.

    The body of a request is bytes; an object is decoded JSON. A form that is a batch takes any
    number of payloads, the others take one: ``ValueError`` otherwise.
    """
    return _suite.deliver(form, *payloads)


def event(name: str) -> SearchStrategy[dict[str, Any]]:
    """A Hypothesis strategy for payloads of one event: an example with a few changes that the contract allows.

    ``ValueError`` if there is no such event.
    """
    return _suite.event(name)


def events(*patterns: str) -> SearchStrategy[dict[str, Any]]:
    """A Hypothesis strategy for payloads of any event whose name matches one of ``patterns``, of all without.

    ``ValueError`` for a pattern that no event matches.
    """
    return _suite.events(*patterns)


def key_set() -> dict[str, Any]:
    """The public keys of signed deliveries made here, as a JWK set: ``KeySet(key_set())`` trusts them.

    The key is made on first use and lives as long as the process.
    """
    return _suite.forms.key_set()


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

    Each event whose name matches one of ``patterns`` (all without) is delivered as its examples show
    it and ``max_examples`` times as Schemathesis varies it; one event of an unknown name comes first.
    With ``signed`` each is a token; let the application trust ``key_set()``.
    With ``expect_reject`` follow malformed and, with ``signed``, forged deliveries, which have to be refused.

    ``AssertionError`` with all deliveries that were not answered as they should be: with a 2xx status
    or, to be refused, another one, within ``timeout`` seconds. ``ValueError`` for a pattern that no
    event matches.
    """
    _suite.probe(
        app,
        path,
        *patterns,
        signed=signed,
        expect_reject=expect_reject,
        max_examples=max_examples,
        timeout=timeout,
    )


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
