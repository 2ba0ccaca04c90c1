"""``python .ci/words.py [DIRECTORY]``: finds words and phrases that native readers stumble over.

Checks docstrings, comments and messages of the engine, Markdown, the templates of the site, and the texts of the spec,
but not code, nor text quoted as code. Prints ``file:line: "words": advice`` for each find; exit status 1 if there is
one. Sentences of the vendor's documentation keep their words: they are listed in ``QUOTED``.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Habit(NamedTuple):
    """A pattern, what to write instead, and an example."""

    pattern: re.Pattern[str]
    advice: str
    example: str


def _habit(pattern: str, advice: str, example: str) -> Habit:
    return Habit(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), advice, example)


HABITS = (
    _habit(r"tell(?:s|ing)? of|told of", "identify, describe, report", "No value that can tell of a person is shown."),
    _habit(r"blanks?", "space", "A blank can follow each comma."),
    _habit(r"gives", "returns, provides, contains", "The function gives the event."),
    _habit(r"alike", "in the same way, similarly, both", "zsh and fish are alike."),
    _habit(r"news", "changes", "Use it to find news."),
    _habit(r"verdicts?", "result, outcome", "No verdict depends on it."),
    _habit(r"so many", "a number: 'maximum messages per second', 'count times'", "At most so many messages a second."),
    _habit(r"of (?:its|their|our|one's) own", "its own, separate", "It has a page of its own."),
    _habit(r"beside", "next to (place), besides (addition)", "What every event has beside its body."),
    _habit(r"nobody (?:knows?|known|documents|chooses)", "that is not known, unknown", "Left out where nobody knows."),
    _habit(r"stands", "is", "The event stands in the body."),
    _habit(r"stood", "was", "The name stood at the top."),
    _habit(r"goes(?! (?:to|in|into|through|on|back|wrong)\b)", "is removed, belongs", "An optional field goes."),
    _habit(r"(?<!there )(?:is|are|was|were) (?-i:none)", "is not one", "A text is none."),
    _habit(r"(?<!there )(?:is|was) no(?! (?:longer|more|less|different|such)\b)", "is not a", "This is no event."),
    _habit(r"no JSON", "not valid JSON, not a JSON value", "A file with no JSON in it."),
    _habit(r"for good and all|in vain|to the letter", "plain words", "It is delivered for good and all."),
    _habit(r"anew", "again; rewrite, recalculate", "The file is written anew."),
    _habit(r"(?:mis)?spelt", "spelled", "A misspelt name."),
    _habit(r"whoever", "anyone who; or name the reader", "Whoever receives events."),
    _habit(r"from (?:which|when) on", "from, since, when … first", "The time from which on it is open."),
    _habit(r"but for(?= (?:the|those|that|what|its)\b)", "except", "All of them but for the last."),
    _habit(r"brings? along", "include", "A course copy brings along a topic."),
    _habit(r"put up with", "tolerate, accept", "What readers must put up with."),
    _habit(r"hand(?:s|ed|ing)? over", "pass, provide", "What the gateway hands over."),
    _habit(r"a thing", "name it", "Where a thing is known from."),
    _habit(r"a word or two|in few words", "briefly", "The same in few words."),
    _habit(r"the (?:other|same) way round", "vice versa", "It can be null, and the other way round."),
    _habit(r"answer(?:s|ed)? rightly|answer(?:s|ed)? wrongly", "correct, unexpected", "Two were answered wrongly."),
)

#: Parts of sentences from the vendor's documentation that have such words. Each must occur.
QUOTED: tuple[str, ...] = ()

_CODE = re.compile(r"``.*?``|`[^`\n]*`|<code>.*?</code>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_YAML_CODE = re.compile(r"#.*$|^\s*(?:- )?[\w./{}-]+:(?= |$)", re.MULTILINE)


class Find(NamedTuple):
    """A habit at a place."""

    line: int
    words: str
    advice: str

    def __str__(self) -> str:
        return f'{self.line}: "{self.words}": {self.advice}'


def finds(text: str, first: int = 1) -> Iterator[Find]:
    """The habits in the prose ``text``, whose first line has the number ``first``."""
    for quoted in QUOTED:
        text = text.replace(quoted, "*" * len(quoted))
    for habit in HABITS:
        for match in habit.pattern.finditer(text):
            yield Find(first + text.count("\n", 0, match.start()), match[0], habit.advice)


def _without(pattern: re.Pattern[str], text: str) -> str:
    """``text`` with asterisks in place of all matches of ``pattern``; line numbers stay the same."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", "*", match[0]), text)


def prose(name: str, text: str) -> Iterator[tuple[int, str]]:
    """(first line, text) of each piece of prose in the file ``name``."""
    if name.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            # A single word is a name.
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                yield node.lineno, _without(_CODE, node.value)
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], _without(_CODE, token.string)
    elif name.endswith((".yaml", ".yml")):
        yield 1, _without(_YAML_CODE, text)
    else:
        yield 1, _without(_CODE, _without(_FENCE, text))


def files(root: Path) -> Iterator[Path]:
    """The files with prose that people read. The changelog is written for each release."""
    yield from sorted(file for file in root.glob("*.md") if file.name != "CHANGELOG.md")
    yield from root.glob("noxfile.py")
    for folder, pattern in (
        ("spec", "*.yaml"),
        ("spec", "*.md"),
        ("codegen", "*.py"),
        ("codegen", "*.jinja2"),
        ("codegen", "spec.schema.json"),
        ("tests", "README.md"),
        ("tests/contract", "*.md"),
        (".ci", "[!w]*.py"),
    ):
        yield from sorted((root / folder).rglob(pattern))


def main(root: Path) -> int:
    found = 0
    checked = list(files(root))
    texts = [file.read_text(encoding="utf-8") for file in checked]
    for file, text in zip(checked, texts, strict=True):
        places = sorted(find for first, piece in prose(file.name, text) for find in finds(piece, first))
        found += len(places)
        for place in places:
            print(f"{file.relative_to(root)}:{place}")
    unused = [quoted for quoted in QUOTED if not any(quoted in text for text in texts)]
    for quoted in unused:
        print(f".ci/words.py:1: no file has the quoted words {quoted!r}")
    print(f"{len(checked)} files, {found + len(unused)} problems of wording")
    return 1 if found or unused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
