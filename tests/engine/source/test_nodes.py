"""YAML is resolved by the core schema of YAML 1.2, and positions count from 1."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventcontract.source import nodes


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("010", "010"),
        ("-07", "-07"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("2019-11-01", "2019-11-01"),
        ("2019-11-01T19:11:26Z", "2019-11-01T19:11:26Z"),
        ("'true'", "true"),
        ('"7"', "7"),
        ("'~'", "~"),
        ("=", "="),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("10000000000000", 10_000_000_000_000),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("tRue", "tRue"),
        ("1.2.3", "1.2.3"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  one\n  line\n", "one line"),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    document = nodes.read("x.yaml", f"key: {text}\n")
    assert document.problems == []
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


def test_keys_are_always_text() -> None:
    assert nodes.read("x.yaml", "on: 1\n7: 2\ntrue: 3\n010: 4\n").value == {"on": 1, "7": 2, "true": 3, "010": 4}


@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "duplicate-key", "line 1"),
        ("a:\n  - {x: 1, x: 2}\n", 2, 12, "duplicate-key", "'x'"),
        ("a: &here 1\n", 1, 4, "invalid-yaml", "anchor 'here'"),
        ("a: &here 1\nb: *here\n", 2, 4, "invalid-yaml", "alias 'here'"),
        ("a:\n  <<: {b: 1}\n", 2, 3, "invalid-yaml", "merge key"),
        ("a: !!python/name:os.system x\n", 1, 4, "invalid-yaml", "tag"),
        ("a: !mine x\n", 1, 4, "invalid-yaml", "tag"),
        ("a: !!str 7\n", 1, 4, "invalid-yaml", "tag"),
        ("? [a]\n: 1\n", 1, 3, "invalid-yaml", "a key must be text"),
        ("a: [1\n", 2, 1, "invalid-yaml", ""),
        ("a: b: c\n", 1, 5, "invalid-yaml", ""),
        ("a: 1\n---\nb: 2\n", 2, 1, "invalid-yaml", ""),
        ("a: \x07\n", 1, 1, "invalid-yaml", ""),
    ],
)
def test_what_is_refused(text: str, line: int, column: int, rule: str, words: str) -> None:
    found = nodes.read("x.yaml", text).problems
    assert any(
        (problem.line, problem.column, problem.rule) == (line, column, rule) and words in problem.message
        for problem in found
    ), found


def test_positions_of_values_and_keys() -> None:
    document = nodes.read("x.yaml", "a:\n  b:\n    - 1\n    - c: 2\n")
    assert document.marks["a", "b", 1, "c"] == (4, 10)
    assert document.keys["a", "b", 1, "c"] == (4, 7)
    assert document.problem(("a", "b", 0), "rule", "text").line == 3
    # What is not in the file stands at what is above it.
    missing = document.problem(("a", "b", 1, "d", "e"), "rule", "text", at_key=True)
    assert (missing.line, missing.column) == (4, 7)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,?<\n 0", max_size=40))
def test_any_text_is_read_or_has_problems(text: str) -> None:
    document = nodes.read("x.yaml", text)
    for problem in document.problems:
        assert problem.line >= 1
        assert problem.column >= 1
