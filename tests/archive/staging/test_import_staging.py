"""Drafts come into the library all at once or not at all, and go out again.

Covers viewer/archive/library/publication_edits.py, viewer/archive/staging/existing_issues.py,
viewer/archive/staging/folder_allocation.py, viewer/archive/staging/import_problems.py and
viewer/archive/staging/series_merge.py.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.archive.writing import PUBLICATION, bundle
from viewer.archive.files.publication_file import PUBLICATION_FILE
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.library.library import Library
from viewer.archive.model.address import parse_address
from viewer.archive.model.issue import ChapterAnnouncement, Event, Publication, SeriesOutline
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.archive.staging.import_staging import ImportStaging, StagedPublication
from viewer.errors import LibraryError

WEEKLY = Publication("weekly", "週報", "zh-Hant", home="https://example.org/")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


def draft(number: int | None = None, text: str = "", **facts: object) -> IssueDraft:
    title = f"週報 第 {number} 期" if number else "沒有號碼"
    values = {"title": title, "text": text or f"## 短訊\n\n第 {number} 期的話。", "file": "a.md"}
    return IssueDraft(**{**values, "number": number, **facts})  # type: ignore[arg-type]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "mine", bundle(tmp_path / "issues"))


def bring(
    library: Library,
    drafts: Sequence[IssueDraft],
    publication: Publication = WEEKLY,
    *,
    replace_own: bool = False,
) -> StagedPublication:
    with journal.library_lock(library.folder):
        intake = ImportStaging(library, replace_edited=replace_own)
        staged = intake.stage(intake.target_publication(publication, chosen=True)[0], drafts)
        assert list(intake.parse_staged(staged)) == list(
            range(1, len(staged.drafts) + staged.failed + 1)
        )
        intake.commit([staged])
    return staged


def numbers(library: Library, id_: str = "weekly") -> dict[int, str]:
    with library.open_catalogue() as catalogue:
        return {
            issue.number: issue.title
            for publication in catalogue.publications()
            if publication.id == id_
            for issue in publication.issues
        }


def text_at(library: Library, address: str) -> str:
    with library.open_catalogue() as catalogue:
        return catalogue.page(parse_address(address)).text


def files(library: Library) -> dict[str, bytes]:
    """Every file of the reader's own, by name; caches and bygone changes left out."""
    return {
        path.relative_to(library.folder).as_posix(): path.read_bytes()
        for path in sorted(library.folder.rglob("*"))
        if path.is_file() and not path.relative_to(library.folder).parts[0].startswith(".")
    }


def test_an_issue_that_two_sources_hold_comes_in_once(library: Library) -> None:
    older = draft(title="甲", guid="https://example.org/?p=1", text="## 題\n\n舊的。")
    newer = draft(title="甲", guid="https://example.org/?p=1", text="## 題\n\n新的。")
    other = draft(title="乙", guid="https://example.org/?p=2")
    staged = bring(library, [older, other, newer])
    assert (staged.added, staged.updated, staged.unchanged) == (2, 0, 0)
    assert sorted(numbers(library).values()) == ["乙", "甲"]
    number = next(n for n, title in numbers(library).items() if title == "甲")
    assert "新的" in text_at(library, f"weekly/{number}/題")


