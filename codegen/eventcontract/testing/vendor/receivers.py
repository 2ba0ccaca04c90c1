"""Web servers that deliveries go to, and their answers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ProtocolError

from eventcontract.deadline import within
from eventcontract.printing import address
from eventcontract.testing.vendor.posts import Post

#: Seconds to wait for an answer.
TIMEOUT = 10.0


class Unreachable(Exception):
    """There is no connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of a response, or ``None`` if there was none; ``problem`` says why, ``late`` that time ran out."""

    status: int | None
    problem: str = ""
    seconds: float = 0.0
    late: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the status is 2xx."""
        return self.status is not None and 200 <= self.status < 300

    def __str__(self) -> str:
        return self.problem or f"status {self.status}"


class HttpReceiver:
    """A web server at ``url``, with ``timeout`` seconds to answer. ``ValueError`` if that is not an HTTP(S) URL."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(url)
            known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            known = False
        if not known:
            raise ValueError(f"{address(url)!r} is not an http or https URL")
        self.url = url
        self._timeout = timeout
        self._local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        self._session = self._new_session()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        if self._local:
            session.trust_env = False  # this machine is not behind a proxy
        return session

    def send(self, post: Post) -> Answer:
        """Deliver ``post``; :class:`Unreachable` if there is no connection. Redirects are not followed."""
        started = time.perf_counter()
        try:
            status = within(self._timeout, lambda: self._status(post))
        except TimeoutError:
            self._session = self._new_session()  # the other one is still in use
            return self._late(started)
        except requests.ConnectTimeout:
            raise Unreachable(f"{address(self.url)}: no connection within {self._timeout:g} s") from None
        except requests.Timeout:
            return self._late(started)
        except requests.RequestException as error:
            if isinstance(error, requests.ConnectionError) and not isinstance(error.args[0], ProtocolError):
                raise Unreachable(f"{address(self.url)}: {_reason(error)}") from None
            return Answer(None, f"no answer: {_reason(error)}", time.perf_counter() - started)
        return Answer(status, seconds=time.perf_counter() - started)

    def _status(self, post: Post) -> int:
        response = self._session.post(
            self.url, data=post.body, headers=post.headers, timeout=self._timeout, allow_redirects=False, stream=True
        )
        # Only the head is read: the body is of no interest, and could be endless.
        response.close()
        return response.status_code

    def _late(self, started: float) -> Answer:
        return Answer(None, f"no answer within {self._timeout:g} s", time.perf_counter() - started, late=True)


def _reason(error: BaseException) -> str:
    """The innermost cause, in the operating system's words: the outer ones repeat the URL."""
    reason = type(error).__name__
    seen: BaseException | None = error
    while seen is not None:
        said = getattr(seen, "strerror", None)
        if isinstance(said, str):
            reason = said
        elif type(seen).__module__.startswith(("urllib3", "http")) and reason != "ProtocolError":
            reason = type(seen).__name__
        inner = [getattr(seen, "reason", None), *seen.args, seen.__cause__, seen.__context__]
        seen = next((each for each in inner if isinstance(each, BaseException)), None)
    return reason
