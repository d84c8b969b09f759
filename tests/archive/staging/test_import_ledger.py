"""What the reader wrote stays hers: an import tells her text from what an import wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.staging.test_import_staging import PNG, bring, draft, files, text_at
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Severity
from viewer.archive.model.issue_draft import PictureDraft
from viewer.archive.staging.import_ledger import LEDGER_FILE


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "mine")


def write_into(library: Library, number: int, words: str) -> bytes:
    path = library.folder / f"weekly/{number:03}/issue.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    return path.read_bytes()


def test_what_was_changed_by_hand_stays_and_is_told(library: Library) -> None:
    bring(library, [draft(1), draft(2)])
    mine = write_into(library, 1, "我加的話。")
    staged = bring(library, [draft(1, "新的一。"), draft(2, "新的二。")])
    assert (staged.added, staged.updated, staged.unchanged, staged.kept) == (0, 1, 0, 1)
    assert (library.folder / "weekly/001/issue.md").read_bytes() == mine
    assert "新的二" in text_at(library, "weekly/2")
    (problem,) = staged.problems
    assert problem.severity is Severity.WARNING
    assert problem.message == (
        "Issue 1 was changed by hand after it was brought in and stays as it is; what the source "
        "says now is not taken."
    )


def test_she_can_ask_for_the_sources_text_and_get_hers_back(library: Library) -> None:
    bring(library, [draft(1)])
    mine = write_into(library, 1, "我加的話。")
    staged = bring(library, [draft(1, "新的。")], replace_own=True)
    assert (staged.updated, staged.kept) == (1, 0)
    assert "新的" in text_at(library, "weekly/1")
    (problem,) = staged.problems
    assert "Issue 1 was changed by hand" in problem.message
    assert "Undo brings it back" in problem.message
    keeping.undo_last_change(library)
    assert (library.folder / "weekly/001/issue.md").read_bytes() == mine


def test_a_source_that_says_what_it_said_takes_nothing_from_her(library: Library) -> None:
    bring(library, [draft(1)])
    write_into(library, 1, "我加的話。")
    staged = bring(library, [draft(1)])
    assert (staged.updated, staged.kept) == (0, 1)
    (problem,) = staged.problems
    assert problem.severity is Severity.GUESS
    assert "changed by hand" in problem.message


def test_a_picture_of_hers_stays_as_well(library: Library) -> None:
    picture = PictureDraft("figures/a.png", PNG)
    bring(library, [draft(1, pictures=(picture,))])
    path = library.folder / "weekly/001/figures/a.png"
    path.write_bytes(PNG + b"mine")
    assert bring(library, [draft(1, "新的。", pictures=(picture,))]).kept == 1
    assert path.read_bytes() == PNG + b"mine"
    path.unlink()
    assert bring(library, [draft(1, "新的。", pictures=(picture,))]).updated == 1


@pytest.mark.parametrize("name", ["issue-5.md", "005/issue.md"])
def test_what_no_import_wrote_stays(library: Library, name: str) -> None:
    path = library.folder / "weekly" / name
    path.parent.mkdir(parents=True)
    path.write_text("---\nnumber: 5\n---\n\n我自己寫的。\n", encoding="utf-8")
    staged = bring(library, [draft(5, "新的話。"), draft(6)])
    assert (staged.added, staged.updated, staged.kept) == (1, 0, 1)
    assert "我自己寫的" in text_at(library, "weekly/5")
    assert "Issue 5 was put into the library by hand" in staged.problems[0].message
    assert bring(library, [draft(5, "新的話。")], replace_own=True).updated == 1
    assert "新的話" in text_at(library, "weekly/5")


def test_after_undo_and_a_new_update_nothing_counts_as_hers(library: Library) -> None:
    bring(library, [draft(1)])
    bring(library, [draft(1, "二。")])
    keeping.undo_last_change(library)
    assert bring(library, [draft(1, "三。")]).updated == 1
    keeping.remove_publication(library, "weekly")
    keeping.undo_last_change(library)
    assert bring(library, [draft(1, "四。")]).updated == 1
    keeping.rename_publication(library, "weekly", "新名字")
    assert bring(library, [draft(1, "五。")]).updated == 1


def test_her_folders_hold_nothing_but_issues(library: Library) -> None:
    bring(library, [draft(1)])
    assert sorted(files(library)) == ["weekly/001/issue.md", "weekly/publication.yaml"]
    assert (library.folder / journal.TRANSACTIONS_FOLDER / LEDGER_FILE).is_file()


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"weekly": 3}', b'{"weekly": {"1": []}}'])
def test_where_it_is_not_known_who_wrote_it_stays(library: Library, damage: bytes) -> None:
    bring(library, [draft(1)])
    (library.folder / journal.TRANSACTIONS_FOLDER / LEDGER_FILE).write_bytes(damage)
    assert bring(library, [draft(1, "新的。")]).kept == 1
    assert bring(library, [draft(2)]).added == 1
    assert bring(library, [draft(2, "新的。")]).updated == 1


def test_an_older_text_that_comes_again_is_told(library: Library) -> None:
    bring(library, [draft(1), draft(2), draft(3)])
    bring(library, [draft(1, "新的一。"), draft(2, "新的二。"), draft(3, "新的三。")])
    staged = bring(library, [draft(1), draft(2), draft(3, "更新的三。")])
    assert staged.updated == 3
    (problem,) = staged.problems
    assert problem.severity is Severity.WARNING
    assert problem.message == (
        "2 issues (1, 2) come in as they were before a later import changed them."
    )


def test_what_is_as_its_source_says_is_the_sources_whoever_put_it_there(library: Library) -> None:
    bring(library, [draft(1)])
    text = (library.folder / "weekly/001/issue.md").read_bytes()
    bring(library, [draft(1, "二。")])
    (library.folder / "weekly/001/issue.md").write_bytes(text)
    assert bring(library, [draft(1)]).unchanged == 1
    assert bring(library, [draft(1, "三。")]).updated == 1
    # A library that was moved without what is hidden in it.
    (library.folder / journal.TRANSACTIONS_FOLDER / LEDGER_FILE).unlink()
    assert bring(library, [draft(1, "三。")]).unchanged == 1
    assert bring(library, [draft(1, "四。")]).updated == 1


def test_a_look_that_finds_nothing_new_leaves_the_last_change_to_be_taken_back(
    library: Library,
) -> None:
    (library.folder / "weekly/002").mkdir(parents=True)
    bring(library, [draft(1)])
    other = Library(library.folder.parent / "other")
    bring(other, [draft(2)])
    copied = (other.folder / "weekly/002/issue.md").read_bytes()
    (library.folder / "weekly/002/issue.md").write_bytes(copied)
    assert bring(library, [draft(1), draft(2)]).unchanged == 2
    assert bring(library, [draft(2)]).unchanged == 1
    assert keeping.undo_last_change(library) is not None
    assert not (library.folder / "weekly/001").exists()
    assert (library.folder / "weekly/002/issue.md").read_bytes() == copied
