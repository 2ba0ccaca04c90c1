"""Texts whose numbers msgspec reads slowly are decoded another way, with the same result."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventcontract.runtime import json_text
from tests.vendors import Vendor

DIGITS = st.integers(0, 10**24).map(str)
NUMBERS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("", "-")),
    DIGITS,
    st.sampled_from(("", ".")).flatmap(lambda point: DIGITS.map(point.__add__) if point else st.just("")),
    st.sampled_from(("", "e", "E+", "e-", "e-0")).flatmap(
        lambda mark: st.integers(0, 340).map(lambda power: f"{mark}{power}") if mark else st.just("")
    ),
)
#: Texts as they are, and what is no text at all.
OTHERS = [
    *('"\\ud83d\\ude00"', '{"a":1,"a":2}', " [true, null] ", "-0", "1" * 309, "9007199254740993.0", '"\\/"'),
    *('"\\ud800"', "NaN", "-Infinity", "[1,]", "01", '"\x01"', "1.", ".5", "1e", '"\\u00zz"', "", "{} {}", "1e400"),
    *("1" * 400, "-" + "1" * 5000, "1e999999999", "\xa01"),
]


def both(text: str) -> tuple[str, str]:
    """What each decoder makes of a text, with the types of numbers; nothing if it refuses it."""
    found = []
    for decode in (json_text.decode, json_text._loads):
        try:
            found.append(repr(decode(text.encode())))
        except ValueError:
            found.append("")
    return found[0], found[1]


@given(NUMBERS)
def test_numbers_are_the_same(text: str) -> None:
    plain, other = both(text)
    assert plain == other


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_a_text_is_the_same(text: str) -> None:
    plain, other = both(text)
    assert plain == other


@pytest.mark.parametrize("number", ["1e308", "1.5E-300", "2e+0305"])
def test_many_numbers_with_large_exponents_are_not_left_to_msgspec(
    number: str, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = f"[{', '.join([number] * 20_000)}]"
    event = next(iter(vendor.contract.events.values()))
    whole: dict[str, Any] = json.loads(event.examples[0].text)
    text = json.dumps({**whole, "zz_new": "@"}).replace('"@"', many)
    package: Any = vendor.package
    expected = package.parse({**whole, "zz_new": json.loads(many)})
    assert not json_text.is_harmless(text)
    decode = msgspec.json.decode

    def watched(data: Any, **options: Any) -> Any:
        assert len(data) < len(many), "msgspec decodes all of it"
        return decode(data, **options)

    monkeypatch.setattr(msgspec.json, "decode", watched)
    for _ in range(2):  # the second time, the key is known
        assert package.parse(text) == expected
        assert [finding.rule for finding in package.check(text)] == ["undocumented-field"]


def test_a_few_such_numbers_are() -> None:
    assert json_text.is_harmless(json.dumps(["x" * 100_000, 1e308]))
