"""Opening a catalogue for reading, and what to say when it cannot be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from viewer.archive.catalogue import integrity
from viewer.archive.catalogue import schema as database
from viewer.archive.model.address import Address
from viewer.errors import CatalogueError


class CatalogueConnection:
    """The catalogue at ``path``, opened for reading by the thread that makes this.

    Raises:
        CatalogueError: it is missing, of another version, or damaged. Any method may raise it too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise CatalogueError(f"There is no catalogue at {path}; it is built anew.")
        uri = "file:" + quote(path.as_posix() if path.drive == "" else "/" + path.as_posix())
        with self._reporting_damage():
            self._database = sqlite3.connect(uri + "?mode=ro", uri=True, timeout=5)
            try:
                self._database.execute("PRAGMA trusted_schema=OFF")
                self._meta = dict(self._database.execute("SELECT key, value FROM meta"))
            except BaseException:
                self._database.close()
                raise
        if self._meta.get("version") != str(database.SCHEMA_VERSION):
            self._database.close()
            raise CatalogueError(f"The catalogue {path} is of another version; it is built anew.")
        try:
            with self._reporting_damage():
                integrity.verify_issues(self._database)
        except CatalogueError:
            self._database.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reporting_damage(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError) as error:
            raise CatalogueError(
                f"The catalogue {self.path} is damaged ({error}); it is built anew."
            ) from error

    def _fetch(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(query, parameters).fetchall()

    def _no_issue_message(self, address: Address) -> str:
        """What to say where there is no issue at ``address``."""
        rows = self._fetch(
            "SELECT number FROM issue WHERE publication = ? AND active = 1 ORDER BY number DESC",
            (address.publication,),
        )
        if rows:
            numbers = ", ".join(str(number) for (number,) in rows[:12])
            more = " …" if len(rows) > 12 else ""
            return (
                f"Nothing stands at {address}; the issues of {address.publication} in the library "
                f"are {numbers}{more}."
            )
        known = ", ".join(
            id_ for (id_,) in self._fetch("SELECT id FROM publication ORDER BY place")
        )
        if not known:
            return f"Nothing stands at {address}; the library has no publication."
        return f"Nothing stands at {address}; the publications in the library are {known}."
