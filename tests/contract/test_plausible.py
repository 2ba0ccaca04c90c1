"""The synthesized examples tell of the same few institutions, and do not contradict each other."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.vendors import contract_of

EXAMPLES = [
    (f"{event.name}/{example.name}", json.loads(example.text))
    for event in contract_of("canvas").events.values()
    for example in event.examples
    if example.origin == "synthesized"
]
# Of a root account, and of a course: told by more than one example, and the same in all.
ROOT = ("root_account_uuid", "root_account_lti_guid", "hostname")
COURSE = ("context_sis_source_id", "context_account_id")
# An asset or a developer key can be of another shard, and a session or request has no shard.
FOREIGN = ("developer_key_id",)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in ``value``."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


def test_an_institution_and_a_course_are_the_same_everywhere() -> None:
    said: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for _, payload in EXAMPLES:
        metadata = payload["metadata"]
        for key in ROOT:
            if key in metadata:
                said[metadata["root_account_id"], key].add(metadata[key])
                said[metadata[key], "root_account_id"].add(metadata["root_account_id"])
        if metadata.get("context_type") == "Course":
            for key in COURSE:
                if key in metadata:
                    said[metadata["context_id"], key].add(metadata[key])
        for each in objects(payload["body"]):
            if each.get("context_type") == "Course" and each.get("context_uuid"):
                said[metadata["root_account_id"] + each["context_id"][-9:].lstrip("0"), "uuid"].add(
                    each["context_uuid"]
                )
    assert {what: values for what, values in said.items() if len(values) > 1} == {}
    assert len(said) > 60


def test_global_ids_are_of_the_institutions_shard() -> None:
    partition = contract_of("canvas").types["id"].partition
    assert partition is not None
    for name, payload in EXAMPLES:
        shard = int(payload["metadata"]["root_account_id"]) // partition.size
        for each in objects(payload):
            for key, value in each.items():
                if key.endswith("_id") and isinstance(value, str) and value.isdigit() and key not in FOREIGN:
                    assert int(value) // partition.size in (0, shard), f"{name}: {key}"


def test_nothing_happens_after_the_event_that_tells_of_it() -> None:
    for name, payload in EXAMPLES:
        sent = datetime.fromisoformat(payload["metadata"]["event_time"])
        for key in ("created_at", "updated_at", "submitted_at", "graded_at", "assessed_at"):
            if payload["body"].get(key):
                assert datetime.fromisoformat(payload["body"][key]) <= sent, f"{name}: {key}"


def test_nothing_happens_in_a_course_before_it_is_made() -> None:
    made = {
        payload["body"]["course_id"]: payload["metadata"]["event_time"]
        for name, payload in EXAMPLES
        if name.startswith("course_created/")
    }
    assert made
    tried = 0
    for name, payload in EXAMPLES:
        metadata, body = payload["metadata"], payload["body"]
        for course in (metadata.get("context_id"), body.get("context_id"), body.get("course_id")):
            if course in made:
                tried += 1
                assert metadata["event_time"] >= made[course], name
    assert tried > 20


def test_a_job_has_a_context_only_where_the_source_code_sets_it() -> None:
    # The notes on the wire list the events for which the source code sets a context of its own.
    amended = re.compile(
        "grade_change|grade_override|course_grade_change|submission_.*|content_migration_.*|asset_accessed"
        "|final_grade_custom_status"
    )
    assert [
        name
        for name, payload in EXAMPLES
        if {"job_id", "context_type"} <= {*payload["metadata"]} and not amended.fullmatch(name.partition("/")[0])
    ] == []


def test_requests_that_set_no_context_have_none() -> None:
    without = re.compile(
        "attachment_.*|group_(?!category_).*|conversation_.*|course_created|syllabus_updated|learning_outcome_updated"
    )
    found = [(name, payload["metadata"]) for name, payload in EXAMPLES if without.fullmatch(name.partition("/")[0])]
    assert [name for name, metadata in found if "context_type" in metadata] == []
    assert len(found) > 15


def test_a_context_without_sis_ids_has_no_key_for_one() -> None:
    found = [payload["metadata"] for _, payload in EXAMPLES if payload["metadata"].get("context_type") == "User"]
    assert found
    assert not any("context_sis_source_id" in metadata for metadata in found)
