"""Checking single deliveries, by what is found in them."""

from __future__ import annotations

import orjson

from canvas_live_events import check
from tests.archive.generator import Answers, Generator
from tests.bench.payloads import contract
from tests.bench.report import Part, Target
from tests.bench.timing import in_turns, over

LINES = 6_000
ROUNDS = 15
#: What is found -> how many times the price of reading it may cost.
LIMITS = {"nothing": 3.0, "infos only": 4.0, "a warning or an error": 10.0}


def part() -> Part:
    """A realistic mix with many odd deliveries, sorted by what is found in them."""
    sorted_lines: dict[str, list[bytes]] = {what: [] for what in LIMITS}
    for line in Generator(contract(), 3, odd=0.2).lines(LINES, Answers()):
        try:
            orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        levels = {finding.level for finding in check(line)}
        sorted_lines[
            "nothing" if not levels else "infos only" if levels == {"info"} else "a warning or an error"
        ].append(line)
    made = Part(
        "check",
        "Checking a delivery",
        f"Those of {LINES:,} deliveries of the generator of archives, a fifth of them odd, that are JSON; best of "
        f"{ROUNDS} rounds in turns.",
        ("found", "deliveries", "orjson.loads µs", "check µs", "× orjson.loads"),
    )
    for what, lines in sorted_lines.items():
        functions = {
            "orjson.loads": over(orjson.loads, lines),
            "check": over(check, lines),
        }
        times = in_turns(functions, rounds=ROUNDS, slice_s=0.01)
        base, ours = (times[name].best / len(lines) * 1e6 for name in functions)
        made.rows.append((what, len(lines), base, ours, ours / base))
        made.targets.append(Target(f"check / orjson.loads, {what}", LIMITS[what], ours / base))
    return made
