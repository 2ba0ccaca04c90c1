"""Signing as the vendor does, with a key that lives as long as the process. Knows joserfc."""

from __future__ import annotations

from typing import Any

from eventcontract.model import Signing
from eventcontract.testing.vendor.keyfile import new_key, token

#: The name of the key.
KEY_ID = "contract-tests"


class Signer:
    """Makes tokens as ``signing`` says, with a key that it generates."""

    def __init__(self, signing: Signing) -> None:
        self._signing = signing
        self._key = new_key(signing.algorithm, KEY_ID)

    def sign(self, claims: str) -> str:
        """A JSON Web Token in compact form whose claims are the JSON text ``claims``, byte for byte."""
        return token(self._signing, self._key, claims)

    def key_set(self) -> dict[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        return {"keys": [dict(self._key.as_dict(private=False))]}
