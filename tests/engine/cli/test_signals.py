"""Ctrl-C and SIGTERM end every long command with one line and the status that shells expect."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.vendors import SPECS, Vendor


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("vendor", ["parcel"], indirect=True)
def test_commands_that_read(vendor: Vendor, command: str, number: signal.Signals, status: int, tmp_path: Path) -> None:
    program = [sys.executable, "-m", vendor.package.__name__, command, "-"]
    environment = {"PYTHONPATH": str(vendor.directory.parent), "PATH": "/usr/bin:/bin"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(program, env=environment, cwd=tmp_path, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        time.sleep(2)  # it waits for more
        process.send_signal(number)
        _, error = process.communicate(timeout=20)
    assert process.returncode == status, error
    assert b"Traceback" not in error


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_generate_leaves_nothing_behind(number: signal.Signals, status: int, tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from eventcontract.cli import run; run()", "generate"]
    with subprocess.Popen(
        [*program, "--spec", str(SPECS["canvas"]), "--into", str(tmp_path / "into")],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        while not list(tmp_path.glob("into/.eventcontract-*/*/*")):
            time.sleep(0.02)
        process.send_signal(number)
        _, error = process.communicate(timeout=20)
    assert process.returncode == status, error
    assert b"Traceback" not in error
    assert list((tmp_path / "into").iterdir()) == []
