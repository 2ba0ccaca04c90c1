"""Writes a generated package, completely or not at all."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruff.__main__ import find_ruff_bin

from eventcontract.model import Contract
from eventcontract.render.package import render


@contextmanager
def rendered(contract: Contract, beside: Path | None) -> Iterator[Path]:
    """A context with a temporary directory that holds the formatted package.

    It is made in ``beside``, if given, so that :func:`replace` can move it into place on the same file system.
    """
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".generate-", dir=beside) as name:
        directory = Path(name) / contract.catalogue.package
        for path, text in render(contract):
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        _format(directory, contract.catalogue.package)
        yield directory


def replace(directory: Path, target: Path) -> None:
    """Move ``directory`` to ``target``. Readers see the old package or the new one, never a mixture."""
    old = target.with_name(f".old-{target.name}")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        directory.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
    options = ["--isolated", "--quiet", "--no-cache"]
    sort = ["--select=I,F401", "--fix", f"--config=lint.isort.known-first-party=['{package}','eventcontract']"]
    subprocess.run([ruff, "check", *options, "--line-length=120", *sort, str(directory)], check=True)
    subprocess.run([ruff, "format", *options, "--line-length=120", str(directory)], check=True)
