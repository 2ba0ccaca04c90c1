"""Recognizes files that are not JSON."""

from __future__ import annotations

#: Bytes of a file that are enough to tell.
HEAD = 6
# Begins with -> what it is, and what to do about it.
_SIGNATURES = {
    b"\x28\xb5\x2f\xfd": "Zstandard-compressed data: install the extra 'archive', or decompress it first (zstd -dc)",
    b"\xfd7zXZ\x00": "xz-compressed data: decompress it first (xz -dc)",
    b"BZh": "bzip2-compressed data: decompress it first (bzip2 -dc)",
    b"\x04\x22\x4d\x18": "LZ4-compressed data: decompress it first (lz4 -dc)",
    b"PK\x03\x04": "a ZIP archive: unpack it first (unzip -p)",
    b"PAR1": "a Parquet file: write the column with the deliveries to a JSON Lines file first",
    b"ORC": "an ORC file: write the column with the deliveries to a JSON Lines file first",
    b"Obj\x01": "an Avro file: write the field with the deliveries to a JSON Lines file first",
    **dict.fromkeys(
        (b"\xff\xfe", b"\xfe\xff", b"{\x00", b"\x00{", b"[\x00", b"\x00["),
        "UTF-16 text: convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)",
    ),
}
_TAR = slice(257, 262)
_TEXT = frozenset(b"\t\n\r" + bytes(range(0x20, 0x7F)))


def binary_format(head: bytes) -> str | None:
    """The format of a file that begins with ``head``, and what to do about it; ``None`` for what may be text.

    ``head`` has at least :data:`HEAD` bytes, if the file does.
    """
    for signature, found in _SIGNATURES.items():
        # Some signatures are letters, with which a text can begin too.
        if head.startswith(signature) and not _TEXT.issuperset(head[:64]):
            return found
    if head[_TAR] == b"ustar":
        return "a tar archive: unpack it first (tar -xO)"
    return None


def looks_like_csv(head: bytes) -> bool:
    """Whether the first lines of a file that begins with ``head`` have the same number of columns."""
    import csv

    try:
        lines = head.decode("utf-8", "ignore").splitlines()[:3]
        for delimiter in ",;\t":
            columns = {len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True)}
            if len(lines) > 1 and len(columns) == 1 and columns.pop() > 1:
                return True
    except csv.Error:
        pass
    return False
