"""A signing key in a file, so that who signs and who serves the public key agree. Knows joserfc."""

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


class Signs(Protocol):
    """Whoever makes tokens."""

    def sign(self, claims: str) -> str:
        """A token in compact form whose claims are the JSON text ``claims``, byte for byte."""

    def key_set(self) -> dict[str, Any]:
        """The public keys as a JWK set (RFC 7517)."""


class KeyFile:
    """Signs as ``signing`` says, with the key in the file ``path``: a JWK, made on first use, for its owner alone.

    Raises ``OSError`` if the file can be neither read nor made, ``ValueError`` if what it holds is no
    private key for this algorithm.
    """

    def __init__(self, path: Path, signing: Signing) -> None:
        self._signing = signing
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            text = _made(path, new_key(signing.algorithm, secrets.token_hex(8)))
        try:
            self._key = import_key(json.loads(text))
            jws.JWSRegistry.algorithms[signing.algorithm].check_key(self._key)
            usable = self._key.is_private and isinstance(self._key.kid, str)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            usable = False
        if not usable:
            raise ValueError(f"{path} holds no private key for {signing.algorithm}: remove it, and a new one is made")

    def sign(self, claims: str) -> str:
        """A token in compact form whose claims are the JSON text ``claims``, byte for byte."""
        return token(self._signing, self._key, claims)

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        return {"keys": [dict(self._key.as_dict(private=False))]}


def new_key(algorithm: str, name: str) -> Key:
    """A private key for signatures with ``algorithm``."""
    words: Any = {"kid": name, "use": "sig", "alg": algorithm}
    if algorithm in _CURVES:
        return ECKey.generate_key(_CURVES[algorithm], words)
    return RSAKey.generate_key(_RSA_BITS, words)


def token(signing: Signing, key: Key, claims: str, *, name: str | None = None) -> str:
    """``claims`` signed with ``key``, which the token names by its own name or by ``name``."""
    header = {"alg": signing.algorithm, "typ": "JWT", signing.key_id: name or key.kid}
    registry = jws.JWSRegistry(algorithms=[signing.algorithm], strict_check_header=False)
    registry.max_payload_length = max(registry.max_payload_length, signing.max_size)
    return jws.serialize_compact(header, claims.encode(), key, registry=registry)


def _made(path: Path, key: Key) -> bytes:
    """What is in ``path``: ``key``, unless another process was faster."""
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
