# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Verify signed deliveries of Canvas LMS.

Pass the body of the request as it arrived, whatever its ``Content-Type``. The claims are the event:

    event = parse(verify(body, accounts={"…"}, max_age=3600))

How to answer:

- ``SignatureError``: an error status, such as 401. The delivery must not be trusted.
- ``KeySetUnavailable``: 503, so that it is delivered again. The delivery may be good.
- anything that ``parse`` refuses: store it and answer 2xx. It will be refused again.

A signature says who sent a delivery, not to whom or when. Canvas LMS signs the deliveries of all its
customers with the same keys: anyone who receives such deliveries can have theirs sent to you, and anyone
who has seen one of yours can send it again. ``accounts`` and ``max_age`` refuse them, ``fingerprint``
recognizes duplicates. Without either, ``verify`` logs one warning (``canvas_live_events.webhook``).

Nothing is fetched on import. Requires ``canvas-live-events[webhook]``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

try:
    from eventcontract.webhook import (
        BadSignature,
        ExpiredToken,
        InvalidClaim,
        InvalidPayload,
        KeySet,
        KeySetUnavailable,
        MalformedToken,
        MissingKeyId,
        NotYetValid,
        SignatureError,
        TokenTooLarge,
        TokenTooOld,
        UnknownKey,
        UnsignedToken,
        UnsuitableKey,
        UnsupportedExtension,
        WrongAccount,
        WrongAlgorithm,
    )
    from eventcontract.webhook import Limits as _Limits
    from eventcontract.webhook import verify as _verify
except ModuleNotFoundError as error:
    raise ImportError(
        f"{__name__} needs {error.name}: install 'canvas-live-events[webhook]'", name=error.name
    ) from error

ALGORITHM = "RS256"
"""The only accepted algorithm."""

KEY_SET = "https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks"
"""Where the public keys are. The set holds the previous, the current and the next key; every month, each moves up one
place.
"""

MAX_SIZE = 1400000
"""The length limit of a token, in characters."""

_published = KeySet(KEY_SET)


def verify(
    token: str | bytes | bytearray | memoryview,
    keys: KeySet | None = None,
    *,
    accounts: Collection[str] | None = None,
    max_age: float | None = None,
) -> dict[str, Any]:
    """Return the claims of ``token``, decoded: a delivery for ``parse``.

    ``token`` is a JSON Web Token in compact form, such as the body of a request; surrounding whitespace
    is allowed. It must be signed with ``ALGORITHM``, and its header parameter ``kid`` must name one
    of ``keys``: by default the published ones, fetched from ``KEY_SET`` when first needed, and cached.
    The claims ``exp``, ``nbf`` and ``iat`` are checked if present, with a leeway of a minute.

    ``accounts`` are the ids of the accounts whose events are accepted, compared as text with
    ``/metadata/root_account_uuid`` of the event. An event of another account, or without one,
    is refused.

    ``max_age`` is the age in seconds, give or take a minute, up to which a token is accepted. The age is
    counted from the claim ``iat`` or, without it, from ``/metadata/event_time`` of the event.
    3600 is recommended: it leaves room for all retries and for delays. Remember the fingerprints
    of handled events for longer than that, and nothing can be replayed.

    Raises a subclass of ``SignatureError`` that says what is wrong; ``KeySetUnavailable`` if the keys
    cannot be fetched or read; ``TypeError`` or ``ValueError`` for unsuitable arguments.
    """
    return _verify(
        token,
        _published if keys is None else keys,
        algorithm=ALGORITHM,
        key_id="kid",
        max_size=MAX_SIZE,
        limits=_Limits(
            account="/metadata/root_account_uuid",
            accounts=accounts,
            time="/metadata/event_time",
            max_age=max_age,
            logger=__name__,
        ),
    )


__all__ = [
    "ALGORITHM",
    "KEY_SET",
    "MAX_SIZE",
    "BadSignature",
    "ExpiredToken",
    "InvalidClaim",
    "InvalidPayload",
    "KeySet",
    "KeySetUnavailable",
    "MalformedToken",
    "MissingKeyId",
    "NotYetValid",
    "SignatureError",
    "TokenTooLarge",
    "TokenTooOld",
    "UnknownKey",
    "UnsignedToken",
    "UnsuitableKey",
    "UnsupportedExtension",
    "WrongAccount",
    "WrongAlgorithm",
    "verify",
]
