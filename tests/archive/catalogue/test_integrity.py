"""A catalogue that is not what was written: it is built anew, never told of for ever."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.writing import bundle, write
from viewer.archive.catalogue.integrity import is_damage
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.errors import CatalogueError

FOUR = "---\nnumber: 4\n---\n\n# B. 演講 {#b}\n\n文。\n"
BAD = "cast(x'7b9a' as text)"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A catalogue of one bundled issue."""
    made = Library(tmp_path / "mine", bundle(tmp_path / "issues"))
    made.update_catalogue()
    return made


def change(library: Library, statement: str) -> None:
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute(statement)


def holds(library: Library, *numbers: int) -> None:
    with library.open_catalogue() as catalogue:
        (publication,) = catalogue.publications()
        assert [issue.number for issue in publication.issues] == list(numbers)
        assert catalogue.page(Address("paper", 2)).text == "這是刊頭。"
        assert len(list(catalogue.documents())) == len(catalogue.document_ids())
    assert library.is_up_to_date()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE source SET stamp = '{x'",
        "UPDATE source SET stamp = '[1]'",
        "UPDATE source SET stamp = x'00'",
        *(f"UPDATE source SET {name} = {BAD}" for name in ("digest", "path", "stamp", "problems")),
        *(
            f"UPDATE issue SET {name} = {BAD}"
            for name in ("path", "root", "publication", "number", "active", "fingerprint", "title")
        ),
        f"UPDATE sections SET tree = {BAD}",
        "UPDATE issue SET path = 'elsewhere'",
        "UPDATE sections SET tree = '[1]'",
        "UPDATE issue SET chapters = '{x'",
        "UPDATE meta SET value = 'x' WHERE key = 'contents'",
        "UPDATE publication SET facts = '[1]'",
        "DELETE FROM article",
        "DELETE FROM issue",
        "DELETE FROM content",
        "DELETE FROM sections",
        "DELETE FROM source",
        "DROP TABLE content",
    ],
)
def test_a_refresh_mends_damaged_rows(library: Library, statement: str) -> None:
    change(library, statement)
    write(library.folder, {"paper/4.md": FOUR})
    library.update_catalogue()
    holds(library, 4, 2)
    assert library.update_catalogue().unchanged == 2


@pytest.mark.parametrize("statement", ["DELETE FROM issue", "UPDATE meta SET value = 'x'"])
def test_missing_rows_are_noticed_on_opening(library: Library, statement: str) -> None:
    change(library, statement)
    assert not library.is_up_to_date()
    with pytest.raises(CatalogueError, match="it is built anew"):
        library.open_catalogue()


def test_missing_articles_are_noticed_when_they_are_looked_for(library: Library) -> None:
    change(library, "DELETE FROM article")
    assert not library.is_up_to_date()
    with library.open_catalogue() as catalogue:
        for address in (Address("paper", 2), Address("paper", 2, "a1")):
            with pytest.raises(CatalogueError, match="it is built anew"):
                catalogue.page(address)


@pytest.mark.parametrize("column", ["title", "chapters", "edition", "language"])
def test_changed_contents_are_noticed_when_they_are_read(library: Library, column: str) -> None:
    change(library, f"UPDATE issue SET {column} = replace({column}, 'talk', '') || ' '")
    with library.open_catalogue() as catalogue, pytest.raises(CatalogueError, match="damaged"):
        catalogue.publication_summaries()


def test_issues_that_are_all_gone_from_the_contents_are_noticed(library: Library) -> None:
    # Their number stays right where the table is damaged and its index is not.
    change(library, "UPDATE issue SET active = 0")
    with library.open_catalogue() as catalogue:
        for ask in (catalogue.publication_summaries, catalogue.publications):
            with pytest.raises(CatalogueError, match="damaged"):
                ask()


def test_changed_problems_are_noticed_and_mended(tmp_path: Path) -> None:
    own = write(tmp_path / "mine/paper", {"004/issue.md": FOUR + "\n![x](gone.png)\n"})
    library = Library(own.parent, bundle(tmp_path / "issues"))
    library.update_catalogue()
    with library.open_catalogue() as catalogue:
        before = catalogue.problems()
    assert any("gone.png" in str(problem.message) for problem in before)
    change(library, "UPDATE source SET problems = replace(problems, 'gone.png', 'gnoe.png')")
    with library.open_catalogue() as catalogue:
        for ask in (catalogue.problems, lambda: catalogue.issue_problems("paper", 4)):
            with pytest.raises(CatalogueError, match="damaged"):
                ask()
    library.update_catalogue()
    with library.open_catalogue() as catalogue:
        assert set(before) <= set(catalogue.problems())


def test_changed_sections_are_noticed_when_they_are_read(library: Library) -> None:
    change(library, "UPDATE sections SET tree = replace(tree, 'talk', 'tale')")
    with library.open_catalogue() as catalogue:
        assert catalogue.publication_summaries()
        for ask in (catalogue.publications, lambda: catalogue.sections("paper", 2)):
            with pytest.raises(CatalogueError, match="damaged"):
                ask()


@pytest.mark.parametrize("column", ["title", "editors", "section_title", "date", "key"])
def test_a_changed_row_of_an_article_is_not_shown(library: Library, column: str) -> None:
    change(library, f"UPDATE article SET {column} = replace({column} || '[\"x\"]', '[]', '')")
    with library.open_catalogue() as catalogue:
        with pytest.raises(CatalogueError, match="damaged"):
            catalogue.page(Address("paper", 2))
        with pytest.raises(CatalogueError, match="damaged"):
            list(catalogue.documents())


def test_a_changed_page_is_not_shown(library: Library) -> None:
    change(library, "UPDATE content SET body = replace(body, '刊', '月')")
    with library.open_catalogue() as catalogue, pytest.raises(CatalogueError, match="damaged"):
        catalogue.page(Address("paper", 2))


def test_a_changed_text_is_neither_indexed_nor_quoted(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    change(library, "UPDATE content SET text = replace(text, '刊', '月')")
    with library.open_catalogue() as catalogue:
        with pytest.raises(CatalogueError, match="damaged"):
            list(catalogue.documents())
        with pytest.raises(CatalogueError, match="damaged"):
            catalogue.texts(list(catalogue.document_ids()))
    write(library.index_folder, {"old": "x"})
    with caplog.at_level("INFO", logger="viewer"):
        assert library.rebuild_catalogue().added == 1
    holds(library, 2)
    assert library.catalogue_path.with_name("catalogue.sqlite.damaged").exists()
    assert caplog.messages == [
        "a damaged catalogue is set aside as catalogue.sqlite.damaged",
        "the catalogue is in step: 1 issues added, 0 updated, 0 removed, 0 unchanged",
    ]
    # It knew the articles by numbers that may now be those of others.
    assert not library.index_folder.exists()


@pytest.mark.parametrize(
    ("message", "damage"),
    [
        ("database is locked", False),
        ("database or disk is full", False),
        ("attempt to write a readonly database", False),
        ("Could not decode to UTF-8 column 'path' with text '{'", True),
        ("no such table: content", True),
    ],
)
def test_what_is_damage(message: str, damage: bool) -> None:
    assert is_damage(sqlite3.OperationalError(message)) is damage


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_end_in_a_catalogue_that_can_be_read(library: Library, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(library.catalogue_path.read_bytes())
    for _ in range(40):
        content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
    library.catalogue_path.write_bytes(content)
    write(library.folder, {"paper/4.md": FOUR})
    library.update_catalogue()
    try:
        holds(library, 4, 2)
    except CatalogueError:
        library.rebuild_catalogue()
        holds(library, 4, 2)
