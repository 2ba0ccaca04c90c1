"""The requests that deliver events."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

PLAIN = "application/json"
#: A token (RFC 7519, 10.3.1).
SIGNED = "application/jwt"
# Shells and kernels limit the length of an argument.
_ARGUMENT = 100_000


@dataclass(frozen=True, slots=True)
class Post:
    """A POST request: its body, byte for byte, its media type and any other headers."""

    body: bytes = field(repr=False)
    media_type: str = PLAIN
    other: Mapping[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """All headers that the vendor sets."""
        return {"Content-Type": self.media_type, **self.other}

    def curl(self, url: str) -> str:
        """A command for a POSIX shell that sends exactly this to ``url`` and shows the answer."""
        to = shlex.quote(url)
        # Without "Expect:", curl would ask before it sends a long body.
        headers = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.headers.items()]
        command = " ".join(["curl -i", *headers, "-H Expect:"])
        text = self.body.decode("utf-8", "replace")
        if text.encode() == self.body and text.isprintable() and len(self.body) < _ARGUMENT:
            return f"{command} --data-raw {shlex.quote(text)} {to}"
        return f"printf '{_escaped(self.body)}' | {command} --data-binary @- {to}"


def _escaped(data: bytes) -> str:
    """``data`` as a format for printf, in single quotes: bytes other than printable ASCII as octal numbers."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b"%'\\" else f"\\{byte:03o}" for byte in data)
