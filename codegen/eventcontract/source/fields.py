"""Types, shapes and fields: what a spec says of data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never, cast

from eventcontract.model import (
    Alternative,
    Array,
    Field,
    Object,
    Partition,
    Predicate,
    Scalar,
    ScalarType,
    Shape,
    Type,
)
from eventcontract.runtime.spellings import DOCUMENTED, READABLE
from eventcontract.source.entries import Entries, Entry

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
        "empty",
        "fields",
    }
)
# Shapes that all categories may use become a module named after their file; these are modules already.
_TAKEN = frozenset({"message.yaml", "events.yaml", "testing.yaml", "webhook.yaml"})
_TEXT_KINDS = ("text", "identifier")


class Fields:
    """Compiles the types and shapes of a spec, and any field that refers to them."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.report = entries.report
        self.known = entries.known
        self.types: dict[str, ScalarType] = {}
        self.shapes: dict[str, Shape] = {}
        self._resolving: list[str] = []
        self._circular: set[str] = set()
        for name, entry in entries.sections["types"].items():
            self.types[name] = self._type(name, entry)
        for name in entries.sections["shapes"]:
            self.shape(name)

    def _type(self, name: str, entry: Entry) -> ScalarType:
        value = dict(entry.value)
        if "partition" in value:
            scope = value["partition"]["scope"]
            self.known(entry.at("partition", "scope"), "unknown-scope", scope, value.get("scopes", {}))
            value["partition"] = Partition(**value["partition"])
        for word in ("pattern", "reads", "sends"):
            if word in value:
                try:
                    re.compile(value[word])
                except re.error as error:
                    self.report(entry.at(word), "bad-value", f"not a regular expression: {error}")
                if "pattern" not in value and value["kind"] not in DOCUMENTED:
                    self.report(entry.at(word), "missing-word", f"'{word}' needs 'pattern' beside it", at_key=True)
        if value["kind"] in DOCUMENTED:
            value.setdefault("pattern", DOCUMENTED[value["kind"]])
            value.setdefault("reads", READABLE[value["kind"]])
        value["examples"] = tuple(value.get("examples", ()))
        return ScalarType(name=name, **value)

    def shape(self, name: str) -> Shape | None:
        """The shape ``name``, ``None`` if there is none or it holds itself."""
        if name in self._circular:
            return None
        if name in self.shapes:
            return self.shapes[name]
        entry = self.entries.sections["shapes"].get(name)
        if entry is None:
            return None
        if name in self._resolving:
            around = self._resolving[self._resolving.index(name) :]
            self._circular.update(around)
            circle = " -> ".join([*around, name])
            self.report(entry, "circle", f"a shape cannot hold itself: {circle}", at_key=True)
            return None
        if entry.document.file in _TAKEN:
            message = f"classes of this file would take the place of a generated module: rename {entry.document.file}"
            self.report(entry, "duplicate-name", message, at_key=True)
        self._resolving.append(name)
        tree = self.object(name, entry, [])
        value = entry.value
        category = self.entries.category_of[entry.document.file]
        shape = Shape(
            name=name,
            category=category,
            module=f"events.{category}" if category else Path(entry.document.file).stem,
            description=value["description"],
            tree=tree,
            predicates=tuple(Predicate(name=key, **content) for key, content in value.get("predicates", {}).items()),
            groups=value.get("groups", {}),
            origins={key: tuple(content) for key, content in value.get("origins", {}).items()},
        )
        names = [member.name for member in tree.fields]
        for predicate in shape.predicates:
            self.known(entry.at("predicates", predicate.name, "present"), "unknown-field", predicate.present, names)
        for origin, groups in shape.origins.items():
            for index, group in enumerate(groups):
                self.known(entry.at("origins", origin, index), "unknown-group", group, shape.groups)
        for group in shape.groups:
            if not any(member.group == group for member in tree.fields):
                self.report(entry.at("groups", group), "unused", f"no field belongs to group '{group}'", at_key=True)
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
                self.report(entry.at("base"), "circle", f"shape '{base}' is based on itself")
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
        members = []
        for name, layers in own.items():
            other = [layer.at("fields", name) for layer in overrides if name in layer.value.get("fields", {})]
            words = [*layers, *other]
            members.append(self.field(name, words, in_alternative=name in grouped, groups=value.get("groups", {})))
        for layer in overrides:
            for name in layer.value.get("fields", {}):
                self.known(layer.at("fields", name), "unknown-field", name, own, at_key=True)
        names = list(own)
        for alternative in alternatives:
            for index, name in enumerate(alternative.fields):
                place = entry.at("alternatives", alternative.name, "fields", index)
                self.known(place, "unknown-field", name, names)
        self.siblings(members, [entry, *overrides])
        return Object(
            shape=shape,
            open=value.get("open", False),
            fields=tuple(members),
            alternatives=alternatives,
        )

    def siblings(self, members: list[Field], layers: list[Entry]) -> None:
        """What members say of one another must be there."""
        names = [member.name for member in members]
        for member in members:
            holders = [layer for layer in layers if member.name in layer.value.get("fields", {})]
            if isinstance(member.when, dict):
                for other in member.when:
                    for layer in holders:
                        if other in (layer.at("fields", member.name).value.get("when") or {}):
                            place = layer.at("fields", member.name, "when", other)
                            self.known(place, "unknown-field", other, names, at_key=True)
            if member.old_value_of is not None:
                place = holders[0].at("fields", member.name, "old_value_of")
                self.known(place, "unknown-field", member.old_value_of, names)

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
            self.report(entry, "missing-word", f"field '{name}' has no 'type'", at_key=True)
        of = self._type_of(merged, layers)
        words: dict[str, Any] = {
            "nullable": {True: "yes", False: "no"}.get(merged.get("nullable", "unknown"), "unknown"),
            "evidence": evidence or merged.get("evidence", "documented"),
            "when": _when(merged.get("when")),
            "notes": tuple(merged.get("notes", ())),
            "sensitive": merged.get("sensitive", self._is_sensitive(of)),
        }
        for word in ("description", "group", "old_value_of", "deprecated", "sent", "reason"):
            if word in merged:
                words[word] = merged[word]
        self._facts(entry, merged, of)
        if merged.get("sensitive") is False and not merged.get("reason"):
            self.report(entry.at("sensitive"), "missing-word", "'sensitive: false' needs a 'reason'", at_key=True)
        if "group" in words:
            self.known(entry.at("group"), "unknown-group", words["group"], groups or {})
        if isinstance(of, Object) and of.shape is not None and not words.get("description"):
            words["description"] = self.entries.sections["shapes"][of.shape].value["description"]
        if not words.get("description") and not self.entries.broken:
            self.report(entry, "missing-word", f"field '{name}' has no 'description'", at_key=True)
        return Field(name=name, type=of, in_alternative=in_alternative, **words)

    def _type_of(self, merged: Mapping[str, Any], layers: list[Entry]) -> Type:
        """What the value of a field is, from the words of the field."""
        name = merged.get("type", "object")
        holder = next((layer for layer in reversed(layers) if "type" in layer.value), layers[-1])
        if ("items" in merged) != (name == "array"):
            word = "'array' needs 'items'" if name == "array" else "'items' belongs to 'type: array'"
            self.report(holder.at("type"), "wrong-word", word)
        elif name == "array":
            place = next(layer.at("items") for layer in reversed(layers) if "items" in layer.value)
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
                separator=merged.get("separator"),
                scope=merged.get("scope"),
                limit=merged.get("limit"),
                empty=merged.get("empty", False),
            )
        shape = self.shape_here(place, name) if name != "object" else None
        if shape is None:
            return Object(open=True)
        overrides = [layer for layer in layers if "fields" in layer.value]
        for layer in overrides:
            self.only_wording(layer)
        return self.object(name, self.entries.sections["shapes"][name], overrides) if overrides else shape.tree

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
        known = [*self.types, *self.entries.sections["shapes"], "object", "array"]
        if name not in self.entries.sections["shapes"]:
            self.known(place, "unknown-type", name, known)
            return None
        self.entries.used.add(("shapes", name))
        category = self.entries.category_of[self.entries.sections["shapes"][name].document.file]
        if category is not None and category != self.entries.category_of[place.document.file]:
            self.report(
                place,
                "far-shape",
                f"shape '{name}' belongs to category '{category}'; its class cannot be shared with another category",
            )
        return self.shape(name)

    def _facts(self, entry: Entry, merged: Mapping[str, Any], of: Type) -> None:
        """Words that make sense for some kinds only."""
        while isinstance(of, Array):
            of = of.items
        for word, kinds in (
            ("values", _TEXT_KINDS),
            ("observed", _TEXT_KINDS),
            ("value_patterns", _TEXT_KINDS),
            ("separator", _TEXT_KINDS),
            ("limit", _TEXT_KINDS),
            ("empty", _TEXT_KINDS),
            ("scope", ("identifier",)),
        ):
            if word in merged and of.kind not in kinds:
                self.report(entry.at(word), "wrong-word", f"'{word}' says nothing about {of.kind}", at_key=True)
        if "scope" in merged and isinstance(of, Scalar) and of.kind == "identifier":
            self.known(entry.at("scope"), "unknown-scope", merged["scope"], self.types[of.type].scopes)

    def only_wording(self, layer: Entry) -> None:
        """Other words for the members of a shared class, and nothing else."""
        for name, words in layer.value.get("fields", {}).items():
            for word in words:
                if word not in _WORDING:
                    place = layer.at("fields", name, word)
                    message = f"'{word}' cannot differ from event to event in a shared shape"
                    self.report(place, "shared-shape", message, at_key=True)


def _when(value: Any) -> dict[str, tuple[str, ...]] | str | None:
    if isinstance(value, dict):
        return {key: (content,) if isinstance(content, str) else tuple(content) for key, content in value.items()}
    return cast("str | None", value)
