"""YAML text -> plain values with their positions.

Resolved by the core schema of YAML 1.2, so that ``on``, ``010``, ``1:30`` and ``2019-11-01`` are
text. Duplicate keys, anchors, aliases, merge keys and tags are problems: each of them hides what a
reader of the file would see.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from eventcontract.source import yaml_errors
from eventcontract.source.problems import Problem

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_STRICT_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")

# Deeper than any spec, and less deep than what parsers and validators take.
_DEPTH = 60
#: Characters that no editor shows and that generated files cannot hold, and those that reverse what an editor shows.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

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
        document.problems.append(Problem(file, line, 1, "invalid-yaml", "the file is not UTF-8"))
        return document
    try:
        document.problems += _events(file, text)
        if document.problems:
            return document
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line, column, message = yaml_errors.advice(text, error)
        document.problems.append(Problem(file, line, column, "invalid-yaml", message))
        return document
    except yaml.YAMLError as error:
        document.problems.append(Problem(file, 1, 1, "invalid-yaml", str(error).split("\n")[0]))
        return document
    document.value = {} if node is None else _value(document, node, ())
    return document


def _events(file: str, text: str) -> Iterator[Problem]:
    """Everything that YAML has and a spec cannot."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if tag := getattr(event, "tag", None):
            yield Problem(file, line, column, "invalid-yaml", f"tag '{tag}': tags are not supported")
        if anchor := getattr(event, "anchor", None):
            kind = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            message = f"{kind} '{anchor}': anchors and aliases are not supported; write the value out"
            yield Problem(file, line, column, "invalid-yaml", message)
        if isinstance(event, yaml.ScalarEvent) and (unseen := UNSEEN.search(event.value)):
            message = f"the character U+{ord(unseen[0]):04X} is not supported"
            yield Problem(file, line, column, "invalid-yaml", message)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            yield Problem(file, line, column, "invalid-yaml", f"this is nested more than {_DEPTH} deep")
            return


def _value(document: Document, node: yaml.Node, path: Path) -> Any:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    document.marks[path] = line, column
    if isinstance(node, yaml.MappingNode):
        return dict(_members(document, node, path))
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, element, (*path, index)) for index, element in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    # A plain scalar has the empty style from the C parser, and none from the Python parser.
    value = node.value if node.style else resolve(node.value)
    if isinstance(value, float) and not math.isfinite(value):
        document.problems.append(Problem(document.file, line, column, "invalid-value", "the number is too large"))
    return value


def _members(document: Document, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.problems.append(Problem(document.file, line, column, "invalid-yaml", "a key must be text"))
            continue
        key = key_node.value
        if key == "<<":
            message = "merge key '<<' is not supported; write the members out"
            document.problems.append(Problem(document.file, line, column, "invalid-yaml", message))
            continue
        if key in seen:
            message = f"'{key}' is already defined in line {seen[key]}"
            document.problems.append(Problem(document.file, line, column, "duplicate-key", message))
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
        # A number of thousands of digits takes Python too long: it is as infinite as one with an exponent.
        return int(text) if len(text) < 300 else math.inf
    if _FLOAT.fullmatch(text) and not _INTEGER.fullmatch(text):
        return float(text)
    return text
