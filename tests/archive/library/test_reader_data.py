"""The reader's own data: kept, checked row by row, and never the reason a start fails."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from viewer.archive.library.reader_data import READER_FILE, ReaderData
from viewer.archive.model.address import Address

PLACE = Address("dosudo", 2, "c3")
OTHER = Address("dosudo", 2, "c4")


def kept(folder: Path) -> ReaderData:
    """A store with a few things in it, closed and opened again."""
    first = ReaderData(folder)
    first.set_setting("theme", "dark")
    first.set_setting("address", ["dosudo", 2, "c3", 700])
    first.set_read(PLACE)
    first.set_reading_position(PLACE, 321)
    first.close()
    return ReaderData(folder)


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / READER_FILE)) as database, database:
        database.execute(statement, values)
    database.close()


def test_what_was_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    store = kept(tmp_path)
    assert store.problem == ""
    assert store.setting("theme") == "dark"
    assert store.setting("address") == ["dosudo", 2, "c3", 700]
    assert store.is_read(PLACE)
    assert store.is_read(PLACE.with_anchor("e25"))
    assert store.reading_position(PLACE) == 321
    assert not store.is_read(OTHER)
    assert store.reading_position(OTHER) == 0
    assert store.setting("nothing", 5) == 5
    store.close()


def test_a_mark_can_be_taken_away(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.set_read(PLACE, False)
    store.close()
    store = ReaderData(tmp_path)
    assert not store.is_read(PLACE)
    store.close()


def test_many_marks_are_kept_at_once_and_known_by_their_issue(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.set_all_read([OTHER, Address("dosudo", 12, "a"), Address("other", 2, "a")])
    assert store.read_articles("dosudo", 2) == {"c3", "c4"}
    assert store.read_articles("dosudo", 1) == set()
    assert set(store.issues_with_read_articles()) == {("dosudo", 2), ("dosudo", 12), ("other", 2)}
    store.set_all_read([PLACE, OTHER], False)
    assert store.read_articles("dosudo", 2) == set()
    store.close()
    store = ReaderData(tmp_path)
    assert set(store.issues_with_read_articles()) == {("dosudo", 12), ("other", 2)}
    assert not store.is_read(PLACE)
    store.close()


def test_marks_that_cannot_be_written_are_held_for_this_time(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store._database.close()
    store.set_all_read([OTHER, Address("dosudo", 2, "c5")])
    assert store.is_read(OTHER)
    assert "cannot be written" in store.problem


def test_the_first_start_makes_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    store = kept(folder)
    assert store.problem == ""
    assert store.is_read(PLACE)
    store.close()


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE reader SET value = ? WHERE kind = 'read'", "false"),
        ("UPDATE reader SET value = ? WHERE kind = 'read'", "not json"),
        ("UPDATE reader SET value = ? WHERE kind = 'read'", b"\xff\xfe"),
        ("UPDATE reader SET key = ? WHERE kind = 'read'", "dosudo/2/c4"),
        ("UPDATE reader SET checksum = ? WHERE kind = 'read'", 1),
    ],
)
def test_a_damaged_row_is_left_out_and_the_others_stay(
    tmp_path: Path, statement: str, value: object
) -> None:
    kept(tmp_path).close()
    change(tmp_path, statement, value)
    store = ReaderData(tmp_path)
    assert store.problem == f"1 entries of {READER_FILE} were damaged and are left out."
    assert not store.is_read(PLACE)
    assert not store.is_read(OTHER)
    assert store.setting("theme") == "dark"
    assert store.reading_position(PLACE) == 321
    store.set_read(PLACE)
    store.close()
    store = ReaderData(tmp_path)
    assert store.is_read(PLACE)
    store.close()


@pytest.mark.parametrize("content", [b"this is no database" * 100, os.urandom(8192)])
def test_a_damaged_file_is_set_aside_not_thrown_away(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / READER_FILE).write_bytes(content)
    with caplog.at_level("WARNING", logger="viewer"):
        store = kept(tmp_path)
    assert store.is_read(PLACE)
    store.close()
    (aside,) = tmp_path.glob(f"{READER_FILE}.damaged-*")
    assert aside.read_bytes() == content
    assert f"damaged reading marks are set aside as {aside.name}" in caplog.messages


def test_a_damaged_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / READER_FILE).write_bytes(b"this is no database" * 100)
    store = ReaderData(tmp_path)
    (aside,) = tmp_path.glob(f"{READER_FILE}.damaged-*")
    assert store.problem == (
        f"{tmp_path / READER_FILE} was damaged and is kept as {aside.name}; "
        "reading marks start anew."
    )
    store.close()


def test_two_damaged_files_on_one_day_are_both_kept(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / READER_FILE).write_bytes(b"this is no database" * (100 + number))
        ReaderData(tmp_path).close()
    assert len(list(tmp_path.glob(f"{READER_FILE}.damaged-*"))) == 2


def test_what_a_program_that_was_killed_left_behind_is_read(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = ReaderData(tmp_path / "first")
    first.set_read(PLACE)
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    first.close()
    second = ReaderData(tmp_path / "second")
    assert second.is_read(PLACE)
    second.close()


def test_the_log_of_a_damaged_file_does_not_reach_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = ReaderData(tmp_path / "first")
    first.set_read(PLACE)
    shutil.copytree(tmp_path / "first", tmp_path / "second")
    first.close()
    (tmp_path / "second" / READER_FILE).write_bytes(b"this is no database" * 400)
    store = ReaderData(tmp_path / "second")
    store.set_read(OTHER)
    store.close()
    store = ReaderData(tmp_path / "second")
    assert store.problem == ""
    assert store.is_read(OTHER)
    store.close()


@pytest.mark.parametrize("what", ["a file", "a folder of the file's name"])
def test_where_nothing_can_be_written_memory_serves(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "library"
    if what == "a file":
        folder.write_text("in the way")
    else:
        (folder / READER_FILE).mkdir(parents=True)
    store = ReaderData(folder)
    assert store.problem == (
        f"{folder / READER_FILE} cannot be written; reading marks are not kept this time."
    )
    store.set_read(PLACE)
    assert store.is_read(PLACE)
    store.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    kept(tmp_path).close()
    tmp_path.chmod(0o500)
    try:
        store = ReaderData(tmp_path)
        assert store.problem
        store.set_read(OTHER)
        assert store.is_read(OTHER)
        store.close()
    finally:
        tmp_path.chmod(0o700)


def test_a_database_that_may_only_be_read_keeps_working(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store._database.execute("PRAGMA query_only=ON")
    store.set_read(OTHER)
    assert store.is_read(OTHER)
    assert (
        store.problem == f"{READER_FILE} cannot be written; reading marks are not kept this time."
    )
    store.close()


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = ReaderData(None)
    store.set_read(PLACE)
    assert store.is_read(PLACE)
    assert store.problem == ""
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_closed_takes_no_more(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.close()
    store.set_read(OTHER)
    assert store.problem


# Of very many marks the start reads the first ones


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of twenty read articles of two issues and as many places."""
    store = ReaderData(tmp_path)
    store.set_setting("theme", "dark")
    for number in range(10):
        for issue in (1, 2):
            address = Address("weekly", issue, f"a{number}")
            store.set_read(address)
            store.set_reading_position(address, 10 * number)
    store.close()
    monkeypatch.setattr("viewer.archive.library.reader_data.MAX_ROWS_AT_START", 5)
    return tmp_path


