"""Several deliveries parsed together; a bad one does not keep the others from being parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract.runtime.envelopes import BatchRow
from eventcontract.runtime.errors import ContractViolation
from eventcontract.runtime.records import show

# The places that an error names.
_SHOWN = 5


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """One delivery of a batch, with either its ``event`` or the ``violation`` that was found.

    ``identifier`` is how a response names the delivery, ``None`` if that is missing. ``identifier_place`` is the
    JSON Pointer at which the delivery holds it or should, ``None`` if its envelope has no place for one.
    """

    delivery: Any
    identifier: str | None
    identifier_place: str | None = None
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
        """The response that tells the sender which deliveries failed: :attr:`failures` and those in ``failed``.

        ``ValueError`` if the sender of this batch does not read such responses, or if it could not tell one of the
        deliveries by this one: the message says where an identifier is missing. Let that error end a function that
        the sender calls, and the sender repeats the whole batch, so that nothing is lost.
        """
        row = self.batch.response if self.batch is not None else None
        if row is None:
            raise ValueError("this kind of batch does not support partial failure responses")
        again = [*failed, *self.failures]
        # Some senders want to be told about every delivery, others only about those that failed.
        listed = again if row.handled is None else [*self.results, *again]
        if nameless := [result for result in listed if result.identifier is None]:
            raise ValueError(self._unnamed(nameless))
        names = {result.identifier for result in again}
        entries: dict[str | None, dict[str, Any]] = {}
        for result in listed:
            words = row.failed if result.identifier in names else row.handled or {}
            copies = {key: result.delivery[key] for key in row.copies if key in result.delivery}
            entries.setdefault(result.identifier, {row.identifier: result.identifier, **words, **copies})
        return {row.entries: [*entries.values()]}

    def _unnamed(self, nameless: list[Parsed]) -> str:
        """Why no response can name the results ``nameless``, and what to do."""
        assert self.batch is not None
        places = [
            f"{self.batch.items}/{index} "
            + (f"(no text at {result.identifier_place})" if result.identifier_place else "(its envelope has none)")
            for index, result in enumerate(self.results)
            if any(result is each for each in nameless)
        ]
        shown = ", ".join(places[:_SHOWN]) + (f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else "")
        return (
            f"deliveries without an identifier cannot be named in the response: {shown or 'those of another batch'}. "
            "Let this error end the function, so that the sender repeats the whole batch"
        )
