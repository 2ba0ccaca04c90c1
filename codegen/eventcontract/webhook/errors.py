"""Why a token is not accepted. No message holds anything of the token."""

from __future__ import annotations


class SignatureError(Exception):
    """The base of all of them: nothing that the token says may be believed."""


class MalformedToken(SignatureError):
    """It is no JSON Web Token in compact form: three parts in base64url, the first a JSON object."""


class TokenTooLarge(SignatureError):
    """It is longer than any token of the vendor; nothing of it was read."""


class WrongAlgorithm(SignatureError):
    """It names an algorithm other than the vendor's, such as one whose key is a shared secret."""


class UnsignedToken(WrongAlgorithm):
    """It says that nobody signed it: algorithm ``none``."""


class UnsupportedExtension(SignatureError):
    """It demands (``crit``) that the reader knows an extension of the format; none is known here."""


class MissingKeyId(SignatureError):
    """Its header does not name the key."""


class UnknownKey(SignatureError):
    """The key set has no key of that name, or was asked too short a time ago to be asked again."""


class UnsuitableKey(SignatureError):
    """The key of that name is not for signatures with this algorithm, or is too short for it."""


class BadSignature(SignatureError):
    """Another key signed it, or header or payload are not what was signed: the two look the same."""


class InvalidPayload(SignatureError):
    """What was signed is not a JSON object."""


class InvalidClaim(SignatureError):
    """One of its times (``exp``, ``nbf``, ``iat``) is not a number."""


class ExpiredToken(SignatureError):
    """Its time is over."""


class NotYetValid(SignatureError):
    """Its time has not come, or it was issued in the future."""


class KeySetUnavailable(SignatureError):
    """The key set cannot be had, or is none. The token may be good: have it delivered again."""
