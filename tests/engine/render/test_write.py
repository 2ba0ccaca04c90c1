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


def test_the_committed_package_is_not_stale() -> None:
    # The same comparison as 'eventcontract generate --check', without the command.
    contract = contract_of("canvas")
    target = ROOT / "generated" / contract.catalogue.package
    with write.rendered(contract) as directory:
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
    package = into / "parcel_post_events"
    catalogue = spec / "catalogue.yaml"
    before = catalogue.read_text(encoding="utf-8")
    assert (package / "webhook.py").is_file()
    catalogue.write_text(re.sub(r"(?ms)^signing:\n.*?(?=^\S|\Z)", "", before).replace("signed: true", "signed: false"))
    done = run(spec, into)
    assert done.exit_code == 0, done.output
    assert not (package / "webhook.py").exists()
    assert "webhook.py" not in (package / "manifest.txt").read_text(encoding="utf-8")


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


@pytest.mark.parametrize("where", ["mine.py", "schemas/mine.json", "mine/deep/file"])
def test_what_somebody_else_wrote_is_never_removed(generated: tuple[Path, Path], where: str) -> None:
    spec, into = generated
    mine = into / "parcel_post_events" / where
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("years of work", encoding="utf-8")
    before = files(into)
    done = run(spec, into)
    assert (done.exit_code, files(into)) == (2, before)
    assert f"{mine}: this command did not write it" in done.stderr
    mine.unlink()
    assert run(spec, into).exit_code == 0


@pytest.mark.parametrize("what", ["a package", "a file", "a link to nothing"])
def test_what_is_not_a_generated_package_is_not_replaced(tmp_path: Path, what: str) -> None:
    target = tmp_path / "src" / "parcel_post_events"
    target.parent.mkdir()
    if what == "a package":
        target.mkdir()
        (target / "__init__.py").write_text("x = 1\n", encoding="utf-8")
    elif what == "a file":
        target.write_text("years of work", encoding="utf-8")
    else:
        target.symlink_to(tmp_path / "gone")
    before = files(tmp_path)
    done = run(SPECS["parcel"], tmp_path / "src")
    assert done.exit_code == 2
    assert "Nothing was changed" in done.stderr
    assert files(tmp_path) == before
    assert [each.name for each in target.parent.iterdir()] == [target.name]


def test_a_link_stays_a_link(generated: tuple[Path, Path], tmp_path: Path) -> None:
    spec, into = generated
    package, elsewhere = into / "parcel_post_events", tmp_path / "elsewhere"
    package.rename(elsewhere)
    package.symlink_to(elsewhere)
    (elsewhere / "message.py").write_text("x = 1\n", encoding="utf-8")
    before = files(elsewhere)
    assert run(spec, into).exit_code == 0
    assert package.is_symlink()
    assert files(elsewhere).keys() == before.keys()
    assert files(elsewhere) != before
    assert run(spec, into, "--check").exit_code == 0


def test_a_package_that_ruff_cannot_read_is_not_put_in_place(
    generated: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, into = generated
    before = files(into)
    monkeypatch.setattr(write, "render", lambda contract: [*render(contract), ("broken.py", "def (:\n")])
    assert run(spec, into).exit_code != 0
    assert files(into) == before