def test_what_is_brought_in_can_be_read(library: Library) -> None:
    staged = bring(
        library,
        [
            draft(7, date="2024-05-01", editors=("王小明", "Ann O'Hara: x"), language="zh-Hant"),
            draft(
                8,
                '## 圖\n\n![貓](figures/cat.png "一隻貓")',
                pictures=(PictureDraft("figures/cat.png", PNG),),
                events=(Event("聚會", "2024-06-01T10:00:00+08:00", "Asia/Taipei"),),
            ),
        ],
    )
    assert (staged.added, staged.updated, staged.unchanged, staged.failed) == (2, 0, 0, 0)
    assert staged.pictures == 1
    assert numbers(library) == {8: "週報 第 8 期", 7: "週報 第 7 期"}
    with library.open_catalogue() as catalogue:
        (issue,) = [
            i for p in catalogue.publications() if p.id == "weekly"
            for i in p.issues if i.number == 7
        ]  # fmt: skip
        assert (issue.date, issue.editors) == ("2024-05-01", ("王小明", "Ann O'Hara: x"))
        assert catalogue.page(parse_address("weekly/8")).text
    assert (library.folder / "weekly/008/figures/cat.png").read_bytes() == PNG
    assert (library.folder / "weekly" / PUBLICATION_FILE).read_text(encoding="utf-8") == (
        'id: weekly\nname: 週報\nlanguage: zh-Hant\nhome: "https://example.org/"\n'
    )


def test_a_second_time_nothing_changes(library: Library) -> None:
    picture = (PictureDraft("figures/cat.png", PNG),)
    bring(library, [draft(1, pictures=picture), draft(2)])
    before = files(library)
    staged = bring(library, [draft(1, pictures=picture), draft(2)])
    assert (staged.added, staged.updated, staged.unchanged) == (0, 0, 2)
    assert staged.articles == 2
    assert files(library) == before


def test_changed_text_or_pictures_replace_an_issue_and_leave_the_rest(library: Library) -> None:
    bring(library, [draft(1, pictures=(PictureDraft("figures/a.png", PNG),)), draft(2)])
    staged = bring(
        library,
        [draft(1, pictures=(PictureDraft("figures/a.png", PNG + b"x"),)), draft(2, "新的話。")],
    )
    assert (staged.added, staged.updated, staged.unchanged) == (0, 2, 0)
    assert "新的話" in text_at(library, "weekly/2")
    assert len(numbers(library)) == 2


def test_an_issue_is_known_by_its_guid(library: Library) -> None:
    first = draft(guid="https://example.org/?p=1", date="2024-02-02", title="乙")
    second = draft(guid="https://example.org/?p=2", date="2024-01-01", title="甲")
    bring(library, [first, second])
    assert numbers(library) == {1: "甲", 2: "乙"}
    bring(
        library,
        [
            draft(guid="https://example.org/?p=3", date="2023-01-01", title="丙"),
            draft(guid="https://example.org/?p=1", date="2024-02-02", title="乙，改了"),
        ],
    )
    assert numbers(library) == {1: "甲", 2: "乙，改了", 3: "丙"}


def test_an_issue_without_number_and_guid_is_known_by_title_and_date(library: Library) -> None:
    one = draft(title="隨筆", date="2024-01-01", text="一段話。")
    bring(library, [one])
    staged = bring(library, [one])
    assert (staged.added, staged.unchanged) == (0, 1)


def test_two_issues_of_one_number_both_come_in(library: Library) -> None:
    staged = bring(
        library, [draft(5, "先到的。", guid="x"), draft(5, "後到的。", guid="y", file="b.md")]
    )
    assert staged.added == 2
    assert "後到的" in text_at(library, "weekly/6")
    (problem,) = staged.problems
    assert problem.file == "b.md"
    assert "Number 5 of weekly is another issue; this one is brought in as 6." in problem.message


def test_a_number_alone_does_not_make_one_issue_of_two(library: Library) -> None:
    mine = "## 天文\n\n望遠鏡看見了一個很遠很遠的星系，光走了一百億年才到這裡。"
    theirs = "## 園藝\n\n春天要給玫瑰剪枝，雨後鬆土，別讓蚜蟲在嫩芽上過夜。"
    bring(library, [draft(12, mine, title="遠方的星系", date="2024-03-01", guid="https://a/12")])
    other = draft(12, theirs, title="玫瑰的春天", date="2023-01-01", file="b.md")
    staged = bring(library, [other])
    assert (staged.added, staged.updated) == (1, 0)
    assert "Number 12 of weekly is another issue" in staged.problems[0].message
    assert numbers(library) == {12: "遠方的星系", 13: "玫瑰的春天"}
    staged = bring(library, [other])
    assert (staged.added, staged.updated, staged.unchanged) == (0, 0, 1)
    staged = bring(library, [draft(12, mine, title="遠方的星系", date="2024-03-01")])
    assert (staged.added, staged.updated) == (0, 1), "of the same title and text it is the same"


