"""Rendering: a spec becomes a package."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import stress
from tests.bench.payloads import ROOT, contract
from tests.bench.processes import run
from tests.bench.report import Part, Target

SMALL, MIDDLE, LARGE = 10, 100, 1000
# Small specs are rendered more often: what disturbs a second disturbs it more than a minute.
REPEAT = {SMALL: 3, MIDDLE: 2, LARGE: 1}


def part() -> Part:
    """Seconds and memory of ``eventcontract generate`` in a fresh process."""
    result = Part(
        "render",
        "Rendering",
        "eventcontract generate in a fresh process, into an empty directory: the catalogue (best of 3), 10, 100 and "
        f"1,000 made-up events with {stress.FIELDS} fields each beside the metadata (best of 3, best of 2, once). CPU "
        "time includes ruff; memory is the peak of the largest process.",
        ("spec", "events", "s", "CPU s", "CPU ms per event", "peak MiB"),
    )
    with TemporaryDirectory() as name:
        spec = Path(name, "spec")
        shutil.copytree(ROOT / "spec", spec)
        count = len(contract().events)
        seconds, cpu, memory = min(_generate(spec, Path(name, f"package{turn}")) for turn in range(3))
        result.rows.append(("the catalogue", count, seconds, cpu, cpu / count * 1e3, memory))
        result.targets.append(Target("the whole catalogue, cold", 15, seconds, unit="s"))
        costs = {}
        for size, turns in REPEAT.items():
            spec = Path(name, f"spec{size}")
            spec.mkdir()
            stress.write(size, spec)
            seconds, cpu, memory = min(_generate(spec, Path(name, f"package{size}-{turn}")) for turn in range(turns))
            costs[size] = cpu
            result.rows.append(("made up", size, seconds, cpu, cpu / size * 1e3, memory))
    early = (costs[MIDDLE] - costs[SMALL]) / (MIDDLE - SMALL)
    late = (costs[LARGE] - costs[SMALL]) / (LARGE - SMALL)
    result.targets.append(Target(f"CPU time of one event more, to {LARGE:,} / to {MIDDLE:,}", 1.3, late / early))
    return result


def _generate(spec: Path, into: Path) -> tuple[float, float, float]:
    command = ["-c", "from eventcontract.cli import run; run()", "generate"]
    return run([*command, "--spec", str(spec), "--into", str(into)])
