"""Receiving signed deliveries: tokens and key sets. Knows joserfc."""

from eventcontract.webhook.errors import (
    BadSignature,
    ExpiredToken,
    InvalidClaim,
    InvalidPayload,
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
from eventcontract.webhook.keys import KeySet
from eventcontract.webhook.limits import Limits
from eventcontract.webhook.tokens import verify

__all__ = [
    "BadSignature",
    "ExpiredToken",
    "InvalidClaim",
    "InvalidPayload",
    "KeySet",
    "KeySetUnavailable",
    "Limits",
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
