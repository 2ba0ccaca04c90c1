"""What a consumer gets wrong. Each line with the mark is an error to both type checkers, and no other line is."""

from __future__ import annotations

import canvas_live_events
from canvas_live_events import CourseCompletd  # error

# isort: split
from canvas_live_events import CourseCompleted, Event, UnknownEvent, encode, parse, split_id


def use(*values: object) -> None:
    """Take anything."""


use(CourseCompletd)
event = parse(b"{}", expect=CourseCompleted)
event.body = event.body  # error
event.metadata.event_name = "x"  # error
event.metadata.root_account_id = None  # error
use(event.body.no_such_field)  # error
use(event.metadata.is_sistem)  # error
use(canvas_live_events.CourseComplete)  # error
use(canvas_live_events.parse_all)  # error
parse(7)  # error
parse(None)  # error
parse(b"{}", CourseCompleted)  # error
parse(b"{}", expect=int)  # error
parse(b"{}", expect="course_completed")  # error
use(parse(b"{}").body.course)  # error
number: int = event.metadata.event_name  # error
event.metadata.job_id.upper()  # error
split_id(21070000000000565)  # error
unknown = parse(b"{}", expect=UnknownEvent)
use(unknown.metadata.event_name)  # error
encode(unknown)  # error
known: Event = parse(b"{}")  # error
CourseCompleted(b"{}", b"{}")  # error
