"""What has been read already, so that a run that was killed can continue, and the next one reads only what is new."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from eventcontract.audit.reading import Options, Unit
from eventcontract.audit.sources import Source

# Written into each state: another release may keep something else.
_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS cuts (source TEXT PRIMARY KEY, version TEXT, cuts TEXT);
CREATE TABLE IF NOT EXISTS units (
    source TEXT, begin INTEGER, version TEXT, audit BLOB, refused INTEGER, PRIMARY KEY (source, begin)
);
"""


class StateError(Exception):
    """A state that cannot be used. Says why."""


class State:
    """The audits of finished units, in a file (SQLite) that only its owner can read.

    What is finished survives the death of the process. A unit counts as finished only if its source is as it was then
    (size and time of change), and was judged by the same ``contract`` with the same ``options``.
    """

    def __init__(self, path: Path, contract: bytes, options: Options, *, lengths: bool) -> None:
        rules = repr((_FORMAT, options, lengths)).encode() + contract
        self._rules = hashlib.sha256(rules).hexdigest()
        self.path = path
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)  # also if it was there
            self._connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # A commit survives the death of the process at once, and a loss of power soon after.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        except OSError as error:
            raise StateError(f"{path}: {error.strerror or error}") from error
        except sqlite3.OperationalError as error:
            raise StateError(f"{path}: another run uses this state") from error
        except sqlite3.DatabaseError as error:
            raise StateError(f"{path}: this file is not a state of this command") from error

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _version(self, source: Source) -> str:
        return f"{source.version} {self._rules}"

    def cuts(self, source: Source) -> list[Unit] | None:
        """The parts in which ``source`` was read; ``None`` if it was not, or has changed."""
        query = "SELECT cuts FROM cuts WHERE source = ? AND version = ?"
        with closing(self._connection.execute(query, (source.name, self._version(source)))) as found:
            row = found.fetchone()
        return None if row is None else [Unit(source, begin, end) for begin, end in json.loads(row[0])]

    def plan(self, source: Source, units: Sequence[Unit]) -> None:
        """Keep in which parts ``source`` is read, and forget what was known of it when it was different."""
        cuts = json.dumps([(unit.begin, unit.end) for unit in units])
        version = self._version(source)
        self._connection.execute("DELETE FROM units WHERE source = ? AND version != ?", (source.name, version))
        self._connection.execute("INSERT OR REPLACE INTO cuts VALUES (?, ?, ?)", (source.name, version, cuts))

    def finished(self, unit: Unit, *, refused: bool) -> bytes | None:
        """The audit of ``unit``, if it is finished, and with ``refused`` only if that kept what was refused."""
        query = "SELECT audit FROM units WHERE source = ? AND begin = ? AND version = ? AND refused >= ?"
        values = (unit.source.name, unit.begin, self._version(unit.source), int(refused))
        with closing(self._connection.execute(query, values)) as found:
            row = found.fetchone()
        return None if row is None else zlib.decompress(row[0])

    def finish(self, unit: Unit, audit: bytes, *, refused: bool) -> None:
        """Keep the audit of ``unit``, of which all has been read."""
        values = (unit.source.name, unit.begin, self._version(unit.source), zlib.compress(audit), int(refused))
        self._connection.execute("INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?, ?)", values)
