"""Probing an ASGI or WSGI application in this process. Knows Schemathesis."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eventcontract.model import Contract
from eventcontract.runtime import Package
from eventcontract.testing.limits import limited
from eventcontract.testing.vendor.generating import operation_at
from eventcontract.testing.vendor.posts import Post
from eventcontract.testing.vendor.probing import Probe
from eventcontract.testing.vendor.receivers import TIMEOUT, Answer
from eventcontract.testing.vendor.signing import Signer

#: Failures that a message shows.
_SHOWN = 10


class AppReceiver:
    """The ASGI or WSGI application ``app``, at ``path``, which can have a query.

    It has ``timeout`` seconds to answer. An exception counts as status 500, as with any server.
    """

    def __init__(self, app: Any, path: str, *, timeout: float = TIMEOUT) -> None:
        self.url = f"http://localhost{path}"
        parts = urlsplit(self.url)
        self._operation = operation_at((parts.path or "/").replace("{", "%7B").replace("}", "%7D"))
        self._options: dict[str, Any] = {"app": app, **({"params": parts.query} if parts.query else {})}
        self._timeout = timeout

    def send(self, post: Post) -> Answer:
        """Deliver ``post``."""
        case = self._operation.Case(body={}, media_type=post.media_type)
        started = time.perf_counter()
        try:
            with limited(self._timeout, _interrupt):
                response = case.call(base_url="http://localhost", data=post.body, headers=post.headers, **self._options)
        except _TookTooLong:
            return Answer(None, f"no answer within {self._timeout:g} s", time.perf_counter() - started, late=True)
        except Exception as error:
            return Answer(500, f"raised {_described(error)}", time.perf_counter() - started)
        return Answer(response.status_code, seconds=time.perf_counter() - started)


class _TookTooLong(BaseException):
    """The application has not answered. Not an ``Exception``, which applications catch."""


def _interrupt() -> None:
    raise _TookTooLong


def _described(error: BaseException) -> str:
    """An exception that an application raised, and where."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame.f_code
        where = f" ({Path(frame.co_filename).name}:{trace.tb_lineno}, in {frame.co_name})"
        trace = trace.tb_next
    text = str(error)
    return f"{type(error).__name__}{f': {text}' if text else ''}{where}"


def probe_app(
    contract: Contract,
    package: Package,
    app: Any,
    path: str,
    *patterns: str,
    signer: Signer | None,
    expect_reject: bool,
    max_examples: int,
    timeout: float,
) -> None:
    """Probe ``app``, and raise ``AssertionError`` with all failures; the generated ``probe`` documents the rest."""
    __tracebackhide__ = True  # what is wrong is in the application
    receiver = AppReceiver(app, path, timeout=timeout)
    probe = Probe(contract, package, receiver, signer=signer, expect_reject=expect_reject, max_examples=max_examples)
    failures = [failure for outcome in probe.run(patterns) for failure in outcome.failures]
    if failures:
        shown = "\n\n".join(map(str, failures[:_SHOWN]))
        more = f"\n\nand {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
        noun = "response" if len(failures) == 1 else "responses"
        raise AssertionError(f"{len(failures)} unexpected {noun}\n\n{shown}{more}")
