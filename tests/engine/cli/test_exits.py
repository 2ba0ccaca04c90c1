"""How commands end when they are interrupted, and when nobody reads their output. Over both vendors."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from eventcontract.cli import INTERRUPTED
from eventcontract.cli.exits import CLOSED_PIPE
from tests.engine.cli.test_lookup import COMMANDS
from tests.support.archive import examples, lines, wrong
from tests.support.programs import OnTerminal, closed_pipe, run, start
from tests.support.receiver import receiving
from tests.vendors import SPECS, Vendor


@pytest.fixture
def second_file_is_awaited(tmp_path: Path, vendor: Vendor) -> tuple[str, str]:
    """Two files that are pipes: the second can be opened for writing when the first has been read."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(lines([*examples(vendor), wrong(vendor)]))
    os.mkfifo(second)
    return str(first), str(second)


def interrupt(process: subprocess.Popen[str] | subprocess.Popen[bytes], second: str) -> None:
    """Interrupt a program that waits for the second file, in which there is nothing yet."""
    writing = os.open(second, os.O_WRONLY)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)
    os.close(writing)


def test_an_interrupted_check_reports_what_it_has_checked(
    vendor: Vendor, second_file_is_awaited: tuple[str, str]
) -> None:
    process = start(vendor, "check", *second_file_is_awaited)
    interrupt(process, second_file_is_awaited[1])
    output, error = process.communicate()
    assert process.returncode == INTERRUPTED
    assert error == ""
    assert "1 × wrong-type" in output
    total = f"2 files, {len(examples(vendor)) + 1} deliveries, 1 error, 0 warnings, 0 infos, interrupted"
    assert output.splitlines()[-1] == total


def test_an_interrupted_check_for_machines(vendor: Vendor, second_file_is_awaited: tuple[str, str]) -> None:
    process = start(vendor, "check", "--json", *second_file_is_awaited)
    interrupt(process, second_file_is_awaited[1])
    output, error = process.communicate()
    assert process.returncode == INTERRUPTED
    assert output.count("\n") == 1
    assert error.splitlines()[-1].endswith(", interrupted")


def test_an_interrupted_check_on_a_terminal(vendor: Vendor, second_file_is_awaited: tuple[str, str]) -> None:
    running = OnTerminal(vendor, "check", *second_file_is_awaited)
    interrupt(running.process, second_file_is_awaited[1])
    shown = running.finish()
    assert running.process.returncode == INTERRUPTED
    assert "wrong-type" in shown
    assert "0 infos, interrupted" in shown
    assert "Aborted" not in shown
    assert "Traceback" not in shown


def test_an_interrupted_probe_reports_what_it_has_tried(vendor: Vendor) -> None:
    with receiving() as running:
        process = start(vendor, "probe", running.url)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ok ")
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED, error
    assert output.rstrip().endswith("interrupted")
    assert "Traceback" not in error


@pytest.mark.parametrize("command", ["list", "show"])
def test_every_other_command_says_that_it_was_interrupted(
    vendor: Vendor, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eventcontract.cli.context import CommandContext
    from tests.engine.cli.conftest import invoke_of

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(CommandContext, "contract", property(interrupted))
    result = invoke_of(vendor)(command, *([next(iter(vendor.contract.events))] if command == "show" else []))
    assert (result.exit_code, result.stdout, result.stderr) == (INTERRUPTED, "", "interrupted\n")


def arguments(vendor: Vendor, command: str, tmp_path: Path) -> list[str]:
    """Arguments with which a command prints something."""
    event = next(iter(vendor.contract.events))
    file = tmp_path / "deliveries"
    file.write_bytes(lines([wrong(vendor)]))
    key = tmp_path / "redact.key"
    key.write_bytes(secrets.token_hex(32).encode())
    key.chmod(0o600)
    own = {
        "show": [event],
        "example": [event],
        "schema": [event],
        "check": [str(file)],
        "check --json": [str(file)],
        "audit": [str(file)],
        "audit --json": [str(file)],
        "diff": [str(vendor.directory)],
        "land": [str(file), "--into", str(tmp_path / "tables")],
        "redact": [str(file), "--key", str(key)],
        "completion": ["bash"],
        "send": [event, "--to", "-"],
        "keys": ["--keys", str(tmp_path / "key.json")],
    }
    return [*command.split(), *own.get(command, [])]


ALL = [*COMMANDS, "check --json", "audit --json", "--help", "--version", *(f"{command} --help" for command in COMMANDS)]


NEEDS = {"keys": pytest.mark.needs("signing"), "send": pytest.mark.needs("http")}


@pytest.mark.sampled
@pytest.mark.parametrize(
    "command", [pytest.param(command, marks=NEEDS.get(command, ())) for command in ALL if command != "probe"]
)
def test_a_closed_pipe_ends_quietly(vendor: Vendor, command: str, tmp_path: Path) -> None:
    with closed_pipe() as pipe:
        done = run(vendor, *arguments(vendor, command, tmp_path), stdout=pipe, timeout=20)
    assert (done.returncode, done.stderr) == (CLOSED_PIPE, "")


def test_a_closed_pipe_ends_probe(vendor: Vendor) -> None:
    with receiving() as running, closed_pipe() as pipe:
        done = run(vendor, "probe", "--max-examples", "0", running.url, stdout=pipe, timeout=60)
    assert (done.returncode, done.stderr) == (CLOSED_PIPE, "")


@pytest.mark.parametrize("command", [["show", "no-such-event"], ["--wrong"], ["check", "-"]])
def test_nobody_reads_the_errors_either(vendor: Vendor, command: list[str]) -> None:
    with closed_pipe() as pipe:
        done = run(vendor, *command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    assert done.returncode == CLOSED_PIPE


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--check"]])
def test_a_closed_pipe_ends_the_maintainers_commands(arguments: list[str], tmp_path: Path) -> None:
    where = ["--spec", str(SPECS["parcel"]), "--into", str(tmp_path)] if "generate" in arguments else []
    command = [sys.executable, "-c", "from eventcontract.cli import run; run()", *arguments, *where]
    with closed_pipe() as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (CLOSED_PIPE, "")
