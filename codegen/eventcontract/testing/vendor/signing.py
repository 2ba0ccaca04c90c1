"""Signing as the vendor does, with a key of this process or one kept in a file. Knows joserfc."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any, Protocol

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey, import_key

from eventcontract.model import Signing

_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_RSA_BITS = 2**11


class Signer(Protocol):
    """Makes tokens, and publishes the key that verifies them."""

    def sign(self, claims: str) -> str:
        """A JSON Web Token in compact form whose claims are the JSON text ``claims``, byte for byte."""

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""


class KeySigner:
    """Signs as ``signing`` says, with ``key``."""

    def __init__(self, signing: Signing, key: Key) -> None:
        self._signing = signing
        self._key = key

    def sign(self, claims: str) -> str:
        """A JSON Web Token in compact form whose claims are the JSON text ``claims``, byte for byte."""
        return token(self._signing, self._key, claims)

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        return {"keys": [dict(self._key.as_dict(private=False))]}


def process_key(signing: Signing) -> KeySigner:
    """A signer with a new key, which lives as long as the process."""
    return KeySigner(signing, new_key(signing.algorithm, "contract-tests"))


def key_file(path: Path, signing: Signing) -> KeySigner:
    """A signer with the key in the file ``path``, so that the one who signs and the one who serves the key agree.

    The file holds a JWK. It is made on first use, readable by its owner only.

    ``OSError`` if the file can be neither read nor made, ``ValueError`` if it does not hold a private key
    for the algorithm of ``signing``.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        text = _created(path, new_key(signing.algorithm, secrets.token_hex(8)))
    try:
        key = import_key(json.loads(text))
        jws.JWSRegistry.algorithms[signing.algorithm].check_key(key)
        usable = key.is_private and isinstance(key.kid, str)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        usable = False
    if not usable:
        raise ValueError(f"{path} does not hold a private key for {signing.algorithm}: delete it to have one made")
    return KeySigner(signing, key)


def new_key(algorithm: str, name: str) -> Key:
    """A private key for signatures with ``algorithm``."""
    parameters: Any = {"kid": name, "use": "sig", "alg": algorithm}
    if algorithm in _CURVES:
        return ECKey.generate_key(_CURVES[algorithm], parameters)
    return RSAKey.generate_key(_RSA_BITS, parameters)


def token(signing: Signing, key: Key, claims: str, *, name: str | None = None) -> str:
    """``claims`` signed with ``key``; the token names the key ``name``, if given, instead of its real name."""
    header = {"alg": signing.algorithm, "typ": "JWT", signing.key_id: name or key.kid}
    registry = jws.JWSRegistry(algorithms=[signing.algorithm], strict_check_header=False)
    registry.max_payload_length = max(registry.max_payload_length, signing.max_size)
    return jws.serialize_compact(header, claims.encode(), key, registry=registry)


def _created(path: Path, key: Key) -> bytes:
    """The content of ``path``: ``key``, unless another process was faster."""
    text = json.dumps(key.as_dict(private=True), indent=1).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
        os.link(new, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        new.unlink(missing_ok=True)
    return text
