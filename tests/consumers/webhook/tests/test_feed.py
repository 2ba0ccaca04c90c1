"""What the service shows, and what it refuses."""

from datetime import UTC, datetime, timedelta

from canvas_live_events.testing import cases, deliver

from course_feed.app import unreadable


def payload(event):
    """A plain event: the first case shows nothing special."""
    return cases(event)[0].payload


def post(client, event):
    return client.post("/canvas", content=deliver("https-signed", event)).status_code


def test_progress_is_shown(client):
    assert post(client, payload("course_completed")) == 204
    (entry,) = client.get("/courses/565/feed").json()
    assert entry["text"] == "Isaac Newton: completed on 05 November 2019"
    assert entry["link"] == "https://oxana.instructure.com/courses/565"


def test_the_newest_comes_first(client):
    older, newer = payload("course_completed"), payload("course_completed")
    older["metadata"]["event_time"] = "2019-11-01T20:30:00+02:00"
    newer["metadata"]["event_time"] = "2019-11-01T19:00:00Z"
    for event in (newer, older):
        assert post(client, event) == 204
    times = [entry["at"] for entry in client.get("/courses/565/feed").json()]
    assert times == ["2019-11-01T19:00:00Z", "2019-11-01T20:30:00+02:00"]


def test_what_arrives_twice_is_shown_once(client):
    for _ in range(2):
        assert post(client, payload("course_completed")) == 204
    assert len(client.get("/courses/565/feed").json()) == 1


def test_what_is_not_signed_is_refused(client):
    assert client.post("/canvas", content=deliver("https", payload("course_completed"))).status_code == 401
    assert client.get("/courses/565/feed").json() == []


def sent(account="ours", minutes_ago=0):
    event = payload("course_completed")
    event["metadata"]["root_account_uuid"] = account
    event["metadata"]["event_time"] = (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()
    return event


def test_recent_events_of_our_account_are_accepted(strict_client):
    assert post(strict_client, sent()) == 204
    assert post(strict_client, sent(minutes_ago=20)) == 204


def test_events_of_other_accounts_and_replays_are_refused(strict_client):
    assert post(strict_client, sent("theirs")) == 401
    assert post(strict_client, sent(minutes_ago=90)) == 401
    assert strict_client.get("/courses/565/feed").json() == []


def test_what_breaks_the_contract_is_stored_and_not_delivered_again(client):
    event = payload("course_completed")
    del event["body"]["course"]
    assert post(client, event) == 204
    assert [violation["event"] for violation in unreadable] == ["course_completed"]
    assert client.get("/courses/565/feed").json() == []
