"""One delivery that a consumer has to survive, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A payload that the contract allows, with one thing about it.

    ``id`` is ``event/variation``; ``why`` says in words why the contract allows it. Two cases of one
    run have different ids; the same id means the same payload in every run with the same seed.
    """

    id: str
    event: str
    why: str
    content: Mapping[str, Any] = field(repr=False)
    deliver: Callable[[str, Mapping[str, Any]], Any] = field(repr=False)

    @property
    def group(self) -> str:
        """What the id begins with: the event, or a word for those that are not in the contract."""
        return self.id.partition("/")[0]

    @property
    def variation(self) -> str:
        """The rest of the id."""
        return self.id.partition("/")[2]

    @property
    def payload(self) -> dict[str, Any]:
        """The event as decoded JSON: a copy that may be changed."""
        copy: dict[str, Any] = json.loads(self.json)
        return copy

    @property
    def json(self) -> str:
        """The event as a JSON text."""
        return json.dumps(self.content, ensure_ascii=False)

    def as_(self, form: str) -> Any:
        """The event as a receiver is handed it: what ``deliver(form, payload)`` of the package gives."""
        return self.deliver(form, self.content)

    def __str__(self) -> str:
        return self.id
