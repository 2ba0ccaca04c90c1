"""What one event's contract says of most of its deliveries, as generated code.

A delivery is decoded into structs that hold what both schemas accept, and nothing else. Texts that must have a form
are then checked together: one regular expression for all timestamps takes less time than one call for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from eventcontract.runtime.explain import resolved
from eventcontract.runtime.json_text import decode as decode_all
from eventcontract.runtime.json_text import is_harmless
from eventcontract.runtime.patterns import plain
from eventcontract.runtime.records import Integer
from eventcontract.runtime.remarks import is_noted
from eventcontract.runtime.spellings import DOCUMENTED, READABLE

#: What findings depend on (the types of the members that there can be a remark about), then the value at each path.
Seen: TypeAlias = tuple[Any, ...]
#: The :data:`Seen` of a delivery that both schemas accept. ``None`` or an error: the delivery needs a closer look.
Look: TypeAlias = Callable[[bytes | str], Seen | None]

_Schema: TypeAlias = dict[str, Any]
_Path: TypeAlias = tuple[str, ...]

# An empty text would not show among joined ones.
_Text = Annotated[str, msgspec.Meta(min_length=1)]
_WORDS = frozenset(
    ("type", "$ref", "required", "properties", "additionalProperties", "anyOf", "enum", "const", "pattern", "format")
) | {"items", "title", "description", "deprecated", "examples", "$schema", "$id", "$defs"}
# Which characters these are depends on the language.
_CLASSES = re.compile(r"\\[dDwWsSbBpP]|\(\?[a-zA-Z]")
_DIGITS = "[0-9]+"
_SEPARATOR = "\n"


class Unsupported(Exception):
    """The contract of an event says something that no code is generated for."""


def look(
    strict: _Schema, reader: _Schema, paths: tuple[_Path | None, ...], unknown: Collection[_Path] = frozenset()
) -> Look:
    """The code for the event with these schemas, which also returns the texts at ``paths``; :class:`Unsupported`.

    The strict schema accepts no ``unknown`` members, but the code does: what is found depends on their types.
    """
    return _Code(strict, reader, unknown).compiled(paths)


def one_of_each(texts: list[str], matches: Callable[[str], Any]) -> bool:
    """Whether each of ``texts`` has the form that ``matches`` asks of all of them, joined by separators."""
    joined = _SEPARATOR.join(texts)
    # A text with a separator in it would pass for two.
    return joined.count(_SEPARATOR) == len(texts) - 1 and matches(joined) is not None


class _Code:
    def __init__(self, strict: _Schema, reader: _Schema, unknown: Collection[_Path]) -> None:
        self._strict, self._reader, self._unknown = strict, reader, unknown
        self._known: dict[str, Any] = {"UNSET": msgspec.UNSET, "one_of_each": one_of_each}
        self._lines: list[str] = []
        self._forms: dict[str, str] = {}
        self._places: dict[_Path, str] = {}
        # The texts of the object or array that is at hand, by their form.
        self._texts: dict[str, list[str]] = {}
        # Forms that can be asked about several texts at once.
        self._joinable: set[str] = set()
        self._is_free = self._is_open = False
        self._number = 0

    def compiled(self, paths: tuple[_Path | None, ...]) -> Look:
        root = self._record(self._strict, self._reader, "event", (), 0, certain=True)
        values = [self._place(path) for path in paths]
        decode = msgspec.json.Decoder(root).decode
        self._known["decode"] = decode
        lines = ["event = decode(data)", "key = ()"]
        lines += [f"{name} = []" for name in self._forms.values()]
        checks = []
        for pattern, name in self._forms.items():
            if pattern not in self._joinable:
                self._known[f"one_{name}"] = re.compile(pattern).search
                checks.append(f"if not all(map(one_{name}, {name})):")
            elif pattern == _DIGITS:
                checks += [f"{name} = ''.join({name})", f"if {name} and not ({name}.isascii() and {name}.isdigit()):"]
            else:
                self._known[f"all_{name}"] = re.compile(f"(?:{pattern})(?:{_SEPARATOR}(?:{pattern}))*").fullmatch
                checks.append(f"if {name} and not one_of_each({name}, all_{name}):")
            checks.append("    return None")
        body = [*lines, *self._lines, *checks, f"return (key, {', '.join(values)})"]
        exec("def look(data):\n" + "\n".join(f"    {line}" for line in body), self._known)
        made: Look = self._known["look"]
        if self._is_open:
            # Structs skip what they do not hold; decoding all of it shows whether it is JSON.
            return lambda data: (decode_all(data), made(data))[1]
        if not self._is_free:
            return made
        return lambda data: made(data) if is_harmless(data) else None

    def _place(self, path: _Path | None) -> str:
        if path is None:
            return "None"
        if path not in self._places:
            raise Unsupported("a dimension that is not in every event")
        where = self._places[path]
        return f"(None if {where} is UNSET else {where})"

    def _new(self) -> str:
        self._number += 1
        return f"v{self._number}"

    def _say(self, depth: int, line: str) -> None:
        self._lines.append("    " * depth + line)

    def _gather(self, depth: int) -> None:
        for pattern, places in self._texts.items():
            self._forms.setdefault(pattern, f"form{len(self._forms)}")
            self._say(depth, f"{self._forms[pattern]} += filter(None, ({', '.join(places)},))")

    # -- objects -------------------------------------------------------------------------------

    def _record(self, strict: _Schema, reader: _Schema, here: str, path: _Path, depth: int, *, certain: bool) -> Any:
        """The struct of an object that is called ``here`` in the code; its checks are added to the code.

        ``certain``: it is in every event, so that what is in it has a path.
        """
        strict, reader = resolved(strict, self._strict), resolved(reader, self._reader)
        closed = strict.get("additionalProperties") is False
        if not closed and not path:
            raise Unsupported("an event that can have any members can be an envelope, too")
        self._is_open = self._is_open or not closed
        _admit(strict)
        apart = {name for form in strict.get("anyOf", ()) for name in form["properties"]}
        members: list[Any] = []
        rename: dict[str, str] = {}
        keyed: list[str] = []
        names_of: dict[str, str] = {}
        outer, self._texts = self._texts, {}
        # msgspec looks for each member where it found the last, and payloads are documented in this order.
        for number, key in enumerate(sorted(strict["properties"])):
            own, read = strict["properties"][key], reader["properties"].get(key)
            if read is None:
                raise Unsupported("the two schemas hold different members")
            if "x-known-key" in own:
                if not closed and "x-until" in own:
                    raise Unsupported("the presence of this member would not be seen")
                continue  # In a closed object, its presence needs a closer look.
            _admit(own)
            name = names_of[key] = f"m{number}"
            rename[name] = key
            noted = is_noted(read) or "x-required-since" in read
            if noted:
                keyed.append(f"type({here}.{name})")
            required = key in strict.get("required", ())
            always = required and "null" not in _types(own)
            where = f"{here}.{name}"
            hint = self._hint(own, read, where, (*path, key), depth, certain=certain and always, noted=noted)
            if certain and _types(own)[0] == "string":
                self._places[*path, key] = where
            if "null" in _types(own) and type(None) not in getattr(hint, "__args__", ()):
                hint = hint | None
            if required:
                members.append((name, hint))
            elif "null" in _types(own) and not noted and key not in apart:
                members.append((name, hint, None))
            else:
                members.append((name, hint | msgspec.UnsetType, msgspec.UNSET))
        for key in sorted(each[-1] for each in self._unknown if each[:-1] == path and closed):
            name = f"u{len(members)}"
            rename[name] = key
            members.append((name, Any, msgspec.UNSET))
            keyed.append(f"type({here}.{name})")
            self._is_free = True
        self._gather(depth)
        self._texts = outer
        if keyed:
            self._say(depth, f"key += ({', '.join(keyed)},)")
        if forms := strict.get("anyOf"):
            options = [
                " and ".join(f"{here}.{names_of[name]} is UNSET" for name in form["properties"]) or "True"
                for form in forms
            ]
            self._say(depth, f"if not ({' or '.join(f'({option})' for option in options)}):")
            self._say(depth + 1, "return None")
        return msgspec.defstruct("Event", members, rename=rename, forbid_unknown_fields=closed, kw_only=True, gc=False)

    # -- values --------------------------------------------------------------------------------

    def _hint(
        self, own: _Schema, read: _Schema, where: str, path: _Path, depth: int, *, certain: bool, noted: bool
    ) -> Any:
        kind = [each for each in _types(own) if each != "null"]
        if "string" in kind:
            return self._text(own, read, where)
        match kind:
            case ["boolean"]:
                return bool
            case ["integer"]:
                if not noted:
                    return Integer
                # 13330.0 is an integer, and findings call it a number.
                self._say(depth, f"if type({where}) is float:")
                self._say(depth + 1, "return None")
                return Integer | float
            case ["number"]:
                return Integer | float if noted else float
            case ["object"]:
                return self._object(own, read, where, path, depth, certain=certain)
            case ["array"]:
                return self._array(own, read, where, path, depth)
        raise Unsupported(f"values of these types: {kind}")

    def _object(self, own: _Schema, read: _Schema, where: str, path: _Path, depth: int, *, certain: bool) -> Any:
        if "$ref" not in own:
            self._is_free = True
            return dict[str, Any]
        name = self._new()
        self._say(depth, f"{name} = {where}")
        if certain:
            return self._record(own, read, name, path, depth, certain=True)
        self._say(depth, f"if {name}:")
        self._say(depth + 1, "pass")
        begin = len(self._lines)
        made = self._record(own, read, name, path, depth + 1, certain=False)
        if self._has_keys(begin):
            self._lines.insert(begin - 2, "    " * depth + f"key += (type({name}),)")
        return made

    def _array(self, own: _Schema, read: _Schema, where: str, path: _Path, depth: int) -> Any:
        items, read = own["items"], read["items"]
        _admit(items)
        name = self._new()
        self._say(depth, f"for {name} in {where} or ():")
        self._say(depth + 1, "pass")
        begin = len(self._lines)
        outer, self._texts = self._texts, {}
        hint = self._hint(items, read, name, (*path, "*"), depth + 1, certain=False, noted=is_noted(read))
        self._gather(depth + 1)
        self._texts = outer
        if is_noted(read) or self._has_keys(begin):
            raise Unsupported("remarks about elements")
        return list[hint]  # type: ignore[valid-type]

    def _has_keys(self, begin: int) -> bool:
        """Whether findings depend on what the code from this line on looks at."""
        return any(line.lstrip().startswith("key +=") for line in self._lines[begin:])

    def _text(self, own: _Schema, read: _Schema, where: str) -> Any:
        if "const" in own:
            return Literal[own["const"]]
        if "enum" in own:
            return Literal[tuple(own["enum"])]
        texts = {own.get("pattern"), read.get("pattern"), read.get("x-documented-pattern")} - {None}
        patterns = {self._form(str(text)) for text in texts}
        for kind, documented in DOCUMENTED.items():
            if documented in patterns:
                patterns.discard(READABLE[kind])
        for pattern in sorted(patterns):
            self._texts.setdefault(pattern, []).append(where)
        return _Text if patterns else str

    def _form(self, text: str) -> str:
        """The pattern that a schema holds: without its anchors, if it sees nothing of what is next to a text."""
        if (inner := plain(text)) is not None:
            self._joinable.add(inner)
            return inner
        if _CLASSES.search(text):
            raise Unsupported("a regular expression that validators may read in other ways")
        return text


def _admit(schema: _Schema) -> None:
    if any(word not in _WORDS and not word.startswith("x-") for word in schema):
        raise Unsupported("an unknown keyword")


def _types(schema: _Schema) -> list[str]:
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]
