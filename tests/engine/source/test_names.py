"""The vendor's names become Python's: each member gets an attribute to itself, and impossible names are errors."""

from __future__ import annotations

import ast
import builtins
import importlib.metadata
import keyword
import re
import tomllib
import typing
from pathlib import Path
from typing import Any

import pytest

from eventcontract.model.names import DEPENDENCIES, RESERVED, attribute_fault, attribute_name
from eventcontract.render.text import to_yaml
from eventcontract.schemas.examples import problems
from eventcontract.source import SpecError, load_spec
from tests.support.specs import generated, problems_of, put, small
from tests.vendors import ROOT, Vendor

ODD_KEYS = {
    "": "field",
    "名前": "field",
    "$ref": "ref",
    "__class__": "class__",
    "a b": "a_b",
    'say "x"': "say__x_",
    "it's": "it_s",
    "two\nlines": "two_lines",
    "back\\slash": "back_slash",
    "tab\there": "tab_here",
    '"""': "field",
    "{{ x }}": "x___",
    "~/0": "field_0",
    "1st": "field_1st",
}


@pytest.mark.parametrize("key", list(ODD_KEYS))
def test_any_key_is_read_and_written_back(tmp_path: Path, key: str) -> None:
    spec, body = small({key: {}, "plain": {}}), {key: "x", "plain": "y"}
    contract, package = generated(put(spec, tmp_path / "spec", body), tmp_path / "out")
    delivery = contract.events["thing.done"].examples[0].text
    event = package.parse(delivery)
    assert getattr(event.data, ODD_KEYS[key]) == "x"
    assert event.data.plain == "y"
    assert package.extras(delivery) == {}
    assert package.check(delivery) == []
    assert package.parse(package.encode(event)) == event
    assert list(problems(contract)) == []
    assert typing.get_type_hints(type(event.data))


# What annotations are written with, what a record or a decoder could have itself, and what is only a builtin.
TAKEN_NAMES = (
    *("Any", "ClassVar", "Record", "Undocumented", "Timestamp", "Day", "Integer", "dataclass", "property", "frozenset"),
    *(
        "str",
        "int",
        "float",
        "bool",
        "tuple",
        "list",
        "dict",
        "date",
        "datetime",
        "type",
        "id",
        "object",
        "None",
        "class",
    ),
    *("self", "cls", "name", "delivery", "record", "struct", "move", "fields", "copy", "schema", "json", "annotations"),
)


def test_no_key_hides_what_its_class_is_written_with(tmp_path: Path) -> None:
    # Each name alone could work by accident: here every member comes before others of every type.
    types: dict[str, Any] = {
        "moment": {"kind": "timestamp", "description": "A moment."},
        "day": {"kind": "date", "description": "A day."},
        "whole": {"kind": "integer", "description": "A number."},
        "part": {"kind": "number", "description": "A part."},
        "flag": {"kind": "boolean", "description": "Yes or no."},
    }
    fields: dict[str, Any] = {name: {"nullable": True} for name in TAKEN_NAMES}
    fields |= {f"last_{name}": {"type": name, "nullable": True} for name in types}
    fields |= {"texts": {"type": "array", "items": "word"}, "free": {"type": "array", "items": "object"}}
    spec = small(fields)
    spec["types"] |= types
    body = dict.fromkeys(TAKEN_NAMES, "x") | {
        "last_moment": "2031-01-01T00:00:00Z",
        "last_day": "2031-01-01",
        "last_whole": 1,
        "last_part": 0.5,
        "last_flag": True,
        "texts": ["a"],
        "free": [{"b": 1}],
    }
    contract, package = generated(put(spec, tmp_path / "spec", body), tmp_path / "out")
    event = package.parse(contract.events["thing.done"].examples[0].text)
    hints = typing.get_type_hints(type(event.data))
    assert hints["texts"] == tuple[str, ...]
    assert hints["free"] == tuple[dict[str, Any], ...]
    for member in contract.events["thing.done"].body.fields:
        found = getattr(event.data, member.attribute)
        assert found == "x" if member.name in TAKEN_NAMES else found is not None, member.name
    assert package.parse(package.encode(event)) == event
    assert event.data.str_ == "x"
    assert event.data.id == "x"


