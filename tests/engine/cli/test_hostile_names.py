"""Names of files and values of deliveries can be anything; on a terminal they do nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eventcontract.printing import printable
from tests.vendors import SPECS, Vendor

HOSTILE = "a\x1b]0;owned\x07\x1b[2J\u202egnp\u2066\x9b31m\nb"
ENGINE = ("validate", "generate", "docs", "diff", "bump", "drift")
PACKAGE = ("check", "audit", "redact", "show", "diff", "send")


def shown(done: subprocess.CompletedProcess[bytes]) -> None:
    """Assert that nothing that was printed controls a terminal."""
    for stream in (done.stdout, done.stderr):
        for line in stream.decode().splitlines():
            assert line.isprintable(), line
        assert not any(character in stream.decode() for character in "\x1b\x07\x9b\u202e\u2066")
    assert b"Traceback" not in done.stderr, done.stderr.decode()


@pytest.mark.parametrize("command", ENGINE)
def test_the_engine_s_commands(command: str, tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["beacon"], tmp_path / HOSTILE))
    (spec / f"{HOSTILE}.yaml").write_text("unknown: true\n", encoding="utf-8")
    program = [sys.executable, "-m", "eventcontract.cli.maintainer", *command.split()]
    options = ["--spec", str(spec)] if command not in ("diff", "bump", "changelog") else []
    for arguments in ([*options], [*options, str(tmp_path / HOSTILE)], [f"--{HOSTILE}"]):
        shown(subprocess.run([*program, *arguments], capture_output=True, check=False, cwd=tmp_path))


@pytest.mark.parametrize("command", PACKAGE)
@pytest.mark.parametrize("vendor", ["parcel"], indirect=True)
def test_a_package_s_commands(vendor: Vendor, command: str, tmp_path: Path) -> None:
    file = tmp_path / f"{HOSTILE}.json"
    example = next(iter(vendor.contract.events.values())).examples[0]
    file.write_text(json.dumps(json.loads(example.text) | {HOSTILE: HOSTILE}), encoding="utf-8")
    program = [sys.executable, "-m", vendor.package.__name__, command]
    environment = {"PYTHONPATH": str(vendor.directory.parent), "PATH": "/usr/bin:/bin"}
    for arguments in ([str(file)], [str(tmp_path / HOSTILE / "gone")], [f"--{HOSTILE}"]):
        shown(subprocess.run([*program, *arguments], capture_output=True, check=False, env=environment, cwd=tmp_path))


def test_findings_with_values(vendor: Vendor) -> None:
    example = json.loads(next(iter(vendor.contract.events.values())).examples[0].text)
    delivery = example | {HOSTILE: HOSTILE, vendor.contract.message.body: {HOSTILE: HOSTILE}}
    found = vendor.package.check(delivery, show_values=True)
    assert found
    for finding in found:
        assert str(finding).isprintable()


def test_printable_text_stays_as_it_is() -> None:
    for text in ("é 名前 🎈", "", "a b"):
        assert printable(text) == text
    assert printable(HOSTILE).isprintable()
