"""Annotations of GitHub Actions: lines that its log shows at a place in a file."""

from __future__ import annotations

from eventcontract.printing import printable

# What ends a message or a property, or would be decoded again.
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def annotation(level: str, title: str, message: str, *, file: str | None = None, line: int | None = None) -> str:
    """The line for one; ``level`` is ``error``, ``warning`` or ``notice``. No text can end it or begin another."""
    found = {"file": file, "line": line, "title": title}
    properties = [f"{name}={_escaped(str(each), _PROPERTY)}" for name, each in found.items() if each is not None]
    return f"::{level} {','.join(properties)}::{_escaped(message, _MESSAGE)}"


def _escaped(text: str, characters: dict[int, str]) -> str:
    return printable(text).translate(characters)