@pytest.mark.parametrize("pair", [("+1", "-1"), ("_id", "id"), ("a-b", "a_b"), ("é", "è"), ("str", "str_"), ("", "_")])
def test_two_keys_with_one_attribute_are_an_error_that_says_what_to_write(
    tmp_path: Path, pair: tuple[str, str]
) -> None:
    first, second = pair
    spec, body = small({first: {}, second: {}}), {first: "1", second: "2"}
    (problem,) = problems_of(spec, tmp_path / "spec", body)
    lines = (tmp_path / "spec" / "spec.yaml").read_text(encoding="utf-8").splitlines()
    assert problem.rule == "duplicate-attribute"
    assert f"'{second}' and '{first}'" in problem.message
    assert "write 'attribute: NAME'" in problem.message
    place = re.search(r"\(spec\.yaml:(\d+)\)", problem.message)
    assert place
    assert int(place[1]) < problem.line
    assert lines[problem.line - 1].startswith("        ")

    spec["events"]["thing.done"]["body"]["fields"][second]["attribute"] = "other"
    contract, package = generated(put(spec, tmp_path / "spec", body), tmp_path / "out")
    event = package.parse(contract.events["thing.done"].examples[0].text)
    assert event.data.other == "2"
    assert getattr(event.data, attribute_name(first)) == "1"
    assert package.parse(package.encode(event)) == event


def test_keys_collide_with_those_of_the_shape_that_a_body_is_based_on(tmp_path: Path) -> None:
    spec = small({"a-b": {}})
    text = {"type": "word", "nullable": False, "description": "Some text."}
    spec["shapes"] = {"Base": {"description": "A base.", "fields": {"a_b": text}}}
    spec["events"]["thing.done"]["body"]["base"] = "Base"
    (problem,) = problems_of(spec, tmp_path, {"a-b": "", "a_b": ""})
    assert "'a-b' and 'a_b'" in problem.message


@pytest.mark.parametrize("name", ["class", "str", "Any", "tuple"])
def test_an_attribute_is_an_identifier_that_is_free(tmp_path: Path, name: str) -> None:
    (problem,) = problems_of(small({"x": {"attribute": name}}), tmp_path, {"x": ""})
    assert (problem.rule, problem.message.split("'")[1]) == ("invalid-name", name)


@pytest.mark.parametrize("name", ["a b", "_x", "1", "é", "", "a-b", "x\n"])
def test_an_attribute_that_is_no_identifier_is_refused_by_the_format(tmp_path: Path, name: str) -> None:
    assert [each.rule for each in problems_of(small({"x": {"attribute": name}}), tmp_path)] == ["invalid-value"]


def test_an_attribute_is_not_called_like_a_class(tmp_path: Path) -> None:
    spec = small({"Item": {"type": "Item"}})
    text = {"type": "word", "nullable": False, "description": "Some text."}
    spec["shapes"] = {"Item": {"description": "An item.", "fields": {"x": text}}}
    assert [each.rule for each in problems_of(spec, tmp_path, {"Item": {"x": ""}})] == ["duplicate-attribute"]


@pytest.mark.parametrize(
    ("name", "rule"), [("what", "duplicate-attribute"), ("str", "invalid-name"), ("x y", "invalid-name")]
)
def test_predicates_are_attributes_too(tmp_path: Path, name: str, rule: str) -> None:
    spec = small()
    text = {"type": "word", "nullable": False, "description": "Some text."}
    predicates = {name: {"description": "Whether.", "present": "what"}}
    spec["shapes"] = {"Thing": {"description": "A thing.", "fields": {"what": text}, "predicates": predicates}}
    spec["events"]["thing.done"]["body"] = {"shape": "Thing"}
    assert rule in {each.rule for each in problems_of(spec, tmp_path)}


@pytest.mark.parametrize("name", ["class", "json", "click", "msgspec", "eventcontract", "yaml", "typing", "a-b", "A"])
def test_a_package_cannot_take_a_name_that_python_needs(tmp_path: Path, name: str) -> None:
    spec = small()
    spec["catalogue"]["package"] = name
    (problem,) = problems_of(spec, tmp_path)
    assert problem.rule in ("invalid-name", "invalid-value")
    assert f"'{name}'" in problem.message


@pytest.mark.parametrize("name", ["class", "a-b", "A", "__init__"])
def test_a_category_is_a_module(tmp_path: Path, name: str) -> None:
    spec = small()
    spec["category"]["name"] = name
    assert {each.rule for each in problems_of(spec, tmp_path)} <= {"invalid-name", "invalid-value", "missing-key"}
    assert problems_of(spec, tmp_path)


@pytest.mark.parametrize("name", ["json", "message", "events", "type", "index", "parse", "typing"])
def test_categories_may_be_called_like_modules_elsewhere(tmp_path: Path, name: str) -> None:
    spec = small()
    spec["category"]["name"] = name
    contract, package = generated(put(spec, tmp_path / "spec"), tmp_path / "out")
    assert package.parse(contract.events["thing.done"].examples[0].text).data.what == "x"


