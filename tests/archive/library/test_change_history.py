"""Changes are taken back one after another, the newest first."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from viewer.archive.library import change_folders
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library.change_history import last_change
from viewer.archive.library.change_journal import JOURNAL_FILES, TRANSACTIONS_FOLDER
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.errors import LibraryError


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library(tmp_path / "mine")
    (library.folder / "weekly").mkdir(parents=True)
    (library.folder / "weekly/1.md").write_text("---\nnumber: 1\n---\n\n話。\n", encoding="utf-8")
    (library.folder / "weekly/publication.yaml").write_text("id: weekly\nname: 0\n", "utf-8")
    monkeypatch.setattr(Library, "update_catalogue", lambda *_: UpdateResult(0, 0, 0, 0, ()))
    return library


def rename(library: Library, count: int) -> None:
    for number in range(1, count + 1):
        keeping.rename_publication(library, "weekly", str(number))


def name(library: Library) -> str:
    return (
        (library.folder / "weekly/publication.yaml").read_text("utf-8").split("name: ")[1].strip()
    )


def undo(library: Library) -> str:
    outcome = keeping.undo_last_change(library)
    return "" if outcome is None else outcome[0].change.described()


def test_the_last_ten_changes_are_taken_back_one_after_another(library: Library) -> None:
    rename(library, 12)
    for number in range(12, 2, -1):
        assert undo(library) == f"renaming of “{number - 1}” to “{number}”"
        assert name(library).strip('"') == str(number - 1)
    assert undo(library) == ""


def test_the_order_follows_no_clock(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set back from one change to the next."""
    years = iter(range(2099, 2000, -1))
    monkeypatch.setattr(time, "strftime", lambda _format: f"{next(years)}0101-000000")
    rename(library, 3)
    assert [undo(library) for _ in range(3)] == [
        f"renaming of “{number}” to “{number + 1}”" for number in (2, 1, 0)
    ]


def test_what_is_kept_for_it_has_a_limit_but_the_last_one_always_can(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(library, 4)
    monkeypatch.setattr(change_folders, "MOST_BYTES", 10)
    rename(library, 5)
    assert undo(library) == "renaming of “4” to “5”"
    assert undo(library) == ""


def test_a_change_that_the_reader_edited_does_not_bar_the_way_to_those_before(
    library: Library,
) -> None:
    rename(library, 2)
    path = library.folder / "weekly/publication.yaml"
    path.write_text("id: weekly\nname: 我的名字\n", "utf-8")
    outcome = keeping.undo_last_change(library)
    assert outcome is not None
    notice = outcome[0].notice
    assert notice is not None
    assert "weekly/publication.yaml was changed since and stays" in notice
    assert undo(library) == "renaming of “0” to “1”"
    assert name(library) == "我的名字"


def test_a_damaged_record_is_told_and_does_not_bar_the_way(library: Library) -> None:
    rename(library, 2)
    newest = max(p for p in (library.folder / TRANSACTIONS_FOLDER).iterdir() if p.is_dir())
    for journal in JOURNAL_FILES:
        (newest / journal).write_bytes(b"noise")
    with pytest.raises(LibraryError, match="its record is damaged") as caught:
        undo(library)
    assert str(newest) in str(caught.value)
    assert name(library).strip('"') == "2"
    assert undo(library) == "renaming of “0” to “1”"


def test_what_would_be_taken_back_is_known_beforehand(library: Library) -> None:
    assert last_change(library.folder) is None
    rename(library, 1)
    change = last_change(library.folder)
    assert change is not None
    assert change.described() == "renaming of “0” to “1”"


def test_an_undo_that_a_crash_broke_off_is_finished(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from viewer.archive.library import take_back, undoable_transaction

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    rename(library, 1)
    with monkeypatch.context() as patched:
        patched.setattr(take_back, "remove_empty_folders", killed)
        with pytest.raises(Killed):
            undo(library)
    (problem,) = undoable_transaction.roll_back_interrupted(library.folder)
    assert problem.message == "The renaming of “0” to “1” is taken back now; that was broken off."
    assert name(library) == "0"
    assert undo(library) == ""
