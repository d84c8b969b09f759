"""What a journal says is done or undone, and nothing of the reader's is lost over it.

Covers viewer/archive/library/take_back.py, viewer/archive/library/change_folders.py and
viewer/archive/library/library_lock.py.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.archive.library import change_folders
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library import undoable_transaction as transactions
from viewer.archive.library.change_journal import (
    JOURNAL_FILES,
    TRANSACTIONS_FOLDER,
    Change,
    Move,
    write_durably,
    write_journal,
)
from viewer.archive.library.library import Library
from viewer.archive.library.undoable_transaction import LibraryTransaction
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Severity
from viewer.errors import LibraryError

ISSUE = "---\nnumber: 1\ntitle: 第 1 期\n---\n\n## 題\n\n{text}\n"
REPLACING = [
    Move("weekly/001/issue.md", unit="weekly/001"),
    Move("weekly/001/issue.md", "weekly/001/issue.md", "weekly/001"),
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "mine")
    write(library.folder / "weekly/001/issue.md", "舊的話。")
    return library


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ISSUE.format(text=text), encoding="utf-8")


def begin(library: Library, text: str = "新的話。") -> LibraryTransaction:
    change = LibraryTransaction(library.folder, Change("import", ("週報",), 1))
    write(change.new_folder / "weekly/001/issue.md", text)
    return change


class Killed(BaseException):
    """Stands for a kill: nothing after it runs."""


def break_off(library: Library, moves: int = 1, text: str = "新的話。") -> LibraryTransaction:
    """A change whose program ended after so many moves."""
    change = begin(library, text)
    count = [0]
    move_file = transactions.move_file

    def killed(source: Path, target: Path) -> None:
        if count[0] == moves:
            raise Killed
        count[0] += 1
        move_file(source, target)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transactions, "move_file", killed)
        patched.setattr(LibraryTransaction, "roll_back", lambda _: False)
        with pytest.raises(Killed):
            change.commit([*REPLACING, Move("weekly/none")])
    return change


def text_of(library: Library) -> str:
    return (library.folder / "weekly/001/issue.md").read_text(encoding="utf-8")


def errors(library: Library) -> list[str]:
    """What an update of the library has to say that the window and the command line show."""
    problems = library.update_catalogue().problems
    return [str(problem.message) for problem in problems if problem.severity is Severity.ERROR]


def changes(library: Library) -> list[Path]:
    return [path for path in (library.folder / TRANSACTIONS_FOLDER).iterdir() if path.is_dir()]


@pytest.mark.parametrize("moves", [0, 1, 2])
@pytest.mark.parametrize(
    "act",
    [
        lambda library: keeping.rename_publication(library, "weekly", "週報"),
        lambda library: keeping.undo_last_change(library),
        lambda library: library.update_catalogue(),
    ],
)
def test_what_a_crash_broke_off_is_undone_before_the_next_change(
    library: Library, act: Callable[[Library], object], moves: int
) -> None:
    break_off(library, moves)
    act(library)
    assert "舊的話" in text_of(library)


def test_it_is_told_that_a_change_was_broken_off(library: Library) -> None:
    break_off(library)
    assert not library.is_up_to_date()
    (told,) = errors(library)
    assert told == (
        "The import of 1 issue into 週報 that was broken off was taken back; do it again."
    )
    assert errors(library) == []
    assert changes(library) == []


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_a_crash_leaves_the_readers_own_files_where_they_are(library: Library, moves: int) -> None:
    """Also in issues that the change had not reached, and files put there after the crash."""
    own = [library.folder / name for name in ("weekly/001/notes.txt", "weekly/002/notes.txt")]
    for path in own:
        path.parent.mkdir(exist_ok=True)
        path.write_text("her notes", encoding="utf-8")
    break_off(library, moves)
    (library.folder / "weekly/001/later.txt").write_text("later", encoding="utf-8")
    library.update_catalogue()
    assert [path.read_text(encoding="utf-8") for path in own] == ["her notes"] * 2
    assert (library.folder / "weekly/001/later.txt").exists()
    assert "舊的話" in text_of(library)


def test_what_the_reader_wrote_after_a_crash_stays_and_is_told(library: Library) -> None:
    """She wrote into what had come in; what stood there before is named, and named again."""
    change = break_off(library, 2)
    path = library.folder / "weekly/001/issue.md"
    status = path.stat()
    write(path, "我的話。")  # as long as before
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    (told,) = errors(library)
    assert "我的話" in text_of(library)
    assert "weekly/001 was changed since and stays" in told
    assert str(change.folder) in told
    assert "舊的話" in (change.old_folder / "weekly/001/issue.md").read_text(encoding="utf-8")
    (told,) = errors(library)
    assert "is still in" in told
    assert str(change.folder) in told


def test_a_later_change_does_not_throw_away_what_could_not_be_put_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = break_off(library)
    write(library.folder / "weekly/001/issue.md", "後來寫的。")  # the reader was quicker
    monkeypatch.setattr(change_folders, "MOST_CHANGES", 1)
    for number in range(3):
        keeping.rename_publication(library, "weekly", f"週報 {number}")
    assert len(changes(library)) == 2
    assert "後來寫的" in text_of(library)
    assert "舊的話" in (change.old_folder / "weekly/001/issue.md").read_text(encoding="utf-8")


def test_a_change_that_is_interrupted_is_undone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, count = os.rename, [0]

    def interrupted(source: Path, target: Path) -> None:
        count[0] += 1
        if count[0] == 2:
            raise KeyboardInterrupt
        rename(source, target)

    change = begin(library)
    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        change.commit(REPLACING)
    assert "舊的話" in text_of(library)
    assert changes(library) == []


def parts(library: Library) -> LibraryTransaction:
    """A change of which the first part was made: an issue replaced, and a new one beside it."""
    change = begin(library)
    write(change.new_folder / "weekly/002/issue.md", "再一期。")
    change.apply_moves(REPLACING)
    change.apply_moves([Move("weekly/002/issue.md", "weekly/002/issue.md", "weekly/002")])
    return change


def test_a_change_in_parts_is_one_change(library: Library) -> None:
    change = parts(library)
    write(change.new_folder / "weekly/003/issue.md", "第三期。")
    change.commit([Move("weekly/003/issue.md", "weekly/003/issue.md", "weekly/003")])
    assert sorted(p.name for p in (library.folder / "weekly").iterdir()) == ["001", "002", "003"]
    assert keeping.undo_last_change(library) is not None
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


@pytest.mark.parametrize("act", [LibraryTransaction.roll_back, lambda change: None])
def test_parts_that_came_in_go_out_with_the_rest(
    library: Library, act: Callable[[LibraryTransaction], object]
) -> None:
    """Whether the change was given up, or its program came to an end."""
    act(parts(library))
    library.update_catalogue()
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


def test_a_part_that_cannot_be_moved_takes_the_others_out(library: Library) -> None:
    change = parts(library)
    with pytest.raises(LibraryError, match="is as it was"):
        change.apply_moves([Move("weekly/none")])
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


@pytest.mark.parametrize("copy", JOURNAL_FILES)
@pytest.mark.parametrize("damage", [b"", b"{", None, bytes(4096)])
def test_one_damaged_journal_costs_nothing(
    library: Library, copy: str, damage: bytes | None
) -> None:
    change = break_off(library, 2)
    if damage is None:
        (change.folder / copy).unlink()
    else:
        (change.folder / copy).write_bytes(damage)
    library.update_catalogue()
    assert "舊的話" in text_of(library)
    assert changes(library) == []


@pytest.mark.parametrize("moves", [1, 2])
def test_two_damaged_journals_are_told_and_cost_nothing(library: Library, moves: int) -> None:
    change = break_off(library, moves)
    for name in JOURNAL_FILES:
        (change.folder / name).write_bytes(b"{")
    (told,) = errors(library)
    assert "its record is damaged" in told
    assert str(change.folder) in told
    if moves == 1:  # its place was free
        assert "舊的話" in text_of(library)
    else:
        old = change.old_folder / "weekly/001/issue.md"
        assert "something else stands at weekly/001/issue.md" in told
        assert "舊的話" in old.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["{outside}/precious.txt", "../precious.txt", "weekly/../../precious.txt", "way/precious.txt",
     "weekly/way/precious.txt", "./../precious.txt", "/precious.txt", "", "weekly//x", "weekly/\0",
     "\udc00/x", ".imports/lock", ".imports/x/y"],
)  # fmt: skip
@pytest.mark.parametrize("is_staged", [True, False])
def test_a_journal_of_a_stranger_moves_nothing_outside_its_library(
    library: Library, tmp_path: Path, name: str, is_staged: bool
) -> None:
    name = name.format(outside=tmp_path)
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    for link in ("way", "weekly/way"):
        (library.folder / link).symlink_to(tmp_path)
    change = begin(library)
    (change.old_folder / "way").symlink_to(tmp_path)
    sha256 = "1cbbb67a0e8d9d3a2c7f"
    moves = [Move(name, "taken.txt" if is_staged else "", "", sha256), Move("weekly/x", name)]
    write_journal(change.folder, Change("import"), moves)
    before = sorted(path.name for path in tmp_path.iterdir())
    library.update_catalogue()
    assert precious.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert "舊的話" in text_of(library)


def test_the_lock_of_a_stranger_creates_nothing_outside(library: Library, tmp_path: Path) -> None:
    (library.folder / TRANSACTIONS_FOLDER).mkdir()
    (library.folder / TRANSACTIONS_FOLDER / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LibraryError, match="cannot be written"):
        keeping.rename_publication(library, "weekly", "週報")
    assert not (tmp_path / "elsewhere").exists()


def test_everything_new_is_on_the_disk_before_the_first_move(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = begin(library)
    (change.new_folder / "weekly/001/a.png").write_bytes(b"picture")
    events: list[tuple[str, object]] = []
    sync, rename = os.fsync, os.rename

    def synced(descriptor: int) -> None:
        events.append(("sync", os.fstat(descriptor).st_ino))
        sync(descriptor)

    def renamed(source: Path, target: Path) -> None:
        events.append(("move", str(source)))
        rename(source, target)

    names = ("issue.md", "a.png", ".")
    wanted = {os.stat(change.new_folder / "weekly/001" / name).st_ino for name in names}
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    change.commit([*REPLACING, Move("weekly/001/a.png", "weekly/001/a.png", "weekly/001")])
    first = next(place for place, (kind, _) in enumerate(events) if kind == "move")
    before = {what for kind, what in events[:first] if kind == "sync"}
    assert wanted <= before
    assert {os.stat(change.folder / name).st_ino for name in JOURNAL_FILES} <= before


def test_half_deleted_changes_are_deleted_and_not_undone(library: Library) -> None:
    """A crash while what was replaced is being deleted."""
    change = begin(library)
    change.commit(REPLACING)
    (change.folder / "done").unlink()
    change.folder.rename(change.folder.with_name(change.folder.name + ".gone"))
    library.update_catalogue()
    assert "新的話" in text_of(library)
    assert changes(library) == []


def test_a_disk_that_knows_no_locks_is_named(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unlocked(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unlocked)
    with pytest.raises(LibraryError, match=r"No locks available.*choose a folder"):
        keeping.rename_publication(library, "weekly", "週報")


@pytest.mark.parametrize("failing", range(12))
@pytest.mark.parametrize("act", ["rename", "remove", "undo"])
def test_a_full_disk_leaves_everything_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, act: str, failing: int
) -> None:
    """Whatever is the first thing the disk has no room for."""
    monkeypatch.setattr(Library, "update_catalogue", lambda *_: UpdateResult(0, 0, 0, 0, ()))
    keeping.rename_publication(library, "weekly", "舊名")
    before = files(library)
    count = [0]

    def full(call: Callable[..., object]) -> Callable[..., object]:
        def limited(*arguments: object, **options: object) -> object:
            count[0] += 1
            if count[0] == failing + 1:
                raise OSError(errno.ENOSPC, "No space left on device")
            return call(*arguments, **options)

        return limited

    acts: dict[str, Callable[[], object]] = {
        "rename": lambda: keeping.rename_publication(library, "weekly", "新名"),
        "remove": lambda: keeping.remove_publication(library, "weekly"),
        "undo": lambda: keeping.undo_last_change(library),
    }
    with monkeypatch.context() as patched:
        for name in ("mkdir", "rename", "replace", "write", "fsync"):
            patched.setattr(os, name, full(getattr(os, name)))
        said = ""
        try:
            acts[act]()
        except LibraryError as error:
            said = str(error)
    if said:
        assert "No space left on device" in said
        assert files(library) == before
    transactions.roll_back_interrupted(library.folder)
    assert not transactions.has_interrupted_change(library.folder)


def files(library: Library) -> dict[str, bytes]:
    return {
        path.relative_to(library.folder).as_posix(): path.read_bytes()
        for path in sorted(library.folder.rglob("*"))
        if path.is_file() and not path.relative_to(library.folder).parts[0].startswith(".")
    }


def test_a_lock_ends_with_its_program(library: Library) -> None:
    """What a program that was killed leaves of it keeps nobody out."""
    lock = library.folder / TRANSACTIONS_FOLDER / "lock"
    lock.parent.mkdir()
    write_durably(lock, "4711")
    keeping.rename_publication(library, "weekly", "週報")
