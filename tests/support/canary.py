"""Deliveries with what must never show, in every place where a delivery can hold it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from eventcontract.model import Contract, Object, event_root, walk
from tests.support.deliveries import (
    TOKEN,
    batched,
    examples,
    has,
    put,
    renamed,
    skeleton,
    takes_text,
    text_of,
    wrap,
)
from tests.support.mutations import Path, bases, drop, edit, mutations

# As people are called and write to each other; no two of its words may show.
CANARY = "Wilhelmina Öberg-Sørensen <w.oeberg@pupils.example>"
TRACES = ("Wilhelmina", "Öberg", "\\u00d6berg", "Sørensen", "oeberg", "pupils.example", "424242")
NUMBER = 424242.125


class Case(NamedTuple):
    """A delivery with the canary in one place."""

    place: str
    delivery: Any


def shows(text: str) -> bool:
    """Whether any part of the canary is in ``text``."""
    return any(trace in text for trace in TRACES)


# One canary of each JSON type.
CANARIES: dict[str, Any] = {
    "text": CANARY,
    "number": NUMBER,
    "integer": 424242,
    "array": [CANARY],
    "object": {CANARY: CANARY},
    "nested": {"a": [{CANARY: [NUMBER, CANARY]}]},
}


def events_with_canary(contract: Contract, name: str) -> Iterator[Case]:
    """The canary in every member of one event: of its own type where it is sensitive, of others everywhere."""
    root = event_root(contract, name)
    first = name == next(iter(contract.events))
    for base in bases(contract, name)[:1]:
        for steps, field in walk(root):
            path: Path = tuple(0 if step == "*" else step for step in steps)
            if not has(base, path) or steps == contract.message.discriminator:
                continue
            if path[0] != contract.message.body and not first:
                continue  # what all events have is tried on one of them
            for kind, canary in CANARIES.items():
                fits = {
                    "text": kind == "text",
                    "integer": kind == "integer",
                    "number": kind in ("integer", "number"),
                    "array": kind == "array",
                    "object": kind in ("object", "nested")
                    and not (isinstance(field.type, Object) and field.type.fields),
                    # Any text is read as an identifier, and any integer where an erratum tolerates one.
                    "identifier": kind in ("text", "integer"),
                }.get(field.type.kind, False)
                if fits and not field.sensitive and kind in ("integer", "number"):
                    continue  # the contract says that these are harmless
                yield Case(f"{kind} at {'/'.join(map(str, path))}", edit(base, path, canary))
        for where in ((), (contract.message.body,)):
            for kind, canary in CANARIES.items():
                yield Case(f"{kind} at unknown key in {where}", edit(base, (*where, "surplus"), canary))
            yield Case(f"key in {where}", edit(base, (*where, CANARY), 1))
        # Two things wrong at once, so that several findings are reported together.
        for kind, canary in CANARIES.items():
            wrong = edit(edit(base, ("surplus",), canary), (contract.message.body,), CANARY)
            yield Case(f"{kind} beside a body of the wrong type", wrong)
        for member in contract.message.tree.fields:
            if member.required and member.name not in (contract.message.discriminator[0], contract.message.body):
                yield Case("a member is missing", edit(drop(base, (member.name,)), ("surplus",), CANARY))


def mutations_with_canary(contract: Contract, name: str) -> Iterator[Case]:
    """The canary beside one mutation of each kind."""
    seen = set()
    for case in mutations(contract, name):
        if case.rule not in seen and isinstance(case.payload, dict):
            seen.add(case.rule)
            payload = {**case.payload, "surplus": {CANARY: CANARY}, CANARY: CANARY}
            body = payload.get(contract.message.body)
            if isinstance(body, dict):
                payload[contract.message.body] = {**body, "surplus": CANARY, CANARY: NUMBER}
            yield Case(f"beside {case}", payload)


def deliveries_with_canary(contract: Contract) -> Iterator[Case]:
    """The canary in what is no event of the contract, and in what events come in."""
    payload = examples(contract, next(iter(contract.events)))[0]
    body = contract.message.body
    whole = json.dumps(payload, ensure_ascii=False)
    yield Case("name of an unknown event", renamed(contract, payload, CANARY))
    yield Case("name is no text", renamed(contract, payload, {CANARY: CANARY}))
    for kind, canary in CANARIES.items():
        unknown = renamed(contract, payload, "something_new")
        yield Case(f"{kind} as body of an unknown event", edit(unknown, (body,), canary))
        yield Case(f"{kind} beside an unknown event", {**unknown, "surplus": canary})
        yield Case(f"{kind} as the whole delivery", canary)
        yield Case(f"{kind} in an object without name", {"a": canary})
    for member in contract.message.tree.fields:
        if member.name != body and not any(step == member.name for step in contract.message.discriminator):
            yield Case(
                f"{member.name} of an unknown event", edit(renamed(contract, payload, "new"), (member.name,), CANARY)
            )
    quoted = json.dumps(CANARY, ensure_ascii=False)
    broken = [CANARY, quoted[:-1], f"{{{quoted}: 1e999}}", f"{whole} {quoted}", f"{{{quoted}: NaN}}", f"{quoted}\x00"]
    broken += [f'["{CANARY}\ud800"]', "\ufeff" + quoted, "[" * 600 + quoted + "]" * 600, f"[{quoted}, {'1' * 400}]"]
    for text in broken:
        yield Case(f"no JSON: {text[:5]}", text)
        yield Case(f"no JSON, as bytes: {text[:5]}", text.encode(errors="surrogatepass"))
    yield Case("Latin-1", CANARY.encode("latin-1"))
    yield Case("Python's object", {"a": {CANARY}})
    yield Case("Python's key", {1: CANARY})
    yield Case("not finite", {CANARY: float("nan")})
    yield Case("lone surrogate", {CANARY: CANARY + "\ud800"})
    claims = base64.urlsafe_b64encode(text_of({"name": CANARY})).decode().rstrip("=")
    yield Case("token", f"{TOKEN.split('.')[0]}.{claims}.{TOKEN.split('.')[2]}")
    for row in contract.envelopes.values():
        for text in (CANARY, quoted, f"{{{quoted}: 1}}"):
            if row.holds_event and takes_text(row):
                yield Case(f"in {row.name}", wrap(row, text, encoded=True, identifier=CANARY))
        for key in ("surplus", CANARY):
            around = wrap(row, payload, identifier=CANARY) if row.holds_event else skeleton(row)
            yield Case(f"beside {row.name}", {**around, key: CANARY})
        for where in row.members.values():
            around = wrap(row, payload)
            put(around, where, {CANARY: CANARY})
            yield Case(f"{where} of {row.name}", around)
        if row.content is not None:
            around = wrap(row, "{}")
            put(around, row.content, CANARY)
            yield Case(f"no text in {row.name}", around)
    for batch in contract.batches.values():
        yield Case(f"batch {batch.name}", batched(batch, [CANARY]))
