"""Probing a receiver: does it accept every delivery that the contract allows, and refuse what is none?"""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky
from schemathesis import GenerationMode

from eventcontract.model import event_root
from eventcontract.testing import selection
from eventcontract.testing.suite import Suite
from eventcontract.testing.vendor import refusals
from eventcontract.testing.vendor.generating import Operation, operation_at, operations, settled
from eventcontract.testing.vendor.posts import SIGNED, Post
from eventcontract.testing.vendor.receivers import TIMEOUT, Answer, Unreachable

if TYPE_CHECKING:
    from eventcontract.testing.vendor.keyfile import Signs

__all__ = ["AppReceiver", "Failure", "Outcome", "Probe", "Unreachable", "probe_app"]

#: Deliveries that are tried to make one that fails smaller.
_SHRINKING = 30
#: Failures that a message shows.
_SHOWN = 10
_ACCEPTED = "status 2xx"
_REFUSED = "another status than 2xx"


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that was answered wrongly. ``delivery`` says what it is; ``curl`` sends it again."""

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


#: What stands for the name of the event where there is none.
NO_EVENT = "(no event)"


@dataclass(slots=True)
class Outcome:
    """What became of the deliveries of one event; of :data:`NO_EVENT`: of those that are none in the contract."""

    event: str
    deliveries: int = 0
    slowest: float = 0.0
    failures: list[Failure] = field(default_factory=list)


class Receiver(Protocol):
    """Where deliveries go."""

    @property
    def url(self) -> str:
        """Its address."""

    def send(self, post: Post) -> Answer:
        """Deliver ``post``; :class:`Unreachable` if there is nobody to deliver to."""


class AppReceiver:
    """The ASGI or WSGI application ``app`` in this process, at ``path``, which can have a query.

    It has ``timeout`` seconds to answer. What it raises is status 500, as any server would say.
    """

    def __init__(self, app: Any, path: str, *, timeout: float = TIMEOUT) -> None:
        self.url = f"http://localhost{path}"
        parts = urlsplit(self.url)
        self._operation = operation_at((parts.path or "/").replace("{", "%7B").replace("}", "%7D"))
        self._words: dict[str, Any] = {"app": app, **({"params": parts.query} if parts.query else {})}
        self._timeout = timeout

    def send(self, post: Post) -> Answer:
        """Deliver ``post``."""
        case = self._operation.Case(body={}, media_type=post.media_type)
        started = time.perf_counter()
        try:
            with _limited(self._timeout):
                response = case.call(base_url="http://localhost", data=post.body, headers=post.headers, **self._words)
        except _TookTooLong:
            return Answer(None, f"no answer within {self._timeout:g} s", time.perf_counter() - started, late=True)
        except Exception as error:
            return Answer(500, f"raised {_raised(error)}", time.perf_counter() - started)
        return Answer(response.status_code, seconds=time.perf_counter() - started)


class Probe:
    """Sends deliveries of the package of ``suite`` to ``receiver``.

    With a ``signer`` they are tokens. With ``expect_reject`` malformed ones are sent besides and, if
    there is a signer, forged ones. ``max_examples`` is the number of deliveries of each event that
    are generated, besides its examples.
    """

    def __init__(
        self,
        suite: Suite,
        receiver: Receiver,
        *,
        signer: Signs | None = None,
        expect_reject: bool = False,
        max_examples: int = 10,
    ) -> None:
        self._suite = suite
        self._contract = suite.contract
        self._receiver = _Known(receiver)
        self._signer = signer
        self._expect_reject = expect_reject
        self._max_examples = max_examples

    def run(self, patterns: Sequence[str] = ()) -> Iterator[Outcome]:
        """The outcome of each event whose name matches one of ``patterns``, first that of none; ends if it is lost.

        ``ValueError`` for a pattern that no event matches, :class:`Unreachable` if nobody listens.
        """
        names = selection.select(patterns, self._contract.events)
        sparse, full = (operations(self._contract, names, full=full) for full in (False, True))
        if not names:
            return
        yield self._no_event(_compact(self._contract.events[names[0]].examples[0].text))
        for name in names:
            if not self._receiver.lost:
                yield self._event(name, [sparse[name], full[name]])

    def post(self, text: str) -> Post:
        """The request that delivers the JSON text ``text``."""
        if self._signer is None:
            return Post(text.encode())
        return Post(self._signer.sign(text).encode(), SIGNED)

    def _event(self, name: str, operations: list[Operation]) -> Outcome:
        tries = _Tries(self._receiver, name)
        examples = self._contract.events[name].examples
        for example in examples:
            tries.accepted(f"example {example.name}", self.post(_compact(example.text)))
        for count, operation in zip(_shares(self._max_examples, len(operations)), operations, strict=True):
            if not tries.outcome.failures and count:
                self._generated(tries, operation, count)
        if self._expect_reject and not tries.late:
            package, text = self._suite.package, _compact(examples[0].text)
            for what, post in refusals.violations(self._contract, package, name, text, self.post):
                tries.refused(what, post)
        return tries.outcome

    def _no_event(self, text: str) -> Outcome:
        tries = _Tries(self._receiver, NO_EVENT)
        tries.accepted("an event of an unknown name", self.post(_renamed(self._contract.message.discriminator, text)))
        if self._expect_reject:
            for what, post in refusals.malformed(self._contract, text, self.post):
                tries.refused(what, post)
            if self._signer is not None:
                token, keys = self._signer.sign(text), self._signer.key_set()
                for what, post in refusals.forged(self._contract, text, token, keys):
                    tries.refused(what, post)
        return tries.outcome

    def _generated(self, tries: _Tries, operation: Operation, count: int) -> None:
        root = event_root(self._contract, tries.outcome.event)
        found: list[tuple[int, Failure]] = []
        left = [_SHRINKING]

        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=True,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def deliver(case: Any) -> None:
            if found and (left[0] == 0 or tries.late):
                return
            left[0] -= bool(found)
            text = json.dumps(settled(root, case.body), ensure_ascii=False)
            failure = tries.tried("generated", _ACCEPTED, self.post(text))
            if failure is not None:
                found.append((len(text), failure))
                raise _Refused

        # What was found is written down; that shrinking ended early looks flaky.
        with suppress(_Refused, Flaky):
            deliver()
        if found:
            tries.outcome.failures.append(min(found, key=lambda each: each[0])[1])


class _Known:
    """A receiver, and whether it is still there: who has been reached once and is gone then, has failed."""

    def __init__(self, receiver: Receiver) -> None:
        self.url = receiver.url
        self.lost = False
        self._receiver = receiver
        self._reached = False

    def send(self, post: Post) -> Answer:
        try:
            answer = self._receiver.send(post)
        except Unreachable as error:
            if not self._reached:
                raise
            self.lost = True
            return Answer(None, f"no connection any more: {error}")
        self._reached = True
        return answer


class _Tries:
    """The deliveries of one event."""

    def __init__(self, receiver: _Known, event: str) -> None:
        self.outcome = Outcome(event)
        self.late = False
        self._receiver = receiver

    def accepted(self, what: str, post: Post) -> None:
        """Deliver what has to be accepted."""
        self._note(self.tried(what, _ACCEPTED, post))

    def refused(self, what: str, post: Post) -> None:
        """Deliver what has to be refused; any answer but 2xx does."""
        self._note(self.tried(what, _REFUSED, post))

    def _note(self, failure: Failure | None) -> None:
        if failure is not None:
            self.outcome.failures.append(failure)

    def tried(self, what: str, expected: str, post: Post) -> Failure | None:
        """Deliver ``post``; what is wrong with the answer."""
        if self.late:
            return None  # who hangs once is not waited for again
        answer = self._receiver.send(post)
        self.late = answer.late or self._receiver.lost
        outcome = self.outcome
        outcome.deliveries += 1
        outcome.slowest = max(outcome.slowest, answer.seconds)
        if answer.status is not None and answer.accepted is (expected == _ACCEPTED):
            return None
        return Failure(outcome.event, what, expected, answer, post, self._receiver.url)


class _Refused(Exception):
    """A generated delivery was not accepted."""


class _TookTooLong(BaseException):
    """The application has not answered; no application catches this by accident."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, where that can be done: in the main thread, on POSIX systems."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    others, interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < others <= seconds:  # somebody else's alarm, such as a time limit of pytest, comes first
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise _TookTooLong

    before = signal.signal(signal.SIGALRM, interrupt)
    started = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if others:
            signal.setitimer(signal.ITIMER_REAL, max(others - (time.monotonic() - started), 0.001), interval)


