from functools import partial

import pytest
from canvas_live_events.testing import key_set
from canvas_live_events.webhook import KeySet, verify
from fastapi.testclient import TestClient

from course_feed.app import app, feed, unreadable, verifier

KEYS = KeySet(key_set())


@pytest.fixture
def client():
    """The service, with an empty feed. It trusts the key that signs test deliveries, and no other.

    Test deliveries are examples, years old and of many accounts: here, neither is checked.
    """
    app.dependency_overrides[verifier] = lambda: partial(verify, keys=KEYS)
    feed.clear()
    unreadable.clear()
    yield TestClient(app)
    app.dependency_overrides.clear()


@pytest.fixture
def strict_client(client, monkeypatch):
    """The same, with the checks that run in production, for the account "ours"."""
    monkeypatch.setenv("CANVAS_ACCOUNTS", "ours")
    app.dependency_overrides[verifier] = lambda: partial(verifier(), keys=KEYS)
    return client
