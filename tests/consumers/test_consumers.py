"""Three consumers of the built wheel: their suites are green, and their contract tests catch every planted bug.

``nox -s consumers`` builds the wheel, installs each consumer in an environment of its own and runs this file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.consumers.planted import CONSUMERS, HERE, Bug, bugs, command, copied, run

if "CONSUMERS" not in os.environ:
    pytest.skip("tests a built wheel: run 'nox -s consumers'", allow_module_level=True)


#: The bug that each README plants, and shows what is printed then.
TUTORIAL = {"webhook": "progress-without-counts", "lambda": "closed-list-of-roles", "poller": "name-is-null"}


def shown(consumer: str, language: str) -> list[str]:
    """The lines of the code blocks of a README."""
    text = (HERE / consumer / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip() != "..."]


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_code_in_the_readme_is_that_of_the_repository(consumer: str) -> None:
    files = [*(HERE / consumer / "src").rglob("*.py"), *(HERE / consumer / "tests").glob("*.py")]
    # A README shows it without the indentation of where it stands.
    code = {line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    lines = shown(consumer, "python")
    assert lines
    assert [line for line in lines if line.strip() not in code] == []


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_the_built_wheel_is_what_is_tested(consumer: str, tmp_path: Path) -> None:
    script = "import canvas_live_events, sys; print(canvas_live_events.__file__); print(sys.prefix)"
    done = subprocess.run(command(consumer, "-c", script), cwd=tmp_path, capture_output=True, text=True, check=True)
    file, prefix = done.stdout.splitlines()
    assert Path(file).is_relative_to(prefix)


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_a_correct_consumer_is_green(consumer: str, tmp_path: Path) -> None:
    result = run(consumer, copied(consumer, tmp_path))
    assert result.status == 0, result.output
    assert result.numbers["failed"] == 0
    assert result.numbers["exercised"] == result.numbers["selected"] > 100


#: What each consumer reads of events, found by reading its code: fields, and what it keeps whole.
_ROSTER = {
    "/metadata": ("event_time", "user_id"),
    "/body": ("course_id", "enrollment_id", "type", "updated_at", "user_id", "user_name", "workflow_state"),
}
_SENDER = ("event_time", "hostname", "user_login")
_PROGRESS = {
    "/metadata": _SENDER,
    "/body/course": ("id",),
    "/body/user": ("name",),
    # The predicate "failed" asks whether there is an error.
    "/body/progress": ("completed_at", "error", "requirement_completed_count", "requirement_count"),
}
_GRADE = {"/metadata": ("context_id", *_SENDER), "/body": ("assignment_name", "points_possible", "score")}
_MIRRORED = ("event_name", "event_time", "user_login")
_ACCOUNT = {"/metadata": _MIRRORED, "/body": ("account_id", "name", "parent_account_id", "workflow_state")}
_COURSE = {"/metadata": _MIRRORED, "/body": ("account_id", "course_id", "name", "workflow_state")}
READ = {
    "lambda": {"enrollment_created": _ROSTER, "enrollment_updated": _ROSTER},
    "webhook": {"course_progress": _PROGRESS, "course_completed": _PROGRESS, "grade_change": _GRADE},
    "poller": {
        "account_created": _ACCOUNT,
        "account_updated": _ACCOUNT,
        "course_created": _COURSE,
        "course_updated": _COURSE,
    },
}
#: The poller keeps the event as it is.
WHOLE = {"poller": {"whole": [""]}}


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_what_a_consumer_reads_is_recorded_and_committed(consumer: str, tmp_path: Path) -> None:
    repository = copied(consumer, tmp_path)
    file = repository / "contract-usage.json"
    committed = file.read_text(encoding="utf-8")
    file.unlink()
    result = run(consumer, repository, f"--contract-usage={file.name}")
    assert result.status == 0, result.output
    recorded = file.read_text(encoding="utf-8")
    assert json.loads(recorded)["events"] == {
        event: {"reads": sorted(f"{holder}/{name}" for holder, names in parts.items() for name in names)}
        | WHOLE.get(consumer, {})
        for event, parts in READ[consumer].items()
    }
    assert recorded == committed, f"pytest --contract-usage={file.name} writes another file; commit it"


@pytest.mark.parametrize("bug", bugs(), ids=str)
def test_a_planted_bug_is_caught_and_named(bug: Bug, tmp_path: Path) -> None:
    event, _, variation = bug.shown_by.partition("/")
    tutorial = bug.file.stem == TUTORIAL[bug.consumer]
    # As the README says, or only what can show the bug first: with a bug, the other tests say nothing of interest.
    narrow = () if tutorial else ("tests/test_contract.py", f"--contract-events={event}")
    result = run(bug.consumer, copied(bug.consumer, tmp_path, bug), *narrow)
    assert result.status == pytest.ExitCode.TESTS_FAILED, result.output
    assert result.failed(contract=True)
    first = result.events[event]["failures"][0]
    assert first["variation"] == variation
    assert bug.reason in first["reason"]
    # The end of the output says the same.
    assert f"failed, first {variation}\n    {first['reason']}\n" in result.output
    assert f"\n    in {first['function']}\n" in result.output
    if tutorial:
        lines = shown(bug.consumer, "text")
        assert len(lines) == 5
        # "…" at the end of a line replaces the rest of it.
        assert re.search("\n".join(re.escape(line).replace("…", ".*") for line in lines), result.output)


def test_each_consumer_has_five_bugs() -> None:
    assert Counter(bug.consumer for bug in bugs()) == dict.fromkeys(CONSUMERS, 5)


def test_a_pattern_that_no_event_matches_is_explained(tmp_path: Path) -> None:
    repository = copied("poller", tmp_path)
    file = repository / "tests" / "test_contract.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"course_created"', '"corse_created"'), encoding="utf-8")
    result = run("poller", repository, "--tb=auto")
    assert result.status == pytest.ExitCode.INTERRUPTED
    assert "ValueError: no event matches 'corse_created' (did you mean 'course_created' or " in result.output
    # What is wrong is in the consumer's own line; no other is shown.
    assert "tests/test_contract.py:6: in <module>" in result.output
    assert "site-packages" not in result.output
    result = run("poller", copied("poller", tmp_path / "again"), "--tb=auto", "--contract-events", "acount_*")
    assert result.status == pytest.ExitCode.INTERRUPTED
    assert "\n--contract-events: no event matches 'acount_*' (did you mean 'account_" in result.output
    assert "site-packages" not in result.output


def test_a_handler_that_hangs_is_named(tmp_path: Path) -> None:
    repository = copied("webhook", tmp_path)
    file = repository / "src" / "course_feed" / "entries.py"
    code = file.read_text(encoding="utf-8")
    assert code.count('return "no score"') == 1
    file.write_text(code.replace('return "no score"', '__import__("queue").Queue().get()'), encoding="utf-8")
    # The service runs its handlers in threads, which nobody can end.
    result = run("webhook", repository, "--contract-timeout=1", "--contract-events=grade_change")
    assert result.status == pytest.ExitCode.TESTS_FAILED
    assert result.events["grade_change"]["failures"][0]["variation"] == "null:score"
    assert "timed out: grade_change/null:score took longer than 1 s" in result.output
