"""Spark counts what an archive holds, to the last count, as one process does."""

from __future__ import annotations

import importlib
import json
import os
import signal
import time
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from eventcontract.audit.archive import Archive
from eventcontract.audit.jobs import Work, processes
from eventcontract.audit.reading import Options, Unit, units
from eventcontract.audit.sources import sources
from eventcontract.spark import SparkEngine, audits
from tests.archive.generator import Answers, Generator
from tests.archive.written import FORMS, audit, differences, write
from tests.engine.cli.conftest import invoke_of
from tests.support.archive import examples, lines, odd, unknown, wrong
from tests.vendors import Vendor, contract_of


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """A small archive with many anomalies, in five files."""
    directory = tmp_path_factory.mktemp("archive")
    return directory, write(Generator(contract_of("canvas"), 11, odd=0.2), directory, 3000)


@pytest.fixture
def package(vendors: dict[str, Vendor]) -> Any:
    """The package whose events are in the archive."""
    return vendors["canvas"].package._package


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts, and tasks of several parts, that a small archive has several of."""
    monkeypatch.setattr(units, "__defaults__", (200_000,))
    monkeypatch.setattr(audits, "_LEAST", 3 << 20)


def units_of(directory: Path) -> list[Unit]:
    return [unit for source in sources([str(directory)]) for unit in units(source)]


def on_spark(spark: Any, package: Any, directory: Path) -> Archive:
    """The archive in a directory that is not that of the workers."""
    with chdir(directory):
        found = Archive(Work(package, Options()), list(sources(["."])))
        found.read(SparkEngine(spark), lambda *_: None)
    return found


@pytest.mark.usefixtures("small")
def test_every_form_is_counted_as_in_one_process(spark: Any, archive: tuple[Path, Answers], package: Any) -> None:
    directory, answers = archive
    canonical = audit(package, directory / "plain", processes(1)).to_json()
    for form in FORMS:
        found = on_spark(spark, package, directory / form)
        assert found.problems == []
        assert list(differences(answers, found.audit)) == []
        assert found.audit.to_json() == canonical, form
    tasks = audits.together(units_of(directory / "plain"))
    assert len(tasks) > 4
    assert len(tasks[0]) > 1


def test_every_vendor_is_audited_by_its_module(vendors: dict[str, Vendor], spark: Any, tmp_path: Path) -> None:
    for name, vendor in vendors.items():
        module = importlib.import_module(f"{vendor.package.__name__}.spark")
        (tmp_path / name).mkdir()
        deliveries = [*examples(vendor), wrong(vendor), odd(vendor), unknown(vendor, "never.heard")]
        (tmp_path / name / "deliveries").write_bytes(lines(deliveries))
        found = module.audit(spark, [str(tmp_path / name)])
        assert type(found) is module.Audit
        assert found.to_json() == audit_of(vendor, tmp_path / name)
        assert found.report().deliveries == len(deliveries)


def audit_of(vendor: Vendor, directory: Path) -> bytes:
    archive = Archive(Work(vendor.package._package, Options()), list(sources([str(directory)])))
    archive.read(processes(1), lambda *_: None)
    return archive.audit.to_json()


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_counted(
    spark: Any, vendors: dict[str, Vendor], tmp_path: Path
) -> None:
    import canvas_live_events.spark as module

    (tmp_path / "a.parquet").write_bytes(b"PAR1 damaged PAR1")
    (tmp_path / "b").write_bytes(lines([wrong(vendors["canvas"])] * 3))
    with pytest.raises(module.Incomplete, match=r"a\.parquet: the Parquet file is damaged") as raised:
        module.audit(spark, [str(tmp_path)])
    assert raised.value.audit.report().deliveries == 3
    with pytest.raises(module.Unreadable, match="there is no such file"):
        module.audit(spark, [str(tmp_path / "c")])
    with pytest.raises(module.Unreadable, match="standard input"):
        module.audit(spark, ["-"])


def test_workers_without_the_package_are_named(spark: Any, package: Any, tmp_path: Path) -> None:
    class Elsewhere(type(package)):  # type: ignore[misc]
        def __reduce__(self) -> Any:
            return importlib.import_module, ("nowhere",)

    (tmp_path / "a").write_bytes(b"{}\n")
    absent = Elsewhere.__new__(Elsewhere)
    vars(absent).update(vars(package))
    found = on_spark(spark, absent, tmp_path)
    (problem,) = found.problems
    assert problem == (
        "Spark failed: its workers have no module nowhere; install the package on each of them; "
        "1 file has not been read to the end"
    )


class Unstopped:
    """The session of the tests, which a command must not stop."""

    def __init__(self, spark: Any) -> None:
        self._spark = spark
        self.stopped = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._spark, name)

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def session(spark: Any, monkeypatch: pytest.MonkeyPatch) -> Unstopped:
    """What the command starts."""
    unstopped = Unstopped(spark)

    def start(master: str, name: str) -> Unstopped:
        assert (master, name) == ("local[2]", "canvas-live-events audit")
        return unstopped

    monkeypatch.setattr("eventcontract.spark.session", start)
    return unstopped


@pytest.mark.usefixtures("small")
def test_the_command_reports_the_same(
    session: Unstopped, archive: tuple[Path, Answers], vendors: dict[str, Vendor], tmp_path: Path
) -> None:
    invoke = invoke_of(vendors["canvas"])
    plain = str(archive[0] / "plain")
    whole = invoke("audit", plain, "--jobs=1")
    assert whole.exit_code == 1
    found = invoke("audit", plain, "--engine=spark", "--master=local[2]")
    assert (found.exit_code, found.stdout) == (1, whole.stdout)
    assert session.stopped
    # A state is filled by one engine and used by the other.
    state = f"--state={tmp_path / 'state'}"
    assert invoke("audit", plain, "--engine=spark", "--master=local[2]", state).stdout == whole.stdout
    (archive[0] / "plain" / "05").write_bytes(b"")
    try:
        again = invoke("audit", plain, "--json", state)
        assert json.loads(again.stdout)["deliveries"] == archive[1].seen.total()
    finally:
        (archive[0] / "plain" / "05").unlink()


@pytest.mark.usefixtures("small")
def test_an_interrupt_prints_what_is_known(
    session: Unstopped, archive: tuple[Path, Answers], vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audits, "_AT_ONCE", 1)
    results = audits._results

    def interrupted(*arguments: Any) -> Any:
        yield from results(*arguments)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(audits, "_results", interrupted)
    invoke = invoke_of(vendors["canvas"])
    options = ["--json", "--engine=spark", "--master=local[2]"]
    result = invoke("audit", str(archive[0] / "plain"), *options)
    assert result.exit_code == 130, result.output
    assert 0 < json.loads(result.stdout)["deliveries"] < archive[1].seen.total()
    assert "interrupted" in result.stderr
    assert session.stopped
    tracker = session.sparkContext.statusTracker()
    deadline = time.monotonic() + 10
    while tracker.getActiveJobsIds():
        assert time.monotonic() < deadline, "a job is still running"
        time.sleep(0.1)
