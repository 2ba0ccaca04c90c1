"""What is said where Spark cannot be started. Needs neither Spark nor Java."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import pytest

from eventcontract.spark import NoJava
from eventcontract.spark.sessions import require_java
from tests.engine.cli.conftest import invoke_of
from tests.vendors import Vendor


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only java on the path, which does not exist yet."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin" / "java"


def write(java: Path, version: str, status: int = 0) -> None:
    java.write_text(f"#!/bin/sh\necho '{version}' >&2\nexit {status}\n", encoding="utf-8")
    java.chmod(0o755)


def test_a_missing_java_is_named(java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoJava) as raised:
        require_java()
    assert str(raised.value) == (
        "Spark needs Java 17 or newer, but there is no java on the PATH; "
        "install it (Debian: openjdk-17-jre-headless), or set JAVA_HOME"
    )
    write(java, 'openjdk version "21.0.2"')
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(NoJava, match="but JAVA_HOME is /nowhere;"):
        require_java()


@pytest.mark.parametrize("version", ["1.8.0_402", "11.0.22", "16"])
def test_an_old_java_is_named(version: str, java: Path) -> None:
    write(java, f'openjdk version "{version}" 2020-01-01')
    number = version.removeprefix("1.").partition(".")[0]
    with pytest.raises(NoJava, match=rf"bin/java is Java {number};"):
        require_java()


@pytest.mark.parametrize("version", ['openjdk version "17.0.15"', 'java version "25" 2025-09-16', "unheard of"])
def test_a_java_that_serves_is_not_mentioned(version: str, java: Path) -> None:
    write(java, version)
    require_java()


def test_a_broken_java_is_named(java: Path) -> None:
    write(java, 'openjdk version "17"', status=1)
    with pytest.raises(NoJava):
        require_java()


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pyspark, whether it is installed or not."""
    find = PathFinder.find_spec

    def found(name: str, *arguments: Any) -> Any:
        return None if name.partition(".")[0] == "pyspark" else find(name, *arguments)

    monkeypatch.setattr(PathFinder, "find_spec", found)
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("absent")
def test_a_missing_pyspark_is_named(vendor: Vendor, tmp_path: Path) -> None:
    distribution = vendor.contract.catalogue.distribution
    result = invoke_of(vendor)("audit", str(tmp_path), "--engine=spark")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        f"Error: pyspark is not installed; run: pip install '{distribution}[archive,cli,spark]'"
    )
    name = f"{vendor.package.__name__}.spark"
    sys.modules.pop(name, None)
    with pytest.raises(ImportError) as raised:
        import_module(name)
    assert str(raised.value) == f"{name} needs pyspark; run: pip install '{distribution}[spark]'"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine=spark", "--jobs=2"], "--jobs is not available with --engine spark"),
        (["--engine=spark", "--rejects=x"], "--rejects is not available with --engine spark"),
        (["--engine=spark", "-"], "Spark cannot read standard input"),
        (["--master=yarn"], "--master is for --engine spark"),
    ],
)
def test_options_that_do_not_go_together_are_named(arguments: list[str], said: str, vendor: Vendor) -> None:
    result = invoke_of(vendor)("audit", "somewhere", *arguments)
    assert result.exit_code == 2
    assert f"Error: {said}\n" in result.stderr
