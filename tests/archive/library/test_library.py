"""The library on disk, the catalogue made of it, and what keeps the two in step.

Covers viewer/archive/catalogue/catalogue.py, viewer/archive/catalogue/connection.py,
viewer/archive/catalogue/row_mapping.py, viewer/archive/catalogue/schema.py,
viewer/archive/catalogue/writer.py, viewer/archive/files/library_layout.py,
viewer/archive/model/address.py,
viewer/archive/model/catalogue_entries.py and viewer/archive/model/document_tree.py.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.writing import bundle, write
from tests.importers.exports import png
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address, parse_address
from viewer.archive.model.catalogue_entries import ChapterEntry
from viewer.errors import AddressError, CatalogueError

THREE = "---\nnumber: 3\n---\n\n# B. 演講 {#b}\n\n## 3. Entity NN {#b3}\n\n實體。\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One bundled issue and an empty folder of the reader's."""
    return Library(tmp_path / "mine", bundle(tmp_path / "issues"))


def built(library: Library) -> Catalogue:
    library.update_catalogue()
    return library.open_catalogue()


def chapters(catalogue: Catalogue) -> tuple[ChapterEntry, ...]:
    return catalogue.publications()[0].series[0].chapters


def test_the_tree(library: Library) -> None:
    with built(library) as catalogue:
        (publication,) = catalogue.publications()
        assert (publication.id, publication.name, publication.language) == (
            "paper",
            "小報",
            "zh-Hant",
        )
        (issue,) = publication.issues
        assert (issue.number, issue.title, issue.date, issue.edition) == (
            2,
            "小報第二期",
            "2017-07-29",
            "original",
        )
        rows = [(s.label, s.key, [str(a.address) for a in s.articles]) for s in issue.sections]
        assert rows == [
            ("", "front", ["paper/2/front"]),
            ("A", "a", ["paper/2/a1"]),
            ("B", "b", ["paper/2/b", "paper/2/b1", "paper/2/b2"]),
        ]
        first = issue.sections[1].articles[0]
        assert (first.number, first.title, first.editors) == ("1", "會走會跳的機器", ("王小明",))
        assert first.word_count > 10


def test_a_page(library: Library) -> None:
    with built(library) as catalogue:
        page = catalogue.page(Address("paper", 2, "a1", "e01"))
        assert page.entry == catalogue.article_entry(Address("paper", 2, "a1"))
        assert (page.section_label, page.section_title, page.language) == ("A", "焦點", "zh-Hant")
        assert (Path(page.folder) / page.figures[0].source).is_file()
        assert page.text[page.anchors[0].offset :].startswith("編者按 E01")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("paper/2", "paper/2/front"),
        ("paper/2/a", "paper/2/a1"),
        ("paper/2/b", "paper/2/b"),
        ("paper/2/e01", "paper/2/a1#e01"),
        ("paper/2#e01", "paper/2/a1#e01"),
        ("paper/2/b1#x", "paper/2/b1#x"),
    ],
)
def test_what_an_address_means(library: Library, asked: str, found: str) -> None:
    with built(library) as catalogue:
        assert str(catalogue.resolve(parse_address(asked))) == found
        article = catalogue.page(parse_address(asked)).entry.address
        assert article == parse_address(found).without_anchor


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "paper/2/z",
            "Nothing stands at paper/2/z; the articles of paper/2 are front, a1, b, b1, b2.",
        ),
        ("paper/9", "Nothing stands at paper/9; the issues of paper in the library are 2."),
        ("other/1/a", "Nothing stands at other/1/a; the publications in the library are paper."),
    ],
)
def test_an_address_where_nothing_stands(library: Library, asked: str, sentence: str) -> None:
    with built(library) as catalogue:
        for method in (
            catalogue.page,
            catalogue.article_entry,
            catalogue.neighbours,
            catalogue.resolve,
        ):
            with pytest.raises(AddressError) as caught:
                method(parse_address(asked))
            assert str(caught.value) == sentence


def test_neighbours_cross_issues(library: Library) -> None:
    write(library.folder, {"paper/003/issue.md": THREE})
    with built(library) as catalogue:
        assert catalogue.neighbours(Address("paper", 2, "front")) == (
            None,
            Address("paper", 2, "a1"),
        )
        last, following = catalogue.neighbours(Address("paper", 2, "b2"))
        assert (str(last), str(following)) == ("paper/2/b1", "paper/3/b3")
        assert str(catalogue.neighbours(Address("paper", 3, "b3"))[0]) == "paper/2/b2"