def test_two_of_one_number_in_one_source_are_known_again(library: Library) -> None:
    both = [draft(5, "先到的。"), draft(5, "後到的。", title="另一個", file="b.md")]
    assert bring(library, both).added == 2
    assert bring(library, both).unchanged == 2


def test_what_an_issue_replaces_is_told_where_it_is_called_otherwise(library: Library) -> None:
    bring(library, [draft(1, title="舊的名字", date="2024-01-01")])
    staged = bring(library, [draft(1, "新的。", title="全新", date="2024-01-01")])
    assert staged.updated == 1
    (problem,) = staged.problems
    assert problem.message == "Issue 1, “舊的名字”, is replaced by “全新”."


def test_one_that_cannot_be_read_does_not_keep_the_others_out(library: Library) -> None:
    staged = bring(library, [draft(1), draft(2, "   ", file="empty.md"), draft(3)])
    assert (staged.added, staged.failed) == (2, 1)
    assert any(p.file == "empty.md" and p.key == "failed" for p in staged.problems)
    assert sorted(numbers(library)) == [1, 3]
    assert not (library.folder / "weekly/002").exists()


def test_losses_are_told_and_kept_with_the_issue(library: Library) -> None:
    staged = bring(
        library, [draft(1, losses={ImportLoss.WEB_PICTURE: 3, ImportLoss.FLAT_TABLE: 1})]
    )
    assert dict(staged.losses) == {ImportLoss.WEB_PICTURE: 3, ImportLoss.FLAT_TABLE: 1}
    assert "losses: {web_picture: 3, flat_table: 1}" in (
        library.folder / "weekly/001/issue.md"
    ).read_text(encoding="utf-8")
    with library.open_catalogue() as catalogue:
        messages = [p.message for p in catalogue.problems()]
    assert "Not kept when it was brought in: 3 pictures are only on the web." in messages
    assert "Not kept when it was brought in: 1 table was flattened." in messages


def test_the_publishers_own_words_take_the_place_of_the_bundled_issue(library: Library) -> None:
    library.update_catalogue()
    assert "學會" in text_at(library, "paper/2/a1")
    staged = bring(library, [draft(2, "# A. 焦點\n\n## 1. 原文\n\n原來的話。")], PUBLICATION)
    assert (staged.updated, staged.is_new) == (1, False)
    assert "原來的話" in text_at(library, "paper/2/a1")
    keeping.undo_last_change(library)
    assert "學會" in text_at(library, "paper/2/a1")


def test_a_publication_of_the_same_name_is_joined(library: Library) -> None:
    bring(library, [draft(3)], Publication("xiao-bao", "小報", ""))
    assert sorted(numbers(library, "paper")) == [2, 3]


def test_a_series_that_a_draft_brings_along_is_told_by_its_chapters(library: Library) -> None:
    talk = SeriesOutline(
        "t1", "演講錄", "李四", ("開場", "中段", "結語"), (ChapterAnnouncement(3, 3, 9),)
    )
    text = "# 演講\n\n## 1. 開場 {#c1 series=t1 chapter=1}\n\n話。"
    bring(library, [draft(8, text, series=(talk,))])
    later = SeriesOutline("other-id", "演講錄", "", ("開場", "中段", "結語"))
    text = '# 演講\n\n## 3. 結語 {#c3 series="other-id" chapter=3}\n\n話。'
    bring(library, [draft(9, text, series=(later,))])
    with library.open_catalogue() as catalogue:
        (publication,) = [p for p in catalogue.publications() if p.id == "weekly"]
    (series,) = publication.series
    assert (series.id, series.speaker) == ("t1", "李四")
    assert [str(c.address) if c.address else c.announced_in for c in series.chapters] == [
        "weekly/8/c1", None, "weekly/9/c3",
    ]  # fmt: skip


