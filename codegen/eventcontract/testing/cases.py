"""One delivery that a consumer has to survive, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A payload that the contract allows, and the one thing that it shows.

    ``id`` is ``event/variation``; ``why`` says why the contract allows it. Ids are unique, and an id has the same
    payload in every run with the same seed.
    """

    id: str
    event: str
    why: str
    content: Mapping[str, Any] = field(repr=False)
    deliver: Callable[[str, Mapping[str, Any]], Any] = field(repr=False)

    @property
    def group(self) -> str:
        """The first part of the id: the event, or ``unknown-event`` for one that is not in the contract."""
        return self.id.partition("/")[0]

    @property
    def variation(self) -> str:
        """The rest of the id."""
        return self.id.partition("/")[2]

    @property
    def payload(self) -> dict[str, Any]:
        """The event as decoded JSON: a new copy each time, yours to change."""
        copy: dict[str, Any] = json.loads(self.json)
        return copy

    @property
    def json(self) -> str:
        """The event as a JSON text."""
        return json.dumps(self.content, ensure_ascii=False)

    def as_delivered(self, form: str) -> Any:
        """The event as a receiver is handed it: ``deliver(form, payload)``."""
        return self.deliver(form, self.content)

    def __str__(self) -> str:
        return self.id
