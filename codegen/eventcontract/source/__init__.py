"""YAML -> model. Every problem is found in one pass and carries file:line:column."""

from eventcontract.source.pages import Pages, PageWords
from eventcontract.source.problems import Problem, SpecError
from eventcontract.source.spec import load_spec, load_with_pages

__all__ = ["PageWords", "Pages", "Problem", "SpecError", "load_spec", "load_with_pages"]
