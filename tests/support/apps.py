"""Small receivers in this process, with and without mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

#: From the body of a request and its media type to a status.
Handle = Callable[[bytes, str], int]


def wsgi(handle: Handle, path: str = "/hook") -> Any:
    """A WSGI application that answers what ``handle`` says."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != path or environ["REQUEST_METHOD"] != "POST":
            status = 404
        else:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            status = handle(body, environ.get("CONTENT_TYPE", ""))
        start_response(f"{status} Said", [("Content-Length", "0")])
        return [b""]

    return app


def asgi(handle: Handle, path: str = "/hook") -> Any:
    """The same as an ASGI application."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise NotImplementedError
        message = await receive()
        body = message.get("body", b"")
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        headers = dict(scope["headers"])
        known = scope["path"] == path and scope["method"] == "POST"
        status = handle(body, headers.get(b"content-type", b"").decode()) if known else 404
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return app


BUILDERS = {"wsgi": wsgi, "asgi": asgi}


def handler(package: Any, use: Callable[[Any], Any] = lambda _: None, verify: Any = None) -> Handle:
    """What an honest receiver does: verify, parse, use; refuse what is none."""

    def handle(body: bytes, _media_type: str) -> int:
        try:
            event = package.parse(verify(body) if verify is not None else body)
        except (package.ContractViolation, ValueError):
            return 400
        use(event)
        return 204

    return handle
