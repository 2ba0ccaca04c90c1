"""Reported breaks of code against mypy: a probe of every attribute of the old classes is checked with the new ones.

Run by the session "oracle". mypy runs without a cache, which has been seen to hide errors; its exit status counts, and
each vendor begins with a control, the probe against the package that it was written for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from eventcontract.model import Contract, walk
from eventcontract.model.classes import classes_of
from eventcontract.model.comparison import changes
from eventcontract.render import write
from tests.support import evolution
from tests.vendors import SPECS, contract_of

MUTANTS = int(os.environ.get("CODE_MUTANTS", "30"))
VENDORS = [name for name in SPECS if name != "canvas"]  # a hundred classes take a minute to render


def probe(contract: Contract) -> dict[str, list[str]]:
    """Place -> the lines of a module that use it: classes, attributes and predicates."""
    package = contract.catalogue.package
    lines = {}
    for name, facts in classes_of(contract).items():
        lines[name] = [f"def of_{name}(x: {package}.{name}) -> None: ..."]
        for attribute, (kind, none) in facts.attributes.items():
            written = re.sub(r"\b([A-Z]\w*)\b", lambda m: m[1] if m[1] == "Any" else f"{package}.{m[1]}", kind)
            hint = f"{written} | None" if none else written
            lines[f"{name}.{attribute}"] = [
                f"def of_{name}_{attribute}(x: {package}.{name}) -> {hint}: return x.{attribute}"
            ]
        for predicate in facts.predicates:
            where = f"{name}.{predicate.name}"
            lines[where] = [f"def is_{name}_{predicate.name}(x: {package}.{name}) -> bool: return x.{predicate.name}"]
    return lines


def broken(lines: dict[str, list[str]], new: Contract, directory: Path) -> set[str]:
    """The places of the probe in which mypy finds errors with the package of ``new``."""
    write.write(new, directory)
    head = ["from datetime import date, datetime", "from typing import Any", f"import {new.catalogue.package}"]
    places, text = {}, list(head)
    for place, each in lines.items():
        for line in each:
            text.append(line)
            places[len(text)] = place
    (directory / "probe.py").write_text("\n".join(text) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "--config-file", os.devnull]
    command += ["--follow-imports=silent", "--no-color-output", "--no-error-summary", "probe.py"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = {places[int(number)] for number in re.findall(r"^probe\.py:(\d+): error", done.stdout, re.MULTILINE)}
    assert bool(found) == (done.returncode == 1), done.stdout
    return found


def reported(old: Contract, new: Contract) -> set[str]:
    """The places that comparing reports; those in a class that is gone are gone with it."""
    places, names = set(), {event.name: event.class_name for event in old.events.values()}
    for each in changes(old, new):
        if each.direction == "code" and each.level == "break":
            places.add(names[each.events[0]] if each.rule == "event-removed" else each.pointer)
    return places


def whole(places: set[str], lines: dict[str, list[str]]) -> set[str]:
    """``places`` with everything in a class that is gone, and what has its type."""
    gone = {place for place in places if "." not in place}
    return {
        place
        for place in lines
        if place in places or place.partition(".")[0] in gone or any(_names(each, gone) for each in lines[place])
    }


def _names(line: str, gone: set[str]) -> bool:
    return any(re.search(rf"\.{name}\b", line) for name in gone)


def consistent(contract: Contract) -> bool:
    """Whether the objects of each shape have its members: others have no class."""
    trees = [event.body for event in contract.events.values()]
    trees += [field.object for tree in trees for _, field in walk(tree) if field.object is not None]
    shapes = contract.shapes
    return all(
        [each.name for each in tree.fields] == [each.name for each in shapes[tree.shape].tree.fields]
        for tree in trees
        if tree.shape in shapes
    )


@pytest.mark.parametrize("name", VENDORS)
def test_breaks_that_mypy_finds_are_reported(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    seed = request.config.getoption("--seed")
    old = contract_of(name)
    lines = probe(old)
    assert broken(lines, old, tmp_path / "control") == set()
    wrong, breaking = [], 0
    mutants = (each for each in evolution.mutants(name, seed) if consistent(each.new))
    for number, mutant in enumerate(islice(mutants, MUTANTS)):
        found, said = broken(lines, mutant.new, tmp_path / str(number)), reported(old, mutant.new)
        breaking += bool(found)
        if found != whole(said, lines):
            wrong.append((mutant.name, sorted(found ^ whole(said, lines))))
    record_property("count: changed contracts that break code", breaking)
    assert wrong == [], f"--seed {seed}"
    assert breaking >= MUTANTS / 15
