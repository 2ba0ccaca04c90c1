"""The function survives every delivery that the contract allows, and whatever else is in the batch is not lost."""

from canvas_live_events.testing import cases, deliver, parametrize

from roster.function import handler

ANOTHER = cases("enrollment_created")[0].payload
ANOTHER["body"]["enrollment_id"] = "21070000000000999"


@parametrize("enrollment_created", "enrollment_updated")
def test_no_delivery_is_lost(delivery, rows):
    assert handler(deliver("lambda", delivery, ANOTHER), None) == {"batchItemFailures": []}
    assert "21070000000000999" in [row["enrollment"] for row in rows()]
