"""``parse``, ``check`` and the reader schema under two validators say the same of every delivery."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from eventcontract import pointers
from eventcontract.model import Object, Scalar
from eventcontract.model.contract import ScalarKind
from eventcontract.runtime import ContractViolation, Finding, NotJSON
from eventcontract.runtime.envelopes import recognizes
from tests.support import reference
from tests.support.deliveries import SAMPLES, Failing, batched, has, places, released, skeleton, text_of
from tests.support.mutations import Path, bases, drop, edit, mutations
from tests.vendors import Validators, Vendor, contract_of

#: Deliveries on which the readings are known to differ: the name of the trap below that shows it, and
#: whether a delivery is one of its kind. There are none.
KNOWN: Mapping[str, Callable[[bytes | str], bool]] = {}

_compiled: dict[tuple[str, str], Validators] = {}


def validators(vendor: Vendor, name: str) -> Validators:
    """The reader schema of one event under both validators."""
    if (vendor.name, name) not in _compiled:
        _compiled[vendor.name, name] = Validators(vendor.schema(name, "reader"))
    return _compiled[vendor.name, name]


def expected(vendor: Vendor, delivery: bytes | str) -> set[str]:
    """What the schema says under each validator: ``event``, ``refused``, ``unknown``, ``unnamed`` or a rule."""
    try:
        value = reference.decode(delivery)
    except reference.Refused as error:
        return {error.rule}
    return schema_says(vendor, value)


def schema_says(vendor: Vendor, value: Any) -> set[str]:
    """As :func:`expected`, of decoded JSON."""
    name = value
    for step in vendor.contract.message.discriminator:
        name = name.get(step) if isinstance(name, dict) else None
    if not isinstance(name, str):
        return {"unnamed"}
    if name not in vendor.contract.events:
        return {"unknown"}
    return {"event" if yes else "refused" for yes in validators(vendor, name).verdicts(value).values()}


def parse_says(vendor: Vendor, delivery: Any) -> str:
    """The same words for what ``parse`` does."""
    try:
        found = vendor.package.parse(delivery)
    except NotJSON as violation:
        assert violation.event is None
        return violation.violations[0].rule
    except ContractViolation as violation:
        assert violation.violations
        assert all(finding.level == "error" for finding in violation.violations)
        return "unnamed" if violation.event is None else "refused"
    return "unknown" if type(found) is vendor.package.UnknownEvent else "event"


def check_says(vendor: Vendor, delivery: Any) -> str:
    """The same words for what ``check`` finds."""
    findings: list[Finding] = vendor.package.check(delivery)
    rules = {finding.rule for finding in findings}
    if rules & {"not-json", "too-deep"}:
        assert len(findings) == 1
        return rules.pop()
    if rules & {"not-an-event", "foreign-envelope", "signed-delivery"}:
        return "unnamed"
    if any(finding.level == "error" for finding in findings):
        return "refused"
    unknown = any(finding.rule == "undocumented-event" and finding.level == "warning" for finding in findings)
    return "unknown" if unknown else "event"


def is_envelope(vendor: Vendor, value: Any) -> bool:
    """Whether ``value`` names no event and is read as an envelope, of which the schemas know nothing."""
    table = vendor.package._package.table
    return not isinstance(pointers.get(value, table.path), str) and any(
        recognizes(row, value) for row in table.envelopes
    )


def disagreement(vendor: Vendor, delivery: bytes | str) -> str | None:
    """How the readings differ on ``delivery``, ``None`` if they do not."""
    parsed, checked = parse_says(vendor, delivery), check_says(vendor, delivery)
    said = {f"parse: {parsed}", f"check: {checked}"}
    try:
        value = reference.decode(delivery)
    except reference.Refused as error:
        # What is deep need not be JSON; either rule says that it is no JSON text.
        if parsed not in ("not-json", "too-deep"):
            said.add(f"reference: {error.rule}")
    else:
        said |= {f"schema: {each}" for each in schema_says(vendor, value) if not is_envelope(vendor, value)}
        said.add(f"parse, decoded: {parse_says(vendor, value)}")
        said.add(f"check, decoded: {check_says(vendor, value)}")
    return ", ".join(sorted(said)) if len({each.rpartition(" ")[2] for each in said}) > 1 else None


# -- traps -----------------------------------------------------------------------------------------


class Trap(NamedTuple):
    """A delivery that some reading once got wrong, and what every reading says of it."""

    name: str
    delivery: bytes | str
    verdict: str


def deep(depth: int, core: str = "") -> str:
    """The text of ``depth`` arrays in each other."""
    return "[" * depth + core + "]" * depth


HUGE = "1" * 400
# Finite, and longer than any integer of a machine.
LONG = "1" * 300
MARK = "\u0001mark\u0001"


def with_text(base: Any, path: Path, text: str) -> str:
    """``base`` as JSON, with ``text`` as it is at ``path``."""
    return json.dumps(edit(base, path, MARK)).replace(json.dumps(MARK), text)


def traps(vendor: Vendor) -> Iterator[Trap]:
    """Every trap, in every kind of place that it can stand in."""
    contract = vendor.contract
    kinds: tuple[ScalarKind, ...] = ("integer", "number")
    for kind in kinds:
        for name, base, path, _ in one_each(vendor, kind):
            here = f"{kind} at {name}/{'/'.join(map(str, path))}"
            yield Trap(f"integral float, {here}", with_text(base, path, "13330.0"), "event")
            yield Trap(f"exponent, {here}", with_text(base, path, "1333E1"), "event")
            yield Trap(f"300 digits, {here}", with_text(base, path, LONG), "event")
            yield Trap(f"300 digits and a point, {here}", with_text(base, path, f"{LONG}.0"), "event")
            yield Trap(f"400 digits, {here}", with_text(base, path, HUGE), "not-json")
            yield Trap(f"400 digits and a point, {here}", with_text(base, path, f"{HUGE}.0"), "not-json")
            yield Trap(f"5,000 digits, {here}", with_text(base, path, "1" * 5000), "not-json")
            yield Trap(f"1e999, {here}", with_text(base, path, "1e999"), "not-json")
            yield Trap(f"-1e999, {here}", with_text(base, path, "-1e999"), "not-json")
            yield Trap(f"NaN, {here}", with_text(base, path, "NaN"), "not-json")
            yield Trap(f"400 digits after the point, {here}", with_text(base, path, f"0.{HUGE}"), fraction(kind))
            yield Trap(f"true, {here}", with_text(base, path, "true"), "refused")
    for name, base, path, scalar in one_each(vendor, "timestamp"):
        here = f"timestamp at {name}/{'/'.join(map(str, path))}"
        example = next(iter(contract.types[scalar.type].examples), "2025-03-09T08:15:00Z")
        arabic = example.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
        yield Trap(f"newline, {here}", with_text(base, path, json.dumps(example + "\n")), "refused")
        yield Trap(f"Arabic digits, {here}", with_text(base, path, json.dumps(arabic)), "refused")
        yield Trap(f"naive, {here}", with_text(base, path, json.dumps(re.sub(r"Z$", "", example))), "refused")
        for last in ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999-2359"):
            verdict = "event" if re.fullmatch(contract.types[scalar.type].reads or "", last) else "refused"
            yield Trap(f"{last}, {here}", with_text(base, path, json.dumps(last)), verdict)
    for name, base, path, _ in one_each(vendor, "identifier"):
        here = f"identifier at {name}/{'/'.join(map(str, path))}"
        yield Trap(f"newline, {here}", with_text(base, path, '"12\\n"'), "event")
        yield Trap(f"Arabic digits, {here}", with_text(base, path, '"\\u0661\\u0662"'), "event")
    for name, base, path, _ in one_each(vendor, "text"):
        here = f"text at {name}/{'/'.join(map(str, path))}"
        yield Trap(f"escaped lone surrogate, {here}", with_text(base, path, '"\\ud800"'), "not-json")
        yield Trap(f"lone surrogate, {here}", with_text(base, path, '"\ud800"'), "not-json")
        encoded = with_text(base, path, '"#"').encode().replace(b'"#"', b'"\xed\xa0\x80"')
        yield Trap(f"surrogate in UTF-8, {here}", encoded, "not-json")
        yield Trap(f"a pair of surrogates, {here}", with_text(base, path, '"\\ud83d\\udcee"'), "event")
        yield Trap(f"brackets and digits, {here}", with_text(base, path, f'"{"[" * 600}\\"{HUGE}"'), "event")
        yield Trap(f"control character, {here}", with_text(base, path, '"\t"'), "not-json")
    yield from free_form(vendor)
    event_name = next(iter(contract.events))
    base = bases(contract, event_name)[0]
    whole = json.dumps(base)
    yield Trap("byte order mark", b"\xef\xbb\xbf" + whole.encode(), "not-json")
    yield Trap("byte order mark in a str", "\ufeff" + whole, "not-json")
    yield Trap("UTF-16", whole.encode("utf-16"), "not-json")
    yield Trap("something after", whole + " {}", "not-json")
    yield Trap("blanks around", f" \r\n\t{whole}\n", "event")
    for blank in ("\x0b", "\x0c", "\xa0", "\x00"):
        yield Trap(f"{blank!r} after", whole + blank, "not-json")
    first, body = contract.message.discriminator[0], contract.message.body
    escaped = "".join(f"\\u{ord(character):04x}" for character in body)
    yield Trap("escaped key", whole.replace(f'"{body}": ', f'"{escaped}": ', 1), "event")
    for key in (first, body):
        rest = whole[1:]
        yield Trap(f"{key} twice, the first null", f'{{"{key}": null, {rest}', "event")
        yield Trap(
            f"{key} twice, the last null", f'{whole[:-1]}, "{key}": null}}', "unnamed" if key == first else "refused"
        )
        yield Trap(f"{key} twice, the first with 1e999", f'{{"{key}": 1e999, {rest}', "not-json")
        yield Trap(f"{key} twice, the first with 400 digits", f'{{"{key}": {HUGE}, {rest}', "not-json")
        yield Trap(f"{key} twice, the first too deep", f'{{"{key}": {deep(600)}, {rest}', "too-deep")
        yield Trap(f"{key} twice, the first a lone surrogate", f'{{"{key}": "\\udc00", {rest}', "not-json")
    for row in contract.envelopes.values():
        # A key that an envelope has is an unknown key like any other, if there is an event already.
        surplus = {key: value for key, value in skeleton(row).items() if key not in base}
        if surplus:
            yield Trap(f"keys of the envelope {row.name}", text_of({**base, **surplus}), "event")
    for batch in contract.batches.values():
        beside = batched(batch, [])
        if isinstance(beside, list):
            continue
        yield Trap(f"keys of the batch {batch.name}", text_of({**base, **beside}), "event")


def fraction(kind: str) -> str:
    """Whether a fraction is a value of this kind."""
    return "event" if kind == "number" else "refused"


def free_form(vendor: Vendor) -> Iterator[Trap]:
    """Traps in unknown members, and in objects whose members nobody describes."""
    contract = vendor.contract
    event_name = next(iter(contract.events))
    base = bases(contract, event_name)[0]
    found: list[tuple[str, Any, Path]] = [
        ("unknown", base, ("surplus",)),
        ("unknown in body", base, (contract.message.body, "surplus")),
    ]
    for name, payload, path, of in places(contract, "object"):
        if isinstance(of, Object) and of.free:
            found.append((f"free {name}/{'/'.join(map(str, path))}", payload, (*path, "surplus")))
    assert len(found) >= 2
    for where, payload, path in found:
        above = len(path)
        yield Trap(f"400 digits, {where}", with_text(payload, path, HUGE), "not-json")
        yield Trap(f"300 digits, {where}", with_text(payload, path, LONG), "event")
        yield Trap(f"1e999, {where}", with_text(payload, path, "1e999"), "not-json")
        yield Trap(f"lone surrogate, {where}", with_text(payload, path, '["\\ud800"]'), "not-json")
        yield Trap(f"lone surrogate in a key, {where}", with_text(payload, path, '{"\\ud800": 1}'), "not-json")
        for core in ("", "1"):
            yield Trap(f"512 deep {core}, {where}", with_text(payload, path, deep(512 - above, core)), "event")
            yield Trap(f"513 deep {core}, {where}", with_text(payload, path, deep(513 - above, core)), "too-deep")
            yield Trap(f"3,000 deep {core}, {where}", with_text(payload, path, deep(3000, core)), "too-deep")
        twice = f'{{"surplus": [{HUGE}], "surplus": 1}}'
        yield Trap(f"400 digits in the first of two, {where}", with_text(payload, path, twice), "not-json")
        twice = f'{{"surplus": {deep(600)}, "surplus": 1}}'
        yield Trap(f"600 deep in the first of two, {where}", with_text(payload, path, twice), "too-deep")
        wide = with_text(payload, path, f"[{deep(300)}, {deep(300)}]")
        yield Trap(f"many brackets, but not deep, {where}", wide, "event")


def one_each(vendor: Vendor, kind: ScalarKind) -> Iterator[tuple[str, Any, Path, Scalar]]:
    """One place for each type of ``kind``, and for each way to be in an array or not."""
    seen = set()
    for name, base, path, of in places(vendor.contract, kind):
        assert isinstance(of, Scalar)
        key = (of.type, any(isinstance(step, int) for step in path))
        if key not in seen and not of.errata:
            seen.add(key)
            yield name, base, path, of


def test_traps(vendor: Vendor, record_property: Callable[[str, object], None]) -> None:
    differing, count = set(), 0
    for trap in traps(vendor):
        count += 1
        if disagreement(vendor, trap.delivery):
            differing.add(trap.name)
        else:
            assert parse_says(vendor, trap.delivery) == trap.verdict, trap.name
    record_property(f"count: traps, {vendor.name}", count)
    # One that is not in the table fails, and so does one in the table that no longer occurs.
    assert differing == set(KNOWN)


def test_every_mutation(vendor: Vendor, record_property: Callable[[str, object], None]) -> None:
    # The verdicts themselves are tested elsewhere; here, that parse and check tell them apart alike.
    names = list(vendor.contract.events)[::7]
    count = 0
    for name in names:
        for case in mutations(vendor.contract, name):
            count += 1
            delivery = text_of(case.payload)
            assert parse_says(vendor, delivery) == check_says(vendor, delivery), str(case)
    record_property(f"count: mutations that parse and check agree on, {vendor.name}", count)
    assert count


# -- anything --------------------------------------------------------------------------------------


ODD_TEXTS = ["2025-03-09T08:15:00Z", "2025-03-09 08:15:00 -0800", "2025-03-09T08:15:00", "9999-12-31T23:59:59.9999999Z"]
ODD_TEXTS += [
    "2025-03-09",
    "2025-03-09T00:00:00Z",
    "21070000000000565",
    "12\n",
    "\u0661",
    "",
    "null",
    "eyJhIjoxfQ.e30.x",
]
TEXTS = st.text(max_size=12) | st.sampled_from(ODD_TEXTS)
NUMBERS = (
    st.integers()
    | st.integers(-(10**308), 10**308)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([13330.0, 1e22, 1e300, -0.0, 2**63, 2**64, -(2**63) - 1])
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@cache
def starts(vendor: str, name: str) -> tuple[list[Any], list[Any]]:
    """Payloads of one event to start from: mutations that a reader accepts, and others."""
    cases = mutations(contract_of(vendor), name)
    return [case.payload for case in cases if case.reader], [case.payload for case in cases if not case.reader]


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a decoded JSON value but the root."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, content in members:
        yield (*path, key)
        yield from paths(content, (*path, key))


@st.composite
def payloads(draw: st.DrawFn, vendor: str) -> Any:
    """A payload with up to three members changed, left out, or added."""
    name = draw(st.sampled_from([*contract_of(vendor).events]))
    good, bad = starts(vendor, name)
    payload = draw(st.sampled_from(draw(st.sampled_from([good, good, good, bad]))))
    for _ in range(draw(st.integers(0, 3))):
        here = list(paths(payload))
        if not here:
            break
        path = draw(st.sampled_from(here))
        action = draw(st.sampled_from(["change", "change", "drop", "add", "none"]))
        if action == "change":
            payload = edit(payload, path, draw(VALUES))
        elif action == "drop":
            payload = drop(payload, path)
        elif action == "add" and isinstance(path[-1], str):
            payload = edit(payload, (*path[:-1], draw(st.text(max_size=6))), draw(VALUES))
        elif action == "none":
            payload = edit(payload, path, None)
    return payload


@st.composite
def spellings(draw: st.DrawFn, payload: Any) -> str:
    """One of the texts that mean ``payload``."""
    text = json.dumps(
        payload,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, None, 1])),
        separators=draw(st.sampled_from([None, (",", ":")])),
    )
    if draw(st.booleans()):
        text = re.sub(r"(?<=: )(-?[1-9][0-9]*)(?=[,}])", draw(st.sampled_from([r"\1.0", r"\1e0", r"\g<1>E+0"])), text)
    if isinstance(payload, dict) and payload and draw(st.integers(0, 3)) == 0:
        key = json.dumps(draw(st.sampled_from(sorted(payload))))
        surplus = json.dumps(draw(VALUES))
        text = f"{{{key}:{surplus},{text[1:]}" if draw(st.booleans()) else f"{text.rstrip()[:-1]},{key}:{surplus}}}"
    return text


PIECES = [
    b"",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"-",
]
PIECES += [b"0", b"1e999", b"9" * 320, b".", b"e5", b"null", b"NaN", b"\\ud800", b"\\u00", b" ", b"\n", b"[" * 520]


@st.composite
def damaged(draw: st.DrawFn, text: bytes) -> bytes:
    """``text`` with some of its bytes replaced, left out or doubled."""
    for _ in range(draw(st.integers(1, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 40])))
        text = text[:start] + draw(st.sampled_from(PIECES) | st.just(text[start:end] * 2)) + text[end:]
    return text


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_all_readings_agree(vendor: Vendor, data: st.DataObject) -> None:
    text = data.draw(payloads(vendor.name).flatmap(spellings))
    delivery: bytes | str = text
    kind = data.draw(st.sampled_from(["str", "bytes", "damaged"]))
    if kind != "str":
        delivery = text.encode(errors="surrogatepass")
    if kind == "damaged":
        delivery = data.draw(damaged(text.encode(errors="surrogatepass")))
    event(f"{vendor.name}: {'/'.join(sorted(expected(vendor, delivery)))}")
    found = disagreement(vendor, delivery)
    assert found is None or any(covers(delivery) for covers in KNOWN.values()), found


# -- decoded values --------------------------------------------------------------------------------


NO_JSON: dict[str, Any] = {
    "nan": float("nan"),
    "infinite": float("inf"),
    "400-digits": int(HUGE),
    "bytes": b"x",
    "tuple": (1,),
    "set": {1},
    "object": object(),
    "number-as-key": {1: 2},
    "null-as-key": {None: 2},
    "lone-surrogate": "\ud800",
    "lone-surrogate-as-key": {"\ud800": 1},
}


@pytest.mark.parametrize("value", NO_JSON.values(), ids=NO_JSON)
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: [value], lambda value: {"a": [{"b": value}]}])
def test_what_is_no_json_is_refused_anywhere(vendor: Vendor, value: Any, wrap: Callable[[Any], Any]) -> None:
    contract = vendor.contract
    base = bases(contract, next(iter(contract.events)))[0]
    for path in (("surplus",), (contract.message.body, "surplus")):
        delivery = edit(base, path, wrap(value))
        assert parse_says(vendor, delivery) == check_says(vendor, delivery) == "not-json"


@pytest.mark.parametrize(("depth", "verdict"), [(511, "event"), (512, "too-deep"), (3000, "too-deep")])
@pytest.mark.parametrize("core", [[], [1], {}, {"a": None}], ids=str)
def test_decoded_values_are_as_deep_as_texts(vendor: Vendor, depth: int, verdict: str, core: Any) -> None:
    base = bases(vendor.contract, next(iter(vendor.contract.events)))[0]
    value = core
    for _ in range(depth - 1):
        value = [value]
    delivery = {**base, "surplus": value}
    assert parse_says(vendor, delivery) == check_says(vendor, delivery) == verdict
    if verdict == "event":
        assert len(vendor.package.fingerprint(delivery)) == 67
        assert vendor.package.extras(delivery) == {"/surplus": value}


class FailingList(list[Any]):
    def __iter__(self) -> Iterator[Any]:
        raise RuntimeError("secret")


class Masked:
    @property
    def __class__(self) -> Any:  # type: ignore[override]
        raise RuntimeError("secret")


@pytest.mark.parametrize("kind", [Failing, FailingList, Masked])
def test_what_raises_errors_when_it_is_read_is_no_json(vendor: Vendor, kind: type[Any]) -> None:
    value = kind()
    base = bases(vendor.contract, next(iter(vendor.contract.events)))[0]
    for delivery in (value, {**base, "surplus": value}):
        assert parse_says(vendor, delivery) == check_says(vendor, delivery) == "not-json"
        assert "secret" not in str(vendor.package.check(delivery))
    batch = vendor.package.parse_batch([base, value, base])
    assert [result.violation is None for result in batch] == [True, False, True]


def test_a_view_of_released_memory_is_no_json(vendor: Vendor) -> None:
    assert parse_says(vendor, released()) == check_says(vendor, released()) == "not-json"


def test_a_text_that_does_not_end_is_read_once(vendor: Vendor) -> None:
    # From each of its quotes anew, this takes hours.
    for quotes in ('\\"' * 400_000, '\\"' * 400_000 + "\\"):
        delivery = "[" * 600 + '"' + quotes
        assert parse_says(vendor, delivery) == check_says(vendor, delivery) == "too-deep"


def test_what_holds_itself_is_too_deep(vendor: Vendor) -> None:
    around: list[Any] = []
    around += [around, around]
    base = bases(vendor.contract, next(iter(vendor.contract.events)))[0]
    delivery = {**base, "surplus": around}
    assert parse_says(vendor, delivery) == check_says(vendor, delivery) == "too-deep"


def test_any_mapping_is_an_object(vendor: Vendor) -> None:
    class Text(str):
        def __str__(self) -> str:
            return "something else"

    def disguised(value: Any) -> Any:
        if isinstance(value, dict):
            return MappingProxyType({Text(key): disguised(content) for key, content in value.items()})
        if isinstance(value, list):
            return [disguised(each) for each in value]
        return Text(value) if isinstance(value, str) else value

    package = vendor.package
    for name in vendor.contract.events:
        for case in mutations(vendor.contract, name)[::40]:
            delivery, other = case.payload, disguised(case.payload)
            assert parse_says(vendor, other) == parse_says(vendor, delivery), str(case)
            assert package.check(other) == package.check(delivery)
            if case.reader and case.rule != "unknown-event":
                assert package.parse(other) == package.parse(delivery)


def test_the_samples_are_what_the_table_calls_them() -> None:
    # An envelope's skeleton is made of these; one of a wrong type would test nothing.
    assert {kind: type(value) for kind, value in SAMPLES.items()} == {
        "object": dict,
        "array": list,
        "text": str,
        "boolean": bool,
        "number": float,
        "content": str,
    }
    assert has({"a": [1]}, ("a", 0))
    assert not has({"a": [1]}, ("a", 1))
