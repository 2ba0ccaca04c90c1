"""A contract as a static site: pages of its own beside the files that machines read."""

from eventcontract.render.site.build import Command, Component, Guide, PageError, Site, build
from eventcontract.render.site.checks import problems
from eventcontract.render.site.layout import put

__all__ = ["Command", "Component", "Guide", "PageError", "Site", "build", "problems", "put"]
