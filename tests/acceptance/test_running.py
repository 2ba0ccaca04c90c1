"""How the suite itself is run: samples, the way it is started, and the programs in .ci/."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.mutations import mutations
from tests.support.sampling import EVENTS, METADATA, Sample
from tests.vendors import ROOT, Subject, Vendor

CHECKS = [f"tests/engine/test_{letter}.py::test_it" for letter in "abcdefgh"]


@pytest.mark.parametrize("seed", range(8))
def test_every_check_and_every_event_is_in_a_sample(vendors: dict[str, Vendor], seed: int) -> None:
    sample = Sample(seed)
    events = list(vendors["canvas"].contract.events)
    tried = {(check, event) for check in CHECKS for event in events if sample.tries(check, event, events)}
    for check in CHECKS:
        assert len([event for event in events if (check, event) in tried]) >= len(events) // EVENTS
    # An event that one slow check leaves out is tried by others.
    assert {event for _, event in tried} == set(events)
    small = list(vendors["parcel"].contract.events)
    assert all(sample.tries(check, event, small) for check in CHECKS for event in small)


def test_seeds_together_leave_nothing_out(vendors: dict[str, Vendor]) -> None:
    events = list(vendors["canvas"].contract.events)
    for check in CHECKS:
        parts = [{event for event in events if Sample(seed).tries(check, event, events)} for seed in range(EVENTS)]
        assert set().union(*parts) == set(events)
        assert sum(map(len, parts)) == len(events)
    names = [f"tests/cli/test_it.py::test_it[{number}]" for number in range(400)]
    assert all(any(Sample(seed).on_another_python(name) for seed in range(4)) for name in names)
    assert Sample(0).on_another_python("tests/engine/runtime/test_parse.py::test_it")


def test_mutations_left_out_are_those_that_all_events_have(vendors: dict[str, Vendor]) -> None:
    vendor = vendors["canvas"]
    part = vendor.contract.message.discriminator[0]
    shared: set[str] = set()
    everything: set[str] = set()
    for event in list(vendor.contract.events)[:METADATA]:
        subject = Subject(vendor, event)
        cases = mutations(vendor.contract, event)
        chosen = Sample().mutations(subject, cases)
        assert [case for case in chosen if case.path[:1] != (part,)] == [
            case for case in cases if case.path[:1] != (part,)
        ]
        assert len(chosen) < len(cases)
        shared |= {str(case) for case in chosen}
        everything |= {str(case) for case in cases}
        assert Sample(whole=True).mutations(subject, cases) == cases
    # Few events are enough for all of them.
    assert shared == everything


def test_tests_do_not_depend_on_how_they_are_started() -> None:
    """As from a shell that starts them in the background, which makes them ignore interrupts, and sets colours."""
    files = ["tests/engine/cli/test_send.py", "tests/engine/cli/test_lookup.py"]
    chosen = "test_an_interrupt_ends_with_a_summary or (parcel and test_show_fits_80_columns)"
    # Plugins take seconds to load, and none is used.
    odd = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "FORCE_COLOR": "1", "COLUMNS": "40", "TZ": "Asia/Kolkata"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no", *files, "-k", chosen],
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        env=os.environ | odd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout  # the first for each vendor


# -- the summary of CI -----------------------------------------------------------------------------


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """What a run without a fault leaves: two sessions, one of which has tests."""
    wanted = [{"session": name, "name": name.partition("-")[0]} for name in ("lint", "tests-3.11")]
    (tmp_path / "wanted.json").write_text(json.dumps(wanted), encoding="utf-8")
    for name in ("lint", "tests-3.11"):
        session(tmp_path, name)
    junit(tmp_path, "tests-3.11", tests=9, skipped=1)
    return tmp_path


def session(reports: Path, name: str, result: str = "success") -> None:
    report = {"sessions": [{"name": name, "signatures": [name], "result": result, "duration": 12.34}]}
    (reports / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")


def junit(reports: Path, name: str, **counts: int) -> None:
    numbers = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0} | counts
    attributes = " ".join(f'{what}="{number}"' for what, number in numbers.items())
    (reports / f"{name}.xml").write_text(f"<testsuites><testsuite {attributes} /></testsuites>", encoding="utf-8")


def summary(reports: Path) -> tuple[int, list[str]]:
    command = [sys.executable, str(ROOT / ".ci" / "summary.py"), str(reports)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_summary_has_a_line_for_each_session(reports: Path) -> None:
    status, lines = summary(reports)
    assert status == 0
    assert [line.split()[:3] for line in lines if "success" in line] == [
        ["lint", "success", "12"],
        ["tests-3.11", "success", "12"],
    ]
    assert lines[-1] == "8 passed, 0 failed, 1 skipped"


def test_summary_fails_if_a_session_failed(reports: Path) -> None:
    session(reports, "lint", "failed")
    assert summary(reports)[0] == 1


def test_summary_fails_if_a_session_did_not_run(reports: Path) -> None:
    (reports / "lint.json").unlink()
    status, lines = summary(reports)
    assert status == 1
    assert any(line.split()[:4] == ["lint", "did", "not", "run"] for line in lines)


@pytest.mark.parametrize("counts", [{"failures": 1}, {"errors": 1}])
def test_summary_fails_if_a_test_failed(reports: Path, counts: dict[str, int]) -> None:
    junit(reports, "tests-3.11", tests=9, **counts)
    status, lines = summary(reports)
    assert (status, lines[-1]) == (1, "8 passed, 1 failed, 0 skipped")


def test_summary_fails_if_no_test_passed(reports: Path) -> None:
    (reports / "tests-3.11.xml").unlink()
    status, lines = summary(reports)
    assert (status, lines[-1]) == (1, "0 passed, 0 failed, 0 skipped")


# -- what no linter looks for ----------------------------------------------------------------------


def lint(root: Path) -> tuple[int, list[str]]:
    command = [sys.executable, str(ROOT / ".ci" / "lint.py"), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_lint_names_places_that_only_one_machine_has(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("See https://example.org/home/page and ${HOME}/files/x.\n", encoding="utf-8")
    assert lint(tmp_path) == (0, ["1 files, 0 problems"])
    # Put together from pieces, or this file would name them.
    (tmp_path / "bad.py").write_text(f"x = 1\ny = '{'/ho' + 'me/ada'}'\nz = '{tmp_path}'\n", encoding="utf-8")
    status, lines = lint(tmp_path)
    assert status == 1
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["bad.py:2", "bad.py:3"]


def test_lint_looks_at_the_pictures_of_the_readme(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("![One](one.svg)\n![Two](two.png)\n", encoding="utf-8")
    (tmp_path / "one.svg").write_text('<svg><image href="https://example.org/x.png"/></svg>', encoding="utf-8")
    (tmp_path / "two.png").write_bytes(b"\x89PNG" + bytes(100_000))
    status, lines = lint(tmp_path)
    assert status == 1
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["one.svg:1", "two.png:1"]
