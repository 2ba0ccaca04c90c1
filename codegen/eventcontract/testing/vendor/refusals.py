"""Deliveries that a receiver has to refuse, malformed or forged; each is named after its fault."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

from eventcontract import pointers
from eventcontract.model import Contract, Scalar, event_root, walk
from eventcontract.runtime import Package
from eventcontract.testing.allowed.editing import Place, at, drop, put
from eventcontract.testing.vendor.posts import PLAIN, SIGNED, Post
from eventcontract.testing.vendor.signing import new_key
from eventcontract.testing.vendor.signing import token as signed_token

#: Makes the request that delivers an event, given as a JSON text.
Deliver = Callable[[str], Post]


def malformed(contract: Contract, text: str, deliver: Deliver) -> Iterator[tuple[str, Post]]:
    """(fault, request) of deliveries that are not events at all, made from the event ``text``."""
    event = json.loads(text)
    media_type = deliver(text).media_type
    yield "an empty body", Post(b"", media_type)
    yield "not JSON", Post(b"event", media_type)
    yield "not UTF-8", Post(text.rstrip()[:-1].encode() + b', "\xff": 1}', PLAIN)
    yield "a truncated event", Post(deliver(text).body[: len(text) // 2], media_type)
    yield "JSON with NaN", deliver(text.rstrip()[:-1] + ', "extra": NaN}')
    if media_type == PLAIN:
        # A token could not hold these.
        yield "null", deliver("null")
        yield "an array", deliver("[]")
    yield "an object that is not an event", deliver("{}")
    yield "an event without its name", deliver(json.dumps(drop(event, contract.message.discriminator)))


def violations(
    contract: Contract, package: Package, name: str, text: str, deliver: Deliver
) -> Iterator[tuple[str, Post]]:
    """(fault, request) of events called ``name`` that a reader refuses, made from the event ``text``."""
    event = json.loads(text)
    reading = package.reading(name)
    for path, field in walk(event_root(contract, name)):
        if not field.required or path == contract.message.discriminator or "*" in path or not _is_present(event, path):
            continue
        where = pointers.build(path)
        wrong: Any = {} if isinstance(field.type, Scalar) else "text"
        for what, payload in (
            (f"without {where}", drop(event, path)),
            (f"null at {where}", put(event, path, None)),
            (f"wrong type at {where}", put(event, path, wrong)),
        ):
            if not reading.accepts(payload):
                yield what, deliver(json.dumps(payload, ensure_ascii=False))


def forged(contract: Contract, text: str, token: str, key_set: dict[str, Any]) -> Iterator[tuple[str, Post]]:
    """(fault, request) of deliveries that anybody could send, made from the event ``text`` and its valid ``token``.

    ``key_set`` holds the public keys, which everybody knows.
    """
    signing = contract.signing
    assert signing is not None
    head, claims, signature = token.split(".")
    known = key_set["keys"][0]
    other = new_key(signing.algorithm, "other")
    changed = _part(json.dumps(put(json.loads(text), (contract.message.body,), {"changed": True})).encode())
    tokens = {
        "signed with another key": signed_token(signing, other, text, name=known["kid"]),
        "signed with an unknown key": signed_token(signing, other, text),
        "changed after signing": f"{head}.{changed}.{signature}",
        "truncated signature": f"{head}.{claims}.{signature[: len(signature) // 2]}",
        "algorithm none": f"{_head(contract, known, 'none')}.{claims}.",
        "signed with the public key as a secret": _with_public_key(contract, known, claims),
    }
    for what, each in tokens.items():
        yield what, Post(each.encode(), SIGNED)
    yield "not signed", Post(text.encode(), PLAIN)
    yield "not signed, but labelled as signed", Post(text.encode(), SIGNED)


def _with_public_key(contract: Contract, known: dict[str, Any], claims: str) -> str:
    from joserfc.jwk import import_key

    key: Any = import_key(known)
    signed = f"{_head(contract, known, 'HS256')}.{claims}"
    return f"{signed}.{_part(hmac.digest(key.as_pem(private=False), signed.encode(), hashlib.sha256))}"


def _head(contract: Contract, known: dict[str, Any], algorithm: str) -> str:
    assert contract.signing is not None
    return _part(json.dumps({"alg": algorithm, "typ": "JWT", contract.signing.key_id: known["kid"]}).encode())


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _is_present(event: Any, path: Place) -> bool:
    try:
        return at(event, path) is not None
    except (KeyError, IndexError):
        return False
