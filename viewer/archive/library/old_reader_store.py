"""Reads ``reader.sqlite``, where early versions kept the reader's data and settings."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

OLD_STORE_FILE = "reader.sqlite"
_OLD_BACKUPS_FOLDER = "backups"
_OLD_BACKUP_NAME = re.compile(r"reader-\d{8}\.sqlite\Z")
#: A file from somebody else may hold anything: limits of rows, bytes and SQLite's own steps.
_MAX_ROWS, _MAX_SIZE, _MAX_STEPS = 500_000, 256 * 1024 * 1024, 50
_STEP_INSTRUCTIONS = 1_000_000

#: Value and time (milliseconds since 1970), by kind and key.
OldRows = dict[tuple[str, str], tuple[Any, int]]


@dataclass
class OldStore:
    """The good rows of a store and of its backups, where it is damaged itself."""

    rows: OldRows = field(default_factory=dict)
    damaged_count: int = 0
    #: Rows that only a backup still has.
    restored_count: int = 0


def read_old_store(folder: Path) -> OldStore | None:
    """The store of the library in ``folder``, filled up from its backups; None if there is none."""
    path = folder / OLD_STORE_FILE
    if os.path.islink(path) or not os.path.isfile(path):
        return None
    store = OldStore()
    store.damaged_count = _read_rows(path, store.rows)
    if store.damaged_count:
        before = len(store.rows)
        for backup in _backups(folder / _OLD_BACKUPS_FOLDER):
            _read_rows(backup, store.rows)
        store.restored_count = len(store.rows) - before
    return store


def reader_rows(rows: OldRows) -> OldRows:
    """What of ``rows`` is the reader's data, by the kinds and keys it has now."""
    result: OldRows = {}
    for (kind, key), (value, time) in rows.items():
        if kind in ("read", "place"):
            result[kind, key] = value, time
        elif kind != "setting":
            continue
        elif key == "address" and isinstance(value, list) and len(value) == 4:
            result["last", "position"] = value, time
        elif key.startswith("talk "):
            result["chapter", key.removeprefix("talk ")] = value, time
        elif key in ("recent searches", "saved searches") and isinstance(value, list):
            for rank, text in enumerate(reversed(value), 1):
                if isinstance(text, str):
                    result[key.removesuffix("es"), text] = rank, time
    return result


def old_settings(rows: OldRows) -> dict[str, Any]:
    """What of ``rows`` are settings, by name."""
    return {
        key: value
        for (kind, key), (value, _) in rows.items()
        if kind == "setting"
        and key not in ("address", "recent searches", "saved searches")
        and not key.startswith("talk ")
    }


def _backups(folder: Path) -> list[Path]:
    """The store's backups, the latest first."""
    with contextlib.suppress(OSError):
        if not folder.is_symlink():
            return sorted(
                (path for path in folder.iterdir() if _OLD_BACKUP_NAME.match(path.name)),
                reverse=True,
            )
    return []


def _read_rows(path: Path, rows: OldRows) -> int:
    """Add to ``rows`` what they lack; how many rows were damaged, at least one if any were."""
    damaged = 0
    try:
        if path.is_symlink() or path.stat().st_size > _MAX_SIZE:
            return 1
        with contextlib.closing(_connect(path)) as database:
            for row in _fetch(database):
                parsed = _parse(*row)
                if parsed is None:
                    damaged += 1
                else:
                    rows.setdefault(parsed[0], parsed[1])
    except (sqlite3.Error, OSError):
        damaged += 1  # and all rows behind it
    return damaged


def _connect(path: Path) -> sqlite3.Connection:
    """The file opened for reading, also where nothing can be written beside it."""
    try:
        return _open(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        return _open(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _open(uri: str) -> sqlite3.Connection:
    database = sqlite3.connect(uri, uri=True, timeout=2, check_same_thread=False)
    try:
        database.text_factory = bytes
        steps = iter(range(_MAX_STEPS))
        database.set_progress_handler(lambda: next(steps, None) is None, _STEP_INSTRUCTIONS)
        database.execute("PRAGMA trusted_schema=OFF")
        database.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def _fetch(database: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    # A view of this name could compute for ever.
    is_table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'reader'"
    if database.execute(is_table).fetchone() is None:
        raise sqlite3.DatabaseError("no table of this name")
    yield from database.execute(
        "SELECT kind, key, value, changed, checksum FROM reader LIMIT ?", (_MAX_ROWS,)
    )


def _parse(
    kind: Any, key: Any, value: Any, changed: Any, checksum: Any
) -> tuple[tuple[str, str], tuple[Any, int]] | None:
    try:
        if crc32(b"\0".join((kind, key, value))) != checksum:
            return None
        place = kind.decode(), key.decode()
        return place, (json.loads(value), max(0, int(changed * 1000)))
    except (TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        return None
