"""Redactors for tests, and what they must leave alone."""

from __future__ import annotations

import json
from typing import Any

from eventcontract.redaction import Pseudonyms, Redactor
from tests.vendors import Vendor

KEY = b"not secret, but as long as a key: 0123456789"


def redactor_of(vendor: Vendor, key: bytes = KEY) -> Redactor:
    """A redactor of the vendor's deliveries."""
    return Redactor(vendor.contract, vendor.package._package.table, Pseudonyms(key))


def as_bytes(delivery: Any) -> bytes | None:
    """A delivery as it would be in a file; ``None`` if it is not JSON at all."""
    if isinstance(delivery, (bytes, bytearray)):
        return bytes(delivery)
    try:
        text = delivery if isinstance(delivery, str) else json.dumps(delivery, ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (TypeError, ValueError):
        return None


def findings(vendor: Vendor, delivery: bytes) -> list[tuple[str, str, str]]:
    """What ``check`` finds in a delivery, sorted, because pseudonyms of unknown keys are: levels, rules, places."""
    return sorted((each.level, each.rule, each.pointer) for each in vendor.package.check(delivery))
