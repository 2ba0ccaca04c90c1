"""Specs with something wrong in them, by a seed: mistakes of maintainers, and what nobody would write."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from tests.support.documents import read_yaml

Step = str | int

ODD: tuple[Any, ...] = (
    *("", " ", "x", "a b", "a\nb", "it's", 'say "x"', '"""', "\\", "\\n", "{{ x }}", "{% x %}", "{# x", "名前", "é"),
    *(
        "\u2028",
        "\x00",
        "\x85",
        "\ufffd",
        "a" * 300,
        "../../x",
        "/",
        "//",
        "/x",
        "/data/*",
        "~",
        "*",
        "&a",
        "<<",
        "$ref",
    ),
    *("+1", "-1", "_id", "id", "__class__", "_", "class", "None", "none", "true", "True", "con", "index", "init"),
    *(
        "__init__",
        "name",
        "delivery",
        "self",
        "cls",
        "Any",
        "ClassVar",
        "Record",
        "Event",
        "AttributeError",
        "str",
        "int",
    ),
    *("tuple", "property", "date", "list", "field", "json", "click", "msgspec", "eventcontract", "parse", "message"),
    *("events", "object", "array", "string", "kind", "text", "word", "identifier", "timestamp", "integer", "boolean"),
    *(
        "number",
        "emitter",
        "example",
        "unknown",
        "(",
        "[",
        "(?P<a>x)(?P=a)",
        "(?<=a)b",
        "\\p{L}",
        "a{99999}",
        ".*",
        "^a$",
    ),
    *("https://x", "urn:x:", "1.0.0", 0, 1, -1, 1.5, 10**30, True, False, None, [], {}, [[]], [{}]),
    *({"x": "y"}, ["a", "a"], {"description": "x"}),
)


def places(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The path of everything in ``value``."""
    yield path
    if isinstance(value, dict):
        for key, content in value.items():
            yield from places(content, (*path, key))
    elif isinstance(value, list):
        for index, content in enumerate(value):
            yield from places(content, (*path, index))


def at(value: Any, path: tuple[Step, ...]) -> Any:
    """What is at ``path``."""
    for step in path:
        value = value[step]
    return value


def mangle(value: Any, dice: random.Random) -> Any:
    """A copy of ``value`` (YAML as data) with one thing changed."""
    result = deepcopy(value)
    path = dice.choice([path for path in places(value) if path])
    holder, step = at(result, path[:-1]), path[-1]
    match dice.randrange(6):
        case 0:
            del holder[step]
        case 1:
            holder[step] = deepcopy(dice.choice(ODD))
        case 2:  # what stands somewhere else
            holder[step] = deepcopy(at(value, dice.choice([*places(value)])))
        case 3:  # once more
            if isinstance(holder, dict):
                holder[str(dice.choice(ODD))] = deepcopy(holder[step])
            else:
                holder.append(deepcopy(holder[step]))
        case 4:  # by another name
            if isinstance(holder, dict):
                items = [(str(dice.choice(ODD)) if key == step else key, each) for key, each in holder.items()]
                holder.clear()
                holder.update(items)
            else:
                holder.insert(0, deepcopy(dice.choice(ODD)))
        case _:
            holder[step] = dice.choice([[holder[step]], {str(dice.choice(ODD)): holder[step]}, str(holder[step])])
    return result


def mangle_text(text: str, dice: random.Random) -> str:
    """``text`` with a few characters changed."""
    place = dice.randrange(len(text))
    lines = text.splitlines(keepends=True)
    number = dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            return text[:place] + dice.choice("\t:-#'\"[]{}&*!|>%@`,?\n \\") + text[place:]
        case 1:
            return text[:place] + text[place + dice.randrange(1, 9) :]
        case 2:
            return "".join([*lines[:number], " " * dice.randrange(1, 4) + lines[number], *lines[number + 1 :]])
        case _:
            return "".join([*lines[:number], lines[number].lstrip(" "), *lines[number + 1 :]])


def break_spec(spec: Path, dice: random.Random) -> Path:
    """Change one thing, or three, in the files of ``spec``; the last of them that was changed."""
    files = sorted(spec.rglob("*.yaml"))
    for _ in range(dice.choice([1, 1, 1, 3])):
        file = dice.choice(files)
        try:
            text = yaml.safe_dump(mangle(read_yaml(file), dice), sort_keys=False, allow_unicode=True)
        except Exception:  # an earlier change made it unreadable
            text = mangle_text(file.read_text(encoding="utf-8"), dice)
        if dice.random() < 0.2:
            text = mangle_text(text, dice)
        file.write_text(text, encoding="utf-8")
    return file
