"""An audit counts what an archive holds, to the last count, however it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eventcontract.audit import reading
from eventcontract.audit.jobs import processes
from tests.archive.generator import ANOMALIES, Answers, Generator
from tests.archive.landed import land, wrong_counts
from tests.archive.written import FORMS, audit, differences, in_parts, killed_and_continued, write
from tests.vendors import Vendor, contract_of


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """A small archive with many anomalies."""
    directory = tmp_path_factory.mktemp("archive")
    return directory, write(Generator(contract_of("canvas"), 7, odd=0.2), directory, 4000)


@pytest.fixture
def package(vendors: dict[str, Vendor]) -> Any:
    """The package whose events are in the archive."""
    return vendors["canvas"].package._package


def test_every_anomaly_is_planted(archive: tuple[Path, Answers]) -> None:
    planted = archive[1].planted
    assert set(planted) == set(ANOMALIES)
    assert len(ANOMALIES) >= 15


@pytest.mark.parametrize("seed", range(3))
def test_one_process_counts_what_is_there(seed: int, package: Any, tmp_path: Path) -> None:
    answers = write(Generator(contract_of("canvas"), seed, odd=0.1), tmp_path, 1500)
    assert list(differences(answers, audit(package, tmp_path / "plain", processes(1)))) == []


def test_every_way_of_reading_counts_the_same(
    archive: tuple[Path, Answers], package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, answers = archive
    whole = audit(package, directory / "plain", processes(1))
    assert list(differences(answers, whole)) == []
    canonical = whole.to_json()
    for form in FORMS:
        for jobs in (1, 2):
            monkeypatch.setattr("eventcontract.audit.jobs._WORTHWHILE", 1)
            assert audit(package, directory / form, processes(jobs)).to_json() == canonical, (form, jobs)
    for seed in range(3):
        assert in_parts(package, directory / "plain", 37, seed).to_json() == canonical


def test_an_archive_is_cut_where_deliveries_end(
    archive: tuple[Path, Answers], package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, _ = archive
    canonical = audit(package, directory / "plain", processes(1)).to_json()
    monkeypatch.setattr(reading.units, "__defaults__", (10_000,))
    assert audit(package, directory / "plain", processes(1)).to_json() == canonical


def test_a_killed_run_that_continues_counts_the_same(
    archive: tuple[Path, Answers], package: Any, tmp_path: Path
) -> None:
    directory, _ = archive
    report = audit(package, directory / "plain", processes(1)).report().to_dict()
    continued = killed_and_continued("canvas_live_events", directory / "plain", tmp_path / "state", [0.5, 0.8])
    for line in continued["lines"]:
        line["place"] = tuple(line["place"])
        line["values"] = [tuple(each) for each in line["values"]]
    assert continued == report


def test_a_wrong_count_is_noticed(archive: tuple[Path, Answers], package: Any) -> None:
    directory, answers = archive
    whole = audit(package, directory / "plain", processes(1))
    whole.add(b'{"metadata": {"event_name": "brand_new_1"}, "body": {}}')
    assert len(list(differences(answers, whole))) == 2


@pytest.mark.parametrize("seed", range(2))
def test_tables_hold_every_delivery_once(
    seed: int, package: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the table of its event and under its day, or with those that are refused."""
    monkeypatch.setattr("tests.archive.generator._DAYS", 2)
    answers = write(Generator(contract_of("canvas"), seed, odd=0.2), tmp_path, 1500, files=1)
    land(package, tmp_path / "plain", tmp_path / "tables")
    assert list(wrong_counts(answers, tmp_path / "tables")) == []
    (lost, *_) = (tmp_path / "tables" / "events").rglob("*.parquet")
    lost.unlink()
    assert list(wrong_counts(answers, tmp_path / "tables")) != []
