"""Changes that somebody has accepted, with a reason each: a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from eventcontract.cli.exits import CannotRun

if TYPE_CHECKING:
    from eventcontract.model.comparison import Change


@dataclass(frozen=True)
class Accepted:
    """One entry: the rule, and patterns of the event and the place; those left out match any."""

    rule: str
    reason: str
    event: str = "*"
    pointer: str = "*"

    def covers(self, change: Change) -> bool:
        """Whether it is about ``change``: in all of its events, if it has any."""
        return (
            change.rule == self.rule
            and (change.pointer == self.pointer or fnmatchcase(change.pointer, self.pointer))
            and all(fnmatchcase(event, self.event) for event in change.events or [self.event])
        )


def read(path: Path) -> list[Accepted]:
    """The entries of the file; :class:`CannotRun` if it is not TOML, or an entry lacks its rule or reason."""
    from eventcontract.model.comparison import RULES

    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
        found = [Accepted(**{name: str(value) for name, value in each.items()}) for each in entries]
    except (ValueError, TypeError, AttributeError) as error:
        raise CannotRun(f"{path}: {error}") from None
    for each in found:
        if each.rule not in RULES:
            raise CannotRun(f"{path}: there is no rule {each.rule!r}")
        if not each.reason.strip():
            raise CannotRun(f"{path}: {each.rule} has no reason")
    return found
