"""Keeping: how much memory an event takes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

import orjson

from canvas_live_events import parse
from tests.bench import loaders
from tests.bench.payloads import examples
from tests.bench.report import Part

KEPT = 10_000


def part() -> Part:
    """Bytes per event, of many that are kept."""
    payloads = list(examples(documented=True))
    readers: dict[str, Callable[[int], Any]] = {
        "canvas_live_events.parse": lambda index: parse(payloads[index].text),
        "orjson.loads (no types)": lambda index: orjson.loads(payloads[index].text),
    }
    for name in ("msgspec (no dispatch, lax)", "pydantic (no dispatch)"):
        prepared = [loaders.LOADERS[name](payload.cls) for payload in payloads]
        readers[name] = lambda index, prepared=prepared: prepared[index](payloads[index].text)  # type: ignore[misc]
    length = sum(len(payload.text) for payload in payloads) / len(payloads)
    result = Part(
        "memory",
        "Keeping events",
        f"tracemalloc over {KEPT:,} events kept, made of the documented payloads in turn, {length:,.0f} bytes of JSON "
        "on average.",
        ("reader", "bytes per event", "bytes per byte of JSON"),
    )
    for name, read in readers.items():
        size = _size(read, len(payloads))
        result.rows.append((name, round(size), size / length))
    return result


def _size(read: Callable[[int], Any], payloads: int) -> float:
    for index in range(payloads):
        read(index)
    kept: list[Any] = [None] * KEPT
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for index in range(KEPT):
            kept[index] = read(index % payloads)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (after - before) / KEPT
