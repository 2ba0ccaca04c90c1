"""What can be wrong with a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a reading of a delivery found.

    ``rule`` is a stable id, ``pointer`` a JSON Pointer (RFC 6901) into the event, ``message`` one
    sentence that holds no value of the delivery. ``expected`` and ``found`` are JSON types or forms.
    """

    rule: str
    level: Level
    pointer: str
    message: str
    expected: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.rule}: {self.message}"


class ContractViolation(ValueError):
    """A delivery that no honest reading of the contract accepts.

    ``event`` is the name that the delivery gives itself, ``None`` if it gives none. ``violations``
    are all problems found. ``delivery`` is what was handed in, untouched.
    """

    def __init__(self, event: str | None, violations: tuple[Finding, ...], delivery: Any) -> None:
        self.event = event
        self.violations = violations
        self.delivery = delivery
        super().__init__(event, violations)

    def __str__(self) -> str:
        about = f"event {self.event}" if self.event else "the delivery"
        lines = "".join(f"\n  {violation}" for violation in self.violations)
        return f"{about} violates its contract:{lines}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.event, self.violations, self.delivery)
