# Generated from the spec by 'eventcontract generate'. Do not edit.
"""Signed deliveries: that Canvas LMS sent them, and that nobody changed them on the way.

A receiver hands over the body of the request as it came, whatever its ``Content-Type`` says, and
parses the claims, which are the event:

    event = parse(verify(body))

What is not verified is refused with a ``SignatureError``: answer with an error status, and it may be
delivered again. A good signature says who sent a delivery, not to whom: those for other subscribers
bear the same one. Compare what names the account, if that matters. A delivery can also arrive
twice, or be replayed by somebody who has seen it: ``fingerprint`` tells.

Nothing is fetched at import. Needs ``canvas-live-events[webhook]``.
"""

from __future__ import annotations

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
        UnknownKey,
        UnsignedToken,
        UnsuitableKey,
        UnsupportedExtension,
        WrongAlgorithm,
    )
    from eventcontract.webhook import verify as _verify
except ModuleNotFoundError as error:
    raise ImportError(
        f"{__name__} needs {error.name}: install 'canvas-live-events[webhook]'", name=error.name
    ) from error

ALGORITHM = "RS256"
"""The only algorithm that counts."""

KEY_SET = "https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks"
"""Where the public keys are. The set holds the previous, the current and the next key; monthly, each moves up one place.
"""

MAX_SIZE = 1400000
"""The most characters that a token can have."""

_published = KeySet(KEY_SET)


def verify(token: str | bytes | bytearray | memoryview, keys: KeySet | None = None) -> dict[str, Any]:
    """The claims of ``token``, decoded: what ``parse`` takes.

    ``token`` is a JSON Web Token in compact form, such as the body of a request; blanks around it are
    allowed. It must be signed with ``ALGORITHM``, and its header parameter ``kid`` must name one of
    ``keys``: by default the published ones, fetched from ``KEY_SET`` when they are first needed and
    kept. The claims ``exp``, ``nbf`` and ``iat`` count where they are present, give or take a minute.

    Raises a subclass of ``SignatureError`` that says what is wrong, among them ``KeySetUnavailable``
    where the fault is not the token's; ``TypeError`` if ``token`` is neither text nor bytes.
    """
    return _verify(
        token,
        _published if keys is None else keys,
        algorithm=ALGORITHM,
        key_id="kid",
        max_size=MAX_SIZE,
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
    "UnknownKey",
    "UnsignedToken",
    "UnsuitableKey",
    "UnsupportedExtension",
    "WrongAlgorithm",
    "verify",
]
