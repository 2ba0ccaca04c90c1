"""The words about a field: one sentence for each fact, wherever it is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from eventcontract.model import Contract, Field, Object, Scalar, event_root, walk, wording
from eventcontract.model.tree import as_used
from tests.vendors import Vendor, contract_of

PARCEL = contract_of("parcel")
TEXT = Scalar(type="word", kind="text")


def said(field: Field, holder: Object | None = None) -> list[str]:
    return [remark.text for remark in wording.remarks(PARCEL, field, holder)]


def test_each_fact_is_one_sentence() -> None:
    plain = Field(name="a", type=TEXT, description="An a")
    assert said(plain) == []
    for changed, sentence in (
        (replace(plain, when={"kind": ("a", "b"), "size": ("1",)}), "Sent when kind is a or b and size is 1."),
        (replace(plain, when="the moon is full"), "Sent when the moon is full."),
        (replace(plain, group="desk"), "Sent when a clerk typed it in."),
        (replace(plain, group="desk", when={"kind": ("a",)}), "Sent when kind is a, and when a clerk typed it in."),
        (replace(plain, sent=False), "Documented, but never sent."),
        (replace(plain, deprecated=True), "Deprecated."),
        (replace(plain, evidence="emitter"), "Not documented; known from the vendor's source code."),
        (replace(plain, evidence="example"), "Not documented; known from an example."),
        (replace(plain, old_value_of="b"), "The value of b before the change."),
        (replace(plain, type=replace(TEXT, values=("x", "y"), observed=("y",))), "Known values: x, y."),
        (replace(plain, type=replace(TEXT, observed=("y",))), "Seen in examples: y."),
        (replace(plain, type=replace(TEXT, limit=8192)), "At most 8,192 characters; longer text is cut off."),
        (replace(plain, type=replace(TEXT, empty=True)), "Empty text means no value."),
        (replace(plain, type=replace(TEXT, scope="local")), "Scope: local."),
        (replace(plain, type=replace(TEXT, const="parcel.lost")), "Always parcel.lost."),
    ):
        assert said(changed) == [sentence]


def test_how_often_a_field_is_sent() -> None:
    plain = Field(name="a", type=TEXT)
    assert wording.sent(replace(plain, nullable="no")) == "always"
    assert wording.sent(replace(plain, nullable="no", evidence="example")) == "may be missing"
    assert wording.sent(replace(plain, nullable="yes")) == "may be missing"
    assert wording.sent(replace(plain, nullable="no", when="the moon is full")) == "sometimes"
    assert wording.sent(replace(plain, sent=False, when="the moon is full")) == "never"


def test_values_that_the_description_lists_are_not_listed_again() -> None:
    field = Field(name="a", type=replace(TEXT, values=("open", "shut")), description="The state (open, shut).")
    assert said(field) == []
    # "reopened" is not "open".
    assert said(replace(field, description="Whether it was reopened or shut.")) == ["Known values: open, shut."]


def test_every_sentence_ends(vendor: Vendor) -> None:
    for name in vendor.contract.events:
        for _, field, holder in members(event_root(vendor.contract, name)):
            for remark in wording.remarks(vendor.contract, field, holder):
                assert re.fullmatch(r"[A-Z“].*[.)!?]", remark.text), remark


def members(tree: Object, above: str = "") -> Iterator[tuple[str, Field, Object]]:
    for field in tree.fields:
        yield f"{above}/{field.name}", field, tree
        if field.object is not None:
            yield from members(field.object, f"{above}/{field.name}")


@pytest.mark.needs("values")
def test_classes_say_what_is_known_of_the_values_in_any_event(vendor: Vendor) -> None:
    """A class that events share holds the values of all of them."""
    docstrings = dict(class_docstrings(vendor))
    compared = 0
    for event in vendor.contract.events.values():
        for tree in (event.body, *(field.object for _, field in walk(event.body))):
            for field in tree.fields if tree is not None else ():
                for value in field.scalar.known_values if field.scalar else ():
                    text = docstrings[f"{tree.shape}.{field.attribute}"]
                    assert re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text), (
                        event.name,
                        tree.shape,
                        field.name,
                        value,
                    )
                    compared += 1
    assert compared > 5


def test_classes_say_every_fact(vendor: Vendor) -> None:
    """Docstrings of attributes are the description and the remarks, word for word."""
    docstrings = dict(class_docstrings(vendor))
    for name, tree in as_used(vendor.contract).items():
        for field in tree.fields:
            text = wording.describe(vendor.contract, field, tree)
            assert docstrings.get(f"{name}.{field.attribute}", text) == text  # some are only bases


def class_docstrings(vendor: Vendor) -> Iterator[tuple[str, str]]:
    """(Class.attribute, docstring on one line) of every attribute of every generated class."""
    for file in vendor.directory.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for member, following in zip(node.body, node.body[1:], strict=False):
                    if isinstance(member, ast.AnnAssign) and isinstance(following, ast.Expr):
                        assert isinstance(member.target, ast.Name)
                        text = ast.literal_eval(following.value)
                        yield f"{node.name}.{member.target.id}", " ".join(text.split())


def test_contract_of_the_second_vendor_has_every_topic() -> None:
    topics = {
        remark.topic
        for name in PARCEL.events
        for _, field, holder in members(event_root(PARCEL, name))
        for remark in wording.remarks(PARCEL, field, holder)
    }
    assert topics == set(get_args(wording.Topic))


def test_the_terminal_has_a_style_for_every_topic() -> None:
    from eventcontract.cli.commands.show import _STYLES

    assert set(_STYLES) == set(get_args(wording.Topic))


def test_the_terminal_and_the_site_use_these_words(vendor: Vendor) -> None:
    from eventcontract.site.fields import body_rows

    contract: Contract = vendor.contract
    for name in list(contract.events)[::7]:
        rows = {row.anchor: row for row in body_rows(contract, name)}
        body = event_root(contract, name).member(contract.message.body)
        assert body.object is not None
        for path, field, holder in members(body.object):
            row = next(row for anchor, row in rows.items() if anchor.replace(".*", "").endswith(path.replace("/", ".")))
            remarks = [
                each.text
                for each in wording.remarks(contract, field, holder)
                if each.topic in ("form", "privacy", "source")
            ]
            assert list(row.remarks) == remarks
            assert row.presence == (wording.condition(contract, field, holder) or wording.sent(field))
