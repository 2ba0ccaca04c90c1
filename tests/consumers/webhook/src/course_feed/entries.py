"""What is worth telling of an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from canvas_live_events import CourseCompleted, CourseProgress, GradeChange, split_id


@dataclass(frozen=True)
class Entry:
    """One line of the feed."""

    course: str
    at: datetime
    by: str
    text: str
    link: str | None


def entry_of(event: object) -> Entry | None:
    """The entry for an event; ``None`` for an event that the feed does not show."""
    match event:
        case CourseProgress(body=body) | CourseCompleted(body=body):
            course = body.course.id
            text = f"{body.user.name or 'a student'}: {_progress(body.progress)}"
        case GradeChange(metadata=metadata, body=body) if metadata.context_id is not None:
            course = str(split_id(metadata.context_id).local)
            text = f"{body.assignment_name or 'an assignment'}: {_grade(body)}"
        case _:
            return None
    metadata = event.metadata
    # Nobody is logged in where a job of Canvas causes an event, and no host is asked for anything.
    by = metadata.user_login or "Canvas"
    link = f"https://{metadata.hostname}/courses/{course}" if metadata.hostname else None
    return Entry(course, metadata.event_time, by, text, link)


def _progress(progress) -> str:
    if progress.failed:
        return "no progress to show"
    done, count = progress.requirement_completed_count, progress.requirement_count
    if done < count:
        return f"{done} of {count} requirements"
    return f"completed on {progress.completed_at:%d %B %Y}" if progress.completed_at else "completed"


def _grade(body) -> str:
    if body.score is None:
        return "no score"
    of = f" of {body.points_possible:g}" if body.points_possible is not None else ""
    return f"{body.score:g}{of} points"
