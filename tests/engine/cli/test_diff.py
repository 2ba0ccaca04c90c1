"""``diff``, ``bump`` and ``changelog``."""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventcontract.cli.maintainer import main
from eventcontract.model import Contract, dump
from tests.vendors import SPECS, contract_of

SPEC = str(SPECS["parcel"])


@pytest.fixture
def old() -> Contract:
    """A contract that had one event more."""
    contract = contract_of("parcel")
    event = next(iter(contract.events.values()))
    return replace(contract, events={**contract.events, "gone": replace(event, name="gone", class_name="Gone")})


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments, obj=None)
    return done.exit_code, done.output


def test_a_contract_is_found_in_files_wheels_and_directories(old: Contract, tmp_path: Path) -> None:
    package = tmp_path / "site" / "some_package"
    package.mkdir(parents=True)
    file = package / "contract.json"
    file.write_text(dump(old), encoding="utf-8")
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(file, "some_package/contract.json")
    for place in (file, wheel, package, package.parent):
        status, output = run("diff", str(place), SPEC)
        assert status == 1
        assert "event-removed (code)  gone: gone and its class Gone are gone. Handle UnknownEvent." in output
        assert output.endswith("1 break\n")
        assert run("diff", SPEC, str(place)) == (0, "1 note\n")


def test_formats(old: Contract, tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    file.write_text(dump(old), encoding="utf-8")
    _, text = run("diff", str(file), SPEC, "--format", "json")
    assert [(each["rule"], each["level"], each["events"]) for each in json.loads(text)] == [
        ("event-removed", "break", ["gone"])
    ]
    assert "::error title=event-removed::gone: " in run("diff", str(file), SPEC, "--format", "github")[1]
    assert "| break | `event-removed` | code | gone |" in run("diff", str(file), SPEC, "--format", "markdown")[1]


@pytest.mark.parametrize("place", ["no-such-thing", "-x", "."])
def test_what_is_not_a_contract(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, output = run("diff", "--", place, SPEC)
    assert status == 2
    assert output.startswith("Error: ")


def test_bump(old: Contract, tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    file.write_text(dump(replace(old, catalogue=replace(old.catalogue, version="0.0.1"))), encoding="utf-8")
    file_now = tmp_path / "now.json"
    file_now.write_text(dump(old), encoding="utf-8")
    assert run("bump", str(file), "--spec", SPEC, "--check")[0] == 0
    status, output = run("bump", str(file_now), "--spec", SPEC, "--check")
    assert status == 1
    assert "does not suffice" in output
    assert run("bump", str(file_now), "--spec", SPEC)[0] == 0
    assert "`event-removed`" in run("changelog", str(file_now), "--spec", SPEC)[1]


def test_accepted_changes(old: Contract, tmp_path: Path) -> None:
    file, accept = tmp_path / "contract.json", tmp_path / "accepted.toml"
    file.write_text(dump(old), encoding="utf-8")
    entry = '[[accept]]\nrule = "event-removed"\nevent = "{}"\nreason = "Nobody subscribes to it."\n'
    accept.write_text(entry.format("go*"), encoding="utf-8")
    assert run("diff", str(file), SPEC, "--accept", str(accept)) == (0, "no changes; 1 accepted\n")
    accept.write_text(entry.format("other"), encoding="utf-8")
    status, output = run("diff", str(file), SPEC, "--accept", str(accept))
    assert status == 1
    assert "accepted, but not found: event-removed, other" in output
    for text in (
        '[[accept]]\nrule = "event-removed"',
        '[[accept]]\nrule = "x"\nreason = "y"',
        "[[",
        "accept = 3",
    ):
        accept.write_text(text, encoding="utf-8")
        assert run("diff", str(file), SPEC, "--accept", str(accept))[0] == 2


def test_a_spec_without_yaml(old: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As for consumers: they have the package, not what generates it.
    monkeypatch.setitem(sys.modules, "yaml", None)
    for name in [name for name in sys.modules if name.startswith(("eventcontract.cli.specs", "eventcontract.source"))]:
        monkeypatch.delitem(sys.modules, name)
    file = tmp_path / "contract.json"
    file.write_text(dump(old), encoding="utf-8")
    status, output = run("diff", str(file), SPEC)
    assert status == 2
    assert "yaml is not installed; run: pip install '" in output
    assert "[cli,codegen]'" in output


def test_usage_says_whom_a_change_concerns_and_lowers_the_rest(old: Contract, tmp_path: Path) -> None:
    contract, distribution = tmp_path / "contract.json", old.catalogue.distribution
    contract.write_text(dump(old), encoding="utf-8")

    def file(name: str, consumer: str, **events: dict[str, list[str]]) -> str:
        path = tmp_path / name
        path.write_text(json.dumps({"consumer": consumer, "contract": distribution, "events": events}))
        return str(path)

    concerned, other, empty = file("a", "desk", gone={}), file("b", "a|b", **{"depot.closed": {}}), file("c", "a|b")
    removed = "event-removed (code)  gone: gone and its class Gone are gone. Handle UnknownEvent. "
    assert run("diff", str(contract), SPEC, "--usage", concerned) == (
        1,
        f"break  {removed}[event handled by desk]\n1 break\ndesk: 1 change, 1 in its events, 0 in fields it reads\n",
    )
    summary = "1 note (1 lowered to note)\na|b: 1 change, 0 in its events, 0 in fields it reads\n"
    # Lowered, it no longer fails; it is counted, and listed with its new level.
    assert run("diff", str(contract), SPEC, "--usage", other, "--usage", empty) == (0, summary)
    listed = f"note   {removed}[event not handled by a|b; lowered from break]\n{summary}"
    assert run("diff", str(contract), SPEC, "--usage", other, "--level", "note") == (1, listed)
    both = ("diff", str(contract), SPEC, "--usage", other, "--usage", concerned)
    status, table = run(*both, "--format", "markdown")
    assert status == 1
    assert table.startswith(
        "| level | rule | for | where | what | a\\|b | desk |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    )
    assert table.splitlines()[2].endswith("Handle UnknownEvent. | - | handles the event |")
    (row,) = json.loads(run(*both, "--format", "json")[1])
    assert (row["level"], row["unlowered"], row["consumers"]) == (
        "break",
        "break",
        {"a|b": "elsewhere", "desk": "handles"},
    )
    assert "::error title=event-removed::" in run(*both, "--format", "github")[1]
    assert (
        "::notice title=event-removed::"
        in run("diff", str(contract), SPEC, "--usage", other, "--format", "github", "--level", "note")[1]
    )


def test_a_file_of_usage_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "usage.json"
    for text in ("{", '{"consumer": "desk", "contract": "canvas-live-events", "events": {}}'):
        file.write_text(text, encoding="utf-8")
        status, output = run("diff", SPEC, SPEC, "--usage", str(file))
        assert status == 2
        assert output.startswith(f"Error: {file}: ")
    assert run("diff", SPEC, SPEC, "--usage", str(tmp_path / "none"))[0] == 2


@pytest.mark.parametrize(
    "command",
    [("diff", "v1.0.0", SPEC), ("bump", "--spec", SPEC), ("changelog", "--spec", SPEC)],
    ids=lambda each: each[0],
)
def test_without_git(command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, output = run(*command)
    assert (status, output) == (
        2,
        "Error: Git is not installed: compare with a wheel, a directory or a contract.json\n",
    )
