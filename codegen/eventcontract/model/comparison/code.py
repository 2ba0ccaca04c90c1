"""What becomes of Python code that was written against the classes of another contract."""

from __future__ import annotations

from collections.abc import Iterator

from eventcontract.model.classes import Class, classes_of
from eventcontract.model.comparison.change import Change
from eventcontract.model.contract import Contract

# A value of the second type is also one of the first, to a type checker.
_ALSO = {("float", "int"), ("float", "bool"), ("int", "bool"), ("date", "datetime")}


def code_changes(old: Contract, new: Contract) -> Iterator[Change]:
    """The changes of the classes, their attributes and predicates."""
    before, after = classes_of(old), classes_of(new)
    for name, was in before.items():
        events = _events(was)
        now = after.get(name)
        if now is None:
            if was.event is not None and was.event not in new.events:
                yield Change("event-removed", "code", events, "", f"{was.event} and its class {name} are gone")
            else:
                yield Change("class-removed", "code", events, name, f"there is no class {name}")
            continue
        yield from _class(was, now, events)


def _class(was: Class, now: Class, events: tuple[str, ...]) -> Iterator[Change]:
    attributes = now.attributes
    for attribute, (kind, none) in was.attributes.items():
        where = f"{was.name}.{attribute}"
        if attribute not in attributes:
            yield Change("attribute-removed", "code", events, where, f"{where} is gone")
            continue
        new_kind, new_none = attributes[attribute]
        if not assignable(kind, new_kind):
            said = f"{where} was {kind} and is {new_kind}"
            yield Change("attribute-retyped", "code", events, where, said)
        elif new_none and not none:
            yield Change("attribute-may-be-none", "code", events, where, f"{where} always had a value and can be None")
    for attribute, (kind, none) in attributes.items():
        known = was.attributes.get(attribute)
        if not none and (known is None or known[1]):
            where = f"{was.name}.{attribute}"
            yield Change("constructor-needs", "code", events, where, f"{was.name}() needs {attribute}: {kind}")
    kept = {each.name for each in now.predicates} | attributes.keys()
    for predicate in was.predicates:
        if predicate.name not in kept:
            where = f"{was.name}.{predicate.name}"
            yield Change("predicate-removed", "code", events, where, f"{where} is gone")


def assignable(to: str, of: str) -> bool:
    """Whether a value of the type ``of`` can be used where one of the type ``to`` could."""
    if to.startswith("tuple[") and of.startswith("tuple["):
        return assignable(to[6:-6], of[6:-6])
    return to == of or (to, of) in _ALSO


def _events(of: Class) -> tuple[str, ...]:
    return (of.event,) if of.event is not None else ()
