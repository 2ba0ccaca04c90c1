"""The entry points: what is installed, what is imported, and what is said where an extra is missing."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tests.vendors import ROOT, Vendor


def entry(vendor: Vendor) -> str:
    return f"{vendor.contract.catalogue.package}.__main__"


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_without_the_extra_it_says_what_to_install(
    vendor: Vendor, absent: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    monkeypatch.delitem(sys.modules, "eventcontract.cli.package", raising=False)
    with pytest.raises(SystemExit) as exit:
        importlib.import_module(entry(vendor)).main()
    assert exit.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    distribution = vendor.contract.catalogue.distribution
    assert shown.err == f"Error: {absent} is not installed; run: pip install '{distribution}[cli]'\n"


def environment(vendor: Vendor) -> dict[str, str]:
    path = os.pathsep.join([str(vendor.directory.parent), os.environ.get("PYTHONPATH", "")])
    return os.environ | {"PYTHONPATH": path}


def run(vendor: Vendor, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment(vendor), capture_output=True, text=True, check=False)


def test_the_module_runs_its_own_package(vendor: Vendor) -> None:
    package = vendor.contract.catalogue.package
    code = (
        f"import runpy, sys; sys.argv[1:] = ['-h']; runpy.run_module('{package}', run_name='__main__', alter_sys=True)"
    )
    done = run(vendor, code)
    catalogue = vendor.contract.catalogue
    assert done.returncode == 0, done.stderr
    assert f"{catalogue.title} {catalogue.version}: {len(vendor.contract.events)} events" in done.stdout


HELP = """
import sys
sys.argv = ["command", {arguments}]
from {entry} import main
try:
    main()
except SystemExit as exit:
    assert exit.code == 0, exit.code
loaded = [name for name in sys.modules if name in {heavy}]
sys.stderr.write(" ".join(loaded))
"""


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        ("'--help'", {"rich.console", "eventcontract.model", "difflib", "yaml", "jinja2"}),
        ("'completion', 'zsh'", {"rich.console", "eventcontract.model"}),
        ("'list'", {"yaml", "jinja2", "eventcontract.render", "eventcontract.source"}),
    ],
)
def test_a_command_imports_what_it_needs(vendor: Vendor, arguments: str, heavy: set[str]) -> None:
    # Whoever waits for a shell to complete a word counts milliseconds.
    done = run(vendor, HELP.format(arguments=arguments, entry=entry(vendor), heavy=heavy))
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert done.stderr == ""


COMMAND = """
import sys
sys.argv = ["command", {arguments}]
from {entry} import main
main()
"""


@pytest.mark.parametrize("arguments", ["'--help'", "'list'", "'check', '-'", "'check', '--json', '-'"])
def test_a_full_disk_is_one_line(vendor: Vendor, arguments: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", COMMAND.format(arguments=arguments, entry=entry(vendor))],
            env=environment(vendor),
            input="{",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    # The report of '--json' goes to standard error.
    assert done.stderr.splitlines()[-1] == "Error: No space left on device"
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_closed_standard_input_is_one_line(vendor: Vendor) -> None:
    command = [sys.executable, "-c", COMMAND.format(arguments="'check', '-'", entry=entry(vendor))]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *command],
        env=environment(vendor),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "Error: standard input is closed\n")
    assert done.stdout.endswith(", 1 unreadable file\n")


def test_the_maintainers_program_knows_its_version_and_its_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = "from eventcontract.cli import distribution, run; import sys; sys.stderr.write(distribution()); run()"
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False)
    assert done.stderr == project["name"]
    assert done.stdout == f"eventcontract, version {metadata.version(project['name'])}\n"
    assert done.returncode == 0


def test_the_command_is_installed_with_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"][project["name"]] == "canvas_live_events.__main__:main"
    needed = {requirement.partition(">")[0] for requirement in project["optional-dependencies"]["cli"]}
    assert needed == {"click", "rich"}
