"""Copies of deliveries without what is personal in them, for tests and for analysis.

:class:`Redactor` rewrites one delivery, :class:`Pseudonyms` makes the values that it puts in.
"""

from eventcontract.redaction.keys import WeakKey, read_key
from eventcontract.redaction.pseudonyms import Pseudonyms
from eventcontract.redaction.redactor import Redactor

__all__ = ["Pseudonyms", "Redactor", "WeakKey", "read_key"]
