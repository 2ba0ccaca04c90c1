"""A contract as a static site: pages for people, next to the machine-readable files."""

from eventcontract.site.build import Command, Component, Guide, PageError, Site, build
from eventcontract.site.checks import problems, warnings
from eventcontract.site.history import Release
from eventcontract.site.layout import put

__all__ = ["Command", "Component", "Guide", "PageError", "Release", "Site", "build", "problems", "put", "warnings"]
