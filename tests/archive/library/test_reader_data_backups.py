from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

from viewer.archive.library.reader_data import READER_FILE, ReaderData
from viewer.archive.library.reader_data_backups import BACKUPS_FOLDER, back_up, backups_to_keep
from viewer.archive.model.address import Address

HERE = Address("dosudo", 2, "c3")


def test_a_copy_holds_what_the_store_held(tmp_path: Path) -> None:
    store = ReaderData(tmp_path)
    store.set_read(HERE)
    copy = back_up(tmp_path / READER_FILE, date(2026, 1, 5))
    store.close()
    assert copy == tmp_path / BACKUPS_FOLDER / "reader-20260105.sqlite"
    database = sqlite3.connect(copy)
    rows = database.execute("SELECT kind, key FROM reader").fetchall()
    database.close()
    assert rows == [("read", "dosudo/2/c3")]


def test_nothing_is_copied_twice_a_day_or_without_a_change(tmp_path: Path) -> None:
    store = ReaderData(tmp_path)
    store.set_read(HERE)
    assert back_up(tmp_path / READER_FILE, date(2026, 1, 5))
    assert back_up(tmp_path / READER_FILE, date(2026, 1, 5)) is None
    assert back_up(tmp_path / READER_FILE, date(2026, 1, 6)) is None
    store.set_read(HERE, False)
    assert back_up(tmp_path / READER_FILE, date(2026, 1, 6))
    store.close()


def test_copies_thin_out_as_they_age() -> None:
    today = date(2026, 6, 30)
    days = [today - timedelta(days=age) for age in range(400)]
    stay = sorted(backups_to_keep(days), reverse=True)
    assert stay[:12] == days[:12]
    assert min(stay) >= today - timedelta(days=9 * 31)
    assert len({(day.year, day.month) for day in stay}) == 9
    assert len(stay) <= 12 + 10 + 9


def test_a_store_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert back_up(tmp_path / READER_FILE, date(2026, 1, 5)) is None
