"""The command that audits archives: what it reads, what it prints and writes, how it ends."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import fsspec
import jsonschema
import pyarrow
import pyarrow.parquet
import pytest

from eventcontract import pointers
from eventcontract.audit import Audit, html
from eventcontract.audit.compression import zstandard
from eventcontract.audit.report import share
from eventcontract.audit.schemas import DESCRIBED, schema
from tests.engine.cli.conftest import Invoke
from tests.support.archive import CANARY, FORMATS, examples, lines, odd, put, unknown, wrong
from tests.vendors import Vendor


def mixed(vendor: Vendor) -> list[Any]:
    return [*examples(vendor)[:10], wrong(vendor), odd(vendor), unknown(vendor, "never.heard"), wrong(vendor)]


def report_of(vendor: Vendor, deliveries: list[Any]) -> dict[str, Any]:
    audit = Audit(vendor.package._package)
    for delivery in deliveries:
        audit.add(delivery)
    return counted(audit.report().to_dict())


def counted(report: dict[str, Any]) -> dict[str, Any]:
    """A report without the places, which depend on how an archive is written."""
    return {**report, "lines": [{**line, "place": None} for line in report["lines"]]}


def run(invoke: Invoke, *arguments: object) -> dict[str, Any]:
    result = invoke("audit", "--json", *map(str, arguments))
    assert result.exit_code in (0, 1), result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_an_archive_is_read(form: str, vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    deliveries = mixed(vendor)
    (tmp_path / "file").write_bytes(FORMATS[form](deliveries))
    assert counted(run(invoke, tmp_path)) == report_of(vendor, deliveries)


def test_zstandard_and_parquet_are_read(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    deliveries = mixed(vendor)
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard().compress(lines(deliveries[:5])))
    texts = [json.dumps(each) for each in deliveries[5:]]
    table = pyarrow.table({"number": list(range(len(texts))), "payload": texts})
    pyarrow.parquet.write_table(table, tmp_path / "b.parquet")
    assert counted(run(invoke, tmp_path)) == report_of(vendor, deliveries)


def test_a_parquet_file_with_two_columns_needs_a_choice(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    texts = [json.dumps(each) for each in mixed(vendor)]
    table = pyarrow.table({"key": ["k"] * len(texts), "payload": [each.encode() for each in texts]})
    pyarrow.parquet.write_table(table, tmp_path / "b.parquet")
    result = invoke("audit", str(tmp_path))
    assert result.exit_code == 2
    assert "say which column holds the deliveries; its columns of text are key, payload" in " ".join(
        result.output.split()
    )
    assert counted(run(invoke, "--column=payload", tmp_path)) == report_of(vendor, mixed(vendor))


def test_a_damaged_parquet_file_is_reported(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "b.parquet").write_bytes(b"PAR1" + bytes(100) + CANARY.encode() + b"PAR1")
    result = invoke("audit", str(tmp_path))
    assert result.exit_code == 2
    assert "the Parquet file is damaged" in result.output
    assert "CANARY" not in result.output


def test_patterns_urls_and_standard_input(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    deliveries = mixed(vendor)
    for number, delivery in enumerate(deliveries):
        (tmp_path / f"{number:02}.jsonl").write_bytes(lines([delivery]))
    assert counted(run(invoke, f"{tmp_path}/*.jsonl")) == report_of(vendor, deliveries)
    assert counted(run(invoke, f"{tmp_path}/0*")) == report_of(vendor, deliveries[:10])
    with fsspec.open("memory://archive/part/x.jsonl.gz", "wb") as file:
        file.write(gzip.compress(lines(deliveries)))
    for url in ("memory://archive", "memory://archive/part/x.jsonl.gz", "memory://archive/*/*.gz"):
        assert counted(run(invoke, url, "--jobs=1")) == report_of(vendor, deliveries)
    result = invoke("audit", "--json", "-", input=lines(deliveries))
    assert counted(json.loads(result.stdout)) == report_of(vendor, deliveries)


@pytest.mark.parametrize("path", ["nowhere", "*.nothing", "memory://nowhere", "never://heard/of"])
def test_what_is_not_there_is_one_line(path: str, invoke: Invoke) -> None:
    result = invoke("audit", path)
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_what_is_not_installed_is_named(
    vendor: Vendor, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    table = pyarrow.table({"payload": [json.dumps(examples(vendor)[0])]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    for name in ("pyarrow", "pyarrow.parquet", "fsspec", "fsspec.core"):
        monkeypatch.setitem(sys.modules, name, None)
    result = invoke("audit", str(tmp_path), columns=500)
    assert result.exit_code == 2
    assert "a.parquet: pyarrow is not installed; install the extra 'archive'" in result.output
    result = invoke("audit", "s3://bucket/")
    assert result.exit_code == 2
    assert "install the extra 'archive'" in result.output


def test_a_file_whose_name_is_not_text_is_read(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"caf\xe9.jsonl")  # noqa: PTH118
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(lines([wrong(vendor)]))
    report = run(invoke, tmp_path, f"--state={tmp_path / '.state'}", f"--rejects={tmp_path / '.rejects'}")
    assert report["lines"][0]["place"][0].endswith(r"caf\xe9.jsonl")
    assert invoke("audit", str(tmp_path)).exit_code == 1


def test_an_empty_file_or_directory_is_a_warning(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.jsonl").touch()
    report = run(invoke, tmp_path, tmp_path / "empty")
    (line,) = report["lines"]
    assert (line["rule"], line["deliveries"], report["deliveries"]) == ("no-deliveries", 2, 0)
    assert invoke("audit", str(tmp_path), "--fail-on=warning").exit_code == 1
    (tmp_path / "b.jsonl.gz").touch()
    assert [line["rule"] for line in run(invoke, tmp_path)["lines"]] == ["not-json", "no-deliveries"]
    assert invoke("audit", str(tmp_path)).exit_code == 1


@pytest.mark.parametrize(
    ("make", "codes"),
    [(lambda vendor: examples(vendor)[0], (0, 0, 0)), (odd, (0, 0, 1)), (wrong, (1, 1, 1))],
    ids=["good", "new", "wrong"],
)
def test_what_it_fails_on(make: Any, codes: tuple[int, ...], vendor: Vendor, invoke: Invoke) -> None:
    for strictness, code in zip(("error", "warning", "new"), codes, strict=True):
        assert invoke("audit", "-", f"--fail-on={strictness}", input=lines([make(vendor)])).exit_code == code


def test_the_report_answers_on_one_screen(vendor: Vendor, invoke: Invoke) -> None:
    for columns in (80, 120):
        output = invoke("audit", "-", input=lines(mixed(vendor)), columns=columns).output
        assert f"{len(mixed(vendor))} deliveries" in output
        assert "never.heard" in output
        assert "/unheard_of" in output
        assert output.splitlines()[-1].startswith("1 file, 2 errors, 0 warnings, 2 new")
        assert max(map(len, output.splitlines())) <= columns
        assert "CANARY" not in output


def test_large_numbers_are_whole(vendor: Vendor, invoke: Invoke) -> None:
    output = invoke("audit", "-", input=lines([odd(vendor)] * 12_345)).output
    assert "12,345" in output
    assert "…" not in output


@pytest.mark.parametrize(
    ("part", "text"),
    [(0.0, "0.00 %"), (1e-9, "<0.01 %"), (0.001, "0.10 %"), (0.5, "50 %"), (0.9999999, ">99.99 %"), (1.0, "100 %")],
)
def test_no_share_is_rounded_to_nothing_or_all(part: float, text: str) -> None:
    assert share(part) == text


def test_accepted_findings_are_left_out(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text(
        '[[accept]]\nrule = "undocumented-field"\npointer = "/unheard_*"\nreason = "Announced."\n'
        '[[accept]]\nrule = "id-format"\nevent = "x*"\nreason = "Never."\n'
    )
    result = invoke("audit", "-", "--json", "--fail-on=new", f"--accept={file}", input=lines([odd(vendor)] * 2))
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["accepted"], report["lines"]) == (2, [])
    assert "accepted, but not found: id-format, x*" in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[accept]]\nrule = 'id-format'\n", "entry 1: 'reason' is missing"),
        ("[[accept]]\nrule = 'id-formt'\nreason = 'x'\n", "there is no rule 'id-formt' (did you mean 'id-format'?)"),
        ("[[accept]]\nrule = 'id-format'\nreason = 'x'\npath = 'y'\n", "unknown key 'path'"),
        ("[[accept]]\nrule = 5\nreason = 'x'\n", "'rule' must be text"),
        ("accepted = 1\n", "expected entries that begin with [[accept]]"),
        ("[[accept\n", "line 1"),
    ],
)
def test_a_wrong_file_of_accepted_findings(text: str, words: str, invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text(text)
    result = invoke("audit", "-", f"--accept={file}", input="")
    assert result.exit_code == 2
    assert words in result.output


def test_what_is_refused_is_written_byte_for_byte(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    bad = [
        json.dumps(wrong(vendor)).encode(),
        json.dumps(wrong(vendor), ensure_ascii=False, separators=(" ,", ": ")).encode(),
        b'{"cut": "off',
        b'{"\\u00e9": "no event"}',
    ]
    good = json.dumps(examples(vendor)[0]).encode()
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([good, bad[0], good, bad[1], bad[2], good]) + b"\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"\n".join([bad[3], good])))
    rejects = tmp_path / "rejects"
    run(invoke, tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz", f"--rejects={rejects}")
    assert rejects.read_bytes().splitlines() == bad
    assert rejects.stat().st_mode & 0o777 == 0o600
    again = run(invoke, rejects)
    assert (again["deliveries"], again["readable"]) == (4, 0)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl.gz", "rejects"]


@pytest.mark.needs("batches")
def test_what_is_refused_of_a_batch_is_what_it_holds(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    odd_spelling = json.dumps(wrong(vendor), separators=(" , ", " : "))
    row = next(iter(vendor.contract.batches.values()))
    batch: dict[str, Any] = {}
    pointers.put(batch, pointers.parse(row.items), ["HERE"])
    values = {"text": "x", "content": "x", "number": 1, "array": [], "boolean": True, "object": {}}
    for where, kind in row.recognize.items():
        if pointers.get(batch, pointers.parse(where)) is None:
            pointers.put(batch, pointers.parse(where), values[kind])
    text = json.dumps(batch).replace('"HERE"', f"{json.dumps(examples(vendor)[0])}, {odd_spelling}")
    rejects = tmp_path / "rejects"
    report = invoke("audit", "-", "--json", f"--rejects={rejects}", input=text)
    assert json.loads(report.stdout)["deliveries"] == 2
    assert rejects.read_text() == odd_spelling + "\n"


def test_a_state_reads_only_what_is_new(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    deliveries = mixed(vendor)
    (archive / "a.jsonl").write_bytes(lines(deliveries[:6]))
    options = (archive, f"--state={tmp_path / 'state'}", f"--rejects={tmp_path / 'rejects'}")
    first = run(invoke, *options)
    assert counted(first) == report_of(vendor, deliveries[:6])
    (archive / "b.jsonl").write_bytes(lines(deliveries[6:]))
    mtime = (archive / "a.jsonl").stat().st_mtime_ns
    # If it were read again, this would be seen.
    (archive / "a.jsonl").write_bytes(b"x" * len(lines(deliveries[:6])))
    os.utime(archive / "a.jsonl", ns=(mtime, mtime))
    assert counted(run(invoke, *options)) == report_of(vendor, deliveries)
    assert len((tmp_path / "rejects").read_bytes().splitlines()) == 2
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state-rejects").stat().st_mode & 0o777 == 0o700
    # What has changed is read again, and so is everything with other options.
    (archive / "a.jsonl").write_bytes(lines(deliveries[:2]))
    assert counted(run(invoke, *options)) == report_of(vendor, [*deliveries[:2], *deliveries[6:]])
    assert run(invoke, *options, "--lengths")["lengths"]


def test_what_is_no_state_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"not a database, but long enough to be taken for one" * 50)
    result = invoke("audit", "-", f"--state={tmp_path / 'state'}", input="")
    assert result.exit_code == 2
    assert "is not a state of this command" in result.output
    result = invoke("audit", "-", f"--state={tmp_path / 'no' / 'state'}", input="")
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")


@pytest.mark.parametrize("option", ["--html", "--rejects", "--state"])
def test_a_directory_that_is_not_there_is_noticed_first(option: str, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("audit", str(tmp_path), f"{option}={tmp_path}/no/file")
    assert (result.exit_code, result.output) == (2, f"Error: {tmp_path}/no: there is no such directory\n")


def test_a_file_that_cannot_be_written_does_not_cost_the_report(
    vendor: Vendor, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old = tmp_path / "report.html"
    old.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        invoke("audit", "-", f"--html={old}", input=lines(mixed(vendor)))
    assert old.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


class Page(HTMLParser):
    """Checks that tags are closed, and collects what the page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data", "action")]
        if tag not in ("meta", "br", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open[-1:] == [tag]:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_else(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    hostile = put(unknown(vendor, "<script>alert(1)</script>"), ("<b>",), 1)
    assert invoke("audit", "-", f"--html={file}", input=lines([*mixed(vendor), hostile])).exit_code == 1
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    page = Page()
    page.feed(text)
    assert (page.open, page.loads) == ([], [])
    assert "script" not in page.tags
    assert "b>" not in [tag for tag in page.tags if tag == "<b>"]
    for word in ("Audit of", "never", "http", "CANARY"):
        assert (word in text) is (word in ("Audit of", "never"))
    if vendor.contract.message.time:
        assert "Deliveries by day" in text


@pytest.mark.needs("time")
def test_plots_have_a_bounded_number_of_bars(vendor: Vendor) -> None:
    audit = Audit(vendor.package._package)
    time_ = vendor.contract.message.time
    assert time_ is not None
    for year in ("2010", "2025", "2099"):
        payload = examples(vendor)[0]
        audit.add(put(payload, tuple(time_.split("/")[1:]), f"{year}-03-09T08:15:00Z"))
    report = audit.report()
    axis = html._Axis(report.days)
    assert 1 < axis.bars <= html._BARS
    assert sum(axis.counts(report.days)) == 3 - report.undated
    assert "<svg" in html.page(report, "x")


def test_lengths_are_printed_on_request(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    delivery = put(examples(vendor)[0], ("unheard_of",), "x" * 777)
    output = invoke("audit", "-", "--lengths", input=lines([delivery])).output
    assert "777" in output
    assert "Greatest lengths" in output
    page = tmp_path / "report.html"
    invoke("audit", "-", "--lengths", f"--html={page}", input=lines([delivery]))
    assert "<code><wbr>/unheard_<wbr>of</code>" in page.read_text()
    assert "777" in page.read_text()


def test_the_schema_describes_the_json(vendor: Vendor, invoke: Invoke) -> None:
    result = invoke("audit", "--json", "-", input=lines(mixed(vendor)))
    jsonschema.Draft202012Validator(json.loads(schema(DESCRIBED["report.schema.json"]))).validate(
        json.loads(result.stdout)
    )


def command(*arguments: str) -> subprocess.Popen[bytes]:
    """The command of the first vendor in a process of its own."""
    line = [sys.executable, "-m", "canvas_live_events", "audit", *arguments]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


@pytest.fixture
def endless(vendors: dict[str, Vendor], tmp_path: Path) -> Path:
    """An archive that never ends: its last file is a pipe that nobody writes to."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(lines([wrong(vendors["canvas"])] * 5000) * 2)
    os.mkfifo(tmp_path / "z")
    return tmp_path


def started(archive: Path, *options: str) -> tuple[subprocess.Popen[bytes], int]:
    """The command, when it has come to the pipe; what it has read before that is counted. And the pipe."""
    process = command(*options, *(str(archive / name) for name in ("a.jsonl", "b.jsonl", "z")))
    return process, os.open(archive / "z", os.O_WRONLY)  # waits for the reader


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_prints_what_is_known(endless: Path, jobs: str) -> None:
    process, pipe = started(endless, "--json", f"--jobs={jobs}")
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    os.close(pipe)
    assert process.returncode == 130, errors
    assert json.loads(output)["deliveries"] >= 10_000
    assert b"interrupted" in errors
    assert b"Traceback" not in errors


def test_processes_that_have_nothing_left_to_do_end_quietly(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    for name, number in (("a.jsonl", 12_000), ("b.jsonl", 10)):
        (tmp_path / name).write_bytes(lines([wrong(vendors["canvas"])] * number))
    output, errors = command("--json", "--jobs=2", str(tmp_path)).communicate()
    assert json.loads(output)["deliveries"] == 12_010
    assert errors == b"2 files, 12,010 errors, 0 warnings, 0 new\n"


def test_standard_input_is_read_next_to_files(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(lines([wrong(vendors["canvas"])] * 12_000))
    line = [sys.executable, "-m", "canvas_live_events", "audit", "--json", "--jobs=2", str(tmp_path), "-"]
    done = subprocess.run(line, input=lines([wrong(vendors["canvas"])] * 5), capture_output=True, check=False)
    assert json.loads(done.stdout)["deliveries"] == 24_005


def test_a_killed_run_leaves_no_process_behind(endless: Path) -> None:
    process, pipe = started(endless, "--jobs=2")
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5
    with pytest.raises(ProcessLookupError):  # the group of the command and its workers
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.05)
    os.close(pipe)


def test_a_killed_run_continues(endless: Path) -> None:
    state = endless / "state"
    process, pipe = started(endless, "--jobs=2", f"--state={state}")
    process.kill()
    process.wait()
    os.close(pipe)
    (endless / "z").unlink()
    (endless / "z").touch()
    paths = [str(endless / name) for name in ("a.jsonl", "b.jsonl", "z")]
    continued = json.loads(command("--json", f"--state={state}", *paths).communicate()[0])
    whole = json.loads(command("--json", *paths).communicate()[0])
    assert continued == whole
    assert whole["deliveries"] == 20_000


def test_a_worker_that_dies_takes_only_its_file_along(endless: Path) -> None:
    process, pipe = started(endless, "--json", "--jobs=2")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    reading = [child for child in children if str(endless / "z") in open_files(child)]
    os.kill(int(reading[0]), signal.SIGKILL)
    output, errors = process.communicate(timeout=60)
    os.close(pipe)
    assert process.returncode == 2
    assert json.loads(output)["deliveries"] == 20_000
    assert b"/z: the process that read it has died (exit status -9)" in errors


def open_files(process: str) -> list[str]:
    return [str(each.readlink()) for each in Path(f"/proc/{process}/fd").iterdir()]
