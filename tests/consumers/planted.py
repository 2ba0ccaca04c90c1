"""The consumers, the bugs that are planted in them, and how their suites are run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONSUMERS = ("webhook", "lambda", "poller")
CONTRACT_TESTS = "tests.test_contract"


@dataclass(frozen=True)
class Bug:
    """A patch of a consumer. ``shown_by`` is the case that fails first, ``reason`` what is said of it then."""

    consumer: str
    file: Path
    text: str
    shown_by: str
    reason: str

    def __str__(self) -> str:
        return f"{self.consumer}-{self.file.stem}"


def bugs() -> list[Bug]:
    """All planted bugs; what is to be known of one stands above its diff."""
    found = []
    for consumer in CONSUMERS:
        for file in sorted((HERE / "bugs" / consumer).glob("*.patch")):
            head = file.read_text(encoding="utf-8").partition("\n\n")[0]
            says = dict(line.split(": ", 1) for line in head.splitlines())
            found.append(Bug(consumer, file, says["Bug"], says["Shown by"], says["Reason"]))
    return found


@dataclass(frozen=True)
class Run:
    """One run of a consumer's suite."""

    status: int
    output: str
    events: dict[str, Any]
    numbers: dict[str, int]
    tests: dict[str, list[str]]

    def failed(self, *, contract: bool) -> list[str]:
        """The tests that failed: those of the contract, or the ordinary ones."""
        return [
            name for module, names in self.tests.items() for name in names if (module == CONTRACT_TESTS) is contract
        ]


def copied(consumer: str, into: Path, bug: Bug | None = None) -> Path:
    """A copy of a consumer's repository in ``into``, with or without a bug."""
    repository = into / consumer
    shutil.copytree(HERE / consumer, repository, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    if bug is not None:
        # Outside a work tree git applies a patch as it is; inside one it would look for its root.
        environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(into)}
        subprocess.run(["git", "apply", str(bug.file)], cwd=repository, env=environment, check=True)
    return repository


def command(consumer: str, *arguments: str) -> list[str]:
    """A command line for the Python of the environment that ``nox -s consumers`` has made for a consumer."""
    return [str(Path(os.environ["CONSUMERS"], consumer, ".venv", "bin", "python")), *arguments]


def run(consumer: str, repository: Path, *arguments: str) -> Run:
    """Run the suite in ``repository`` as its README says."""
    files = "--contract-report=contract.json", "--junit-xml=junit.xml"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))}
    done = subprocess.run(
        command(consumer, "-m", "pytest", "--tb=no", *files, *arguments),
        cwd=repository, env=clean, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    report = repository / "contract.json"
    contracts = json.loads(report.read_text(encoding="utf-8"))["contracts"] if report.exists() else {}
    numbers = dict(contracts.get("canvas_live_events", {}))
    events = numbers.pop("events", {})
    failed: dict[str, list[str]] = {}
    for case in xml.parse(repository / "junit.xml").getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed.setdefault(case.get("classname", ""), []).append(case.get("name", ""))
    return Run(done.returncode, done.stdout + done.stderr, events, numbers, failed)
