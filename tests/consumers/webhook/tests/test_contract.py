"""The service survives every delivery that the contract allows."""

from canvas_live_events.testing import parametrize


@parametrize("course_progress", "course_completed", "grade_change", delivered="https-signed")
def test_every_delivery_is_taken(delivery, client):
    assert client.post("/canvas", content=delivery).status_code == 204
