"""Why a schema refuses a payload, in plain words.

No message quotes a value: payloads hold personal data. Messages of libraries do quote values and
are never passed on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

from eventcontract import pointers
from eventcontract.runtime.errors import Finding
from eventcontract.runtime.listing import Listing
from eventcontract.runtime.patterns import plain
from eventcontract.runtime.records import word
from eventcontract.runtime.rules import Level, Rule
from eventcontract.runtime.spellings import DOCUMENTED

_NAMES = {"string": "text", "boolean": "true or false", "object": "an object", "array": "an array"}
#: Kind of scalar -> how a message calls its form, and the rule that another form violates.
FORMS = {
    "timestamp": ("a timestamp with an offset", Rule.BAD_TIMESTAMP),
    "date": ("a calendar day", Rule.BAD_TIMESTAMP),
    "identifier": ("an identifier in decimal digits", Rule.ID_FORMAT),
}
_KNOWN = ("a known value", Rule.UNDOCUMENTED_VALUE)
_NAIVE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?", re.ASCII)
# JSON Schema's name of a type -> Python's types of such values. 3.0 is an integer, too.
_PYTHON: dict[str, set[type]] = {
    "null": {type(None)},
    "boolean": {bool},
    "integer": {int},
    "number": {int, float},
    "string": {str},
    "array": {list},
    "object": {dict},
}
_KEYWORDS = frozenset(
    ("type", "$ref", "required", "properties", "additionalProperties", "items", "anyOf", "enum", "const", "pattern")
) | {"format", "title", "description", "deprecated", "examples", "$schema", "$id", "$defs"}
# Where a payload lacks a member.
_ABSENT: Any = object()

Path: TypeAlias = tuple[str | int, ...]


class Reason(NamedTuple):
    """Why a payload is refused: the ``value`` at ``path``, or a value that is missing there (:attr:`lacks`)."""

    rule: Rule
    path: Path
    message: str
    expected: str | None
    value: Any

    @property
    def lacks(self) -> bool:
        """Whether there is no value."""
        return self.value is _ABSENT


Report: TypeAlias = Callable[[Reason], object]


class Reading:
    """One published schema, prepared. ``schema`` is the schema as data."""

    def __init__(self, text: str | bytes) -> None:
        self.schema: dict[str, Any] = json.loads(text)
        self._refusing = [each for each in self.schema.get("x-errata", ()) if each["effect"] == "refused"]

    @cached_property
    def _root(self) -> _Place:
        return _Place(self.schema, self.schema)

    def accepts(self, payload: Any) -> bool:
        """Whether the schema accepts ``payload`` (decoded JSON)."""
        reasons: list[Reason] = []
        self.explain(payload, reasons.append)
        return not reasons

    def explain(self, payload: Any, report: Report) -> None:
        """Call ``report`` with every reason why the schema refuses ``payload``, in the order of the schema."""
        self._root.look(payload, (), report)

    def refusals(self, payload: Any, level: Level, *, show_values: bool = False) -> list[Finding]:
        """The reasons why the schema refuses ``payload``, as far as they are listed (:class:`Listing`)."""
        listing = Listing()

        def report(reason: Reason) -> None:
            if listing.has_room(level):
                listing.add(self.finding(reason, payload, level, show_values=show_values))

        self.explain(payload, report)
        return listing.findings()

    def finding(self, reason: Reason, payload: Any, level: Level, *, show_values: bool = False) -> Finding:
        """What is said of a reason why ``payload`` is refused, with the erratum that explains it."""
        rule, path, message, expected, value = reason
        return Finding(
            rule=rule.id,
            level=level,
            pointer=pointer(path),
            message=message,
            expected=expected,
            found="nothing" if reason.lacks else json_type(value),
            erratum=self.refused_erratum(payload, path),
            value=shown(value) if show_values and not reason.lacks else None,
        )

    def refused_erratum(self, payload: Any, path: Sequence[Any]) -> str | None:
        """The erratum that explains why what ``payload`` holds, or lacks, at ``path`` is refused."""
        for erratum in self._refusing:
            recognize = erratum.get("recognize")
            places = erratum.get("pointers", ())  # none: the erratum is about all of the event
            if places and not any(pointers.covers(pointers.parse(place), path) for place in places):
                continue
            if recognize is not None:
                found = pointers.get(payload, pointers.parse(recognize["pointer"]))
                pattern = recognize.get("pattern")
                if found is None:
                    continue
                if pattern is not None and not re.fullmatch(pattern, _text(found)):
                    continue
            return str(erratum["id"])
        return None


#: The key of a member, the types of its values that need no look, which of its texts need none, and the member.
_Member: TypeAlias = "tuple[str, frozenset[type], Callable[[str], object] | None, _Place]"


class _Place:
    """What a schema says of one value, prepared.

    Not the work of a library: those copy the payload for each of their errors, which takes minutes and gigabytes
    for a payload of a few megabytes. What a text may look like is left to one (:func:`_matcher`).
    """

    def __init__(self, schema: dict[str, Any], whole: dict[str, Any], kind: str = "") -> None:
        schema = {**resolved(schema, whole), **schema}
        if unknown := [each for each in schema if each not in _KEYWORDS and not each.startswith("x-")]:
            raise AssertionError(f"no rule for the keyword {unknown[0]}")
        said = schema.get("type", [*_PYTHON])
        types: list[str] = said if isinstance(said, list) else [said]
        self._types = frozenset(of for each in types for of in _PYTHON[each])
        self._is_integer = "integer" in types
        self._expected = " or ".join([_NAMES.get(each, each) for each in types if each != "null"])
        # What is said of an array is said of its elements.
        kind = schema.get("x-kind", kind)
        self._form, self._rule = FORMS.get(kind, _KNOWN)
        self._values = schema.get("enum", [schema["const"]] if "const" in schema else None)
        self._matches = _matcher(schema.get("pattern"), schema.get("format"))
        properties, required = schema.get("properties", {}), schema.get("required", ())
        self._members = [
            self._member(key, _Place(properties.get(key, {}), whole, kind), key in required)
            for key in {**properties, **dict.fromkeys(required)}
        ]
        self._known = frozenset(properties) if schema.get("additionalProperties") is False else None
        self._forms = [frozenset(each["properties"]) for each in schema.get("anyOf", ())]
        self._items = _Place(schema["items"], whole, kind) if "items" in schema else None
        looked_at: dict[type, bool] = {
            str: self._values is not None or self._matches is not None,
            list: self._items is not None,
            dict: bool(self._members or self._forms or self._known is not None),
        }
        #: The types of those values that need no look.
        self.plain: frozenset[type] = frozenset(of for of in self._types if not looked_at.get(of))

    @staticmethod
    def _member(key: str, place: _Place, required: bool) -> _Member:
        plain_types = place.plain if required else place.plain | {type(_ABSENT)}
        return key, plain_types, place._matches if place._values is None else None, place

    def look(self, value: Any, path: Path, report: Report) -> None:
        """Report why ``value``, which is at ``path``, is refused."""
        of = type(value)
        if of not in self._types and not (of is float and self._is_integer and value.is_integer()):
            if value is None:
                report(Reason(Rule.NULL_FIELD, path, "null where a value is always sent", self._expected, value))
            else:
                message = f"expected {self._expected}, found {json_type(value)}"
                report(Reason(Rule.WRONG_TYPE, path, message, self._expected, value))
        elif of is dict:
            self._look_at_members(value, path, report)
        elif of is list and self._items is not None:
            items, plain_types = self._items, self._items.plain
            for index, each in enumerate(value):
                if type(each) not in plain_types:
                    items.look(each, (*path, index), report)
        elif of is str:
            self._look_at_text(value, path, report)

    def _look_at_members(self, value: dict[str, Any], path: Path, report: Report) -> None:
        for key, plain_types, matches, member in self._members:
            content = value.get(key, _ABSENT)
            if type(content) in plain_types or (matches is not None and type(content) is str and matches(content)):
                continue
            if content is _ABSENT:
                report(Reason(Rule.MISSING_FIELD, (*path, key), "a required field is missing", "a value", _ABSENT))
            else:
                member.look(content, (*path, key), report)
        if self._known is not None and not self._known.issuperset(value):
            for key in sorted(value.keys() - self._known):
                message = "the contract does not describe this field"
                report(Reason(Rule.UNDOCUMENTED_FIELD, (*path, key), message, None, value[key]))
        if self._forms and not any(form.isdisjoint(value) for form in self._forms):
            message = "fields that never occur together"
            report(Reason(Rule.MIXED_ALTERNATIVES, path, message, "the fields of one alternative", value))

    def _look_at_text(self, value: str, path: Path, report: Report) -> None:
        if self._values is not None and value not in self._values:
            message = f"text of {len(value)} characters that is not one of the known values"
            report(Reason(_KNOWN[1], path, message, _KNOWN[0], value))
        if self._matches is not None and not self._matches(value):
            rule, message = self._rule, f"expected {self._form}, found text of {len(value)} characters"
            if rule is Rule.BAD_TIMESTAMP and _NAIVE.fullmatch(value):
                rule, message = Rule.NAIVE_TIMESTAMP, "the timestamp has no UTC offset"
            report(Reason(rule, path, message, self._form, value))


@lru_cache(None)
def _matcher(pattern: str | None, form: str | None) -> Callable[[str], object] | None:
    """A function that says whether a text is as these keywords of JSON Schema ask; ``None`` if they ask nothing."""
    inner = None if pattern is None else plain(pattern)
    # What is documented has the format, too.
    if inner is not None and (form is None or inner in DOCUMENTED.values()):
        return re.compile(inner).fullmatch
    asked = {key: value for key, value in (("pattern", pattern), ("format", form)) if value is not None}
    if not asked:
        return None
    # What other regular expressions match depends on the language, and schemas are written for validators. Not loaded
    # before it is needed, because it seldom is.
    import jsonschema_rs

    matches: Callable[[str], object] = jsonschema_rs.Draft202012Validator(asked, validate_formats=True).is_valid
    return matches


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The definition of ``whole`` that ``schema`` refers to; ``schema`` itself if it refers to none."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    return found


def pointer(path: Iterable[Any]) -> str:
    """The JSON Pointer (RFC 6901) of ``path``, with its length in place of a key that does not look program-made."""
    return pointers.build([step if isinstance(step, int) else word(step) for step in path])


_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
    list: "array",
    dict: "object",
}


def json_type(value: Any) -> str:
    """The JSON type of decoded JSON, with ``text`` for a string and ``integer`` for a whole number."""
    return _TYPES[type(value)]


def _text(value: Any) -> str:
    """A text as it is, any other value as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
