"""What consumers of Canvas met in the field: deliveries that were read wrongly once, and bugs of handlers.

The values of the deliveries are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import canvas_live_events as package
from canvas_live_events import testing
from tests.engine.cli.conftest import invoke_of
from tests.vendors import Vendor

FIELD = Path(__file__).parent / "facts" / "field.jsonl"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in map(json.loads, FIELD.read_text(encoding="utf-8").splitlines())
}


def delivery_of(case: dict[str, Any]) -> str:
    """The delivery of a case as it arrives: a text."""
    payload = case["payload"]
    return payload if isinstance(payload, str) else json.dumps(payload)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_becomes_of_a_delivery(case: dict[str, Any]) -> None:
    if isinstance(case["becomes"], list):
        batch = package.parse_batch(case["payload"])
        assert [type(result.event).__name__ for result in batch] == case["becomes"]
        assert [*batch.failures] == []
        assert batch.response() == {"batchItemFailures": []}
        return
    delivery = delivery_of(case)
    found = [
        " ".join(filter(None, (each.level, each.rule, each.pointer, each.erratum))) for each in package.check(delivery)
    ]
    assert sorted(found) == sorted(case["findings"])
    if case["becomes"] == "refused":
        with pytest.raises(package.ContractViolation):
            package.parse(delivery)
    else:
        assert type(package.parse(delivery)).__name__ == case["becomes"]


def test_none_of_them_has_a_warning_but_an_event_of_another_application() -> None:
    warned = {name for name, case in CASES.items() for each in case["findings"] if each.startswith("warning ")}
    assert warned == {"quiz-graded"}
    refused = {name for name, case in CASES.items() if case["becomes"] == "refused"}
    assert refused == {"mastery-int", "caliper-envelope", "caliper-statement", "signed-as-text"}


# -- what a delivery holds -------------------------------------------------------------------------------


def test_dates_of_a_module_are_of_no_assignment() -> None:
    event = package.parse(delivery_of(CASES["override-module"]))
    assert isinstance(event, package.AssignmentOverrideUpdated)
    assert event.body.assignment_id is None


@pytest.mark.parametrize(
    ("case", "extras"),
    [
        ("subscription-key", {"/subscription": {"id": "7f0a2b61-0c55-4a7e-8a92-2b16ce20d9b3"}}),
        ("discussion-entry-author", {"/body/parent_discussion_entry_author_id": "4411"}),
        ("asset-2016", {"/metadata/role": "StudentEnrollment"}),
    ],
)
def test_known_keys_without_a_type_are_kept(case: str, extras: dict[str, Any]) -> None:
    assert package.extras(delivery_of(CASES[case])) == extras


def test_an_export_has_its_nested_objects() -> None:
    event = package.parse(delivery_of(CASES["quiz-export-nested"]))
    assert isinstance(event, package.QuizExportComplete)
    assert event.body.assignment is not None
    assert event.body.qti_export is not None
    assert (event.body.assignment.title, event.body.assignment.context_title) == ("Quiz A", "Physics I")
    assert event.body.qti_export.url == "https://uploads.example.org/account_1/attachments/1/x.zip?sig=abc"
    assert package.extras(delivery_of(CASES["quiz-export-nested"])) == {}


def test_an_event_of_another_application_loses_nothing() -> None:
    event = package.parse(delivery_of(CASES["quiz-graded"]))
    assert isinstance(event, package.UnknownEvent)
    assert event.body == CASES["quiz-graded"]["payload"]["body"]
    assert event.metadata is not None
    assert event.metadata.producer == "quizzes"
    assert event.delivery == delivery_of(CASES["quiz-graded"])


def test_the_subscription_is_no_part_of_an_event() -> None:
    payload = CASES["two-subscriptions"]["payload"]
    other = {**payload, "subscription": {"id": "another", "owner_id": "ltiToolProxy:x"}}
    alone = {key: value for key, value in payload.items() if key != "subscription"}
    assert package.fingerprint(payload) == package.fingerprint(other) == package.fingerprint(alone)
    assert package.parse(json.dumps(payload)) == package.parse(json.dumps(alone))
    assert json.loads(package.encode(package.parse(json.dumps(payload)))).keys() == {"metadata", "body"}
    # Only the key that is known.
    assert package.fingerprint({**payload, "body": {**payload["body"], "attempt": 2}}) != package.fingerprint(payload)


# -- files -----------------------------------------------------------------------------------------------


def checked(file: Path, vendor: Vendor) -> tuple[int, str]:
    """The exit code and the last line of a check of ``file``."""
    result = invoke_of(vendor)("check", str(file))
    return result.exit_code, result.output.splitlines()[-1]


def test_objects_run_together(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    payload = CASES["enrollment-ta"]["payload"]
    braces = {**payload, "body": {**payload["body"], "user_name": "A }{ B"}}
    file = tmp_path / "archive.json"
    file.write_text(json.dumps(braces) + json.dumps(payload), encoding="utf-8")
    code, said = checked(file, vendors["canvas"])
    assert (code, said.split(", ")[1:4]) == (0, ["2 deliveries", "0 errors", "0 warnings"])


def test_messages_as_a_program_prints_them(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    file = tmp_path / "messages.txt"
    file.write_text(repr({"MessageId": "1", "Body": delivery_of(CASES["enrollment-ta"])}) + "\n", encoding="utf-8")
    code, said = checked(file, vendors["canvas"])
    assert (code, said.split(", ")[2]) == (1, "1 error")


# -- bugs of handlers ------------------------------------------------------------------------------------


def broken(handler: Callable[[Any], object], *events: str) -> list[str]:
    """The cases that break ``handler``, without the event in front."""
    found = []
    for case in (case for event in events for case in testing.cases(event) if case.event == event):
        try:
            handler(case.payload)
        except Exception:
            found.append(case.id.partition("/")[2])
    return found


def test_a_percentage_of_points_that_are_missing_or_zero() -> None:
    red = broken(lambda event: event["body"]["score"] / event["body"]["points_possible"], "grade_change")
    assert {"null:score", "null:points_possible", "zero:points_possible"} <= {*red}


def test_a_local_id_cut_at_the_first_zeros() -> None:
    assert package.split_id("30480000000004410") == (3048, 4410)
    assert package.split_id("21070000000000123") == (2107, 123)


def test_a_model_that_demands_what_only_handed_in_work_has() -> None:
    def handle(event: Any) -> None:
        for key in ("submitted_at", "submission_type"):
            assert isinstance(event["body"][key], str)

    red = broken(handle, "submission_updated")
    assert {"null:submitted_at", "null:submission_type"} <= {*red}


def test_columns_that_admit_no_null() -> None:
    def handle(event: Any) -> None:
        for key in ("user_id", "context_type", "root_account_id", "hostname", "user_agent"):
            assert event["metadata"][key] is not None

    assert len(broken(handle, "course_updated")) > 5


def test_dates_that_are_of_an_assignment() -> None:
    for event in ("assignment_override_created", "assignment_override_updated"):
        assert broken(lambda event: event["body"]["assignment_id"], event)


def test_a_row_of_metadata_and_body() -> None:
    def handle(event: Any) -> None:
        row = {**event["metadata"], **event["body"]}
        assert row["user_id"] == event["metadata"].get("user_id", row["user_id"])

    assert broken(handle, "submission_updated")
