"""What the contract tests of one generated package are made of; its module ``testing`` holds one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from eventcontract.model import Contract, load
from eventcontract.runtime import Package
from eventcontract.testing.selection import select

if TYPE_CHECKING:
    from eventcontract.testing.allowed.strategies import Strategies
    from eventcontract.testing.allowed.variations import Casebook
    from eventcontract.testing.forms import Forms

_F = TypeVar("_F", bound=Callable[..., Any])


class Suite:
    """Cases, strategies and forms of delivery of ``package``, which installing ``distribution`` provides.

    Each is made on first use, and so is what it imports.
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
        """The cases of every event."""
        from eventcontract.testing.allowed.variations import Casebook

        return Casebook(self.contract, self.forms.deliver)

    @cached_property
    def strategies(self) -> Strategies:
        """The Hypothesis strategies for every event; ``ImportError`` without Hypothesis."""
        self.require("hypothesis")
        from eventcontract.testing.allowed.strategies import Strategies

        return Strategies(self.casebook)

    def parametrize(self, patterns: tuple[str, ...], form: str | None, *, history: bool = False) -> Callable[[_F], _F]:
        """The decorator that marks a test function; the plugin makes a test of each case.

        Mistakes are reported here, where the traceback ends at the decorator: ``ValueError`` for an unknown event or
        form, ``TypeError`` for a decorator without parentheses, ``ImportError`` without pytest.
        """
        __tracebackhide__ = True
        self.require("pytest")
        import pytest

        if any(map(callable, patterns)):
            raise TypeError("call it: @parametrize()")
        select(patterns, self.package.events)
        if form is not None:
            self.forms.named(form)
        mark: Any = pytest.mark.contract(self, patterns, form, history)
        return lambda function: mark(function)

    def require(self, module: str, extra: str = "testing") -> None:
        """Raise ``ImportError``, naming the extra to install, unless ``module`` is installed."""
        if find_spec(module) is None:
            raise ImportError(f"this needs {module}: install '{self.distribution}[{extra}]'", name=module)
