"""The spec against the collected facts: every fact of every field, one comparison each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from eventcontract.model import Array, Contract, Field, Object, Scalar, Type, event_root

#: Where the spec differs on purpose: (event, path, fact) -> reason. "*" stands for any event.
ACCEPTED: dict[tuple[str, str, str], str] = {
    (event, "body", "fields"): reason
    for events, reason in (
        (
            ("learning_outcome_result_created", "learning_outcome_result_updated"),
            "the notes on the wire name a title that an older emitter sent; the facts list the newest only",
        ),
        (
            ("quiz_created", "quiz_updated"),
            "the facts mention, in a note, two keys of the shorter body that an earlier emitter sent",
        ),
    )
    for event in events
} | {
    (event, "body.access_code", "presence"): "the shorter body that an earlier emitter sent has no settings"
    for event in ("quiz_created", "quiz_updated")
}

KINDS = {
    "string": {"text"},
    "url": {"text"},
    "id": {"identifier"},
    "timestamp": {"timestamp"},
    "date": {"date"},
    "boolean": {"boolean"},
    "number": {"number"},
    "integer": {"integer"},
}

#: Which events can have the key, by its key group.
ORIGINS = {
    None: "both",
    "job": "system-generated only",
    "request": "user-generated only",
    "user": "user-generated only",
    "login": "user-generated only",
}


def compare(contract: Contract, facts: dict[str, Any]) -> Iterator[tuple[str, str, str, Any, Any]]:
    """(event, path, fact, expected, found) for every fact, equal or not."""
    metadata = contract.message.tree.member("metadata").type
    assert isinstance(metadata, Object)
    yield from _fields("*", ("metadata",), metadata, facts["metadata"], None)
    for category, events in facts["categories"].items():
        for name, event in events.items():
            if name not in contract.events:
                yield name, "", "event", name, None
                continue
            yield name, "", "category", category, contract.events[name].category
            body = event_root(contract, name).member(contract.message.body).type
            assert isinstance(body, Object)
            yield from _fields(name, ("body",), body, event["body"], "documented")
            yield from _fields(name, ("body",), body, event.get("emitter", {}), "emitter")
            known = {*event["body"], *event.get("emitter", {})}
            yield name, "body", "fields", sorted(known), sorted(member.name for member in body.fields)


def _fields(
    event: str, path: tuple[str, ...], tree: Object, facts: dict[str, Any], evidence: str | None
) -> Iterator[tuple[str, str, str, Any, Any]]:
    for name, fact in facts.items():
        here = (*path, name)
        place = ".".join(here)
        try:
            field = tree.member(name)
        except KeyError:
            yield event, place, "field", name, None
            continue
        yield from _field(event, here, field, fact)
        if evidence is not None:
            yield event, place, "evidence", evidence, "documented" if field.evidence == "documented" else "emitter"


def _field(
    event: str, path: tuple[str, ...], field: Field, fact: dict[str, Any]
) -> Iterator[tuple[str, str, str, Any, Any]]:
    place = ".".join(path)
    # What is said of values is said of the elements of a list; of objects, there is nothing to say.
    scalar = field.scalar or Scalar(type="", kind="text")
    yield event, place, "type", fact["type"], _type(field.type, fact["type"])
    nullable = {True: "yes", False: "no", "unknown": "unknown"}[fact["nullable"]]
    yield event, place, "nullable", nullable, field.nullable
    yield event, place, "presence", fact["presence"], "conditional" if field.conditional else "always"
    yield event, place, "scope", fact.get("scope"), scalar.scope
    yield event, place, "empty", fact.get("empty_string", False), scalar.empty
    yield event, place, "limit", fact.get("truncated"), scalar.limit
    yield event, place, "values", sorted(fact.get("values", ())), sorted(scalar.values)
    yield event, place, "numbers seen", fact.get("seen") == "integer", scalar.tolerates("integer")
    if "origin" in fact:
        yield event, place, "origin", fact["origin"], ORIGINS[field.group]
    missing = set(fact.get("observed", ())) - {*scalar.known_values}
    yield event, place, "observed", [], sorted(missing)
    elements = field.type.items if isinstance(field.type, Array) else None
    for word, of in (("fields", field.type), ("items", elements)):
        if word in fact:
            yield from _fields(event, path, of if isinstance(of, Object) else Object(), fact[word], None)


def _type(of: Type, expected: str) -> str:
    """``expected`` if ``of`` is that type in the facts' words, else what it is."""
    match of:
        case Scalar():
            return expected if of.kind in KINDS.get(expected, ()) else of.kind
        case Array():
            inner = expected.removeprefix("array<").removesuffix(">")
            return f"array<{_type(of.items, inner)}>"
        case Object():
            free = of.open and not of.fields
            fits = free if expected == "object{}" else expected.startswith("object{") and bool(of.fields)
            return expected if fits else of.kind
    assert_never(of)
