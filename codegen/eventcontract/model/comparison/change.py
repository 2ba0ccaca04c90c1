"""One difference between two contracts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eventcontract.model.comparison.rules import RULES, Direction, Level, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """What is different: by which rule, for whom, where.

    ``events`` are the events that have it, none if it is not about events. ``pointer`` is a JSON Pointer into an event
    (``*`` is every element of a list), a class with its attribute, or the name of another part such as an envelope.
    ``says`` is what was and what is, without a full stop.
    """

    rule: str
    direction: Direction
    events: tuple[str, ...]
    pointer: str
    says: str

    @property
    def about(self) -> Rule:
        """The rule in full."""
        return RULES[self.rule]

    @property
    def level(self) -> Level:
        """How serious it is."""
        return self.about.level


def merged(found: Iterable[Change]) -> list[Change]:
    """``found`` with what happened to several events in the same place as one change."""
    events: dict[tuple[str, Direction, str, str], dict[str, None]] = {}
    for each in found:
        key = (each.rule, each.direction, each.pointer, each.says)
        events.setdefault(key, {}).update(dict.fromkeys(each.events))
    return [Change(rule, direction, (*names,), where, says) for (rule, direction, where, says), names in events.items()]
