"""When an event was sent: timestamps of any offset as UTC, comparable as text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from eventcontract.runtime.spellings import READABLE

# All but the day, which has few values.
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
_DAY = re.compile(READABLE["date"])
_READABLE = re.compile(READABLE["timestamp"])
_OFFSET = re.compile(r" ?([+-][0-9]{2}):?([0-9]{2})\Z")
_FRACTION = re.compile(r"\.[0-9]+")
_MILLISECONDS = 3


@lru_cache(maxsize=10_000)
def _is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def utc(text: object) -> str | None:
    """The timestamp ``text`` in UTC with milliseconds, such as ``2025-03-09T08:15:00.250Z``.

    ``None`` if it is not a timestamp that readers accept, or is one of year 1 or 9999 whose day in UTC is not.
    """
    if not isinstance(text, str):
        return None
    if _UTC.fullmatch(text) and _is_day(text[:10]):
        return text
    if _READABLE.fullmatch(text) is None:
        return None
    plain = _FRACTION.sub(lambda match: match[0][: 1 + _MILLISECONDS].ljust(1 + _MILLISECONDS, "0"), text, count=1)
    plain = _OFFSET.sub(r"\1:\2", plain).upper().replace(" ", "T").replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(plain).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
