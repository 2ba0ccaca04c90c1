"""The contract tests of one generated package; what its module ``testing`` gives to its users."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from eventcontract.model import Contract, load
from eventcontract.runtime import Package
from eventcontract.testing import selection
from eventcontract.testing.cases import Case

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from eventcontract.testing.allowed.strategies import Strategies
    from eventcontract.testing.allowed.variations import Casebook
    from eventcontract.testing.forms import Forms

_F = TypeVar("_F", bound=Callable[..., Any])


class Suite:
    """Cases, deliveries and strategies of the generated ``package``, which ``distribution`` installs.

    Everything is made of the contract, which is read on first use.
    """

    def __init__(self, package: Package, *, distribution: str) -> None:
        self.package = package
        self.distribution = distribution

    @cached_property
    def contract(self) -> Contract:
        """The contract of the package."""
        return load(resources.files(self.package.name).joinpath("contract.json").read_bytes())

    @cached_property
    def forms(self) -> Forms:
        """The forms in which deliveries arrive."""
        from eventcontract.testing.forms import Forms

        return Forms(self.contract, f"{self.distribution}[testing]")

    @cached_property
    def casebook(self) -> Casebook:
        from eventcontract.testing.allowed.variations import Casebook

        return Casebook(self.contract, self.forms)

    @cached_property
    def strategies(self) -> Strategies:
        self._need("hypothesis")
        from eventcontract.testing.allowed.strategies import Strategies

        return Strategies(self.casebook)

    def cases(self, *patterns: str, seed: int = 0) -> list[Case]:
        """See the generated function of the same name."""
        names = selection.select(patterns, self.package.events)
        return self.casebook.cases(names, seed)

    def parametrize(self, *patterns: str, delivered: str | None = None) -> Callable[[_F], _F]:
        """See the generated function of the same name."""
        __tracebackhide__ = True
        self._need("pytest")
        import pytest

        if any(map(callable, patterns)):
            raise TypeError("parametrize has parentheses, also without a pattern: @parametrize()")
        selection.select(patterns, self.package.events)
        if delivered is not None:
            self.forms.known(delivered)
        mark: Any = pytest.mark.contract(self, patterns, delivered)
        return lambda function: mark(function)

    def deliver(self, form: str, *payloads: Mapping[str, Any]) -> Any:
        """See the generated function of the same name."""
        return self.forms.deliver(form, *payloads)

    def event(self, name: str) -> SearchStrategy[dict[str, Any]]:
        """See the generated function of the same name."""
        return self.strategies.event(selection.one(name, self.package.events))

    def events(self, *patterns: str) -> SearchStrategy[dict[str, Any]]:
        """See the generated function of the same name."""
        return self.strategies.union(selection.select(patterns, self.package.events))

    def probe(self, app: Any, path: str, *patterns: str, **options: Any) -> None:
        """See the generated function of the same name."""
        __tracebackhide__ = True
        self._need("schemathesis", "probe")
        from eventcontract.testing.vendor.probing import probe_app

        probe_app(self, app, path, *patterns, **options)

    def _need(self, module: str, extra: str = "testing") -> None:
        from importlib.util import find_spec

        if find_spec(module) is None:
            raise ImportError(f"this needs {module}: install '{self.distribution}[{extra}]'", name=module)
