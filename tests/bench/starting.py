"""Starting: a fresh process that reads one event."""

from __future__ import annotations

from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from tests.bench.payloads import examples
from tests.bench.processes import run
from tests.bench.report import Part, Target

ROUNDS = 31
BARE, THEIRS, OURS = "pass", "import msgspec", "import canvas_live_events, parse one event"
READ = "import sys, pathlib; from canvas_live_events import parse; parse(pathlib.Path(sys.argv[1]).read_bytes())"
LENIENT = f"{OURS} with tolerance"


def part() -> Part:
    """Wall time of processes, from their start to their end."""
    payload = next(each for each in examples(documented=True) if each.event == "course_completed")
    with TemporaryDirectory() as directory:
        plain, odd = Path(directory, "plain.json"), Path(directory, "odd.json")
        plain.write_bytes(payload.text)
        odd.write_bytes(payload.text.replace(b'.615Z"', b' +0000"'))
        commands = {
            BARE: ["-c", "pass"],
            THEIRS: ["-c", "import msgspec"],
            OURS: ["-c", READ, str(plain)],
            LENIENT: ["-c", READ, str(odd)],
        }
        # The first run compiles what is imported.
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands if run(commands[name])}
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                runs[name].append(run(arguments)[:2])
    result = Part(
        "cold",
        "Starting cold",
        f"Fresh processes, from start to end; medians of {ROUNDS}, in turns. CPU time tells more where the machine has "
        "other work to do.",
        ("process", "ms", "beyond import msgspec", "quartiles", "CPU ms", "beyond import msgspec, CPU"),
    )
    middle = {name: tuple(median(each) * 1e3 for each in zip(*times, strict=True)) for name, times in runs.items()}
    for name, (wall, cpu) in middle.items():
        low, _, high = (each * 1e3 for each in quantiles([each for each, _ in runs[name]], n=4))
        beyond = wall - middle[THEIRS][0], cpu - middle[THEIRS][1]
        result.rows.append((name, wall, beyond[0], f"{low:.0f} to {high:.0f}", cpu, beyond[1]))
    result.targets.append(Target("beyond import msgspec", 60, middle[OURS][0] - middle[THEIRS][0], unit="ms"))
    result.targets.append(Target("the same, CPU time", 60, middle[OURS][1] - middle[THEIRS][1], unit="ms"))
    return result
