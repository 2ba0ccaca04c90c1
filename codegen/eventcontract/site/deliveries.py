"""One payload in every form in which it can arrive."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from typing import Any, NamedTuple

from eventcontract import pointers
from eventcontract.model import Contract, Form

_EMPTY = {"text": '""', "object": "{}", "array": "[]", "boolean": "false", "number": "0"}


class Delivery(NamedTuple):
    """What a receiver is handed: JSON, or a token in compact form whose last part, the signature, is left out."""

    form: Form
    text: str


def deliveries(contract: Contract, payload: str) -> list[Delivery]:
    """The event in the JSON text ``payload`` in each form of the contract."""
    return [Delivery(form, _delivered(contract, form, json.loads(payload))) for form in contract.forms.values()]


def _delivered(contract: Contract, form: Form, event: dict[str, Any]) -> str:
    if form.signed:
        return _token(contract, event)
    if form.envelope is None:
        return json.dumps(event, ensure_ascii=False, indent=2)
    wrapped = _wrapped(contract, form, event)
    if form.batch is not None:
        whole: dict[str, Any] = {}
        _set(whole, contract.batches[form.batch].items, [wrapped])
        wrapped = whole
    return json.dumps(wrapped, ensure_ascii=False, indent=2)


def _wrapped(contract: Contract, form: Form, event: dict[str, Any]) -> dict[str, Any]:
    row = contract.envelopes[form.envelope or ""]
    text = json.dumps(event, ensure_ascii=False)
    result = copy.deepcopy(form.around)
    if row.identifier is not None and _get(result, row.identifier) is None:
        _set(result, row.identifier, str(uuid.uuid5(uuid.NAMESPACE_OID, text)))
    for where, place in form.copies.items():
        if (found := _get(event, place)) is not None:
            _set(result, where, found)
    for member, where in row.members.items():
        if member in event:
            _set(result, where, event[member])
    if row.text is not None:
        encoded = row.base64 if isinstance(row.base64, bool) else _get(result, row.base64) is True
        _set(result, row.text, base64.b64encode(text.encode()).decode() if encoded else text)
    for where, kind in row.recognize.items():
        if _get(result, where) is None:
            _set(result, where, json.loads(_EMPTY[kind]))
    return result


def _token(contract: Contract, event: dict[str, Any]) -> str:
    assert contract.signing is not None
    header = {"alg": contract.signing.algorithm, contract.signing.key_id: "…"}
    parts = [json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (header, event)]
    encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "…"])


def _get(value: Any, where: str) -> Any:
    for step in pointers.parse(where):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _set(value: dict[str, Any], where: str, new: Any) -> None:
    *steps, last = pointers.parse(where)
    for step in steps:
        value = value.setdefault(step, {})
    value[last] = new
