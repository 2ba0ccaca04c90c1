"""Findings of audits, and changes of contracts, that somebody has accepted, each with a reason: a TOML file.

[[accept]]
rule = "undocumented-field"
pointer = "/data/*"          # optional, as is everything but the rule and the reason; * and ? as in file names
event = "order.*"
reason = "Announced for May."
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from eventcontract.cli.exits import CannotRun
from eventcontract.printing import printable


class Accepted:
    """The entries of the file at ``path``, for which there are these ``rules``; no entry without a path.

    ``parts`` are the optional keys of an entry. :meth:`accepts` remembers which entries were used.
    :class:`CannotRun` if the file cannot be read, or an entry is wrong.
    """

    def __init__(self, path: Path | None, rules: Collection[str], *parts: str) -> None:
        self._words = ("rule", *parts, "reason")
        self._entries = _read(path) if path is not None else []
        for number, entry in enumerate(self._entries, 1):
            if fault := self._fault(entry, rules):
                raise _wrong(path, f"entry {number}: {fault}")
        self._used: set[int] = set()

    def accepts(self, rule: str, **parts: str | tuple[str, ...]) -> bool:
        """Whether an entry accepts what has this rule and these parts. Of a tuple, it must match every text."""
        accepting = [number for number, entry in enumerate(self._entries) if _matches(entry, rule, parts)]
        self._used.update(accepting)
        return bool(accepting)

    def unused(self) -> list[str]:
        """The entries that accepted nothing, in words."""
        return [
            ", ".join(entry[word] for word in self._words[:-1] if word in entry)
            for number, entry in enumerate(self._entries)
            if number not in self._used
        ]

    def _fault(self, entry: Any, rules: Collection[str]) -> str | None:
        from eventcontract.suggestions import suggest

        if not isinstance(entry, dict):
            return "expected a table"
        for word, value in entry.items():
            if word not in self._words:
                return f"unknown key '{word}'{suggest(word, self._words)}"
            if not isinstance(value, str):
                return f"'{word}' must be text"
        for word in ("rule", "reason"):
            if not entry.get(word, "").strip():
                return f"'{word}' is missing"
        return None if entry["rule"] in rules else f"there is no rule '{entry['rule']}'{suggest(entry['rule'], rules)}"


def _read(path: Path) -> list[Any]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(path, error.strerror or error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, error) from error
    found = entries.pop("accept", [])
    if entries or not isinstance(found, list):
        raise _wrong(path, "expected entries that begin with [[accept]]")
    return found


def _wrong(path: Path | None, why: object) -> CannotRun:
    return CannotRun(printable(f"{path}: {why}"))


def _matches(entry: dict[str, str], rule: str, parts: dict[str, str | tuple[str, ...]]) -> bool:
    if entry["rule"] != rule:
        return False
    for word, part in parts.items():
        texts = (part,) if isinstance(part, str) else part
        pattern = entry.get(word, "*")
        if not all(text == pattern or fnmatchcase(text, pattern) for text in texts):
            return False
    return True
