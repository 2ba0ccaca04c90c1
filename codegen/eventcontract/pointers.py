"""JSON Pointers (RFC 6901): the only place where they are taken apart, put together and followed.

A *path* is a pointer taken apart: its steps, unescaped. In the path of a model the step ``*`` means every
element of an array; in the path of a payload an element is named by its index.

The standard library only, and nothing of this package: reading a delivery imports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]
#: The step of a path that means every element of an array.
ELEMENT = "*"
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


@lru_cache(maxsize=4096)
def parse(pointer: str) -> Path:
    """The path of ``pointer``; ``ValueError`` unless it is empty or begins with ``/``."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"a JSON Pointer begins with '/': {pointer!r}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def build(path: Iterable[str | int]) -> str:
    """The pointer of ``path``."""
    return "".join(["/" + escape(str(step)) for step in path])


def escape(step: str) -> str:
    """``step`` as it is written in a pointer."""
    return step.replace("~", "~0").replace("/", "~1") if "/" in step or "~" in step else step


def get(value: Any, path: Iterable[str | int]) -> Any:
    """What ``value`` (decoded JSON) holds at ``path``; ``None`` if it holds nothing there."""
    for step in path:
        # The class of decoded JSON comes first: asking a class that is abstract takes ten times as long.
        if isinstance(value, (dict, Mapping)):
            value = value.get(step)
        elif isinstance(value, list) and _INDEX.fullmatch(str(step)) and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def put(value: dict[str, Any], path: Sequence[str], new: Any) -> None:
    """Change ``value`` so that it holds ``new`` at ``path``; objects on the way are made where there are none.

    ``ValueError`` for the empty path, which is ``value`` itself.
    """
    if not path:
        raise ValueError("the empty path is the whole value")
    *steps, last = path
    for step in steps:
        value = value.setdefault(step, {})
    value[last] = new


def covers(pattern: Sequence[str], path: Sequence[str | int]) -> bool:
    """Whether ``path`` is at or below ``pattern``, in which ``*`` matches any step."""
    return len(path) >= len(pattern) and all(
        wanted in (ELEMENT, str(step)) for wanted, step in zip(pattern, path, strict=False)
    )
