"""What a consumer writes. Both type checkers find nothing wrong with it, and infer exactly these types."""

from __future__ import annotations

from typing import Any, assert_type

import canvas_live_events
from canvas_live_events import (
    ContractViolation,
    CourseCompleted,
    CourseProgress,
    Event,
    Finding,
    Metadata,
    ModuleItemUpdated,
    ParsedBatch,
    Progress,
    UnknownEvent,
    check,
    encode,
    extras,
    fingerprint,
    parse,
    parse_batch,
    same_object,
    split_id,
)
from canvas_live_events.audit import Audit, FoundRow, Line, Report

delivery = b"{}"

assert_type(parse(delivery), Event | UnknownEvent)
assert_type(parse("{}"), Event | UnknownEvent)
assert_type(parse({"metadata": {}}), Event | UnknownEvent)
assert_type(parse(bytearray(delivery)), Event | UnknownEvent)
assert_type(parse(memoryview(delivery)), Event | UnknownEvent)
assert_type(parse(delivery, expect=CourseCompleted), CourseCompleted)
assert_type(parse(delivery, expect=CourseCompleted).body.course.id, str)
assert_type(parse(delivery, expect=UnknownEvent), UnknownEvent)
assert_type(check(delivery), list[Finding])
assert_type(extras(delivery), dict[str, Any])
assert_type(fingerprint(delivery), str)
assert_type(parse_batch([delivery]), ParsedBatch)
assert_type(split_id("1").shard, int | None)
assert_type(split_id("1").local, int)
assert_type(same_object("1", "2", home=3), bool)


def handle(data: bytes) -> str:
    """Tell events apart by their classes."""
    event = parse(data)
    match event:
        case CourseCompleted():
            assert_type(event, CourseCompleted)
            assert_type(event.body.progress, Progress)
            assert_type(event.metadata, Metadata)
            return event.body.course.id
        case CourseProgress(body=body, metadata=metadata):
            assert_type(metadata.is_system, bool)
            assert_type(body.progress.failed, bool)
            return body.user.id
        case ModuleItemUpdated() as updated:
            assert_type(updated, ModuleItemUpdated)
            return updated.body.module_item_id
        case UnknownEvent():
            assert_type(event, UnknownEvent)
            assert_type(event.name, str)
            assert_type(event.metadata, Metadata | None)
            return event.name
        case _:
            # Whatever is left is an event of the contract.
            assert_type(event.metadata.is_system, bool)
            return encode(event).decode()


def narrow(event: Event | UnknownEvent) -> str:
    """The same with isinstance."""
    if isinstance(event, UnknownEvent):
        return event.name
    assert_type(event.metadata, Metadata)
    return event.metadata.event_name


def violated(error: ContractViolation) -> str | None:
    """What a violation tells."""
    assert_type(error.violations, tuple[Finding, ...])
    assert_type(error.event, str | None)
    return error.violations[0].erratum


assert_type(canvas_live_events.parse(delivery, expect=canvas_live_events.CourseCompleted), CourseCompleted)

audit = Audit()
assert_type(audit.add(delivery, place=("archive.jsonl", 0)), bool)
assert_type(audit.merge(Audit().to_json()).merge(audit), Audit)
assert_type(audit.report(), Report)
assert_type(audit.report().lines, list[Line])
assert_type(list(audit.found()), list[FoundRow])
