"""YAML text -> plain values with their positions.

Resolved by the core schema of YAML 1.2, so that ``on``, ``010``, ``1:30`` and ``2019-11-01`` are
text. Duplicate keys, anchors, aliases, merge keys and tags are problems: each of them hides what a
reader of the file would see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from eventcontract.source.problems import Problem

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_STRICT_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")

# The C parser is several times as fast; it ships with most builds of PyYAML, not all.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Document:
    """One YAML file: its value, and for every path where the value and its key stand."""

    file: str
    value: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, rule: str, message: str, *, at_key: bool = False) -> Problem:
        """A problem at ``path``, or at the nearest place above it that is in the file."""
        while path and path not in self.marks:
            path = path[:-1]
        place = self.keys.get(path) if at_key else None
        line, column = place or self.marks.get(path, (1, 1))
        return Problem(self.file, line, column, rule, message)


def read(file: str, data: str | bytes) -> Document:
    """The YAML document in ``data`` (UTF-8 where it is bytes); what cannot be read is in its ``problems``."""
    document = Document(file)
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        document.problems.append(Problem(file, line, 1, "yaml", "the file is not UTF-8"))
        return document
    try:
        for event in yaml.parse(text, Loader=_Loader):
            anchor, mark = getattr(event, "anchor", None), event.start_mark
            if (tag := getattr(event, "tag", None)) and mark:
                document.problems.append(
                    Problem(file, mark.line + 1, mark.column + 1, "yaml", f"tag '{tag}' is not read here")
                )
            if anchor and mark:
                kind = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
                document.problems.append(
                    Problem(file, mark.line + 1, mark.column + 1, "yaml", f"{kind} '{anchor}': write the value out")
                )
        if document.problems:
            return document
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        document.problems.append(Problem(file, line, column, "yaml", error.problem or "not YAML"))
        return document
    except yaml.YAMLError as error:
        document.problems.append(Problem(file, 1, 1, "yaml", str(error).split("\n")[0]))
        return document
    document.value = {} if node is None else _value(document, node, ())
    return document


def _value(document: Document, node: yaml.Node, path: Path) -> Any:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    document.marks[path] = place
    if isinstance(node, yaml.MappingNode):
        return dict(_members(document, node, path))
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, element, (*path, index)) for index, element in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    # The C parser gives a plain scalar the empty style, the Python parser gives it none.
    return node.value if node.style else resolve(node.value)


def _members(document: Document, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.problems.append(Problem(document.file, line, column, "yaml", "a key is a text"))
            continue
        key = key_node.value
        if key == "<<":
            document.problems.append(Problem(document.file, line, column, "yaml", "merge key '<<': write the members"))
            continue
        if key in seen:
            document.problems.append(
                Problem(document.file, line, column, "duplicate-key", f"'{key}' stands in line {seen[key]} already")
            )
            continue
        seen[key] = line
        here = (*path, key)
        document.keys[here] = (line, column)
        yield key, _value(document, value_node, here)


def resolve(text: str) -> str | int | float | bool | None:
    """A plain scalar by YAML 1.2's core schema; a number with a leading zero stays text."""
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if _STRICT_INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not _INTEGER.fullmatch(text):
        return float(text)
    return text
