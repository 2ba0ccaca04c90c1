"""The sites of both vendors, built once."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from eventcontract.cli import package
from eventcontract.cli.commands.docs import guides, package_commands
from eventcontract.site import Component, Site, build
from tests.support.lazy import ForEach
from tests.vendors import SPECS, Vendor

COMPONENT = Component(name="a component 1.0", script=b"/* script */\n", style=b"/* style */\n", license=b"A license.\n")


@dataclass
class Block:
    """A block of code on a page."""

    language: str
    title: str = ""
    text: str = ""


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._title = ""
        self._in: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "figure":
            self._title = ""
        elif tag == "pre":
            self.blocks.append(Block(dict(attrs).get("data-language") or "", self._title))
        if tag in ("pre", "figcaption"):
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = None

    def handle_data(self, data: str) -> None:
        if self._in == "pre":
            self.blocks[-1].text += data
        elif self._in == "figcaption":
            self._title += data


@dataclass
class Built:
    """The site of one vendor."""

    vendor: Vendor
    files: dict[str, bytes]
    _blocks: dict[str, list[Block]] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """A file as text."""
        return self.files[path].decode()

    def blocks(self, path: str) -> list[Block]:
        """The code on a page, in order."""
        if path not in self._blocks:
            parser = _Blocks()
            parser.feed(self.text(path))
            self._blocks[path] = parser.blocks
        return self._blocks[path]

    @property
    def pages(self) -> list[str]:
        """The paths of all pages."""
        return [path for path in self.files if path.endswith(".html")]


def built(vendor: Vendor) -> Built:
    """A site with everything on it but the maintainer's commands, which are the same for all."""
    site = Site(
        guides=list(guides(SPECS[vendor.name])),
        programs={vendor.contract.catalogue.distribution: list(package_commands(package.main, vendor.contract))},
        component=COMPONENT,
    )
    return Built(vendor, build(vendor.contract, site))


@pytest.fixture(scope="session")
def sites(vendors: dict[str, Vendor]) -> dict[str, Built]:
    """Both sites."""
    return ForEach(vendors, built)


@pytest.fixture(scope="session", params=list(SPECS))
def site(request: pytest.FixtureRequest, sites: dict[str, Built]) -> Built:
    """Each site in turn."""
    return sites[request.param]
