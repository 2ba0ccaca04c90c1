"""What a field is, guessed from what the contract, the examples and the words of a page say of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from eventcontract.drift.values import lists_alone
from eventcontract.drift.wording import folded
from eventcontract.model import Array, Contract, Field, Scalar, ScalarType, walk

#: (whether it is a list, the name of the scalar type, where an identifier is valid)
_Kind = tuple[bool, str, str | None]

_SAYS = (
    (re.compile(r"\b(?:array|list) of\b", re.IGNORECASE), "list"),
    (re.compile(r"^(?:true (?:if|when)|whether|if true)\b|\bboolean\b", re.IGNORECASE), "boolean"),
    (
        re.compile(
            r"\bISO ?-?8601\b|\btimestamp\b|^(?:the )?(?:time|moment|date and time) (?:at|when)\b", re.IGNORECASE
        ),
        "timestamp",
    ),
    (re.compile(r"^(?:the )?(?:count|number|position) of\b|\binteger\b", re.IGNORECASE), "integer"),
    (re.compile(r"\b(?:id|identifier)\b", re.IGNORECASE), "identifier"),
)
_SHAPES = (
    ("an address", re.compile(r"[a-z]+://\S+")),
    ("a token", re.compile(r"(?=\S*[0-9])[A-Za-z0-9_-]{16,}")),
    ("a single word", re.compile(r"[A-Za-z][A-Za-z0-9_:/-]*")),
)


@dataclass(slots=True)
class Guess:
    """The words of a field in the spec, and why they are these."""

    words: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


class Guesses:
    """Guesses from what ``contract`` knows of other fields."""

    def __init__(self, contract: Contract) -> None:
        self._types = contract.types
        self._vocabularies = contract.vocabularies
        self._named: dict[str, Counter[_Kind]] = defaultdict(Counter)
        self._ending: dict[str, Counter[_Kind]] = defaultdict(Counter)
        self._looking: dict[str, Counter[str]] = defaultdict(Counter)
        self._listing: Counter[str] = Counter()
        self._known: dict[str, Counter[str]] = defaultdict(Counter)
        for event in contract.events.values():
            for path, each in walk(event.body):
                if each.scalar is not None and path[-1] != "*":
                    self._note(each, each.scalar)

    def _note(self, each: Field, scalar: Scalar) -> None:
        kind = (isinstance(each.type, Array), scalar.type, scalar.scope)
        self._named[each.name][kind] += 1
        self._ending[_last(each.name)][kind] += 1
        if scalar.values or scalar.vocabulary is not None:
            self._listing[scalar.type] += 1
        if scalar.vocabulary is not None:
            self._known[each.name][scalar.vocabulary.name] += 1
        for value in scalar.known_values if scalar.kind == "text" else ():
            self._looking[_look(value)][scalar.type] += 1

    # -- fields ----------------------------------------------------------------------------------------

    def field(self, name: str, text: str, values: Sequence[Any]) -> Guess:
        """What a field without documented members is. ``values`` are those of examples, and ``text`` describes it."""
        shown = [value for value in values if value is not None]
        if any(isinstance(value, dict) for value in shown):
            return Guess({"type": "object"}, ["an object, since the example has one"])
        elements = [each for value in shown if isinstance(value, list) for each in value if each is not None]
        is_list = any(isinstance(value, list) for value in shown)
        if elements and isinstance(elements[0], dict):
            return Guess({"type": "array", "items": "object"}, ["a list of objects, since the example has one"])
        guess = self._scalar(name, text, elements if is_list else shown, is_list if shown else None)
        self._values(guess, name, text, elements if is_list else shown)
        return guess

    def _scalar(self, name: str, text: str, shown: Sequence[Any], is_list: bool | None) -> Guess:
        says = [kind for pattern, kind in _SAYS if pattern.search(text)]
        attempts: list[tuple[Counter[_Kind], str]] = [(self._named[name], f"'{name}' has this type in other events")]
        if not shown and says[:1] in (["boolean"], ["timestamp"], ["list"]):
            attempts.append((self._saying(says, is_list), f"the description says '{_words(text)}'"))
        ending = _last(name)
        attempts.append((self._ending[ending], f"most fields whose names end in '{ending}' have this type"))
        if shown:
            attempts.append((self._showing(shown, says), f"the example has {_described(shown[0])}"))
        else:
            attempts.append((self._saying(says, is_list), f"the description says '{_words(text)}'"))
        for kinds, reason in attempts:
            for (as_list, type_name, scope), _ in sorted(kinds.items(), key=lambda each: -each[1]):
                if is_list in (None, as_list) and self._fits(type_name, scope, shown):
                    return Guess(self._typed(as_list, type_name, scope, shown, text), [reason])
        fallback = self._text()
        return Guess({"type": fallback}, ["text, since nothing says what it is"]) if fallback else Guess()

    def _typed(
        self, as_list: bool, type_name: str, scope: str | None, shown: Sequence[Any], text: str
    ) -> dict[str, Any]:
        words: dict[str, Any] = {"type": "array", "items": type_name} if as_list else {"type": type_name}
        scalar = self._types[type_name]
        if scalar.partition is not None and shown and all(_is_of_part(scalar, value) for value in shown):
            scope = scalar.partition.scope
        else:
            said = [each for each in scalar.scopes if re.search(rf"\b{re.escape(each)}\b", text, re.IGNORECASE)]
            scope = said[0] if len(said) == 1 else scope
        return words | ({"scope": scope} if scope else {})

    def _fits(self, type_name: str, scope: str | None, shown: Sequence[Any]) -> bool:
        scalar = self._types[type_name]
        if not all(_fits(scalar, value) for value in shown):
            return False
        partition = scalar.partition
        if partition is None or scope is None or not shown:
            return True
        return (scope == partition.scope) == any(_is_of_part(scalar, value) for value in shown)

    def _saying(self, says: Sequence[str], is_list: bool | None) -> Counter[_Kind]:
        """The types of what a description says."""
        as_list = "list" in says or bool(is_list)
        kinds = [kind for kind in says if kind != "list"]
        names = [name for kind in kinds[:1] for name in self._of_kind(kind)]
        if as_list and not names and (text := self._text()) is not None:
            names = [text]
        return Counter({(as_list, name, None): -number for number, name in enumerate(names)})

    def _showing(self, shown: Sequence[Any], says: Sequence[str]) -> Counter[_Kind]:
        """The types of values in examples, the most likely first."""
        value = shown[0]
        if isinstance(value, bool):
            names = self._of_kind("boolean")
        elif isinstance(value, int):
            names = [*self._of_kind("integer"), *self._of_kind("number")]
        elif isinstance(value, float):
            names = self._of_kind("number")
        else:
            looks = [name for name, _ in self._looking[_look(str(value))].most_common()]
            ids = self._of_kind("identifier") if "identifier" in says else []
            names = [
                *self._of_kind("timestamp"),
                *self._of_kind("date"),
                *ids,
                *looks[:1],
                *filter(None, [self._text()]),
            ]
        return Counter(
            {(as_list, name, None): -number for number, name in enumerate(names) for as_list in (False, True)}
        )

    def _of_kind(self, kind: str) -> list[str]:
        """The types of a kind, those that hide their values first."""
        found = [name for name, scalar in self._types.items() if scalar.kind == kind]
        return sorted(found, key=lambda name: not self._types[name].sensitive)

    def _text(self) -> str | None:
        """The type of any text."""
        texts = self._of_kind("text")
        return next((name for name in texts if self._types[name].prose), next(iter(texts), None))

    # -- values ----------------------------------------------------------------------------------------

    def _values(self, guess: Guess, name: str, text: str, shown: Sequence[Any]) -> None:
        """Add the values that the description lists, and the vocabulary that has them."""
        word = "items" if guess.words.get("type") == "array" else "type"
        scalar = self._types.get(guess.words.get(word, ""))
        if scalar is None or scalar.kind != "text":
            return
        listed = next((values for values in lists_alone(text) if len(values) > 1), [])
        if listed and self._listing:
            guess.words[word] = max(self._listing, key=lambda each: self._listing[each])
            guess.reasons.append("the description lists values")
        vocabulary = self._vocabulary(name, listed, shown)
        if vocabulary is not None and (listed or not scalar.prose):
            guess.words["vocabulary"] = vocabulary
            guess.reasons.append(f"the vocabulary has {'the values listed' if listed else 'the value of the example'}")
        if listed:
            guess.words["values"] = listed
        coded = self._vocabularies[vocabulary].values if "vocabulary" in guess.words and vocabulary else ()
        if listed or coded:
            seen = [value for value in shown if isinstance(value, str) and value not in (*listed, *coded)]
            guess.words |= {"observed": list(dict.fromkeys(seen))} if seen else {}

    def _vocabulary(self, name: str, listed: Sequence[str], shown: Sequence[Any]) -> str | None:
        """The vocabulary that has all of these values: one of fields of the same name first, then the shortest."""
        needed = {*listed} or {value for value in shown if isinstance(value, str)}
        has = [each.name for each in self._vocabularies.values() if needed and needed <= {*each.values}]
        known = [each for each, _ in self._known[name].most_common() if each in has]
        if not listed:
            # One value is in many lists: only fields of the same name say which is meant, and only if they agree.
            return known[0] if len(self._known[name]) == 1 and known else None
        return next(iter([*known, *sorted(has, key=lambda each: len(self._vocabularies[each].values))]), None)


def _fits(scalar: ScalarType, value: Any) -> bool:
    match scalar.kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            pattern = scalar.pattern
            return isinstance(value, str) and (pattern is None or re.fullmatch(pattern, value) is not None)


def _is_of_part(scalar: ScalarType, value: str) -> bool:
    """Whether an identifier is so long that it names the part in which it is valid."""
    return scalar.partition is not None and value.isdecimal() and int(value) >= scalar.partition.size


def _last(name: str) -> str:
    return name.rpartition("_")[2]


def _look(value: str) -> str:
    return next((look for look, pattern in _SHAPES if pattern.fullmatch(value)), "text")


def _described(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return _look(value) if isinstance(value, str) else "a value"


def _words(text: str) -> str:
    words = folded(text).split()
    return " ".join(words[:4]) + (" ..." if len(words) > 4 else "")
