"""Contracts to compare: from a file, a wheel, a directory or a commit."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventcontract.cli.exits import CannotRun
from eventcontract.cli.extras import distribution, not_installed, pip_install

if TYPE_CHECKING:
    from eventcontract.model import Contract

_DOCUMENT = "contract.json"


def find(name: str) -> Contract:
    """The contract that ``name`` means: a wheel, a directory, a ``contract.json``, or else a Git revision.

    :class:`CannotRun` if there is none, several, or one that cannot be read.
    """
    # Not at the top: "--help" and completing a command line need no contract.
    from eventcontract.model import load

    try:
        path = Path(name)
        if path.is_dir():
            return _in_directory(path)
        if path.is_file():
            return load(_in_wheel(path) if zipfile.is_zipfile(path) else path.read_bytes())
        if name.startswith("-"):  # to Git it would be an option
            raise CannotRun(f"{name}: not a file, a directory or a Git revision of this repository")
        return load(_in_commit(name))
    except (ValueError, OSError) as error:
        raise CannotRun(f"{name}: {error}") from None


def last_release() -> str | None:
    """The newest tag ``v…`` before the current commit; ``None`` if there is none.

    :class:`CannotRun` without Git, and where the history is incomplete, since tags could be missing.
    """
    try:
        shallow = _git("rev-parse", "--is-shallow-repository").strip() == "true"
    except ValueError:
        raise CannotRun("this is not a Git repository: say what to compare with") from None
    if shallow:
        raise CannotRun("this clone has no history: fetch all of it, with its tags")
    done = _run("describe", "--tags", "--abbrev=0", "--match=v[0-9]*", "HEAD^")
    return done.stdout.strip() if done.returncode == 0 else None


def releases(where: Path) -> Iterator[tuple[str, datetime, Contract]]:
    """(tag, when it was made, its contract) of each release before the current commit and of that, the oldest first.

    They are those of the Git repository that holds the directory ``where``; none if there is none. A contract that
    cannot be read is reported on standard error.
    """
    from eventcontract.model import load

    form = "%(refname:short) %(creatordate:iso-strict)"
    command = (
        "for-each-ref",
        "--merged=HEAD",
        "--sort=version:refname",
        "--sort=creatordate",
        f"--format={form}",
        "refs/tags/v[0-9]*",
    )
    try:
        done = _run(*command, where=where)
    except CannotRun:
        return
    for line in done.stdout.splitlines() if done.returncode == 0 else ():
        tag, _, made = line.partition(" ")
        try:
            yield tag, datetime.fromisoformat(made), load(_in_commit(tag, where))
        except (ValueError, CannotRun) as error:
            click.echo(f"{tag} is left out of what changed: {error}", err=True)


def _in_directory(path: Path) -> Contract:
    from eventcontract.model import load

    found = [path / _DOCUMENT] if (path / _DOCUMENT).is_file() else sorted(path.glob(f"*/{_DOCUMENT}"))
    if found:
        return load(_only([str(each) for each in found], lambda each: Path(each).read_bytes()))
    if not any(path.rglob("*.yaml")):
        raise CannotRun(f"{path} has neither a {_DOCUMENT} nor a spec")
    try:
        from eventcontract.cli.specs import load as load_spec
    except ModuleNotFoundError as error:
        # A spec is YAML, which those who only read deliveries have no library for.
        raise CannotRun(not_installed(error, pip_install(distribution(), "cli", "codegen"))) from None
    return load_spec(path, "")


def _in_wheel(path: Path) -> bytes:
    with zipfile.ZipFile(path) as wheel:
        return _only([each for each in wheel.namelist() if each.endswith(f"/{_DOCUMENT}")], wheel.read)


def _in_commit(revision: str, where: Path | None = None) -> bytes:
    command = ("ls-tree", "-r", "--name-only", "--full-tree", f"{revision}^{{commit}}")
    files = _git(*command, where=where).splitlines()
    found = [each for each in files if each.endswith(f"/{_DOCUMENT}")]
    return _only(found, lambda each: _git("show", f"{revision}:{each}", where=where).encode())


def _only(found: list[str], read: Callable[[str], bytes]) -> bytes:
    if len(found) != 1:
        raise ValueError(f"it holds {len(found)} files {_DOCUMENT}, and not one")
    return read(found[0])


def _git(*arguments: str, where: Path | None = None) -> str:
    done = _run(*arguments, where=where)
    if done.returncode != 0:
        raise ValueError("not a file, a directory or a Git revision of this repository")
    return done.stdout


def _run(*arguments: str, where: Path | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(["git", *arguments], cwd=where, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise CannotRun("Git is not installed: compare with a wheel, a directory or a contract.json") from None
