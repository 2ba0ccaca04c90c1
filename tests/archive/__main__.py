"""``python -m tests.archive [NUMBER] [--seed N]``: audits an archive of a million lines, whose answers are known.

Prints seconds and memory, and exits with 1 if a single count is not as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import canvas_live_events
from eventcontract.audit.jobs import processes
from eventcontract.spark import SparkEngine, session
from tests.archive.generator import ANOMALIES, Generator
from tests.archive.written import FORMS, audit, differences, in_parts, killed_and_continued, peak_memory, write
from tests.vendors import contract_of


def main() -> None:
    """Make an archive, audit it in every way, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive", description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=1_000_000, help="lines of the archive")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another archive")
    options = parser.parse_args()
    package = canvas_live_events._package
    with tempfile.TemporaryDirectory() as made:
        directory = Path(made)
        answers = write(Generator(contract_of("canvas"), options.seed), directory, options.number)
        size = sum(file.stat().st_size for file in (directory / "plain").iterdir())
        _say(f"{options.number:,} lines, {size / 1e6:,.0f} MB, {answers.seen.total():,} deliveries")
        _say(f"{answers.planted.total():,} anomalies of {len(answers.planted)} kinds (of {len(ANOMALIES)})")
        found = {}
        for form in FORMS:
            for jobs in (1, 2):
                begin = perf_counter()
                found[f"{form}, jobs={jobs}"] = audit(package, directory / form, processes(jobs)).to_json()
                _say(f"{form}, jobs={jobs}: {perf_counter() - begin:.1f} s")
        whole = audit(package, directory / "plain", processes(2))
        spark = session("local[2]", "tests.archive")
        for index, which in enumerate(("first", "second")):
            begin = perf_counter()
            found[f"Spark, {index}"] = audit(package, directory / "plain", SparkEngine(spark)).to_json()
            _say(f"plain, Spark on local[2], {which} audit of the session: {perf_counter() - begin:.1f} s")
        spark.stop()
        found["37 shuffled parts"] = in_parts(package, directory / "plain", 37, options.seed).to_json()
        seconds = [0.05 * options.number / 10_000, 0.1 * options.number / 10_000, 0.2 * options.number / 10_000]
        memory = {jobs: peak_memory(package.name, directory / "plain", f"--jobs={jobs}") for jobs in (1, 2)}
        continued = killed_and_continued(package.name, directory / "plain", directory / "state", seconds)
    wrong = list(differences(answers, whole))
    for difference in wrong[:20]:
        _say(difference)
    same = {text == whole.to_json() for text in found.values()} == {True}
    resumed = continued["deliveries"] == answers.seen.total() and continued["readable"] == whole.report().readable
    _say(f"memory of the largest process: {memory[1]:.0f} MB alone, {memory[2]:.0f} MB of two and their parent")
    _say(f"{len(wrong):,} wrong counts; every way of reading the same: {same}; killed and continued: {resumed}")
    sys.exit(0 if same and resumed and not wrong else 1)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
