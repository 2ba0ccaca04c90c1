"""Several deliveries parsed together, none of them lost to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract.runtime.envelopes import Batch
from eventcontract.runtime.errors import ContractViolation
from eventcontract.runtime.records import show


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """One delivery of a batch: either its ``event`` or the ``violation`` that kept it from being one.

    ``identifier`` names the delivery to whoever delivered it, ``None`` if its envelope has none.
    """

    delivery: Any
    identifier: str | None
    event: Any = None
    violation: ContractViolation | None = None

    def __repr__(self) -> str:
        outcome = f"violation={self.violation!r}" if self.violation else f"event={type(self.event).__name__}"
        return f"Parsed(identifier={show(self.identifier)}, {outcome})"


@dataclass(frozen=True, slots=True, repr=False)
class ParsedBatch:
    """The results of a batch, in the order of its deliveries."""

    results: tuple[Parsed, ...]
    batch: Batch | None

    def __iter__(self) -> Iterator[Parsed]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __repr__(self) -> str:
        return f"ParsedBatch({len(self)} deliveries, {len(self.failures)} violations)"

    @property
    def events(self) -> list[Any]:
        """The events of all deliveries that hold one."""
        return [result.event for result in self.results if result.violation is None]

    @property
    def failures(self) -> list[Parsed]:
        """The results of all deliveries that hold none."""
        return [result for result in self.results if result.violation is not None]

    def answer(self, failed: Iterable[Parsed] = ()) -> dict[str, Any]:
        """What to answer so that the failures, and the results in ``failed``, are delivered again.

        ``ValueError`` for a batch whose sender takes no such answer, and for a delivery without an
        identifier, because an answer that leaves it out would lose it.
        """
        if self.batch is None or self.batch.failures is None or self.batch.failure is None:
            raise ValueError("whoever delivers this kind of batch takes no answer that names deliveries")
        again = dict.fromkeys(result.identifier for result in (*failed, *self.failures))
        if None in again:
            raise ValueError("a delivery without identifier failed: raise an error, so that all are delivered again")
        return {self.batch.failures: [{self.batch.failure: identifier} for identifier in again]}
