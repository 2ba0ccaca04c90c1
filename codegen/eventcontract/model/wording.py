"""The words about a field: one sentence for each fact, the same in docstrings, schemas, terminal and site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from eventcontract.model.contract import Array, Contract, Evidence, Field, Key, Nullable, Object, Scalar, Span, Type

Topic = Literal["evidence", "presence", "values", "scope", "form", "tolerance", "privacy", "source"]

#: The value of the column "Known from".
SOURCE: dict[Evidence, str] = {"documented": "docs", "emitter": "source code", "example": "example"}
#: The value of the column "Null".
NULL: dict[Nullable, str] = {"yes": "yes", "no": "never", "unknown": "unknown"}
#: The same in full.
KNOWN_FROM: dict[Evidence, str] = {
    "documented": "the documentation",
    "emitter": "the vendor's source code",
    "example": "an example",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a field, and which kind of fact it states."""

    topic: Topic
    text: str


def sentence(text: str) -> str:
    """``text`` on one line, with a full stop unless it has an end."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ".)")) else text + "."


def type_name(of: Type) -> str:
    """A scalar type of the contract, a class, ``object``, or ``list of`` one of them."""
    match of:
        case Scalar():
            return of.type
        case Array():
            return f"list of {type_name(of.items)}"
        case Object():
            return of.shape or "object"
    assert_never(of)


def evidence(known_from: Evidence) -> str:
    """What to say of something that the documentation does not have."""
    return f"Not documented; known from {KNOWN_FROM[known_from]}."


def sent(field: Field) -> Literal["always", "sometimes", "may be missing", "no longer", "never"]:
    """How often the key is sent today.

    It is ``sometimes`` if a condition is known, ``may be missing`` if nothing is proven.
    """
    if not field.sent:
        return "never"
    if field.until is not None:
        return "no longer"
    if field.always:
        return "always"
    return "sometimes" if field.conditional else "may be missing"


def condition(contract: Contract, field: Field, holder: Object | None) -> str | None:
    """When the key is there, as what follows "sent"; ``None`` if nothing is known.

    ``holder`` is the object that has the field.
    """
    said = []
    if field.since is not None:
        said.append(f"since {months(field.since)}")
    if field.until is not None:
        said.append(f"until {months(field.until)}")
    if isinstance(field.when, dict):
        said.append(f"when {_values_of_siblings(field.when)}")
    elif field.when is not None:
        said.append(f"when {field.when}")
    if field.group is not None:
        said.append(f"when {_group(contract, field.group, holder)}")
    if field.in_alternative and holder is not None:
        names = [f"“{each.name}”" for each in holder.alternatives if field.name in each.fields]
        said.append(f"in the alternative {_either(names)}")
    return ", and ".join(said) or None


def remarks(contract: Contract, field: Field, holder: Object | None) -> Iterator[Remark]:
    """Everything to say of a field besides its description, its type and whether it can be null."""
    for note in field.notes:
        yield Remark("form", sentence(note))
    if not field.sent:
        yield Remark("presence", "Documented, but never sent.")
    if field.deprecated:
        yield Remark("presence", "Deprecated.")
    if (when := condition(contract, field, holder)) is not None:
        yield Remark("presence", f"Sent {when}.")
    if field.old_value_of is not None:
        yield Remark("form", f"The value of {field.old_value_of} before the change.")
    if (scalar := field.scalar) is not None:
        yield from _values(field, scalar)
    if isinstance(field.type, Object):
        for each in field.type.alternatives:
            yield Remark("form", f"Alternative “{each.name}” ({', '.join(each.fields)}): {sentence(each.description)}")
        if field.type.open and not field.type.free:
            yield Remark("form", "Can have other keys.")
    if not field.documented:
        yield Remark("evidence", evidence(field.evidence))
    if field.person:
        when = "" if field.person is True else f" when {_values_of_siblings(field.person)}"
        yield Remark("privacy", f"Identifies a person{when}.")
    if field.reason is not None:
        yield Remark("privacy", sentence(field.reason))
    for span in (field.since, field.until):
        if span is not None:
            yield Remark("source", f"Evidence for the date: {sentence(span.source)}")
    if scalar is not None and scalar.vocabulary is not None and scalar.vocabulary.source:
        yield Remark("source", f"Evidence for the values: {sentence(scalar.vocabulary.source)}")


def key_evidence(key: Key) -> str:
    """When a key occurs of which no value is known, and where that is known from."""
    spans = [f"{word} {months(span)}" for word, span in (("since", key.since), ("until", key.until)) if span]
    dates = "".join(f" Evidence for the date: {sentence(span.source)}" for span in (key.since, key.until) if span)
    when = f"Sent {', and '.join(spans)}. " if spans else ""
    return f"{when}Evidence: {sentence(key.source)}{dates}"


def _values(field: Field, scalar: Scalar) -> Iterator[Remark]:
    """What is known of the values."""
    if scalar.const is not None:
        yield Remark("values", f"Always {scalar.const}.")
    # Many a description lists them already.
    if any(not re.search(rf"\b{re.escape(value)}\b", field.description) for value in scalar.values):
        yield Remark("values", f"Known values: {', '.join(scalar.values)}.")
    if coded := scalar.coded:
        yield Remark("values", f"{'Also in' if scalar.values else 'In'} the source code: {', '.join(coded)}.")
    if seen := scalar.seen:
        yield Remark("values", f"Seen in examples: {', '.join(seen)}.")
    if scalar.vocabulary is not None and scalar.vocabulary.open and scalar.known_values:
        yield Remark("values", "Free text: other values are normal.")
    if scalar.value_patterns:
        yield Remark("values", f"Values that match {_either(scalar.value_patterns)} are known too.")
    if scalar.separator is not None:
        yield Remark("form", f"Holds several values, separated by “{scalar.separator}”.")
    if scalar.scope is not None:
        yield Remark("scope", f"Scope: {scalar.scope}.")
    if scalar.empty:
        yield Remark("form", "Empty text means no value.")
    if scalar.limit is not None:
        yield Remark("form", f"At most {scalar.limit:,} characters; longer text is cut off.")
    for each in scalar.errata:
        accepted = "an integer" if each.tolerates == "integer" else "another spelling"
        yield Remark("tolerance", f"Erratum {each.id}: {accepted} is accepted too.")


def describe(contract: Contract, field: Field, holder: Object | None) -> str:
    """A field in one text, for those who write code: its description and what else there is to say of it."""
    said = [each.text for each in remarks(contract, field, holder) if each.topic != "privacy"]
    return " ".join([sentence(field.description), *said])


def months(span: Span) -> str:
    """When it was, as exactly as that is known, to follow "since" or "until"."""
    if span.after is None:
        return f"{span.by} or earlier"
    if span.by is None:
        return f"{span.after} or later"
    return span.by if span.after == span.by else f"some time between {span.after} and {span.by}"


def _values_of_siblings(when: dict[str, tuple[str, ...]]) -> str:
    return " and ".join(f"{name} is {_either(values)}" for name, values in when.items())


def _group(contract: Contract, group: str, holder: Object | None) -> str:
    """The clause of a key group: that of the object's own shape, or of the shape that it is based on."""
    shapes = list(contract.shapes.values())
    shapes.sort(key=lambda shape: holder is None or shape.name != holder.shape)
    return next(shape.groups[group] for shape in shapes if group in shape.groups)


def _either(words: Iterable[str]) -> str:
    return " or ".join(words)
