"""Bugs that consumers have had: each shows in the cases, first of all in one whose name says what it is.

The handlers are those of consumers of the first vendor; each bug stands beside the way to do it right.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

import canvas_live_events as package
from canvas_live_events import testing, webhook

Handler = Callable[[Any], object]


def first_broken(handler: Handler, form: str | None, patterns: str, *, history: bool = False) -> str | None:
    """The first case that breaks ``handler``, as the end of a test run shows it."""
    for case in testing.cases(patterns, history=history):
        try:
            handler(case.payload if form is None else case.as_delivered(form))
        except Exception:
            return case.id
    return None


@dataclass
class Course:
    """A row of somebody's table."""

    account_id: str
    course_id: str
    created_at: str
    updated_at: str
    workflow_state: str
    name: str | None = None
    uuid: str | None = None
    account_uuid: str | None = None


NOW = "2026-01-01T00:00:00Z"
STATES = {"available": 1, "claimed": 2, "completed": 3, "created": 4, "deleted": 5}


def one_of_ours(payload: Any) -> bool:
    return payload["metadata"]["event_name"] in package.EVENTS


def name_in(text: str) -> str:
    name: str = json.loads(text)["metadata"]["event_name"]
    return name


def each_of(delivery: Any, handle: Callable[[str], object]) -> None:
    """What a function in AWS Lambda does: handle each record, let the sender repeat those that fail."""
    for result in package.parse_batch(delivery):
        assert result.violation is None
        if not isinstance(result.event, package.UnknownEvent):
            handle(result.event.metadata.event_name)


OTHER = {"body": {"type": "TaEnrollment"}}


def interesting(batch: list[Any], *, on: bool = False) -> list[Any]:
    """The events of a batch but those of observers, which end the loop unless it goes on."""
    found = []
    for event in batch:
        if event["body"].get("type") == "ObserverEnrollment":
            if on:
                continue
            break
        found.append(event)
    return found


#: (bug, pattern, form, the bug, the case that shows it first, how to do it right)
BUGS: list[tuple[str, str, Any, Handler, str, Handler]] = [
    (
        "a key that system events lack",
        "course_progress",
        None,
        lambda payload: payload["metadata"]["hostname"].split("."),
        "course_progress/origin:system",
        lambda payload: (payload["metadata"].get("hostname") or "").split("."),
    ),
    (
        "null where a text was",
        "course_progress",
        None,
        lambda payload: one_of_ours(payload) and payload["body"]["progress"].get("completed_at", "").upper(),
        "course_progress/null:completed_at",
        lambda payload: one_of_ours(payload) and (payload["body"]["progress"].get("completed_at") or "").upper(),
    ),
    (
        "an object of another shape",
        "course_completed",
        None,
        lambda payload: one_of_ours(payload) and payload["body"]["progress"]["requirement_count"],
        "course_completed/alternative:error",
        lambda payload: one_of_ours(payload) and payload["body"]["progress"].get("requirement_count"),
    ),
    (
        "an unknown event in a batch",
        "course_*",
        "lambda",
        lambda delivery: [package.EVENTS[name_in(each["body"])] for each in delivery["Records"]],
        "unknown-event/new-name",
        lambda delivery: each_of(delivery, package.EVENTS.__getitem__),
    ),
    (
        "ids as integers",
        "account_created",
        None,
        lambda payload: one_of_ours(payload) and payload["body"]["account_id"].isdigit(),
        "account_created/id:integer:account_id",
        lambda payload: one_of_ours(payload) and package.parse(payload).body.account_id.isdigit(),  # type: ignore[union-attr]
    ),
    (
        "a column that is too short for ids",
        "course_created",
        None,
        lambda payload: one_of_ours(payload) and 1 / (len(payload["body"]["course_id"]) < 18),
        "course_created/id:18-digits",
        lambda payload: one_of_ours(payload) and 1 / (len(payload["body"]["course_id"]) <= 18),
    ),
    (
        "timestamps always with milliseconds",
        "course_created",
        None,
        lambda payload: datetime.strptime(payload["metadata"]["event_time"], "%Y-%m-%dT%H:%M:%S.%f%z"),
        "course_created/spelling:seconds",
        lambda payload: datetime.fromisoformat(payload["metadata"]["event_time"]),
    ),
    (
        "timestamps without their offset",
        "course_created",
        None,
        lambda payload: datetime.fromisoformat(payload["metadata"]["event_time"].removesuffix("Z")) - datetime.min,
        "course_created/spelling:offset-milliseconds",
        lambda payload: datetime.fromisoformat(payload["metadata"]["event_time"]).utcoffset() or timedelta(),
    ),
    (
        "a token is no JSON",
        "course_created",
        "https-signed",
        json.loads,
        "course_created/complete",
        lambda body: package.parse(webhook.verify(body, webhook.KeySet(testing.key_set()))),
    ),
    (
        "a closed list of values",
        "course_updated",
        None,
        lambda payload: one_of_ours(payload) and STATES[payload["body"]["workflow_state"]],
        "course_updated/value:workflow_state=unknown",
        lambda payload: one_of_ours(payload) and STATES.get(payload["body"]["workflow_state"]),
    ),
    (
        "no room for a new key",
        "course_created",
        None,
        lambda payload: one_of_ours(payload) and Course(**payload["body"]),
        "course_created/extra-key:/body",
        package.parse,
    ),
    (
        "a key that need not be there",
        "course_created",
        None,
        lambda payload: one_of_ours(payload) and payload["body"]["name"],
        "course_created/absent:name",
        lambda payload: one_of_ours(payload) and payload["body"].get("name"),
    ),
    (
        "letters of one language",
        "course_created",
        None,
        lambda payload: json.dumps(payload, ensure_ascii=False).encode("latin-1"),
        "course_created/non-ascii",
        lambda payload: json.dumps(payload, ensure_ascii=False).encode(),
    ),
    (
        "a column that is too short",
        "syllabus_updated",
        None,
        lambda payload: 1 / (max(len(str(value)) for value in payload["body"].values()) < 5000),
        "syllabus_updated/long:old_syllabus_body",
        lambda payload: 1 / (max(len(str(value)) for value in payload["body"].values()) <= 8192),
    ),
    (
        "an event of no interest ends the loop",
        "enrollment_created",
        None,
        lambda payload: interesting([payload, OTHER])[-1],
        "enrollment_created/value:type=ObserverEnrollment",
        lambda payload: interesting([payload, OTHER], on=True)[-1],
    ),
    (
        "an id that is never empty",
        "submission_custom_grade_status",
        None,
        lambda payload: one_of_ours(payload) and int(payload["body"].get("submission_status_id", 0)),
        "submission_custom_grade_status/id:empty:submission_status_id",
        lambda payload: one_of_ours(payload) and int(payload["body"].get("submission_status_id") or 0),
    ),
    (
        "every override belongs to an assignment",
        "assignment_override_updated",
        None,
        lambda payload: one_of_ours(payload) and payload["body"]["assignment_id"],
        "assignment_override_updated/absent:assignment_id",
        lambda payload: one_of_ours(payload) and payload["body"].get("assignment_id"),
    ),
    (
        "every submission was handed in",
        "submission_updated",
        None,
        lambda payload: one_of_ours(payload) and datetime.fromisoformat(payload["body"]["submitted_at"]),
        "submission_updated/null:submitted_at",
        lambda payload: one_of_ours(payload) and datetime.fromisoformat(payload["body"].get("submitted_at") or NOW),
    ),
    (
        "a column for 255 characters",
        "account_created",
        None,
        lambda payload: one_of_ours(payload) and 1 / (len(payload["body"].get("name") or "") <= 255),
        "account_created/length:name",
        lambda payload: one_of_ours(payload) and payload["body"].get("name"),
    ),
    (
        "a column for 1,000 bytes",
        "account_created",
        None,
        lambda payload: one_of_ours(payload) and 1 / (len((payload["body"].get("name") or "").encode()) <= 1000),
        "account_created/length:all-texts",
        lambda payload: one_of_ours(payload) and payload["body"].get("name"),
    ),
    (
        "whoever has an id has a login",
        "account_created",
        None,
        lambda payload: "user_id" in payload["metadata"] and payload["metadata"]["user_login"],
        "account_created/without:login",
        lambda payload: payload["metadata"].get("user_login"),
    ),
]  # fmt: skip


