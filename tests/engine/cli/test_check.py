"""Checking files of deliveries. Over both vendors."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from eventcontract.audit import LIMIT
from eventcontract.cli.commands import check
from eventcontract.runtime.rules import Rule
from tests.engine.cli.conftest import Invoke
from tests.support.archive import CANARY, FORMATS, examples, lines, name_of, odd, put, unknown, wrong
from tests.support.deliveries import batched
from tests.vendors import Vendor


def as_json(output: str) -> list[dict[str, Any]]:
    """The findings that ``--json`` printed; what goes to standard error is no JSON."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("source", ["file", "stdin"])
def test_every_format_from_everywhere(vendor: Vendor, invoke: Invoke, tmp_path: Path, form: str, source: str) -> None:
    good, bad = examples(vendor), wrong(vendor)
    data = FORMATS[form]([*good, bad, *good])
    file = tmp_path / "deliveries"
    file.write_bytes(data)
    result = invoke("check", "--json", "-" if source == "stdin" else str(file), input=data)
    assert result.exit_code == 1
    (finding,) = as_json(result.output)
    text = gzip.decompress(data) if "compressed" in form else data
    # The place that is told is the place where it stands.
    at, line = finding["offset"], finding["line"]
    assert json.JSONDecoder().raw_decode(text[at:].decode())[0] == bad
    assert line == 1 + text[:at].count(b"\n")
    assert finding["file"] == ("-" if source == "stdin" else str(file))
    assert finding["event"] == name_of(vendor, bad)
    assert (finding["rule"], finding["level"]) == ("wrong-type", "error")
    assert finding["pointer"] == f"/{vendor.contract.message.body}"
    assert f"1 file, {2 * len(good) + 1:,} deliveries, 1 error, 0 warnings, 0 infos" in result.output


def test_the_report_tells_the_same(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    good, bad = examples(vendor), wrong(vendor)
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines([*good, bad]))
    result = invoke("check", str(file), columns=200)
    assert result.exit_code == 1
    event = name_of(vendor, bad)
    assert f"{event}  2 deliveries, 1 clean\n" in result.output
    assert f"wrong-type  /{vendor.contract.message.body}" in result.output
    assert f"{file}:{len(good) + 1}, byte {len(lines(good)):,}" in result.output
    clean = " ".join(result.output.partition("Clean: ")[2].split())
    assert all(f"{name_of(vendor, payload)} (1)" in clean for payload in good[1:])


