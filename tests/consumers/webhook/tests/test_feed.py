"""What the service shows."""

from canvas_live_events.testing import cases, deliver


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


def test_what_breaks_the_contract_is_refused(client):
    event = payload("course_completed")
    del event["body"]["course"]
    assert post(client, event) == 400
