"""What one delivery is and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from eventcontract import pointers
from eventcontract.runtime import ContractViolation, Finding, Package
from eventcontract.runtime.errors import Refusal
from eventcontract.runtime.json_text import decode
from eventcontract.runtime.rules import Rule


class Judged(NamedTuple):
    """A delivery: its event (``None`` if there is none), the findings, and what audits count by, as it was sent."""

    event: str | None
    findings: Sequence[Finding]
    account: Any = None
    producer: Any = None
    time: Any = None


class Judge:
    """Judges the deliveries of one package; the same findings as its ``check``."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._account, self._producer = (package.dimensions.get(name) for name in ("account", "producer"))

    def judge(self, delivery: Any) -> Judged:
        """Judge one delivery: a JSON text or decoded JSON, in any envelope of the contract. Never raises."""
        event, findings = self._package.examine(delivery)
        if event is None:
            return Judged(None, findings)
        payload = self._package._open(delivery)
        return Judged(
            event,
            findings,
            pointers.get(payload, self._account) if self._account else None,
            pointers.get(payload, self._producer) if self._producer else None,
            pointers.get(payload, self._package.time) if self._package.time else None,
        )


@cache
def judge_of(package: Package) -> Judge:
    """The judge of a package. There is one for all audits of a process, because it prepares much on first use."""
    return Judge(package)


def in_batch(package: Package, findings: Sequence[Finding], delivery: Any) -> Iterator[tuple[str, Any]]:
    """The deliveries in a batch by their JSON Pointers in it; none unless ``findings`` say that this holds no event."""
    if not findings or findings[0].rule != Rule.NOT_AN_EVENT.id:
        return
    try:
        whole = decode(delivery) if isinstance(delivery, (bytes, bytearray, memoryview, str)) else delivery
        parsed = package.parse_batch(whole)
    except (Refusal, ContractViolation):
        return
    items = parsed.batch.items if parsed.batch else ""
    for index, result in enumerate(parsed):
        yield f"{items}/{index}", result.delivery
