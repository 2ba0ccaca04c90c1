"""Where key sets are read from. Each source says whether the set has changed."""

from __future__ import annotations

import ipaddress
import os
import re
from contextlib import suppress
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import Any, Protocol
from urllib.parse import urlsplit

from eventcontract.deadline import within
from eventcontract.printing import address
from eventcontract.webhook.errors import KeySetUnavailable

#: Identifies a version of a key set.
Version = tuple[Any, ...]

#: The most bytes of a key set.
MAX_SIZE = 2**18
# Printable ASCII without spaces and what browsers take for a slash.
_SPELLED = re.compile(r"[!-\[\]-~]*")


class Source(Protocol):
    """Something that holds a JWK set and can change."""

    def load(self, version: Version) -> tuple[bytes, Version] | None:
        """The set as JSON text, and its version; ``None`` if the version is still ``version``.

        An empty version means that there is none. Raises :class:`KeySetUnavailable` if the set cannot be read.
        """


class Url:
    """A web address: https, or http on this machine.

    The set is sent only if it has changed since the last time (``ETag``, ``Last-Modified``).
    Redirects are refused: they would let somebody else choose the keys.
    """

    def __init__(self, url: str, timeout: float) -> None:
        if not _SPELLED.fullmatch(url):
            raise ValueError("the URL of a key set holds spaces, control characters or letters beyond ASCII")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("the URL of a key set has no valid host and port") from None
        self._local = parts.scheme == "http" and _is_loopback(parts.hostname)
        if not parts.hostname or port == 0 or not (parts.scheme == "https" or self._local):
            raise ValueError("a key set needs an https URL (http on this machine); pass a file as a Path")
        if "@" in parts.netloc:
            raise ValueError("the URL of a key set cannot hold a user name or password")
        self._url = url
        self._timeout = timeout

    def __str__(self) -> str:
        """The URL without its query, which can hold a secret."""
        return address(self._url)

    def load(self, version: Version) -> tuple[bytes, Version] | None:
        sockets: list[socket] = []
        try:
            return within(self._timeout, lambda: self._fetch(version, sockets))
        except TimeoutError:
            reason = f"no answer within {self._timeout:g} s"
            for each in sockets:  # else a server that never ends its answer would keep the thread for ever
                with suppress(OSError):
                    each.shutdown(SHUT_RDWR)
        except RuntimeError:
            reason = "no thread can be started"  # there are too many, or Python is about to end
        raise self._unavailable(reason)

    def _unavailable(self, reason: str) -> KeySetUnavailable:
        return KeySetUnavailable(f"the key set at {self} cannot be fetched: {reason}")

    def _fetch(self, version: Version, sockets: list[socket]) -> tuple[bytes, Version] | None:
        # Not at import time: these are slow to load, and not needed for a file or an object.
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import Request

        headers = {"Accept": "application/jwk-set+json, application/json", **dict(version)}
        try:
            with self._opener(sockets).open(Request(self._url, headers=headers), timeout=self._timeout) as response:
                if response.status == 200:
                    return _limited(response.read(MAX_SIZE + 1), self), _version(response.headers)
                reason = f"HTTP status {response.status}"
        except HTTPError as error:
            error.close()
            if error.code == 304 and version:
                return None
            reason = f"HTTP status {error.code}"
        except (OSError, HTTPException, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            late = isinstance(cause, TimeoutError)
            reason = f"no answer within {self._timeout:g} s" if late else _name(cause)
        raise self._unavailable(reason)

    def _opener(self, sockets: list[socket]) -> Any:
        """What opens addresses, and adds the sockets that it uses to ``sockets``."""
        from http import client
        from urllib import request

        def noted(connection: type[client.HTTPConnection]) -> type[client.HTTPConnection]:
            class Noted(connection):  # type: ignore[misc,valid-type]
                def connect(self) -> None:
                    super().connect()
                    sockets.append(self.sock)

            return Noted

        class Plain(request.HTTPHandler):
            def http_open(self, req: Any) -> Any:
                return self.do_open(noted(client.HTTPConnection), req)

        class Encrypted(request.HTTPSHandler):
            def https_open(self, req: Any) -> Any:
                return self.do_open(noted(client.HTTPSConnection), req, context=self._context)  # type: ignore[attr-defined]

        class NoRedirect(request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        # An unencrypted request must not leave this machine, so it must not go through a proxy.
        proxies = [request.ProxyHandler({})] if self._local else []
        return request.build_opener(Plain, Encrypted, NoRedirect, *proxies)


class File:
    """A file, read again when its time, size or inode has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    def load(self, version: Version) -> tuple[bytes, Version] | None:
        try:
            with self._path.open("rb") as file:
                stat = os.fstat(file.fileno())
                found = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
                return None if found == version else (_limited(file.read(MAX_SIZE + 1), self), found)
        except OSError as error:
            reason = _name(error)
        raise KeySetUnavailable(f"the key set at {self} cannot be read: {reason}")


def _limited(data: bytes, source: Source) -> bytes:
    if len(data) > MAX_SIZE:
        raise KeySetUnavailable(f"the key set at {source} is larger than {MAX_SIZE} bytes")
    return data


def _version(headers: Any) -> Version:
    """The request headers that ask for a set that has changed since the response with ``headers``."""
    asked = {"If-None-Match": headers.get("ETag"), "If-Modified-Since": headers.get("Last-Modified")}
    return tuple((name, value) for name, value in asked.items() if value)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _name(error: object) -> str:
    return str(getattr(error, "strerror", None) or type(error).__name__)
