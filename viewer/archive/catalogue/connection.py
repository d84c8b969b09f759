"""Read-only connection to a catalogue file, and the errors when it is missing or damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from viewer.archive.catalogue import integrity, schema
from viewer.errors import CatalogueError
from viewer.messages import Message, reason_of


class CatalogueConnection:
    """The catalogue at ``path``, opened for reading; use it in the thread that made it.

    Raises:
        CatalogueError: it is missing, of another version, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise CatalogueError(
                Message("There is no catalogue at {path}; it is built anew.", path=path)
            )
        uri = "file:" + quote(path.as_posix() if path.drive == "" else "/" + path.as_posix())
        with self.reporting_damage():
            self._database = sqlite3.connect(uri + "?mode=ro", uri=True, timeout=5)
            try:
                self._database.execute("PRAGMA trusted_schema=OFF")
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
        """Errors in the block that come from a damaged file are raised as ``CatalogueError``."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError) as error:
            raise CatalogueError(
                Message(
                    "The catalogue {path} is damaged ({error}); it is built anew.",
                    path=self.path,
                    error=reason_of(error),
                )
            ) from error

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
