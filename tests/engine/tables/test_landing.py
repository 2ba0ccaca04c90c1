"""Archives as tables: every delivery is one row somewhere, once, however often and however suddenly a run ends."""

from __future__ import annotations

import gzip
import json
import os
import stat
import subprocess
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.dataset
import pyarrow.parquet
import pytest

from eventcontract.audit import Audit
from eventcontract.audit.moments import utc
from eventcontract.audit.reading import Options
from eventcontract.audit.sources import Unreadable, sources
from eventcontract.runtime import ContractViolation
from eventcontract.tables import journal, landing, parts
from eventcontract.tables.journal import JournalError
from eventcontract.tables.landing import Landed, Landing
from tests.support.archive import FORMATS, examples, lines, odd, put, unknown, wrong
from tests.support.deliveries import batched
from tests.vendors import Vendor

GARBAGE = b"%% not JSON\nstill not\n"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "into"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    directory.mkdir()
    return directory


def mixed(vendor: Vendor) -> list[Any]:
    """Deliveries of many kinds."""
    return [*examples(vendor)[:10], wrong(vendor), odd(vendor), unknown(vendor, "never.heard"), wrong(vendor)]


def land(vendor: Vendor, path: Path, into: Path) -> Landed:
    """Write every source of ``path``; how many deliveries there were."""
    total = Landed()
    with Landing(vendor.package._package, into, b"the contract", Options()) as to:
        for source in sources([str(path)]):
            if not to.is_landed(source):
                found = to.land(source)
                total.unknown += found.unknown
                total.refused += found.refused
                for event, number in found.events.items():
                    total.events[event] = total.events.get(event, 0) + number
    return total


def rows(into: Path, dataset: str) -> list[dict[str, Any]]:
    """The rows of a dataset, ``day`` included, in the order of the archive."""
    if not (into / dataset).exists():
        return []
    return sorted(table(into, dataset).to_pylist(), key=lambda row: (row["_file"], row["_line"], row.get("part", 0)))


def table(into: Path, dataset: str) -> Any:
    """A dataset, with a column for the day."""
    days = pyarrow.dataset.partitioning(pyarrow.schema([("day", pyarrow.string())]), flavor="hive")
    return pyarrow.dataset.dataset(into / dataset, partitioning=days, format="parquet").to_table()


def everything(into: Path) -> dict[str, bytes]:
    """The content of each file of a directory of tables."""
    return {
        str(file.relative_to(into)): file.read_bytes()
        for file in sorted(into.rglob("*"))
        if file.is_file() and ".landing" not in file.parts
    }


def check(vendor: Vendor, deliveries: list[Any], into: Path) -> None:
    """Each delivery is where it belongs, and there is nothing else."""
    package = vendor.package._package
    made = import_module(f"{vendor.package.__name__}.tables")
    expected: dict[str, list[Any]] = {}
    days: dict[str, list[str | None]] = {}
    refused, strange = [], []
    for delivery in deliveries:
        try:
            event = package.parse(delivery)
        except ContractViolation as violation:
            refused.append((violation.violations[0].rule, delivery))
            continue
        if isinstance(event, vendor.package.UnknownEvent):
            strange.append(delivery)
        else:
            moment = utc(value(delivery, package.time)) if package.time else None
            days.setdefault(package.name_of(event), []).append(moment and moment[:10])
            expected.setdefault(package.name_of(event), []).append(made.row(delivery))
    assert sorted(each.name for each in into.joinpath("events").iterdir()) == sorted(expected)
    for event, wanted in expected.items():
        found = [{**row, "_file": None, "_line": None} for row in rows(into, f"events/{event}")]
        assert Counter(row.pop("day") for row in found) == Counter(days[event])
        assert key(found) == key(pyarrow.Table.from_pylist(wanted, schema=made.schema(event)).to_pylist())
    found = rows(into, "unknown")
    assert key(json.loads(row["delivery"]) for row in found) == key(strange)
    assert [row["_fingerprint"] for row in found] == [package.fingerprint(each) for each in strange]
    found = rows(into, "refused")
    assert key((row["rule"], json.loads(row["delivery"])) for row in found) == key(refused)
    assert all(json.loads(row["findings"])[0]["rule"] == row["rule"] for row in found)


