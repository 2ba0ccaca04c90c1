"""Whose deliveries are accepted, and how old they may be.

A vendor signs the deliveries of all its customers with the same keys, and a signature never expires.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Mapping
from typing import Any

from eventcontract import pointers
from eventcontract.runtime.tolerant import timestamp
from eventcontract.webhook.errors import NotYetValid, TokenTooOld, WrongAccount

#: Seconds by which the clocks of sender and receiver may differ.
LEEWAY = 60

_warned: dict[str, object] = {}


class Limits:
    """What the claims of a token must satisfy, besides being signed.

    ``account`` and ``time`` are the vendor's: JSON Pointers to the members of an event that name its account
    and the time when it was sent, ``None`` where events have no such member. ``accounts`` and ``max_age`` (in
    seconds) are the receiver's, ``None`` for no limit. If it sets neither, ``logger`` gets a warning, once per
    process.

    Raises ``TypeError`` for ``accounts`` that are not a collection of text, ``ValueError`` if they are
    empty or hold an empty text, or if ``max_age`` is not a positive number.
    """

    def __init__(
        self,
        *,
        account: str | None,
        accounts: Collection[str] | None,
        time: str | None,
        max_age: float | None,
        logger: str,
    ) -> None:
        self._account = account
        self._accounts = None if accounts is None else _ids(accounts)
        self._time = time
        self._max_age = max_age
        if max_age is not None and not _is_duration(max_age):
            raise ValueError("max_age is a positive number of seconds")
        if accounts is None and max_age is None:
            _warn(logger, "accounts and max_age" if account is not None else "max_age")

    def check(self, claims: Mapping[str, Any], now: float) -> None:
        """Raise :class:`WrongAccount`, :class:`TokenTooOld` or :class:`NotYetValid`.

        The age counts from the claim ``iat``, a number; without it, from the time of the event.
        """
        if self._accounts is not None:
            self._check_account(claims, self._accounts)
        if self._max_age is not None:
            self._check_age(claims, self._max_age, now)

    def _check_account(self, claims: Mapping[str, Any], accounts: frozenset[str]) -> None:
        found = None if self._account is None else pointers.get(claims, pointers.parse(self._account))
        if not isinstance(found, str):
            raise WrongAccount(f"the event does not name its account ({self._account})")
        if found not in accounts:
            raise WrongAccount("the event belongs to another account")

    def _check_age(self, claims: Mapping[str, Any], max_age: float, now: float) -> None:
        issued = claims["iat"] if "iat" in claims else self._sent(claims)
        if issued is None:
            places = " nor ".join(["iat", *([self._time] if self._time else [])])
            raise TokenTooOld(f"the token does not say when it was issued (no {places})")
        if issued > now + LEEWAY:
            raise NotYetValid("the token was issued in the future")
        if issued < now - max_age - LEEWAY:
            raise TokenTooOld(f"the token was issued more than {max_age:g} seconds ago")

    def _sent(self, claims: Mapping[str, Any]) -> float | None:
        found = None if self._time is None else pointers.get(claims, pointers.parse(self._time))
        try:
            return timestamp(found).timestamp() if isinstance(found, str) else None
        except ValueError:
            return None


def _ids(accounts: Collection[str]) -> frozenset[str]:
    # A text is a collection of texts too: its letters.
    if isinstance(accounts, str) or not all(isinstance(each, str) for each in accounts):
        raise TypeError("accounts is a collection of ids as text, such as {'1', '2'}")
    if not accounts or "" in accounts:
        raise ValueError("accounts holds no id, or an empty one")
    return frozenset(accounts)


def _is_duration(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf


def _warn(logger: str, missing: str) -> None:
    mine = object()
    # One step, so that of several threads one warns.
    if _warned.setdefault(logger, mine) is mine:
        logging.getLogger(logger).warning(
            "verify() was called without %s: it accepts deliveries replayed or signed for other subscribers", missing
        )
