"""The generated package that a command line is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from eventcontract.runtime import Package

if TYPE_CHECKING:
    from eventcontract.model import Contract


@dataclass(frozen=True)
class Bound:
    """The package that the commands are about."""

    package: Package
    title: str
    version: str

    @cached_property
    def contract(self) -> Contract:
        """Its contract, read on first use."""
        from eventcontract.model import load

        return load(self.file("contract.json").read_bytes())

    def file(self, *path: str) -> Traversable:
        """One of its files."""
        return resources.files(self.package.name).joinpath(*path)
