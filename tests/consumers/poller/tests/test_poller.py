"""What comes out of the queue, and what is in the database then."""

import json

from canvas_live_events.testing import cases

from course_mirror.poller import poll


def course(**changes):
    """The JSON text of a plain event with changes in its metadata or body."""
    event = cases("course_updated")[0].payload
    for part in event.values():
        part |= {name: value for name, value in changes.items() if name in part}
    return json.dumps(event)


def courses(store):
    return store.database.execute("select number, name, as_of from course").fetchall()


def test_messages_are_stored_and_deleted(sqs, queue, store):
    sqs.send_message(QueueUrl=queue, MessageBody=course(course_id="21070000000000565", name=" Soil "))
    assert poll(sqs, queue, store, wait=0) == 1
    assert [row[:2] for row in courses(store)] == [(565, "Soil")]
    assert poll(sqs, queue, store, wait=0) == 0


def test_what_cannot_be_stored_stays_in_the_queue(sqs, queue, store):
    sqs.send_message(QueueUrl=queue, MessageBody="no event")
    sqs.send_message(QueueUrl=queue, MessageBody=course())
    assert poll(sqs, queue, store, wait=0) == 2
    assert poll(sqs, queue, store, wait=0) == 1
    assert len(courses(store)) == 1


def test_what_is_older_changes_nothing(sqs, queue, store):
    for name, time in (("new", "2026-01-01T12:00:00.000Z"), ("old", "2026-01-01T13:30:00.000+02:00")):
        sqs.send_message(QueueUrl=queue, MessageBody=course(name=name, event_time=time))
        poll(sqs, queue, store, wait=0)
    assert [row[1:] for row in courses(store)] == [("new", "2026-01-01T12:00:00.000Z")]
