"""Example payloads on pages: JSON between other text, and how two payloads differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract.drift.wording import folded, straight

_NUMBERED = re.compile(r"(?m)^[ \t]*[0-9]+[ \t]?(?=[ \t]*[\"{}\]\[])")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009", " "))
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An example as a page shows it: its text, without anything around it, and its value."""

    text: str
    value: Any
    line: int


def find(text: str) -> tuple[Shown | None, int]:
    """(the JSON object that begins at the first brace, where it ends); lines count from 0.

    (``None``, 0) if there is no brace, and ``ValueError`` if what begins there is not JSON.
    """
    begin = text.find("{")
    if begin < 0:
        return None, 0
    try:
        return _shown(text, begin)
    except ValueError:
        # As typesetters and copying leave it: characters stay where they are, so that places do too.
        plain = straight(text.replace("\u2026", " ")).translate(_SPACES)
        for attempt in (plain, _NUMBERED.sub(lambda match: " " * len(match[0]), plain)):
            try:
                return _shown(attempt, begin)
            except ValueError:
                continue
        raise


def _shown(text: str, begin: int) -> tuple[Shown, int]:
    try:
        value, end = _decode(text, begin)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return Shown(text=text[begin:end], value=value, line=text.count("\n", 0, begin)), end


def differences(spec: Any, page: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """(path, value in the spec, value on the page) wherever two payloads differ; ``MISSING`` where one has nothing."""
    if isinstance(spec, dict) and isinstance(page, dict):
        for key in {**spec, **page}:
            yield from differences(spec.get(key, MISSING), page.get(key, MISSING), (*path, key))
    elif isinstance(spec, list) and isinstance(page, list):
        for index in range(max(len(spec), len(page))):
            ours, theirs = (each[index] if index < len(each) else MISSING for each in (spec, page))
            yield from differences(ours, theirs, (*path, str(index)))
    elif isinstance(spec, str) and isinstance(page, str):
        if folded(spec) != folded(page):
            yield path, spec, page
    elif type(spec) is not type(page) or spec != page:
        yield path, spec, page


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()
