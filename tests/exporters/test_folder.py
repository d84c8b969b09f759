"""A publication as a folder: as its author wrote it, the same bytes however often it goes round.

Covers viewer/exporters/publication_export.py.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.exporters.conftest import PNG, SECOND
from viewer.archive.files.issue_formatter import format_issue
from viewer.archive.library.library import Library
from viewer.archive.library.validator import validate_paths
from viewer.archive.model.issue import Severity
from viewer.cli.main import main
from viewer.errors import UsageError
from viewer.exporters.folder import export_folder
from viewer.exporters.pack import export_pack
from viewer.exporters.publication_export import ExportCancelled
from viewer.importers import importers
from viewer.importers.base import ImportOptions
from viewer.importers.import_session import ImportSession


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_publication_is_written_as_it_stands(library: Library, tmp_path: Path) -> None:
    contents = export_folder(library, "tea", tmp_path / "out")
    found = files(tmp_path / "out")
    assert list(found) == [
        "001/figures/cup.png",
        "001/figures/my cup (1).png",
        "001/figures/unused.png",
        "001/issue.md",
        "002/issue.md",
        "publication.yaml",
    ]
    assert (contents.issue_count, contents.picture_count, contents.newest_date) == (
        2,
        3,
        "2020-05-01",
    )
    assert found["001/figures/cup.png"] == PNG
    home = library.folder / "my tea"
    assert found["001/issue.md"] == (home / "001/issue.md").read_bytes()
    assert found["publication.yaml"] == (home / "publication.yaml").read_bytes()
    # What the name of a lone file said stands in its head now, and nothing else is changed.
    head = '\ufeff---\r\nnumber: 2\r\ntitle: "第 2 期：紅茶"\r\n---\r\n\r\n'
    assert found["002/issue.md"].decode() == head + SECOND
    assert contents.problems == ()


def test_what_is_written_shows_the_same(library: Library, tmp_path: Path) -> None:
    """The tree and every page read from the export are those of the library."""
    export_folder(library, "tea", tmp_path / "other" / "anything")
    other = Library(tmp_path / "other")
    other.update_catalogue()

    def pages(one: Library) -> list[object]:
        with one.open_catalogue() as catalogue:
            (tea,) = (p for p in catalogue.publications() if p.id == "tea")
            articles = [a for i in tea.issues for s in i.sections for a in s.articles]
            return [tea, *(catalogue.page(a.address).text for a in articles)]

    assert pages(other) == pages(library)
    problems = validate_paths([tmp_path / "other"])
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == [
        f"{tmp_path}/other/anything/001/issue.md:22: error: The picture figures/gone.png is not "
        "there; put it into the issue's folder or mend its name."
    ]


@pytest.mark.parametrize("id_", ["tea", "dosudo"])
def test_export_import_export_gives_the_same_bytes(
    library: Library, tmp_path: Path, id_: str
) -> None:
    export_folder(library, id_, tmp_path / "one" / id_)
    first = files(tmp_path / "one" / id_)
    reading = next(
        one.open(tmp_path / "one" / id_, ImportOptions())
        for one in importers()
        if one.recognises(tmp_path / "one" / id_, b"")
    )
    assert reading.publication.original.encode() == first["publication.yaml"]
    again = {}
    for unit in range(len(reading.titles)):
        draft = reading.read_issue(unit)
        assert draft is not None
        assert draft.number is not None
        folder = f"{draft.number:03}"
        again[f"{folder}/issue.md"] = format_issue(draft, draft.number).encode()
        for file in draft.kept_files:
            assert isinstance(file.content, Path)
            again[f"{folder}/{file.name}"] = file.content.read_bytes()
        assert not [p for p in draft.problems if p.severity is Severity.ERROR]
    assert {**again, "publication.yaml": first["publication.yaml"]} == first
    other = Library(tmp_path / "one")
    other.update_catalogue()
    export_folder(other, id_, tmp_path / "two")
    assert files(tmp_path / "two") == first


def test_the_bundled_text_is_kept_to_the_letter(library: Library, tmp_path: Path) -> None:
    from viewer import paths

    export_folder(library, "dosudo", tmp_path / "out")
    source = paths.bundled_issues() / "002"
    body = (source / "issue.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    exported = (tmp_path / "out" / "002" / "issue.md").read_text(encoding="utf-8")
    assert exported.split("\n---\n", 1)[1] == body
    assert files(tmp_path / "out" / "002" / "figures") == files(source / "figures")


def test_a_picture_that_cannot_travel_is_told(library: Library, tmp_path: Path) -> None:
    home = library.folder / "my tea" / "003"
    home.mkdir()
    (home / "issue.md").write_text(
        "---\nnumber: 3\n---\n\n## A\n\n![x](odd.exe) ![y](big.png)\n", encoding="utf-8"
    )
    (home / "odd.exe").write_bytes(b"x")
    with open(home / "big.png", "wb") as file:
        file.truncate(65 * 1024 * 1024)
    library.update_catalogue()
    contents = export_folder(library, "tea", tmp_path / "out")
    said = [problem.message for problem in contents.problems]
    assert len(said) == 2
    assert "big.png is left out: The file is larger than 64 MB" in said[0]
    assert "odd.exe is a program or has a name that cannot be taken along" in said[1]
    assert not list((tmp_path / "out" / "003").glob("**/*.png"))


@pytest.mark.parametrize("form", ["folder", "pack"])
def test_a_large_picture_goes_round(library: Library, tmp_path: Path, form: str) -> None:
    picture = library.folder / "my tea" / "001" / "figures" / "cup.png"
    picture.write_bytes(PNG + os.urandom(30 * 1024 * 1024))
    library.update_catalogue()
    out = tmp_path / ("tea" if form == "folder" else "tea.dvpack")
    made = (
        export_folder(library, "tea", out)
        if form == "folder"
        else export_pack(library, "tea", out)[0]
    )
    assert made.picture_count == 3
    other = Library(tmp_path / "other")
    with ImportSession(other) as importing:
        report = importing.prepare([out])
        importing.commit()
    assert report.publications[0].pictures == 3
    (there,) = other.folder.glob("*/001/figures/cup.png")
    assert there.read_bytes() == picture.read_bytes()


@pytest.mark.parametrize("standing", ["file", "full", "link"])
def test_nothing_that_stands_is_overwritten(
    library: Library, tmp_path: Path, standing: str
) -> None:
    out = tmp_path / "out"
    if standing == "file":
        out.write_text("mine")
    elif standing == "full":
        out.mkdir()
        (out / "mine").write_text("mine")
    else:
        (tmp_path / "empty").mkdir()
        out.symlink_to(tmp_path / "empty")
    with pytest.raises(UsageError, match="not an empty folder"):
        export_folder(library, "tea", out)
    assert not (tmp_path / "out" / "publication.yaml").exists()


def test_an_empty_folder_is_filled(library: Library, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export_folder(library, "tea", tmp_path / "out")
    assert (tmp_path / "out" / "publication.yaml").exists()


def test_a_cancelled_export_leaves_nothing(library: Library, tmp_path: Path) -> None:
    asked = []
    steps: list[tuple[int, int]] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 4

    with pytest.raises(ExportCancelled):
        export_folder(
            library, "tea", tmp_path / "here" / "out", lambda *s: steps.append(s), cancelled
        )
    assert steps[:3] == [(0, 2), (1, 2), (2, 2)]
    assert list((tmp_path / "here").iterdir()) == []


def test_an_issue_that_is_gone_is_told_and_the_rest_is_written(
    library: Library, tmp_path: Path
) -> None:
    shutil.rmtree(library.folder / "my tea" / "001")
    contents = export_folder(library, "tea", tmp_path / "out")
    (problem,) = contents.problems
    assert "not there" in problem.message
    assert list(files(tmp_path / "out")) == ["002/issue.md", "publication.yaml"]


def test_the_command_says_what_was_written(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "dosudo", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == (
        "1 issue of Dosudo deep learning newsletter and 48 pictures were written to "
        f"{tmp_path / 'out'}.\n"
    )
    assert main(["export", "dosudo", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["export", "nothing", str(tmp_path / "x")]) == 1
    said = capsys.readouterr().err
    assert "no publication “nothing”" in said
    assert "dosudo, tea" in said
