"""From functions marked by ``parametrize`` to pytest's items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import TestCase

import pytest

from eventcontract.testing.cases import Case
from eventcontract.testing.selection import select

if TYPE_CHECKING:
    from eventcontract.testing.suite import Suite


@dataclass(frozen=True, slots=True, eq=False)
class PendingDelivery:
    """A case that becomes a delivery when its test begins: signing all of them beforehand would take long."""

    case: Case
    form: str | None

    def make(self) -> Any:
        """The delivery."""
        return self.case.payload if self.form is None else self.case.as_delivered(self.form)


def generate(metafunc: pytest.Metafunc) -> tuple[str, list[Case]]:
    """Make a test of each case for a function that ``parametrize`` has marked; the package, and the cases."""
    marks = list(metafunc.definition.iter_markers("contract"))
    name = metafunc.definition.nodeid
    if len(marks) > 1:
        pytest.fail(f"{name}: use parametrize once; it takes several patterns", pytrace=False)
    suite: Suite = marks[0].args[0]
    patterns, form, history = marks[0].args[1:]
    wanted = [argument for argument in ("delivery", "case") if argument in metafunc.fixturenames]
    if not wanted:
        pytest.fail(f"{name}: parametrize needs an argument 'delivery' or 'case'", pytrace=False)
    seed = metafunc.config.getoption("--contract-seed")
    cases = suite.casebook.cases(select(patterns, suite.package.events), seed, history=history)
    cases = _narrowed(cases, suite, metafunc.config)
    metafunc.parametrize(
        wanted,
        [
            pytest.param(
                *(PendingDelivery(case, form) if argument == "delivery" else case for argument in wanted), id=case.id
            )
            for case in cases
        ],
        indirect=[argument for argument in wanted if argument == "delivery"],
    )
    return suite.package.name, cases


def _narrowed(cases: list[Case], suite: Suite, config: pytest.Config) -> list[Case]:
    patterns = config.getoption("--contract-events")
    if not patterns:
        return cases
    groups = dict.fromkeys([*suite.package.events, *(case.group for case in cases)])
    problem = ""
    try:
        chosen = select(patterns, groups)
    except ValueError as error:
        problem = str(error)
    if problem:
        pytest.fail(f"--contract-events: {problem}", pytrace=False)
    return [case for case in cases if case.group in chosen]


def refuse_unittest(item: pytest.Item) -> None:
    """Fail a marked method that pytest does not parametrize."""
    if issubclass(getattr(item, "cls", None) or object, TestCase) and item.get_closest_marker("contract") is not None:
        pytest.fail(
            f"{item.nodeid}: parametrize does not work with unittest.TestCase; use a function or a plain class, "
            "or loop over cases() with self.subTest(case.id)",
            pytrace=False,
        )


def case_of(item: pytest.Item) -> tuple[str, Case] | None:
    """(package, case) of a test that ``parametrize`` made."""
    mark = item.get_closest_marker("contract")
    callspec = getattr(item, "callspec", None)
    if mark is None or callspec is None:
        return None
    for argument in ("case", "delivery"):
        value = callspec.params.get(argument)
        case = value.case if isinstance(value, PendingDelivery) else value
        if isinstance(case, Case):
            return mark.args[0].package.name, case
    return None


def suite_of(item: pytest.Item) -> Suite | None:
    """The suite that the case of a test is from; ``None`` if ``parametrize`` did not make the test."""
    mark = item.get_closest_marker("contract")
    return mark.args[0] if mark is not None and case_of(item) is not None else None
