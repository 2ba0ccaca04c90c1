"""Why a schema refuses a payload: what findings say besides rule and place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eventcontract.runtime.explain import Reading

ODD = {
    "type": "object",
    "required": ["a/b", "c/d"],
    "properties": {"a/b": {"type": "string"}, "c/d": {"type": "string"}},
}


def found(erratum: dict[str, Any], payload: Any) -> list[tuple[str, str | None]]:
    """(pointer, erratum) of each finding of a schema with one erratum."""
    schema = {"properties": {"body": ODD}, "x-errata": [{"id": "known", "effect": "refused", **erratum}]}
    return [(each.pointer, each.erratum) for each in Reading(json.dumps(schema)).refusals(payload, "error")]


@pytest.mark.parametrize("pointer", ["/body/a~1b", "/body/c~1d"])
def test_an_erratum_is_named_where_a_key_must_be_escaped(pointer: str) -> None:
    other = {"/body/a~1b": "/body/c~1d", "/body/c~1d": "/body/a~1b"}[pointer]
    assert sorted(found({"pointers": [pointer]}, {"body": {"a/b": 1, "c/d": 2}})) == sorted(
        [(pointer, "known"), (other, None)]
    )
    assert sorted(found({"pointers": [pointer]}, {"body": {}})) == sorted([(pointer, "known"), (other, None)])


@pytest.mark.parametrize(("pattern", "named"), [(None, True), ("[0-9]+ kg", True), ("[0-9]+ g", False)])
def test_an_erratum_is_recognized_by_a_key_that_must_be_escaped(pattern: str | None, named: bool) -> None:
    recognize = {"pointer": "/body/a~1b"} if pattern is None else {"pointer": "/body/a~1b", "pattern": pattern}
    erratum = {"pointers": ["/body/c~1d"], "recognize": recognize}
    assert found(erratum, {"body": {"a/b": "7 kg", "c/d": 2}}) == [("/body/c~1d", "known" if named else None)]
    assert ("/body/c~1d", None) in found(erratum, {"body": {"c/d": 2}})
