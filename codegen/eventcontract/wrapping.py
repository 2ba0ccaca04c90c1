"""From events to what a receiver is handed: the inverse of opening an envelope (``runtime.envelopes``).

Contract tests send what is made here, and the documentation shows it.
"""

from __future__ import annotations

import base64
import copy
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from eventcontract import pointers
from eventcontract.model import Contract, Form

# An envelope is recognized by members that need not say anything.
_EMPTY: dict[str, Any] = {"text": "", "object": {}, "array": [], "boolean": False, "number": 0, "content": ""}


def deliver(contract: Contract, form: Form, *payloads: Mapping[str, Any], sign: Callable[[str], str]) -> Any:
    """The delivery of ``payloads`` (events as decoded JSON) in ``form``.

    Bytes (UTF-8) if it is the event or its token alone, decoded JSON otherwise. ``sign`` makes a token in compact form
    from the claims, a JSON text; it is called for signed forms only.

    ``ValueError`` if the form holds exactly one event and is given another number of them.
    """
    if form.batch is None and len(payloads) != 1:
        raise ValueError(f"the form {form.name!r} takes one payload, not {len(payloads)}")
    wrapped = [_wrapped(contract, form, payload, sign) for payload in payloads]
    if form.batch is None:
        return wrapped[0]
    row = contract.batches[form.batch]
    if not row.items:
        return wrapped
    batch: dict[str, Any] = copy.deepcopy(form.batch_around)
    _put(batch, row.items, wrapped)
    _make_recognizable(batch, row.recognize)
    return batch


def _wrapped(contract: Contract, form: Form, payload: Mapping[str, Any], sign: Callable[[str], str]) -> Any:
    held: Any = payload
    if form.inside is not None:
        held = _wrapped(contract, contract.forms[form.inside], payload, sign)
        if isinstance(held, bytes):
            held = json.loads(held)
    text = json.dumps(held, ensure_ascii=False)
    if form.signed:
        text = sign(text)
    if form.envelope is None:
        return text.encode()
    envelope = contract.envelopes[form.envelope]
    result: dict[str, Any] = copy.deepcopy(form.around)
    if envelope.identifier is not None and _get(result, envelope.identifier) is None:
        _put(result, envelope.identifier, str(uuid.uuid5(uuid.NAMESPACE_OID, text)))
    _make_recognizable(result, envelope.recognize)
    for where, source in form.copies.items():
        if (value := _get(payload, source)) is not None:
            _put(result, where, value)
    for member, where in envelope.members.items():
        if member in payload:
            _put(result, where, copy.deepcopy(payload[member]))
    if envelope.content is not None:
        encoded = envelope.base64 if isinstance(envelope.base64, bool) else _get(result, envelope.base64) is True
        content: Any = base64.b64encode(text.encode()).decode() if encoded else text
        if isinstance(_get(result, envelope.content), dict):
            content = copy.deepcopy(held)
        _put(result, envelope.content, content)
    if envelope.any_of and all(_get(result, where) is None for where in envelope.any_of):
        _put(result, envelope.any_of[0], "")
    return result


def _make_recognizable(result: dict[str, Any], kinds: Mapping[str, str]) -> None:
    for where, kind in kinds.items():
        if _get(result, where) is None:
            _put(result, where, copy.copy(_EMPTY[kind]))


def _get(value: Any, where: str) -> Any:
    return pointers.get(value, pointers.parse(where))


def _put(value: dict[str, Any], where: str, new: Any) -> None:
    pointers.put(value, pointers.parse(where), new)
