"""From the queue into the database: ``course-mirror QUEUE_URL FILE``."""

from __future__ import annotations

import logging
import sys
from typing import Any

import boto3

from course_mirror.store import Store

logger = logging.getLogger(__name__)


def poll(client: Any, queue: str, store: Store, *, wait: int = 20) -> int:
    """Take what waits in the queue, at most ten messages, and say how many there were.

    A message is deleted when it is in the database. Any other stays, and comes again: what comes
    too often is for the dead-letter queue.
    """
    messages = client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=wait)
    found = messages.get("Messages", [])
    for message in found:
        try:
            store.save(message)
        except Exception:
            logger.exception("not stored: message %s", message["MessageId"])
        else:
            client.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return len(found)


def main() -> None:
    """Poll until interrupted."""
    queue, file = sys.argv[1:]
    client, store = boto3.client("sqs"), Store(file)
    while True:
        poll(client, queue, store)
