"""The database. It takes events as they are, as decoded JSON: the whole event is kept beside the columns."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from canvas_live_events import split_id

# An id is the number of the shard and the number there. Times are UTC, so that these texts sort as the times do.
COLUMNS = """
    id text primary key,
    shard integer,
    number integer not null check (coalesce(shard, 0) * 10000000000000 + number = cast(id as integer)),
    parent text,
    name text not null,
    state text not null,
    by text,
    as_of text not null check (as_of like '____-__-__T__:__:__.___Z'),
    event text not null
"""
UPSERT = """
    insert into {table} values (:id, :shard, :number, :parent, :name, :state, :by, :as_of, :event)
    on conflict (id) do update set
        parent = excluded.parent, name = excluded.name, state = excluded.state, by = excluded.by,
        as_of = excluded.as_of, event = excluded.event
    where excluded.as_of >= as_of
"""
#: The table of an event, and its columns ``id`` and ``parent``.
TABLES = {
    "account_created": ("account", "account_id", "parent_account_id"),
    "account_updated": ("account", "account_id", "parent_account_id"),
    "course_created": ("course", "course_id", "account_id"),
    "course_updated": ("course", "course_id", "account_id"),
}


class Store:
    """The copy in ``file``."""

    def __init__(self, file: Path | str) -> None:
        self.database = sqlite3.connect(file)
        for table in ("account", "course"):
            self.database.execute(f"create table if not exists {table} ({COLUMNS}) strict")

    def save(self, message: dict[str, Any]) -> None:
        """Keep what a message of the queue tells, unless something newer is known: queues deliver out of order."""
        event = json.loads(message["Body"])
        name = event["metadata"]["event_name"]
        if name not in TABLES:
            return
        table, identifier, parent = TABLES[name]
        row = row_of(event, identifier, parent)
        with self.database:
            self.database.execute(UPSERT.format(table=table), row)


def row_of(event: dict[str, Any], identifier: str, parent: str) -> dict[str, Any]:
    """The columns for an event whose body has its id and that of what it is part of under these keys."""
    metadata, body = event["metadata"], event["body"]
    # Canvas leaves out what is null, and once documented numbers here, which are texts.
    whole = str(body[identifier])
    parts = split_id(whole)
    above = body.get(parent)
    return {
        "id": whole,
        "shard": parts.shard,
        "number": parts.local,
        "parent": None if above is None else str(above),
        "name": (body.get("name") or "").strip(),
        "state": body["workflow_state"],
        "by": metadata.get("user_login"),
        "as_of": utc(metadata["event_time"]),
        "event": json.dumps(event, ensure_ascii=False),
    }


def utc(timestamp: str) -> str:
    """The same moment, in the spelling of the database."""
    moment = datetime.fromisoformat(timestamp).astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
