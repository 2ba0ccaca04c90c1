"""The pytest plugin, as somebody meets it who only installed the package."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

# Imported here, so that runs of pytest in this process do not import them anew each time.
import canvas_live_events.testing  # noqa: F401
from tests.vendors import contract_of

pytest_plugins = ["pytester"]

PACKAGE = contract_of("canvas").catalogue.package
HANDLERS = f"""
from {PACKAGE}.testing import parametrize

@parametrize("course_progress", "course_created", delivered="lambda")
def test_good(delivery):
    assert len(delivery["Records"]) == 1

@parametrize("course_progress")
def test_bad(delivery, case):
    if case.event == "course_progress":
        delivery["body"]["progress"].get("completed_at", "").upper()

def test_other():
    pass
"""


UNITTEST = """
import unittest
class Test(unittest.TestCase):
    @parametrize("course_created")
    def test_it(self, delivery): pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A consumer's project with a good and a bad handler."""
    pytester.makepyfile(test_handlers=HANDLERS)
    return pytester


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plugin but those that a run asks for."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """pytest in this process, which is faster than starting another one.

    Modules that it is the first to import are forgotten afterwards: what it runs must not parse.
    """
    return project.runpytest_inprocess("-p", "no:cacheprovider", "-p", "eventcontract.testing.plugin", *arguments)


def run_apart(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """pytest in a process of its own, for what could harm this one: alarms, threads that hang, pytest-xdist."""
    plugins = ("-p", "eventcontract.testing.plugin", "-p", "xdist")
    return project.runpytest_subprocess("-p", "no:cacheprovider", *plugins, *arguments)


def counted(event: str) -> int:
    from canvas_live_events import testing

    return sum(case.event == event for case in testing.cases(event))


def report(project: pytest.Pytester) -> Any:
    return json.loads((project.path / "report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_the_summary_says_what_was_tried_and_what_broke(project: pytest.Pytester, workers: tuple[str, ...]) -> None:
    result = run_apart(project, "--contract-report=report.json", *workers)
    progress, created = counted("course_progress"), counted("course_created")
    total = progress + created + 1
    result.stdout.fnmatch_lines(
        [
            f"*contract coverage: {PACKAGE}*",
            f"course_progress: {progress} of {progress} variations exercised, 2 failed, first null:completed_at",
            "    AttributeError: 'NoneType' object has no attribute 'upper'",
            "    allowed: /body/progress/completed_at can be null",
            "    in test_handlers.py::test_bad",
            f"3 of 3 events, {total} of {total} variations exercised, 2 failed",
        ]
    )
    result.assert_outcomes(passed=total + progress + 1 + 1 - 2, failed=2)
    contract = report(project)["contracts"][PACKAGE]
    assert (contract["selected"], contract["exercised"], contract["failed"]) == (total, total, 2)
    event = contract["events"]["course_progress"]
    assert [failure["variation"] for failure in event["failures"]] == ["null:completed_at", "example:job"]
    assert event["failures"][0] == {
        "variation": "null:completed_at",
        "why": "/body/progress/completed_at can be null",
        "test": "test_handlers.py::test_bad[course_progress/null:completed_at]",
        "function": "test_handlers.py::test_bad",
        "reason": "AttributeError: 'NoneType' object has no attribute 'upper'",
    }
    assert contract["events"]["course_created"]["failures"] == event["missed"] == []


def test_what_is_left_out_is_missed(project: pytest.Pytester) -> None:
    result = run(project, "--contract-report=report.json", "test_handlers.py::test_good[course_created/complete]")
    contract = report(project)["contracts"][PACKAGE]
    assert contract["exercised"] == 1
    assert contract["selected"] == counted("course_progress") + counted("course_created") + 1
    assert contract["events"]["course_created"]["missed"][0] == "null:root_account_uuid"
    result.stdout.fnmatch_lines([f"course_created: 1 of {counted('course_created')} variations exercised"])
    result.stdout.fnmatch_lines(["1 of 3 events, *"])


def test_patterns_on_the_command_line_narrow(project: pytest.Pytester) -> None:
    result = run(
        project, "--contract-events", "*_created", "--contract-report=report.json", "test_handlers.py::test_good"
    )
    assert list(report(project)["contracts"][PACKAGE]["events"]) == ["course_created"]
    result.assert_outcomes(passed=counted("course_created"))
    wrong = run(project, "--contract-events", "course_progres")
    assert wrong.ret == pytest.ExitCode.INTERRUPTED
    assert "no event matches 'course_progres' (did you mean 'course_progress'" in str(wrong.stdout) + str(wrong.stderr)


def test_many_events_are_few_lines(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        from {PACKAGE}.testing import parametrize

        @parametrize("course_*", "module_*")
        def test_bad(delivery):
            assert delivery["metadata"]["hostname"]
        """
    )
    lines = ["course_*: * failed, first origin:system", "    KeyError: 'hostname'"]
    lines += [
        "    allowed: sent when a background job sent the event. It lacks *, hostname, *",
        "    in test_handlers.py::test_bad",
        "    same first failure: *, * and * more (-v: all)",
    ]
    run(project, "--tb=no").stdout.fnmatch_lines([*lines, "* of * events, *"], consecutive=True)
    every = run(project, "--tb=no", "-v")
    every.stdout.fnmatch_lines(["module_updated: * failed, first origin:system", "    KeyError: 'hostname'"])
    some = run(project, "--tb=no", "-k", "extra-key")
    some.stdout.fnmatch_lines(["partly exercised: * more (-v: all)", "not exercised: unknown-event"])


