"""What is wrong with a spec, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix. ``line`` and ``column`` count from 1; ``file`` is relative to the spec.

    What concerns the spec as a whole has no ``file``.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.rule}: {self.message}"


def of_the_whole(rule: str, message: str) -> Problem:
    """A problem that no file in particular has."""
    return Problem("", 0, 0, rule, message)


class SpecError(Exception):
    """A spec that cannot be compiled: ``problems`` holds all of them, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