#: (bug, pattern, the bug, the case that shows it first, how to do it right) of those that only old events show
OLD_BUGS: list[tuple[str, str, Handler, str, Handler]] = [
    (
        "a key that older events lack",
        "submission_updated",
        lambda payload: one_of_ours(payload) and payload["body"]["workflow_state"],
        "submission_updated/before:workflow_state",
        lambda payload: one_of_ours(payload) and payload["body"].get("workflow_state"),
    ),
    (
        "a text that older events have as null",
        "submission_updated",
        lambda payload: one_of_ours(payload) and payload["body"].get("workflow_state", "").upper(),
        "submission_updated/before-null:workflow_state",
        lambda payload: one_of_ours(payload) and (payload["body"].get("workflow_state") or "").upper(),
    ),
    (
        "no room for a key that was withdrawn",
        "learning_outcome_result_created",
        lambda payload: 1 / ("title" not in payload["body"]),
        "learning_outcome_result_created/withdrawn:title",
        package.parse,
    ),
    (
        "ids of another scope",
        "enrollment_created",
        lambda payload: one_of_ours(payload) and 1 / (int(payload["body"].get("enrollment_id") or 10**13) >= 10**13),
        "enrollment_created/scope:enrollment_id=local",
        lambda payload: one_of_ours(payload) and int(payload["body"].get("enrollment_id") or 1) % 10**13,
    ),
]


@pytest.mark.parametrize("bug", OLD_BUGS, ids=lambda bug: bug[0].replace(" ", "-"))
def test_a_bug_that_only_archives_show_is_found_with_history(bug: tuple[str, str, Handler, str, Handler]) -> None:
    _, pattern, wrong, expected, right = bug
    assert first_broken(wrong, None, pattern) is None
    assert first_broken(wrong, None, pattern, history=True) == expected
    assert first_broken(right, None, pattern, history=True) is None


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug[0].replace(" ", "-"))
def test_a_bug_is_found_and_named(bug: tuple[str, str, Any, Handler, str, Handler]) -> None:
    _, pattern, form, wrong, expected, right = bug
    assert first_broken(wrong, form, pattern) == expected
    assert first_broken(right, form, pattern) is None
