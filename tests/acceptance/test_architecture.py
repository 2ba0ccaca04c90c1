"""ARCHITECTURE.md and tests/README.md name what is there."""

from __future__ import annotations

import re
import tomllib

import pytest

from eventcontract.runtime.outcomes import OUTCOMES
from tests.vendors import ROOT

ENGINE = ROOT / "codegen" / "eventcontract"
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def rooms() -> list[str]:
    """The rooms of the table of layers, from the top."""
    table = TEXT.partition("## Layers")[2].partition("\n\n| room")[2].partition("\n\n")[0]
    return [name.removesuffix("/").removesuffix(".py") for name in re.findall(r"(?m)^\| `([\w./]+)` \|", table)]


def test_every_room_is_in_the_table_of_layers() -> None:
    found = {
        path.stem
        for path in ENGINE.iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    }
    # A helper that any room may use.
    assert set(rooms()) == found - {"suggestions"}


def test_the_table_has_the_order_that_import_linter_checks() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [each["layers"] for each in settings["contracts"] if each["type"] == "layers"]
    height = {name.rpartition(".")[2]: number for number, layer in enumerate(layers) for name in layer.split(" | ")}
    heights = [height[room] for room in rooms()]
    assert heights == sorted(heights)


def verdict_rows() -> list[str]:
    """The rows of the table of verdicts, from the data that the site's table is made of."""
    return [
        f"| {each.case} | {each.reader} | {each.strict} | "
        f"{', '.join(f'{rule.id} {level}' for rule, level in each.findings) or '-'} |"
        for each in OUTCOMES
    ]


def test_the_table_of_verdicts_is_that_of_the_engine() -> None:
    table = TEXT.partition("| case |")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == verdict_rows()


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "tests/README.md"])
def test_files_that_are_named_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    roots = [ROOT, ENGINE, ROOT / "tests", ENGINE / "testing"]
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w.-]+/)`", text))
    assert len(named) > 12
    assert [name for name in sorted(named) if not any((root / name).exists() for root in roots)] == []
