"""Several deliveries parsed together; a bad one does not keep the others from being parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract.runtime.envelopes import BatchRow
from eventcontract.runtime.errors import ContractViolation
from eventcontract.runtime.records import show


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """One delivery of a batch, with either its ``event`` or the ``violation`` that was found.

    ``identifier`` is the sender's identifier of the delivery, ``None`` if its envelope holds none.
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
    """The results of a batch, in the order of its deliveries.

    ``batch`` describes the object that held the deliveries, ``None`` if they came as a list.
    """

    results: tuple[Parsed, ...]
    batch: BatchRow | None

    def __iter__(self) -> Iterator[Parsed]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __repr__(self) -> str:
        return f"ParsedBatch({len(self)} deliveries, {len(self.failures)} violations)"

    @property
    def events(self) -> list[Any]:
        """The events of all deliveries that were parsed."""
        return [result.event for result in self.results if result.violation is None]

    @property
    def failures(self) -> list[Parsed]:
        """The results of all deliveries that violate the contract."""
        return [result for result in self.results if result.violation is not None]

    def response(self, failed: Iterable[Parsed] = ()) -> dict[str, Any]:
        """The response that makes the sender redeliver :attr:`failures` and the results in ``failed``.

        ``ValueError`` if the sender of this batch does not support such responses, or if one of those
        deliveries has no identifier: a response without it would lose the delivery.
        """
        if self.batch is None or self.batch.failures is None or self.batch.failure is None:
            raise ValueError("this kind of batch does not support partial failure responses")
        again = dict.fromkeys(result.identifier for result in (*failed, *self.failures))
        if None in again:
            raise ValueError(
                "a failed delivery has no identifier; raise an error instead, so that the whole batch is redelivered"
            )
        return {self.batch.failures: [{self.batch.failure: identifier} for identifier in again]}
