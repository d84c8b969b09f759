"""The reader's own data: kept line by line, and never the reason a start fails.

Covers viewer/archive/library/reader_journal.py.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewer.archive.library import reader_data, reader_journal
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.library.reader_journal import (
    FORMAT_VERSION,
    MAX_LINE,
    MAX_TIME,
    Entry,
    JournalText,
    format_line,
    parse_journals,
)
from viewer.archive.model.address import Address

PLACE = Address("dosudo", 2, "c3")
OTHER = Address("dosudo", 2, "c4")


def journal(folder: Path, machine: str = "desk") -> Path:
    return folder / "reader" / f"{machine}.jsonl"


def kept(folder: Path, machine: str = "desk") -> ReaderData:
    """A store with a few things in it, closed and opened again."""
    first = ReaderData(folder, machine)
    first.set("last", "position", ["dosudo", 2, "c3", 700])
    first.set_read(PLACE)
    first.set_reading_position(PLACE, 321)
    first.close()
    return ReaderData(folder, machine)


def reopened(store: ReaderData) -> ReaderData:
    store.close()
    return ReaderData(store.folder, "desk")


def test_what_was_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    store = kept(tmp_path)
    assert store.problem == ""
    assert store.get("last", "position") == ["dosudo", 2, "c3", 700]
    assert store.is_read(PLACE)
    assert store.is_read(PLACE.with_anchor("e25"))
    assert store.reading_position(PLACE) == 321
    assert not store.is_read(OTHER)
    assert store.reading_position(OTHER) == 0
    assert store.get("nothing", "at all", 5) == 5
    store.close()


def test_a_mark_can_be_taken_away(tmp_path: Path) -> None:
    store = kept(tmp_path)
    assert store.set_read(PLACE, False)
    assert store.remove("last", "position")
    store = reopened(store)
    assert not store.is_read(PLACE)
    assert store.get("last", "position") is None
    assert store.keys("last") == []
    store.close()


def test_many_marks_are_kept_at_once_and_known_by_their_issue(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.set_all_read([OTHER, Address("dosudo", 12, "a"), Address("other", 2, "a")])
    assert store.read_articles("dosudo", 2) == {"c3", "c4"}
    assert store.read_articles("dosudo", 1) == set()
    assert set(store.issues_with_read_articles()) == {("dosudo", 2), ("dosudo", 12), ("other", 2)}
    store.set_all_read([PLACE, OTHER], False)
    assert store.read_articles("dosudo", 2) == set()
    store = reopened(store)
    assert set(store.issues_with_read_articles()) == {("dosudo", 12), ("other", 2)}
    assert not store.is_read(PLACE)
    store.close()


def test_values_move_with_their_keys_all_at_once(tmp_path: Path) -> None:
    store = ReaderData(tmp_path, "desk")
    store.set_all(
        [("note", "w/1/a1", "one"), ("note", "w/1/a2", "two"), ("note", "w/1/a3", "three")]
    )
    size = journal(tmp_path).stat().st_size
    assert store.move("note", "w/1/none", "w/1/a1")
    assert journal(tmp_path).stat().st_size == size
    # An item was put before the others: each key is that of its neighbour now.
    store.move_all([("note", "w/1/a1", "w/1/a2"), ("note", "w/1/a2", "w/1/a3")])
    store = reopened(store)
    assert sorted(store.keys("note", "w/1/")) == ["w/1/a2", "w/1/a3"]
    assert [store.get("note", f"w/1/a{n}") for n in (1, 2, 3)] == [None, "one", "two"]
    assert store.keys("note", "w/2/") == []
    assert store.kinds() == ["note"]
    store.close()


def test_a_mark_is_on_the_disk_before_it_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept(tmp_path)
    on_disk: list[bytes] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        fsync(descriptor)
        on_disk.append(journal(tmp_path).read_bytes())

    monkeypatch.setattr(os, "fsync", note)
    store.set_read(OTHER)
    assert b"dosudo/2/c4" in on_disk[-1]
    store.close()


def test_a_library_that_nobody_marked_anything_in_stays_as_it_is(tmp_path: Path) -> None:
    kept(tmp_path, "elsewhere").close()
    before = sorted(tmp_path.rglob("*"))
    store = ReaderData(tmp_path, "desk")
    assert store.is_read(PLACE)
    store.maintain()
    store.close()
    assert sorted(tmp_path.rglob("*")) == before
    empty = ReaderData(tmp_path / "empty", "desk")
    empty.maintain()
    empty.close()
    assert not (tmp_path / "empty").exists()


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = ReaderData(None)
    assert store.set_read(PLACE)
    assert store.is_read(PLACE)
    assert store.problem == ""
    assert store.retry()
    assert not store.maintain()
    store.close()
    assert list(tmp_path.iterdir()) == []


# Lines


def test_a_line_says_what_it_is_about_and_has_a_sum(tmp_path: Path) -> None:
    kept(tmp_path).close()
    for line in journal(tmp_path).read_text("utf-8").splitlines():
        version, _kind, _key, _value, time, checksum = json.loads(line)
        assert version == FORMAT_VERSION
        assert time > 0
        assert len(checksum) == 8


LINE = format_line("read", "w/1/a", Entry(7, "desk", True)).rstrip()


def parsed(content: bytes) -> reader_journal.ParsedJournals:
    return parse_journals([JournalText("desk", content)])


@pytest.mark.parametrize("position", range(len(LINE)))
def test_a_line_with_a_changed_byte_is_damaged(position: int) -> None:
    for changed in (LINE[position] ^ 1, LINE[position] ^ 0x80, 0):
        line = LINE[:position] + bytes([changed]) + LINE[position + 1 :]
        result = parsed(b"\n".join([line, LINE.replace(b"w/1/a", b"w/1/b")]) + b"\n")
        assert result.damaged == {"desk": 2}
        assert result.entries == {}


def with_sum(text: str | bytes) -> bytes:
    head = text if isinstance(text, bytes) else text.encode()
    return b'%s,"%08x"]\n' % (head, reader_journal.crc32(head))


@pytest.mark.parametrize(
    "head",
    [
        '[1,"read","k",NaN,5', '[1,"read","k",true,-5', '[1,"read","k",true,5.5',
        f'[1,"read","k",true,{MAX_TIME + 1}', '[1,"read","k",true,true', '[0,"read","k",true,5',
        '["1","read","k",true,5', '[1,7,"k",true,5', '[1,"read",null,true,5', '[1,"read","k",5',
        '{"a":1', '[1,"read","\\ud800",true,5', '[1,"read","k","\\udc00",5', "[", "",
        '[1,"read","k",' + "[" * 20_000 + "]" * 20_000 + ",5",
        f'[1,"read","k","{"x" * MAX_LINE}",5', f'[1,"read","{"x" * 5000}",true,5',
        f'[1,"{"x" * 50}","k",true,5', b'[1,"read","\xff",true,5', '[1,"read","k",true,5],[6',
        f'[1,"read","k",true,{"9" * 5000}', '[1,"read","k",[1e400],5',
    ],
    ids=lambda head: str(head[:30]),
)  # fmt: skip
def test_a_line_that_was_made_up_is_damaged(head: str | bytes) -> None:
    result = parsed(with_sum(head) + LINE)
    assert result.damaged == {"desk": 1}
    assert list(result.entries) == ["read"]
    assert list(result.entries["read"]) == ["w/1/a"]


def test_what_moves_a_file_may_change_its_line_ends() -> None:
    result = parsed(b"\xef\xbb\xbf" + LINE + b"\r\n" + LINE + b"\r\n\r\n")
    assert result.damaged == {}
    assert result.entries["read"]["w/1/a"].value is True


def test_a_text_without_an_encoding_is_written_with_question_marks(tmp_path: Path) -> None:
    store = ReaderData(tmp_path, "desk")
    store.set("note", "w/1/a", "\ud800 and \x00")
    store = reopened(store)
    assert store.get("note", "w/1/a") == "? and \x00"
    store.close()


def test_a_value_that_is_too_long_is_refused_before_anything_is_changed(tmp_path: Path) -> None:
    store = kept(tmp_path)
    for bad in ("x" * MAX_LINE, float("nan")):
        with pytest.raises(ValueError, match=r"too many for a line|JSON compliant"):
            store.set_all([("read", str(OTHER), True), ("note", "w/1/a", bad)])
    assert not store.is_read(OTHER)
    store.close()


# Damage


def damage(folder: Path, old: bytes, new: bytes) -> None:
    path = journal(folder)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_a_damaged_line_costs_that_line_and_is_told_once(tmp_path: Path) -> None:
    kept(tmp_path).close()
    damage(tmp_path, b'"read"', b'"raed"')
    store = ReaderData(tmp_path, "desk")
    assert not store.is_read(PLACE)
    assert store.reading_position(PLACE) == 321
    damaged = journal(tmp_path).read_bytes()
    store.maintain()
    assert store.problem == (
        "Damaged lines in desk, which are left out: 1. Nothing is missing that the last copy has."
    )
    (aside,) = journal(tmp_path).parent.glob("desk.jsonl.damaged-*")
    assert damaged in aside.read_bytes()
    store.set_read(PLACE)
    store = reopened(store)
    store.maintain()
    assert store.problem == ""
    assert store.is_read(PLACE)
    store.close()


def test_what_a_damaged_line_said_comes_back_from_the_newest_copy(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.maintain()
    store.close()
    damage(tmp_path, b'"read"', b'"raed"')
    store = ReaderData(tmp_path, "desk")
    assert store.maintain()
    assert store.is_read(PLACE)
    assert store.problem == (
        "Damaged lines in desk: 1. Put back from the copy reader-desk-000001.jsonl: 1."
    )
    store = reopened(store)
    assert store.is_read(PLACE)
    assert not store.maintain()
    assert store.problem == ""
    store.close()


def test_a_journal_that_is_gone_or_cut_between_two_lines_comes_back_as_well(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.set_read(OTHER)
    store.maintain()
    store.close()
    whole = journal(tmp_path).read_bytes()
    for content in (None, whole[: whole.index(b"\n") + 1], b""):
        if content is None:
            journal(tmp_path).unlink()
        else:
            journal(tmp_path).write_bytes(content)
        store = ReaderData(tmp_path, "desk")
        store.maintain()
        assert "partly missing; put back from the copy" in store.problem
        assert store.is_read(PLACE)
        assert store.is_read(OTHER)
        store.close()


def test_what_was_cut_off_between_two_lines_and_is_in_no_copy_is_told_once(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.maintain()
    store.set_read(OTHER)
    store.close()
    content = journal(tmp_path).read_bytes().splitlines(keepends=True)
    journal(tmp_path).write_bytes(b"".join(content[:-1]))
    for told in (True, False):
        store = ReaderData(tmp_path, "desk")
        store.set_read(Address("w", 1, "a"), told)
        store.maintain()
        assert store.problem == (
            "The end of desk is gone; what was marked last may be missing." if told else ""
        )
        assert not store.is_read(OTHER)
        store.close()


def test_damage_of_another_machine_is_told_once_and_left_to_it(tmp_path: Path) -> None:
    kept(tmp_path, "elsewhere").close()
    content = journal(tmp_path, "elsewhere").read_bytes()[:-20]
    journal(tmp_path, "elsewhere").write_bytes(content)
    for told in (True, False):
        store = kept(tmp_path)
        store.maintain()
        assert ("Damaged lines in elsewhere" in store.problem) == told
        store.close()
    assert journal(tmp_path, "elsewhere").read_bytes() == content


def test_a_line_that_was_cut_off_does_not_spoil_the_next_one(tmp_path: Path) -> None:
    kept(tmp_path).close()
    content = journal(tmp_path).read_bytes()
    journal(tmp_path).write_bytes(content + LINE[:20])
    store = ReaderData(tmp_path, "desk")
    store.set_read(OTHER)
    store = reopened(store)
    assert store.is_read(OTHER)
    assert store.is_read(PLACE)
    assert store.damaged == {"desk": 1}
    store.close()


# Several machines, and several programs


def test_the_last_one_to_write_a_key_prevails_whatever_the_clocks_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for machine, year, offset in (("a", 2099, 1), ("b", 2026, 2), ("c", 1971, 3), ("a", 1980, 4)):
        nanoseconds = (year - 1970) * 31_556_952 * 10**9
        monkeypatch.setattr("time.time_ns", lambda now=nanoseconds: now)
        store = ReaderData(tmp_path, machine)
        assert store.reading_position(PLACE) == offset - 1
        store.set_reading_position(PLACE, offset)
        store.set_read(PLACE, offset % 2 == 0)
        store.close()
        store = ReaderData(tmp_path, "reader")
        assert store.reading_position(PLACE) == offset
        assert store.is_read(PLACE) == (offset % 2 == 0)


def test_two_programs_over_one_library_lose_nothing_in_turn_and_together(tmp_path: Path) -> None:
    for machines in (("a", "b"), ("same", "same")):
        folder = tmp_path / machines[1]
        first, second = (ReaderData(folder, machine) for machine in machines)
        for number in range(20):
            (first, second)[number % 2].set_read(Address("w", 1, f"x{number}"))
            (first, second)[number // 10].set_read(Address("w", 2, f"x{number}"))
        assert second.set_read(Address("w", 1, "x0"), False)
        assert first.refresh()
        assert not first.is_read(Address("w", 1, "x0"))
        # What the other one took back is marked again, though this one had it marked already.
        first.set_read(Address("w", 1, "x0"))
        first.maintain()
        second.refresh()
        for store in (first, second, ReaderData(folder, "third")):
            assert len(store.read_articles("w", 1)) == 20
            assert len(store.read_articles("w", 2)) == 20
            assert store.damaged == {}
        first.close()
        second.close()


def test_a_second_program_of_the_machine_writes_its_own_journal(tmp_path: Path) -> None:
    first, second = kept(tmp_path), kept(tmp_path)
    first.set_read(OTHER)
    second.set_read(OTHER, False)
    first.set_read(Address("w", 1, "a"))
    names = sorted(path.name for path in journal(tmp_path).parent.glob("*.jsonl"))
    assert names == ["desk-2.jsonl", "desk.jsonl"]
    first.close()
    third = ReaderData(tmp_path, "desk")
    third.set_read(Address("w", 1, "b"))
    assert b"w/1/b" in journal(tmp_path).read_bytes()
    second.close()
    third.close()


def test_copies_that_a_synced_folder_makes_of_conflicts_are_read(tmp_path: Path) -> None:
    kept(tmp_path).close()
    names = [
        "desk.sync-conflict-20260101-101010-ABCDEF7",
        "desk (Ann's conflicted copy 2026-01-01)",
    ]
    for number, name in enumerate(names):
        store = ReaderData(tmp_path / name, "desk")
        store.set_read(Address("w", number, "a"))
        store.close()
        shutil.copy(journal(tmp_path / name), journal(tmp_path, name))
    store = ReaderData(tmp_path, "desk")
    assert store.is_read(PLACE)
    assert store.is_read(Address("w", 0, "a"))
    assert store.is_read(Address("w", 1, "a"))
    store.close()


def test_links_folders_and_too_many_or_too_large_files_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_journal, "MAX_FILE", 10_000)
    kept(tmp_path).close()
    elsewhere = kept(tmp_path / "elsewhere")
    elsewhere.set_read(OTHER)
    elsewhere.close()
    folder = journal(tmp_path).parent
    (folder / "link.jsonl").symlink_to(journal(tmp_path / "elsewhere"))
    (folder / "folder.jsonl").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "large.jsonl").write_bytes(LINE * 400)
    store = ReaderData(tmp_path, "desk")
    assert store.is_read(PLACE)
    assert not store.is_read(OTHER)
    store.maintain()
    assert store.problem == "large.jsonl is larger than any journal and is not read."
    store.close()
    (folder / "large.jsonl").write_bytes(b"\n" * 400)
    monkeypatch.setattr(reader_journal, "MAX_LINES", 300)
    store = ReaderData(tmp_path, "desk")
    assert store.is_read(PLACE)
    store.maintain()
    assert store.problem == "large.jsonl has more lines than any journal and is not read."
    store.close()
    shutil.rmtree(folder)
    folder.symlink_to(tmp_path / "elsewhere" / "reader")
    store = ReaderData(tmp_path, "desk")
    assert not store.is_read(OTHER)
    assert not store.set_read(PLACE)
    assert "(it is a link)" in store.problem
    store.close()


def test_a_journal_of_a_newer_version_is_read_and_left_alone(tmp_path: Path) -> None:
    kept(tmp_path).close()
    newer = with_sum('[2,"read","w/1/a",true,1,{"by":"ann"}') + with_sum('[2,"read",{}')
    path = journal(tmp_path)
    path.write_bytes(path.read_bytes() + newer)
    content = path.read_bytes()
    store = ReaderData(tmp_path, "desk")
    assert store.is_read(PLACE)
    assert store.is_read(Address("w", 1, "a"))
    assert store.set_read(OTHER)
    store.maintain()
    store = reopened(store)
    assert store.is_read(OTHER)
    assert path.read_bytes() == content
    assert journal(tmp_path, "desk-2").is_file()
    store.close()


# Compaction


@pytest.fixture
def soon_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_data, "MIN_LINES_TO_COMPACT", 10)


@pytest.mark.usefixtures("soon_outdated")
def test_a_journal_of_outdated_lines_is_written_anew(tmp_path: Path) -> None:
    store = kept(tmp_path)
    for offset in range(40):
        store.set_reading_position(PLACE, offset)
    store.set("kind of a later version", "k", {"v": 1})
    store.set_read(OTHER)
    store.set_read(OTHER, False)
    other = ReaderData(tmp_path, "laptop")
    other.maintain()
    store.maintain()
    assert len(journal(tmp_path).read_bytes().splitlines()) == 5
    store.set_read(Address("w", 1, "a"))
    other.refresh()
    for after in (other, reopened(store)):
        assert after.reading_position(PLACE) == 39
        assert after.is_read(PLACE)
        assert not after.is_read(OTHER)
        assert after.is_read(Address("w", 1, "a"))
        assert after.get("kind of a later version", "k") == {"v": 1}
        after.close()


@pytest.mark.usefixtures("soon_outdated")
def test_a_journal_that_cannot_be_written_anew_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept(tmp_path)
    for offset in range(40):
        store.set_reading_position(PLACE, offset)
    content = journal(tmp_path).read_bytes()

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(os, "replace", fail)
        store.maintain()
    assert journal(tmp_path).read_bytes() == content
    names = sorted(path.name for path in journal(tmp_path).parent.iterdir())
    assert names == ["desk.jsonl", "desk.length"]
    assert store.set_read(OTHER)
    store.close()


# What cannot be kept


def test_a_full_disk_costs_nothing_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept(tmp_path)
    store.set_read(Address("w", 1, "a"))
    write = os.write

    def half(descriptor: int, data: Any) -> int:
        if len(data) <= 30:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:30])

    with monkeypatch.context() as full:
        full.setattr(os, "write", half)
        assert not store.set_read(OTHER)
        assert store.problem == (
            f"There is no room left in {tmp_path}. What you mark is not kept yet; it will be as "
            "soon as there is some."
        )
        assert store.is_read(OTHER)
        assert not store.is_kept("read", str(OTHER))
        assert store.is_kept("read", str(PLACE))
        assert not store.set_read(OTHER)
        assert not store.retry()
        assert store.unkept_count == 1
    assert store.retry()
    assert (store.unkept_count, store.problem) == (0, "")
    store = reopened(store)
    assert store.is_read(OTHER)
    assert store.damaged == {}
    store.close()


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def moved(folder: Path) -> None:
    folder.rename(folder.with_name("trash"))


@pytest.mark.parametrize("vanish", [gone, moved])
def test_a_library_that_vanishes_is_noticed_and_never_made_again(
    tmp_path: Path, vanish: Callable[[Path], None]
) -> None:
    folder = tmp_path / "library"
    store = kept(folder)
    assert store.set_read(OTHER)
    vanish(folder)
    assert not store.set_read(Address("w", 1, "a"))
    assert store.problem == (
        f"The library {folder} is gone. What you mark is not kept yet; it will be as soon as the "
        "folder is back where it was."
    )
    assert not store.set_reading_position(PLACE, 5)
    assert not store.retry()
    assert not folder.exists()
    # The place where a disk was plugged in may be left, empty.
    folder.mkdir()
    assert not store.retry()
    assert list(folder.iterdir()) == []
    # It is back, if not as it was: everything is written.
    (folder / "weekly").mkdir()
    assert store.retry()
    store = reopened(store)
    for address in (PLACE, OTHER, Address("w", 1, "a")):
        assert store.is_read(address)
    assert store.reading_position(PLACE) == 5
    store.close()


def test_a_journal_that_was_put_in_place_of_ours_is_added_to(tmp_path: Path) -> None:
    store = kept(tmp_path)
    other = ReaderData(tmp_path / "other", "desk")
    other.set_read(Address("w", 1, "a"))
    other.close()
    store.set_read(OTHER)
    os.replace(journal(tmp_path / "other"), journal(tmp_path))
    assert store.set_read(Address("w", 1, "b"))
    store = reopened(store)
    for address in (PLACE, OTHER, Address("w", 1, "a"), Address("w", 1, "b")):
        assert store.is_read(address)
    store.close()


def test_a_file_in_the_way_of_the_library_or_its_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "reader").write_text("in the way")
    for name in ("file", "library"):
        store = ReaderData(tmp_path / name, "desk")
        assert not store.set_read(PLACE)
        assert "not kept yet" in store.problem
        assert store.is_read(PLACE)
        store.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    kept(tmp_path).close()
    for path in (journal(tmp_path).parent, journal(tmp_path)):
        path.chmod(0o500)
    store = ReaderData(tmp_path, "desk")
    assert store.problem == ""
    assert store.is_read(PLACE)
    assert not store.set_read(OTHER)
    assert store.is_read(OTHER)
    for path in (journal(tmp_path).parent, journal(tmp_path)):
        path.chmod(0o700)
    assert store.retry()
    store.close()


# Of very many marks the start reads none


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of twenty read articles of two issues and as many places."""
    store = ReaderData(tmp_path, "desk")
    store.set("last", "position", ["weekly", 1, "a1", 0])
    for number in range(10):
        for issue in (1, 2):
            address = Address("weekly", issue, f"a{number}")
            store.set_read(address)
            store.set_reading_position(address, 10 * number)
    store.close()
    monkeypatch.setattr(reader_data, "MAX_BYTES_AT_START", 5)
    return tmp_path


