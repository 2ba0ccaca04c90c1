"""What to change where PyYAML cannot read a file: it says what it met, not what to write."""

from __future__ import annotations

import yaml

_QUOTES = "put the text in single quotes and double those within it: 'it''s'"


def advice(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    """(line, column, message) for what the parser says of ``text``; lines and columns count from 1."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 1, 1, error.problem or "not YAML"
    lines = text.splitlines() or [""]
    line = lines[mark.line] if mark.line < len(lines) else ""
    said = error.problem or "not YAML"
    at = line[mark.column : mark.column + 1]
    indent = len(line) - len(line.lstrip(" "))
    message = said
    if at == "\t" or "\t" in line[: indent + 1] or "tab character" in said:
        message = "a tab cannot indent YAML; use spaces"
    elif "mapping values are not allowed" in said:
        if _follows_text(lines, mark.line, mark.column):
            message = (
                "this line is indented below a key that already has a value; indent both by the same number of spaces"
            )
        else:
            message = "text that contains ': ' must be quoted; put it in single quotes"
    elif "cannot start any token" in said:
        message = f"text that begins with '{at}' must be quoted; put it in single quotes"
    elif "unexpected end of stream" in said and error.context_mark is not None:
        mark = error.context_mark
        message = f"the quote is never closed; {_QUOTES}"
    elif ("did not find expected key" in said or "'-' indicator" in said or "<block end>" in said) and mark.column:
        if indent < mark.column:
            message = f"there is something after the end of the text; {_QUOTES}"
        else:
            message = _indentation(lines, mark.line, indent)
    elif "'-' indicator" in said or "did not find expected key" in said or "<block end>" in said:
        message = "a list and a mapping cannot be mixed; every item of a list begins with '- '"
    return mark.line + 1, mark.column + 1, message


def _follows_text(lines: list[str], number: int, column: int) -> bool:
    """Whether the colon belongs to the first key of a line below ``key: text``."""
    before = lines[number][:column]
    return ": " not in before and number > 0 and ":" in lines[number - 1]


def _indentation(lines: list[str], number: int, indent: int) -> str:
    """Where the siblings of line ``number`` begin, which is indented by ``indent``."""
    sibling = None
    for above in range(number - 1, -1, -1):
        text = lines[above].lstrip(" ")
        if not text or text.startswith("#"):
            continue
        depth = len(lines[above]) - len(text)
        if depth < indent:
            break
        if depth > indent:
            sibling = above
    if sibling is None:
        return f"this line is indented by {indent} spaces, unlike the lines above it"
    other = len(lines[sibling]) - len(lines[sibling].lstrip(" "))
    return (
        f"this line is indented by {indent} spaces, line {sibling + 1} by {other}; the keys of one mapping are aligned"
    )
