"""Explaining: deliveries that a reader refuses, and those that it has to be lenient with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import jsonschema_rs
import orjson
from jsonschema import Draft202012Validator

from canvas_live_events import ContractViolation, parse
from tests.bench.payloads import Payload, changed, compact, contract, examples
from tests.bench.report import Part, Target
from tests.bench.timing import Times, in_turns, mean

ROUNDS = 40
OURS, PYTHON, RUST = "parse", "orjson + jsonschema", "orjson + jsonschema-rs"
WRONG: dict[str, dict[str, Any]] = {
    "one violation": {"producer": 5},
    "three violations": {"producer": 5, "user_id": 123, "event_time": "2019-11-01T19:11:26"},
}


def invalid() -> Part:
    """Every violation of a delivery, against what validators say of it."""
    part = Part(
        "explain",
        "Explaining an invalid event",
        "Bytes to a ContractViolation with all violations, against the lists of errors that validators give; "
        f"documented payloads made invalid, compact; best of {ROUNDS} rounds in turns.",
        ("delivery", "parse µs", "jsonschema µs", "jsonschema-rs µs", "jsonschema / parse"),
    )
    ratios = []
    for what, changes in WRONG.items():
        payloads = [Payload(each.event, each.name, changed(each.text, **changes)) for each in examples(documented=True)]
        measured = [_measure(payload, len(changes)) for payload in payloads]
        ratios += [each[PYTHON].best / each[OURS].best for each in measured]
        best = [mean(each[reader].best for each in measured) * 1e6 for reader in (OURS, PYTHON, RUST)]
        part.rows.append((what, *best, mean(each[PYTHON].best / each[OURS].best for each in measured)))
    part.targets.append(Target("jsonschema.iter_errors / parse", 10, mean(ratios), at_least=True))
    return part


def _measure(payload: Payload, violations: int) -> dict[str, Times]:
    schema = payload.schema
    python = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    rust = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

    def explain() -> ContractViolation:
        try:
            parse(payload.text)
        except ContractViolation as violation:
            return violation
        raise AssertionError(f"parse accepts {payload.name}")

    assert len(explain().violations) == violations
    functions = {
        OURS: explain,
        PYTHON: lambda: list(python.iter_errors(orjson.loads(payload.text))),
        RUST: lambda: list(rust.iter_errors(orjson.loads(payload.text))),
    }
    return in_turns(functions, rounds=ROUNDS, slice_s=0.002)


def lenient() -> Part:
    """What the fast way cannot read, against the same delivery where it can."""
    ruby = {"event_time": "2019-11-05 07:38:00 -0800"}
    cases = {
        "Ruby timestamp": [(each.text, changed(each.text, **ruby)) for each in examples(documented=True)],
        "integer id": list(_integers()),
    }
    part = Part(
        "tolerance",
        "Reading with tolerance",
        f"The same payloads with and without what takes tolerance, compact; best of {ROUNDS} rounds in turns.",
        ("delivery", "payloads", "fast µs", "tolerant µs", "tolerant / fast"),
    )
    for what, pairs in cases.items():
        measured = []
        for plain, odd in pairs:
            assert type(parse(plain)) is type(parse(odd))
            functions = {"plain": partial(parse, plain), "odd": partial(parse, odd)}
            measured.append(in_turns(functions, rounds=ROUNDS, slice_s=0.0015))
        fast, slow = (mean(each[name].best for each in measured) for name in ("plain", "odd"))
        part.rows.append((what, len(pairs), fast * 1e6, slow * 1e6, slow / fast))
        part.targets.append(Target(f"{what}: tolerant / fast", 6, slow / fast))
    return part


def _integers() -> Iterator[tuple[bytes, bytes]]:
    """(an example, the same with an id as a number) for each witness of an erratum that tolerates it."""
    events = contract().events
    for erratum in contract().errata.values():
        for witness in erratum.witnesses if erratum.tolerates == "integer" else ():
            (example,) = (each for each in events[witness.event].examples if each.name == witness.example)
            payload = orjson.loads(example.text)
            for operation in witness.patch:
                *steps, last = operation["path"].split("/")[1:]
                holder = payload
                for step in steps:
                    holder = holder[int(step)] if isinstance(holder, list) else holder[step]
                holder[int(last) if isinstance(holder, list) else last] = operation["value"]
            yield compact(example.text), orjson.dumps(payload)
