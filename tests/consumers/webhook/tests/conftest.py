import pytest
from canvas_live_events.testing import key_set
from canvas_live_events.webhook import KeySet
from fastapi.testclient import TestClient

from course_feed.app import app, feed, trusted_keys


@pytest.fixture
def client():
    """The service, with an empty feed. It trusts the key that signs test deliveries, and no other."""
    keys = KeySet(key_set())
    app.dependency_overrides[trusted_keys] = lambda: keys
    feed.clear()
    yield TestClient(app)
    app.dependency_overrides.clear()
