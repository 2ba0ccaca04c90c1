"""What the function keeps."""

from botocore.exceptions import ClientError
from canvas_live_events.testing import cases, deliver

from roster import function

NOTHING_FAILED = {"batchItemFailures": []}


def enrollment(**changes):
    """A plain event with changes in its body."""
    event = cases("enrollment_created")[0].payload
    event["body"] |= changes
    return event


def test_an_enrollment_is_kept(rows):
    assert function.handler(deliver("lambda", enrollment(type="TaEnrollment")), None) == NOTHING_FAILED
    (row,) = rows()
    assert (row["role"], row["state"]) == ("assistant", "invited")


def test_what_is_older_changes_nothing(rows):
    new = enrollment(workflow_state="completed", updated_at="2026-01-01T12:00:00Z")
    old = enrollment(workflow_state="active", updated_at="2026-01-01T13:30:00+02:00")
    assert function.handler(deliver("lambda", new, old), None) == NOTHING_FAILED
    assert [row["state"] for row in rows()] == ["completed"]


def test_what_arrives_twice_is_kept_once(rows):
    batch = deliver("lambda", enrollment(), enrollment())
    assert function.handler(batch, None) == function.handler(batch, None) == NOTHING_FAILED
    assert len(rows()) == 1


def test_only_what_cannot_be_read_is_delivered_again(rows):
    batch = deliver("lambda", enrollment(enrollment_id="1"), enrollment(), enrollment(enrollment_id="3"))
    batch["Records"][1]["body"] = "no event"
    again = [{"itemIdentifier": batch["Records"][1]["messageId"]}]
    assert function.handler(batch, None) == {"batchItemFailures": again}
    assert {row["enrollment"] for row in rows()} == {"1", "3"}


def test_what_cannot_be_written_is_delivered_again(rows, monkeypatch):
    class Broken:
        def put_item(self, **_):
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutItem")

    monkeypatch.setattr(function, "table", Broken)
    batch = deliver("lambda", enrollment())
    again = [{"itemIdentifier": batch["Records"][0]["messageId"]}]
    assert function.handler(batch, None) == {"batchItemFailures": again}


def test_observers_are_left_out(rows):
    assert function.handler(deliver("lambda", enrollment(type="ObserverEnrollment")), None) == NOTHING_FAILED
    assert rows() == []