def value(payload: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        payload = payload[step]
    return payload


def key(found: Any) -> list[str]:
    """Values that can be compared in any order."""
    return sorted(json.dumps(each, sort_keys=True, default=str) for each in found)


def test_every_delivery_is_one_row(vendor: Vendor, archive: Path, into: Path) -> None:
    """Of its event, of unknown ones or of what is refused, as an audit counts them."""
    deliveries = mixed(vendor)
    (archive / "file").write_bytes(lines(deliveries))
    found = land(vendor, archive, into)
    check(vendor, deliveries, into)
    audit = Audit(vendor.package._package)
    for each in deliveries:
        audit.add(each)
    assert found.deliveries == len(deliveries) == audit.report().deliveries
    assert found.refused == sum(row.refused for row in audit.seen()) == 2
    assert found.unknown == 1


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("vendor", ["parcel"], indirect=True)
def test_every_format_is_read(form: str, vendor: Vendor, archive: Path, into: Path) -> None:
    (archive / "file").write_bytes(FORMATS[form](mixed(vendor)))
    land(vendor, archive, into)
    check(vendor, mixed(vendor), into)


def test_rows_say_where_they_come_from(vendor: Vendor, archive: Path, into: Path) -> None:
    """By the line in the file, after decompression."""
    deliveries = [examples(vendor)[0]] * 3
    (archive / "a.gz").write_bytes(gzip.compress(b"\n".join(map(lines, [[each] for each in deliveries]))))
    land(vendor, archive, into)
    (event,) = into.joinpath("events").iterdir()
    assert [(row["_file"], row["_line"]) for row in rows(into, f"events/{event.name}")] == [
        (str(archive / "a.gz"), line) for line in (1, 3, 5)
    ]


@pytest.mark.needs("batches")
def test_deliveries_of_a_batch_are_rows(vendor: Vendor, archive: Path, into: Path) -> None:
    """Also those that are refused, byte for byte."""
    for name, batch in vendor.contract.batches.items():
        if batch.items:
            deliveries = mixed(vendor)
            (archive / name).write_bytes(lines([batched(batch, deliveries)]))
            land(vendor, archive / name, into.with_name(name))
            check(vendor, deliveries, into.with_name(name))


@pytest.mark.needs("time")
def test_days_are_those_of_utc(vendor: Vendor, archive: Path, into: Path) -> None:
    """Whatever the offset of the timestamp, which is kept."""
    path = vendor.package._package.time
    days = {
        "2026-03-09T23:30:00-01:00": ("2026-03-10", -60),
        "2026-03-10T00:30:00+01:00": ("2026-03-09", 60),
        "2026-03-10T00:30:00Z": ("2026-03-10", 0),
        "0001-01-01T00:00:00+05:00": (None, 300),
    }
    deliveries = {time: put(examples(vendor)[0], path, time) for time in days}
    accepted = [
        time for time in days if not any(each.level == "error" for each in vendor.package.check(deliveries[time]))
    ]
    assert accepted
    (archive / "file").write_bytes(lines([deliveries[time] for time in accepted]))
    assert land(vendor, archive, into).refused == 0
    (event,) = into.joinpath("events").iterdir()
    found = table(into, f"events/{event.name}")
    offsets = found.column(path[0]) if len(path) > 1 else found.column(f"{path[0]}_offset")
    for step in path[1:]:
        offsets = pyarrow.compute.struct_field(offsets, step if step != path[-1] else f"{step}_offset")
    assert Counter(zip(found.column("day").to_pylist(), offsets.to_pylist(), strict=True)) == Counter(
        days[time] for time in accepted
    )


def test_what_is_no_delivery_is_kept_whole(
    vendor: Vendor, archive: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several rows, if it is large."""
    monkeypatch.setattr(landing, "_PART", 8)
    good = lines([examples(vendor)[0]])
    (archive / "file").write_bytes(good + GARBAGE + good + b'{"cut": ')
    found = land(vendor, archive, into)
    assert (found.refused, sum(found.events.values())) == (2, 2)
    refused = rows(into, "refused")
    texts = {line: b"".join(row["delivery"] for row in refused if row["_line"] == line) for line in (2, 5)}
    assert texts == {2: GARBAGE, 5: b'{"cut": '}
    assert [row["part"] for row in refused if row["_line"] == 2] == [0, 1, 2]
    assert {row["rule"] for row in refused} == {"not-json"}


def test_damaged_compression_is_a_row(vendor: Vendor, archive: Path, into: Path) -> None:
    """After what could be read before it."""
    (archive / "file.gz").write_bytes(gzip.compress(lines(examples(vendor)[:1] * 500))[:-20])
    found = land(vendor, archive, into)
    assert found.refused >= 1
    assert any(row["delivery"] is None for row in rows(into, "refused"))


@pytest.mark.parametrize("vendor", ["parcel"], indirect=True)
def test_integers_that_fit_no_column_are_refused(vendor: Vendor, archive: Path, into: Path) -> None:
    """With their bytes, though readers accept them."""
    payload = next(
        json.loads(example.text)
        for event in vendor.contract.events.values()
        for example in event.examples
        if "weight" in json.loads(example.text)["data"]
    )
    text = json.dumps(put(payload, ("data", "weight"), 2**63)).encode()
    vendor.package.parse(text)
    (archive / "file").write_bytes(text)
    assert land(vendor, archive, into) == Landed(refused=1)
    (row,) = rows(into, "refused")
    assert (row["rule"], row["delivery"]) == ("out-of-range", text)
    assert json.loads(row["findings"])[0]["pointer"] == "/data/weight"


def test_a_second_run_changes_nothing(vendor: Vendor, archive: Path, into: Path) -> None:
    """Not even a byte; nor does one that writes everything again."""
    (archive / "file").write_bytes(lines(mixed(vendor)))
    land(vendor, archive, into)
    before = everything(into)
    assert land(vendor, archive, into) == Landed()
    os.utime(archive / "file", (1, 1))
    assert land(vendor, archive, into).deliveries == len(mixed(vendor))
    assert everything(into) == before


def test_a_changed_file_takes_the_place_of_the_old_one(vendor: Vendor, archive: Path, into: Path) -> None:
    """Rows that it no longer has are gone, and those of other files stay."""
    (archive / "a").write_bytes(lines(mixed(vendor)))
    (archive / "b").write_bytes(lines(examples(vendor)[:2]))
    land(vendor, archive, into)
    changed = [examples(vendor)[1], wrong(vendor)]
    (archive / "a").write_bytes(lines(changed))
    land(vendor, archive, into)
    known = Counter(
        row["_file"] for event in into.joinpath("events").iterdir() for row in rows(into, f"events/{event.name}")
    )
    assert known == {str(archive / "a"): 1, str(archive / "b"): 2}
    assert len(rows(into, "refused")) == 1
    assert rows(into, "unknown") == []


def test_many_small_files_are_joined(
    vendor: Vendor, archive: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit into memory at once is one file in the end, with the same rows."""
    deliveries = mixed(vendor) * 3
    (archive / "file").write_bytes(lines(deliveries))
    land(vendor, archive, into)
    monkeypatch.setattr(parts, "_ROWS", 4)
    monkeypatch.setattr(parts, "_ARROW", 1)
    land(vendor, archive, into.with_name("slowly"))
    check(vendor, deliveries, into.with_name("slowly"))
    assert everything(into).keys() == everything(into.with_name("slowly")).keys()


def test_a_source_that_cannot_be_read_leaves_nothing(vendor: Vendor, archive: Path, into: Path) -> None:
    (archive / "b.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    with pytest.raises(Unreadable):
        land(vendor, archive, into)
    assert everything(into) == {}
    assert not (into / ".landing" / "staging").exists()


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("moves", [0, 1, 5])
def test_what_was_interrupted_is_finished(
    moves: int, vendor: Vendor, archive: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that dies among its last steps has written whole files, and the next run moves the others."""
    (archive / "file").write_bytes(lines(mixed(vendor)))
    land(vendor, archive, into.with_name("whole"))
    whole = everything(into.with_name("whole"))
    left = moves
    replace = os.replace

    def dies(*paths: Any) -> None:
        nonlocal left
        if not left:
            raise Killed
        left -= 1
        replace(*paths)

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "replace", dies)
        patch.setattr(landing, "remove", lambda _: None)  # nobody cleans up
        with pytest.raises(Killed) if moves < len(whole) else pytest.MonkeyPatch.context():
            land(vendor, archive, into)
    assert len(everything(into)) == min(moves, len(whole))
    assert everything(into).items() <= whole.items()
    assert land(vendor, archive, into) == Landed()
    assert everything(into) == whole
    assert not (into / ".landing" / "staging").exists()


def test_a_killed_run_continues(vendors: dict[str, Vendor], archive: Path, into: Path) -> None:
    """After a signal that cannot be caught, with a file in the middle of being written."""
    vendor = vendors["parcel"]
    content = lines(mixed(vendor) * 200)
    for number in range(8):
        (archive / f"{number}").write_bytes(content)
    script = (
        f"import sys; sys.path.insert(0, {str(vendor.directory.parent)!r})\n"
        f"from {vendor.package.__name__}.__main__ import main\n"
        "main()"
    )
    arguments = [sys.executable, "-c", script, "land", str(archive), "--into", str(into)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    while not [*into.glob("refused/*")] and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    for file in everything(into):
        pyarrow.parquet.read_table(into / file)
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "written before" in done.stdout
    check(vendor, mixed(vendor) * 1600, into)


def test_only_one_run_writes(vendor: Vendor, into: Path) -> None:
    package = vendor.package._package
    with (
        Landing(package, into, b"", Options()),
        pytest.raises(JournalError, match="another run uses this directory"),
    ):
        Landing(package, into, b"", Options())
    Landing(package, into, b"", Options()).__exit__()


def test_all_is_for_the_owner_only(vendor: Vendor, archive: Path, into: Path) -> None:
    (archive / "file").write_bytes(lines(mixed(vendor)))
    land(vendor, archive, into)
    for path in [into, *into.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_another_contract_writes_again(vendor: Vendor, archive: Path, into: Path) -> None:
    """Its tables may have other columns."""
    (archive / "file").write_bytes(lines(examples(vendor)))
    land(vendor, archive, into)
    (source,) = sources([str(archive / "file")])
    with Landing(vendor.package._package, into, b"the contract", Options()) as to:
        assert to.is_landed(source)
    with Landing(vendor.package._package, into, b"another one", Options()) as to:
        assert not to.is_landed(source)
