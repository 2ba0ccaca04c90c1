"""Errors and findings of deliveries."""

from __future__ import annotations

from typing import Any

import msgspec

from eventcontract.printing import printable
from eventcontract.runtime.records import word
from eventcontract.runtime.rules import Level, Rule


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a reading of a delivery found.

    ``rule`` is the id of a rule; ``pointer`` is a JSON Pointer (RFC 6901) into the event, in which an
    unknown key that does not look program-made is replaced by its length; ``message`` is one sentence.
    ``expected`` and ``found`` are JSON types or forms, never values. ``erratum`` names the erratum that
    explains the finding, if there is one. ``value`` is the value itself, as JSON, and only present if
    the caller asked for values.
    """

    rule: str
    level: Level
    pointer: str
    message: str
    expected: str | None = None
    found: str | None = None
    erratum: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        erratum = f" (erratum {self.erratum})" if self.erratum else ""
        value = f": {self.value}" if self.value is not None else ""
        return printable(f"{self.pointer or '/'}: {self.rule}: {self.message}{erratum}{value}")

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON values, without the members that are ``None``."""
        members = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in members.items() if value is not None}


class Refusal(ValueError):
    """There is no event in a delivery. ``finding`` says why."""

    def __init__(self, rule: Rule, message: str, *, expected: str | None = None, found: str | None = None) -> None:
        self.finding = Finding(rule=rule.id, level="error", pointer="", message=message, expected=expected, found=found)
        super().__init__(message)


class ContractViolation(ValueError):
    """A delivery that violates the contract.

    ``event`` is the name of the event in the delivery, ``None`` if there is none. ``violations`` are all
    problems found, in the order of the schema. ``delivery`` is the delivery itself, untouched; it may
    hold personal data, so neither ``str`` nor ``repr`` shows any of it.
    """

    def __init__(self, event: str | None, violations: tuple[Finding, ...], delivery: Any) -> None:
        self.event = event
        self.violations = violations
        self.delivery = delivery
        super().__init__(None if event is None else word(event), violations)

    def __str__(self) -> str:
        about = f"event {word(self.event)}" if self.event else "the delivery"
        if len(self.violations) == 1:
            return f"{about} violates its contract: {self.violations[0]}"
        lines = "".join(f"\n  {violation}" for violation in self.violations)
        return f"{about} violates its contract in {len(self.violations)} places:{lines}"

    def __reduce__(self) -> tuple[Any, ...]:
        whole = self.delivery
        return type(self), (self.event, self.violations, bytes(whole) if isinstance(whole, memoryview) else whole)

    def to_dict(self, *, delivery: bool = False) -> dict[str, Any]:
        """The violation as JSON values; includes the delivery only if ``delivery`` is true.

        A delivery of bytes becomes text, with U+FFFD in place of what is not UTF-8.
        """
        result: dict[str, Any] = {
            "event": self.args[0],
            "violations": [violation.to_dict() for violation in self.violations],
        }
        if delivery:
            whole = self.delivery
            if isinstance(whole, (bytes, bytearray, memoryview)):
                whole = bytes(whole).decode(errors="replace")
            result["delivery"] = whole
        return result


class NotJSON(ContractViolation):
    """The delivery is too large, too deep or not valid JSON: UTF-8 without byte order mark, numbers in range."""


class NotAnEvent(ContractViolation):
    """The delivery is valid JSON, but nothing in it names an event."""


class ForeignEnvelope(NotAnEvent):
    """The delivery is in another format that the vendor can send. The message says what to change."""


class SignedDelivery(NotAnEvent):
    """The delivery is a JSON Web Token. Verify it first, then parse the claims."""
