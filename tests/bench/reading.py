"""Reading: a JSON text becomes a typed event."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from canvas_live_events import parse
from tests.archive.generator import Answers, Generator
from tests.bench import loaders
from tests.bench.payloads import Payload, contract, examples, files
from tests.bench.report import Part, Target
from tests.bench.timing import Times, in_turns, mean, over

ROUNDS = 50
PARSE, UNTYPED = "canvas_live_events.parse", "orjson.loads (no types)"
OF = {"pydantic": 1.4, "cattrs": 3, "mashumaro": 3, "adaptix": 3, "dacite": 30, "orjson + jsonschema": 45}


def documented() -> Part:
    """The examples of the documentation, against every other way to read them."""
    as_files, as_sent = list(files()), list(examples(documented=True))
    measured = [_measure(payload) for payload in (*as_files, *as_sent)]
    part = Part(
        "parse",
        "Reading a documented event",
        f"Bytes to typed dataclass, on the {len(as_sent)} payloads of the documentation, each as its file is and "
        f"compact; geometric means of the best of {ROUNDS} rounds in turns. *Spread* is how much longer the middle "
        "round took. parse finds out which event it is, and that all of it is JSON; the others are told the class and "
        "load it as it is (dacite with hooks for times and tuples). msgspec passes over unknown keys without a look.",
        ("reader", "µs", "× orjson.loads", "× parse", "spread %"),
    )
    slower = {}
    for reader in measured[0]:
        times = [each[reader] for each in measured]
        slower[reader] = mean(each[reader].best / each[PARSE].best for each in measured)
        to_untyped = mean(each[reader].best / each[UNTYPED].best for each in measured)
        best = mean(each.best for each in times)
        part.rows.append((reader, best * 1e6, to_untyped, slower[reader], _spread(times)))
    ratios = [each[PARSE].best / each[UNTYPED].best for each in measured]
    part.targets.append(Target("parse / orjson.loads", 2.0, mean(ratios)))
    part.targets.append(Target("the same, stretched", 1.5, mean(ratios)))
    part.targets.append(Target("the same, files as they are", 2.0, mean(ratios[: len(as_files)])))
    part.targets.append(Target("the same, compact", 2.0, mean(ratios[len(as_files) :])))
    for name, limit in OF.items():
        (reader,) = (reader for reader in slower if reader.split(" (")[0] == name)
        part.targets.append(Target(f"{name} / parse", limit, slower[reader], at_least=True))
    return part


def _measure(payload: Payload) -> dict[str, Times]:
    event = parse(payload.text)
    readers: dict[str, loaders.Reader] = {PARSE: parse, UNTYPED: orjson.loads}
    for name, load_as in loaders.LOADERS.items():
        readers[name] = load_as(payload.cls)
        if readers[name](payload.text) != event:
            raise AssertionError(f"{name} reads another event in {payload.name}")
    for name, validate_against in loaders.VALIDATORS.items():
        readers[name] = validate_against(payload.schema)
        if not readers[name](payload.text):
            raise AssertionError(f"{name} refuses {payload.name}")
    functions = {name: partial(read, payload.text) for name, read in readers.items()}
    return in_turns(functions, rounds=ROUNDS, slice_s=0.0015)


def _spread(times: list[Times]) -> float:
    return (mean(each.median / each.best for each in times) - 1) * 100


def whole() -> Part:
    """All examples, sparse and dense, against the two that matter most."""
    payloads = list(examples(documented=False))
    pydantic = "pydantic (no dispatch)"
    measured = []
    for payload in payloads:
        readers = {PARSE: parse, UNTYPED: orjson.loads, pydantic: loaders.pydantic(payload.cls)}
        functions = {name: partial(read, payload.text) for name, read in readers.items()}
        measured.append(in_turns(functions, rounds=15, slice_s=0.001))
    part = Part(
        "catalogue",
        "Reading any event",
        f"The same for all {len(payloads)} examples of the catalogue, compact. Events of background jobs are short and "
        "have few of the metadata: what is done once per event weighs more.",
        ("reader", "µs", "× orjson.loads", "least", "most"),
    )
    for reader in measured[0]:
        ratios = [each[reader].best / each[UNTYPED].best for each in measured]
        best = mean(each[reader].best for each in measured) * 1e6
        part.rows.append((reader, best, mean(ratios), min(ratios), max(ratios)))
    return part


LARGE = {f"key_{number}": {"id": str(number), "names": ["one", "two"], "n": number} for number in range(90)}


def unknown() -> Part:
    """Events with keys that the contract does not describe, which is the normal state of a living vendor."""
    name = contract().message.discriminator[-1]

    def last(payload: Any) -> Any:
        metadata = payload["metadata"]
        return {"body": payload["body"], "metadata": {**metadata, name: metadata.pop(name)}}

    def earlier(payload: Any) -> Any:
        return {"body": {"novelty": {name: "another"}, **payload["body"]}, "metadata": payload["metadata"]}

    changes: dict[str, Callable[[Any], Any]] = {
        "as documented": lambda payload: payload,
        "one unknown key": lambda payload: {**payload, "body": {**payload["body"], "novelty": "text"}},
        "an unknown object of 4 KB": lambda payload: {**payload, "body": {**payload["body"], "novelty": LARGE}},
        "the name comes last": last,
        "the key of the name occurs earlier": earlier,
    }
    made = Generator(contract(), 2, odd=0).lines(500, Answers())
    lines = [line for line in made if isinstance(orjson.loads(line).get("metadata"), dict)]
    part = Part(
        "unknown",
        "Reading events with unknown keys",
        f"{len(lines)} events of a realistic mix, {sum(map(len, lines)) / len(lines):,.0f} bytes on average, "
        "each as it is and changed; best of 15 rounds in turns.",
        ("delivery", "bytes", "parse µs", "× orjson.loads"),
    )
    for what, change in changes.items():
        texts = [orjson.dumps(change(orjson.loads(line))) for line in lines]
        functions = {
            PARSE: over(parse, texts),
            UNTYPED: over(orjson.loads, texts),
        }
        times = in_turns(functions, rounds=15, slice_s=0.01)
        ratio = times[PARSE].best / times[UNTYPED].best
        size = sum(map(len, texts)) / len(texts)
        part.rows.append((what, size, times[PARSE].best / len(texts) * 1e6, ratio))
        if what != "as documented":
            part.targets.append(Target(f"parse / orjson.loads, {what}", 2.5, ratio))
    return part
