"""Who reads a field, found from the frame in which it is read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import Enum
from types import FrameType

from eventcontract.runtime import tolerant
from eventcontract.runtime.records import Record


class Reader(Enum):
    """Who reads: the consumer one field, the consumer a whole object, or nobody but the engine."""

    ONE = 1
    WHOLE = 2
    NOBODY = 3


#: Python's modules that take objects apart: what they read of one is all of it.
_COPYING = frozenset({"copy", "copyreg", "dataclasses", "json", "pickle", "pprint", "reprlib"})
#: Methods of generated classes that do.
_COMPARING = frozenset({"__eq__", "__hash__"})
#: The engine's functions that do, for their callers.
_ENCODING = tolerant.plain.__code__
_SHOWING = Record.__repr__.__code__


class Frames:
    """Knows the modules ``classes``, which hold the generated classes of ``package``."""

    def __init__(self, package: str, classes: Iterable[str]) -> None:
        self._package = package
        # Module -> whose it is. What records is in between where a predicate is asked.
        self._kinds = dict.fromkeys(classes, "classes") | {f"{__package__}.recorder": "python"}

    def reader(self, frame: FrameType | None) -> Reader:
        """Who reads something in ``frame``."""
        whole = False
        while frame is not None:
            name: str = frame.f_globals.get("__name__") or ""
            kind = self._kinds.get(name) or self._kind(name)
            if kind == "consumer":
                break
            code = frame.f_code
            if kind == "engine" and code is not _SHOWING:
                # Before Python 3.12, a comprehension has a frame.
                outer = frame.f_back.f_code if frame.f_back is not None else None
                return Reader.WHOLE if _ENCODING in (code, outer) else Reader.NOBODY
            whole = whole or kind == "copying" or code is _SHOWING
            # Other functions of generated classes are predicates, which read for their callers.
            whole = whole or (kind == "classes" and code.co_name in _COMPARING)
            frame = frame.f_back
        return Reader.WHOLE if whole else Reader.ONE

    def _kind(self, name: str) -> str:
        top = name.partition(".")[0]
        if top in _COPYING:
            kind = "copying"
        elif top in sys.stdlib_module_names:
            kind = "python"
        else:
            kind = "engine" if top in ("eventcontract", self._package) else "consumer"
        self._kinds[name] = kind
        return kind
