"""Sixteen threads use the package for the first time, all at once, and must agree on what they find."""

from __future__ import annotations

import json
import random
import sys
import threading
from collections.abc import Callable
from typing import Any

from told import deliveries, package

THREADS = 16


def parsed(delivery: Any) -> Any:
    """The event, and what it is encoded as; or the violations."""
    try:
        event = package.parse(delivery)
    except package.ContractViolation as violation:
        return violation.violations
    return event, None if isinstance(event, package.UnknownEvent) else package.encode(event)


def extras(delivery: Any) -> Any:
    """What the event's class does not hold, or the violations."""
    try:
        return package.extras(delivery)
    except package.ContractViolation as violation:
        return violation.violations


def classes(_: Any) -> Any:
    """Some classes, loaded by name."""
    return [getattr(package, name) for name in list(package.EVENTS.values())[:5]]


USES: list[Callable[[Any], Any]] = [parsed, parsed, package.check, extras, classes]
FORMS: list[Callable[[bytes], Any]] = [bytes, bytes.decode, json.loads]

# The seed decides what comes first, each thread begins with the same.
seeded = random.Random(int(sys.argv[1]))
todo = [(use, form, delivery) for use in USES for form in FORMS for delivery in deliveries]
seeded.shuffle(todo)
barrier = threading.Barrier(THREADS)
results: list[list[Any]] = [[] for _ in range(THREADS)]


def work(result: list[Any]) -> None:
    """Everything that is to be done, in the same order as every other thread."""
    barrier.wait()
    for use, form, delivery in todo:
        result.append(use(form(delivery)))


sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=work, args=(result,)) for result in results]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert all(len(result) == len(todo) for result in results)
differing = [
    index
    for index, (use, form, _) in enumerate(todo)
    # The delivery of an unknown event is the very object that was handed in, equal in each thread.
    if any(result[index] != results[0][index] for result in results)
]
assert differing == [], differing
