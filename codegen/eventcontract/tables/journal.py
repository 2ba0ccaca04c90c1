"""Which sources are in a directory of tables, and which files hold them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from eventcontract.tables.parts import make_directory, remove

_TABLES = """
CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, version TEXT, files TEXT, old TEXT, staged TEXT);
"""


class JournalError(Exception):
    """A directory that cannot be used. Says why."""


class Journal:
    """What is known of a directory of tables, and the only one who changes it.

    The files of a source are made elsewhere in the directory, and moved when all of them are complete and it has been
    written down where they belong. If that is interrupted, the next :class:`Journal` finishes it.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._home = directory / ".landing"
        try:
            make_directory(self._home)
            path = self._home / "journal"
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(path, timeout=0, isolation_level=None)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            rows = self._connection.execute("SELECT source FROM sources WHERE staged IS NOT NULL").fetchall()
            for (source,) in rows:
                self._move(source)
        except OSError as error:
            raise JournalError(f"{error.filename or directory}: {error.strerror or error}") from error
        except sqlite3.OperationalError as error:
            raise JournalError(f"{directory}: another run uses this directory") from error
        except sqlite3.DatabaseError as error:
            raise JournalError(f"{directory}: the journal in it is damaged") from error
        self.staging = self._home / "staging"
        remove(self.staging)

    def close(self) -> None:
        """Let others use the directory."""
        self._connection.close()

    def holds(self, source: str, version: str) -> bool:
        """Whether this version of ``source`` is in the directory."""
        query = "SELECT 1 FROM sources WHERE source = ? AND version = ?"
        return self._connection.execute(query, (source, version)).fetchone() is not None

    def commit(self, source: str, version: str, files: Iterable[tuple[Path, Path]]) -> None:
        """Put the files of ``source`` in place of those that it had.

        Each is given by where it is now and by where it belongs, relative to the directory.
        """
        staged = [(str(now.relative_to(self.directory)), str(path)) for now, path in files]
        paths = [path for _, path in staged]
        row = self._connection.execute("SELECT files FROM sources WHERE source = ?", (source,)).fetchone()
        old = sorted({*json.loads(row[0])} - {*paths}) if row else []
        values = (source, version, *map(json.dumps, (paths, old, staged)))
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)", values)
        self._move(source)

    def _move(self, source: str) -> None:
        query = "SELECT old, staged FROM sources WHERE source = ?"
        old, staged = map(json.loads, self._connection.execute(query, (source,)).fetchone())
        for now, path in staged:
            place = self.directory / path
            make_directory(place.parent)
            with suppress(FileNotFoundError):  # it has been moved before
                os.replace(self.directory / now, place)  # noqa: PTH105
        for path in old:
            with suppress(FileNotFoundError):
                os.unlink(self.directory / path)  # noqa: PTH108
        self._connection.execute("UPDATE sources SET old = '[]', staged = NULL WHERE source = ?", (source,))
