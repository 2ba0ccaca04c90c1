"""A payload that looks like those of the catalogue, for an event that no page shows an example of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from eventcontract.model import Contract, Event, Example
from eventcontract.testing.allowed.editing import put
from eventcontract.testing.allowed.payloads import Payloads
from eventcontract.testing.allowed.values import Values


def synthesize(contract: Contract, name: str) -> str:
    """A realistic payload of the event ``name``, as JSON text with a final newline.

    What all events have in common is that of an example of a similar event, of the same category and cause if there
    is one; the body has every field that the vendor sends, with values that other events show. Examples of the event
    itself are not looked at. ``KeyError`` if there is no such event.
    """
    event = contract.events[name]
    start: dict[str, Any] = put(_donor(contract, event), contract.message.discriminator, name)
    start[contract.message.body] = _named(contract, start)
    example = Example(name="start", origin="synthesized", summary="", text=json.dumps(start))
    alone = replace(contract, events={**contract.events, name: replace(event, examples=(example,))})
    payload = Payloads(alone, name, Values(contract)).base
    return json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def _donor(contract: Contract, event: Event) -> dict[str, Any]:
    """An example of another event; without any, an empty one."""
    return next(iter(sorted(_others(contract, event), key=lambda each: each[0])), (0, {}))[1]


def _others(contract: Contract, event: Event) -> Iterator[tuple[int, dict[str, Any]]]:
    """(how little it is like ``event``, an example) of every other event."""
    for name, other in contract.events.items():
        unlike = 2 * (other.category != event.category) + (other.origins[:1] != event.origins[:1])
        for example in other.examples if name != event.name else ():
            yield unlike, json.loads(example.text)


def _named(contract: Contract, payload: dict[str, Any]) -> dict[str, Any]:
    """The body to begin with: empty, unless the name of the event is in it."""
    body, *inner = contract.message.discriminator
    if body != contract.message.body:
        return {}
    value: Any = payload
    for step in contract.message.discriminator:
        value = value[step]
    named: dict[str, Any] = put({}, tuple(inner), value)
    return named