def test_each_mark_is_known_before_all_are(full: Path) -> None:
    store = ReaderData(full, "desk")
    assert not store.is_fully_loaded
    assert store.get("last", "position") == ["weekly", 1, "a1", 0]
    for number in range(10):
        assert store.is_read(Address("weekly", 2, f"a{number}"))
        assert store.reading_position(Address("weekly", 1, f"a{number}")) == 10 * number
    assert not store.is_read(Address("weekly", 3, "a1"))
    assert store.reading_position(Address("weekly", 3, "a1")) == 0
    assert len(store.keys("read", "weekly/2/")) == 10
    assert not store.is_fully_loaded
    store.close()


def test_the_rest_leaves_what_has_changed_since(full: Path) -> None:
    store = ReaderData(full, "desk")
    store.set_read(Address("weekly", 2, "a9"), False)
    store.set_read(Address("weekly", 2, "new"))
    store.set_reading_position(Address("weekly", 1, "a9"), 7)
    assert store.maintain()
    assert store.is_fully_loaded
    assert store.read_articles("weekly", 2) == {"new", *(f"a{n}" for n in range(9))}
    assert sorted(store.issues_with_read_articles()) == [("weekly", 1), ("weekly", 2)]
    assert store.reading_position(Address("weekly", 1, "a9")) == 7
    assert store.reading_position(Address("weekly", 2, "a9")) == 90
    store.close()


def test_a_mark_set_before_all_are_known_prevails_though_the_clock_went_back(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 0)
    store = ReaderData(full, "desk")
    store.set_read(Address("weekly", 2, "a9"), False)
    store.load_remaining()
    assert not store.is_read(Address("weekly", 2, "a9"))
    store = reopened(store)
    store.load_remaining()
    assert not store.is_read(Address("weekly", 2, "a9"))
    store.close()


def test_damage_among_the_rest_is_told_and_left_out(full: Path) -> None:
    damage(full, b'"read","weekly/2/a9",true', b'"read","weekly/2/a9",null')
    store = ReaderData(full, "desk")
    assert not store.is_read(Address("weekly", 2, "a9"))
    store.maintain()
    assert "Damaged lines in desk" in store.problem
    assert not store.is_read(Address("weekly", 2, "a9"))
    assert len(store.read_articles("weekly", 2)) == 9
    store.close()
