"""Generating: the same bytes whatever the circumstances, all of them or nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventcontract.cli.maintainer import main
from eventcontract.model import Contract
from eventcontract.render import write
from eventcontract.render.package import render
from tests.vendors import ROOT, SPECS, Vendor, contract_of


def files(directory: Path) -> dict[str, bytes]:
    """Every file below ``directory``, by its path."""
    return {
        file.relative_to(directory).as_posix(): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_committed_package_is_not_stale(tmp_path: Path) -> None:
    # The same comparison as 'eventcontract generate --check', without the command.
    contract = contract_of("canvas")
    target = ROOT / "generated" / contract.catalogue.package
    with write.rendered(contract, tmp_path) as directory:
        stale = list(write.differences(directory, target))
    assert not stale, "run 'eventcontract generate'\n" + "".join(stale)[:2000]


def test_the_same_bytes_in_any_circumstances(vendor: Vendor, tmp_path: Path) -> None:
    # A large contract takes seconds, and what it is compared with was made in other circumstances already.
    circumstances = [("424242", Path("/"), "Asia/Tokyo"), ("0", ROOT, "UTC")]
    results = []
    for number, (seed, where, zone) in enumerate(circumstances[: 1 if vendor.name == "canvas" else None]):
        into = tmp_path / str(number)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-m", "eventcontract.cli.maintainer", "generate"]
        # A copy, because generating writes the format's schema beside the spec.
        spec = shutil.copytree(vendor.spec, tmp_path / f"spec{number}")
        subprocess.run(
            [*command, "--spec", str(spec), "--into", str(into)],
            cwd=where,
            env=environment,
            check=True,
            capture_output=True,
        )
        results.append(files(into))
    first, *others = results
    assert len(first) > 10
    for other in others:
        assert other == first
    assert {path.partition("/")[2]: text for path, text in first.items()} == files(vendor.directory)


def test_files_say_nothing_of_where_and_when_they_were_made(vendor: Vendor) -> None:
    for path, content in files(vendor.directory).items():
        text = content.decode()
        if not path.startswith("examples/"):
            for word in (str(ROOT), str(Path.home()) + "/", "/tmp/"):
                assert word not in text, path
        if path.endswith((".py", ".yaml")) and content:
            assert text.startswith("# Generated from the spec by 'eventcontract generate'. Do not edit.\n"), path


def test_python_is_formatted(vendor: Vendor) -> None:
    ruff = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert ruff is not None
    command = [ruff, "format", "--isolated", "--no-cache", "--line-length=120", "--check", str(vendor.directory)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


# -- the command -----------------------------------------------------------------------------------


@pytest.fixture
def generated(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """(a copy of the second vendor's spec, the directory that its package was put in)."""
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    into = tmp_path / "generated"
    assert run(spec, into).exit_code == 0
    yield spec, into


def run(spec: Path, into: Path, *options: str) -> Result:
    """``eventcontract generate``."""
    return CliRunner().invoke(main, ["generate", "--spec", str(spec), "--into", str(into), *options])


def test_fresh_is_not_stale(generated: tuple[Path, Path]) -> None:
    spec, into = generated
    before = files(into)
    result = run(spec, into, "--check")
    assert result.exit_code == 0, result.output
    assert files(into) == before


STALE = {
    "changed": lambda package: (package / "message.py").write_text("x = 1\n", encoding="utf-8"),
    "missing": lambda package: (package / "schemas" / "parcel.sent.json").unlink(),
    "surplus": lambda package: (package / "schemas" / "spare.json").write_text("{}", encoding="utf-8"),
    "empty-file": lambda package: (package / "py.typed").unlink(),
    "all-missing": lambda package: shutil.rmtree(package),
}


@pytest.mark.parametrize("how", list(STALE))
def test_stale_is_said_with_a_diff_and_the_command(generated: tuple[Path, Path], how: str) -> None:
    spec, into = generated
    STALE[how](into / "parcel_post_events")
    before = files(into)
    result = run(spec, into, "--check")
    assert result.exit_code == 1
    assert f"eventcontract generate --spec {spec} --into {into}" in result.stderr
    if how not in ("empty-file",):
        assert re.search(r"(?m)^--- parcel_post_events/", result.stdout)
        assert re.search(r"(?m)^[-+]", result.stdout)
    assert files(into) == before, "--check wrote something"


def test_a_stale_format_is_said(generated: tuple[Path, Path]) -> None:
    spec, into = generated
    (spec / "spec.schema.json").write_text("{}\n", encoding="utf-8")
    result = run(spec, into, "--check")
    assert result.exit_code == 1
    assert "spec.schema.json" in result.stdout
    assert run(spec, into).exit_code == 0
    assert run(spec, into, "--check").exit_code == 0


def test_generating_removes_what_the_spec_no_longer_says(generated: tuple[Path, Path]) -> None:
    spec, into = generated
    (into / "parcel_post_events" / "left_over.py").write_text("", encoding="utf-8")
    assert run(spec, into).exit_code == 0
    assert not (into / "parcel_post_events" / "left_over.py").exists()


def test_a_failure_leaves_the_old_package_untouched(
    generated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, into = generated
    before = files(into)

    def fail_late(contract: Contract) -> Iterator[tuple[str, str]]:
        for number, file in enumerate(render(contract)):
            if number == 10:
                raise RuntimeError("the disk is on fire")
            yield file

    monkeypatch.setattr(write, "render", fail_late)
    result = run(spec, into)
    assert isinstance(result.exception, RuntimeError)
    assert files(into) == before
    assert [entry.name for entry in into.iterdir()] == ["parcel_post_events"], "something was left behind"


def test_a_failure_to_put_it_in_place_brings_the_old_package_back(
    generated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, into = generated
    before, rename = files(into), Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(".generate-"):
            raise OSError("no room")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    assert run(spec, into).exit_code != 0
    monkeypatch.undo()
    assert files(into) == before


def test_a_package_that_ruff_cannot_read_is_not_put_in_place(
    generated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, into = generated
    before = files(into)
    monkeypatch.setattr(write, "render", lambda contract: [*render(contract), ("broken.py", "def (:\n")])
    assert run(spec, into).exit_code != 0
    assert files(into) == before
