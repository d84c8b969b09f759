from __future__ import annotations

from pathlib import Path

import pytest

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.library.reader_data_backups import (
    BACKUPS_FOLDER,
    back_up,
    backups_to_keep,
    list_backups,
    newest_good_copy,
    read_backup,
)
from viewer.archive.library.reader_journal import Entry
from viewer.archive.model.address import Address

HERE = Address("dosudo", 2, "c3")


def entries(*values: int) -> dict[str, dict[str, Entry]]:
    return {"place": {f"w/1/a{n}": Entry(n + 1, "desk", value) for n, value in enumerate(values)}}


def test_a_copy_holds_what_the_store_held(tmp_path: Path) -> None:
    store = ReaderData(tmp_path, "desk")
    store.set_read(HERE)
    store.maintain()
    store.close()
    (copy,) = list_backups(tmp_path)
    assert copy.path == tmp_path / BACKUPS_FOLDER / "reader-desk-000001.jsonl"
    held = read_backup(copy)
    assert held is not None
    assert held["read"][str(HERE)].value is True


def test_nothing_is_copied_twice_without_a_change_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, value, is_copied in ((2099, 1, True), (2099, 1, False), (2026, 2, True)):
        monkeypatch.setattr("time.time", lambda now=(year - 1970) * 31_556_952: now)
        assert bool(back_up(tmp_path, "desk", entries(value))) == is_copied
    assert back_up(tmp_path, "laptop", entries(2))
    assert [(copy.machine, copy.number) for copy in list_backups(tmp_path)] == [
        ("desk", 2), ("desk", 1), ("laptop", 1),
    ]  # fmt: skip
    assert back_up(tmp_path, "empty", {"read": {}}) is None


def test_copies_thin_out_as_more_are_made(tmp_path: Path) -> None:
    kept: set[int] = set()
    for number in range(1, 2001):
        kept = backups_to_keep([*kept, number])
    assert sorted(kept, reverse=True)[:12] == list(range(2000, 1988, -1))
    assert {number // 10 for number in kept} >= set(range(191, 201))
    assert {number // 100 for number in kept} >= set(range(12, 21))
    assert len(kept) <= 12 + 10 + 9
    for number in range(1, 40):
        assert back_up(tmp_path, "desk", entries(number))
    numbers = [copy.number for copy in list_backups(tmp_path)]
    assert numbers == [*range(39, 27, -1), 19, 9]


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "a line is missing"])
def test_a_damaged_copy_is_passed_over(tmp_path: Path, how: str) -> None:
    for number in (1, 2):
        back_up(tmp_path, "desk", entries(number, 7, 8))
    newest = list_backups(tmp_path)[0]
    content = newest.path.read_bytes()
    lines = content.splitlines(keepends=True)
    newest.path.write_bytes(
        {
            "flipped": content.replace(b"place", b"qlace", 1),
            "cut": content[:-30],
            "emptied": b"",
            "a line is missing": b"".join(lines[:-1]),
        }[how]
    )
    assert read_backup(newest) is None
    found = newest_good_copy(tmp_path, "desk")
    assert found is not None
    assert found[0].number == 1
    assert found[1]["place"]["w/1/a0"].value == 1
    assert newest_good_copy(tmp_path, "laptop") is None


def test_where_no_copy_can_be_made_everything_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / BACKUPS_FOLDER).write_text("in the way")
    assert back_up(tmp_path, "desk", entries(1)) is None
    assert list_backups(tmp_path) == []
    assert back_up(tmp_path / "gone", "desk", entries(1)) is None
    assert not (tmp_path / "gone").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    back_up(tmp_path, "desk", entries(1))
    (copy,) = list_backups(tmp_path)
    copy.path.with_name("reader-desk-000009.jsonl").symlink_to(copy.path)
    assert list_backups(tmp_path) == [copy]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / BACKUPS_FOLDER).symlink_to(tmp_path / BACKUPS_FOLDER)
    assert list_backups(tmp_path / "other") == []
