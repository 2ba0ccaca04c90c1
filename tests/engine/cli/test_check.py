"""Checking files of deliveries. Over both vendors."""

from __future__ import annotations

import copy
import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from eventcontract.audit import checking
from eventcontract.audit.checking import Checked, Tally, check_stream
from eventcontract.cli import package as consumer
from eventcontract.runtime import Finding
from tests.engine.cli.conftest import Invoke
from tests.vendors import Vendor

CANARY = "Ada CANARY Lovelace"


def examples(vendor: Vendor, *levels: str) -> list[dict[str, Any]]:
    """One example of each event whose findings have these levels."""
    result = []
    for event in vendor.contract.events.values():
        for example in event.examples:
            payload = json.loads(example.text)
            if {finding.level for finding in vendor.package.check(payload)} == set(levels):
                result.append(payload)
                break
    assert result
    return result


def put(payload: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy of ``payload`` with another value at ``path``."""
    changed = copy.deepcopy(payload)
    target = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


def wrong(vendor: Vendor) -> dict[str, Any]:
    """A delivery with one error: its body is a text."""
    payload = examples(vendor)[0]
    assert vendor.package.check(payload) == []
    return put(payload, (vendor.contract.message.body,), CANARY)


def odd(vendor: Vendor) -> dict[str, Any]:
    """A delivery with one warning: a key that nobody described."""
    return put(examples(vendor)[0], ("unheard_of",), CANARY)


def unknown(vendor: Vendor, name: str) -> dict[str, Any]:
    """A delivery of an event that nobody described."""
    return put(examples(vendor)[0], vendor.contract.message.discriminator, name)


def name_of(vendor: Vendor, payload: Any) -> str:
    """The name that a payload gives itself."""
    for step in vendor.contract.message.discriminator:
        payload = payload[step]
    return str(payload)


def lines(payloads: list[Any]) -> bytes:
    return b"".join(json.dumps(payload).encode() + b"\n" for payload in payloads)


FORMATS: dict[str, Callable[[list[Any]], bytes]] = {
    "lines": lines,
    "one line": lambda payloads: b"".join(json.dumps(payload).encode() for payload in payloads),
    "indented": lambda payloads: b"".join(json.dumps(payload, indent=2).encode() + b"\n" for payload in payloads),
    "array": lambda payloads: json.dumps(payloads).encode(),
    "indented array": lambda payloads: json.dumps(payloads, indent=4).encode(),
    "lines, compressed": lambda payloads: gzip.compress(lines(payloads)),
    "indented array, compressed": lambda payloads: gzip.compress(json.dumps(payloads, indent=2).encode()),
}


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


def test_exit_status(vendor: Vendor, invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("check", "-", input=b"").exit_code == 0
    assert invoke("check", "-", input=lines(examples(vendor))).exit_code == 0
    remarks = invoke("check", "-", input=lines(examples(vendor, "info")))
    assert remarks.exit_code == 0
    assert " 0 infos" not in remarks.output
    for payload, status in [(wrong(vendor), 1), (odd(vendor), 1), (unknown(vendor, "new.event"), 1), ("prose", 1)]:
        assert invoke("check", "-", input=lines([payload])).exit_code == status
    assert invoke("check", "-", input=b"prose").exit_code == 1
    for arguments in ([], [str(tmp_path / "nothing")], [str(tmp_path)], ["--wrong", "-"]):
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


def test_the_report_fits_80_columns(vendor: Vendor, invoke: Invoke) -> None:
    payloads = [wrong(vendor), odd(vendor), unknown(vendor, "new"), *examples(vendor, "info"), *examples(vendor)]
    output = invoke("check", "-", input=lines(payloads)).output
    assert max(map(len, output.splitlines())) <= 80
    assert "<stdin>:1, byte 0" in output
    assert "\x1b" not in output


def test_batches_are_checked_one_by_one(vendor: Vendor, invoke: Invoke) -> None:
    assert vendor.contract.batches
    for batch in vendor.contract.batches.values():
        items: Any = [examples(vendor)[0], wrong(vendor), json.dumps(odd(vendor))]
        document = items
        for step in reversed(batch.items.split("/")[1:]):
            document = {step: document}
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
    assert [each["message"] for each in as_json(result.output)] == ["the compressed data is damaged or ends too early"]
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
    assert data.count(b"CANARY") > 100
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


def test_findings_come_while_the_stream_goes_on(vendor: Vendor) -> None:
    class Slow(io.BytesIO):
        """Each read gives one line, as a pipe does."""

        def read1(self, size: int | None = -1) -> bytes:  # noqa: ARG002
            return self.readline()

    stream = Slow(lines([wrong(vendor)] * 5))
    deliveries = check_stream(vendor.package._package, stream)
    next(deliveries)
    assert stream.tell() < len(stream.getvalue()) / 2


def test_made_up_names_do_not_fill_the_memory() -> None:
    tally = Tally()
    for number in range(30_000):
        finding = Finding(rule="undocumented-field", level="warning", pointer=f"/made_up_{number}", message="m")
        tally.add("file", Checked(number, number, f"event_{number % 3000}", [finding]))
    assert tally.deliveries.total() == 30_000
    assert tally.levels["warning"] == 30_000
    assert len(tally.deliveries) == len(tally.findings) == checking._NAMES + 1
    kinds = [alike for kinds in tally.findings.values() for alike in kinds.values()]
    assert len(kinds) <= checking._KINDS + checking._NAMES + 1
    assert sum(alike.count for alike in kinds) == 30_000
    assert all(len(alike.samples) <= checking.SAMPLES for alike in kinds)


def test_elements_of_arrays_are_one_place() -> None:
    tally = Tally()
    for number in range(5):
        pointer = f"/data/items/{number}/2"
        tally.add("file", Checked(1, 0, "e", [Finding(rule="r", level="error", pointer=pointer, message="m")]))
    assert list(tally.findings["e"]) == [("error", "r", "/data/items/*/*")]


def test_a_stream_that_breaks_off_is_no_finding(
    vendor: Vendor, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            raise OSError(5, f"Input/output error after {size} bytes")

    monkeypatch.setattr(consumer, "_open", lambda _: Torn(lines(examples(vendor))))
    file = tmp_path / "file"
    file.touch()
    result = invoke("check", str(file))
    assert result.exit_code == 2
    assert "Input/output error" in result.output


def test_long_work_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    now = [0.0]
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("eventcontract.cli.package.time.monotonic", lambda: now[0])
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / "file"
    file.write_bytes(bytes(200))
    stream = cast("BinaryIO", io.BytesIO(bytes(200)))
    progress = consumer._Progress((str(file), str(file)))
    progress.step(str(file), stream, 1)
    assert terminal.getvalue() == ""  # it may be over at once
    now[0] = 1.0
    stream.seek(50)
    progress.step("a" * 100, stream, 1000)
    shown = terminal.getvalue().lstrip("\r")
    assert shown.startswith("checking 12%, 1,000 deliveries, aaa")
    assert len(shown) < 80
    progress.done(str(file))
    assert terminal.getvalue().endswith("\r" + " " * len(shown) + "\r")
    now[0] = 2.0
    progress.step(str(file), stream, 2000)
    assert "checking 62%, 2,000" in terminal.getvalue()
    # The next one comes a little later.
    before = terminal.getvalue()
    progress.step(str(file), stream, 2001)
    assert terminal.getvalue() == before


def test_progress_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    now = [0.0]
    monkeypatch.setattr("eventcontract.cli.package.time.monotonic", lambda: now[0])
    progress = consumer._Progress(("-",))
    now[0] = 100.0
    progress.step("-", cast("BinaryIO", io.BytesIO()), 1)
    progress.done("-")
    assert cast("io.StringIO", sys.stderr).getvalue() == ""
