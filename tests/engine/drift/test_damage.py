"""Damaged pages: a part is reported as not understood, the rest is compared, and nothing is said to be gone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pytest

from eventcontract.drift import Finding, NotAPage
from tests.support import pages
from tests.support.pages import KNOWN, categories, findings, page_of

#: Forms in which a row of a table is two lines.
LINES = ("dense_text", "airy_text", "copy_button", "with_navigation", "wrapped_text")


def text_of(vendor: str, category: str, form: str) -> str:
    data = pages.FORMS[form](page_of(vendor, category))
    return data.decode("utf-16" if form == "tabbed_text" else "utf-8")


def gone(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.rule.endswith("-gone")]


def after_the_name(text: str) -> str:
    return text.replace("\nworkflow_state\nThe workflow state of the module.\n", "\nworkflow_state\n", 1)


DAMAGED: dict[str, Callable[[str], str]] = {
    "a description is lost": after_the_name,
    "a name is lost": lambda text: text.replace("\nposition\n", "\n", 1),
    "the name of an event is lost": lambda text: text.replace("\nmodule_updated\n", "\n", 1),
    "the name of the first event is lost": lambda text: text.replace("\nmodule_created\n", "\n", 1),
    "cut in an example": lambda text: text[: text.index('"job_tag"')],
    "cut in a table": lambda text: text[: text.index("The type of module's context, usually")],
    "an example lost its end": lambda text: text.replace('"position": 101,', "", 1).replace("}\n}", "}\n", 1),
    "a table lost its label": lambda text: text.replace("Event Body Schema", "", 1),
    "mojibake in a table": lambda text: text.replace(
        "\nposition\n", "\n\u00c3\u00a2\u00e2\ufffd new docs! \u00e2\u20ac\u201d\nposition\n", 1
    ),
    "the half of two events": lambda text: (
        text[: text.index("The name of the module.")] + text[text.index("module_updated") :]
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_is_damaged_is_not_understood(damage: str) -> None:
    whole = text_of("canvas", "module", "dense_text")
    text = DAMAGED[damage](whole)
    assert text != whole
    found = findings("canvas", text.encode())
    assert gone(found) == []
    assert any(each.rule == "not-understood" for each in found)


def test_the_rest_of_a_damaged_page_is_compared() -> None:
    text = after_the_name(text_of("canvas", "module", "dense_text"))
    text = text.replace("The position of the module item in the module.", "Where it is.", 1)
    assert [(each.rule, each.event, each.pointer) for each in findings("canvas", text.encode())] == [
        ("not-understood", "module_created", ""),
        ("wording-changed", "module_item_created", "/body/position"),
    ]


def test_a_banner_is_not_a_part_of_the_page() -> None:
    text = text_of("canvas", "module", "dense_text")
    banner = "\u00e2\u0161\u00a0 We\u00e2\u20ac\u2122re moving! Definition pending \u00e2\u20ac\u201d see the new docs"
    assert findings("canvas", f"{banner}\n{text}".encode()) == []


def test_a_link_in_place_of_an_object() -> None:
    lines = text_of("canvas", "course", "dense_text").split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith('{"account_id" =>'))
    for link in ("file.data_service_course.html", "https://docs.example/course", "See the page of courses."):
        text = "\n".join([*lines[:place], link, *lines[place + 1 :]])
        assert {each.rule for each in findings("canvas", text.encode())} == {"not-understood"}
    text = "\n".join([*lines[:place], lines[place][:80], *lines[place + 1 :]])
    assert {each.rule for each in findings("canvas", text.encode())} == {"not-understood"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Log in to continue",
        "<html><body><h1>404</h1></body></html>",
        "# LTI\n\n| Claim | Meaning |\n|---|---|\n| iss | x |",
    ],
)
def test_another_page(text: str) -> None:
    (finding,) = findings("canvas", text.encode())
    assert finding.rule == "not-understood"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP file"),
        ("module_created\n".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"caf\xe9", "this is not UTF-8"),
        (b"\xff\xfea", "this is not UTF-16"),
    ],
)
def test_files_that_are_not_pages(data: bytes, says: str) -> None:
    with pytest.raises(NotAPage, match=says):
        findings("canvas", data)


def at_places(vendor: str, category: str, form: str, places: Iterable[int]) -> list[tuple[int, Finding]]:
    """What is found, but for what is not understood, on both halves of a page that is cut at these places."""
    text = text_of(vendor, category, form)
    halves = [(place, half) for place in places if place < len(text) for half in (text[:place], text[place:])]
    return [
        (place, each)
        for place, half in halves
        for each in findings(vendor, half.encode())
        if each.rule != "not-understood"
    ]


@pytest.mark.parametrize("form", pages.FORMS)
@pytest.mark.parametrize("vendor", KNOWN)
def test_half_a_page_is_not_understood(vendor: str, form: str, request: pytest.FixtureRequest) -> None:
    source = random.Random(f"{request.config.getoption('--seed')} {form}")
    for category in categories(vendor):
        length = len(text_of(vendor, category, form))
        assert at_places(vendor, category, form, source.sample(range(1, length), 4)) == []


@pytest.mark.parametrize("form", ["terms_html", "html_tables", "dense_text"])
def test_half_of_nested_fields_is_not_understood(form: str) -> None:
    text = text_of("parcel", "parcel", form)
    # The members of the only object on these pages, and what follows it.
    assert at_places("parcel", "parcel", form, range(text.index("crate") - 20, len(text))) == []


@pytest.mark.parametrize("form", LINES)
@pytest.mark.parametrize("vendor", KNOWN)
def test_nothing_is_gone_because_a_line_is(vendor: str, form: str, request: pytest.FixtureRequest) -> None:
    source = random.Random(f"{request.config.getoption('--seed')} {form}")
    for category in categories(vendor):
        lines = text_of(vendor, category, form).split("\n")
        for place in source.sample(range(len(lines)), min(8, len(lines))):
            assert gone(findings(vendor, "\n".join(lines[:place] + lines[place + 1 :]).encode())) == []
