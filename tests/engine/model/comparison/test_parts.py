"""What is said of changes of envelopes, batches, forms, channels, signatures and what else is not about an event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eventcontract.model import Contract
from eventcontract.model.comparison import changes
from eventcontract.model.contract import Retries
from tests.vendors import contract_of

PARCEL = contract_of("parcel")

Found = tuple[str, str, str, str]


def found(old: Contract, new: Contract) -> list[Found]:
    return [(each.level, each.rule, each.direction, each.pointer) for each in changes(old, new)]


def without(part: str, name: str) -> Contract:
    members = {key: each for key, each in getattr(PARCEL, part).items() if key != name}
    return replace(PARCEL, **{part: members})


def changed(part: str, name: str, **words: Any) -> Contract:
    members = getattr(PARCEL, part)
    return replace(PARCEL, **{part: {**members, name: replace(members[name], **words)}})


@pytest.mark.parametrize(
    ("part", "name", "removed", "added"),
    [
        ("envelopes", "relay", ("break", "envelope-removed", "archive"), ("note", "envelope-added", "meaning")),
        ("batches", "sack", ("break", "batch-removed", "archive"), ("note", "batch-added", "meaning")),
        ("forms", "sealed", ("break", "form-removed", "code"), ("note", "form-added", "meaning")),
        ("channels", "counter", ("risk", "channel-changed", "meaning"), ("risk", "channel-changed", "meaning")),
        ("security", "seal", ("risk", "channel-changed", "meaning"), ("risk", "channel-changed", "meaning")),
    ],
)
def test_parts_that_come_and_go(part: str, name: str, removed: tuple[str, ...], added: tuple[str, ...]) -> None:
    other, where = without(part, name), f"{part}/{name}"
    assert found(PARCEL, other) == [(*removed, where)]
    assert found(other, PARCEL) == [(*added, where)]


@pytest.mark.parametrize(
    ("part", "name", "words", "level", "rule"),
    [
        ("envelopes", "relay", {"recognize": {"/relay": "object"}}, "risk", "envelope-changed"),
        ("envelopes", "relay", {"content": "/relay/note"}, "risk", "envelope-changed"),
        ("envelopes", "relay", {"base64": False}, "risk", "envelope-changed"),
        ("envelopes", "relay", {"identifier": None}, "risk", "envelope-changed"),
        ("envelopes", "relay", {"foreign": "Open it."}, "risk", "envelope-changed"),
        ("envelopes", "relay", {"description": "Another text."}, "text", "description-changed"),
        ("batches", "sack", {"items": "/sack"}, "risk", "batch-changed"),
        ("batches", "sack", {"recognize": {"/sack": "object"}}, "risk", "batch-changed"),
        ("batches", "sack", {"response": None}, "risk", "batch-changed"),
        ("batches", "pile", {"empty": None}, "risk", "batch-changed"),
        ("forms", "sealed", {"signed": False}, "note", "form-changed"),
        ("channels", "counter", {"address": "another"}, "risk", "channel-changed"),
        ("channels", "counter", {"headers": ()}, "risk", "channel-changed"),
        ("channels", "counter", {"security": ()}, "risk", "channel-changed"),
        ("channels", "counter", {"title": "Another text"}, "text", "description-changed"),
        ("channels", "letterbox", {"switch_off": None}, "risk", "channel-changed"),
        ("channels", "letterbox", {"retries": None}, "risk", "channel-changed"),
        ("types", "text", {"pattern": "x"}, "risk", "spelling-changed"),
        ("types", "text", {"sensitive": False}, "risk", "sensitivity-lowered"),
        ("types", "word", {"sensitive": True}, "note", "sensitivity-raised"),
        ("types", "reference", {"scopes": {}}, "risk", "scope-changed"),
        ("types", "reference", {"partition": None}, "risk", "scope-changed"),
    ],
)
def test_parts_that_change(part: str, name: str, words: dict[str, Any], level: str, rule: str) -> None:
    (word,) = words
    assert getattr(getattr(PARCEL, part)[name], word) != words[word], "this changes nothing"
    (change,) = changes(PARCEL, changed(part, name, **words))
    assert (change.level, change.rule, change.direction) == (level, rule, "meaning")
    assert (change.pointer, change.events) == (f"{part}/{name}", ())
    assert change.says == f"changed: {word}"


def test_two_words_of_one_part_are_one_change_for_each_rule() -> None:
    new = changed("batches", "sack", items="/x", empty="/y", description="Another text.")
    assert [(each.rule, each.says) for each in changes(PARCEL, new)] == [
        ("batch-changed", "changed: items, empty"),
        ("description-changed", "changed: description"),
    ]


def test_signatures() -> None:
    unsigned = replace(PARCEL, signing=None)
    assert PARCEL.signing is not None
    other = replace(PARCEL, signing=replace(PARCEL.signing, algorithm="RS256"))
    for old, new, says in [
        (PARCEL, unsigned, "there are no signatures"),
        (unsigned, PARCEL, "there are signatures"),
        (PARCEL, other, "signatures changed"),
    ]:
        (change,) = changes(old, new)
        assert (change.level, change.rule, change.direction, change.says) == (
            "risk",
            "signing-changed",
            "meaning",
            says,
        )


def test_retries_of_another_kind() -> None:
    retries = PARCEL.channels["letterbox"].retries
    assert isinstance(retries, Retries)
    new = changed("channels", "letterbox", retries=replace(retries, times=retries.times + 1))
    assert found(PARCEL, new) == [("risk", "channel-changed", "meaning", "channels/letterbox")]


def test_an_erratum_names_its_events() -> None:
    name, erratum = next((key, each) for key, each in PARCEL.errata.items() if each.effect == "note")
    other = without("errata", name)
    for old, new, says in ((PARCEL, other, "it is gone"), (other, PARCEL, "it is new")):
        (change,) = changes(old, new)
        assert (change.rule, change.level, change.says) == ("erratum-changed", "note", says)
        assert (change.events, change.pointer) == (erratum.events, f"errata/{name}")


@pytest.mark.parametrize(
    ("member", "value", "level", "rule", "direction"),
    [
        ("package", "other_events", "break", "package-renamed", "code"),
        ("distribution", "other-events", "break", "package-renamed", "code"),
        ("schema_ids", "https://other.example/", "risk", "message-changed", "meaning"),
        ("title", "Other Events", "text", "description-changed", "meaning"),
    ],
)
def test_the_catalogue(member: str, value: str, level: str, rule: str, direction: str) -> None:
    new = replace(PARCEL, catalogue=replace(PARCEL.catalogue, **{member: value}))
    assert found(PARCEL, new) == [(level, rule, direction, "")]
    assert found(PARCEL, replace(PARCEL, catalogue=replace(PARCEL.catalogue, version="9.0.0"))) == []
