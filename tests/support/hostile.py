"""Specs whose texts try to be something else: code, markup, the end of what they are in. All are made from a seed."""

from __future__ import annotations

import ast
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from eventcontract.render.text import to_yaml
from tests.support.documents import read_yaml
from tests.vendors import SPECS

#: The words of the format whose values are prose, and those whose values are mappings or lists of it.
PROSE = {
    *("actual", "changes", "consequence", "definition", "delivery", "description", "foreign", "notice"),
    *("reason", "rotation", "shows", "source", "summary", "title", "trigger", "vendor"),
}
HOLDING_PROSE = {"notes", "groups", "scopes", "parameters"}

PIECES = (
    *('"""', "'''", '"', "'", "\\", "\\\\", '\\"""', '""" + boom() + """', "\\N{BULLET}", "\\x41", "\\u202e", "\\"),
    *("\n", "\n\n", "\nimport os\n", "\nboom()\n    boom()\n", "    indented", "\t", "# comment", "%s", "%(x)s", "{0}"),
    *("{{ boom() }}", "{% if %}", "{# x #}", "${boom}", "f{boom()}", "{", "}", "{}", "`", "``x``", "``", "`<b>`"),
    *("</script><script>boom()</script>", "<!--", "-->", "<b onclick=boom()>", "]]>", "&lt;", "&#60;", "&", "<", ">"),
    *("</pre>", "<img src=x onerror=boom()>", '"><svg onload=boom()>', "javascript:boom()", "</textarea>", "<?xml ?>"),
    *("[x](javascript:boom())", "![x](x)", "# h", "| a | b |", "***", "---", "...", "- item", "* item", "> q", "~~~"),
    *(
        ".. raw:: html",
        ":role:`x`",
        "|x|",
        "_x",
        "x_",
        "`x <y>`__",
        ":: ",
        ": ",
        " #",
        "!tag",
        "&a",
        "*a",
        "@",
        "%",
        "?",
    ),
    *(
        "é",
        "名前",
        "🎈",
        "\u00a0",
        "\u200d",
        "ﬁ",
        "a" * 300,
        "\\" * 150,
        '"' * 150,
        "'" * 121,
        "x\\" * 100,
        "null",
        "~",
    ),
    *(
        "yes",
        "0x1F",
        "1e3",
        "=cmd|' /C calc'!A0",
        "::error::boom",
        "%0A",
        "$(boom)",
        "; boom",
        "../../boom",
        "C:\\boom",
    ),
)


def texts(seed: int) -> Callable[[], str]:
    """What returns another hostile text at each call. Each begins with a word that occurs nowhere else: ``Qx17z``."""
    dice, number = random.Random(seed), itertools.count()

    def text() -> str:
        pieces = [dice.choice(PIECES) for _ in range(dice.choice((0, 1, 1, 1, 2, 3, 6)))]
        between = dice.choice(("", " ", " word "))
        ending = dice.choice(("", "", " end", "."))
        return f"Qx{next(number)}z{dice.choice(('', ' '))}{between.join(pieces)}{ending}".rstrip()

    return text


def harmless() -> Callable[[], str]:
    """The same words, in the same order, and nothing else."""
    number = itertools.count()
    return lambda: f"Qx{next(number)}z"


def with_texts(value: Any, text: Callable[[], str], path: tuple[str, ...] = ()) -> Any:
    """``value``, the part of a spec at ``path``, with other prose, and with more members, keys and values."""
    word, holder = (*("", ""), *path)[-1], (*("", ""), *path)[-2]
    if isinstance(value, dict):
        members = {key: with_texts(each, text, (*path, key)) for key, each in value.items()}
        if (word == "body" and holder not in ("", "fields") and "shape" not in value) or path == ("message",):
            # A body that is not shared, and the message, can have any member.
            more = {text(): {"type": "text", "nullable": True, "description": text()}}
            members["fields"] = members.get("fields", {}) | more
        if word == "keys":
            members[text()] = {"source": text()}
        if word in ("scopes", "parameters"):
            members[text()] = text()
        return members
    if isinstance(value, list):
        more = [text()] if word == "values" and path[0] in ("events", "vocabularies") else []
        return [with_texts(each, text, (*path, "")) for each in value] + more
    if not isinstance(value, str):
        return value
    if word == "page":
        return "https://page.example/" + "".join(text().split())
    return text() if word in PROSE or holder in HOLDING_PROSE else value


def spec_with(text: Callable[[], str], vendor: str, directory: Path) -> dict[str, str]:
    """Write the spec of ``vendor`` with other prose to ``directory``; word (``Qx17z``) -> whole text."""
    made: dict[str, str] = {}

    def noted() -> str:
        new = text()
        made[new.partition("z")[0] + "z"] = new
        return new

    for file in sorted(SPECS[vendor].rglob("*")):
        copy = directory / file.relative_to(SPECS[vendor])
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".yaml":
            copy.write_text(to_yaml(with_texts(read_yaml(file), noted)), encoding="utf-8")
        elif file.suffix == ".json" and file.parent.parent.name == "examples":
            copy.write_bytes(file.read_bytes())
    return made


# -- what has been made of one -----------------------------------------------------------------------


#: Elements that do not end a word.
INLINE = {"a", "code", "span", "wbr"}


class _Page(HTMLParser):
    """The texts of a page and of its attributes, and the names of its elements and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: set[tuple[str, ...]] = set()
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {(tag,), *((tag, name) for name, _ in attrs)}
        self.texts += [value or "" for _, value in attrs]
        self.texts.append("" if tag in INLINE else "\0")

    def handle_endtag(self, tag: str) -> None:
        self.texts.append("" if tag in INLINE else "\0")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.names.add(("comment", data))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


class _Blank(ast.NodeTransformer):
    """Empties texts, and the names that attributes have from them."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        # Only hostile keys differ from their attributes.
        return None if getattr(node.target, "id", "") == "_json_names" else self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(re.sub(r"Qx\d+z\w*", "attribute", node.id), node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, str) else node


def read(path: str, text: str) -> tuple[list[str], object]:
    """All texts of a generated file, and what is left without them: what the file does."""
    if path.endswith(".py"):
        tree = ast.parse(text)
        found = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        return found, ast.dump(_Blank().visit(tree))
    if path.endswith(".html"):
        page = _Page(text)
        # A text can be broken by elements within a line.
        return "".join(page.texts).split("\0"), page.names - {("code",), ("wbr",)}
    if path.endswith("-index.js"):
        text = text.partition(" = ")[2].rstrip(";\n")
    if path.endswith((".json", "-index.js")):
        return list(_strings(json.loads(text))), None
    if path.endswith(".yaml"):
        return list(_strings(yaml.safe_load(text))), None
    return [], None


def differences(path: str, plain: str, hostile: str, made: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a file whose texts are hostile, given the same file with harmless ones."""
    was, does = read(path, plain)
    now, did = read(path, hostile)
    if did != does:
        yield f"{path} does something else"
    there = flat(" \0 ".join(now), path).replace("\0 ", "")
    for word in sorted(set(re.findall(r"Qx\d+z", "\0".join(was)))):
        # An address has no spaces.
        if flat(made[word], path) not in there and flat("".join(made[word].split()), path) not in there:
            yield f"{path}: {made[word]!r} is lost"


def flat(text: str, path: str = "") -> str:
    """``text`` with single spaces; as a page has it, without the marks of code."""
    if path.endswith(".html"):
        text = text.replace("`", "")
    return " ".join(text.split())
