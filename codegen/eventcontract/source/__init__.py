"""YAML -> model. Every problem is found in one pass and carries file:line:column."""

from eventcontract.source.problems import Problem, SpecError
from eventcontract.source.spec import load_spec

__all__ = ["Problem", "SpecError", "load_spec"]
