"""Time and memory grow with the size of a delivery and no faster, whatever it holds and whatever is called with it.

A short run compares 10 KB with 100 KB; ``nox -s hostile`` goes on to 1 MB. What is asserted are ratios.
"""

from __future__ import annotations

import gc
import json
import os
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pytest

from eventcontract import pointers
from eventcontract.model import Array, Object, event_root, walk
from eventcontract.redaction.pseudonyms import Pseudonyms
from eventcontract.redaction.redactor import Redactor
from eventcontract.runtime import ContractViolation
from eventcontract.runtime.errors import Refusal
from tests.support.deliveries import examples
from tests.support.mutations import Path, edit
from tests.support.sampling import Sample
from tests.vendors import Vendor

SIZES = [int(size) for size in os.environ.get("GROWTH_SIZES", "10000,100000").split(",")]
#: Memory, in times of the size of a delivery. ``json.loads`` takes 50 times as much for arrays in arrays.
MEMORY = 60
#: How many times longer what is ten times larger may take: machines are busy.
TIME = 25
_ATTEMPTS = 5
# What as many findings take as are listed.
_FINDINGS = 2_000_000
# What takes less cannot be told from what a clock ticks.
_INSTANT = 0.0005
_HERE = "@here@"


def repeated(unit: str, size: int) -> str:
    """``unit`` so often that it takes about ``size`` characters, separated by commas."""
    return ",".join([unit] * max(1, size // (len(unit) + 1)))


def keys(value: str, size: int) -> str:
    """Members of an object with different keys."""
    return ",".join(f'"k{number}":{value}' for number in range(max(1, size // (len(value) + 9))))


def array(unit: str, size: int) -> str:
    """An array of as many ``unit``."""
    return f"[{repeated(unit, size)}]"


#: What -> the JSON text of that many characters.
VALUES: dict[str, Callable[[int], str]] = {
    "many keys": lambda size: "{" + keys("1", size) + "}",
    "objects with a key": lambda size: "{" + keys('{"a":1}', size) + "}",
    "one key many times": lambda size: "{" + repeated('"a":1', size) + "}",
    "deep arrays": partial(array, "[" * 500 + "]" * 500),
    "deep objects": partial(array, '{"a":' * 500 + "1" + "}" * 500),
    "empty arrays": partial(array, "[]"),
    "empty objects": partial(array, "{}"),
    "integers": partial(array, "1"),
    "large numbers": partial(array, "1e308"),
    "small numbers": partial(array, "1e-308"),
    "nulls": partial(array, "null"),
    "digits": lambda size: json.dumps("7" * size),
    "escapes": lambda size: '"' + "\\u0041" * (size // 6) + '"',
    "quotes": lambda size: json.dumps('"' * (size // 2)),
    "brackets in a text": lambda size: json.dumps("[" * size),
}


class Shape(NamedTuple):
    """A kind of delivery that grows: ``text`` with ``_HERE`` where it does, and what it grows by."""

    name: str
    text: str
    fill: Callable[[int], str]

    def of(self, size: int) -> bytes:
        """One of about ``size`` bytes."""
        return self.text.replace(json.dumps(_HERE), self.fill(size)).encode()


def shapes(vendor: Vendor) -> list[Shape]:
    """Each kind of value as an unknown member of each object, as a member and instead of the event, and in lists."""
    payload, nested, listed = bases(vendor)
    found = []
    for what, fill in VALUES.items():
        for where in ([], list(nested[:-1])):
            text = json.dumps(edit(payload, (*where, "novelty"), _HERE))
            found.append(Shape(f"{what} at {pointers.build([*where, 'novelty'])}", text, fill))
        found.append(Shape(f"{what} at {pointers.build(nested)}", json.dumps(edit(payload, nested, _HERE)), fill))
        found.append(Shape(f"{what} instead of an event", json.dumps(_HERE), fill))
    # The members themselves, next to those that are described.
    text = json.dumps(edit(payload, (*nested[:-1], "novelty"), _HERE)).replace(f'"novelty": "{_HERE}"', f'"{_HERE}"')
    found += [Shape(f"keys with {value}", text, partial(keys, value)) for value in ("1", '"text"', "{}")]
    if listed is not None:
        payload, path = listed
        (element, *_) = pointers.get(payload, path)
        text = json.dumps(edit(payload, path, [_HERE]))
        for what, unit in {
            "described elements": json.dumps(element),
            "elements with a key": json.dumps({**element, "novelty": 1}),
            "wrong elements": '{"a":1}',
            "null elements": "null",
            "other elements": "7",
        }.items():
            found.append(Shape(what, text, partial(repeated, unit)))
    return found


def bases(vendor: Vendor) -> tuple[dict[str, Any], Path, tuple[dict[str, Any], Path] | None]:
    """An example, the path of a member in an object of it, and an example with the path of a list of objects."""
    nested: tuple[dict[str, Any], Path] | None = None
    listed = None
    for event in vendor.contract.events:
        for example in examples(vendor.contract, event):
            for path, field in walk(event_root(vendor.contract, event)):
                if pointers.ELEMENT in path or (content := pointers.get(example, path)) is None:
                    continue
                if len(path) > 1 and not isinstance(field.type, (Array, Object)):
                    nested = nested or (example, path)
                if isinstance(field.type, Array) and isinstance(field.type.items, Object) and content:
                    listed = listed or (example, path)
    assert nested is not None
    return *nested, listed


Function: TypeAlias = Callable[[bytes], object]

#: Whatever is called with a delivery.
FUNCTIONS: dict[str, Callable[[Vendor], Function]] = {
    "parse": lambda vendor: vendor.package.parse,
    "parse of what was decoded": lambda vendor: lambda data: vendor.package.parse(json.loads(data)),
    "parse_batch": lambda vendor: lambda data: vendor.package.parse_batch([data.decode()]),
    "check": lambda vendor: vendor.package.check,
    "check with values": lambda vendor: partial(vendor.package.check, show_values=True),
    "check of what was decoded": lambda vendor: lambda data: vendor.package.check(json.loads(data)),
    "extras": lambda vendor: vendor.package.extras,
    "fingerprint": lambda vendor: vendor.package.fingerprint,
    "encode": lambda vendor: lambda data: vendor.package.encode(vendor.package.parse(data)),
    "repr": lambda vendor: lambda data: repr(vendor.package.parse(data)),
    "redact": lambda vendor: Redactor(vendor.contract, vendor.package._package.table, Pseudonyms(b"k" * 32)).redact,
}


def outcome(function: Function, data: bytes) -> object:
    """What a function returns; a violation is an answer, too, and is written as in a log."""
    try:
        return function(data)
    except (ContractViolation, Refusal) as error:
        return str(error)
    except TypeError as error:  # encode, of an event that is not in the contract
        return str(error)


def seconds(function: Function, data: bytes) -> float:
    """How long it takes, at best, without looking for garbage: how often that is done depends on what else there is."""
    found = []
    gc.disable()
    try:
        for _ in range(3):
            begin = time.process_time()
            outcome(function, data)
            found.append(time.process_time() - begin)
    finally:
        gc.enable()
    return min(found)


def memory(function: Function, data: bytes) -> int:
    """The bytes that it takes at most."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        outcome(function, data)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def grows_too_fast(function: Function, small: bytes, large: bytes) -> str | None:
    """What is wrong with the growth of time, as words."""
    ratio = 0.0
    for _ in range(_ATTEMPTS):
        ratio = seconds(function, large) / max(seconds(function, small), _INSTANT)
        if ratio <= TIME * len(large) / len(small) / 10:
            return None
    return f"{len(large) / len(small):.0f} times the size takes {ratio:.0f} times as long"


@pytest.mark.sampled
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("vendor", ["canvas", "parcel"], indirect=True)
def test_time_and_memory_grow_with_the_size(vendor: Vendor, name: str, sample: Sample, record_property: Any) -> None:
    function, wrong = FUNCTIONS[name](vendor), []
    tried = sample.some(shapes(vendor))
    for shape in tried:
        inputs = [shape.of(size) for size in SIZES]
        try:
            outcome(function, inputs[0])  # what is made on first use
            outcome(function, inputs[0])
        except Exception as error:
            wrong.append(f"{shape.name}: raises {type(error).__name__}")
            continue
        found = [grows_too_fast(function, small, large) for small, large in pairwise(inputs)]
        wrong += [f"{shape.name}: {what}" for what in found if what is not None]
        took = memory(function, inputs[-1])
        if took > MEMORY * len(inputs[-1]) + _FINDINGS:
            wrong.append(f"{shape.name}: {took / len(inputs[-1]):.0f} times its size in memory")
    assert "\n".join(wrong) == ""
    record_property("count: functions and hostile deliveries that grow", len(tried))


def test_a_function_that_grows_too_fast_is_found() -> None:
    def quadratic(data: bytes) -> object:
        return [data.count(b"x") for _ in range(len(data) // 10)]

    assert grows_too_fast(quadratic, b"-" * 20_000, b"-" * 200_000) is not None
    assert memory(lambda data: [data + bytes(1) for _ in range(100)], b"-" * 10_000) > 90 * 10_000
