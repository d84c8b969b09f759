"""What early versions kept in ``reader.sqlite`` is taken over once, and the file kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from viewer.archive.library.old_reader_store import (
    OLD_STORE_FILE,
    old_settings,
    read_old_store,
)
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address

SCHEMA = """
CREATE TABLE reader (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, changed REAL NOT NULL,
    checksum INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
ROWS = [
    ("read", "dosudo/2/c3", True),
    ("read", "dosudo/2/c4", False),
    ("place", "dosudo/2/c3", 321),
    ("setting", "theme", "dark"),
    ("setting", "address", ["dosudo", 2, "c3", 700]),
    ("setting", "talk dosudo/gan", [2, "c3"]),
    ("setting", "recent searches", ["GAN", "CNN", 7]),
    ("setting", "saved searches", ["LSTM"]),
]


def write(path: Path, rows: Iterable[tuple[str, str, Any]] = ROWS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(SCHEMA)
        for kind, key, value in rows:
            text = json.dumps(value, ensure_ascii=False)
            checksum = crc32(f"{kind}\0{key}\0{text}".encode())
            row = (kind, key, text, 1.7e9, checksum)
            database.execute("INSERT INTO reader VALUES (?, ?, ?, ?, ?)", row)
    database.close()


def check(store: ReaderData) -> None:
    assert store.is_read(Address("dosudo", 2, "c3"))
    assert not store.is_read(Address("dosudo", 2, "c4"))
    assert store.reading_position(Address("dosudo", 2, "c3")) == 321
    assert store.get("last", "position") == ["dosudo", 2, "c3", 700]
    assert store.get("chapter", "dosudo/gan") == [2, "c3"]
    assert store.get("recent search", "GAN") > store.get("recent search", "CNN")
    assert store.keys("saved search") == ["LSTM"]
    assert store.keys("setting") == []


def test_the_old_store_is_taken_over_once_and_kept(tmp_path: Path) -> None:
    write(tmp_path / OLD_STORE_FILE)
    content = (tmp_path / OLD_STORE_FILE).read_bytes()
    store = ReaderData(tmp_path, "desk")
    check(store)
    assert store.problem == ""
    store.set_read(Address("dosudo", 2, "c3"), False)
    store.close()
    assert (tmp_path / OLD_STORE_FILE).read_bytes() == content
    for machine in ("desk", "laptop"):
        store = ReaderData(tmp_path, machine)
        assert not store.is_read(Address("dosudo", 2, "c3"))
        store.close()
    assert not (tmp_path / "reader" / "laptop.jsonl").exists()


def test_what_a_journal_says_prevails_over_the_old_store(tmp_path: Path) -> None:
    store = ReaderData(tmp_path, "laptop")
    store.set_reading_position(Address("dosudo", 2, "c3"), 5)
    store.close()
    write(tmp_path / OLD_STORE_FILE)
    store = ReaderData(tmp_path, "desk")
    assert store.reading_position(Address("dosudo", 2, "c3")) == 5
    assert store.is_read(Address("dosudo", 2, "c3"))
    store.close()


def test_settings_are_told_from_the_readers_data(tmp_path: Path) -> None:
    assert read_old_store(tmp_path) is None
    write(tmp_path / OLD_STORE_FILE)
    store = read_old_store(tmp_path)
    assert store is not None
    assert old_settings(store.rows) == {"theme": "dark"}


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement, values)
    database.close()


@pytest.mark.parametrize("value", ["false", "not json", b"\xff\xfe", None, 7])
def test_a_damaged_row_costs_that_row_and_comes_back_from_a_backup(
    tmp_path: Path, value: object
) -> None:
    path = tmp_path / OLD_STORE_FILE
    write(path)
    change(path, "CREATE TABLE copy AS SELECT * FROM reader")
    change(path, "DROP TABLE reader")
    change(path, "ALTER TABLE copy RENAME TO reader")
    change(path, "UPDATE reader SET value = ? WHERE kind = 'read' AND key LIKE '%c3'", value)
    store = read_old_store(tmp_path)
    assert store is not None
    assert (len(store.rows), store.damaged_count, store.restored_count) == (7, 1, 0)
    write(tmp_path / "backups" / "reader-20260101.sqlite", ROWS[:2])
    (tmp_path / "backups" / "reader-20260102.sqlite").write_bytes(b"no database" * 100)
    data = ReaderData(tmp_path, "desk")
    check(data)
    assert data.problem == (
        "reader.sqlite is damaged: 8 of its entries could be read, 1 of them in its backups. "
        "It is kept as it is."
    )
    data.close()


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"", b"SQLite format 3\0" * 99])
def test_a_file_that_is_no_database_is_filled_up_from_its_backups(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / OLD_STORE_FILE).write_bytes(content)
    write(tmp_path / "backups" / "reader-20260101.sqlite")
    data = ReaderData(tmp_path, "desk")
    check(data)
    assert "reader.sqlite is damaged" in data.problem
    data.close()


def test_somebody_elses_file_can_neither_hang_nor_lead_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / OLD_STORE_FILE
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 1, 2, i, 4, 5"
    change(path, f"CREATE VIEW reader AS {endless} FROM n")
    store = read_old_store(tmp_path)
    assert store is not None
    assert (store.rows, store.damaged_count) == ({}, 1)
    path.unlink()
    write(tmp_path / "elsewhere.sqlite")
    path.symlink_to(tmp_path / "elsewhere.sqlite")
    assert read_old_store(tmp_path) is None


def test_a_log_that_was_left_by_a_crash_is_read(tmp_path: Path) -> None:
    path = tmp_path / "from" / OLD_STORE_FILE
    write(path)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    text, key = "true", "dosudo/2/new"
    row = ("read", key, text, 1.0, crc32(f"read\0{key}\0{text}".encode()))
    with database:
        database.execute("INSERT INTO reader VALUES (?, ?, ?, ?, ?)", row)
    (tmp_path / "to").mkdir()
    for file in path.parent.iterdir():
        (tmp_path / "to" / file.name).write_bytes(file.read_bytes())
    database.close()
    store = read_old_store(tmp_path / "to")
    assert store is not None
    assert ("read", key) in store.rows
