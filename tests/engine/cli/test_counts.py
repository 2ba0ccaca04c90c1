"""Whatever a command counts is printed in full: 1,234,567 of everything."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from eventcontract.audit import CheckedDelivery, Summary
from eventcontract.cli.commands import check, probe, send
from eventcontract.cli.terminal import console
from eventcontract.runtime.errors import Finding, Level
from eventcontract.testing.vendor.sending import Tally

MANY = 1_234_567
LEVELS: list[Level] = ["error", "warning", "info"]


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_findings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    summary = Summary()
    findings = [Finding(rule=f"rule-{level}", level=level, pointer="/a", message="m") for level in LEVELS]
    summary.add("file", CheckedDelivery(MANY, MANY, "event", findings))
    for group in summary.groups["event"].values():
        group.count = MANY
    summary.deliveries["event"] = summary.clean["event"] = summary.deliveries["other"] = summary.clean["other"] = MANY
    check._print(console(), summary, "total", "")
    shown = capsys.readouterr().out
    assert "…" not in shown
    assert re.findall(r"(\w+) +([\d,]+) × ", shown) == [(level, f"{MANY:,}") for level in LEVELS]
    assert f"event  {MANY:,} deliveries, {MANY:,} clean" in shown
    assert f"and {MANY - 1:,} more" in " ".join(shown.split())
    assert f"other ({MANY:,})" in shown
    assert f"file:{MANY}, byte {MANY:,}" in shown


def test_deliveries_sent(capsys: pytest.CaptureFixture[str]) -> None:
    class Nothing:
        waiting = MANY

    answers = Counter({"status 204": 1000 * MANY, "no answer within 10 s": 12})
    tally: Any = Tally(accepted=MANY, attempts=MANY, answers=answers, seconds=[float(MANY)])
    send._summary(tally, Nothing(), MANY, False, written=False)  # type: ignore[arg-type]
    first, second, summary = capsys.readouterr().out.splitlines()
    assert first == f"  status 204             {1000 * MANY:,}"
    assert second == "  no answer within 10 s             12"
    assert f"{MANY:,} accepted" in summary
    assert f"{MANY:,} still to be retried" in summary
    assert f"{MANY:,} deliveries in {MANY:,}.0 s" in summary


def test_deliveries_probed(capsys: pytest.CaptureFixture[str]) -> None:
    class Outcome:
        event = "event"
        deliveries = MANY
        failures = ()
        slowest = float(MANY)

    probe._print(Outcome())  # type: ignore[arg-type]
    assert capsys.readouterr().out == f"ok    event  {MANY:,} deliveries, slowest {1000 * MANY:,} ms\n"
