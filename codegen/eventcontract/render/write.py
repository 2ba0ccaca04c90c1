"""Writes a generated package, and compares it with one that was written before."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruff.__main__ import find_ruff_bin

from eventcontract import directories
from eventcontract.model import Contract
from eventcontract.render.package import render


class NotFormatted(Exception):
    """ruff failed; the message is what it printed."""


def write(contract: Contract, into: Path) -> None:
    """Write the package to the directory ``into``, in the place of the one that is there.

    Raises ``NotReplaced`` if somebody else wrote to that, ``NotFormatted`` if the package cannot be formatted.
    """
    package = contract.catalogue.package
    with directories.replaced(into / package) as directory:
        for path, text in render(contract):
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        _format(directory, package)


@contextmanager
def rendered(contract: Contract) -> Iterator[Path]:
    """A context with the package in a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="eventcontract-") as name:
        write(contract, Path(name))
        yield Path(name, contract.catalogue.package)


def differences(directory: Path, target: Path) -> Iterator[str]:
    """A unified diff for every file that differs between ``target`` and ``directory`` or is missing from either."""
    names = sorted(_files(directory) | _files(target))
    for name in names:
        old, new = _read(target / name), _read(directory / name)
        if (target / name).exists() != (directory / name).exists() and not old + new:
            yield f"--- {target.name}/{name}\n+++ {target.name}/{name} (from the spec)\n"
        elif old != new:
            yield "".join(
                difflib.unified_diff(
                    old.decode(errors="replace").splitlines(keepends=True),
                    new.decode(errors="replace").splitlines(keepends=True),
                    fromfile=f"{target.name}/{name}",
                    tofile=f"{target.name}/{name} (from the spec)",
                    n=1,
                )
            )


def _files(directory: Path) -> set[str]:
    return {
        file.relative_to(directory).as_posix()
        for file in directory.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def _read(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _format(directory: Path, package: str) -> None:
    ruff = find_ruff_bin()
    options = ["--isolated", "--quiet", "--no-cache", "--line-length=120"]
    sort = ["--select=I,F401", "--fix", f"--config=lint.isort.known-first-party=['{package}','eventcontract']"]
    for command in (["check", *options, *sort], ["format", *options]):
        done = subprocess.run([ruff, *command, str(directory)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotFormatted(f"ruff cannot format the package: {(done.stderr or done.stdout).strip()}")
