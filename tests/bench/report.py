"""What a part of the benchmark says: Markdown for people, JSON for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Target:
    """A limit and what was measured; ``at_least`` or at most."""

    what: str
    limit: float
    measured: float
    at_least: bool = False
    unit: str = "×"

    @property
    def met(self) -> bool:
        """Whether the measured value keeps the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def as_json(self) -> dict[str, Any]:
        """The target as JSON values."""
        return {**vars(self), "met": self.met}


@dataclass
class Part:
    """One part of the benchmark: a table, a remark on how it came about, and the targets it is about."""

    name: str
    title: str
    how: str
    columns: tuple[str, ...]
    rows: list[tuple[str | float | None, ...]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def markdown(self) -> str:
        """The part as Markdown."""
        lines = [f"### {self.title}", "", self.how, ""]
        lines += _table(self.columns, [tuple(map(_cell, row)) for row in self.rows])
        if self.targets:
            lines += ["", *_table(("target", "limit", "measured", ""), [_line(target) for target in self.targets])]
        return "\n".join([*lines, ""])

    def as_json(self) -> dict[str, Any]:
        """The part as JSON values."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"name": self.name, "rows": rows, "targets": [target.as_json() for target in self.targets]}


def _line(target: Target) -> tuple[str, ...]:
    sign = "≥" if target.at_least else "≤"
    limit, measured = (f"{_cell(value)} {target.unit}" for value in (target.limit, target.measured))
    return target.what, f"{sign} {limit}", measured, "met" if target.met else "**missed**"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 20 else f"{value:.2f}"
