"""Verifying a JSON Web Token (RFC 7519) in the compact form of JWS (RFC 7515)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import Key, RSAKey
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact

from eventcontract.runtime.json_text import BadText, decode
from eventcontract.webhook.errors import (
    BadSignature,
    ExpiredToken,
    InvalidClaim,
    InvalidPayload,
    MalformedToken,
    MissingKeyId,
    NotYetValid,
    TokenTooLarge,
    UnsignedToken,
    UnsuitableKey,
    UnsupportedExtension,
    WrongAlgorithm,
)
from eventcontract.webhook.keys import KeySet
from eventcontract.webhook.limits import LEEWAY, Limits

#: The fewest bits of an RSA key (RFC 7518, 3.3).
_RSA_BITS = 2**11
#: The most bytes of a header and of a signature: room for a chain of certificates. A header is decoded before
#: anything is known about its sender, and a hostile one of a million bytes takes a tenth of a second.
_MAX_PART = 2**14


def verify(
    token: str | bytes | bytearray | memoryview,
    keys: KeySet,
    *,
    algorithm: str,
    key_id: str,
    max_size: int,
    limits: Limits | None = None,
    now: Callable[[], float] = time.time,
) -> dict[str, Any]:
    """The claims of ``token``, decoded, after checking its signature, its times and ``limits``.

    ``token`` is a JSON Web Token in compact form, surrounding whitespace allowed, of at most ``max_size``
    characters. It must be signed with ``algorithm``, and its header parameter ``key_id`` must name
    one of ``keys``. The claims ``exp``, ``nbf`` and ``iat`` are compared, if present, with ``now``
    (seconds since 1970), with a leeway of :data:`LEEWAY` seconds.

    Raises a subclass of :class:`SignatureError` that says what is wrong, :class:`KeySetUnavailable` if the
    keys cannot be fetched or read, ``TypeError`` if ``token`` is neither text nor bytes.
    """
    registry = _registry(algorithm, max_size)
    signature = _opened(token, max_size, registry)
    header = signature.headers()
    _check_header(header, algorithm, key_id)
    key = _suitable(keys.find(header[key_id]), algorithm)
    if not _is_signed(signature, key, registry):
        raise BadSignature("the signature does not match the token and the key that it names")
    claims = _claims(signature.payload)
    moment = now()
    _check_times(claims, moment)
    if limits is not None:
        limits.check(claims, moment)
    return claims


@cache
def _registry(algorithm: str, max_size: int) -> JWSRegistry:
    """The library's rules with the vendor's limits; unknown header parameters are ignored (RFC 7515, 4)."""
    registry = JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length = registry.max_signature_length = _MAX_PART
    registry.max_payload_length = max_size
    return registry


def _opened(token: Any, max_size: int, registry: JWSRegistry) -> CompactSignature:
    if not isinstance(token, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"a token is text or bytes, not {type(token).__name__}")
    size = 0
    with suppress(ValueError):  # the memory of a view can have been released
        size = token.nbytes if isinstance(token, memoryview) else len(token)
    if size > max_size:
        raise TokenTooLarge(f"the token has {size} characters; the limit is {max_size}")
    # What the library raises quotes the token, and a cause would carry it along.
    with suppress(JoseError, ValueError, TypeError, RecursionError):
        data = token.encode("ascii") if isinstance(token, str) else bytes(token)
        signature = extract_compact(data.strip(), registry=registry)
        if isinstance(signature.headers(), dict):
            return signature
    raise MalformedToken("not a JSON Web Token in compact form")


def _check_header(header: Mapping[str, Any], algorithm: str, key_id: str) -> None:
    if header["alg"] == "none":
        raise UnsignedToken("the token is unsigned (alg: none)")
    if header["alg"] != algorithm:
        raise WrongAlgorithm(f"the token is not signed with {algorithm}")
    if "crit" in header:
        raise UnsupportedExtension("the token requires an extension of the format (crit)")
    if not isinstance(header.get(key_id), str):
        raise MissingKeyId(f"the token's header does not name the key ({key_id})")


def _suitable(keys: tuple[Key, ...], algorithm: str) -> Key:
    for key in keys:
        with suppress(JoseError):
            JWSRegistry.algorithms[algorithm].check_key(key)
            key.check_key_op("verify")
            if not isinstance(key, RSAKey) or key.public_key.key_size >= _RSA_BITS:
                return key
    raise UnsuitableKey(f"the key that the token names cannot be used for signatures with {algorithm}")


def _is_signed(signature: CompactSignature, key: Key, registry: JWSRegistry) -> bool:
    with suppress(JoseError):
        return validate_compact(signature, key, registry=registry)
    raise MalformedToken("a parameter of the token's header has the wrong type")


def _claims(payload: bytes) -> dict[str, Any]:
    claims = None
    with suppress(BadText):
        claims = decode(payload)
    if not isinstance(claims, dict):
        raise InvalidPayload("the payload of the token is not a JSON object")
    return claims


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    times = {name: claims[name] for name in ("exp", "nbf", "iat") if name in claims}
    for name, value in times.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidClaim(f"the claim {name} of the token is not a number")
    if "exp" in times and times["exp"] <= now - LEEWAY:
        raise ExpiredToken("the token has expired")
    if "nbf" in times and times["nbf"] > now + LEEWAY:
        raise NotYetValid("the token is not valid yet")
    if "iat" in times and times["iat"] > now + LEEWAY:
        raise NotYetValid("the token was issued in the future")
