"""Why a delivery is refused. No message contains anything from the token."""

from __future__ import annotations


class SignatureError(Exception):
    """Base class: the delivery must not be trusted."""


class MalformedToken(SignatureError):
    """Not a JSON Web Token in compact form: three base64url parts, the first a JSON object."""


class TokenTooLarge(SignatureError):
    """The token is longer than any the vendor sends. It was not read."""


class WrongAlgorithm(SignatureError):
    """The token names an algorithm other than the vendor's, such as one with a shared secret."""


class UnsignedToken(WrongAlgorithm):
    """The token is unsigned: its algorithm is ``none``."""


class UnsupportedExtension(SignatureError):
    """The header declares an extension critical (``crit``); none is supported."""


class MissingKeyId(SignatureError):
    """The header does not name the key."""


class UnknownKey(SignatureError):
    """The key set has no key with this name, and was fetched too recently to be fetched again."""


class UnsuitableKey(SignatureError):
    """The named key is not meant for signatures with this algorithm, or is too short for it."""


class BadSignature(SignatureError):
    """The signature does not match: another key signed the token, or the token was changed."""


class InvalidPayload(SignatureError):
    """The signed payload is not a JSON object."""


class InvalidClaim(SignatureError):
    """A time claim (``exp``, ``nbf`` or ``iat``) is not a number."""


class ExpiredToken(SignatureError):
    """The token has expired (``exp``)."""


class NotYetValid(SignatureError):
    """The token is not valid yet, or was issued in the future."""


class WrongAccount(SignatureError):
    """The event belongs to an account that is not among the accepted ones, or names no account."""


class TokenTooOld(SignatureError):
    """The token was issued longer ago than is accepted, or does not say when it was issued."""


class KeySetUnavailable(Exception):
    """The key set cannot be fetched or read. The token may be good: have it delivered again.

    Not a :class:`SignatureError`: the fault is not the sender's.
    """
