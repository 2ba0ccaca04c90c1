"""An archive on disk, in every form, and what an audit of it must say."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

from eventcontract.audit import Audit
from eventcontract.audit.archive import Archive
from eventcontract.audit.compression import zstandard
from eventcontract.audit.jobs import Engine, Work
from eventcontract.audit.reading import Options, audit_unit, units
from eventcontract.audit.sources import sources
from eventcontract.runtime import Package
from tests.archive.generator import Answers, Generator

#: How each form is compressed. The names of the files are the same in all, so that the places are.
FORMS = {"plain": bytes, "gz": lambda data: gzip.compress(data, 1), "zst": lambda data: zstandard().compress(data)}


def write(generator: Generator, directory: Path, number: int, *, files: int = 5) -> Answers:
    """Write ``number`` lines to ``files`` files in each form; returns what must be counted."""
    answers = Answers()
    for form in FORMS:
        (directory / form).mkdir()
    lines = generator.lines(number, answers)
    for index in range(files):
        share = number // files + (index < number % files)
        with (directory / "plain" / f"{index:02}").open("wb") as file:
            while batch := list(itertools.islice(lines, min(share, 10_000))):
                file.writelines(batch)
                share -= len(batch)
                if not share:
                    break
        data = (directory / "plain" / f"{index:02}").read_bytes()
        for form, compress in FORMS.items():
            if form != "plain":
                (directory / form / f"{index:02}").write_bytes(compress(data))
    return answers


def audit(package: Package, directory: Path, engine: Engine) -> Audit:
    """The audit of a directory."""
    with chdir(directory):
        archive = Archive(Work(package, Options()), list(sources(["."])))
        archive.read(engine, lambda *_: None)
    assert archive.problems == []
    return archive.audit


def in_parts(package: Package, directory: Path, number: int, seed: int) -> Audit:
    """The same, in about ``number`` parts that are merged in a random order, each by way of JSON."""
    with chdir(directory):
        found = list(sources(["."]))
        size = sum(source.size or 0 for source in found) // number
        parts = []
        for unit in itertools.chain.from_iterable(units(source, size) for source in found):
            part = Audit(package)
            audit_unit(part, unit, Options())
            parts.append(part.to_json())
    assert number <= len(parts) <= number + 2 * len(found)
    random.Random(seed).shuffle(parts)
    whole = Audit(package)
    for text in parts:
        whole.merge(text)
    return whole


def differences(answers: Answers, found: Audit) -> Iterator[str]:
    """Every row of the audit's tables that is not as it must be, and every one that is missing."""
    seen, refused = Counter[Any](), Counter[Any]()
    for row in found.seen():
        scope = row.event, row.account, row.producer, row.day
        seen[scope] += row.deliveries
        if row.refused:
            refused[scope] += row.refused
    rows = Counter({tuple(each[:-1]): each.deliveries for each in found.found()})
    for what, expected, counted in (
        ("seen", answers.seen, seen),
        ("refused", answers.refused, refused),
        ("found", answers.found, rows),
    ):
        for key in {*expected, *counted}:
            if expected[key] != counted[key]:
                yield f"{what} {key}: expected {expected[key]:,}, counted {counted[key]:,}"


def command(package: str, directory: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command that audits a directory, in another process."""
    line = [sys.executable, "-m", package, "audit", "--json", *options, "."]
    return subprocess.Popen(
        line, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def peak_memory(package: str, directory: Path, *options: str) -> float:
    """The memory of the largest process of an audit, in MB."""
    # Before it becomes another program, a process has the size of its parent: this one is small.
    small = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    line = [sys.executable, "-c", small, sys.executable, "-m", package, "audit", "--json", *options, "."]
    done = subprocess.run(line, cwd=directory, capture_output=True, text=True, check=True)
    return int(done.stdout) / (2**20 if sys.platform == "darwin" else 2**10)


def killed_and_continued(package: str, directory: Path, state: Path, delays: list[float]) -> Any:
    """The report of a run that is killed after each of ``delays`` (in seconds), at first with its workers."""
    for index, delay in enumerate(delays):
        process = command(package, directory, f"--state={state}")
        time.sleep(delay)
        if index % 2:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    output, _ = command(package, directory, f"--state={state}").communicate()
    return json.loads(output)
