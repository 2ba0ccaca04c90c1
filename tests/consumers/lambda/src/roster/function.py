"""The function: it is triggered by the queue that Canvas writes to, with ReportBatchItemFailures switched on."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError
from canvas_live_events import EnrollmentCreated, EnrollmentUpdated, parse_batch, split_id

logger = logging.getLogger(__name__)

ROLES = {
    "StudentEnrollment": "student",
    "TeacherEnrollment": "teacher",
    "TaEnrollment": "assistant",
    "DesignerEnrollment": "designer",
}


@cache
def table() -> Any:
    """The table with the rosters: its keys are ``course`` and ``enrollment``."""
    return boto3.resource("dynamodb").Table(os.environ["ROSTER_TABLE"])


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Keep what a batch of deliveries tells of enrollments; the answer names the records to deliver again."""
    batch, failed = parse_batch(event), []
    for result in batch:
        if result.violation is not None:
            logger.error("unreadable: %s", result.violation)
            continue
        if not isinstance(result.event, EnrollmentCreated | EnrollmentUpdated):
            continue
        if result.event.body.type == "ObserverEnrollment":
            continue  # observers belong to no roster
        sent = result.event.metadata.event_time
        logger.info("on its way for %s", datetime.now(UTC) - sent)
        try:
            keep(row_of(result.event))
        except ClientError:
            logger.exception("not written")
            failed.append(result)
    return batch.response(failed)


def row_of(event: EnrollmentCreated | EnrollmentUpdated) -> dict[str, Any]:
    """The row of the table that an event tells of."""
    body, by = event.body, event.metadata.user_id
    return {
        "course": body.course_id,
        "enrollment": body.enrollment_id,
        "person": body.user_id,
        "name": body.user_name or "",
        "role": ROLES.get(body.type, "other"),
        "state": body.workflow_state,
        # A job of Canvas, such as an import, is nobody.
        "by": split_id(by).local if by else None,
        # In UTC and of one length, so that these texts sort as the times do.
        "as_of": body.updated_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def keep(row: dict[str, Any]) -> None:
    """Write a row, unless a newer one is there: queues deliver out of order, and twice."""
    try:
        table().put_item(
            Item=row,
            ConditionExpression="attribute_not_exists(as_of) OR as_of <= :as_of",
            ExpressionAttributeValues={":as_of": row["as_of"]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
