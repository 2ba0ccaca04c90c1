"""The web service: ``POST /canvas`` takes deliveries, ``GET /courses/{course}/feed`` shows what happened."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from canvas_live_events import ContractViolation, parse
from canvas_live_events.webhook import KeySetUnavailable, SignatureError, verify
from fastapi import Depends, FastAPI, HTTPException, Request

from course_feed.entries import Entry, entry_of

app = FastAPI()
# A set: the same event can arrive twice.
feed: set[Entry] = set()
# Deliveries that violate the contract, for somebody to look at. A real service keeps them in a table.
unreadable: list[dict[str, Any]] = []


def verifier() -> Callable[[bytes], dict[str, Any]]:
    """How deliveries are verified: signed by Canvas, for one of our accounts, within the last hour."""
    return partial(verify, accounts=os.environ["CANVAS_ACCOUNTS"].split(), max_age=3600)


async def request_body(request: Request) -> bytes:
    """The body of the request, untouched."""
    return await request.body()


@app.post("/canvas", status_code=204)
def receive(
    body: Annotated[bytes, Depends(request_body)],
    verified: Annotated[Callable[[bytes], dict[str, Any]], Depends(verifier)],
) -> None:
    """Receive one signed delivery. Canvas retries if the answer is not 2xx."""
    try:
        claims = verified(body)
    except KeySetUnavailable as error:
        raise HTTPException(503, str(error)) from error
    except SignatureError as error:
        raise HTTPException(401, str(error)) from error
    try:
        event = parse(claims)
    except ContractViolation as error:
        # A retry would be refused again, and counts as an error of this service.
        unreadable.append(error.to_dict(delivery=True))
        return
    entry = entry_of(event)
    if entry is not None:
        feed.add(entry)


@app.get("/courses/{course}/feed")
def show(course: str) -> list[Entry]:
    """What happened in a course, the newest first."""
    return sorted((entry for entry in feed if entry.course == course), key=lambda entry: entry.at, reverse=True)
