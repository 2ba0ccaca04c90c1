"""The table of rules: what every finding of the engine reports, and nothing that no finding reports."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import eventcontract
from eventcontract.audit import check_stream
from eventcontract.runtime import ContractViolation
from eventcontract.runtime.json_text import DEPTH, MAX_SIZE
from eventcontract.runtime.listing import MOST
from eventcontract.runtime.rules import Rule, rows
from tests.support.deliveries import TOKEN, examples, renamed, skeleton
from tests.support.mutations import mutations
from tests.vendors import Vendor

ENGINE = Path(str(eventcontract.__file__)).parent
MODULES = [file for room in ("runtime", "audit") for file in sorted((ENGINE / room).glob("*.py"))]


def test_each_rule_is_declared_once() -> None:
    ids = [rule.id for rule in Rule]
    assert len(set(ids)) == len(ids)
    assert len(set(rows())) == len(list(rows())) > len(ids)
    for rule in Rule:
        assert list(rule.purposes) == [level for level in ("error", "warning", "info") if level in rule.purposes]
        for purpose in rule.purposes.values():
            assert purpose.endswith(".")
            assert ". " not in purpose
    assert f"more than {DEPTH} levels" in Rule.TOO_DEEP.purposes["error"]
    assert f"{MAX_SIZE >> 20} MiB" in Rule.TOO_LARGE.purposes["error"]
    assert all(f"more than {MOST:,} findings" in purpose for purpose in Rule.MORE_FINDINGS.purposes.values())


@pytest.mark.parametrize("module", [file for file in MODULES if file.name != "rules.py"], ids=lambda file: file.name)
def test_no_module_spells_a_rule_out(module: Path) -> None:
    ids = {rule.id for rule in Rule} - {"erratum"}  # also the name of a member of findings
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)} & ids == set()


def deliveries(vendor: Vendor) -> Iterator[Any]:
    """Deliveries that together break every rule that this vendor's contract can break."""
    contract = vendor.contract
    payload = examples(contract, next(iter(contract.events)))[0]
    yield from (b"{", b"[" * 600 + b"]" * 600, TOKEN, b"{}", renamed(contract, payload, "something_new"))
    yield from (skeleton(row) for row in contract.envelopes.values() if not row.holds_event)
    for event in list(contract.events):
        yield from (case.payload for case in mutations(contract, event))
        yield from (many for case in mutations(contract, event) for many in often(case.payload))


def often(value: Any) -> Iterator[Any]:
    """Copies of decoded JSON, each with the first element of one of its lists so often that no more is listed."""
    for key, content in value.items() if isinstance(value, dict) else ():
        if isinstance(content, list) and content:
            yield {**value, key: content[:1] * (MOST + 1)}
        yield from ({**value, key: changed} for changed in often(content))


def test_every_rule_is_found_at_each_of_its_levels_and_no_other(
    vendors: dict[str, Vendor],
) -> None:
    vendor = vendors["parcel"]
    found = {
        (finding.rule, finding.level) for delivery in deliveries(vendor) for finding in vendor.package.check(delivery)
    }
    first, second = list(vendor.package.EVENTS.items())[:2]
    with pytest.raises(ContractViolation) as caught:
        payload = examples(vendor.contract, first[0])[0]
        vendor.package.parse(payload, expect=getattr(vendor.package, second[1]))
    found |= {(finding.rule, finding.level) for finding in caught.value.violations}
    for data in (b"", b'{"a": "' + b"x" * (1 << 21)):
        (delivery,) = check_stream(vendor.package._package, io.BytesIO(data), limit=1 << 20)
        found |= {(finding.rule, finding.level) for finding in delivery.findings}
    assert found == {(rule, level) for rule, level, _ in rows()}