@pytest.mark.needs("remarks")
def test_exit_status(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("check", "-", input=lines(examples(vendor))).exit_code == 0
    remarks = invoke("check", "-", input=lines(examples(vendor, "info")))
    assert remarks.exit_code == 0
    assert " 0 infos" not in remarks.output
    for payload, status in [(wrong(vendor), 1), (odd(vendor), 1), (unknown(vendor, "new.event"), 1), ("prose", 1)]:
        assert invoke("check", "-", input=lines([payload])).exit_code == status
    assert invoke("check", "-", input=b"prose").exit_code == 1
    for arguments in ([], [str(tmp_path / "nothing")], ["--wrong", "-"]):
        assert invoke("check", *arguments).exit_code == 2


def test_a_bad_delivery_stops_nothing(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    good = [*examples(vendor)] * 3
    for form in ("lines", "indented"):
        pieces = [FORMATS[form]([payload]) for payload in good]
        cut = [pieces[0][: len(pieces[0]) // 2] + b"\n", b"two lines\nof prose\n", b'{"a": [}\n']
        file = tmp_path / "deliveries.json"
        file.write_bytes(b"".join([*pieces[:2], cut[0], *pieces[2:4], cut[1], pieces[4], cut[2], *pieces[5:], cut[0]]))
        result = invoke("check", "--json", str(file))
        findings = as_json(result.output)
        assert [finding["rule"] for finding in findings] == ["not-json"] * 4
        assert all("skipped, up to " in finding["message"] for finding in findings)
        assert findings[0]["offset"] == len(pieces[0] + pieces[1])
        assert f"{len(good) + 4} deliveries, 4 errors" in result.output
        assert result.exit_code == 1


def test_several_files_are_one_report(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.jsonl").write_bytes(lines([wrong(vendor)] * (number + 1)))
    files = sorted(str(file) for file in tmp_path.iterdir())
    output = invoke("check", *files, columns=200).output
    assert "5 files, 15 deliveries, 15 errors, 0 warnings, 0 infos" in output
    # The first three are shown, the others counted.
    assert "   15 × wrong-type" in output
    assert [line.strip().rpartition("/")[2] for line in output.splitlines() if ", byte " in line] == [
        "0.jsonl:1, byte 0",
        "1.jsonl:1, byte 0",
        f"1.jsonl:2, byte {len(lines([wrong(vendor)])):,}",
    ]
    assert "and 12 more (--json prints all)" in output
    assert len(as_json(invoke("check", "--json", *files).output)) == 15


@pytest.mark.needs("remarks")
def test_the_report_fits_80_columns(vendor: Vendor, invoke: Invoke) -> None:
    payloads = [wrong(vendor), odd(vendor), unknown(vendor, "new"), *examples(vendor, "info"), *examples(vendor)]
    output = invoke("check", "-", input=lines(payloads)).output
    assert max(map(len, output.splitlines())) <= 80
    assert "<stdin>:1, byte 0" in output
    assert "\x1b" not in output


@pytest.mark.needs("batches")
def test_batches_are_checked_one_by_one(vendor: Vendor, invoke: Invoke) -> None:
    assert vendor.contract.batches
    for batch in vendor.contract.batches.values():
        if not batch.items:
            continue  # an array in a file is read like one delivery after the other
        items: Any = [examples(vendor)[0], wrong(vendor), json.dumps(odd(vendor))]
        document = batched(batch, items)
        result = invoke("check", "--json", "-", input=json.dumps(document, indent=2).encode())
        found = as_json(result.output)
        assert [(each["place"], each["rule"]) for each in found] == [
            (f"{batch.items}/1", "wrong-type"),
            (f"{batch.items}/2", "undocumented-field"),
        ]
        assert "3 deliveries" in result.output
        assert f"<stdin>:1 {batch.items}/1, byte 0" in invoke("check", "-", input=json.dumps(document)).output


def test_signed_deliveries_are_named(vendor: Vendor, invoke: Invoke) -> None:
    data = b"eyJhIjoxfQ.eyJiIjoyfQ.c2ln\n" + lines(examples(vendor))
    (finding,) = as_json(invoke("check", "--json", "-", input=data).output)
    assert finding["rule"] == "signed-delivery"
    assert "event" in finding and finding["event"] is None


def test_damaged_compression_is_a_finding(vendor: Vendor, invoke: Invoke) -> None:
    data = gzip.compress(lines(examples(vendor)))
    result = invoke("check", "--json", "-", input=data[:-4])
    assert [each["message"] for each in as_json(result.output)] == ["the compressed data is damaged or truncated"]
    assert f"{len(examples(vendor)) + 1} deliveries, 1 error" in result.output
    assert result.exit_code == 1


def test_new_events_are_told_by_name(vendor: Vendor, invoke: Invoke) -> None:
    output = invoke("check", "-", input=lines([unknown(vendor, "brand_new.event")] * 2)).output
    assert "brand_new.event  2 deliveries, 0 clean" in output
    assert "2 × undocumented-event" in output


def with_canaries(vendor: Vendor) -> Iterator[bytes]:
    """Deliveries with the canary in every place where a value or something unknown can stand."""

    def places(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for key, content in value.items():
            yield (*path, key)
            if isinstance(content, dict):
                yield from places(content, (*path, key))

    for event in vendor.contract.events.values():
        payload = json.loads(event.examples[0].text)
        for path in places(payload):
            for value in (CANARY, [CANARY], {"unheard_of": CANARY}, f"2024-01-01 {CANARY}"):
                yield json.dumps(put(payload, path, value)).encode()
            if path[-1] != vendor.contract.message.discriminator[-1]:
                yield json.dumps(put(payload, (*path[:-1], "unheard_of"), CANARY)).encode()
    body = {"body": CANARY, "capsule": CANARY}
    yield from (CANARY.encode(), json.dumps(CANARY).encode(), json.dumps([CANARY]).encode(), json.dumps(body).encode())
    yield b'{"cut off": "' + CANARY.encode()
    yield b"eyJ%s.eyJ.a" % CANARY.replace(" ", "").encode()


def test_no_value_is_printed_unless_asked_for(vendor: Vendor, invoke: Invoke) -> None:
    data = b"\n".join(with_canaries(vendor))
    assert data.count(b"CANARY") > 50
    for arguments in (["check", "-"], ["check", "--json", "-"]):
        result = invoke(*arguments, input=data)
        assert result.exit_code == 1
        assert len(result.output) > 10_000
        for word in CANARY.split():
            assert word not in result.output


def test_values_are_printed_if_asked_for(vendor: Vendor, invoke: Invoke) -> None:
    payload = put(wrong(vendor), ("unheard_of",), "\x9b31m é")
    found = as_json(invoke("check", "--json", "--show-values", "-", input=lines([payload])).output)
    assert {each["value"] for each in found} == {json.dumps(CANARY), '"\x9b31m é"'}
    shown = invoke("check", "--show-values", "-", input=lines([payload])).output
    assert f'= "{CANARY}"' in shown
    # What would command a terminal is spelt out.
    assert '= "\\x9b31m é"' in shown


def test_an_unreadable_file_does_not_hide_the_others(
    vendor: Vendor, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            raise OSError(5, f"Input/output error after {size} bytes")

    opened: list[str] = []

    def opening(file: str) -> BinaryIO:
        opened.append(file)
        data = lines([wrong(vendor)])
        return Torn(data) if file.endswith("b") else io.BytesIO(data)

    monkeypatch.setattr(check, "_open", opening)
    files = [str(tmp_path / name) for name in "abc"]
    for file in files:
        Path(file).touch()
    result = invoke("check", *files)
    assert opened == files
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {files[1]}: Input/output error")
    assert "2 × wrong-type" in result.stdout
    assert "3 files, 2 deliveries, 2 errors, 0 warnings, 0 infos, 1 unreadable file" in result.stdout


def test_a_directory_is_read_by_name(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    for name in ("c.jsonl", "b/2.jsonl", "b/10.jsonl", "a.jsonl", ".hidden", "_SUCCESS", "b/_delta_log/0.json"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(lines([wrong(vendor)]))
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "a.jsonl")
    os.mkfifo(tmp_path / "b" / "pipe")
    result = invoke("check", "--json", str(tmp_path))
    read = ["a.jsonl", "b/10.jsonl", "b/2.jsonl", "c.jsonl", "link.jsonl"]
    assert [each["file"] for each in as_json(result.stdout)] == [str(tmp_path / name) for name in read]
    *skipped, total = result.stderr.splitlines()
    assert skipped == [
        f"skipped (hidden): {tmp_path}/.hidden, {tmp_path}/_SUCCESS, {tmp_path}/b/_delta_log",
        f"skipped (not a file): {tmp_path}/b/pipe",
        f"skipped (a link to a directory): {tmp_path}/loop",
    ]
    assert total.startswith("5 files, 5 deliveries, 5 errors")
    # What is named is read, whatever its name.
    named = invoke("check", "--json", str(tmp_path / "_SUCCESS"), str(tmp_path / "b" / "_delta_log"))
    assert len(as_json(named.stdout)) == 2


def test_many_skipped_files_are_one_line(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(examples(vendor)))
    for number in range(1234):
        (tmp_path / f".{number:04}").touch()
    result = invoke("check", str(tmp_path))
    assert result.exit_code == 0
    assert result.stderr.endswith(f"{tmp_path}/.0004 and 1,229 more\n")


EMPTY = {"nothing": b"", "lines without anything": b"\n \n", "an empty array": b"[]", "gzip": gzip.compress(b"")}


@pytest.mark.parametrize("kind", EMPTY)
def test_a_file_without_deliveries_is_a_warning(vendor: Vendor, invoke: Invoke, tmp_path: Path, kind: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(EMPTY[kind])
    (tmp_path / "c").write_bytes(lines(examples(vendor)))
    (tmp_path / "none" / "below").mkdir(parents=True)
    result = invoke("check", "--json", str(tmp_path / "none"), *(str(tmp_path / name) for name in "abc"))
    # An upload may have been lost, so that is not a success.
    assert result.exit_code == 1
    found = [(each["file"], each["event"], each["rule"], each["level"]) for each in as_json(result.stdout)]
    assert found == [(str(tmp_path / name), None, "no-deliveries", "warning") for name in ("none", "a", "b")]
    assert f"3 files, {len(examples(vendor))} deliveries, 0 errors, 3 warnings, 0 infos" in result.stderr
    report = invoke("check", str(tmp_path / "a"), columns=200).output
    assert report.startswith("(no delivery)\n  warning     1 × no-deliveries")
    assert invoke("check", "-", input=EMPTY[kind]).exit_code == 1


def test_an_empty_gzip_file_is_damaged(invoke: Invoke, tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "B.GZ"):
        (tmp_path / name).touch()
    result = invoke("check", "--json", str(tmp_path))
    assert result.exit_code == 1
    assert [(each["rule"], each["level"], each["message"]) for each in as_json(result.stdout)] == [
        ("not-json", "error", "the file is empty, which is not valid gzip")
    ] * 2


def test_a_delivery_over_the_limit_is_not_called_broken(vendor: Vendor, invoke: Invoke) -> None:
    for big in (put(odd(vendor), ("unheard_of",), CANARY * 60_000), CANARY * 60_000):  # 1.1 MB
        text = lines([*examples(vendor), big, *examples(vendor)])
        (found,) = as_json(invoke("check", "--json", "--max-size=1MiB", "-", input=text).stdout)
        assert (found["rule"], found["line"]) == ("too-large", 1 + len(examples(vendor)))
        assert "does not end within 1 MiB, the limit for one delivery" in found["message"]
        assert f"bytes skipped, up to line {2 + len(examples(vendor))}" in found["message"]
        assert CANARY not in found["message"]
    assert vendor.package.check(big)[0].rule != "too-large"


def test_the_limit_is_in_the_help(invoke: Invoke) -> None:
    limit = f"{LIMIT >> 20} MiB"
    assert f"[default: {limit.replace(' ', '')}]" in " ".join(invoke("check", "--help").output.split())
    assert limit in Rule.TOO_LARGE.purposes["error"]


@pytest.mark.parametrize("size", ["", "0", "many", "-1", "1.5MiB", "16 TiB"])
def test_what_is_no_size_is_refused(size: str, invoke: Invoke) -> None:
    result = invoke("check", f"--max-size={size}", "-", input="")
    assert result.exit_code == 2
    assert "is not a size such as 64MiB" in result.output
