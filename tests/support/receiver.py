"""A web server on this machine that answers as a test says, and remembers what came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Running:
    """The server: where it is, what came, and (``answer``) the status it gives; ``None`` hangs up."""

    url: str
    answer: Callable[[Received], int | None]
    came: list[Received] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


@contextmanager
def receiving(answer: Callable[[Received], int | None] = lambda _: 204) -> Iterator[Running]:
    """A server that answers all POST requests."""
    running = Running("", answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received = Received(self.path, dict(self.headers), body)
            running.came.append(received)
            status = running.answer(received)
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def hanging(running: Running) -> None:
    """For an ``answer``: none comes before the test is over."""
    running.stop.wait(30)


def nobody() -> str:
    """The URL of a port that nobody listens at."""
    with receiving() as running:
        return running.url
