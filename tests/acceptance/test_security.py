"""SECURITY.md names the tests that hold what it promises, and they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.engine.webhook.test_tokens import CASES
from tests.vendors import ROOT

TESTS = ROOT / "tests" / "engine" / "webhook"
ROW = re.compile(r"^\|(?P<what>[^|]+)\|(?P<answer>[^|]+)\|(?P<tests>[^|]+)\|$", re.MULTILINE)


def rows() -> dict[str, list[str]]:
    """Each row of the tables of attacks: what it is about, and the cases and tests that it names."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = text.partition("<!-- attacks -->")[2].partition("<!-- end of attacks -->")[0]
    found = {match["what"].strip(): re.findall("`([^`]+)`", match["tests"]) for match in ROW.finditer(table)}
    return {what: names for what, names in found.items() if what not in ("RFC 8725", "attack", "---")}


def defined_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_there_are_rows() -> None:
    assert len(rows()) >= 25


@pytest.mark.parametrize("what", rows())
def test_each_row_names_tests_that_exist(what: str) -> None:
    known = set(CASES).union(*(defined_in(file) for file in TESTS.glob("test_*.py")))
    assert rows()[what]
    assert set(rows()[what]) <= known
