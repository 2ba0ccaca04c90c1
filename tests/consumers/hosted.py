"""A consumer behind a web server, for tools that test web services: ``python hosted.py NAME`` in its repository.

Prints its port. What is posted as JSON is an event; it is handed to the consumer in the form that the consumer takes.
The answer is 204 if the consumer has taken it, by what its own contract tests look at, and 500 otherwise.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from canvas_live_events.testing import cases, deliver, key_set

Takes = Callable[[Any], bool]


def webhook(_: ExitStack) -> Takes:
    from course_feed.app import app, verifier
    from fastapi.testclient import TestClient

    from canvas_live_events.webhook import KeySet, verify

    trusting, client = partial(verify, keys=KeySet(key_set())), TestClient(app)
    app.dependency_overrides[verifier] = lambda: trusting
    return lambda event: client.post("/canvas", content=deliver("https-signed", event)).is_success


def function(stack: ExitStack) -> Takes:
    import boto3
    from moto import mock_aws
    from roster.function import handler

    os.environ |= {"AWS_DEFAULT_REGION": "eu-west-1", "ROSTER_TABLE": "rosters"}
    stack.enter_context(mock_aws())
    keys = {"course": "HASH", "enrollment": "RANGE"}
    table = boto3.resource("dynamodb").create_table(
        TableName="rosters",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    another = cases("enrollment_created")[0].payload
    another["body"]["enrollment_id"] = "21070000000000999"
    key = {"course": another["body"]["course_id"], "enrollment": "21070000000000999"}

    def takes(event: Any) -> bool:
        table.delete_item(Key=key)
        answer = handler(deliver("lambda", event, another), None)
        return answer == {"batchItemFailures": []} and "Item" in table.get_item(Key=key)

    return takes


def poller(_: ExitStack) -> Takes:
    from course_mirror.store import Store

    def takes(event: Any) -> bool:
        store = Store(":memory:")
        for _ in range(2):
            store.save(deliver("sqs", event))
        store.database.close()
        return True

    return takes


def serve(takes: Takes) -> Iterator[HTTPServer]:
    """A server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Content-Type") == "application/json":
                try:
                    taken = takes(json.loads(text))
                except Exception:
                    taken = False
            else:
                taken = True  # what is no event as it is, such as a token that means nothing, is nothing to take
            self.send_response(204 if taken else 500)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    yield HTTPServer(("127.0.0.1", 0), Handler)


if __name__ == "__main__":
    with ExitStack() as stack:
        sys.path.insert(0, "src")
        takes = {"webhook": webhook, "lambda": function, "poller": poller}[sys.argv[1]](stack)
        for server in serve(takes):
            sys.stdout.write(f"{server.server_port}\n")
            sys.stdout.flush()
            server.serve_forever()
