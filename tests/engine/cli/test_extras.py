"""Where an extra is missing, one message names an install command after which the command works.

What each extra brings is computed from pyproject.toml and from the metadata of what is installed here.
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.vendors import ROOT, SPECS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
EVENT = "course_created"
COMMANDS = {
    "list": ["list"],
    "show": ["show", EVENT],
    "example": ["example", EVENT],
    "schema": ["schema", EVENT],
    "check": ["check", "{deliveries}"],
    "land": ["land", "{deliveries}", "--into", "{directory}/tables"],
    # It fails, for the key is weak, but nothing is missing.
    "redact": ["redact", "{deliveries}", "--key", "{deliveries}"],
    "completion": ["completion", "bash"],
    "send": ["send", EVENT, "--to", "-"],
    "send signed": ["send", EVENT, "--signed", "--to", "-", "--keys", "{key}"],
    # It fails, for the queue is not there, but nothing is missing.
    "send to a queue": ["send", EVENT, "--to", "sqs://queue", "--endpoint-url", "http://127.0.0.1:9/"],
    # It would serve for ever, so this key is not one.
    "keys": ["keys", "--keys", "{deliveries}"],
    "probe": ["probe", "http://127.0.0.1:9/"],
}
MAINTAINERS = {
    "generate": ["generate", "--spec", str(SPECS["parcel"]), "--into", "{directory}"],
    "docs": ["docs", "--spec", str(SPECS["parcel"]), "--into", "{directory}/site"],
}
RUN = """
import importlib.abc, json, sys
absent = set(json.loads(sys.argv.pop(1)))

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""


def closure(requirements: list[str]) -> set[str]:
    """The distributions that ``requirements`` bring, theirs included."""
    found: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in found:
                found.add((name, wanted))
                try:
                    waiting += [(Requirement(text), wanted) for text in requires(name) or ()]
                except PackageNotFoundError:  # for another system, or optional where it stands
                    continue
    return {name for name, _ in found}


@functools.cache
def absent(extras: frozenset[str]) -> str:
    """The modules that are installed here, but not where only ``extras`` are, as JSON."""
    present = closure([*PROJECT["dependencies"], *(each for extra in extras for each in EXTRAS[extra])])
    present.add(canonicalize_name(PROJECT["name"]))
    modules = packages_distributions()
    return json.dumps(
        [module for module, names in modules.items() if not {canonicalize_name(name) for name in names} & present]
    )


def run(entry: str, arguments: list[str], extras: frozenset[str], place: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where only ``extras`` are installed."""
    deliveries = place / "deliveries"
    deliveries.write_text("{}\n", encoding="utf-8")
    filled = [each.format(deliveries=deliveries, key=place / "key.json", directory=place) for each in arguments]
    command = [sys.executable, "-c", RUN + entry, absent(extras), *filled]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def works_after_one_installation(entry: str, arguments: list[str], extras: frozenset[str], place: Path) -> None:
    """Run the command; install what it says is missing; then nothing is missing."""
    done = run(entry, arguments, extras, place)
    missing = re.fullmatch(r"Error: [\w.]+ is not installed; run: pip install '(.+)\[(.+)\]'\n", done.stderr)
    if missing:
        assert done.returncode == 2
        assert missing[1] == PROJECT["name"]
        done = run(entry, arguments, extras | {*missing[2].split(",")}, place)
    assert "not installed" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1) or "Error: " in done.stderr


# What needs only the one extra is tried without it and with it.
PAIRS = [
    (command, extra)
    for command in COMMANDS
    for extra in (None, "cli", "testing", "sqs", "probe", "webhook")
    if extra in (None, "cli") or command.split()[0] in ("send", "keys", "probe")
]


@pytest.mark.sampled
@pytest.mark.parametrize(("command", "extra"), PAIRS)
def test_one_installation_is_enough(command: str, extra: str | None, tmp_path: Path) -> None:
    entry = "from canvas_live_events.__main__ import main; main()"
    works_after_one_installation(entry, COMMANDS[command], frozenset({extra} - {None}), tmp_path)  # type: ignore[arg-type]


@pytest.mark.sampled
@pytest.mark.parametrize("extra", [None, "cli", "codegen", "docs"])
@pytest.mark.parametrize("command", MAINTAINERS)
def test_one_installation_is_enough_for_maintainers(command: str, extra: str | None, tmp_path: Path) -> None:
    entry = "from eventcontract.cli import run; run()"
    works_after_one_installation(entry, MAINTAINERS[command], frozenset({extra} - {None}), tmp_path)  # type: ignore[arg-type]


def test_what_is_missing_is_missing(tmp_path: Path) -> None:
    """The test above can fail: without extras, no command has what it needs."""
    entry = "from canvas_live_events.__main__ import main; main()"
    for command, arguments in COMMANDS.items():
        done = run(entry, arguments, frozenset(), tmp_path)
        needed = {"probe": "cli,probe", "land": "archive,cli", "send to a queue": "cli,sqs,testing"}
        needed |= dict.fromkeys(("send", "send signed", "keys"), "cli,testing")
        assert done.stderr.endswith(f"; run: pip install 'canvas-live-events[{needed.get(command, 'cli')}]'\n")
