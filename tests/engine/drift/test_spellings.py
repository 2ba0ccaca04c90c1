"""One page, written in many other ways that say the same: nothing differs."""

# ruff: noqa: E501 (the cases are a table)

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.support import pages
from tests.support.pages import findings, page_of

EVENT = r"module_(?:item_)?(?:created|updated)"
PRE = re.compile(r'<pre class="code"><code>(.*?)</code></pre>', re.DOTALL)


def in_rows(text: str, row: Callable[[str, str], str], head: str = "") -> str:
    """Dense text with each name and its description in another form."""

    def table(match: re.Match[str]) -> str:
        lines = match[1].strip().split("\n")
        rows = (row(name, said) for name, said in zip(lines[::2], lines[1::2], strict=True))
        return "\n".join(["Event Body Schema", *([head] if head else []), *rows, ""])

    text = text.replace("}Event", "}\nEvent")
    return re.sub(rf"(?ms)^Event Body Schema\n(.*?)(?=^{EVENT}$|^Note)", table, text)


def headings(change: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^### (module\S+) .*$", change, text)


def names(change: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^({EVENT})$", change, text)


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


CHANGES: dict[str, tuple[str, Callable[[str], str]]] = {
    "headings of the first level": ("markdown", replaced(("### ", "# "))),
    "names in bold": ("markdown", headings(r"**\1**")),
    "names as code, numbered": ("markdown", headings(r"## 1. `\1`")),
    "names after a word": ("markdown", headings(r"### Event: \1")),
    "labels as headings": ("markdown", replaced(("**Definition:** ", "#### Definition\n\n"), ("**Trigger:** ", "#### Trigger\n\n"))),
    "colons outside the emphasis": ("markdown", replaced(("**Definition:**", "*Definition*:"), ("**Trigger:**", "__Trigger__:"))),
    "definition and trigger in one paragraph": ("markdown", replaced(("\n\n**Trigger", "\n**Trigger"))),
    "indented code": ("markdown", lambda text: re.sub(r"(?ms)^```json\n(.*?)\n```", lambda m: re.sub(r"(?m)^", "    ", m[1]), text)),
    "columns in another order": ("markdown", lambda text: re.sub(r"(?m)^\| (.*?) \| (.*?) \|$", r"| \2 | \1 |", text)),
    "bars inside tables only": ("markdown", lambda text: re.sub(r"(?m)^\| (.*?) \|$", r"\1", text)),
    "emphasis and links in descriptions": ("markdown", replaced(("The name of the module.", "The **name** [of](https://x.example/a_b) the `module`."))),
    "e-mail addresses shown": ("markdown", lambda text: re.sub(r"\[email\s*protected\]", "isaac@example.edu", text)),
    "CRLF": ("markdown", replaced(("\n", "\r\n"))),
    "no end, no title": ("markdown", lambda text: text[text.index("###") : text.index("{% hint")]),
    "typographic quotes": ("dense_text", replaced(("module's", "module\u2019s"), ('"', "\u201d"))),
    "no-break spaces": ("dense_text", replaced((" ", "\u00a0"))),
    "zero-width spaces": ("dense_text", replaced(("module", "mod\u200bule"))),
    "entities": ("dense_text", replaced(('"Course".', "&quot;Course&quot;."), ("module's", "module&#39;s"))),
    "escapes without Markdown": ("dense_text", replaced(("_", "\\_"))),
    "labels in capitals": ("dense_text", replaced(("Definition:", "DEFINITION:"), ("Trigger:", "TRIGGER:"))),
    "icons before names": ("dense_text", names(r"hashtag\1")),
    "anchors after names": ("dense_text", names("\\1 \u00b6")),
    "underlined names": ("airy_text", names("\\1\n----------")),
    "a button in the line of the label": ("dense_text", replaced(("Payload Example:\n{", "Payload Example: JSON Copy {"))),
    "a caption": ("dense_text", replaced(("Payload Example:\n{", "Payload Example:\nThis is sent:\n{"))),
    "navigation and no end": ("dense_text", lambda text: text[: text.index("\nNote:")] + "\nPrevious\nGroup\nNext\nOutcome\n\u00a9 2024"),
    "three lines for each row": ("dense_text", lambda text: in_rows(text, lambda a, b: f"{a}\nstring\n{b}", "Field\nType\nDescription")),
    "bars in text": ("dense_text", lambda text: in_rows(text, lambda a, b: f"{a} | {b}")),
    "lists of fields": ("dense_text", lambda text: in_rows(text, lambda a, b: f"- {a}: {b}")),
    "tags in capitals": ("old_html", lambda text: re.sub(r"</?[a-z0-9]+", lambda m: m[0].upper(), text)),
    "code in divisions": ("old_html", lambda text: PRE.sub(lambda m: f"<div>{m[1]}</div>".replace("\n", "<br>"), text)),
    "numbered lines of code": ("old_html", lambda text: PRE.sub(lambda m: "<pre>" + "\n".join(f"{n} {line}" for n, line in enumerate(m[1].split("\n"), 1)) + "</pre>", text)),
    "code in details": ("old_html", replaced(("<pre", "<details><summary>Show</summary><pre"), ("</pre>", "</pre></details>"))),
    "escaped twice": ("old_html", replaced(("&quot;", "&amp;quot;"))),
    "a table of contents": ("old_html", replaced(("<h1>", "<table><tr><td>module_created</td><td>When it is</td></tr></table><h1>"))),
    "headings of rows": ("old_html", replaced(("<td><b>", "<th scope=row><b>"))),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_it_says_the_same(name: str) -> None:
    form, change = CHANGES[name]
    text = pages.FORMS[form](page_of("canvas", "module")).decode()
    assert change(text) != text
    assert findings("canvas", change(text).encode()) == []
