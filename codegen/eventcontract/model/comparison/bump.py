"""Which part of the version has to rise, and whether it does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eventcontract.model.comparison.change import Change
from eventcontract.model.comparison.rules import PARTS, Part


def demanded(found: Iterable[Change], version: str) -> Part | None:
    """The part of ``version``, that of the older contract, that the changes raise; ``None`` without changes.

    Before 1.0.0, what would raise the major version raises the minor one.
    """
    parts = {each.about.raises for each in found}
    part = next((each for each in PARTS if each in parts), None)
    return "minor" if part == "major" and numbers(version)[0] == 0 else part


def raised(old: str, new: str) -> Part | None:
    """The part by which ``new`` is greater than ``old``; ``None`` if it is not."""
    before, after = numbers(old), numbers(new)
    if after <= before:
        return None
    return next(part for part, was, now in zip(PARTS, before, after, strict=True) if now != was)


def numbers(version: str) -> tuple[int, int, int]:
    """The parts of ``version``; ``ValueError`` if it does not begin with three numbers."""
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if match is None:
        raise ValueError(f"not a version: {version}")
    major, minor, patch = map(int, match.groups())
    return major, minor, patch


def suffices(found: Iterable[Change], old: str, new: str) -> bool:
    """Whether the version rises from ``old`` to ``new`` by as much as the changes demand."""
    part, by = demanded(found, old), raised(old, new)
    if part is None:
        return numbers(new) >= numbers(old)
    return by is not None and PARTS.index(by) <= PARTS.index(part)
