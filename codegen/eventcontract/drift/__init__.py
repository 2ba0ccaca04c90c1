"""Saved pages of the vendor's documentation -> how they and the spec differ, and drafts of what is new.

A page is read in three steps. A reader for its form (``plain``, ``markdown``, ``html``) makes ``pieces`` of it, one
grammar (``grammar``, ``rows``, ``hashes``) makes documented events of these, and ``comparison`` compares them with the
spec. The words of the grammar are the vendor's, from its spec (``pages:``).
"""

from eventcontract.drift.comparison import Compared, Comparison
from eventcontract.drift.documented import Page
from eventcontract.drift.files import NotAPage
from eventcontract.drift.reading import read_page
from eventcontract.drift.rules import RULES, Finding
from eventcontract.drift.wording import edits

__all__ = ["RULES", "Compared", "Comparison", "Finding", "NotAPage", "Page", "edits", "read_page"]