def test_a_talk_is_known_by_its_outline_whatever_its_title(library: Library) -> None:
    lines = ("歷史", "方法", "Entity NN", "結語", "後記")
    talk = SeriesOutline("big-event", "本期大事", "", lines)
    text = "# 大事\n\n## 3. Entity NN {#c3 series=big-event chapter=3}\n\n話。"
    bring(library, [draft(3, text, series=(talk,))], PUBLICATION)
    with library.open_catalogue() as catalogue:
        (publication,) = [p for p in catalogue.publications() if p.id == "paper"]
    (series,) = publication.series
    assert (series.title, len(series.chapters)) == ("一場演講", 5)
    assert str(series.chapters[2].address) == "paper/3/c3"


def test_an_issue_that_lies_in_the_library_as_a_file_is_replaced(library: Library) -> None:
    folder = library.folder / "weekly"
    folder.mkdir(parents=True)
    (folder / "issue-5.md").write_text("# 第 5 期\n\n舊的話。", encoding="utf-8")
    (folder / "issue-6.md").write_text("# 第 6 期\n\n別動。", encoding="utf-8")
    staged = bring(library, [draft(5, "新的話。")], replace_own=True)
    assert staged.updated == 1
    assert sorted(numbers(library)) == [5, 6]
    assert "新的話" in text_at(library, "weekly/5")
    keeping.undo_last_change(library)
    assert "舊的話" in text_at(library, "weekly/5")


def test_the_last_import_can_be_taken_back(library: Library) -> None:
    bring(library, [draft(1)])
    before = files(library)
    bring(library, [draft(1, "改了。"), draft(2)])
    assert keeping.undo_last_change(library) is not None
    assert files(library) == before
    assert sorted(numbers(library)) == [1]
    assert keeping.undo_last_change(library) is not None
    assert files(library) == {}
    assert keeping.undo_last_change(library) is None


