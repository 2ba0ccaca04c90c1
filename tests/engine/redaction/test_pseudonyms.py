"""Pseudonyms: the same for the same value, different for different ones, and alike in kind and length class."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from eventcontract.redaction import Pseudonyms
from tests.support.redacting import KEY

P, OTHER = Pseudonyms(KEY), Pseudonyms(KEY[::-1])
SIZE = 10**13

TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=80)
DIGITS = some.from_regex(r"[0-9]{1,25}", fullmatch=True)
NUMBERS = some.integers(-(10**30), 10**30)
FLOATS = some.floats(allow_nan=False, allow_infinity=False)
ODD_IDS = some.text("aBz09-_. ", max_size=12)

KINDS: dict[str, tuple[some.SearchStrategy[Any], Callable[[Pseudonyms, Any], Any]]] = {
    "text": (TEXTS, lambda p, value: p.text(value)),
    "identifier": (DIGITS, lambda p, value: p.identifier(value)),
    "identifier with its part": (DIGITS, lambda p, value: p.identifier(value, SIZE)),
    "integer": (NUMBERS, lambda p, value: p.integer(value)),
    "number": (FLOATS, lambda p, value: p.number(value)),
    "respelled": (ODD_IDS, lambda p, value: p.respelled(value)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_equal_values_stay_equal_and_others_do_not(kind: str) -> None:
    values, pseudonym = KINDS[kind]

    @given(values, values)
    def holds(one: Any, other: Any) -> None:
        first, second = pseudonym(P, one), pseudonym(P, other)
        assert (first == second) == (one == other)
        assert type(first) is type(one)
        assert pseudonym(Pseudonyms(KEY), one) == first

    holds()


@pytest.mark.parametrize(
    ("pseudonym", "values"),
    [
        (lambda p, n: p.identifier(str(n)), range(3000)),
        (lambda p, n: p.identifier(str(n), 1_000_000), range(999_000, 1_002_000)),
        (lambda p, n: p.identifier(str(n), SIZE), range(10**9 - 1000, 10**9 + 1000)),
        (lambda p, n: p.integer(n), range(-1100, 1100)),
        (lambda p, n: p.number(n / 10), range(-1100, 1100)),
        (lambda p, n: p.number(n / 1000), range(-1100, 1100)),
        (lambda p, n: p.text(str(n)), range(3000)),
        (lambda p, n: p.respelled(f"{n:02}-x"), range(100)),
        (lambda p, n: p.known(str(n), [*map(str, range(17))]), range(17)),
    ],
)
def test_no_two_neighbours_get_the_same(pseudonym: Callable[[Pseudonyms, int], Any], values: range) -> None:
    found = [pseudonym(P, number) for number in values]
    assert len({*found}) == len(values)
    # Another key is another permutation.
    assert found != [pseudonym(OTHER, number) for number in values]


@given(some.integers(1, 999_999), some.integers(0, SIZE - 1))
def test_an_identifier_is_the_same_with_and_without_its_part(part: int, local: int) -> None:
    found = int(P.identifier(str(part * SIZE + local), SIZE))
    assert divmod(found, SIZE) == (part, int(P.identifier(str(local), SIZE)))


@given(DIGITS)
def test_identifiers_keep_their_length_class(text: str) -> None:
    found = P.identifier(text)
    zeros = len(text) - len(str(int(text)))
    assert found[:zeros] == "0" * zeros
    for most in (6, 9, 13, 18):
        assert (int(text) < 10**most) == (int(found) < 10**most)
    assert found.isdecimal()


@given(NUMBERS)
def test_numbers_keep_their_length_class(number: int) -> None:
    found = P.integer(number)
    assert -(-len(str(abs(number))) // 3) == -(-len(str(abs(found))) // 3)
    assert number * found >= 0


@example(100_000_000_000_000.5)
@given(FLOATS)
def test_whole_numbers_stay_whole(number: float) -> None:
    found = P.number(number)
    assert math.isfinite(found)
    assert found.is_integer() == number.is_integer()
    if abs(number) >= 1e-3:
        assert math.copysign(1, found) == math.copysign(1, number) or found == 0 or number == 0


@given(TEXTS, some.none() | some.integers(1, 100))
def test_texts_do_not_show_their_length(text: str, limit: int | None) -> None:
    found = P.text(text, limit)
    assert (found == "") == (text == "")
    if limit is not None and len(text) <= limit:
        assert len(found) <= limit
    elif text and "@" not in text and ":" not in text:
        assert len(found) + 1 == max(16, 1 << len(text).bit_length())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1dd9dc6f-2fb0-4c19-a6c5-7ee1bf3ed295", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("maja@pupils.example", r"[a-z]{15,}@pseudonym\.invalid"),
        ("https://school.example/users/7?token=x", r"https://pseudonym\.invalid/[a-z]{15,}"),
        ("Maja Lindqvist", r"[a-z]+( *[a-z]+)*"),
        ("m.lindqvist", r"[a-z]{15}"),
        ("eyJhIjox.eyJi.c2ln", r"eyJ[a-z]+\.[a-z]+\.[a-z]+"),
    ],
)
def test_texts_keep_forms_that_programs_look_for(text: str, form: str) -> None:
    assert re.fullmatch(form, P.text(text))


@given(TEXTS)
def test_odd_texts_keep_their_length_and_are_no_names(text: str) -> None:
    found = P.odd(text)
    assert len(found) == len(text)
    assert not text or not found.isascii()


def _any(_: str) -> bool:
    return True


@given(
    some.datetimes(), some.integers(0, 6), some.sampled_from(["Z", "+01:00", " -0800", ""]), some.sampled_from("Tt ")
)
def test_times_keep_year_and_spelling(moment: Any, digits: int, offset: str, between: str) -> None:
    fraction = f".{moment.microsecond:06}"[: digits + 1] if digits else ""
    text = f"{moment:%Y-%m-%d}".rjust(10, "0") + between + f"{moment:%H:%M:%S}{fraction}{offset}"
    found = P.time(text, _any)
    assert found[:4] == text[:4]
    assert re.sub("[0-9]", "0", found) == re.sub("[0-9]", "0", text)


@given(some.dates(), some.dates())
def test_days_of_one_year_are_permuted(one: Any, other: Any) -> None:
    other = other.replace(year=one.year, day=min(other.day, 28))
    first, second = P.time(str(one), _any), P.time(str(other), _any)
    assert (first == second) == (one == other)
    assert type(one).fromisoformat(first).year == one.year
    # A day that is written as its midnight.
    assert P.time(f"{one}T00:00:00Z", _any).endswith("T00:00:00Z")


def test_a_wanted_form_is_kept() -> None:
    def is_even(text: str) -> bool:
        return int(text[-1]) % 2 == 0

    found = {P.respelled(f"k{number}", is_even) for number in range(10, 100, 2)}
    assert len(found) == 45
    assert all(map(is_even, found))
    # If there is no other value of the form, the value itself is never returned.
    assert P.respelled("only", lambda text: text == "only") == P.odd("only")


@pytest.mark.parametrize("length", [65, 1000, 100_000])
def test_long_values_are_replaced_quickly(length: int) -> None:
    assert P.respelled("a7" * length) != P.respelled("a7" * (length - 1) + "a8")
    assert P.identifier("7" * length).isdecimal()
    assert len(P.text("a" * length)) < 2 * length
