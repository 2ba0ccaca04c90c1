"""Deliveries as receivers are handed them: events in the envelopes of the contract."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eventcontract import pointers
from eventcontract.model import Contract, Envelope, Form

if TYPE_CHECKING:
    from eventcontract.testing.vendor.keys import Signer


class Forms:
    """The forms of a contract; ``extra`` is what to install for those that are signed."""

    def __init__(self, contract: Contract, extra: str) -> None:
        self._contract = contract
        self._extra = extra

    def known(self, name: str) -> Form:
        """The form ``name``; ``ValueError``, with the names that there are, if there is none."""
        __tracebackhide__ = True
        forms = self._contract.forms
        if name not in forms:
            raise ValueError(f"there is no form {name!r}: the forms are {', '.join(forms) or 'none'}")
        return forms[name]

    def deliver(self, name: str, *payloads: Mapping[str, Any]) -> Any:
        """What a receiver is handed for ``payloads`` (events as decoded JSON).

        Bytes where the event, or its token, stands alone; decoded JSON otherwise. ``ValueError`` if
        there is no such form, or if it takes one payload and gets another number.
        """
        form = self.known(name)
        if form.batch is None and len(payloads) != 1:
            raise ValueError(f"the form {name!r} takes one payload, not {len(payloads)}")
        wrapped = [self._wrapped(form, payload) for payload in payloads]
        if form.batch is None:
            return wrapped[0]
        batch: dict[str, Any] = {}
        _set(batch, self._contract.batches[form.batch].items, wrapped)
        return batch

    def key_set(self) -> dict[str, Any]:
        """The public keys of what is signed here, as a JWK set (RFC 7517)."""
        return self.signer.key_set()

    @cached_property
    def signer(self) -> Signer:
        """Who signs; made on first use, with a key of its own. ``ValueError`` if the contract signs nothing."""
        if self._contract.signing is None:
            raise ValueError("deliveries of this contract are not signed")
        try:
            from eventcontract.testing.vendor.keys import Signer
        except ModuleNotFoundError as error:
            raise ImportError(f"signing needs {error.name}: install '{self._extra}'", name=error.name) from error
        return Signer(self._contract.signing)

    def _wrapped(self, form: Form, payload: Mapping[str, Any]) -> Any:
        text = json.dumps(payload, ensure_ascii=False)
        if form.signed:
            text = self.signer.sign(text)
        if form.envelope is None:
            return text.encode()
        row = self._contract.envelopes[form.envelope]
        result: dict[str, Any] = copy.deepcopy(form.around)
        if row.identifier is not None and not _has(result, row.identifier):
            _set(result, row.identifier, str(uuid.uuid5(uuid.NAMESPACE_OID, text)))
        for where, place in form.copies.items():
            found = _get(payload, place)
            if found is not None:
                _set(result, where, found)
        self._fill(row, result, payload, text)
        return result

    def _fill(self, row: Envelope, result: dict[str, Any], payload: Mapping[str, Any], text: str) -> None:
        for member, where in row.members.items():
            found = _get(payload, f"/{member}")
            if found is not None:
                _set(result, where, found)
        if row.text is not None:
            encoded = row.base64 if isinstance(row.base64, bool) else _get(result, row.base64) is True
            _set(result, row.text, base64.b64encode(text.encode()).decode() if encoded else text)
        # An envelope is known by members that it may have nothing else to say of.
        empty: dict[str, Any] = {"text": "", "object": {}, "array": [], "boolean": False, "number": 0}
        for where, kind in row.recognize.items():
            if not _has(result, where):
                _set(result, where, empty[kind])


def _get(value: Any, where: str) -> Any:
    for step in pointers.parse(where):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _has(value: Any, where: str) -> bool:
    return _get(value, where) is not None


def _set(value: dict[str, Any], where: str, new: Any) -> None:
    *steps, last = pointers.parse(where)
    for step in steps:
        value = value.setdefault(step, {})
    value[last] = new
