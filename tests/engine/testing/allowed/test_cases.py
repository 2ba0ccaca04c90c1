"""What ``cases`` gives: allowed, complete, minimal and the same every time.

What is owed is worked out here from the model alone, by other means than the engine's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from eventcontract.model import Array, Contract, Field, Object, Scalar, ScalarType, event_root, walk
from eventcontract.schemas.views import View, event_schema
from eventcontract.testing.allowed.variations import UNKNOWN_EVENT, Casebook
from eventcontract.testing.cases import Case
from eventcontract.testing.suite import Suite
from tests.support.modules import module_of
from tests.support.mutations import known_values
from tests.vendors import Subject, Validators, Vendor

Path = tuple[str, ...]
ABSENT = object()


# -- reading payloads ----------------------------------------------------------------------------------


def values_at(payload: Any, path: Path) -> list[Any]:
    """What stands at ``path``; ``ABSENT`` where an object lacks the last key."""
    found: list[Any] = [payload]
    for step in path:
        below: list[Any] = []
        for value in found:
            if step == "*":
                below += value if isinstance(value, list) else []
            elif isinstance(value, dict):
                below.append(value.get(step, ABSENT))
        found = below
    return found


def leaves(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Every scalar and every empty thing in ``value``, by its place."""
    items = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    if not items:
        return {path: value}
    return {place: leaf for key, each in items for place, leaf in leaves(each, (*path, key)).items()}


def changed(first: Any, second: Any) -> set[tuple[Any, ...]]:
    """The places of the leaves in which two payloads differ."""
    one, other = leaves(first), leaves(second)
    places = {place for place in {*one, *other} if one.get(place, ABSENT) != other.get(place, ABSENT)}
    # An object that has lost its only member is a leaf itself.
    return {place for place in places if not any(each[: len(place)] == place != each for each in places)}


def instants(payload: Any, root: Object) -> list[datetime]:
    """The moments of a payload, each with its own offset."""
    texts = [text for path, field in walk(root) if field.type.kind == "timestamp" for text in values_at(payload, path)]
    return [datetime.fromisoformat(text) for text in texts if isinstance(text, str)]


def objects_in(root: Object) -> Iterator[tuple[Path, Object]]:
    """Every object with its path, the whole event first."""
    yield (), root
    yield from ((path, field.type) for path, field in walk(root) if isinstance(field.type, Object))


def is_tolerated(case: Case) -> bool:
    """Whether the case shows something that only an erratum allows."""
    return case.variation.startswith("id:integer") or len(re.findall("^spelling:.*:", case.variation)) > 0


# -- allowed -------------------------------------------------------------------------------------------


def test_every_case_is_allowed(
    subject: Subject, cases: list[Case], record_property: Callable[[str, object], None]
) -> None:
    sent = Validators(event_schema(subject.contract, subject.event, View.SENT))
    wrong = []
    for case in cases:
        payload = case.payload
        if not all(subject.readings["reader"].verdicts(payload).values()):
            wrong.append(f"{case.id}: a reader refuses it")
        # Documentation shows things that are not sent; and an oddity is one.
        documented = case.variation.startswith("example:") and "documented example" in case.why
        if not documented and all(sent.verdicts(payload).values()) == is_tolerated(case):
            wrong.append(f"{case.id}: sent, though odd, or odd, though not called so")
        event = subject.vendor.package.parse(case.json)
        if type(event).__name__ != subject.entry.class_name:
            wrong.append(f"{case.id}: parse gives {type(event).__name__}")
    assert wrong == []
    record_property("count: cases, accepted by the reader schema and by parse", len(cases))


def test_every_case_says_why(subject: Subject, cases: list[Case]) -> None:
    for case in cases:
        assert case.why.strip() == case.why != "", case.id
        if is_tolerated(case):
            assert re.match(r"erratum [a-z0-9-]+\. ", case.why), case.id
            assert case.why.split()[1].rstrip(".") in subject.contract.errata


