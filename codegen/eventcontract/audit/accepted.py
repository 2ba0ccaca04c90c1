"""Findings that somebody has looked at and accepted, each with a reason: a TOML file.

[[accept]]
rule = "undocumented-field"
pointer = "/data/*"          # optional, as are event, level and value; * and ? as in file names
event = "order.*"
reason = "Announced for May."
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from eventcontract.audit.documents import FoundPart
from eventcontract.runtime.rules import Rule
from eventcontract.suggestions import suggest

_WORDS = ("rule", "level", "event", "pointer", "value", "reason")


class AcceptError(Exception):
    """A file of accepted findings that cannot be used. Says why."""


class Accepted:
    """The entries of such a file. :meth:`accepts` remembers which of them were used."""

    def __init__(self, path: Path) -> None:
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise AcceptError(f"{path}: {error.strerror or error}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise AcceptError(f"{path}: {error}") from error
        self._entries: list[dict[str, Any]] = entries.pop("accept", [])
        if entries or not isinstance(self._entries, list):
            raise AcceptError(f"{path}: expected entries that begin with [[accept]]")
        for number, entry in enumerate(self._entries, 1):
            if fault := _fault(entry):
                raise AcceptError(f"{path}: entry {number}: {fault}")
        self._used = [False] * len(self._entries)

    def accepts(self, found: FoundPart) -> bool:
        """Whether an entry accepts findings of this kind."""
        accepting = [index for index, entry in enumerate(self._entries) if _matches(entry, found)]
        for index in accepting:
            self._used[index] = True
        return bool(accepting)

    def unused(self) -> list[str]:
        """The entries that accepted nothing, in words."""
        entries = zip(self._entries, self._used, strict=True)
        return [
            ", ".join(str(entry[word]) for word in _WORDS[:-1] if word in entry) for entry, used in entries if not used
        ]


def _fault(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "expected a table"
    for word, value in entry.items():
        if word not in _WORDS:
            return f"unknown key '{word}'{suggest(word, _WORDS)}"
        if not isinstance(value, str):
            return f"'{word}' must be text"
    for word in ("rule", "reason"):
        if not entry.get(word, "").strip():
            return f"'{word}' is missing"
    known = [rule.id for rule in Rule]
    return None if entry["rule"] in known else f"there is no rule '{entry['rule']}'{suggest(entry['rule'], known)}"


def _matches(entry: dict[str, Any], found: FoundPart) -> bool:
    if found.rule != entry["rule"] or found.level != entry.get("level", found.level):
        return False
    parts = {"event": found.event, "pointer": found.pointer, "value": found.value or ""}
    return all(fnmatchcase(part, entry[word]) for word, part in parts.items() if word in entry)