def test_issue_three_lights_up_its_chapter(library: Library) -> None:
    with built(library) as catalogue:
        assert chapters(catalogue) == (
            ChapterEntry(1, "歷史", Address("paper", 2, "b1"), None),
            ChapterEntry(2, "方法", Address("paper", 2, "b2"), None),
            ChapterEntry(3, "Entity NN", None, 3),
            ChapterEntry(4, "結語", None, 3),
        )
    write(library.folder, {"paper/003/issue.md": THREE})
    refreshed = library.update_catalogue()
    assert (refreshed.added, refreshed.unchanged) == (1, 1)
    with library.open_catalogue() as catalogue:
        assert [i.number for i in catalogue.publications()[0].issues] == [3, 2]
        assert chapters(catalogue)[2:] == (
            ChapterEntry(3, "Entity NN", Address("paper", 3, "b3"), None),
            ChapterEntry(4, "結語", None, None),
        )


def test_only_what_changed_is_read_again(library: Library, tmp_path: Path) -> None:
    write(library.folder, {"other/1.md": "# 第 1 期\n\n舊", "other/2.md": "# 第 2 期\n\n文"})
    with built(library) as catalogue:
        before = catalogue.document_ids()
        stamp = catalogue.fingerprint()
        names = {d.id: str(d.address) for d in catalogue.documents()}
    assert library.is_up_to_date()
    os.utime(library.folder / "other/2.md", ns=(1, 1))
    assert not library.is_up_to_date()
    assert library.update_catalogue().unchanged == 3
    assert library.is_up_to_date()
    write(library.folder, {"other/1.md": "# 第 1 期\n\n新"})
    refreshed = library.update_catalogue()
    assert (refreshed.added, refreshed.updated, refreshed.removed, refreshed.unchanged) == (
        0,
        1,
        0,
        2,
    )
    with library.open_catalogue() as catalogue:
        after = catalogue.document_ids()
        assert {names[id_] for id_ in before if id_ not in after} == {"other/1/front"}
        assert all(after[id_] == before[id_] for id_ in before if id_ in after)
        (new,) = [id_ for id_ in after if id_ not in before]
        assert catalogue.texts([new]) == {new: "新"}
        assert catalogue.fingerprint() != stamp
    (library.folder / "other/1.md").unlink()
    assert library.update_catalogue().removed == 1


def test_a_picture_that_goes_is_noticed(library: Library, tmp_path: Path) -> None:
    library.update_catalogue()
    (tmp_path / "issues/002/figures/step.svg").unlink()
    assert not library.is_up_to_date()
    assert library.update_catalogue().updated == 1
    with library.open_catalogue() as catalogue:
        assert catalogue.page(Address("paper", 2, "a1")).figures[0].state == "missing"
        assert "figures/step.svg is not there" in str(catalogue.problems())


def test_a_changed_outline_is_noticed(library: Library, tmp_path: Path) -> None:
    library.update_catalogue()
    path = tmp_path / "issues/publication.yaml"
    path.write_text(path.read_text("utf-8").replace("方法,", "作法,"), "utf-8")
    assert not library.is_up_to_date()
    with built(library) as catalogue:
        assert chapters(catalogue)[1] == ChapterEntry(2, "作法", None, None)


def test_the_reader_brings_in_the_original(library: Library) -> None:
    write(library.folder, {"paper/002/issue.md": "---\nnumber: 2\n---\n\n# A. 原文 {#a}\n\n原話\n"})
    with built(library) as catalogue:
        (publication,) = catalogue.publications()
        assert publication.name == "小報"
        assert [s.title for s in publication.issues[0].sections] == ["原文"]
        assert any("The issue has no title" in p.message for p in catalogue.problems())
        assert [catalogue.texts([id_])[id_] for id_ in catalogue.document_ids()] == ["原話"]
    shutil.rmtree(library.folder / "paper")
    with built(library) as catalogue:
        assert len(catalogue.document_ids()) == 5


def test_the_same_number_twice_in_one_root(library: Library) -> None:
    write(library.folder, {"paper/a.md": THREE, "paper/b.md": THREE})
    (problem,) = [p for p in library.update_catalogue().problems if p.severity.value == "error"]
    assert problem.file == "paper/b.md"
    assert problem.message.startswith("Issue 3 of paper is already in paper/a.md, which is shown")
    assert problem not in library.update_catalogue().problems
    with library.open_catalogue() as catalogue:
        assert catalogue.page(Address("paper", 3)).folder == str(library.folder / "paper")


