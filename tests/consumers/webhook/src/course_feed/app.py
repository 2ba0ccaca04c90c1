"""The web service: ``POST /canvas`` takes deliveries, ``GET /courses/{course}/feed`` shows what happened."""

from __future__ import annotations

from typing import Annotated

from canvas_live_events import ContractViolation, parse
from canvas_live_events.webhook import KeySet, KeySetUnavailable, SignatureError, verify
from fastapi import Depends, FastAPI, HTTPException, Request

from course_feed.entries import Entry, entry_of

app = FastAPI()
# A set: the same event can arrive twice.
feed: set[Entry] = set()


def trusted_keys() -> KeySet | None:
    """The keys whose signatures count: those that Canvas publishes."""
    return None


async def request_body(request: Request) -> bytes:
    """The body of the request, untouched."""
    return await request.body()


@app.post("/canvas", status_code=204)
def receive(
    body: Annotated[bytes, Depends(request_body)], keys: Annotated[KeySet | None, Depends(trusted_keys)]
) -> None:
    """Take one signed delivery. What is not answered with 2xx is delivered again."""
    try:
        claims = verify(body, keys)
    except KeySetUnavailable as error:
        raise HTTPException(503, str(error)) from error
    except SignatureError as error:
        raise HTTPException(401, str(error)) from error
    try:
        event = parse(claims)
    except ContractViolation as error:
        raise HTTPException(400, str(error)) from error
    entry = entry_of(event)
    if entry is not None:
        feed.add(entry)


@app.get("/courses/{course}/feed")
def show(course: str) -> list[Entry]:
    """What happened in a course, the newest first."""
    return sorted((entry for entry in feed if entry.course == course), key=lambda entry: entry.at, reverse=True)
