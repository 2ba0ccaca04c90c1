"""The findings in one delivery that are listed, up to a limit."""

from __future__ import annotations

from eventcontract.runtime.errors import Finding
from eventcontract.runtime.rules import Level, Rule

#: How many findings in one delivery are listed.
MOST = 1000
_LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class Listing:
    """The first :data:`MOST` findings in a delivery, errors first, and how many more there are.

    A delivery of a megabyte can hold a hundred thousand mistakes: nobody reads that many, and to report them takes
    much more memory than the delivery.
    """

    def __init__(self) -> None:
        self._listed: dict[Level, list[Finding]] = {level: [] for level in _LEVELS}
        self._found: dict[Level, int] = dict.fromkeys(_LEVELS, 0)

    def has_room(self, level: Level) -> bool:
        """Count a finding of this level; whether it is to be added. The others need not be made."""
        self._found[level] += 1
        return self._found[level] <= MOST

    def add(self, finding: Finding) -> None:
        """List a finding that there was room for."""
        self._listed[finding.level].append(finding)

    def holds(self, level: Level) -> bool:
        """Whether there are findings of this level."""
        return self._found[level] > 0

    def findings(self) -> list[Finding]:
        """What is listed, errors first; if that is not all, the last finding says how many more there are."""
        found = [finding for level in _LEVELS for finding in self._listed[level]]
        if len(found) == sum(self._found.values()) <= MOST:
            return found
        listed = found[:MOST]
        left = {level: self._found[level] - sum(each.level == level for each in listed) for level in _LEVELS}
        if any(left.values()):
            level = next(level for level in _LEVELS if left[level])
            words = " and ".join(f"{number:,} of level {each}" for each, number in left.items() if number)
            message = f"{sum(left.values()):,} more findings are not listed: {words}"
            listed.append(Finding(rule=Rule.MORE_FINDINGS.id, level=level, pointer="", message=message))
        return listed
