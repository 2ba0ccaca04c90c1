"""One payload in every form in which it can arrive, as the site shows it."""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple

from eventcontract import wrapping
from eventcontract.model import Contract, Form


class Delivery(NamedTuple):
    """A delivery as text: indented JSON, or a token in compact form (RFC 7515) without its signature."""

    form: Form
    text: str


def deliveries(contract: Contract, payload: str) -> list[Delivery]:
    """The event ``payload`` (a JSON text) in each form of delivery, in the order of the contract."""
    event = json.loads(payload)

    def text(form: Form) -> str:
        delivery = wrapping.deliver(contract, form, event, sign=lambda claims: _token(contract, claims))
        if not isinstance(delivery, bytes):
            return _indented(delivery)
        return delivery.decode() if form.signed else _indented(json.loads(delivery))

    return [Delivery(form, text(form)) for form in contract.forms.values()]


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _token(contract: Contract, claims: str) -> str:
    """A token with ``claims``, without key and signature: there is nothing to read in them."""
    assert contract.signing is not None
    header = json.dumps({"alg": contract.signing.algorithm, contract.signing.key_id: "…"}, ensure_ascii=False)
    parts = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (header, claims)]
    return ".".join([*parts, "…"])
