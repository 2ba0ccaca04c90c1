"""Types, shapes and fields: what a spec says of data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, assert_never, cast

from eventcontract.model import (
    Alternative,
    Array,
    Field,
    Key,
    Object,
    Partition,
    Predicate,
    Scalar,
    ScalarType,
    Shape,
    Span,
    Type,
    Vocabulary,
)
from eventcontract.model.contract import ScalarKind
from eventcontract.model.names import attribute_fault, class_name, module_fault
from eventcontract.runtime.spellings import DOCUMENTED, READABLE
from eventcontract.source.entries import Entries, Entry
from eventcontract.source.patterns import regex_fault
from eventcontract.suggestions import closest, did_you_mean

# A class shared by several events has one set of members and types; these words may differ by event.
_WORDING = frozenset(
    {
        "description",
        "notes",
        "values",
        "value_patterns",
        "observed",
        "separator",
        "deprecated",
        "scope",
        "limit",
        "chosen",
        "empty",
        "vocabulary",
        "fields",
    }
)
_TEXT_KINDS = ("text", "identifier")
_PATTERN_KINDS = ("text", "identifier", "timestamp", "date")
# What the types are called elsewhere.
_ELSEWHERE: dict[str, ScalarKind] = {
    **dict.fromkeys(("string", "str", "varchar", "uuid", "uri", "url", "email", "enum"), "text"),
    **dict.fromkeys(("int", "integer", "long", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "number", "decimal"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("datetime", "date-time", "timestamp", "time"), "timestamp"),
    "date": "date",
    "id": "identifier",
}
_FREE_ELSEWHERE = ("any", "dict", "map", "json", "record", "struct", "mapping")
_LISTS_ELSEWHERE = ("list", "tuple", "set", "sequence")


def event_class(name: str, value: Mapping[str, Any]) -> str:
    """The class of the event ``name``, of which the spec says ``value``."""
    return value.get("class") or class_name(name)


def body_class(event: str) -> str:
    """The class of the body of an event that shares no shape, by the class of the event."""
    return f"{event}Body"


class Fields:
    """Compiles the types and shapes of a spec, and any field that refers to them."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.report = entries.report
        self.known = entries.known
        self.types: dict[str, ScalarType] = {}
        self.shapes: dict[str, Shape] = {}
        self.vocabularies = {
            name: self._vocabulary(name, entry) for name, entry in entries.sections["vocabularies"].items()
        }
        self._resolving: list[str] = []
        self._cyclic: set[str] = set()
        #: The classes that annotations of members name.
        self.classes = {
            *entries.sections["shapes"],
            *(body_class(event_class(name, entry.value)) for name, entry in entries.sections["events"].items()),
        }
        for name, entry in entries.sections["types"].items():
            self.types[name] = self._type(name, entry)
        for name in entries.sections["shapes"]:
            self.shape(name)

    def _vocabulary(self, name: str, entry: Entry) -> Vocabulary:
        if "values" not in entry.value and "open" not in entry.value:
            self.report(entry, "missing-key", f"vocabulary '{name}' requires 'values' or 'open'", at_key=True)
        return Vocabulary(**{"name": name, **entry.value, "values": tuple(entry.value.get("values", ()))})

    def _type(self, name: str, entry: Entry) -> ScalarType:
        value = dict(entry.value)
        if name in ("object", "array"):
            self.report(entry, "invalid-name", f"'{name}' is built in; choose another name", at_key=True)
        if "partition" in value:
            scope, part = value["partition"]["scope"], value["partition"]["part"]
            self.known(entry.at("partition", "scope"), "unknown-scope", scope, value.get("scopes", {}))
            if part == "local" or attribute_fault(part):
                why = attribute_fault(part) or "the name of the other part"
                self.report(entry.at("partition", "part"), "invalid-name", f"'{part}' is {why}; choose another name")
            value["partition"] = Partition(**value["partition"])
        for word in ("pattern", "reads", "sends"):
            if word not in value:
                continue
            if fault := regex_fault(value[word]):
                self.report(entry.at(word), "invalid-value", fault)
            if value["kind"] not in _PATTERN_KINDS:
                message = f"'{word}' does not apply to kind '{value['kind']}'"
                self.report(entry.at(word), "invalid-combination", message, at_key=True)
            elif "pattern" not in value and value["kind"] not in DOCUMENTED:
                self.report(entry.at(word), "missing-key", f"'{word}' requires 'pattern'", at_key=True)
        for word, kind in (
            ("scopes", "identifier"),
            ("partition", "identifier"),
            ("prose", "text"),
            ("chosen", "text"),
        ):
            if word in value and value["kind"] != kind:
                message = f"'{word}' does not apply to kind '{value['kind']}'"
                self.report(entry.at(word), "invalid-combination", message, at_key=True)
        if value["kind"] in DOCUMENTED:
            value.setdefault("pattern", DOCUMENTED[value["kind"]])
            value.setdefault("reads", READABLE[value["kind"]])
        value["examples"] = tuple(value.get("examples", ()))
        value["chosen"] = value.get("chosen", value.get("prose", False))
        return ScalarType(name=name, **value)

    def shape(self, name: str) -> Shape | None:
        """The shape ``name``, ``None`` if there is none or it holds itself."""
        if name in self._cyclic:
            return None
        if name in self.shapes:
            return self.shapes[name]
        entry = self.entries.sections["shapes"].get(name)
        if entry is None:
            return None
        if name in self._resolving:
            around = self._resolving[self._resolving.index(name) :]
            self._cyclic.update(around)
            cycle = " -> ".join([*around, name])
            self.report(entry, "cycle", f"a shape cannot contain itself: {cycle}", at_key=True)
            return None
        stem = Path(entry.document.file).stem
        if self.entries.category_of[entry.document.file] is None and (fault := module_fault(stem)):
            message = f"the module of this file's shapes would be called '{stem}', which is {fault}; rename the file"
            self.report(entry, "invalid-name", message, at_key=True)
        self._resolving.append(name)
        tree = self.object(name, entry, [])
        value = entry.value
        category = self.entries.category_of[entry.document.file]
        shape = Shape(
            name=name,
            category=category,
            module=f"events.{category}" if category else stem,
            description=value["description"],
            tree=tree,
            predicates=tuple(Predicate(name=key, **content) for key, content in value.get("predicates", {}).items()),
            groups=value.get("groups", {}),
            origins={key: tuple(content) for key, content in value.get("origins", {}).items()},
            independent=tuple(value.get("independent", ())),
        )
        names = [member.name for member in tree.fields]
        for predicate in shape.predicates:
            self.known(entry.at("predicates", predicate.name, "present"), "unknown-field", predicate.present, names)
            self._predicate(entry.at("predicates", predicate.name), predicate.name, tree)
        for origin, groups in shape.origins.items():
            for index, group in enumerate(groups):
                self.known(entry.at("origins", origin, index), "unknown-group", group, shape.groups)
        for index, group in enumerate(shape.independent):
            self.known(entry.at("independent", index), "unknown-group", group, shape.groups)
        together = {*shape.independent}
        if (
            together
            and together <= {*shape.groups}
            and not any(len(together & {*each}) > 1 for each in shape.origins.values())
        ):
            message = "'independent' requires an origin with several of these groups"
            self.report(entry.at("independent"), "invalid-combination", message, at_key=True)
        for group in shape.groups:
            if not any(member.group == group for member in tree.fields):
                self.report(entry.at("groups", group), "unused", f"no field is in group '{group}'", at_key=True)
        self._resolving.pop()
        self.shapes[name] = shape
        return shape

    def layers(self, entry: Entry) -> dict[str, list[Entry]]:
        """For every field of a shape or body what says its words: the shape it is based on, then itself."""
        return self._layers(entry, [])

    def _layers(self, entry: Entry, above: list[Entry]) -> dict[str, list[Entry]]:
        result: dict[str, list[Entry]] = {}
        base = entry.value.get("base")
        if base is not None:
            source = self.entries.sections["shapes"].get(base)
            self.entries.used.add(("shapes", base))
            if source is None:
                self.known(entry.at("base"), "unknown-type", base, self.entries.sections["shapes"])
            elif any(source.path == other.path for other in (*above, entry)):
                self.report(entry.at("base"), "cycle", f"shape '{base}' is based on itself")
            else:
                result.update(self._layers(source, [*above, entry]))
        for index, name in enumerate(entry.value.get("without", ())):
            if base not in self.entries.broken:
                self.known(entry.at("without", index), "unknown-field", name, result)
            result.pop(name, None)
        for name in entry.value.get("fields", {}):
            result[name] = [*result.get(name, []), entry.at("fields", name)]
        return result

    def object(self, shape: str, entry: Entry, overrides: list[Entry]) -> Object:
        """The members of a shape, with other words from ``overrides``."""
        value = entry.value
        alternatives = tuple(
            Alternative(name=name, description=content["description"], fields=tuple(content["fields"]))
            for name, content in value.get("alternatives", {}).items()
        )
        grouped = {name for alternative in alternatives for name in alternative.fields}
        own = self.layers(entry)
        groups = self.groups(entry)
        words = {
            name: [*layers, *(layer.at("fields", name) for layer in overrides if name in layer.value.get("fields", {}))]
            for name, layers in own.items()
        }
        members = [
            self.field(name, layers, in_alternative=name in grouped, groups=groups) for name, layers in words.items()
        ]
        for layer in overrides:
            for name in layer.value.get("fields", {}):
                self.known(layer.at("fields", name), "unknown-field", name, own, at_key=True)
        names = list(own)
        for alternative in alternatives:
            for index, name in enumerate(alternative.fields):
                place = entry.at("alternatives", alternative.name, "fields", index)
                self.known(place, "unknown-field", name, names)
        self.siblings(members, words)
        return Object(
            shape=shape,
            keys=self.keys(entry, own),
            open=value.get("open", False),
            fields=tuple(members),
            alternatives=alternatives,
        )

    def groups(self, entry: Entry) -> dict[str, str]:
        """The key groups of a shape or body: its own, and those of the shapes that it is based on."""
        groups: dict[str, str] = {}
        place: Entry | None = entry
        seen = []
        while place is not None and place.path not in seen:
            seen.append(place.path)
            groups = {**place.value.get("groups", {}), **groups}
            place = self.entries.sections["shapes"].get(place.value.get("base") or "")
        return groups

    def siblings(self, members: list[Field], layers: Mapping[str, list[Entry]]) -> None:
        """What members say of one another must be there, and no two may have the same attribute.

        ``layers`` has for each member what says its words.
        """
        names = [member.name for member in members]
        for member in members:
            for layer in layers[member.name]:
                for word in ("when", "person"):
                    others = layer.value.get(word)
                    for other in others if isinstance(others, dict) else ():
                        self.known(layer.at(word, other), "unknown-field", other, names, at_key=True)
                if "old_value_of" in layer.value:
                    self.known(layer.at("old_value_of"), "unknown-field", layer.value["old_value_of"], names)
        self._attributes(members, layers)

    def _attributes(self, members: list[Field], layers: Mapping[str, list[Entry]]) -> None:
        """Every member has an attribute to itself, and none hides what the class is written with."""
        taken: dict[str, Field] = {}
        for member in members:
            attribute, entry = member.attribute, layers[member.name][0]
            if member.written_as is not None and (fault := attribute_fault(attribute)):
                place = next(layer for layer in layers[member.name] if "attribute" in layer.value)
                self.report(place.at("attribute"), "invalid-name", f"'{attribute}' is {fault}; choose another name")
            if attribute in self.classes:
                message = (
                    f"the Python attribute '{attribute}' would hide the class of that name; write 'attribute: NAME'"
                )
                self.report(entry, "duplicate-attribute", message, at_key=True)
            if attribute in taken:
                other = taken[attribute]
                message = (
                    f"'{member.name}' and '{other.name}' ({layers[other.name][0].place}) would both be the Python "
                    f"attribute '{attribute}'; write 'attribute: NAME' for one of them"
                )
                self.report(entry, "duplicate-attribute", message, at_key=True)
            taken[attribute] = member

    def _predicate(self, entry: Entry, name: str, tree: Object) -> None:
        if fault := attribute_fault(name):
            self.report(entry, "invalid-name", f"'{name}' is {fault}; choose another name", at_key=True)
        for member in tree.fields:
            if member.attribute == name:
                message = f"predicate '{name}' and field '{member.name}' would be the same Python attribute"
                self.report(entry, "duplicate-attribute", message, at_key=True)

    def field(
        self,
        name: str,
        layers: list[Entry],
        *,
        in_alternative: bool = False,
        groups: Mapping[str, str] | None = None,
        evidence: str | None = None,
    ) -> Field:
        """A field from its words, later layers over earlier ones."""
        entry = layers[-1]
        merged: dict[str, Any] = {}
        for layer in layers:
            merged.update(layer.value)
        if "type" not in merged and not self.entries.broken:
            self.report(entry, "missing-key", f"field '{name}' has no 'type'", at_key=True)
        of = self._type_of(merged, layers)
        words: dict[str, Any] = {
            "nullable": {True: "yes", False: "no"}.get(merged.get("nullable", "unknown"), "unknown"),
            "evidence": evidence or merged.get("evidence", "documented"),
            "when": _when(merged.get("when")),
            "person": _person(merged.get("person", False)),
            "since": self._span(layers, "since"),
            "until": self._span(layers, "until"),
            "notes": tuple(merged.get("notes", ())),
            "sensitive": merged.get("sensitive", self._is_sensitive(of)),
        }
        for word in ("description", "group", "old_value_of", "deprecated", "sent", "reason"):
            if word in merged:
                words[word] = merged[word]
        if "attribute" in merged:
            words["written_as"] = merged["attribute"]
        self._facts(layers, merged, of)
        if merged.get("sensitive") is False and not merged.get("reason"):
            message = "'sensitive: false' requires 'reason'"
            self.report(_holder(layers, "sensitive"), "missing-key", message, at_key=True)
        if "group" in words:
            self.known(_holder(layers, "group"), "unknown-group", words["group"], groups or {})
        if isinstance(of, Object) and of.shape is not None and not words.get("description"):
            words["description"] = self.entries.sections["shapes"][of.shape].value["description"]
        if not words.get("description") and not self.entries.broken:
            self.report(entry, "missing-key", f"field '{name}' has no 'description'", at_key=True)
        return Field(name=name, type=of, in_alternative=in_alternative, **words)

    def _type_of(self, merged: Mapping[str, Any], layers: list[Entry]) -> Type:
        """What the value of a field is, from the words of the field."""
        name = merged.get("type", "object")
        holder = next((layer for layer in reversed(layers) if "type" in layer.value), layers[-1])
        if ("items" in merged) != (name == "array"):
            message = "'type: array' requires 'items'" if name == "array" else "'items' requires 'type: array'"
            self.report(holder.at("type"), "invalid-combination", message)
        elif name == "array":
            place = next(layer.at("items") for layer in reversed(layers) if "items" in layer.value)
            if merged["items"] == "array":
                message = (
                    "lists of lists are not supported: leave the field out, readers accept it and 'extras' "
                    "returns it; for a list of objects write 'items: object' or the name of a shape"
                )
                self.report(place, "invalid-value", message)
                return Array(items=Object(open=True))
            if fields := next((layer for layer in layers if "fields" in layer.value), None):
                message = "'fields' words the members of a shape; the elements of a list have those of the shape itself"
                self.report(fields.at("fields"), "invalid-combination", message, at_key=True)
            return Array(items=self._one(merged["items"], place, merged, []))
        if name == "array":
            return Array(items=Object(open=True))
        return self._one(name, holder.at("type"), merged, layers)

    def _one(self, name: str, place: Entry, merged: Mapping[str, Any], layers: list[Entry]) -> Type:
        """The type ``name``, with what a field says of its values, be they elements of a list."""
        if name in self.types:
            self.entries.used.add(("types", name))
            return Scalar(
                type=name,
                kind=self.types[name].kind,
                values=tuple(merged.get("values", ())),
                observed=tuple(merged.get("observed", ())),
                value_patterns=tuple(merged.get("value_patterns", ())),
                vocabulary=self.vocabularies.get(merged.get("vocabulary", "")),
                separator=merged.get("separator"),
                scope=merged.get("scope"),
                limit=merged.get("limit"),
                chosen=merged.get("chosen"),
                empty=merged.get("empty", False),
            )
        shape = self.shape_here(place, name) if name != "object" else None
        if shape is None:
            return Object(open=True)
        overrides = [layer for layer in layers if "fields" in layer.value]
        for layer in overrides:
            self.only_wording(layer)
        return self.object(name, self.entries.sections["shapes"][name], overrides) if overrides else shape.tree

    def keys(self, entry: Entry, members: Iterable[str]) -> tuple[Key, ...]:
        """The keys of an object that has these ``members``: its own, and those of the shape that it is based on."""
        found: dict[str, Entry] = {}
        for holder in self._bases(entry):
            for name in holder.value.get("keys", {}):
                found.setdefault(name, holder.at("keys", name))
        for name in [name for name in found if name in members]:
            # An object may know more of a key than its base does.
            if found.pop(name).path[:-1] == (*entry.path, "keys"):
                message = f"'{name}' is a field of this object already"
                self.report(entry.at("keys", name), "duplicate-name", message, at_key=True)
        return tuple(
            Key(
                name=name,
                source=key.value["source"],
                since=self._span([key], "since"),
                until=self._span([key], "until"),
            )
            for name, key in found.items()
        )

    def _bases(self, entry: Entry) -> list[Entry]:
        """A shape or body, and the shapes that it is based on."""
        found = [entry]
        while (base := self.entries.sections["shapes"].get(found[-1].value.get("base", ""))) is not None:
            if any(base.path == each.path for each in found):
                break
            found.append(base)
        return found

    def _span(self, layers: list[Entry], word: str) -> Span | None:
        if not any(word in layer.value for layer in layers):
            return None
        place = _holder(layers, word)
        span = Span(**place.value)
        if span.after is None and span.by is None:
            self.report(place, "missing-key", f"'{word}' requires 'after' or 'by'", at_key=True)
        elif span.after is not None and span.by is not None and span.after > span.by:
            self.report(place.at("after"), "invalid-combination", f"'after' is later than 'by', which is {span.by}")
        return span

    def _is_sensitive(self, of: Type) -> bool:
        """Whether values are hidden where the field does not say so."""
        match of:
            case Scalar():
                return self.types[of.type].sensitive
            case Array():
                return self._is_sensitive(of.items)
            case Object():
                return of.shape is None
        assert_never(of)

    def shape_here(self, place: Entry, name: str) -> Shape | None:
        """The shape ``name`` if it may be used from the file of ``place``."""
        if name not in self.entries.sections["shapes"]:
            if name not in self.entries.broken:
                self.report(place, "unknown-type", f"unknown type '{name}'{self._instead(name)}")
            return None
        self.entries.used.add(("shapes", name))
        category = self.entries.category_of[self.entries.sections["shapes"][name].document.file]
        if category is not None and category != self.entries.category_of[place.document.file]:
            self.report(
                place,
                "foreign-shape",
                f"shape '{name}' belongs to category '{category}'; move it to a file without a category to share it",
            )
        return self.shape(name)

    def _instead(self, name: str) -> str:
        """What to write instead of ``name``, which is not a type of this spec."""
        word = name.lower()
        if word in _FREE_ELSEWHERE:
            meant = ["object"]
        elif word in _LISTS_ELSEWHERE:
            meant = ["array"]
        else:
            known = [*self.types, *self.entries.sections["shapes"], "object", "array"]
            kind = _ELSEWHERE.get(word)
            meant = [each.name for each in self.types.values() if each.kind == kind][:3] or closest(
                name, known, limit=1
            )
            if kind is not None and not meant:
                return f"; define a type of 'kind: {kind}' under 'types:'"
        return f"{did_you_mean(meant)}; the types are {', '.join(sorted(self.types))}, any shape, 'object' and 'array'"

    def _facts(self, layers: list[Entry], merged: Mapping[str, Any], of: Type) -> None:
        """Words that make sense for some kinds only, and those that name something."""
        while isinstance(of, Array):
            of = of.items
        for word, kinds in (
            ("values", _TEXT_KINDS),
            ("observed", _TEXT_KINDS),
            ("value_patterns", _TEXT_KINDS),
            ("vocabulary", _TEXT_KINDS),
            ("separator", _TEXT_KINDS),
            ("limit", _TEXT_KINDS),
            ("chosen", ("text",)),
            ("empty", _TEXT_KINDS),
            ("person", _TEXT_KINDS),
            ("scope", ("identifier",)),
        ):
            if word in merged and of.kind not in kinds:
                message = f"'{word}' does not apply to {_KINDS.get(of.kind, f'kind {of.kind!r}')}"
                self.report(_holder(layers, word), "invalid-combination", message, at_key=True)
        for index, pattern in enumerate(merged.get("value_patterns", ())):
            if fault := regex_fault(pattern):
                holder = next(layer for layer in reversed(layers) if "value_patterns" in layer.value)
                self.report(holder.at("value_patterns", index), "invalid-value", fault)
        if "separator" in merged and "values" not in merged and "vocabulary" not in merged:
            message = "'separator' requires 'values' or 'vocabulary'"
            self.report(_holder(layers, "separator"), "missing-key", message, at_key=True)
        if "scope" in merged and isinstance(of, Scalar) and of.kind == "identifier":
            self.known(_holder(layers, "scope"), "unknown-scope", merged["scope"], self.types[of.type].scopes)
        if "vocabulary" in merged:
            self.entries.used.add(("vocabularies", merged["vocabulary"]))
            self.known(_holder(layers, "vocabulary"), "unknown-vocabulary", merged["vocabulary"], self.vocabularies)

    def only_wording(self, layer: Entry) -> None:
        """Other words for the members of a shared class, and nothing else."""
        for name, words in layer.value.get("fields", {}).items():
            for word in words:
                if word not in _WORDING:
                    place = layer.at("fields", name, word)
                    message = (
                        f"'{word}' cannot differ from event to event in a shared shape; write 'base' for a class apart"
                    )
                    self.report(place, "shared-shape", message, at_key=True)


_KINDS = {"object": "objects", "array": "lists"}


def _holder(layers: list[Entry], word: str) -> Entry:
    """Where ``word`` is said last."""
    return next(layer.at(word) for layer in reversed(layers) if word in layer.value)


def _when(value: Any) -> dict[str, tuple[str, ...]] | str | None:
    return _siblings(value) if isinstance(value, dict) else cast("str | None", value)


def _person(value: Any) -> dict[str, tuple[str, ...]] | bool:
    return _siblings(value) if isinstance(value, dict) else bool(value)


def _siblings(value: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: (content,) if isinstance(content, str) else tuple(content) for key, content in value.items()}
