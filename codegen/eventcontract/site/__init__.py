"""A contract as a static site: pages of its own beside the files that machines read."""

from eventcontract.site.build import Command, Component, Guide, PageError, Site, build
from eventcontract.site.checks import problems
from eventcontract.site.layout import put

__all__ = ["Command", "Component", "Guide", "PageError", "Site", "build", "problems", "put"]
