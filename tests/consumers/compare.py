"""``nox -s consumers -- compare``: who else catches the planted bugs?

- *contract tests*: the suite of the consumer, as ``test_consumers.py`` runs it;
- *all examples*, *documented examples*: those of the contract tests whose case is such an example;
- *ordinary tests*: the other tests of the consumer;
- *Schemathesis*: ``schemathesis run openapi.yaml`` with its default settings and valid data only, against the
  consumer behind ``hosted.py``, which signs and wraps what Schemathesis makes up: alone it could do neither. Only
  what the correct consumer survives can tell a bug.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.consumers.planted import CONSUMERS, HERE, Bug, bugs, command, copied, run

WAYS = ("contract tests", "all examples", "documented examples", "ordinary tests", "Schemathesis")
SEED = 1


def caught(consumer: str, bug: Bug | None) -> dict[str, bool]:
    """By which way something is found to be wrong with a consumer."""
    with TemporaryDirectory() as directory:
        result = run(consumer, copied(consumer, Path(directory), bug))
    failures = [failure for facts in result.events.values() for failure in facts["failures"]]
    examples = [failure["why"] for failure in failures if " example: " in failure["why"]]
    found = [
        bool(result.failed(contract=True)),
        bool(examples),
        any(why.startswith("documented") for why in examples),
        bool(result.failed(contract=False)),
    ]
    return dict(zip(WAYS, found, strict=False))


def probed(consumer: str, bug: Bug | None) -> tuple[bool, float]:
    """(whether Schemathesis finds something wrong with a consumer, the seconds that it takes)."""
    script = "import canvas_live_events as package; print(package.__path__[0])"
    package = subprocess.run(command(consumer, "-c", script), capture_output=True, text=True, check=True).stdout.strip()
    with TemporaryDirectory() as directory:
        repository = copied(consumer, Path(directory), bug)
        hosting = command(consumer, str(HERE / "hosted.py"), consumer)
        with subprocess.Popen(hosting, cwd=repository, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            url = f"http://127.0.0.1:{int(server.stdout.readline())}"
            options = ("--url", url, "--mode", "positive", "--seed", str(SEED), "--max-failures", "1")
            tool = command(consumer, "-m", "schemathesis.cli", "run", f"{package}/openapi.yaml", *options)
            started = perf_counter()
            done = subprocess.run(tool, cwd=repository, capture_output=True, text=True, check=False)
            seconds = perf_counter() - started
            server.terminate()
    if done.returncode not in (0, 1) or "Test cases:" not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return done.returncode == 1, seconds


def main() -> None:
    """Print a table in Markdown: a row for each bug, a column for each way."""
    rows: list[tuple[str, Bug | None]] = [(name, None) for name in CONSUMERS]
    rows += [(bug.consumer, bug) for bug in bugs()]
    totals = dict.fromkeys(WAYS, 0)
    sys.stdout.write(f"| consumer | bug | {' | '.join(WAYS)} |\n| --- | --- |{' :-: |' * len(WAYS)}\n")
    took: list[float] = []

    def measured(row: tuple[str, Bug | None]) -> dict[str, bool]:
        found, seconds = probed(*row)
        took.append(seconds)
        return {**caught(*row), WAYS[-1]: found}

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (consumer, bug), found in zip(rows, pool.map(measured, rows), strict=True):
            for way in WAYS if bug else ():
                totals[way] += found[way]
            name = bug.file.stem if bug else "(none)"
            cells = ("x" if found[way] else "" for way in WAYS)
            sys.stdout.write(f"| {consumer} | {name} | {' | '.join(cells)} |\n")
            sys.stdout.flush()
    count = len(bugs())
    sys.stdout.write(f"| | caught | {' | '.join(f'{totals[way]} of {count}' for way in WAYS)} |\n\n")
    sys.stdout.write(f"A run of Schemathesis took {min(took):.0f} to {max(took):.0f} s; seed {SEED}.\n")


if __name__ == "__main__":
    main()
