"""The context in which the commands of a generated package run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from eventcontract.model import Contract
    from eventcontract.runtime import Package
    from eventcontract.testing.suite import Suite
    from eventcontract.testing.vendor.signing import Signer


@dataclass(frozen=True)
class HelpContext:
    """Facts for help texts: the contract's title and version, and its events with their classes."""

    title: str
    version: str
    events: Mapping[str, str]


@dataclass(frozen=True)
class CommandContext(HelpContext):
    """The package that commands read, and the distribution that its users install."""

    package: Package
    distribution: str

    @cached_property
    def contract(self) -> Contract:
        """The package's contract, read on first use."""
        from eventcontract.model import load

        return load(self.file("contract.json").read_bytes())

    def file(self, *path: str) -> Traversable:
        """A file of the package."""
        return resources.files(self.package.name).joinpath(*path)

    def suite(self) -> Suite:
        """The package's contract tests."""
        from eventcontract.testing.suite import Suite

        return Suite(self.package, distribution=self.distribution)

    def key_file(self, path: Path | None) -> Signer:
        """The key that deliveries are signed with, by default this user's.

        Raises ``ValueError`` if the vendor does not sign, or if the file holds no such key.
        """
        from eventcontract.testing.vendor.signing import key_file

        if self.contract.signing is None:
            raise ValueError(f"{self.contract.catalogue.vendor} does not sign its deliveries")
        return key_file(path or Path(click.get_app_dir(self.distribution), "test-key.json"), self.contract.signing)


pass_context = click.make_pass_decorator(CommandContext)


def help_context(ctx: click.Context) -> HelpContext:
    """What ``ctx`` was started with."""
    found = ctx.find_object(HelpContext)
    assert found is not None
    return found
