"""Several deliveries parsed together; a bad one does not keep the others from being parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract.runtime.envelopes import BatchRow, ResponseRow
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

    ``batch`` describes the object that held the deliveries, ``None`` if they came as a list. ``logger`` is the name
    of the logger for warnings.
    """

    results: tuple[Parsed, ...]
    batch: BatchRow | None
    logger: str

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

        If one of them has no identifier, the response makes the sender repeat the whole batch, so that nothing is
        lost, and a warning is logged that says where an identifier is missing.

        ``ValueError`` if the sender of this batch does not read such responses, if it cannot be asked for the whole
        batch, or if a delivery has no place for an identifier, because its sender may not read the response. Let that
        error end a function that the sender calls: it then repeats the whole batch.
        """
        row = self.batch.response if self.batch is not None else None
        if row is None:
            raise ValueError("this kind of batch does not support partial failure responses")
        again = [*failed, *self.failures]
        # Some senders want to be told about every delivery, others only about those that failed.
        listed = again if row.handled is None else [*self.results, *again]
        if nameless := [result for result in listed if result.identifier is None]:
            self._warn_or_refuse(nameless, row)
        names = {result.identifier for result in again}
        entries: dict[str | None, dict[str, Any]] = {}
        for result in listed:
            words = row.failed if result.identifier in names else row.handled or {}
            copies = {key: result.delivery[key] for key in row.copies if key in result.delivery}
            name = row.whole if result.identifier is None else result.identifier
            entries.setdefault(name, {row.identifier: name, **words, **copies})
        return {row.entries: [*entries.values()]}

    def _warn_or_refuse(self, nameless: list[Parsed], row: ResponseRow) -> None:
        """Say that no response can name the results ``nameless``; ``ValueError`` if that cannot be helped."""
        assert self.batch is not None
        ours = {id(result) for result in nameless}
        places = [
            f"{self.batch.items}/{index} "
            + (f"(no text at {result.identifier_place})" if result.identifier_place else "(its envelope has none)")
            for index, result in enumerate(self.results)
            if id(result) in ours
        ]
        shown = ", ".join(places[:_SHOWN]) + (f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else "")
        what = f"deliveries without an identifier cannot be named in the response: {shown}"
        if not places:
            raise ValueError("only results of this batch can be named in its response")
        # Where a delivery has no place for an identifier, its sender may not read the response at all.
        if row.whole is None or any(result.identifier_place is None for result in nameless):
            raise ValueError(f"{what}. Let this error end the function, so that the sender repeats the whole batch")
        # Loaded here because few receivers need it.
        import logging

        logging.getLogger(self.logger).warning("%s. It asks the sender to repeat the whole batch instead", what)
