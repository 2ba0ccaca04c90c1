"""The coverage of contract tests as lines at the end of pytest's output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

# Events that a line names.
_SHOWN = 5
# Failures that agree in these are shown as one.
_SAME = ("variation", "reason", "function")


def write_summary(terminal: pytest.TerminalReporter, contracts: dict[str, Any], *, verbose: bool) -> None:
    """Write a section for each of ``contracts``, as the report has them; with ``verbose``, a line for every event."""
    for package, summary in contracts.items():
        terminal.section(f"contract coverage: {package}")
        events = summary["events"]
        failing = {event: facts for event, facts in events.items() if facts["failures"]}
        passing = {event: facts for event, facts in events.items() if not facts["failures"]}
        for line in _failures(failing, verbose=verbose):
            terminal.write_line(line, red=not line.startswith(" "))
        _write_passing(terminal, passing, verbose=verbose)
        exercised = sum(facts["exercised"] > 0 for facts in events.values())
        terminal.write_line(
            f"{exercised} of {len(events)} events, {_count(summary)}, {summary['failed']} failed",
            **{_colour(summary): True},
        )


def _failures(events: dict[str, Any], *, verbose: bool) -> Iterator[str]:
    # One mistake often makes tests of many events fail: it is shown once, for the first of them.
    same: dict[Any, list[str]] = {}
    for event, facts in events.items():
        first = facts["failures"][0]
        same.setdefault(event if verbose else tuple(first[key] for key in _SAME), []).append(event)
    for event, *others in same.values():
        facts = events[event]
        first = facts["failures"][0]
        everything = 1 < facts["failed"] == facts["exercised"]
        failed = "all" if everything else facts["failed"]
        yield f"{event}: {_count(facts)}, {failed} failed, first {first['variation']}"
        yield f"    {first['reason']}"
        # Where all fail, nothing particular to the first one is the cause.
        yield "    every variation fails, whatever it contains" if everything else f"    allowed: {first['why']}"
        yield f"    in {first['function']}"
        if others:
            yield f"    same first failure: {_listed(others)}"


def _write_passing(terminal: pytest.TerminalReporter, events: dict[str, Any], *, verbose: bool) -> None:
    partly = [event for event, facts in events.items() if facts["exercised"] and facts["missed"]]
    for event in events if verbose else partly[:_SHOWN]:
        terminal.write_line(f"{event}: {_count(events[event])}", **{_colour(events[event]): True})
    if not verbose:
        missed = [event for event, facts in events.items() if not facts["exercised"]]
        for label, names in ("partly exercised", partly[_SHOWN:]), ("not exercised", missed):
            if names:
                terminal.write_line(f"{label}: {_listed(names)}", yellow=True)


def _count(facts: dict[str, Any]) -> str:
    return f"{facts['exercised']} of {facts['selected']} variations exercised"


def _colour(facts: dict[str, Any]) -> str:
    if facts["failed"]:
        return "red"
    return "green" if facts["exercised"] == facts["selected"] else "yellow"


def _listed(names: list[str]) -> str:
    """The names, only the first ones if there are many."""
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more (-v: all)"
