"""Read-only connection to a catalogue file, and the errors when it is missing or damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from viewer.archive.catalogue import integrity, schema
from viewer.errors import CatalogueError, CatalogueUnavailableError
from viewer.messages import Message, reason_of


class CatalogueConnection:
    """The catalogue at ``path``, opened for reading; use it in the thread that made it.

    Raises:
        CatalogueUnavailableError: it cannot be read just now.
        CatalogueError: it is missing, of another version, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise CatalogueError(
                Message("There is no catalogue at {path}; it is built anew.", path=path)
            )
        with self.reporting_damage():
            self._database = open_for_reading(path)
            try:
                self.meta = dict(self._database.execute("SELECT key, value FROM meta"))
            except BaseException:
                self._database.close()
                raise
        if self.meta.get("version") != str(schema.SCHEMA_VERSION):
            self._database.close()
            raise CatalogueError(
                Message("The catalogue {path} is of another version; it is built anew.", path=path)
            )
        try:
            with self.reporting_damage():
                integrity.verify_issues(self._database)
        except CatalogueError:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextmanager
    def reporting_damage(self) -> Iterator[None]:
        """Errors in the block that come from the file are raised as ``CatalogueError``."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if integrity.is_damage(error):
                raise self._damage(error) from error
            raise CatalogueUnavailableError(
                Message(
                    "The catalogue {path} cannot be read just now ({error}); close the other "
                    "program that holds it, or see that the disk has room.",
                    path=self.path,
                    error=reason_of(error),
                )
            ) from error
        except (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError) as error:
            raise self._damage(error) from error

    def _damage(self, error: Exception) -> CatalogueError:
        return CatalogueError(
            Message(
                "The catalogue {path} is damaged ({error}); it is built anew.",
                path=self.path,
                error=reason_of(error),
            )
        )

    def fetch(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row that ``query`` finds."""
        return self._database.execute(query, parameters).fetchall()

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that ``query`` finds, one after the other."""
        return self._database.execute(query, parameters)

    @contextmanager
    def read_transaction(self) -> Iterator[None]:
        """All queries in the block see the same state, whatever other programs write meanwhile."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.rollback()

    def verify_counts(self) -> None:
        """Check that no issue or article is missing.

        Raises:
            CatalogueError: rows are missing.
        """
        with self.reporting_damage():
            integrity.verify_counts(self._database)


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The SQLite file at ``path``, opened for reading.

    Raises:
        sqlite3.Error: it cannot be opened, or is no database.
    """
    uri = "file:" + quote(path.as_posix() if path.drive == "" else "/" + path.as_posix())
    try:
        return _connect(uri + "?mode=ro")
    except sqlite3.OperationalError:
        # SQLite wants to make a small file beside one in WAL mode, and the disk may be full or the
        # folder read-only. Without a log of changes the file alone is all there is.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _connect(uri + "?mode=ro&immutable=1")


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=5)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
