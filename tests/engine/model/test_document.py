"""A contract written as JSON and read back is the same contract."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, get_args

import pytest

from eventcontract import pointers
from eventcontract.model import Array, Contract, Field, Object, Scalar, Shape, Type, dump, event_root, load, walk
from eventcontract.model.contract import ScalarKind
from eventcontract.model.names import attribute_name, class_name
from tests.support.sampling import Sample
from tests.vendors import Vendor


def test_round_trip(vendor: Vendor) -> None:
    text = dump(vendor.contract)
    again = load(text)
    assert again == vendor.contract
    assert dump(again) == text
    # Bytes are read as well: that is what a package holds.
    assert load(text.encode()) == again


def test_the_published_contract_is_the_whole_contract(vendor: Vendor) -> None:
    assert load((vendor.directory / "contract.json").read_bytes()) == vendor.contract


def test_types_survive(vendor: Vendor) -> None:
    # Equality alone would not tell a list from a tuple in a frozen class.
    def check(value: Any) -> int:
        assert not isinstance(value, list) or _in_json
        count = 1
        if dataclasses.is_dataclass(value):
            count += sum(check(getattr(value, member.name)) for member in dataclasses.fields(value) if _typed(member))
        elif isinstance(value, tuple):
            count += sum(map(check, value))
        elif isinstance(value, dict):
            count += sum(map(check, value.values()))
        return count

    _in_json = False
    assert check(load(dump(vendor.contract))) > 20 * len(vendor.contract.events)


def _typed(member: dataclasses.Field[Any]) -> bool:
    # Bindings and patches are free-form JSON.
    return "Any" not in str(member.type)


def test_defaults_are_left_out(vendor: Vendor) -> None:
    document = json.loads(dump(vendor.contract))
    trees = [document["message"]["tree"], *(shape["tree"] for shape in document.get("shapes", {}).values())]
    fields = [field for tree in trees for field in tree["fields"]]
    assert fields
    for field in fields:
        assert field.get("deprecated") is not False
        assert field.get("evidence") != "documented"
        assert field["type"].get("values") != []
        assert field["type"].get("open") is not False


def test_a_type_says_its_kind(vendor: Vendor) -> None:
    def kinds(value: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            yield from (
                value[word].get("kind") for word in ("tree", "body", "items") if isinstance(value.get(word), dict)
            )
            if "name" in value and isinstance(value.get("type"), dict):
                yield value["type"].get("kind")
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from kinds(each)

    found = set(kinds({word: json.loads(dump(vendor.contract))[word] for word in ("message", "shapes", "events")}))
    roots = [event_root(vendor.contract, name) for name in vendor.contract.events]
    assert found >= {field.type.kind for root in roots for path, field in walk(root) if pointers.ELEMENT not in path}
    assert found <= set(get_args(ScalarKind)) | {"object", "array"}


@pytest.mark.needs("shapes")
def test_what_a_shape_says_is_written_once(vendor: Vendor) -> None:
    """Everywhere else an object names its shape, and lists the members that are worded differently there."""
    contract, document = vendor.contract, json.loads(dump(vendor.contract))
    written = [shape["tree"] for shape in document["shapes"].values()]
    assert all("fields" in tree and "differs" not in tree for tree in written)
    trees: list[tuple[Object, Any, bool]] = [(contract.message.tree, document["message"]["tree"], False)]
    trees += [(event.body, document["events"][name]["body"], False) for name, event in contract.events.items()]
    trees += [(shape.tree, document["shapes"][name]["tree"], True) for name, shape in contract.shapes.items()]
    references = 0
    for tree, found, is_shape in [each for start in trees for each in objects_with(*start)]:
        shape = contract.shapes.get(tree.shape or "")
        whole = [each.name for each in tree.fields]
        if is_shape or shape is None or not same_class(tree, shape.tree):
            assert [each["name"] for each in found["fields"]] == whole
            assert "differs" not in found
            continue
        references += 1
        differs = [each.name for each in tree.fields if each != shape.tree.member(each.name)]
        assert found.keys() == {"kind", "shape"} | ({"differs"} if differs else set())
        assert found["shape"] == tree.shape
        assert [each["name"] for each in found.get("differs", ())] == differs
    assert references > 1


def same_class(tree: Object, shape: Object) -> bool:
    """Whether two objects differ in nothing but the words of their members."""
    names = [[member.name for member in each.fields] for each in (tree, shape)]
    return names[0] == names[1] and replace(tree, fields=()) == replace(shape, fields=())


def objects_with(
    tree: Object, written: dict[str, Any], is_shape: bool
) -> Iterator[tuple[Object, dict[str, Any], bool]]:
    """(object, what is written of it, whether it is the shape itself) for an object and those written below it."""
    yield tree, written, is_shape
    for member in written.get("fields", written.get("differs", ())):
        of: Type = tree.member(member["name"]).type
        inner = member["type"]
        while isinstance(of, Array):
            of, inner = of.items, inner["items"]
        if isinstance(of, Object):
            yield from objects_with(of, inner, False)


SMALL = Shape(
    name="Box",
    category=None,
    module="common",
    description="A box.",
    tree=Object(
        shape="Box",
        fields=(
            Field(name="id", type=Scalar(type="digits", kind="identifier"), description="Its number."),
            Field(name="size", type=Scalar(type="words", kind="text", values=("s", "m"))),
        ),
    ),
)
ID, SIZE = SMALL.tree.fields


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        pytest.param(SMALL.tree, {}, id="the shape itself"),
        pytest.param(
            replace(SMALL.tree, fields=(replace(ID, description="Its own number."), SIZE)),
            {
                "differs": [
                    {"name": "id", "type": {"type": "digits", "kind": "identifier"}, "description": "Its own number."}
                ]
            },
            id="another sentence",
        ),
        pytest.param(
            replace(SMALL.tree, fields=(ID, replace(SIZE, type=Scalar(type="words", kind="text", values=("l",))))),
            {"differs": [{"name": "size", "type": {"type": "words", "kind": "text", "values": ["l"]}}]},
            id="other values",
        ),
        pytest.param(
            replace(SMALL.tree, fields=(replace(ID, type=Array(items=ID.type)), SIZE)),
            {
                "differs": [
                    {
                        "name": "id",
                        "type": {"kind": "array", "items": {"type": "digits", "kind": "identifier"}},
                        "description": "Its number.",
                    }
                ]
            },
            id="another type",
        ),
    ],
)
def test_an_object_of_a_shape_lists_what_differs(vendor: Vendor, tree: Object, written: dict[str, Any]) -> None:
    contract, found = with_box(vendor, tree)
    assert found == {"kind": "object", "shape": "Box", **written}
    assert load(dump(contract)) == contract


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(replace(SMALL.tree, fields=(ID,)), id="a member fewer"),
        pytest.param(replace(SMALL.tree, fields=(ID, SIZE, replace(SIZE, name="more"))), id="a member more"),
        pytest.param(replace(SMALL.tree, fields=(SIZE, ID)), id="another order"),
        pytest.param(replace(SMALL.tree, fields=()), id="no members"),
        pytest.param(replace(SMALL.tree, open=True), id="open"),
        pytest.param(replace(SMALL.tree, shape="OtherBox"), id="a shape that is not shared"),
        pytest.param(replace(SMALL.tree, shape=None), id="no shape"),
        pytest.param(Object(), id="free-form"),
    ],
)
def test_another_object_is_written_in_full(vendor: Vendor, tree: Object) -> None:
    contract, found = with_box(vendor, tree)
    assert [member["name"] for member in found["fields"]] == [member.name for member in tree.fields]
    assert "differs" not in found
    assert load(dump(contract)) == contract


def with_box(vendor: Vendor, tree: Object) -> tuple[Contract, dict[str, Any]]:
    """A contract with a shared shape and a body that is ``tree``, and what is written of that body."""
    event = next(iter(vendor.contract.events))
    body = replace(vendor.contract.events[event], body=tree)
    shapes, events = {**vendor.contract.shapes, "Box": SMALL}, {**vendor.contract.events, event: body}
    contract = replace(vendor.contract, shapes=shapes, events=events)
    return contract, json.loads(dump(contract))["events"][event]["body"]


# -- documents that are not read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (0, "there has never been a format 0"),
        (-1, "there has never been a format -1"),
        (4, "format 4, and this release reads formats up to 3: install a newer release"),
        (None, "not a contract.*no 'format'"),
        ("2", "not a contract.*no 'format'"),
        (2.0, "not a contract.*no 'format'"),
        (True, "not a contract.*no 'format'"),
    ],
)
def test_another_format_is_refused(vendor: Vendor, found: Any, words: str) -> None:
    document = {**json.loads(dump(vendor.contract)), "format": found}
    with pytest.raises(ValueError, match=words):
        load(json.dumps(document))


@pytest.mark.parametrize("text", ["{}", "[]", "null", "3", '"format"', '{"shapes": {}}', '{"catalogue": {}}'])
def test_what_has_no_format_is_not_a_contract(text: str) -> None:
    with pytest.raises(ValueError, match="this is not a contract: the document has no 'format'"):
        load(text)


@pytest.mark.parametrize("text", ["", "{", b"\xff", '{"format": 2', "contract"])
def test_what_is_not_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(text)


def test_a_damaged_contract_says_so(vendors: dict[str, Vendor], sample: Sample) -> None:
    """Every kind of member missing, or of another type: what cannot be read is a ``ValueError`` in words."""
    text = dump(vendors["parcel"].contract)
    single = ("catalogue", "message", "signing")
    places = {
        # One of each kind of place: the names of events and shapes make no difference.
        tuple(
            "*" if isinstance(step, int) or (index == 1 and path[0] not in single) else step
            for index, step in enumerate(path)
        ): path
        for path in paths(json.loads(text))
    }
    spoils: list[Callable[[Any, tuple[Any, ...]], None]] = [drop]
    spoils += [partial(put, value=value) for value in (None, 1, "x", [], [1], {}, {"x": 1})]
    refused = 0
    tried = sample.some((path, spoil) for path in places.values() for spoil in spoils)
    for path, spoil in tried:
        document = json.loads(text)
        spoil(document, path)
        try:
            load(json.dumps(document))
        except ValueError as error:
            assert re.match(
                r"the contract (is damaged[,:]|has format) |this is not a contract: |there has never been ",
                str(error),
            )
            # In our words, not in those of Python's own exceptions.
            assert not re.search(r"__|indices|NoneType|unhashable|iterable|attribute|subscript|argument", str(error))
            refused += 1
    assert refused > len(tried) / 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "object", "shape": "NoSuchShape"}, "NoSuchShape"),
        ({"kind": "object"}, "there is no"),
        ({"kind": "object", "shape": "Box", "differs": [{"name": "id"}]}, "type"),
        (
            {"kind": "object", "shape": "Box", "differs": [{"name": "new", "type": {"kind": "text", "type": "words"}}]},
            "'new'",
        ),
        ({"kind": "object", "fields": [{"name": "id", "type": {"kind": "array"}}]}, "items"),
        ({"kind": "object", "fields": [{"name": "id", "type": {"type": "digits"}}]}, "kind"),
        ({"kind": "object", "fields": [{"name": "id", "type": "text"}]}, ""),
        ({"kind": "object", "fields": [], "colour": "red"}, "or a newer release wrote it: Object has no 'colour'"),
    ],
)
def test_a_damaged_type_says_so(vendor: Vendor, changed: dict[str, Any], words: str) -> None:
    contract, _ = with_box(vendor, SMALL.tree)
    document = json.loads(dump(contract))
    document["events"][next(iter(document["events"]))]["body"] = changed
    with pytest.raises(ValueError, match=f"the contract is damaged[,:] .*{words}"):
        load(json.dumps(document))


def test_a_shape_within_itself_is_damage(vendor: Vendor) -> None:
    document = json.loads(dump(with_box(vendor, SMALL.tree)[0]))
    document["shapes"]["Box"]["tree"]["fields"][0]["type"] = {"kind": "object", "shape": "Box"}
    with pytest.raises(ValueError, match=r"the contract is damaged: .*recursion"):
        load(json.dumps(document))


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything below a JSON document."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, content in members:
        yield (*path, step)
        yield from paths(content, (*path, step))


def drop(document: Any, path: tuple[Any, ...]) -> None:
    for step in path[:-1]:
        document = document[step]
    del document[path[-1]]


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


def test_everything_is_frozen(vendor: Vendor) -> None:
    def classes(value: Any) -> set[type]:
        if dataclasses.is_dataclass(value):
            inner = [classes(getattr(value, member.name)) for member in dataclasses.fields(value)]
            return {type(value)}.union(*inner)
        if isinstance(value, dict):
            return set().union(*map(classes, value.values())) if value else set()
        return set().union(*map(classes, value)) if isinstance(value, tuple) and value else set()

    found = classes(vendor.contract)
    assert Contract in found
    assert all(each.__dataclass_params__.frozen for each in found)  # type: ignore[attr-defined]


def test_the_model_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); import eventcontract.model; "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert loaded - {"eventcontract"} <= set(sys.stdlib_module_names)


def test_pointers(vendor: Vendor) -> None:
    for event in vendor.contract.events:
        places = [path for path, _ in walk(event_root(vendor.contract, event))]
        assert len(set(places)) == len(places)
        for path in places:
            assert pointers.parse(pointers.build(path)) == path
    assert pointers.build(("a/b", "c~d", "")) == "/a~1b/c~0d/"
    assert pointers.parse("/a~1b/c~0d/") == ("a/b", "c~d", "")
    assert pointers.parse("") == ()
    with pytest.raises(ValueError, match="begins with"):
        pointers.parse("a")


def test_the_root_names_its_event(vendor: Vendor) -> None:
    for event in vendor.contract.events:
        fields = walk(event_root(vendor.contract, event))
        scalars = [(path, field.type) for path, field in fields if isinstance(field.type, Scalar)]
        constants = [(path, scalar.const) for path, scalar in scalars if scalar.const is not None]
        assert constants == [(vendor.contract.message.discriminator, event)]
    with pytest.raises(KeyError):
        event_root(vendor.contract, "no such event")


def test_errata_reach_the_fields_they_name(vendor: Vendor) -> None:
    expected = {
        (event, place, erratum.id)
        for erratum in vendor.contract.errata.values()
        if erratum.effect == "tolerated"
        for event in erratum.events
        for place in erratum.pointers
    }
    found = {
        (event, pointers.build(path), each.id)
        for event in vendor.contract.events
        for path, field in walk(event_root(vendor.contract, event))
        if isinstance(field.type, Scalar)
        for each in field.type.errata
    }
    assert found == expected
    for event in vendor.contract.events:
        fields = walk(event_root(vendor.contract, event, errata=False))
        assert not any(field.scalar and field.scalar.errata for _, field in fields)


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("from", "from_"),
        ("class", "class_"),
        ("service-level", "service_level"),
        ("$ref", "ref"),
        ("_private", "private"),
        ("2nd", "field_2nd"),
        ("a.b", "a_b"),
        ("", "field"),
        ("名前", "field"),
        ("plain", "plain"),
    ],
)
def test_attribute_names(key: str, attribute: str) -> None:
    assert attribute_name(key) == attribute
    assert attribute_name(key).isidentifier()


@pytest.mark.parametrize(
    ("event", "name"), [("a_b", "AB"), ("parcel.sent", "ParcelSent"), ("x:y-z", "XYZ"), ("order2_paid", "Order2Paid")]
)
def test_class_names(event: str, name: str) -> None:
    assert class_name(event) == name
