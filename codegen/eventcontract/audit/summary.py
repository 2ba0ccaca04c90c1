"""Counts of the findings in any number of deliveries."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from eventcontract.audit.checking import NO_DELIVERY, CheckedDelivery
from eventcontract.audit.keeping import OTHERS
from eventcontract.runtime import Finding
from eventcontract.runtime.rules import Level

#: How many occurrences of each group are kept.
SAMPLES = 3
# A stream must not fill the memory with names that it makes up.
_EVENTS = 1000
_GROUPS = 10_000
_INDEX = re.compile(r"/[0-9]+(?=/|$)")


class Occurrence(NamedTuple):
    """A finding, and the delivery and the file that it was found in."""

    file: str
    delivery: CheckedDelivery
    finding: Finding


@dataclass(slots=True)
class FindingGroup:
    """The findings of one rule at one place of one event: how many, and the first few of them."""

    count: int = 0
    samples: list[Occurrence] = field(default_factory=list)


class Summary:
    """Deliveries and findings, counted by event, level, rule and place.

    ``deliveries`` and ``clean`` (without any finding) count by event, ``levels`` counts findings. ``groups`` holds
    them by event, then by (level, rule, JSON Pointer with ``*`` for the index of an array).
    """

    def __init__(self) -> None:
        self.deliveries: Counter[str] = Counter()
        self.clean: Counter[str] = Counter()
        self.levels: Counter[Level] = Counter()
        self.groups: dict[str, dict[tuple[Level, str, str], FindingGroup]] = {}
        self._number = 0  # of groups

    def add(self, file: str, delivery: CheckedDelivery) -> None:
        """Count one delivery, which was found in ``file``."""
        event = delivery.event
        if event not in self.deliveries and len(self.deliveries) >= _EVENTS:
            event = OTHERS
        self.deliveries[event] += event != NO_DELIVERY
        if not delivery.findings:
            self.clean[event] += 1
            return
        groups = self.groups.setdefault(event, {})
        for finding in delivery.findings:
            self.levels[finding.level] += 1
            key = (finding.level, finding.rule, _INDEX.sub("/*", finding.pointer))
            if key not in groups:
                if self._number >= _GROUPS:
                    key = (finding.level, finding.rule, OTHERS)
                self._number += 1
            group = groups.setdefault(key, FindingGroup())
            group.count += 1
            if len(group.samples) < SAMPLES:
                group.samples.append(Occurrence(file, delivery, finding))

    @property
    def has_problems(self) -> bool:
        """Whether there are errors or warnings."""
        return bool(self.levels["error"] or self.levels["warning"])
