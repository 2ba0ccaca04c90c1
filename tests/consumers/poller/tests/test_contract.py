"""The database takes every message that the contract allows, also twice."""

from canvas_live_events.testing import parametrize


@parametrize("account_created", "account_updated", "course_created", "course_updated", delivered="sqs")
def test_every_message_is_stored(delivery, store):
    store.save(delivery)
    store.save(delivery)