def test_a_report_is_written_whole_or_not_at_all(project: pytest.Pytester) -> None:
    run(project, "--contract-report=deep/er/report.json", "test_handlers.py::test_other")
    file = project.path / "deep" / "er" / "report.json"
    assert json.loads(file.read_text(encoding="utf-8"))["contracts"][PACKAGE]["exercised"] == 0
    project.makepyfile(test_other="def test_other(): pass")
    run(project, "--contract-report=deep/er/report.json", "test_other.py")
    assert json.loads(file.read_text(encoding="utf-8")) == {"format": 1, "contracts": {}}
    assert [each.name for each in file.parent.iterdir()] == ["report.json"]
    result = run(project, f"--contract-report={file}/below.json", "test_other.py")
    assert result.ret == pytest.ExitCode.INTERNAL_ERROR
    assert "Traceback" not in str(result.stdout) + str(result.stderr)
    result.stdout.fnmatch_lines([f"cannot write the contract report: {file}/below.json: *"])


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--contract-report=.", "is a directory"),
        ("--contract-timeout=-1", "must be 0"),
        ("--contract-timeout=nan", "must be 0"),
        ("--contract-timeout=inf", "must be 0"),
        ("--contract-seed=x", "invalid"),
    ],
)
def test_wrong_options_are_wrong_usage(project: pytest.Pytester, option: str, words: str) -> None:
    result = run(project, option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert words in str(result.stderr)


def test_a_seed_gives_other_values(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        from {PACKAGE}.testing import parametrize

        @parametrize("course_created")
        def test_it(case):
            with open("seen.txt", "a") as file:
                file.write(case.id + " " + case.json + chr(10))
        """
    )
    seen = []
    for seed in ("0", "0", "3"):
        run(project, "--contract-seed", seed).assert_outcomes(passed=counted("course_created") + 1)
        file = project.path / "seen.txt"
        seen.append(file.read_text(encoding="utf-8"))
        file.unlink()
    assert seen[0] == seen[1] != seen[2]
    assert [line.split(" ")[0] for line in seen[0].splitlines()] == [
        line.split(" ")[0] for line in seen[2].splitlines()
    ]


def test_a_handler_that_hangs_is_named(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        import queue
        from {PACKAGE}.testing import parametrize

        @parametrize("course_created")
        def test_it(case):
            try:
                if case.variation == "null:uuid":
                    queue.Queue().get()
            except Exception:
                pass
        """
    )
    result = run_apart(project, "--contract-timeout", "2")
    result.assert_outcomes(passed=counted("course_created"), failed=1)
    result.stdout.fnmatch_lines(
        [
            "course_created: * variations exercised, 1 failed, first null:uuid",
            "    *timed out: course_created/null:uuid took longer than 2 s*",
        ]
    )


def test_a_thread_that_hangs_is_named_and_does_not_keep_the_process(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        import queue
        import threading
        from {PACKAGE}.testing import parametrize

        @parametrize("course_created")
        def test_it(case):
            # As clients of web services in the same process do: whatever happens, they wait for their thread.
            thread = threading.Thread(target=queue.Queue().get if case.variation == "null:uuid" else str)
            thread.start()
            try:
                thread.join()
            finally:
                thread.join()
        """
    )
    for workers in ((), ("-n", "2")):
        result = run_apart(project, "--contract-timeout", "2", *workers)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.assert_outcomes(passed=counted("course_created"), failed=1)
        result.stdout.fnmatch_lines(["    *timed out: course_created/null:uuid took longer than 2 s*"])


def test_a_mistake_that_every_variation_shows_is_called_so(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        from {PACKAGE}.testing import parametrize

        @parametrize("course_created")
        def test_it(case):
            assert case.event not in case.json
        """
    )
    number = counted("course_created")
    run(project).stdout.fnmatch_lines(
        [
            "FAILED test_handlers.py::test_it*",
            "*contract coverage*",
            f"course_created: {number} of {number} variations exercised, all failed, first complete",
            "    every variation fails, whatever it contains",
            "    in test_handlers.py::test_it",
            "*2 of 2 events*",
        ]
    )


def test_fixtures_and_classes_and_alarms_of_others(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        import signal
        import pytest
        from {PACKAGE}.testing import parametrize

        signal.setitimer(signal.ITIMER_REAL, 300, 7)

        @pytest.fixture
        def answer(delivery, tmp_path):
            return tmp_path, delivery.get("Body")

        class TestReceiver:
            @parametrize("course_created", delivered="sqs")
            def test_it(self, answer, case):
                assert answer[1] == case.json

            @pytest.mark.parametrize("twice", [1, 2])
            @parametrize("course_created")
            def test_more(self, delivery, twice):
                delivery["body"].clear()  # no other test sees that
                assert delivery["metadata"]

        def test_somebody_else_s_alarm_survives():
            left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
            assert 0 < left < 300 and interval == 7
        """
    )
    run_apart(project).assert_outcomes(passed=3 * (counted("course_created") + 1) + 1)


MISTAKES = [
    ("@parametrize('corse_*')\ndef test_it(delivery): pass", "no event matches 'corse_[*]' .did you mean 'course_"),
    ("@parametrize('course_created', delivered='pigeon')\ndef test_it(delivery): pass", "no form 'pigeon'.*lambda"),
    ("@parametrize('course_created')\ndef test_it(): pass", "needs an argument 'delivery' or 'case'"),
    ("@parametrize('course_created')\n@parametrize('course_updated')\ndef test_it(case): pass", "use parametrize once"),
    ("def test_it(delivery): pass", "needs @parametrize"),
    ("@parametrize\ndef test_it(delivery): pass", r"TypeError: call it: @parametrize\(\)"),
    ("@parametrize(['course_created'])\ndef test_it(delivery): pass", r"TypeError: patterns must be strings"),
    (UNITTEST, r"test_mistakes_are_explained\.py::Test::test_it: .*does not work with unittest\.TestCase"),
]


@pytest.mark.parametrize(
    ("test", "words", "workers"),
    # Workers report in another way: once what is found while a file is imported, once what is found later.
    [(*each, ()) for each in MISTAKES] + [(*each, ("-n", "1")) for each in (MISTAKES[0], MISTAKES[2])],
)
def test_mistakes_are_explained(pytester: pytest.Pytester, test: str, words: str, workers: tuple[str, ...]) -> None:
    pytester.makepyfile(f"from {PACKAGE}.testing import parametrize\n{test}")
    result = run_apart(pytester, *workers) if workers else run(pytester)
    assert result.ret != 0
    assert "INTERNALERROR" not in str(result.stdout)
    assert re.search(words, str(result.stdout) + str(result.stderr)), str(result.stdout)


def test_other_suites_are_left_alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(
        test_it="""
        import sys

        def test_it(pytestconfig):
            loaded = [name for name in sys.modules if name.startswith("eventcontract")]
            assert sorted(loaded) == ["eventcontract", "eventcontract.testing", "eventcontract.testing.plugin"]
        """
    )
    # As it is installed, by its entry point; these two take seconds to load.
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    others = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")
    result = pytester.runpytest_subprocess("--strict-markers", "-q", *others)
    result.assert_outcomes(passed=1)
    assert "contract" not in str(result.stdout)
