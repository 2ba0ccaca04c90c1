"""Deliveries in the forms of a contract, signed by a key of this process where a form is signed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eventcontract import wrapping
from eventcontract.model import Contract, Form

if TYPE_CHECKING:
    from eventcontract.testing.vendor.signing import Signer


class Forms:
    """The forms of ``contract``. ``extra`` is what to install for signed ones, such as ``package[testing]``."""

    def __init__(self, contract: Contract, extra: str) -> None:
        self._contract = contract
        self._extra = extra

    def named(self, name: str) -> Form:
        """The form called ``name``; ``ValueError``, listing the forms, if there is none."""
        __tracebackhide__ = True
        forms = self._contract.forms
        if name not in forms:
            raise ValueError(f"there is no form {name!r}: the forms are {', '.join(forms) or 'none'}")
        return forms[name]

    def deliver(self, name: str, *payloads: Mapping[str, Any]) -> Any:
        """The delivery of ``payloads`` in the form ``name``: see :func:`eventcontract.wrapping.deliver`."""
        return wrapping.deliver(
            self._contract, self.named(name), *payloads, sign=lambda claims: self.signer.sign(claims)
        )

    @cached_property
    def signer(self) -> Signer:
        """Signs with a key made on first use. ``ValueError`` if the contract has no signatures."""
        if self._contract.signing is None:
            raise ValueError("deliveries of this contract are not signed")
        try:
            from eventcontract.testing.vendor.signing import process_key
        except ModuleNotFoundError as error:
            raise ImportError(f"signing needs {error.name}: install '{self._extra}'", name=error.name) from error
        return process_key(self._contract.signing)
