"""Auditing: an archive of the generator, from the file to the counts, against reading it without any contract."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from unittest import mock

import jsonschema_rs
import orjson

import canvas_live_events
from eventcontract.audit import Audit
from eventcontract.audit.reading import Options, audit_unit, units
from eventcontract.audit.sources import sources
from tests.archive.generator import Answers, Generator
from tests.archive.written import command, peak_memory, write
from tests.bench.payloads import contract
from tests.bench.report import Part, Target
from tests.bench.timing import in_turns, over

LINES = 5_000
ROUNDS = 5
# Long enough for starting a process not to matter: so many lines, copied so many times.
MANY, COPIES = 200_000, 4
_BUSY = "n = 0\nfor i in range(30_000_000): n += i"


def part() -> Part:
    """One process: what each way of writing an archive costs, and what a delivery with findings costs."""
    made = Part(
        "audit",
        "Auditing an archive in one process",
        "",
        ("what", "µs a delivery", "× orjson.loads"),
    )
    with ExitStack() as stack:
        directories = {odd: Path(stack.enter_context(tempfile.TemporaryDirectory())) for odd in (0.005, 0.2)}
        answers = {odd: write(_generator(odd), directory, LINES, files=1) for odd, directory in directories.items()}
        plain = directories[0.005]
        deliveries = answers[0.005].seen.total()
        lines = (plain / "plain" / "00").read_bytes().splitlines()
        functions: dict[str, Callable[[], object]] = {
            "orjson.loads": over(_loads, lines),
            "orjson + both schemas, is_valid": _validating(lines),
            "audit of JSON Lines": lambda: _audit(plain / "plain"),
            "audit of JSON Lines, 20 % odd": lambda: _audit(directories[0.2] / "plain"),
            "audit of gzip, by isal": lambda: _audit(plain / "gz"),
            "audit of gzip, by zlib": lambda: _without_isal(plain / "gz"),
            "audit of Zstandard": lambda: _audit(plain / "zst"),
        }
        times = in_turns(functions, rounds=ROUNDS, slice_s=0.001)
    base = times["orjson.loads"].best
    for what, found in times.items():
        made.rows.append((what, found.best / deliveries * 1e6, found.best / base))
    ratio = {what: found.best / base for what, found in times.items()}
    size = sum(map(len, lines)) / len(lines)
    made.how = (
        f"{LINES:,} lines of the generator of archives, {size:,.0f} bytes on average; {_mix(answers[0.005])}; best of "
        f"{ROUNDS} rounds in turns."
    )
    whole = ratio["audit of JSON Lines"]
    made.targets += [
        Target("audit of JSON Lines / orjson.loads", 3.0, whole),
        Target("audit / (orjson + both schemas)", 0.8, whole / ratio["orjson + both schemas, is_valid"]),
    ]
    return made


def _generator(odd: float) -> Generator:
    return Generator(contract(), 1, odd=odd)


def _mix(answers: Answers) -> str:
    """Which share of the deliveries has findings."""
    total = answers.seen.total()
    return f"{_share(answers.with_infos, total)} have infos, {_share(answers.with_others, total)} errors or warnings"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


def _loads(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _validating(lines: Sequence[bytes]) -> Callable[[], object]:
    """Both schemas of each event that has any, compiled before."""
    schemas = Path(str(canvas_live_events.__file__)).parent / "schemas"
    compiled = {
        event: [
            jsonschema_rs.Draft202012Validator(orjson.loads(file.read_bytes()), validate_formats=True)
            for file in (schemas / f"{event}.json", schemas / "strict" / f"{event}.json")
        ]
        for event in canvas_live_events.EVENTS
    }

    def validate() -> None:
        for line in lines:
            value = _loads(line)
            try:
                both = compiled[value["metadata"]["event_name"]]  # type: ignore[index]
            except (KeyError, TypeError):
                continue
            for each in both:
                each.is_valid(value)

    return validate


def _audit(directory: Path) -> Audit:
    found = Audit(canvas_live_events._package)
    for source in sources([str(directory)]):
        for unit in units(source):
            audit_unit(found, unit, Options())
    return found


def _without_isal(directory: Path) -> Audit:
    with mock.patch.dict(sys.modules, {"isal": None}):
        return _audit(directory)


def two() -> Part:
    """Two processes, against what two busy loops gain on the same machine at the same time; and their memory."""
    made = Part(
        "audit-two",
        "Auditing in two processes",
        f"The command, over {MANY * COPIES:,} lines as JSON Lines, in wall-clock time; the ceiling is what a second "
        "busy loop gains. The best of two runs in turns. Memory is that of the largest process.",
        ("what", "one, s", "two, s", "gain"),
    )
    with tempfile.TemporaryDirectory() as directory:
        write(_generator(0.005), Path(directory), MANY, files=4)
        plain = Path(directory, "plain")
        for file in [*plain.iterdir()]:
            for copy in range(1, COPIES):
                (plain / f"{file.name}-{copy}").hardlink_to(file)
        best = {"one": 1e9, "two": 1e9, "busy": 1e9, "both": 1e9}
        for _ in range(2):
            for name, work in (
                ("one", lambda: command("canvas_live_events", plain, "--jobs=1").communicate()),
                ("two", lambda: command("canvas_live_events", plain, "--jobs=2").communicate()),
                ("busy", lambda: _loops(1)),
                ("both", lambda: _loops(2)),
            ):
                begin = perf_counter()
                work()
                best[name] = min(best[name], perf_counter() - begin)
        peak = peak_memory("canvas_live_events", plain)
    ceiling, gain = 2 * best["busy"] / best["both"], best["one"] / best["two"]
    made.rows += [
        ("busy loops", best["busy"], best["both"], ceiling),
        ("audit", best["one"], best["two"], gain),
        ("peak memory, MB", None, peak, None),
    ]
    made.targets += [
        Target("gain / ceiling", 0.9, gain / ceiling, at_least=True),
        Target("memory of a process", 150, peak, unit="MB"),
    ]
    return made


def _loops(number: int) -> None:
    running = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(number)]
    for each in running:
        each.wait()
