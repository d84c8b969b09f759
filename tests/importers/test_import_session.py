"""An import tells the truth, and takes nothing that it should not.

Covers viewer/importers/__init__.py, viewer/importers/base.py and
viewer/importers/reader_process.py.
"""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.importers.writing import FIRST, publication
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import IssueDraft, PictureDraft
from viewer.importers.base import ImportOptions
from viewer.importers.import_report import ImportReport, PublicationSummary, as_dict
from viewer.importers.import_session import EarlyCommit, ImportCancelled, ImportSession
from viewer.importers.reader_process import IssueResult, _ReaderServer


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "mine")


def bring(library: Library, *paths: Path) -> ImportReport:
    with ImportSession(library) as importing:
        report = importing.prepare(paths)
        importing.commit()
    return report


@pytest.mark.parametrize("inside", ["", "weekly", "weekly/001", "weekly/001/issue.md"])
def test_the_library_is_not_brought_into_itself(
    library: Library, tmp_path: Path, inside: str
) -> None:
    bring(library, publication(tmp_path / "given"))
    report = bring(library, library.folder / inside)
    assert not report.has_changes
    (problem,) = report.problems
    assert "is in the library already" in problem.message
    assert sorted(p.name for p in library.folder.iterdir() if p.name[0] != ".") == ["weekly"]


def test_a_source_beside_the_publications_is_read(library: Library, tmp_path: Path) -> None:
    given = publication(tmp_path / "given")
    library.folder.mkdir()
    text = (given / "001/issue.md").read_text(encoding="utf-8")
    source = library.folder / "old post.txt"
    source.write_text(text.split("---\n")[-1], encoding="utf-8")
    assert bring(library, source).has_changes


def test_the_last_step_is_counted_to_its_end(library: Library, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []

    def note(step: str, done: int, everything: int) -> None:
        steps.append((step, done, everything))

    with ImportSession(library) as importing:
        importing.prepare([publication(tmp_path / "given")], progress=note)
        importing.commit(note)
    for step in ("read", "check", "keep"):
        assert [call for call in steps if call[0] == step][-1] == (step, 2, 2)


def many(folder: Path, count: int) -> Path:
    texts = [
        FIRST.replace("number: 1", f"number: {n}").replace("第 1 期", f"第 {n} 期")
        for n in range(1, count + 1)
    ]
    return publication(folder, *texts)


def numbers(library: Library) -> list[int]:
    with library.open_catalogue() as catalogue:
        return [issue.number for one in catalogue.publications() for issue in one.issues]


@pytest.fixture
def ahead(library: Library, monkeypatch: pytest.MonkeyPatch) -> tuple[EarlyCommit, list[list[int]]]:
    """Everything is wanted at once; what can be read after each part is taken down."""
    monkeypatch.setattr("viewer.importers.import_session.FIRST_COMMIT_DELAY", 0.0)
    seen: list[list[int]] = []
    return EarlyCommit(lambda _: None, lambda: True, lambda _: seen.append(numbers(library))), seen


def test_what_is_wanted_comes_in_while_the_rest_is_read(
    library: Library, tmp_path: Path, ahead: tuple[EarlyCommit, list[list[int]]]
) -> None:
    given = many(tmp_path / "given", 9)
    with ImportSession(library) as importing:
        importing.prepare([given], early_commit=ahead[0])
        report = importing.report()
        importing.commit()
    assert len(ahead[1][0]) < 9, "the first can be read before the last was"
    assert sorted(numbers(library)) == list(range(1, 10))
    (told,) = report.publications
    assert (told.added, told.articles, told.newest_number) == (9, 9, 9)
    assert bring(library, given).publications[0].unchanged == 9
    keeping.undo_last_change(library)
    assert numbers(library) == []


def test_what_came_in_goes_out_when_the_rest_is_not_wanted(
    library: Library, tmp_path: Path, ahead: tuple[EarlyCommit, list[list[int]]]
) -> None:
    bring(library, publication(tmp_path / "before"))
    text = FIRST.replace("曬太陽", "睡覺")
    given = many(tmp_path / "given", 9)
    (given / "001/issue.md").write_text(text, encoding="utf-8")
    with pytest.raises(ImportCancelled), ImportSession(library) as importing:
        importing.prepare([given], early_commit=ahead[0], cancelled=lambda: bool(ahead[1]))
    assert ahead[1], "something had come in"
    assert importing.rollback_result is not None
    assert sorted(numbers(library)) == [1, 2]
    assert "曬太陽" in (library.folder / "weekly/001/issue.md").read_text(encoding="utf-8")
    assert sorted(p.name for p in (library.folder / "weekly").iterdir()) == [
        "001", "002", "publication.yaml",
    ]  # fmt: skip


def test_what_failed_without_a_word_is_a_failure_all_the_same() -> None:
    warning = Problem(Severity.WARNING, "a.md", "Something is odd.")
    summary = PublicationSummary("weekly", "週報", True, 1, 0, 0, 1, 1, 0, {}, 1)
    report = ImportReport((summary,), (warning,))
    assert as_dict(report)["issues"] == {"added": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert report.failed == 1


def test_a_full_disk_is_no_lost_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = _ReaderServer([], ImportOptions(), str(tmp_path))
    draft = IssueDraft("題", "![](a.png)", "a.md", pictures=(PictureDraft("a.png", b"picture"),))

    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UnreadableFileError) as caught:
        server._spool_files(draft)
    (problem,) = caught.value.problems
    assert "No space left on device" in problem.message
    assert "see that the disk has room" in problem.message
    monkeypatch.undo()
    (spooled,) = server._spool_files(draft).pictures
    assert isinstance(spooled.content, Path)
    assert spooled.content.read_bytes() == b"picture"


def test_many_sources_are_not_all_held_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for number in range(4):
        path = tmp_path / f"note {number}.md"
        path.write_text(f"---\ntitle: 第 {number} 篇\n---\n\n## 題\n\n話。\n", encoding="utf-8")
        paths.append(str(path))
    size = (tmp_path / "note 0.md").stat().st_size
    monkeypatch.setattr("viewer.importers.reader_process.MOST_OPEN_BYTES", 2 * size)
    server = _ReaderServer(paths, ImportOptions(), str(tmp_path / "spool"))
    for number in range(4):
        server.answer(("open", number, 0))
        assert len(server._open_sources) <= 2
    for number in range(4):
        read = server.answer(("draft", number, 0))
        assert isinstance(read, IssueResult)
        assert read.draft is not None
        assert read.draft.title == f"第 {number} 篇"
        assert len(server._open_sources) <= 2
    server.close()