def _raised(error: BaseException) -> str:
    """What an application raised, and where."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame.f_code
        where = f" ({Path(frame.co_filename).name}:{trace.tb_lineno}, in {frame.co_name})"
        trace = trace.tb_next
    text = str(error)
    return f"{type(error).__name__}{f': {text}' if text else ''}{where}"


def _shares(whole: int, parts: int) -> list[int]:
    """``whole`` in parts that are as large as each other, the first ones larger by one."""
    return [whole // parts + (number < whole % parts) for number in range(parts)]


def _compact(text: str) -> str:
    """An example as it travels: on one line."""
    return json.dumps(json.loads(text), ensure_ascii=False)


def _renamed(path: tuple[str, ...], text: str) -> str:
    from eventcontract.testing.allowed.editing import at, put

    event = json.loads(text)
    return json.dumps(put(event, path, f"{at(event, path)}_of_tomorrow"), ensure_ascii=False)


def probe_app(
    suite: Suite,
    app: Any,
    path: str,
    *patterns: str,
    signed: bool = False,
    expect_reject: bool = False,
    max_examples: int = 10,
    timeout: float = TIMEOUT,
) -> None:
    """See the generated function ``probe``."""
    __tracebackhide__ = True  # what is wrong is in the application
    probe = Probe(
        suite,
        AppReceiver(app, path, timeout=timeout),
        signer=suite.forms.signer if signed else None,
        expect_reject=expect_reject,
        max_examples=max_examples,
    )
    failures = [failure for outcome in probe.run(patterns) for failure in outcome.failures]
    if failures:
        shown = "\n\n".join(map(str, failures[:_SHOWN]))
        more = f"\n\nand {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
        raise AssertionError(f"deliveries that were answered wrongly: {len(failures)}\n\n{shown}{more}")
