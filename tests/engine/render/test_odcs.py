"""The data contract: valid under the standard's own schema, and the columns that tables have."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest

from tests.support.documents import read_yaml
from tests.support.lazy import ForEach
from tests.vendors import Vendor

Document = dict[str, Any]
Leaf = tuple[tuple[str, ...], str, bool]

#: The types of Arrow by those of the contract, logical and physical.
TYPES = {
    ("string", None): "string",
    ("integer", "bigint"): "int64",
    ("integer", "smallint"): "int16",
    ("number", "double"): "double",
    ("boolean", None): "bool",
    ("timestamp", None): "timestamp[us, tz=UTC]",
    ("date", None): "date32[day]",
}


@pytest.fixture(scope="module")
def documents(vendors: dict[str, Vendor]) -> dict[str, Document]:
    """The published document of each vendor."""
    return ForEach(vendors, lambda vendor: read_yaml(vendor.directory / "odcs.yaml"))


@pytest.fixture
def document(vendor: Vendor, documents: dict[str, Document]) -> Document:
    """The published document of the vendor at hand."""
    return documents[vendor.name]


@pytest.fixture(scope="module")
def standard() -> Any:
    """A validator for documents, by the JSON Schema that the standard publishes."""
    text = resources.files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["properties"]["apiVersion"]["default"] == "v3.1.0"
    return jsonschema.validators.validator_for(schema)(schema)


def test_the_standard_accepts_it(document: Document, standard: Any) -> None:
    assert [error.message for error in standard.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("apiVersion", "v9"),
        ("kind", "Contract"),
        ("logicalType", "text"),
        ("required", "yes"),
        ("classifikation", "sensitive"),
    ],
)
def test_a_spoiled_one_is_noticed(documents: dict[str, Document], standard: Any, place: str, value: Any) -> None:
    """So that the test before can fail."""
    document = copy.deepcopy(documents["beacon"])
    holder = document if place in document else document["schema"][0]["properties"][0]
    holder[place] = value
    assert not standard.is_valid(document)


def described(properties: list[Document], path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The path of each leaf of the contract, with its type in Arrow and whether it can be null."""
    for each in properties:
        yield from described_one(each, (*path, each["name"]), not each.get("required", False))


def described_one(each: Document, path: tuple[str, ...], nullable: bool) -> Iterator[Leaf]:
    if each["logicalType"] == "object":
        yield path, "struct", nullable
        yield from described(each["properties"], path)
    elif each["logicalType"] == "array":
        yield path, "list", nullable
        yield from described_one(each["items"], (*path, "*"), False)
    else:
        yield path, TYPES[each["logicalType"], each.get("physicalType")], nullable


def rendered(fields: list[Document], path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The same of an Arrow schema."""
    for field in fields:
        yield from rendered_one(field["type"], (*path, field["name"]), field["nullable"])


def rendered_one(of: Any, path: tuple[str, ...], nullable: bool) -> Iterator[Leaf]:
    if isinstance(of, str):
        yield path, of, nullable
    elif "list" in of:
        yield path, "list", nullable
        yield from rendered_one(of["list"], (*path, "*"), False)
    else:
        yield path, "struct", nullable
        yield from rendered(of["struct"], path)


def test_its_tables_are_those_of_arrow(vendor: Vendor, document: Document) -> None:
    """One for each event, with the same columns of the same types; optional ones can be null."""
    assert [table["name"] for table in document["schema"]] == [*vendor.contract.events]
    for table in document["schema"]:
        schema = json.loads((vendor.directory / "tables" / f"{table['name']}.json").read_bytes())
        assert [*described(table["properties"])] == [*rendered(schema["fields"])]


def test_names_of_tables_need_no_quotes(document: Document) -> None:
    """Or there is another one that does not."""
    names = [table.get("physicalName", table["name"]) for table in document["schema"]]
    assert all(name.isidentifier() and name.isascii() for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_personal_data_is_marked(vendor: Vendor, document: Document) -> None:
    """By a classification, where the contract says that values are sensitive."""
    for table in document["schema"]:
        (extras,) = [each for each in table["properties"] if each["name"] == "_extras"]
        assert extras["classification"] == "sensitive"
        columns = {each["name"]: each for each in table["properties"]}
        for member in vendor.contract.message.tree.fields:
            if member.scalar is not None:
                assert ("classification" in columns[member.name]) == member.sensitive
