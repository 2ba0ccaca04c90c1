"""The fingerprint of an event: the same wherever the event turns up, another for any other event."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from eventcontract.runtime import ContractViolation
from eventcontract.runtime.fingerprints import fingerprint
from tests.engine.runtime.test_extras import leaves
from tests.support.deliveries import examples, own, renamed, text_of, wrap
from tests.support.mutations import bases, edit
from tests.vendors import Subject, Vendor

MANY = '{"a":1,"b":[1,2.5,"\u00e9",true,false,null,{"c":0}]}'

#: Computed with ``printf '%s' '<canonical text>' | sha256sum``. They never change: consumers store them.
GOLDEN = {
    "{}": "v1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    MANY: "v1:f758b436f6143baa7edd4045dd7c6decfa0c6e2fe79dbddebbaace698004dee9",
}
#: Other texts of the same values.
SPELLINGS = {
    "{}": ["{ }", '{"a":null}', '{"b":null,"a":null}'],
    MANY: [
        '{"b":[1.0,2.50,"\\u00e9",true,false,null,{"c":-0.0,"d":null}],"a":1e0}',
        '{ "\\u0061" : 1.0E+00, "n": null, "b" : [10E-1, 0.25e1, "\u00e9", true, false, null, {"c": 0.0}] }',
    ],
}


@pytest.mark.parametrize("text", GOLDEN)
def test_golden_values(text: str) -> None:
    for spelling in [text, *SPELLINGS[text]]:
        assert fingerprint(json.loads(spelling)) == GOLDEN[text]


def test_golden_values_of_events(vendor: Vendor) -> None:
    # By hand, from the definition: canonical JSON of what all events have, as text.
    for name in vendor.contract.events:
        for payload in examples(vendor.contract, name):
            members = {field.name: payload.get(field.name) for field in vendor.contract.message.tree.fields}
            text = canonical(members)
            assert vendor.package.fingerprint(payload) == f"v1:{hashlib.sha256(text.encode()).hexdigest()}"


def canonical(value: Any) -> str:
    """Canonical JSON, written down once more."""
    if isinstance(value, dict):
        members = sorted((key, content) for key, content in value.items() if content is not None)
        return "{" + ",".join(f"{canonical(key)}:{canonical(content)}" for key, content in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def reversed_keys(value: Any) -> Any:
    """The same value with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: reversed_keys(content) for key, content in reversed(value.items())}
    return [reversed_keys(each) for each in value] if isinstance(value, list) else value


def with_nulls(value: Any) -> Any:
    """The same value with a member that is null in every object."""
    if isinstance(value, dict):
        return {**{key: with_nulls(content) for key, content in value.items()}, "no such key": None}
    return [with_nulls(each) for each in value] if isinstance(value, list) else value


def without_nulls(value: Any) -> Any:
    """The same value without the members that are null."""
    if isinstance(value, dict):
        return {key: without_nulls(content) for key, content in value.items() if content is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def floating(value: Any) -> Any:
    """The same value with every integer that a double holds written with a point."""
    if isinstance(value, dict):
        return {key: floating(content) for key, content in value.items()}
    if isinstance(value, list):
        return [floating(each) for each in value]
    return float(value) if type(value) is int and float(value) == value else value


def test_the_same_in_every_spelling(subject: Subject) -> None:
    package = subject.vendor.package
    for payload in [*bases(subject.contract, subject.event), *examples(subject.contract, subject.event)]:
        expected = package.fingerprint(payload)
        assert re.fullmatch("v1:[0-9a-f]{64}", expected)
        for same in (reversed_keys(payload), with_nulls(payload), without_nulls(payload), floating(payload)):
            assert package.fingerprint(same) == expected
        text = json.dumps(payload, indent=3)
        for delivery in (
            text,
            text.encode(),
            text_of(payload),
            memoryview(text_of(payload)),
            text_of(floating(payload)),
        ):
            assert package.fingerprint(delivery) == expected
        # Again, as on a retry.
        assert package.fingerprint(copy.deepcopy(payload)) == expected


def test_the_same_in_every_envelope(subject: Subject) -> None:
    package = subject.vendor.package
    for payload in bases(subject.contract, subject.event):
        for row in own(subject.contract):
            covered = payload if not row.members else {key: payload[key] for key in payload if key in row.members}
            expected = package.fingerprint(covered)
            for identifier in ("first", "second"):
                delivery = wrap(row, covered, identifier=identifier)
                assert package.fingerprint(delivery) == expected
                assert package.fingerprint(text_of({**delivery, "retry": identifier})) == expected


def other(value: Any) -> Any:
    """Another value than ``value``, of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] == "0" else "0") if value[-1:].isdigit() else value + "x"
    return {"surplus": 1} if isinstance(value, dict) else ["surplus"]


def test_another_for_every_other_leaf(subject: Subject) -> None:
    package = subject.vendor.package
    for payload in bases(subject.contract, subject.event):
        expected = package.fingerprint(payload)
        found = [expected]
        for path, value in leaves(payload):
            found.append(package.fingerprint(edit(payload, path, other(value))))
            if path != subject.contract.message.discriminator:
                # Without its name, it would be no event.
                found.append(package.fingerprint(edit(payload, path, [value])))
                if value is not None:
                    assert package.fingerprint(edit(payload, path, None)) != expected
        assert len({*found}) == len(found) > 3


def test_the_order_of_elements_counts(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    body = vendor.contract.message.body
    lists: list[Any] = [
        [1, 2],
        [2, 1],
        [1],
        [],
        [1, None],
        [None, 1],
        [[1]],
        ["1"],
        [True],
        {"0": 1},
        "1",
        1,
        1.5,
        True,
    ]
    assert len({vendor.package.fingerprint(edit(payload, (body, "surplus"), each)) for each in lists}) == len(lists)


def test_whole_numbers_beyond_doubles_differ(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    body = vendor.contract.message.body
    numbers = [2**53, 2**53 + 1, 10**300, 10**300 + 1]
    assert len({vendor.package.fingerprint(edit(payload, (body, "surplus"), each)) for each in numbers}) == len(numbers)


def test_what_has_no_schema_has_a_fingerprint(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    unknown = renamed(vendor.contract, payload, "something_new")
    assert vendor.package.fingerprint(unknown) != vendor.package.fingerprint(payload)
    # What a reader refuses can be counted all the same.
    assert vendor.package.fingerprint({**payload, vendor.contract.message.body: 1}).startswith("v1:")
    for nothing in (b"", b"[]", {}, {"a": 1}, "eyJhIjoxfQ.e30.x"):
        with pytest.raises(ContractViolation):
            vendor.package.fingerprint(nothing)


def test_a_deep_event_under_a_deep_stack(vendor: Vendor) -> None:
    payload = examples(vendor.contract, next(iter(vendor.contract.events)))[0]
    core: Any = 1.0
    for _ in range(500):
        core = {"a": core}
    expected = vendor.package.fingerprint({**payload, vendor.contract.message.body: core})

    def deeper(levels: int) -> str:
        if levels:
            return deeper(levels - 1)
        found: str = vendor.package.fingerprint({**payload, vendor.contract.message.body: core})
        return found

    assert deeper(200) == expected


def test_the_same_in_another_process(vendors: dict[str, Vendor]) -> None:
    # Hashes of texts differ from process to process; fingerprints do not.
    file = vendors["canvas"].directory / "examples" / "module_created" / "documented.json"
    code = "import sys, canvas_live_events as package; print(package.fingerprint(open(sys.argv[1], 'rb').read()))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(file)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert runs == {vendors["canvas"].package.fingerprint(file.read_bytes())}
