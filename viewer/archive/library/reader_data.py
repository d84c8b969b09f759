"""The reader's own data: read articles, reading positions and settings.

It is precious and never mixed with the caches. Each row carries a checksum, since SQLite's own
integrity check passes most single-bit damage; a damaged row is left out, never the whole store.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.archive.model.address import Address
from viewer.messages import Message

READER_FILE = "reader.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS reader (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, changed REAL NOT NULL,
    checksum INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""

#: Up to this many read marks and reading positions are loaded at the start.
MAX_ROWS_AT_START = 2000
#: Frequent values, so that their JSON need not be parsed.
_JSON_LITERALS = {"true": True, "false": False, "0": 0}


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Rows of the store by kind and key, and how many were damaged."""

    rows: tuple[tuple[str, str, Any], ...]
    damaged_count: int


class ReaderData:
    """Settings, read articles and reading positions, in an SQLite file in the library's folder.

    If the file cannot be opened or written, the data is kept in memory and ``problem`` says why.

    The start loads at most ``MAX_ROWS_AT_START`` read marks and positions. Until
    ``is_fully_loaded`` others are queried one by one; ``load_remaining`` and ``add_remaining`` load
    them all.
    """

    def __init__(self, folder: Path | None) -> None:
        self.problem = ""
        self.folder = folder
        self._values: dict[tuple[str, str], Any] = {}
        self._read_by_issue: dict[
            str, set[str]
        ] = {}  # keys of articles that were read, by their issue
        self._lock = threading.Lock()
        self._database = self._open(folder)
        #: Whether all read marks and reading positions are loaded.
        self.is_fully_loaded = True
        self._load()

    def _open(self, folder: Path | None) -> sqlite3.Connection:
        if folder is not None:
            path = folder / READER_FILE
            try:
                folder.mkdir(parents=True, exist_ok=True)
                return self._connect(str(path))
            except sqlite3.DatabaseError as error:
                if not isinstance(error, sqlite3.OperationalError):
                    return self._replace_damaged(path)
                self.problem = _not_saved_message(path)
            except OSError:
                self.problem = _not_saved_message(path)
        return self._connect(":memory:")

    def _connect(self, path: str) -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=2, check_same_thread=False, isolation_level=None)
        try:
            if path != ":memory:":
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=NORMAL")
            database.execute(_SCHEMA)
        except BaseException:
            database.close()
            raise
        return database

    def _replace_damaged(self, path: Path) -> sqlite3.Connection:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        backup = path.with_name(f"{READER_FILE}.damaged-{stamp}")
        number = 1
        while backup.exists():
            number += 1
            backup = path.with_name(f"{READER_FILE}.damaged-{stamp}-{number}")
        try:
            path.replace(backup)
            # Imported late: every module delays the first page.
            from viewer.logs import get_logger

            get_logger(__name__).warning("damaged reading marks are set aside as %s", backup.name)
            self.problem = Message(
                "{path} was damaged and is kept as {backup}; reading marks start anew.",
                path=path,
                backup=backup.name,
            )
            return self._connect(str(path))
        except (OSError, sqlite3.Error):
            self.problem = _not_saved_message(path)
            return self._connect(":memory:")

    def _load(self) -> None:
        rows = self._fetch("kind = 'setting'")
        others = self._fetch("kind <> 'setting' LIMIT ?", MAX_ROWS_AT_START + 1)
        self.is_fully_loaded = len(others.rows) + others.damaged_count <= MAX_ROWS_AT_START
        self._add_rows(
            StoredRows((*rows.rows, *others.rows), rows.damaged_count + others.damaged_count)
        )

    def load_remaining(self) -> StoredRows:
        """All read marks and positions, for ``add_remaining``. May be called in any thread."""
        return self._fetch("kind <> 'setting'")

    def add_remaining(self, remaining: StoredRows) -> None:
        """Add ``remaining`` to the loaded rows, which prevail."""
        self.is_fully_loaded = True
        loaded = self._values
        new_rows = tuple(row for row in remaining.rows if row[:2] not in loaded)
        self._add_rows(StoredRows(new_rows, remaining.damaged_count))

    def _fetch(self, condition: str, *parameters: int) -> StoredRows:
        entries: list[tuple[str, str, Any]] = []
        damaged = 0
        try:
            with self._lock:
                rows = self._database.execute(
                    f"SELECT kind, key, value, checksum FROM reader WHERE {condition}", parameters
                ).fetchall()
            for kind, key, value, checksum in rows:
                if _checksum(kind, key, value) != checksum:
                    damaged += 1
                    continue
                entries.append(
                    (
                        kind,
                        key,
                        _JSON_LITERALS[value] if value in _JSON_LITERALS else json.loads(value),
                    )
                )
        except (sqlite3.Error, ValueError, TypeError, AttributeError):
            damaged += 1
        return StoredRows(tuple(entries), damaged)

    def _add_rows(self, stored: StoredRows) -> None:
        for kind, key, value in stored.rows:
            self._remember(kind, key, value)
        if stored.damaged_count:
            self.problem = Message(
                "{count} entries of {file} were damaged and are left out.",
                count=stored.damaged_count,
                file=READER_FILE,
            )

    def _value(self, kind: str, key: str) -> Any:
        """The value of a read mark or position, None if there is none."""
        value = self._values.get((kind, key))
        if value is None and not self.is_fully_loaded:
            value = self._look_up(kind, key)
            if value is not None:
                self._remember(kind, key, value)
        return value

    def _look_up(self, kind: str, key: str) -> Any:
        try:
            with self._lock:
                row = self._database.execute(
                    "SELECT value, checksum FROM reader WHERE kind = ? AND key = ?", (kind, key)
                ).fetchone()
            if row is not None and _checksum(kind, key, row[0]) == row[1]:
                return json.loads(row[0])
        except (sqlite3.Error, ValueError, TypeError, AttributeError):
            pass  # it is told of with the rest
        return None

    def _remember(self, kind: str, key: str, value: Any) -> None:
        self._values[kind, key] = value
        if kind == "read":
            issue, _, article = key.rpartition("/")
            read_articles = self._read_by_issue.setdefault(issue, set())
            if value:
                read_articles.add(article)
            else:
                read_articles.discard(article)

    def close(self) -> None:
        """Write pending changes and close the file."""
        self._database.close()

    def setting(self, name: str, default: Any = None) -> Any:
        """The stored value of the setting ``name``, or ``default``."""
        return self._values.get(("setting", name), default)

    def set_setting(self, name: str, value: Any) -> None:
        """Store ``value`` (anything JSON can hold) as the setting ``name``."""
        self._save([("setting", name, value)])

    def is_read(self, address: Address) -> bool:
        """Whether the article was read to its end or marked as read."""
        return bool(self._value("read", str(address.without_anchor)))

    def set_read(self, address: Address, read: bool = True) -> None:
        """Mark the article as read, or as not read."""
        self._save([("read", str(address.without_anchor), read)])

    def set_all_read(self, addresses: Iterable[Address], read: bool = True) -> None:
        """Mark these articles as read, or as not read. May be called in any thread."""
        self._save([("read", str(address.without_anchor), read) for address in addresses])

    def read_articles(self, publication: str, issue: int) -> Set[str]:
        """The keys of read articles of an issue; some may no longer exist."""
        return self._read_by_issue.get(f"{publication}/{issue}", frozenset())

    def issues_with_read_articles(self) -> Iterator[tuple[str, int]]:
        """Publication and number of every issue with a read article."""
        for issue, read_articles in list(self._read_by_issue.items()):
            publication, _, number = issue.rpartition("/")
            if read_articles and number.isdecimal():
                yield publication, int(number)

    def reading_position(self, address: Address) -> int:
        """The stored position in an article: an offset (code points) in its plain text, or 0."""
        value = self._value("place", str(address.without_anchor))
        return value if isinstance(value, int) else 0

    def set_reading_position(self, address: Address, offset: int) -> None:
        """Store the position in an article: an offset (code points) in its plain text."""
        self._save([("place", str(address.without_anchor), offset)])

    def _save(self, items: Iterable[tuple[str, str, Any]]) -> None:
        now = time.time()
        rows = []
        for kind, key, value in items:
            if self._values.get((kind, key)) != value:
                self._remember(kind, key, value)
                text = json.dumps(value, ensure_ascii=False)
                rows.append((kind, key, text, now, _checksum(kind, key, text)))
        if not rows:
            return
        with self._lock:
            try:
                self._write(rows)
            except sqlite3.Error:
                self.problem = Message(
                    "{file} cannot be written; reading marks are not kept this time.",
                    file=READER_FILE,
                )

    def _write(self, rows: list[tuple[str, str, str, float, int]]) -> None:
        statement = "REPLACE INTO reader VALUES (?, ?, ?, ?, ?)"
        if len(rows) == 1:
            self._database.execute(statement, rows[0])
            return
        self._database.execute("BEGIN")
        try:
            self._database.executemany(statement, rows)
            self._database.execute("COMMIT")
        except sqlite3.Error:
            self._database.rollback()
            raise


def _checksum(kind: str, key: str, value: str) -> int:
    return zlib.crc32(f"{kind}\0{key}\0{value}".encode("utf-8", "surrogatepass"))


def _not_saved_message(path: Path) -> Message:
    return Message("{path} cannot be written; reading marks are not kept this time.", path=path)