def test_broken_issues_do_not_close_the_others(library: Library) -> None:
    write(
        library.folder,
        {
            "paper/3.md": THREE,
            "paper/4.md": b"\xff\xfe",
            "paper/5.md": "",
            "paper/6.md": "---\na: [\n---\n",
        },
    )
    os.symlink("/etc/hostname", library.folder / "paper/7.md")
    os.mkfifo(library.folder / "paper/8.md")
    write(library.folder, {".hidden/1.md": THREE, "paper/README.md": "x"})
    with open(os.fsencode(library.folder / "paper") + b"/9\xff.md", "w", encoding="utf-8") as file:
        file.write(THREE)
    with built(library) as catalogue:
        assert [i.number for i in catalogue.publications()[0].issues] == [3, 2]
        files = [p.file for p in catalogue.problems() if p.severity.value == "error"]
        assert files == ["paper/4.md", "paper/5.md", "paper/6.md", "paper/6.md"]
        passed = [
            (p.file, p.message) for p in catalogue.problems() if p.severity.value == "warning"
        ]
        link = "This is a link or not a regular file and is not read; put the file itself here."
        assert passed == [
            ("paper/7.md", link),
            ("paper/8.md", link),
            ("paper/9\\udcff.md", "The name of this file is not UTF-8 text; give it another name."),
        ]
    assert library.is_up_to_date()


def test_loose_issues_and_guessed_publications(tmp_path: Path) -> None:
    folder = write(tmp_path / "My Letters", {"issue-7.md": "# 題\n\n文", "二期/8.md": "# 題\n\n文"})
    with built(Library(folder)) as catalogue:
        found = {p.name: (p.id, [i.number for i in p.issues]) for p in catalogue.publications()}
        assert found["My Letters"] == ("my-letters", [7])
        assert found["二期"][1] == [8]
        assert all(p.severity.value == "guess" for p in catalogue.problems())


def test_a_library_that_is_not_there_yet(tmp_path: Path) -> None:
    library = Library(tmp_path / "none", None)
    assert not library.is_up_to_date()
    with pytest.raises(CatalogueError, match="There is no catalogue"):
        library.open_catalogue()
    with built(library) as catalogue:
        assert catalogue.publications() == ()
    assert library.is_up_to_date()


def test_a_damaged_catalogue_is_set_aside_and_rebuilt(library: Library) -> None:
    library.update_catalogue()
    path = library.catalogue_path
    path.write_bytes(b"SQLite format 3\0" + b"nonsense" * 2000)
    assert not library.is_up_to_date()
    with pytest.raises(CatalogueError, match="damaged"):
        library.open_catalogue()
    refreshed = library.update_catalogue()
    assert (refreshed.added, path.with_name("catalogue.sqlite.damaged").exists()) == (1, True)
    assert "The catalogue was damaged" in refreshed.problems[0].message
    with library.open_catalogue() as catalogue:
        assert catalogue.page(Address("paper", 2)).text == "這是刊頭。"


def test_an_article_that_was_tampered_with_is_not_shown(library: Library) -> None:
    library.update_catalogue()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute("UPDATE content SET text = 'x' || text")
    database.close()
    with library.open_catalogue() as catalogue, pytest.raises(CatalogueError, match="damaged"):
        catalogue.page(Address("paper", 2))


def test_a_catalogue_of_another_version_is_rebuilt(library: Library) -> None:
    library.update_catalogue()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
    database.close()
    with pytest.raises(CatalogueError, match="of another version"):
        library.open_catalogue()
    assert library.update_catalogue().added == 1
    library.open_catalogue().close()
    # Nothing of the other version is left, nor does the file grow with each.
    size = library.catalogue_path.stat().st_size
    for _ in range(3):
        with closing(sqlite3.connect(library.catalogue_path)) as database, database:
            database.execute('CREATE TABLE [of " another] (x)')
            database.execute('CREATE INDEX [an index] ON [of " another] (x)')
            database.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
        database.close()
        library.update_catalogue()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    database.close()
    assert not any("another" in name or "aside" in name for name in names)
    assert library.catalogue_path.stat().st_size <= 1.5 * size


def test_a_rebuild_that_was_broken_off_leaves_no_tables_for_ever(library: Library) -> None:
    library.update_catalogue()
    for _ in range(2):
        with closing(sqlite3.connect(library.catalogue_path)) as database, database:
            database.execute("UPDATE meta SET value = '0' WHERE key = 'version'")
        database.close()

        def broken_off(_is_there: bool) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            library.update_catalogue(on_step=broken_off)
    write(library.folder, {"paper/003/issue.md": THREE})
    library.update_catalogue()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    database.close()
    assert not any("aside" in name for name in names)


