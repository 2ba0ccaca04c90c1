"""``redact``: files in, copies out, for the owner only."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from tests.engine.cli.conftest import Invoke
from tests.support.deliveries import TOKEN, examples, text_of
from tests.support.redacting import KEY, findings
from tests.vendors import Vendor


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file with a key."""
    file = tmp_path / "redact.key"
    file.write_bytes(KEY + b"\n")
    file.chmod(0o600)
    return file


@pytest.fixture
def archive(vendor: Vendor, tmp_path: Path) -> Path:
    """A directory with a plain file and a compressed one."""
    directory = tmp_path / "archive"
    (directory / "march").mkdir(parents=True)
    payloads = [
        text_of(each) for event in list(vendor.contract.events)[:3] for each in examples(vendor.contract, event)
    ]
    (directory / "march" / "one.jsonl").write_bytes(b"\n".join(payloads))
    (directory / "two.json.gz").write_bytes(gzip.compress(b"[" + b",\n".join(payloads) + b"]"))
    return directory


def test_a_directory_is_copied(vendor: Vendor, invoke: Invoke, key: Path, archive: Path, tmp_path: Path) -> None:
    into = tmp_path / "copy"
    result = invoke("redact", str(archive), "--key", str(key), "--into", str(into))
    assert result.exit_code == 0, result.output
    plain = (into / "march" / "one.jsonl").read_bytes()
    assert gzip.decompress((into / "two.json.gz").read_bytes()) == plain
    before = (archive / "march" / "one.jsonl").read_bytes().splitlines()
    assert [findings(vendor, each) for each in plain.splitlines()] == [findings(vendor, each) for each in before]
    assert plain != b"\n".join(before) + b"\n"
    for file in (into / "march" / "one.jsonl", into / "two.json.gz"):
        assert file.stat().st_mode & 0o077 == 0
    # Again: the same bytes.
    compressed = (into / "two.json.gz").read_bytes()
    assert invoke("redact", str(archive), "--key", str(key), "--into", str(into)).exit_code == 0
    assert (into / "two.json.gz").read_bytes() == compressed
    # To standard output, both after one another.
    printed = invoke("redact", str(archive), "--key", str(key))
    assert printed.stdout_bytes == plain * 2


def test_what_nobody_can_read_is_left_out(vendor: Vendor, invoke: Invoke, key: Path) -> None:
    payload = text_of(examples(vendor.contract, next(iter(vendor.contract.events)))[0])
    data = payload + b"\n" + TOKEN.encode() + b"\n{broken\n"
    result = invoke("redact", "-", "--key", str(key), input=data)
    assert result.exit_code == 1
    assert "2 deliveries, 1 left out (not valid JSON, or too large), 1 token no longer signed" in result.stderr
    assert len(result.stdout_bytes.splitlines()) == 2
    assert b"broken" not in result.stdout_bytes


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (KEY, 0o640, "others can read the key"),
        (KEY, 0o604, "others can read the key"),
        (b"short", 0o600, "at least 32 random bytes"),
        (b"a" * 64, 0o600, "at least 32 random bytes"),
        (b"", 0o600, "at least 32 random bytes"),
    ],
)
def test_weak_keys_are_refused(invoke: Invoke, tmp_path: Path, content: bytes, mode: int, says: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(mode)
    result = invoke("redact", "-", "--key", str(file), input=b"{}")
    assert result.exit_code == 2
    assert says in result.stderr
    assert KEY.decode() not in result.output
    assert not result.stdout


def test_nothing_that_is_read_is_overwritten(invoke: Invoke, key: Path, archive: Path) -> None:
    before = sorted((file, file.read_bytes()) for file in archive.rglob("*.json*"))
    for into in (archive, archive.parent):
        result = invoke("redact", str(archive), "--key", str(key), "--into", str(into))
        assert result.exit_code == 2
        assert "choose another directory" in result.stderr
    assert sorted((file, file.read_bytes()) for file in archive.rglob("*.json*")) == before


def test_a_damaged_file_has_no_copy_that_looks_whole(invoke: Invoke, key: Path, archive: Path, tmp_path: Path) -> None:
    into = tmp_path / "copy"
    damaged = archive / "two.json.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    result = invoke("redact", str(archive), "--key", str(key), "--into", str(into))
    assert result.exit_code == 1
    assert "left out" in result.stderr
    missing = invoke("redact", str(archive / "nowhere"), "--key", str(key), "--into", str(into))
    assert missing.exit_code == 2


def test_files_elsewhere_stay_below_the_directory(invoke: Invoke, key: Path, archive: Path, tmp_path: Path) -> None:
    into = tmp_path / "deep" / "copy"
    here = Path.cwd()
    os.chdir(archive / "march")
    try:
        result = invoke("redact", "one.jsonl", "../two.json.gz", "--key", str(key), "--into", str(into))
    finally:
        os.chdir(here)
    assert result.exit_code == 0, result.output
    assert sorted(str(file.relative_to(into)) for file in into.rglob("*.json*")) == ["march/one.jsonl", "two.json.gz"]