def test_each_mark_is_known_before_all_are(full: Path) -> None:
    store = ReaderData(full)
    assert not store.is_fully_loaded
    assert store.setting("theme") == "dark"
    for number in range(10):
        assert store.is_read(Address("weekly", 2, f"a{number}"))
        assert store.reading_position(Address("weekly", 1, f"a{number}")) == 10 * number
    assert not store.is_read(Address("weekly", 3, "a1"))
    assert store.reading_position(Address("weekly", 3, "a1")) == 0
    assert not store.is_fully_loaded
    store.close()


def test_the_rest_leaves_what_has_changed_since(full: Path) -> None:
    store = ReaderData(full)
    rest = store.load_remaining()
    store.set_read(Address("weekly", 2, "a9"), False)
    store.set_read(Address("weekly", 2, "new"))
    store.set_reading_position(Address("weekly", 1, "a9"), 7)
    store.add_remaining(rest)
    assert store.is_fully_loaded
    assert store.read_articles("weekly", 2) == {"new", *(f"a{n}" for n in range(9))}
    assert sorted(store.issues_with_read_articles()) == [("weekly", 1), ("weekly", 2)]
    assert store.reading_position(Address("weekly", 1, "a9")) == 7
    assert store.reading_position(Address("weekly", 2, "a9")) == 90
    store.close()


def test_damage_among_the_rest_is_told_and_left_out(full: Path) -> None:
    change(full, "UPDATE reader SET value = 'false' WHERE kind = 'read' AND key = 'weekly/2/a9'")
    store = ReaderData(full)
    assert store.problem == ""
    assert not store.is_read(Address("weekly", 2, "a9"))
    store.add_remaining(store.load_remaining())
    assert store.problem == f"1 entries of {READER_FILE} were damaged and are left out."
    assert not store.is_read(Address("weekly", 2, "a9"))
    assert len(store.read_articles("weekly", 2)) == 9
    store.close()
