"""A file that is something else is named as what it seems to be."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from eventcontract.audit import pieces

LINES = b'{"a": 1}\n{"a": 2}\n'


def tar(data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("deliveries.jsonl")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("deliveries.jsonl", data)
    return file.getvalue()


#: The format's name in the message -> the format of some lines. Where no library writes it, its first bytes have to do.
FORMATS: dict[str, Callable[[bytes], bytes]] = {
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "ZIP": zipped,
    "tar": tar,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16 text": lambda data: data.decode().encode("utf-16-le"),
    "UTF-16 text:": lambda data: data.decode().encode("utf-16-be"),
    "LZ4": lambda data: b"\x04\x22\x4d\x18\x64" + data,
    "Parquet": lambda data: b"PAR1\x15\x04" + data + b"PAR1",
    "ORC": lambda data: b"ORC\x0a\x03" + data,
    "Avro": lambda data: b"Obj\x01\x04" + data,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_a_binary_file_is_one_problem(name: str, compressed: bool) -> None:
    data = FORMATS[name](LINES)
    (piece,) = pieces(io.BytesIO(gzip.compress(data) if compressed else data))
    assert piece.problem is not None
    assert piece.problem.startswith("this looks like ")
    assert name in piece.problem
    assert (piece.offset, piece.line) == (0, 1)


def test_zstandard_is_named_where_nothing_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    (piece,) = pieces(io.BytesIO(b"\x28\xb5\x2f\xfd\x24" + LINES))
    assert piece.problem is not None
    assert piece.problem.startswith("this looks like Zstandard-compressed data: install the extra 'archive'")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_named(delimiter: str) -> None:
    rows = [["event_name", "body"], ["a", '"1, 2"'], ["b", '"3"']]
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    (piece,) = pieces(io.BytesIO(text.encode()))
    assert piece.problem == f"not valid JSON (this looks like CSV); {len(text)} bytes skipped, up to the end"


@pytest.mark.parametrize("text", [b"PAR1 for the course\n", b"ORC and BZh\n", b"Some prose,\nin two lines, of this.\n"])
def test_prose_is_not_mistaken(text: bytes) -> None:
    broken, *found = pieces(io.BytesIO(text + LINES))
    assert broken.problem is not None
    assert "looks like" not in broken.problem
    assert [piece.data for piece in found] == LINES.splitlines()


def test_only_the_beginning_of_a_file_looks_like_csv() -> None:
    *_, broken = pieces(io.BytesIO(LINES + b"a,b\n1,2\n"))
    assert broken.problem == "not valid JSON; 8 bytes skipped, up to the end"
