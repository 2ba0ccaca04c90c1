"""Playing the vendor: keys, tokens, and a server with the key set."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry

from eventcontract.model import Signing
from eventcontract.webhook import KeySet, verify

NOW = 1_700_000_000.0


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_key(algorithm: str, name: str) -> Key:
    """A private key for ``algorithm``."""
    if algorithm.startswith("ES"):
        return ECKey.generate_key("P-256", {"kid": name})
    return RSAKey.generate_key(2048, {"kid": name})


def jwk_set(*keys: Key) -> dict[str, Any]:
    """The public halves of ``keys``."""
    return {"keys": [dict(key.as_dict(private=False)) for key in keys]}


def token(header: Any, payload: bytes, key: Key, algorithm: str) -> str:
    """A token with any header and any payload, signed."""
    signed = f"{base64url(json.dumps(header).encode())}.{base64url(payload)}"
    signature = JWSRegistry.algorithms[algorithm].sign(signed.encode(), key)
    return f"{signed}.{base64url(signature)}"


class Signer:
    """A vendor that signs as its contract says, with the key ``current``."""

    def __init__(self, signing: Signing) -> None:
        self.signing = signing
        self.current = new_key(signing.algorithm, "current")
        self.next = new_key(signing.algorithm, "next")

    def header(self, **parameters: Any) -> dict[str, Any]:
        """The header of a token signed with the current key, changed; ``None`` removes."""
        header = {"alg": self.signing.algorithm, "typ": "JWT", self.signing.key_id: "current", **parameters}
        return {name: value for name, value in header.items() if value is not None}

    def named(self, name: Any) -> dict[str, Any]:
        """The header parameter that names the key."""
        return {self.signing.key_id: name}

    def sign(self, claims: Any, key: Key | None = None, **parameters: Any) -> str:
        """A token with ``claims``: JSON text, or what becomes one."""
        payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
        if key is not None:
            parameters = {**self.named(key.kid), **parameters}
        return token(self.header(**parameters), payload, key or self.current, self.signing.algorithm)

    @property
    def published(self) -> dict[str, Any]:
        """The JWK set."""
        return jwk_set(self.current, self.next)

    def verify(self, delivery: Any, keys: KeySet | None = None, now: float = NOW) -> dict[str, Any]:
        """What the engine makes of ``delivery``, at a time of the test's choice."""
        return verify(
            delivery,
            KeySet(self.published) if keys is None else keys,
            algorithm=self.signing.algorithm,
            key_id=self.signing.key_id,
            max_size=self.signing.max_size,
            now=lambda: now,
        )


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


Answer = Callable[[BaseHTTPRequestHandler], None]


class KeyServer:
    """A web server on this machine. ``answer`` is what it does; ``asked`` are the headers of all requests."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/jwks"
        self.asked: list[dict[str, str]] = []
        self.answer: Answer = reply(404)

    def publish(self, keys: Any, **headers: str) -> None:
        """Answer with ``keys``: a JWK set, or the bytes of a response."""
        self.answer = reply(200, keys if isinstance(keys, bytes) else json.dumps(keys).encode(), headers)


def reply(status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """An answer; with an ``ETag`` among the headers, 304 to whoever has that one."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        tag = (headers or {}).get("ETag")
        unchanged = tag is not None and request.headers.get("If-None-Match") == tag
        request.send_response(304 if unchanged else status)
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        if not unchanged:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if not unchanged:
            request.wfile.write(body)

    return answer


@contextmanager
def serving(handle: Callable[[BaseHTTPRequestHandler], None], *methods: str) -> Iterator[int]:
    """A web server on this machine that lets ``handle`` answer ``methods``; its port."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    for method in methods:
        setattr(Handler, f"do_{method}", lambda self: handle(self))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """A server that has a key set, or what it is told to have."""
    held: list[KeyServer] = []

    def handle(request: BaseHTTPRequestHandler) -> None:
        held[0].asked.append(dict(request.headers))
        held[0].answer(request)

    with serving(handle, "GET") as port:
        held.append(KeyServer(port))
        yield held[0]
