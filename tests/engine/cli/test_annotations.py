"""Annotations of GitHub Actions, whatever they are about."""

from __future__ import annotations

import re

import pytest

from eventcontract.cli.annotations import annotation

#: What somebody could name a file, a field or a value.
HOSTILE = ["\n::error::forged", "\r::error::forged", "%0A::error::forged", "a,line=7::b", "::stop-commands::x"]
HOSTILE += ["\u2028::error::x", "\x1b]0;title\x07", "\u202egnp.exe", "%250A"]


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Level, properties and message, as the runner reads them."""
    match = re.fullmatch("::([a-z]+) (.*?)::(.*)", line)
    assert match is not None
    properties = dict(each.split("=", 1) for each in match[2].split(","))
    return match[1], {name: decoded(value) for name, value in properties.items()}, decoded(match[3])


def decoded(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_what_is_said_arrives() -> None:
    line = annotation("error", "field-gone", "100 % of it: gone, all", file="C:/a,b.md", line=7)
    assert line == "::error file=C%3A/a%2Cb.md,line=7,title=field-gone::100 %25 of it: gone, all"
    assert read(line) == ("error", {"file": "C:/a,b.md", "line": "7", "title": "field-gone"}, "100 % of it: gone, all")
    assert annotation("notice", "x", "y") == "::notice title=x::y"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_forges_another(text: str) -> None:
    line = annotation("warning", text, text, file=text, line=1)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    level, properties, message = read(line)
    assert (level, properties["line"], len(properties)) == ("warning", "1", 3)
    shown = text if text.isprintable() else text.encode("unicode_escape").decode()
    assert properties["title"] == properties["file"] == message == shown
