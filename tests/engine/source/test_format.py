"""The format of a spec: one schema, the same everywhere, and the invented vendors together use every word of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eventcontract.source.structure import format_text
from tests.support.documents import read_yaml
from tests.vendors import SPECS

FORMAT = json.loads(format_text())


def test_the_copy_beside_the_spec_is_the_engine_s() -> None:
    assert (SPECS["canvas"] / "spec.schema.json").read_text(encoding="utf-8") == format_text()


def test_the_format_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(FORMAT)


def test_every_pattern_is_said_in_words() -> None:
    # Whoever breaks one reads these words; without them, reading a spec would fail.
    def patterns(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict):
            if isinstance(schema.get("pattern"), str):
                yield schema
            for each in schema.values():
                yield from patterns(each)

    found = list(patterns(FORMAT))
    assert [each for each in found if "x-form" not in each] == []
    assert len(found) > 5


@pytest.mark.parametrize("name", list(SPECS))
def test_every_file_has_the_hint_for_editors(name: str) -> None:
    for file in sorted(SPECS[name].rglob("*.yaml")):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        hint, _, target = first.partition("$schema=")
        assert hint == "# yaml-language-server: ", file
        # Editors are sent to the copy beside the spec, or to the engine's own.
        assert (file.parent / target).read_text(encoding="utf-8") == format_text(), file


def every_word(schema: dict[str, Any], where: str, seen: set[str]) -> Iterator[str]:
    """Every word that the format knows, as ``<part>.<word>``."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in seen:
            return
        seen.add(name)
        yield from every_word(FORMAT["$defs"][name], name, seen)
        return
    for word, inner in schema.get("properties", {}).items():
        yield f"{where}.{word}"
        yield from every_word(inner, f"{where}.{word}", seen)
    for inner in _inner(schema):
        yield from every_word(inner, where, seen)


def _inner(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from schema.get("patternProperties", {}).values()
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield schema[key]


def used_words(schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    """The words of the format that ``value`` uses, and the values of listed ones."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from used_words(FORMAT["$defs"][name], value, name)
        return
    if "enum" in schema:
        yield f"{where}={value}"
    if isinstance(value, list):
        for each in value:
            yield from used_words(schema.get("items", {}), each, where)
    if not isinstance(value, dict):
        return
    for key, content in value.items():
        if key in schema.get("properties", {}):
            yield f"{where}.{key}"
            yield from used_words(schema["properties"][key], content, f"{where}.{key}")
        else:
            for inner in _inner(schema):
                yield from used_words(inner, content, where)


def documents(spec: Path) -> Iterator[Any]:
    """The YAML files of a spec as data."""
    for file in sorted(spec.rglob("*.yaml")):
        yield read_yaml(file)


def used_by_invented_vendors() -> set[str]:
    """The words that the vendors of the tests use."""
    specs = [spec for vendor, spec in SPECS.items() if vendor != "canvas"]
    return {word for spec in specs for document in documents(spec) for word in used_words(FORMAT, document, "")}


def test_the_invented_vendors_use_every_word() -> None:
    known = set(every_word(FORMAT, "", set()))
    assert {"field.old_value_of", "channel.server.variables", "erratum.recognize.pattern"} <= _dotted(known)
    assert sorted(known - used_by_invented_vendors()) == []


def _dotted(words: set[str]) -> set[str]:
    return {word.lstrip(".") for word in words}


def test_the_invented_vendors_use_every_kind_and_effect() -> None:
    used = used_by_invented_vendors()
    for place, words in {
        "type.kind": FORMAT["$defs"]["type"]["properties"]["kind"]["enum"],
        "evidence": FORMAT["$defs"]["evidence"]["enum"],
        "erratum.effect": FORMAT["$defs"]["erratum"]["properties"]["effect"]["enum"],
        "erratum.tolerates": FORMAT["$defs"]["erratum"]["properties"]["tolerates"]["enum"],
        "field.nullable": FORMAT["$defs"]["field"]["properties"]["nullable"]["enum"],
    }.items():
        assert {f"{place}={word}" for word in words} <= used, place
