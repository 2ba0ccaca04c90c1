"""Where events come from and when: account, producer and day, each combination with a number."""

from __future__ import annotations

from typing import NamedTuple

from eventcontract.audit.keeping import OTHERS, Smallest, digest

# What is kept of each. An archive of a year from a dozen accounts has five thousand combinations.
_SCOPES = 10_000
_PRODUCERS = 50
_DAYS = 4000


class Scope(NamedTuple):
    """An account, a producer and a day in UTC (``2025-03-09``); each ``None`` if the event does not say."""

    account: str | None
    producer: str | None
    day: str | None


class Scopes:
    """The scopes seen, by number, so that counts can be kept under small integers.

    There can be too many. Then the accounts with the largest hashes are counted together, by producer and day, and
    those that are left are exact: an account that is left in the whole was left in every part.
    """

    def __init__(self) -> None:
        self.numbers: dict[Scope, int] = {}
        self.names: list[Scope] = []
        self.producers: Smallest[str | None] = Smallest(_PRODUCERS)
        self.days: Smallest[str | None] = Smallest(_DAYS)
        #: Accounts from this hash on are counted together; ``None`` while each is counted by itself.
        self.bound: bytes | None = None
        self._whole = 0  # scopes of accounts that are counted by themselves

    def number(self, scope: Scope) -> int:
        """The number under which ``scope`` is counted."""
        found = self.numbers.get(scope)
        if found is not None:
            return found
        if scope.producer != OTHERS:
            self.producers.add(scope.producer)
        if scope.day != OTHERS:
            self.days.add(scope.day)
        scope = self._counted(scope)
        if scope in self.numbers:
            return self.numbers[scope]
        self._whole += scope.account != OTHERS
        self.numbers[scope] = len(self.names)
        self.names.append(scope)
        return len(self.names) - 1

    def _counted(self, scope: Scope) -> Scope:
        account, producer, day = scope
        if account != OTHERS and (self.bound is None or digest(account) < self.bound):
            return scope
        return Scope(
            OTHERS,
            producer if producer == OTHERS or producer in self.producers.names else OTHERS,
            day if day == OTHERS or day in self.days.names else OTHERS,
        )

    @property
    def full(self) -> bool:
        """Whether it is time to prune."""
        return self._whole > 2 * _SCOPES or self.producers.full or self.days.full

    def prune(self) -> list[int] | None:
        """Count more accounts together, if there are too many scopes; the new number for each old one."""
        pruned = self.producers.prune() | self.days.prune()
        if self._whole > _SCOPES:
            self.bound = self._new_bound()
            pruned = True
        return self._renumber() if pruned else None

    def _new_bound(self) -> bytes | None:
        """The hash of the first account that no longer fits, counting from the smallest."""
        sizes: dict[str | None, int] = {}
        for account, _, _ in self.names:
            if account != OTHERS:
                sizes[account] = sizes.get(account, 0) + 1
        left = _SCOPES
        for account in sorted(sizes, key=digest):
            left -= sizes[account]
            if left < 0:
                return digest(account)
        return self.bound

    def lower(self, accounts: bytes | None, producers: bytes | None, days: bytes | None) -> list[int] | None:
        """Keep no more than under these bounds; the new number for each old one, if there are new ones."""
        lowered = self.producers.lower(producers) | self.days.lower(days)
        if accounts is not None and (self.bound is None or accounts < self.bound):
            self.bound = accounts
            lowered = True
        return self._renumber() if lowered else None

    def _renumber(self) -> list[int]:
        old, self.names, self.numbers, self._whole = self.names, [], {}, 0
        return [self.number(scope) for scope in old]
