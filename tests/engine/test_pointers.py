"""JSON Pointers: taken apart, put together and followed in one place, by the rules of RFC 6901."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import eventcontract
from eventcontract import pointers

ENGINE = Path(str(eventcontract.__file__)).parent
MODULES = sorted(file for file in ENGINE.rglob("*.py") if file.name != "pointers.py")

#: The document and the pointers of RFC 6901, section 5.
DOCUMENT = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}
EXAMPLES: dict[str, Any] = {
    "": DOCUMENT,
    "/foo": ["bar", "baz"],
    "/foo/0": "bar",
    "/": 0,
    "/a~1b": 1,
    "/c%d": 2,
    "/e^f": 3,
    "/g|h": 4,
    "/i\\j": 5,
    '/k"l': 6,
    "/ ": 7,
    "/m~0n": 8,
}


@pytest.mark.parametrize("pointer", EXAMPLES)
def test_the_examples_of_the_standard(pointer: str) -> None:
    path = pointers.parse(pointer)
    assert pointers.get(DOCUMENT, path) == EXAMPLES[pointer]
    assert pointers.build(path) == pointer


@pytest.mark.parametrize("step", ["2", "-", "-1", "00", "01", "1.0", " 1", "+1", "1_0", "\u0661", "", "x", "9" * 5000])
def test_an_index_is_digits_without_leading_zeros(step: str) -> None:
    assert pointers.get(DOCUMENT, ("foo", step)) is None


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(ENGINE).as_posix())
def test_no_other_module_takes_pointers_apart(module: Path) -> None:
    # Each copy of these few lines once forgot something else.
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            assert node.value not in ("~0", "~1"), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            assert not (node.args and ast.unparse(node.args[0]) == "'/'"), f"line {node.lineno}"