def test_what_was_changed_afterwards_is_not_taken_back(library: Library) -> None:
    """Also where its size and time are as before: contents are compared."""
    bring(library, [draft(1), draft(2)])
    path = library.folder / "weekly/001/issue.md"
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("的話", "我話"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.utime(library.folder / "weekly/002/issue.md", (2**33, 2**33))  # touched, but the same
    outcome = keeping.undo_last_change(library)
    assert outcome is not None
    undone, _ = outcome
    assert undone.change.described() == "import of 2 issues into 週報"
    assert undone.notice == "But weekly/001 was changed since and stays."
    assert "我話" in path.read_text(encoding="utf-8")
    assert sorted(numbers(library)) == [1]
    assert keeping.undo_last_change(library) is None


def test_the_text_before_an_edited_one_is_named(library: Library) -> None:
    bring(library, [draft(1, "第一次的話。"), draft(2)])
    bring(library, [draft(1, "第二次的話。"), draft(2, "二。")])
    path = library.folder / "weekly/001/issue.md"
    path.write_text(path.read_text(encoding="utf-8") + "我的話。", encoding="utf-8")
    outcome = keeping.undo_last_change(library)
    assert outcome is not None
    undone, _ = outcome
    assert undone.notice is not None
    assert str(undone.folder) in undone.notice
    assert undone.folder is not None
    before = undone.folder / "weekly/001/issue.md"
    assert "第一次的話" in before.read_text(encoding="utf-8")
    assert "我的話" in path.read_text(encoding="utf-8")
    assert "第 2 期的話" in text_at(library, "weekly/2"), "the other issue is as it was"


def test_a_picture_the_reader_put_there_is_not_replaced(library: Library) -> None:
    """She is told and may ask for the source's, and gets hers back."""
    bring(library, [draft(1)])
    own = library.folder / "weekly/001/figures/a.png"
    own.parent.mkdir()
    own.write_bytes(PNG + b"mine")
    picture = (PictureDraft("figures/a.png", PNG),)
    staged = bring(library, [draft(1, "![](figures/a.png)", pictures=picture)])
    assert (staged.updated, staged.kept) == (0, 1)
    assert "a file of your own where the source has one as well" in staged.problems[0].message
    assert own.read_bytes() == PNG + b"mine"
    changed = draft(1, "![](figures/a.png)", pictures=picture)
    assert bring(library, [changed], replace_own=True).updated == 1
    assert own.read_bytes() == PNG
    keeping.undo_last_change(library)
    assert own.read_bytes() == PNG + b"mine"


def test_what_an_issue_does_not_name_stays_when_it_is_removed(library: Library) -> None:
    bring(library, [draft(1, "![](a.png)", pictures=(PictureDraft("a.png", PNG),))])
    own = library.folder / "weekly/001/notes.txt"
    own.write_text("her notes", encoding="utf-8")
    before = files(library)
    keeping.remove_publication(library, "weekly")
    assert list(files(library)) == ["weekly/001/notes.txt"]
    assert bring(library, [draft(1)]).added == 1
    assert (library.folder / "weekly/001/issue.md").exists(), "beside the notes on it"
    keeping.undo_last_change(library)
    keeping.undo_last_change(library)
    assert files(library) == before


def test_what_cannot_be_written_after_parts_came_in_takes_them_out(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue is told as well."""
    bring(library, [draft(1)])
    before = files(library)
    with journal.library_lock(library.folder):
        intake = ImportStaging(library)
        staged = intake.stage(WEEKLY, [draft(2), draft(3)])
        next(parsing := intake.parse_staged(staged))
        intake.commit_partial(staged)
        assert len(numbers(library)) == 2
        list(parsing)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("viewer.archive.staging.import_ledger.write_durably", full)
            with pytest.raises(LibraryError, match=r"No space left on device.*is as it was"):
                intake.commit([staged])
        assert intake.discard() is not None
    assert files(library) == before
    assert list(numbers(library)) == [1]


@pytest.mark.parametrize("moves", range(6))
def test_a_crash_at_any_move_leaves_the_library_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    bring(library, [draft(1), draft(2)])
    before = files(library)
    rename, count = os.rename, [0]

    def crash(*args: object) -> None:
        count[0] += 1
        if count[0] > moves:
            raise KeyboardInterrupt
        rename(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("viewer.archive.library.undoable_transaction.os.rename", crash)
    # A program that was killed puts nothing back.
    monkeypatch.setattr(journal.LibraryTransaction, "roll_back", lambda _: False)
    changed = [draft(1, "改一。"), draft(2, "改二。"), draft(3), draft(4)]
    with pytest.raises(KeyboardInterrupt):
        bring(library, changed)
    monkeypatch.undo()
    assert journal.roll_back_interrupted(library.folder)
    assert files(library) == before
    library.update_catalogue()
    assert sorted(numbers(library)) == [1, 2]


def test_a_move_that_fails_is_told_and_undone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(library, [draft(1)])
    before = files(library)
    rename = os.rename

    def full(source: Path, target: Path) -> None:
        if "002" in str(target) and ".imports" not in str(target):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr("viewer.archive.library.undoable_transaction.os.rename", full)
    with pytest.raises(LibraryError, match=r"No space left on device.*is as it was"):
        bring(library, [draft(1, "改。"), draft(2)])
    assert files(library) == before


def test_nothing_is_written_before_it_is_committed(library: Library) -> None:
    bring(library, [draft(1)])
    before = files(library)
    with journal.library_lock(library.folder):
        intake = ImportStaging(library)
        intake.stage(WEEKLY, [draft(1, "改。"), draft(2)])
        assert files(library) == before
        intake.discard()
    assert files(library) == before
    changes = [p for p in (library.folder / journal.TRANSACTIONS_FOLDER).iterdir() if p.is_dir()]
    assert len(changes) == 1, "the change before stays, to be taken back"


def test_two_cannot_change_the_library_at_once(library: Library) -> None:
    library.folder.mkdir()
    with (
        journal.library_lock(library.folder),
        pytest.raises(LibraryError, match="Another program is changing"),
        journal.library_lock(library.folder),
    ):
        pass


@pytest.mark.parametrize(
    "name",
    ["../x.png", "/etc/x.png", "figures/../../x.png", "C:x.png", "figures/x.exe", "x.png/",
     ".x.png", "a/b/c/d/e/f.png", "x" * 300 + ".png", "issue.md", "figures/x.md.svg/y",
     "figures\\x.png"],
)  # fmt: skip
def test_a_picture_never_leaves_its_issue(library: Library, name: str) -> None:
    bring(library, [draft(1, pictures=(PictureDraft(name, PNG),))])
    assert {path for path in files(library) if path.startswith("weekly/001/")} == {
        "weekly/001/issue.md"
    }
    assert not (library.folder / "weekly/x.png").exists()


def test_an_id_that_would_be_a_path_is_refused(library: Library) -> None:
    with pytest.raises(LibraryError, match="cannot be a publication's id"):
        bring(library, [draft(1)], Publication("../up", "上面", ""))


def test_a_publication_is_renamed_and_removed(library: Library) -> None:
    bring(library, [draft(1)])
    keeping.rename_publication(library, "weekly", "  新  名字 ")
    with library.open_catalogue() as catalogue:
        assert {p.id: p.name for p in catalogue.publications()}["weekly"] == "新 名字"
    keeping.remove_publication(library, "weekly")
    assert numbers(library) == {}
    keeping.undo_last_change(library)
    assert sorted(numbers(library)) == [1]


def test_what_comes_with_the_program_is_not_removed(library: Library) -> None:
    with pytest.raises(LibraryError, match="comes with the program"):
        keeping.remove_publication(library, "paper")
    with pytest.raises(LibraryError, match="There is no publication “nope”; there are paper"):
        keeping.rename_publication(library, "nope", "x")


def test_a_library_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be written"):
        bring(Library(place / "library"), [draft(1)])


def test_another_issue_in_a_folder_of_that_number_is_left_alone(library: Library) -> None:
    place = library.folder / "weekly/001/issue.md"
    place.parent.mkdir(parents=True)
    place.write_text("---\nnumber: 7\ntitle: 七\n---\n\n## 題\n\n別動。\n", encoding="utf-8")
    staged = bring(library, [draft(1)])
    assert staged.added == 1
    assert sorted(numbers(library)) == [1, 7]
    assert "別動" in text_at(library, "weekly/7")


def test_an_issue_that_cannot_be_read_now_is_left_alone(library: Library) -> None:
    place = library.folder / "weekly/001/issue.md"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"\xff\xfe half done")
    bring(library, [draft(1)])
    assert sorted(numbers(library)) == [1]
    assert place.read_bytes() == b"\xff\xfe half done"


def test_what_else_lies_in_an_issues_folder_stays_there(library: Library) -> None:
    bring(library, [draft(1, pictures=(PictureDraft("figures/a.png", PNG),))])
    home = library.folder / "weekly/001"
    (home / "notes").mkdir()
    (home / "notes/mine.odt").write_bytes(b"mine")
    (home / "figures/list.txt").write_bytes(b"mine too")
    before = files(library)
    bring(library, [draft(1, "改了。", pictures=(PictureDraft("figures/a.png", PNG),))])
    assert "改了" in text_at(library, "weekly/1")
    assert (home / "notes/mine.odt").read_bytes() == b"mine"
    assert (home / "figures/list.txt").read_bytes() == b"mine too"
    keeping.undo_last_change(library)
    assert files(library) == before


def test_an_issue_right_in_the_library_takes_nothing_along(library: Library) -> None:
    library.folder.mkdir()
    (library.folder / PUBLICATION_FILE).write_text("id: weekly\nname: 週報\n", encoding="utf-8")
    (library.folder / "issue.md").write_text("---\nnumber: 1\n---\n\n舊的話。", encoding="utf-8")
    (library.folder / "mine.txt").write_text("mine", encoding="utf-8")
    bring(library, [draft(1, "新的話。")], replace_own=True)
    assert "新的話" in text_at(library, "weekly/1")
    assert (library.folder / "mine.txt").exists()
    keeping.undo_last_change(library)
    assert "舊的話" in text_at(library, "weekly/1")


@pytest.mark.parametrize("kind", ["file", "link", "other case", "reserved"])
def test_a_publication_gets_a_folder_that_is_its_own(
    library: Library, tmp_path: Path, kind: str
) -> None:
    library.folder.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    publication = WEEKLY
    taken = library.folder / "weekly"
    if kind == "file":
        taken.write_text("mine", encoding="utf-8")
    elif kind == "link":
        taken.symlink_to(elsewhere)
    elif kind == "other case":
        # Where upper and lower case are the same, this is the folder “weekly”.
        other = library.folder / "Weekly"
        other.mkdir()
        (other / PUBLICATION_FILE).write_text("id: other\nname: 別的\n", encoding="utf-8")
    else:
        publication = Publication("con", "研討會", "zh-Hant")
    bring(library, [draft(1)], publication)
    assert sorted(numbers(library, publication.id)) == [1]
    assert not (library.folder / publication.id / "001").exists()
    assert not list(elsewhere.iterdir())


def test_a_description_of_the_readers_own_is_not_written_anew(library: Library) -> None:
    home = library.folder / "Meine Post"
    home.mkdir(parents=True)
    words = "# my own words\nid: weekly\nname: 週報\n"
    (home / PUBLICATION_FILE).write_text(words, encoding="utf-8")
    bring(library, [draft(1)])
    assert (home / PUBLICATION_FILE).read_text(encoding="utf-8") == words
    assert (home / "001/issue.md").is_file()


def test_remove_takes_only_what_is_of_the_publication(library: Library) -> None:
    bring(library, [draft(1)])
    home = library.folder / "weekly"
    (home / "thesis.odt").write_bytes(b"mine")
    (home / "drafts").mkdir()
    (home / "drafts/letter.odt").write_bytes(b"mine")
    keeping.remove_publication(library, "weekly")
    assert not numbers(library)
    assert (home / "thesis.odt").read_bytes() == b"mine"
    assert (home / "drafts/letter.odt").read_bytes() == b"mine"
    assert not (home / "001").exists()
    keeping.undo_last_change(library)
    assert sorted(numbers(library)) == [1]


def test_a_publication_in_two_folders_is_renamed_and_removed_as_one(library: Library) -> None:
    for name, number in (("a", 1), ("b", 2)):
        home = library.folder / name
        (home / f"{number:03}").mkdir(parents=True)
        (home / PUBLICATION_FILE).write_text("id: weekly\nname: 週報\n", encoding="utf-8")
        (home / f"{number:03}/issue.md").write_text(
            f"---\nnumber: {number}\n---\n\n第 {number} 期的話。", encoding="utf-8"
        )
    keeping.rename_publication(library, "weekly", "月報")
    with library.open_catalogue() as catalogue:
        assert [p.name for p in catalogue.publications() if p.id == "weekly"] == ["月報"]
    keeping.remove_publication(library, "weekly")
    assert not numbers(library)
    keeping.undo_last_change(library)
    assert sorted(numbers(library)) == [1, 2]