def test_what_another_parser_read_is_shown_until_it_is_read_again(library: Library) -> None:
    with built(library) as catalogue:
        before = catalogue.document_ids()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute("UPDATE source SET parser = 0")
    database.close()
    assert not library.is_up_to_date()
    with library.open_catalogue() as catalogue:
        assert catalogue.page(Address("paper", 2)).text == "這是刊頭。"
    refreshed = library.update_catalogue()
    assert (refreshed.added, refreshed.updated, refreshed.unchanged) == (0, 1, 0)
    assert library.is_up_to_date()
    with library.open_catalogue() as catalogue:
        assert before.keys().isdisjoint(catalogue.document_ids())


def test_a_cache_folder_that_cannot_be_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSUDO_CACHE", str(tmp_path / "file"))
    write(tmp_path, {"file": "a file stands where the folder should"})
    refreshed = library.update_catalogue()
    assert "cannot be used" in refreshed.problems[0].message
    assert tmp_path not in library.catalogue_path.parents
    with library.open_catalogue() as catalogue:
        assert len(catalogue.publications()) == 1


def test_cancelling_keeps_what_was_read(library: Library) -> None:
    write(library.folder, {f"other/{n}.md": f"# 第 {n} 期\n\n文" for n in range(1, 5)})
    calls: list[tuple[int, int]] = []
    library.update_catalogue(lambda done, of: calls.append((done, of)), lambda: len(calls) > 1)
    assert calls[:2] == [(0, 5), (1, 5)]
    assert len(calls) < 6
    assert not library.is_up_to_date()
    library.update_catalogue()
    assert library.is_up_to_date()


def test_reading_while_another_writes(library: Library) -> None:
    with built(library) as catalogue:
        write(library.folder, {"paper/003/issue.md": THREE})
        library.update_catalogue()
        assert len(catalogue.publications()[0].issues) == 2


def test_only_pictures_that_are_at_hand_count(library: Library) -> None:
    issue = (
        "# 1\n\n## Web\n\n![x](https://example.org/x.png)\n\n## Gone\n\n![x](gone.png)\n\n"
        "## Here\n\n![x](here.png)\n"
    )
    write(library.folder, {"pictures/001/issue.md": issue})
    (library.folder / "pictures/001/here.png").write_bytes(png())
    with built(library) as catalogue:
        documents = [d for d in catalogue.documents() if d.address.publication == "pictures"]
        assert [(d.title, d.has_figure) for d in documents][-3:] == [
            ("Web", False), ("Gone", False), ("Here", True),
        ]  # fmt: skip
        shown = catalogue.illustrated_pages(Address("pictures", 1))
        assert [page.entry.title for page in shown] == ["Web", "Gone", "Here"]


def test_documents(library: Library) -> None:
    with built(library) as catalogue:
        documents = list(catalogue.documents())
        assert [str(d.address) for d in documents] == [
            "paper/2/front", "paper/2/a1", "paper/2/b", "paper/2/b1", "paper/2/b2",
        ]  # fmt: skip
        first = documents[1]
        assert (first.has_figure, first.has_link, first.has_note) == (True, True, True)
        assert first.text == catalogue.page(first.address).text
        assert [d.id for d in catalogue.documents([first.id, 10**6])] == [first.id]


def test_where_one_stands_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle(tmp_path / "issues")
    monkeypatch.chdir(tmp_path)
    Library(Path("mine"), Path("issues")).update_catalogue()
    monkeypatch.chdir("/")
    assert Library(tmp_path / "mine", tmp_path / "issues").is_up_to_date()


def test_the_bundled_issues_as_the_library_are_one_and_the_same(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "issues")
    library = Library(folder, folder)
    assert library.update_catalogue().added == 1
    assert library.is_up_to_date()
    assert library.update_catalogue().unchanged == 1
    with library.open_catalogue() as catalogue:
        assert catalogue.page(Address("paper", 2)).folder.startswith(str(library.bundled))


def test_what_was_met_is_told_once(library: Library) -> None:
    write(
        library.folder, {"paper/4.md": b"\xff", "paper/publication.yaml": "id: paper\ncolour: x\n"}
    )
    first = str(library.update_catalogue().problems)
    assert "is not UTF-8 text" in first
    assert "colour" in first
    assert library.update_catalogue().problems == ()
    with library.open_catalogue() as catalogue:
        assert "is not UTF-8 text" in str(catalogue.problems())