@pytest.mark.parametrize("stem", ["parse", "message", "__init__", "class", "a-b", "webhook", "check", "1"])
def test_a_file_of_shared_shapes_is_a_module(tmp_path: Path, stem: str) -> None:
    spec = small()
    text = {"type": "word", "nullable": False, "description": "Some text."}
    shapes = {"shapes": {"Thing": {"description": "A thing.", "fields": {"what": text}}}}
    spec["events"]["thing.done"]["body"] = {"shape": "Thing"}
    put(shapes, tmp_path)
    (tmp_path / "spec.yaml").rename(tmp_path / f"{stem}.yaml")
    (problem,) = problems_of(spec, tmp_path)
    assert (problem.file, problem.rule) == (f"{stem}.yaml", "invalid-name")
    assert "rename the file" in problem.message


@pytest.mark.parametrize(
    "name", ["none", "true", "any", "record", "event", "class_var", "exception", "attribute_error"]
)
def test_a_class_of_a_name_that_is_taken_needs_another(tmp_path: Path, name: str) -> None:
    spec = small()
    spec["events"] = {name: spec["events"].pop("thing.done")}
    if (faults := problems_of(spec, tmp_path / "spec")) == []:
        pytest.fail(f"{name} has a class of its own")
    assert [(each.rule, "write 'class: NAME'" in each.message) for each in faults] == [("invalid-name", True)]
    spec["events"][name]["class"] = "Other"
    contract, package = generated(put(spec, tmp_path / "spec"), tmp_path / "out")
    assert type(package.parse(contract.events[name].examples[0].text)).__name__ == "Other"


@pytest.mark.parametrize("name", ["con", "null", "no", "true", "documented", "contract", "a.b", "a:b", "a-b.c_d"])
def test_events_with_odd_names_work(tmp_path: Path, name: str) -> None:
    spec = small()
    spec["events"] = {name: spec["events"].pop("thing.done") | {"class": "Other"}}
    contract, package = generated(put(spec, tmp_path / "spec"), tmp_path / "out")
    delivery = contract.events[name].examples[0].text
    assert package.check(delivery) == []
    assert type(package.parse(delivery)).__name__ == "Other"


def test_an_event_cannot_replace_the_index_of_schemas(tmp_path: Path) -> None:
    spec = small()
    spec["events"] = {"index": spec["events"].pop("thing.done")}
    (problem,) = problems_of(spec, tmp_path)
    assert problem.rule == "invalid-name"


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/b", "..", ".", "", "a.b", "a b", "x\n"])
def test_an_example_is_a_plain_file_name(tmp_path: Path, name: str) -> None:
    spec = small()
    put(spec, tmp_path)
    spec["events"]["thing.done"]["examples"] = {name: {"origin": "synthesized", "summary": "One."}}
    (tmp_path / "spec.yaml").write_text(to_yaml(spec), encoding="utf-8")
    with pytest.raises(SpecError, match="invalid-name"):
        load_spec(tmp_path)


# -- the lists of names are whole ------------------------------------------------------------------


def test_every_name_that_generated_modules_use_is_reserved(vendor: Vendor) -> None:
    classes = set(vendor.package._MODULES) | {name for name in vendor.package.__all__ if name.startswith("Split")}
    # The modules in which classes of events are defined or imported; others cannot get in their way.
    for file in [
        vendor.directory / "__init__.py",
        vendor.directory / "message.py",
        *vendor.directory.glob("events/*.py"),
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.id] if isinstance(node, ast.Name) else []
            names += [
                alias.asname or alias.name for alias in getattr(node, "names", ()) if isinstance(alias, ast.alias)
            ]
            for name in names:
                possible = re.fullmatch("[A-Z][A-Za-z0-9]*", name) and name not in classes
                if possible and not keyword.iskeyword(name) and not hasattr(builtins, name):
                    assert name in RESERVED, f"{file.name}: {name}"


def test_every_builtin_in_the_annotations_of_a_class_is_kept_free(vendor: Vendor) -> None:
    for file in sorted((vendor.directory / "events").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                written = [each.annotation for each in node.body if isinstance(each, ast.AnnAssign)]
                written += [name for each in node.body for name in getattr(each, "decorator_list", ())]
                used = {each.id for tree in written for each in ast.walk(tree) if isinstance(each, ast.Name)}
                assert not [name for name in used if hasattr(builtins, name) and attribute_fault(name) is None]


def test_every_dependency_is_a_name_that_no_package_can_take() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {
        re.split(r"[<>=\[ ]", requirement)[0].lower()
        for group in (project["dependencies"], *project["optional-dependencies"].values())
        for requirement in group
    }
    found: dict[str, set[str]] = {}
    for name, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            found.setdefault(distribution.lower(), set()).add(name)
    for name in required & found.keys():
        modules = {module for module in found[name] if not module.startswith("_")}
        assert modules & DEPENDENCIES, name
