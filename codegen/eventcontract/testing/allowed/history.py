"""What archives hold: how old events of a contract differ from those of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from eventcontract import pointers
from eventcontract.model import Erratum, Scalar, wording
from eventcontract.pointers import ELEMENT, Path
from eventcontract.testing.allowed.editing import at, drop, everywhere, has, put
from eventcontract.testing.allowed.payloads import Payload, Payloads

Change = Callable[[Payload], Payload]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was different in the month ``month`` (``YYYY-MM``), ``None`` if no month is known.

    ``why`` says how that is known. ``change`` turns a payload of today into such an old one, apart from its time.
    """

    of: Payloads
    name: str
    why: str
    month: str | None
    change: Change

    def edit(self, payload: Payload) -> Payload:
        """``payload`` as it was then, with a time in that month unless it has an earlier one."""
        return sent_in(self.of, self.change(payload), self.month)

    @property
    def whole(self) -> Payload:
        """The base of today as it was then."""
        return self.edit(self.of.base)


def differences(of: Payloads) -> Iterator[Difference]:
    """Everything that is known to have been different, in events that ``of`` makes.

    A key can be missing or null before it joined its event, be there before it was withdrawn, or hold ids of
    another scope.
    """
    yield from _joined(of)
    yield from _withdrawn(of)
    yield from _rescoped(of)


def oldest(of: Payloads) -> tuple[str | None, Payload] | None:
    """The base with everything different at once, in the earliest month of all; ``None`` if nothing was."""
    found = [each for each in differences(of) if not each.name.startswith(_ALIKE)]
    if len(found) < 2:
        return None
    payload = of.base
    for each in found:
        payload = each.edit(payload)
    return min(filter(None, (each.month for each in found)), default=None), payload


#: Null is what a missing key is, for readers.
_ALIKE = ("before-null:", "withdrawn-null:")


def _joined(of: Payloads) -> Iterator[Difference]:
    for path, field in of.fields.items():
        if field.since is None or path[-1] == ELEMENT or not of.is_sent(path):
            continue
        label, month = of.labels[path], _before(field.since.after, field.since.by)
        why = f"older events lack {pointers.build(path)}: sent since {wording.months(field.since)}"
        yield Difference(of, f"before:{label}", why, month, _Dropped(of, path))
        # What is never null, and depends on something, is left out instead.
        if field.may_be_null or field.always:
            why += ", and what can be left out can be null"
            yield Difference(of, f"before-null:{label}", why, month, _Null(of, path))


def _withdrawn(of: Payloads) -> Iterator[Difference]:
    for path, field in of.fields.items():
        if field.until is None or path[-1] == ELEMENT or not of.is_sent(path, once=True):
            continue
        label, month = of.labels[path], _before(field.until.after, field.until.by)
        why = f"older events have {pointers.build(path)}: sent until {wording.months(field.until)}"
        yield Difference(of, f"withdrawn:{label}", why, month, _Reached(of, path))
        if field.may_be_null:
            yield Difference(of, f"withdrawn-null:{label}", f"{why}, and it can be null", month, _Null(of, path))
    for path, tree in of.objects.items():
        for key in tree.keys:
            if key.until is not None and (not path or of.is_sent(path)):
                place = pointers.build((*path, key.name))
                why = f"older events have {place}: sent until {wording.months(key.until)}; its type is not known"
                month = _before(key.until.after, key.until.by)
                yield Difference(of, f"withdrawn:{place}", why, month, _Added(of, path, key.name))


def _rescoped(of: Payloads) -> Iterator[Difference]:
    for erratum in of.contract.errata.values():
        if erratum.once is None or of.event.name not in erratum.events:
            continue
        month = _before(erratum.once.after, erratum.once.by)
        for path in map(pointers.parse, erratum.pointers):
            if of.is_sent(path):
                name = f"scope:{of.labels[path]}={erratum.once.scope}"
                why = f"erratum {erratum.id}. Shown: {erratum.shows} True: {erratum.actual}"
                yield Difference(of, name, why, month, _Rescoped(of, path, erratum))


# -- changes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reached:
    """A value at ``path``."""

    of: Payloads
    path: Path

    def __call__(self, payload: Payload) -> Payload:
        reached = self.of.reach(self.path, payload, once=True)
        assert reached is not None
        return reached[0]


@dataclass(frozen=True, slots=True)
class _Dropped(_Reached):
    """No key at ``path``."""

    def __call__(self, payload: Payload) -> Payload:
        payload = _Reached.__call__(self, payload)
        for place, _ in list(everywhere(payload, self.path)):
            payload = drop(payload, place)
        return payload


@dataclass(frozen=True, slots=True)
class _Null(_Reached):
    """Null at ``path``."""

    def __call__(self, payload: Payload) -> Payload:
        payload = _Reached.__call__(self, payload)
        for place, _ in list(everywhere(payload, self.path)):
            payload = put(payload, place, None)
        return payload


@dataclass(frozen=True, slots=True)
class _Rescoped(_Reached):
    """The identifiers at ``path`` in their old scope."""

    erratum: Erratum

    def __call__(self, payload: Payload) -> Payload:
        payload = _Reached.__call__(self, payload)
        scalar = self.of.fields[self.path].scalar
        assert isinstance(scalar, Scalar)
        assert self.erratum.once is not None
        for place, value in list(everywhere(payload, self.path)):
            if isinstance(value, str) and value.isdecimal():
                payload = put(payload, place, self.of.values.rescoped(scalar, value, self.erratum.once.scope))
        return payload


@dataclass(frozen=True, slots=True)
class _Added:
    """A key of whose value nothing is known, in the object at ``path``."""

    of: Payloads
    path: Path
    key: str

    def __call__(self, payload: Payload) -> Payload:
        reached = self.of.reach(self.path, payload) if self.path else (payload, ())
        assert reached is not None
        payload, place = reached
        older: Payload = put(payload, (*place, self.key), _ANY)
        return older


_ANY = "some text"


# -- times ---------------------------------------------------------------------------------------------


def sent_in(of: Payloads, payload: Payload, month: str | None) -> Payload:
    """``payload`` as an event of ``month``, unless it is older, or events have no time."""
    pointer = of.contract.message.time
    if month is None or pointer is None:
        return payload
    path = pointers.parse(pointer)
    found = of.fields.get(path)
    if found is None or not isinstance(found.type, Scalar) or not has(payload, path):
        return payload
    # Old times are often in whole seconds.
    times = [f"{month}-15T12:00:00Z", f"{month}-15T12:00:00.000Z"]
    time = next((each for each in times if of.values.is_sent(found.type, each)), None)
    now: Any = at(payload, path)
    if time is None or (isinstance(now, str) and now[:7] <= month):
        return payload
    older: Payload = put(payload, path, time)
    return older


def _before(after: str | None, by: str | None) -> str | None:
    """The last month before anything can have changed between ``after`` and ``by``."""
    first = after or by
    if first is None:
        return None
    year, month = int(first[:4]), int(first[5:])
    return f"{year - (month == 1):04}-{(month - 2) % 12 + 1:02}"
