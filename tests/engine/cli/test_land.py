"""The command that writes archives as tables: what it prints, and how it ends."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import fsspec
import pyarrow
import pyarrow.dataset
import pyarrow.parquet
import pytest

from tests.engine.cli.conftest import Invoke
from tests.support.archive import CANARY, examples, lines, odd, unknown, wrong
from tests.vendors import Vendor


def mixed(vendor: Vendor) -> list[Any]:
    return [*examples(vendor)[:3], wrong(vendor), odd(vendor), unknown(vendor, "never.heard")]


def count(into: Path, dataset: str) -> int:
    """The rows of a dataset."""
    return int(pyarrow.dataset.dataset(into / dataset, format="parquet").count_rows())


def test_it_says_how_many_rows_there_are(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.jsonl").write_bytes(lines(mixed(vendor)))
    (archive / "b.jsonl.gz").write_bytes(gzip.compress(lines(mixed(vendor))))
    texts = [json.dumps(each) for each in mixed(vendor)]
    pyarrow.parquet.write_table(pyarrow.table({"payload": texts}), archive / "c.parquet")
    into = tmp_path / "tables"
    events = len(
        {json.dumps(vendor.package._package.name_of(vendor.package.parse(each))) for each in mixed(vendor)[:3]}
    )
    result = invoke("land", str(archive), "--into", str(into), columns=200)
    assert result.exit_code == 0, result.output
    assert result.output == f"3 files, 18 deliveries: 12 rows of {events} events, 3 unknown, 3 refused\n"
    assert (count(into, "events"), count(into, "unknown"), count(into, "refused")) == (12, 3, 3)
    result = invoke("land", str(archive), "--into", str(into))
    assert result.output == "nothing new: 3 files were written before\n"
    (archive / "d.jsonl").write_bytes(lines([wrong(vendor)]))
    result = invoke("land", str(archive), "--into", str(into), columns=200)
    assert result.output == (
        "1 file, 1 delivery: 0 rows of 0 events, 0 unknown, 1 refused; 3 files were written before\n"
    )
    assert "CANARY" not in result.output


def test_standard_input_is_known_by_its_content(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    """The same twice is there once, and something else is added."""
    into = tmp_path / "tables"
    for deliveries in (mixed(vendor), mixed(vendor), examples(vendor)[:1]):
        assert invoke("land", "-", "--into", str(into), input=lines(deliveries)).exit_code == 0
    assert (count(into, "events"), count(into, "unknown"), count(into, "refused")) == (5, 1, 1)


def test_what_cannot_be_read_is_reported(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    """The others are written."""
    archive, into = tmp_path / "archive", tmp_path / "tables"
    archive.mkdir()
    (archive / "a.parquet").write_bytes(b"PAR1" + bytes(100) + CANARY.encode() + b"PAR1")
    (archive / "b.jsonl").write_bytes(lines(mixed(vendor)))
    result = invoke("land", str(archive), "--into", str(into), columns=500)
    assert result.exit_code == 2
    assert f"Error: {archive / 'a.parquet'}: the Parquet file is damaged" in result.output
    assert "CANARY" not in result.output
    assert count(into, "events") == 4


def test_an_empty_upload_is_named(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    result = invoke("land", str(tmp_path / "a.jsonl"), "--into", str(tmp_path / "tables"), columns=500)
    assert result.exit_code == 0
    assert f"{tmp_path / 'a.jsonl'}: the file holds no deliveries" in result.output


def test_a_directory_that_cannot_be_written_is_one_line(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(mixed(vendor)))
    (tmp_path / "file").write_bytes(b"")
    result = invoke("land", str(tmp_path / "a.jsonl"), "--into", str(tmp_path / "file" / "below"), columns=500)
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_what_is_not_installed_is_named(
    vendor: Vendor, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(mixed(vendor)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = invoke("land", str(tmp_path / "a.jsonl"), "--into", str(tmp_path / "tables"), columns=500)
    assert result.exit_code == 2
    distribution = vendor.contract.catalogue.distribution
    assert result.output == f"Error: pyarrow is not installed; run: pip install '{distribution}[archive,cli]'\n"
    assert not (tmp_path / "tables").exists()


def test_tables_are_no_archive(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    """The next run would read what the first one wrote."""
    (tmp_path / "a.jsonl").write_bytes(lines(mixed(vendor)))
    assert invoke("land", str(tmp_path), "--into", str(tmp_path / "tables")).exit_code == 0
    result = invoke("land", str(tmp_path), "--into", str(tmp_path / "tables"), columns=500)
    assert result.exit_code == 2
    assert "is among what is to be read; write the tables elsewhere" in result.output


def test_urls_are_read(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    with fsspec.open("memory://landing/x.jsonl.gz", "wb") as file:
        file.write(gzip.compress(lines(mixed(vendor))))
    texts = [json.dumps(each) for each in mixed(vendor)]
    with fsspec.open("memory://landing/y.parquet", "wb") as file:
        pyarrow.parquet.write_table(pyarrow.table({"payload": texts}), file)
    for _ in range(2):
        assert invoke("land", "memory://landing", "--into", str(tmp_path / "tables")).exit_code == 0
    assert (count(tmp_path / "tables", "events"), count(tmp_path / "tables", "refused")) == (8, 2)
