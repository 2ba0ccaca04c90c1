"""``pytest --contract-usage FILE``, as somebody meets it who only installed the package."""

from __future__ import annotations

import json
from typing import Any

import pytest

# Imported here, so that runs of pytest in this process do not import them anew each time.
from canvas_live_events import CourseCreated, CourseProgress, CourseUpdated  # noqa: F401
from tests.vendors import contract_of

pytest_plugins = ["pytester"]

PACKAGE = contract_of("canvas").catalogue.package
HANDLERS = f"""
import pytest
from {PACKAGE} import CourseProgress, CourseCreated, parse
from {PACKAGE}.testing import parametrize

def handler(event):
    match event:
        case CourseProgress(body=body):
            return body.progress.failed or body.user.name
        case CourseCreated():
            return vars(event.metadata)

@pytest.fixture
def answer(delivery):
    # A fixture that calls the handler counts as the test.
    return handler(parse(delivery))

@parametrize("course_progress")
def test_progress(answer):
    pass

@parametrize("course_created", "course_updated", delivered="lambda")
def test_created(delivery):
    handler(parse(delivery["Records"][0]))

def test_other():
    # Not a contract test.
    from {PACKAGE}.testing import cases
    assert parse(cases("grade_change")[0].json).body.grade_id if False else True
    assert parse(cases("course_created")[0].json).body.uuid
"""
EXPECTED = {
    "consumer": "the-consumer",
    "contract": "canvas-live-events",
    "events": {
        "course_created": {"whole": ["/metadata"]},
        "course_progress": {"reads": ["/body/progress/error", "/body/user/name"]},
        "course_updated": {},
    },
}


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A consumer's project."""
    pytester.makepyfile(test_handlers=HANDLERS)
    pytester.makepyprojecttoml('[project]\nname = "the-consumer"')
    return pytester


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plugin but those that a run asks for."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_inprocess("-p", "no:cacheprovider", "-p", "eventcontract.testing.plugin", *arguments)


def usage(project: pytest.Pytester) -> Any:
    return json.loads((project.path / "usage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_what_is_read_is_written(project: pytest.Pytester, workers: tuple[str, ...]) -> None:
    # In a process of its own: workers of pytest-xdist need the plugins by name.
    plugins = ("-p", "eventcontract.testing.plugin", "-p", "xdist")
    result = project.runpytest_subprocess("-p", "no:cacheprovider", *plugins, "--contract-usage=usage.json", *workers)
    assert result.ret == 0
    assert usage(project) == EXPECTED
    result.stdout.fnmatch_lines(
        [
            "*contract usage*",
            "usage.json: the-consumer, 3 events, 2 fields read, 1 objects read whole",
            "no reads were seen in: course_updated",
            "Not seen: branches that no case takes, other processes, *",
        ]
    )
    (project.path / "usage.json").write_text(json.dumps(EXPECTED | {"events": {"grade_change": {}}}), encoding="utf-8")
    if not workers:
        run(project, "--contract-usage=usage.json").stdout.fnmatch_lines(["no longer in the file: grade_change"])


def test_nothing_is_watched_without_the_option(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_handlers=f"""
        from eventcontract.runtime.records import Record
        from {PACKAGE}.testing import parametrize

        @parametrize("course_created")
        def test_it(delivery):
            assert type(delivery) is dict
            assert "__getattribute__" not in vars(Record)
        """
    )
    result = run(project, "test_handlers.py::test_it[course_created/complete]")
    result.assert_outcomes(passed=1)
    assert "contract usage" not in str(result.stdout)


#: One event, and a test that is not of the contract.
SMALL = f"""
import pytest
from {PACKAGE} import parse
from {PACKAGE}.testing import parametrize

@parametrize("course_progress")
def test_progress(delivery, case):
    if case.event == "course_progress":
        parse(delivery).body.user.name

def test_other():
    pass
"""


@pytest.mark.parametrize(
    ("change", "arguments", "status", "why"),
    [
        (("body.user.name", "body.user.nam"), ("-x",), pytest.ExitCode.TESTS_FAILED, "tests failed"),
        ((), ("-k", "complete or other"), pytest.ExitCode.USAGE_ERROR, "only * of * variations were run"),
        ((), ("test_handlers.py::test_other",), pytest.ExitCode.USAGE_ERROR, "no contract tests ran"),
        (("parse(delivery)", "pytest.skip()"), (), pytest.ExitCode.USAGE_ERROR, "only * of * variations were run"),
    ],
    ids=["failure", "selection", "no contract tests", "skipped"],
)
def test_a_run_that_says_too_little_writes_nothing(
    project: pytest.Pytester, change: tuple[str, ...], arguments: tuple[str, ...], status: int, why: str
) -> None:
    before = "what was there"
    (project.path / "usage.json").write_text(before, encoding="utf-8")
    project.makepyfile(test_handlers=SMALL.replace(*change) if change else SMALL)
    if change:
        assert change[0] in SMALL
    if arguments == ("test_handlers.py::test_other",):
        project.makepyfile(test_handlers="def test_other(): pass")
    result = run(project, "--contract-usage=usage.json", *arguments)
    assert result.ret == status
    result.stdout.fnmatch_lines([f"usage.json was not written: {why}"])
    assert (project.path / "usage.json").read_text(encoding="utf-8") == before
    assert not [*project.path.glob(".*.new")]


def test_a_file_that_cannot_be_written(project: pytest.Pytester) -> None:
    project.makepyfile(test_handlers=SMALL)
    (project.path / "file").write_text("", encoding="utf-8")
    result = run(project, "--contract-usage=file/usage.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["file/usage.json was not written: *"])
    assert "Traceback" not in str(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--contract-usage=.",), "--contract-usage: . is a directory"),
        (("--contract-usage=x", "--contract-events=course_*"), "use it without --contract-events"),
    ],
)
def test_wrong_options_are_wrong_usage(project: pytest.Pytester, arguments: tuple[str, ...], words: str) -> None:
    result = run(project, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert words in str(result.stderr)
