"""What a journal says is done or undone, and nothing of the reader's is lost over it."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.archive.library import publication_edits as keeping
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.library.library import Library
from viewer.errors import LibraryError

ISSUE = "---\nnumber: 1\ntitle: 第 1 期\n---\n\n## 題\n\n{text}\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "mine")
    write(library.folder / "weekly/001/issue.md", "舊的話。")
    return library


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ISSUE.format(text=text), encoding="utf-8")


def replace(library: Library, text: str = "新的話。") -> journal.LibraryTransaction:
    """Put another issue into the place of the one that is there."""
    change = journal.LibraryTransaction(library.folder)
    write(change.new_folder / "001/issue.md", text)
    change.commit(replacing(library, change), {"kind": "test"})
    return change


def replacing(library: Library, change: journal.LibraryTransaction) -> list[journal.Move]:
    new = change.new_folder.relative_to(library.folder).as_posix()
    old = change.old_folder.relative_to(library.folder).as_posix()
    return [("weekly/001", f"{old}/001"), (f"{new}/001", "weekly/001")]


def break_off(library: Library) -> journal.LibraryTransaction:
    """A change whose program ended after the first move."""
    change = journal.LibraryTransaction(library.folder)
    write(change.new_folder / "001/issue.md", "新的話。")
    moves = replacing(library, change)
    plan = {"moves": moves, "report": {}}
    journal.write_durably(change.folder / "journal.json", json.dumps(plan))
    os.rename(library.folder / moves[0][0], library.folder / moves[0][1])
    return change


def text_of(library: Library) -> str:
    return (library.folder / "weekly/001/issue.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "act",
    [
        lambda library: keeping.rename_publication(library, "weekly", "週報"),
        lambda library: keeping.undo_last_change(library),
        lambda library: library.update_catalogue(),
    ],
)
def test_what_a_crash_broke_off_is_undone_before_the_next_change(
    library: Library, act: Callable[[Library], object]
) -> None:
    break_off(library)
    act(library)
    assert "舊的話" in text_of(library)


def test_a_later_change_does_not_throw_away_what_could_not_be_put_back(library: Library) -> None:
    change = break_off(library)
    write(library.folder / "weekly/001/issue.md", "後來寫的。")  # the reader was quicker
    with journal.library_lock(library.folder):
        later = journal.LibraryTransaction(library.folder)
        journal.write_durably(later.new_folder / "publication.yaml", "id: weekly\nname: 週報\n")
        source = (later.new_folder / "publication.yaml").relative_to(library.folder).as_posix()
        later.commit([(source, "weekly/publication.yaml")], {})
    assert "後來寫的" in text_of(library)
    assert "舊的話" in (change.old_folder / "001/issue.md").read_text(encoding="utf-8")


def test_a_journal_that_cannot_be_read_does_not_cost_what_was_moved(library: Library) -> None:
    change = break_off(library)
    (change.folder / "journal.json").write_bytes(b"{")
    library.update_catalogue()
    assert "舊的話" in (change.old_folder / "001/issue.md").read_text(encoding="utf-8")


def test_a_change_that_is_interrupted_is_undone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, count = os.rename, [0]

    def interrupted(source: Path, target: Path) -> None:
        count[0] += 1
        if count[0] == 2:
            raise KeyboardInterrupt
        rename(source, target)

    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace(library)
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / journal.TRANSACTIONS_FOLDER).iterdir()] == []


def parts(library: Library) -> journal.LibraryTransaction:
    """A change of which the first part was made: an issue replaced, and a new one beside it."""
    change = journal.LibraryTransaction(library.folder)
    write(change.new_folder / "001/issue.md", "新的話。")
    write(change.new_folder / "002/issue.md", "再一期。")
    new = change.new_folder.relative_to(library.folder).as_posix()
    change.apply_moves(replacing(library, change))
    change.apply_moves([(f"{new}/002", "weekly/002")])
    return change


def test_a_change_in_parts_is_one_change(library: Library) -> None:
    change = parts(library)
    write(change.new_folder / "003/issue.md", "第三期。")
    new = change.new_folder.relative_to(library.folder).as_posix()
    change.commit([(f"{new}/003", "weekly/003")], {"kind": "test"})
    assert sorted(p.name for p in (library.folder / "weekly").iterdir()) == ["001", "002", "003"]
    assert journal.undo_last_transaction(library.folder) == {"kind": "test"}
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


@pytest.mark.parametrize("act", [journal.LibraryTransaction.roll_back, lambda change: None])
def test_parts_that_came_in_go_out_with_the_rest(
    library: Library, act: Callable[[journal.LibraryTransaction], object]
) -> None:
    """Whether the change was given up, or its program came to an end."""
    act(parts(library))
    library.update_catalogue()
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


def test_a_part_that_cannot_be_moved_takes_the_others_out(library: Library) -> None:
    change = parts(library)
    with pytest.raises(LibraryError, match="is as it was"):
        change.apply_moves([("weekly/none", "weekly/003")])
    assert "舊的話" in text_of(library)
    assert [p.name for p in (library.folder / "weekly").iterdir()] == ["001"]


@pytest.mark.parametrize("kind", ["whole path", "link"])
def test_a_journal_moves_nothing_outside_its_library(
    library: Library, tmp_path: Path, kind: str
) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    outside = str(precious)
    if kind == "link":
        (library.folder / "way").symlink_to(tmp_path)
        outside = "way/precious.txt"
    change = journal.LibraryTransaction(library.folder)
    plan = {"moves": [["weekly/taken.txt", outside]], "report": {}}
    journal.write_durably(change.folder / "journal.json", json.dumps(plan))
    library.update_catalogue()
    assert precious.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["notes.txt", "pictures/mine.png"])
def test_what_was_put_into_an_issue_afterwards_keeps_the_change(
    library: Library, name: str
) -> None:
    change = replace(library)
    added = library.folder / "weekly/001" / name
    added.parent.mkdir(exist_ok=True)
    added.write_bytes(b"mine")
    # A copy brings its old time along; only the folder tells.
    os.utime(added, ns=(1, 1))
    done = os.stat(change.folder / "done").st_mtime_ns
    os.utime(added.parent, ns=(done + 10**9, done + 10**9))
    with pytest.raises(LibraryError, match="weekly/001 was changed or moved after it"):
        keeping.undo_last_change(library)
    assert added.read_bytes() == b"mine"


def test_everything_new_is_on_the_disk_before_the_first_move(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = journal.LibraryTransaction(library.folder)
    write(change.new_folder / "001/issue.md", "新的話。")
    (change.new_folder / "001/a.png").write_bytes(b"picture")
    events: list[tuple[str, object]] = []
    sync, rename = os.fsync, os.rename

    def synced(descriptor: int) -> None:
        events.append(("sync", os.fstat(descriptor).st_ino))
        sync(descriptor)

    def renamed(source: Path, target: Path) -> None:
        events.append(("move", str(source)))
        rename(source, target)

    wanted = {
        os.stat(change.new_folder / "001" / name).st_ino for name in ("issue.md", "a.png", ".")
    }
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    change.commit(replacing(library, change), {})
    first = next(place for place, (kind, _) in enumerate(events) if kind == "move")
    assert wanted <= {what for kind, what in events[:first] if kind == "sync"}


def test_a_disk_that_knows_no_locks_is_named(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unlocked(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unlocked)
    with pytest.raises(LibraryError, match=r"No locks available.*choose a folder"):
        keeping.rename_publication(library, "weekly", "週報")