def test_no_case_combines_what_excludes_itself(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    for case in cases:
        if case.variation.startswith("example:"):
            continue
        for path, tree in objects_in(root):
            for value in (each for each in values_at(case.payload, path) if isinstance(each, dict)):
                shapes = [each for each in tree.alternatives if any(name in value for name in each.fields)]
                assert len(shapes) <= 1, case.id
                for member in tree.fields:
                    assert member.current or member.name not in value, case.id
                    if isinstance(member.when, dict):
                        holds = all(value.get(name) in known for name, known in member.when.items())
                        assert member.name not in value or holds, case.id
                        assert member.name in value or not holds or member.nullable != "no", case.id


def test_what_changes_least_comes_first(cases: list[Case]) -> None:
    """A variation that holds another one is not the first to fail where that one does."""
    made = [case for case in cases[1:] if not case.variation.startswith("example:")]
    changes = []
    for case in made:
        there = leaves(case.payload)
        places = changed(cases[0].payload, case.payload)
        changes.append({(place, json.dumps(there.get(place, "(absent)"))) for place in places})
    wrong = [
        f"{made[first].id} holds {made[second].id}"
        for first, more in enumerate(changes)
        for second, fewer in enumerate(changes)
        if first < second and fewer < more
    ]
    assert wrong == []


# -- complete ------------------------------------------------------------------------------------------


def reachable(subject: Subject) -> Iterator[tuple[Path, Field, Object]]:
    """(path, field, the object around it) of everything that the vendor sends with this event."""
    shapes, origins = subject.contract.shapes, subject.entry.origins

    def below(tree: Object, path: Path) -> Iterator[tuple[Path, Field, Object]]:
        shape = shapes.get(tree.shape or "")
        causes = shape.origins if shape else {}
        groups = {group for name, each in causes.items() if name in origins or not origins for group in each}
        for member in tree.fields:
            if member.current and (member.group is None or not causes or member.group in groups):
                yield (*path, member.name), member, tree
                inner, place = member.type, (*path, member.name)
                while isinstance(inner, Array):
                    inner, place = inner.items, (*place, "*")
                if isinstance(inner, Object):
                    yield from below(inner, place)

    yield from below(event_root(subject.contract, subject.event), ())


def is_always_there(subject: Subject, field: Field, around: Object) -> bool:
    """Whether a key is in every payload, by what is known of it."""
    if field.always:
        return True
    if field.nullable != "no" or isinstance(field.when, str):
        return False
    shape = subject.contract.shapes.get(around.shape or "")
    if field.group is not None and shape is not None:
        causes = [each for name, each in shape.origins.items() if name in (subject.entry.origins or shape.origins)]
        return all(field.group in each for each in causes)
    if isinstance(field.when, dict):
        return False
    if field.in_alternative:
        return len(around.alternatives) < 2
    return False


def at(path: Path, what: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Whether a payload has a value at ``path`` of which ``what`` is true."""
    return lambda payload: any(what(value) for value in values_at(payload, path))


def owed(subject: Subject) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    """(what, whether a payload shows it) of everything that some case has to show."""
    contract = subject.contract
    fields = dict(walk(event_root(contract, subject.event)))
    for path, found, around in reachable(subject):
        where = "/".join(path)
        depends = any(fields[path[:length]].conditional for length in range(1, len(path)) if path[:length] in fields)
        field = replace(found, in_alternative=True) if depends and not found.in_alternative else found
        yield f"{where} has a value", at(path, lambda value: value is not None and value is not ABSENT)
        if field.nullable != "no":
            yield f"{where} null", at(path, lambda value: value is None)
        if not is_always_there(subject, found, around):
            yield f"{where} absent", at(path, lambda value: value is ABSENT)
        of = field.type
        if isinstance(of, Array):
            yield f"{where} without elements", at(path, lambda value: value == [])
        if of.kind in ("integer", "number"):
            yield f"{where} zero", at(path, lambda value: value == 0 and value is not False)
            yield f"{where} whole", at(path, lambda value: type(value) is int and value != 0)
        if of.kind == "number":
            yield f"{where} with a fraction", at(path, lambda value: type(value) is float and value % 1 != 0)
        if field.scalar is not None:
            yield from owed_values(contract, (*path, "*") if isinstance(of, Array) else path, field, field.scalar)
        if isinstance(of, Object):
            yield from owed_members(path, of)


def owed_values(
    contract: Contract, path: Path, field: Field, of: Scalar
) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    """The same of the scalars at ``path``: the values of a field, or the elements of its list."""
    where = "/".join(path)
    known = known_values(of)
    for each in known:
        yield f"{where} is {each}", at(path, lambda value, each=each: value == each)  # type: ignore[misc]
    if known:
        yield f"{where} unknown", at(path, lambda value: isinstance(value, str) and value not in [*known, ""])
    if of.empty:
        yield f"{where} empty", at(path, lambda value: value == "")
    if of.limit is not None:
        yield f"{where} long", at(path, lambda value: isinstance(value, str) and len(value) == of.limit)
    scalar = contract.types[of.type]
    if is_chosen(scalar, of):
        yield f"{where} of 256 characters", at(path, is_long_ascii)
        many = min(of.limit or 1001, 1001)
        if not field.conditional:
            yield (
                f"{where} of {many} characters of four bytes",
                at(path, lambda value: isinstance(value, str) and len(value.encode()) == 4 * len(value) >= 4 * many),
            )
    if scalar.partition is not None and of.scope == scalar.partition.scope:
        pattern = scalar.sends or scalar.pattern or ""
        longest = max(length for length in range(1, 30) if re.fullmatch(pattern, "1" * length))
        if field.type.kind == "identifier" and not field.conditional:
            yield (
                f"{where} of {longest} digits",
                at(path, lambda value: isinstance(value, str) and len(value) == longest),
            )
    for erratum in of.errata:
        if erratum.tolerates == "integer":
            yield f"{where} as a number", at(path, lambda value: type(value) is int)
        else:
            yield f"{where} in another spelling", at(path, lambda value: is_other_spelling(scalar, value))


def is_chosen(scalar: ScalarType, of: Scalar) -> bool:
    """Whether people or institutions choose the text, so that nothing but a limit limits its length."""
    chosen = scalar.chosen if of.chosen is None else of.chosen
    known = known_values(of) and (of.vocabulary is None or not of.vocabulary.open)
    short = of.limit is not None and of.limit <= 256
    return chosen and of.kind == "text" and of.const is None and not known and not short and of.separator is None


def is_long_ascii(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and len(value) == 256


def is_other_spelling(scalar: ScalarType, value: Any) -> bool:
    assert scalar.pattern is not None
    assert scalar.reads is not None
    return (
        isinstance(value, str)
        and not re.fullmatch(scalar.pattern, value)
        and re.fullmatch(scalar.reads, value) is not None
    )


def owed_members(path: Path, tree: Object) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    """The same of the object at ``path``."""
    where = "/".join(path)
    if tree.fields:
        names = {member.name for member in tree.fields}
        yield f"{where} with another key", at(path, lambda value: isinstance(value, dict) and bool({*value} - names))
    for alternative in tree.alternatives:
        yield (
            f"{where} as {alternative.name}",
            at(
                path,
                lambda value, alternative=alternative: (
                    isinstance(value, dict) and any(name in value for name in alternative.fields)
                ),  # type: ignore[misc]
            ),
        )


def test_everything_that_is_owed_is_there(
    subject: Subject, cases: list[Case], record_property: Callable[[str, object], None]
) -> None:
    payloads = [case.payload for case in cases]
    debts = dict(owed(subject))
    unpaid = [what for what, shows in debts.items() if not any(shows(payload) for payload in payloads)]
    assert unpaid == []
    assert len(debts) > 3
    record_property("count: obligations of the model, met by the cases", len(debts))


def test_each_cause_is_there(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    for path, tree in objects_in(root):
        shape = subject.contract.shapes.get(tree.shape or "")
        if shape is None:
            continue
        for origin in subject.entry.origins:
            if origin in shape.origins:
                wanted = {*shape.origins[origin]}
                groups = [
                    {member.group for member in tree.fields if member.group and member.name in value}
                    for case in cases
                    for value in values_at(case.payload, path)
                ]
                assert wanted in groups, origin


def test_independent_groups_come_alone(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    for path, tree in objects_in(root):
        shape = subject.contract.shapes.get(tree.shape or "")
        for origin in subject.entry.origins if shape is not None else ():
            assert shape is not None
            wanted = {*shape.origins.get(origin, ())}
            together = wanted & {*shape.independent}
            for missing in together if len(together) > 1 else ():
                groups = [
                    {member.group for member in tree.fields if member.group and member.name in value}
                    for case in cases
                    for value in values_at(case.payload, path)
                ]
                assert wanted - {missing} in groups, (origin, missing)


def test_no_text_is_longer_than_its_limit(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    for path, field in walk(root):
        limit = field.scalar.limit if field.scalar is not None else None
        if limit is not None:
            for case in cases:
                assert all(len(text) <= limit for text in values_at(case.payload, path) if isinstance(text, str)), case


def test_offsets_differ_in_one_payload(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    found = [case for case in cases if len({each.utcoffset() for each in instants(case.payload, root)}) > 1]
    most = max(len(instants(case.payload, root)) for case in cases)
    assert bool([case for case in found if case.variation == "offsets:mixed"]) == (most > 1)


def test_writing_a_timestamp_otherwise_leaves_the_moment(subject: Subject, cases: list[Case]) -> None:
    root = event_root(subject.contract, subject.event)
    base = by_variation(cases).get("complete") or cases[0]
    moments = [each.replace(microsecond=0) for each in instants(base.payload, root)]
    for case in cases:
        if case.variation.startswith(("spelling:", "offsets:")) and not case.variation.endswith(":midnight"):
            assert [each.replace(microsecond=0) for each in instants(case.payload, root)] == moments, case.id


# -- minimal -------------------------------------------------------------------------------------------


def by_variation(cases: list[Case]) -> dict[str, Case]:
    return {case.variation: case for case in cases}


def test_names_and_payloads_are_each_other_s(cases: list[Case]) -> None:
    assert [name for name, count in Counter(case.id for case in cases).items() if count > 1] == []
    made = [case for case in cases if not case.variation.startswith("example:")]
    assert [text for text, count in Counter(case.json for case in made).items() if count > 1] == []
    assert all(re.fullmatch(r"[^\s/][^/\n]*/\S(.*\S)?", case.id) for case in cases)


def test_one_thing_changes_at_a_time(subject: Subject, cases: list[Case]) -> None:
    named = by_variation(cases)
    base = (named.get("complete") or cases[0]).payload
    root = event_root(subject.contract, subject.event)
    conditions = {name for path, tree in objects_in(root) if path for name in siblings(tree)}
    counted = 0
    for case in cases:
        kind, _, what = case.variation.partition(":")
        label = what.partition("=")[0].rpartition("/")[2]
        if kind not in ("null", "absent", "value", "empty") or what == "all-optional" or label in conditions:
            continue
        places = changed(base, case.payload)
        held = [path for path, value in leaves(base).items() if label in path and value is not None]
        if held:
            # One value, or all that is in one object.
            assert len({place[: place.index(label) + 1] for place in places if label in place}) == 1, case.id
            assert all(label in place for place in places), (case.id, places)
            counted += 1
    assert counted > 0 or not any(case.variation.startswith(("null:", "value:")) for case in cases)


def siblings(tree: Object) -> list[str]:
    """The members of an object that depend on a sibling's value, and those siblings."""
    names = []
    for member in tree.fields:
        if isinstance(member.when, dict):
            names += [*member.when, member.name]
    return names


# -- the same every time -------------------------------------------------------------------------------


def test_the_same_every_time(suite: Suite) -> None:
    first, again = (Casebook(suite.contract, suite.forms.deliver).cases(suite.contract.events) for _ in range(2))
    assert [(case.id, case.json, case.why) for case in first] == [(case.id, case.json, case.why) for case in again]


def test_a_seed_changes_values_and_no_names(vendor: Vendor) -> None:
    cases = module_of(vendor).cases
    plain, other, same = cases(), cases(seed=7), cases(seed=7)
    assert [case.id for case in plain] == [case.id for case in other]
    assert [case.json for case in other] == [case.json for case in same]
    differing = {
        case.variation.partition(":")[0] for case, twin in zip(plain, other, strict=True) if case.json != twin.json
    }
    kinds = {case.variation.partition(":")[0] for case in plain}
    assert {"extra-key", "value"} & kinds <= differing
    assert "extra-key" in kinds
    assert not {"example", "complete", "null", "absent"} & differing


def test_a_payload_may_be_changed(vendor: Vendor) -> None:
    case = module_of(vendor).cases()[0]
    case.payload.clear()
    assert json.loads(case.json) == case.payload != {}


# -- the unknown event ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_an_unknown_event_comes_last(vendor: Vendor, seed: int) -> None:
    for name in vendor.contract.events:
        last = module_of(vendor).cases(name, seed=seed)[-1]
        assert last.id.startswith(f"{UNKNOWN_EVENT}/")
        event = vendor.package.parse(last.json)
        assert type(event).__name__ == "UnknownEvent"
        assert event.name == last.event not in vendor.contract.events


# -- choosing ------------------------------------------------------------------------------------------


def test_patterns_choose(vendor: Vendor) -> None:
    module = module_of(vendor)
    names = list(vendor.contract.events)
    begin = names[0][:6]
    wanted = [name for name in names if name.startswith(begin) or name == names[-1]]
    found = dict.fromkeys(case.event for case in module.cases(f"{begin}*", names[-1]))
    assert list(found)[:-1] == wanted
    assert len(dict.fromkeys(case.event for case in module.cases())) == len(names) + 1


def test_a_pattern_that_matches_nothing_names_what_is_close(vendor: Vendor) -> None:
    module = module_of(vendor)
    name = next(iter(vendor.contract.events))
    for wrong in (name[:-1] + "x", name[1:], name.upper().lower()[:-2] + "*zz", f"{name[:3]}x{name[3:]}*"):
        with pytest.raises(ValueError, match=re.escape(name)) as caught:
            module.cases(wrong)
        assert wrong in str(caught.value)
    with pytest.raises(ValueError, match=r"no event matches '0000'$"):
        module.cases("0000")
    for ask in (module.cases, module.parametrize, module.events, module.event):
        with pytest.raises(ValueError, match="did you mean"):
            ask(name + "s")
