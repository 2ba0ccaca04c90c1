"""Which deliveries are read by the fast way, and that it makes no difference to what is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from eventcontract.runtime import json_text, tolerant
from tests.engine.runtime.test_agreement import deep, disagreement
from tests.support.deliveries import text_of
from tests.support.mutations import bases, edit
from tests.support.specs import made
from tests.vendors import Vendor

SURPLUS: list[Any] = [
    None,
    "x",
    1.5,
    -(10**30),
    [],
    [[1, {"a": None}]],
    {"deep": {"er": ["x\u2028é😀"]}},
    {"kind": "other"},
]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The classes of which the slow way made an object."""
    built: list[Any] = []
    build = tolerant.build

    def counted(cls: type[Any], value: dict[str, Any]) -> Any:
        built.append(cls)
        return build(cls, value)

    monkeypatch.setattr(tolerant, "build", counted)
    return built


def objects(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every object in ``value``."""
    if isinstance(value, dict):
        yield path
        for key, content in value.items():
            yield from objects(content, (*path, key))
    elif isinstance(value, list):
        for index, content in enumerate(value):
            yield from objects(content, (*path, index))


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    """A vendor whose events are named by a key that occurs in most of their objects, too."""
    word = {"type": "word", "nullable": True, "description": "x."}
    time = {"type": "time", "nullable": True, "description": "x."}
    part = {"description": "A part.", "fields": {"type": word, "at": time, "amount": {**word, "type": "number"}}}
    event = {
        "definition": "x.",
        "trigger": "x.",
        "body": {
            "fields": {
                "type": word,
                "part": {"type": "Part", "nullable": True, "description": "x."},
                "parts": {"type": "array", "items": "Part", "nullable": True, "description": "x."},
                "free": {"type": "object", "nullable": True, "description": "x."},
            }
        },
        "examples": {"one": {"origin": "synthesized", "summary": "x."}},
    }
    types = {"time": {"kind": "timestamp", "description": "x."}, "number": {"kind": "number", "description": "x."}}
    head = {"type": {**word, "nullable": False}, "head": {"type": "Head", "nullable": False, "description": "x."}}
    changes = {
        "message": {"discriminator": ["head", "type"], "fields": {"kind": None, **head}},
        "shapes": {"Part": part, "Head": {"description": "x.", "fields": {"type": {**word, "nullable": False}}}},
        "types": types,
        "events": {"thing.done": None, "charge.paid": event, "charge.made": event},
    }
    return made(
        tmp_path_factory.mktemp("made"), changes, {name: charge(name) for name in ("charge.paid", "charge.made")}
    )


def charge(name: str) -> dict[str, Any]:
    """An event of :func:`nested`, with what names it last."""
    part = {"type": "charge.made", "at": "2025-03-09T08:15:00Z", "amount": 1.5}
    body = {"type": "charge.made", "part": part, "parts": [part, part], "free": {"type": ["x", {"type": "y"}]}}
    return {"type": "event", "data": body, "head": {"type": name}}


@pytest.mark.parametrize("name", ["charge.paid", "charge.made"])
@pytest.mark.parametrize("form", [bytes, bytes.decode, bytearray, memoryview])
def test_the_name_may_be_last_and_its_key_anywhere(
    nested: Vendor, slow: list[Any], name: str, form: Callable[[bytes], Any]
) -> None:
    payload = charge(name)
    for order in (list, reversed):
        delivery = form(text_of({key: payload[key] for key in order(payload)}))
        event = nested.package.parse(delivery)
        assert type(event).__name__ == nested.package.EVENTS[name]
        assert event == nested.package.parse(payload | {"surplus": None})
        slow.clear()
        nested.package.parse(delivery)
        assert slow == []


@pytest.mark.parametrize("name", ["charge.paid", "charge.made"])
@pytest.mark.parametrize("surplus", SURPLUS, ids=repr)
def test_unknown_keys_need_no_slow_way(nested: Vendor, slow: list[Any], name: str, surplus: Any) -> None:
    payload = charge(name)
    expected = nested.package.parse(text_of(payload))
    for path in objects(payload):
        if "free" in path:
            continue
        changed = edit(payload, (*path, "surplus"), surplus)
        for text in (text_of(changed), json.dumps(changed)):
            slow.clear()
            assert nested.package.parse(text) == expected
            assert slow == []
        assert disagreement(nested, text_of(changed)) is None


def test_unknown_keys_need_no_slow_way_with_any_vendor(vendors: dict[str, Vendor], slow: list[Any]) -> None:
    vendor, tried = vendors["canvas"], 0
    for name in list(vendor.contract.events)[::5]:
        for base in bases(vendor.contract, name):
            # The largest payloads hold values of which some are only tolerated.
            vendor.package.parse(text_of(base))
            if slow:
                slow.clear()
                continue
            for path in ((), (vendor.contract.message.body,), (vendor.contract.message.discriminator[0],)):
                changed = text_of(edit(base, (*path, "surplus"), {"a": [1, None]}))
                assert vendor.package.parse(changed) == vendor.package.parse(text_of(base))
                assert slow == []
                tried += 1
    assert tried > 20


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The texts that were decoded as a whole, because of what no struct holds."""
    texts: list[Any] = []
    decode = json_text.decode

    def counted(text: Any) -> Any:
        texts.append(text)
        return decode(text)

    monkeypatch.setattr(json_text, "decode", counted)
    return texts


@pytest.mark.parametrize("path", [(), ("head",), ("data", "part"), ("data", "parts", 0)], ids=str)
def test_a_key_is_unknown_once(nested: Vendor, opened: list[Any], path: tuple[str | int, ...]) -> None:
    payload = charge("charge.made")
    expected = nested.package.parse(text_of(payload))
    key = f"met after {len(path)}"
    # A value of another kind has to be met, too; after that, any is read.
    for surplus, whole in ((7, 1), ("x", 0), (None, 0), (1.5, 0), ([1], 1), ({"a": [None]}, 0), ("x", 0), (2**70, 0)):
        changed = text_of(edit(payload, (*path, key), surplus))
        opened.clear()
        assert nested.package.parse(changed) == expected
        assert len(opened) == whole, surplus
        for text in (changed, changed.decode()):
            assert disagreement(nested, text) is None


def test_few_unknown_keys_are_remembered(nested: Vendor) -> None:
    """Whoever invents keys costs time, but no memory."""
    payload = charge("charge.paid")
    expected = nested.package.parse(text_of(payload))
    learned = nested.package._package.loaders.learned
    for number in range(200):
        text = text_of({**payload, f"invented {number}": number})
        assert nested.package.parse(text) == nested.package.parse(text) == expected
    assert len(learned["charge.paid"]) == 64


@pytest.mark.parametrize(
    "key", ["", '"', "\\", "\x00", "\x1f", "é", "\U0001f4ee", "class", "_unknown0", "a.b", "*", "~1"]
)
def test_an_unknown_key_may_be_any_text(nested: Vendor, key: str) -> None:
    payload = charge("charge.made")
    expected = nested.package.parse(text_of(payload))
    for path in ((), ("head",), ("data", "parts", 0)):
        text = text_of(edit(payload, (*path, key), "x"))
        assert [nested.package.parse(text) for _ in range(3)] == [expected] * 3


@pytest.mark.parametrize("met", [None, "1", "[1]"], ids=["new", "scalar", "any"])
@pytest.mark.parametrize(
    "nonsense",
    [*("1e999", "-1e400", "1" * 400, "NaN", '"\\ud800"', '{"\\udc00": 1}', deep(600), deep(3000), "01", "[1,]", "'x'")],
    ids=lambda text: text[:12],
)
def test_what_an_unknown_key_holds_must_be_json(nested: Vendor, nonsense: str, met: str | None) -> None:
    text = text_of(charge("charge.paid")).decode()
    for place in ('"data": {', '"part": {', '"head": {', '"free": {', "{"):
        for key in ("surplus", "type"):  # of two equal keys, the last one counts
            delivery = text.replace(place, f'{place}"{key}": {nonsense}, ', 1)
            assert delivery != text
            if met is not None:
                nested.package.parse(text.replace(place, f'{place}"surplus": {met}, ', 1))
            with pytest.raises(nested.package.NotJSON):
                nested.package.parse(delivery)
            with pytest.raises(nested.package.NotJSON):
                nested.package.parse(delivery.encode(errors="surrogatepass"))


@pytest.mark.parametrize("octets", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80"])
def test_what_an_unknown_key_holds_must_be_utf_8(nested: Vendor, octets: bytes) -> None:
    text = text_of(charge("charge.paid"))
    for place in (b'"data": {', b'"part": {', b"{"):
        for key in (b'"surplus": "' + octets + b'"', b'"' + octets + b'": 1'):
            with pytest.raises(nested.package.NotJSON):
                nested.package.parse(text.replace(place, place + key + b", ", 1))


def test_of_two_equal_keys_the_last_counts_beside_unknown_ones(nested: Vendor) -> None:
    text = text_of(charge("charge.paid")).decode()
    surplus = '{"surplus": 1, ' + text[1:]
    expected = nested.package.parse(text)
    for first in ('"head": {"type": "charge.made"}', '"head": 7', '"data": null', '"type": "other"'):
        delivery = surplus.replace("{", "{" + first + ", ", 1)
        assert nested.package.parse(delivery) == expected
        assert disagreement(nested, delivery) is None
    for last in ('"head": {"type": "charge.made"}', '"head": {"type": "charge.new"}', '"head": 7', '"data": null'):
        assert disagreement(nested, surplus[:-1] + f", {last}}}") is None


@pytest.mark.parametrize(
    "head",
    ['{"type": "charge.new"}', '{"type": 7}', '{"type": null}', "{}", "[]", "null", '{"type": "charge.paid\\u0000"}'],
)
def test_a_name_that_is_none_of_the_contract(nested: Vendor, head: str) -> None:
    text = text_of(charge("charge.paid")).decode().replace('{"type": "charge.paid"}', head)
    assert '"head": ' + head in text
    assert disagreement(nested, text) is None


def test_msgspec_reports_unknown_keys_in_these_words() -> None:
    # In other words, unknown keys would be read by the slow way: no test of verdicts would notice.
    struct = msgspec.defstruct("Struct", [], forbid_unknown_fields=True)
    with pytest.raises(msgspec.ValidationError, match="contains unknown field"):
        msgspec.json.decode(b'{"a": 1}', type=struct)
