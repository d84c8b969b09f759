"""A damaged catalogue under an open window: it is built anew, and the reader gets her page.

Covers viewer/ui/navigation/catalogue_access.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer import paths
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address


def damage(folder: Path, statement: str) -> Library:
    library = Library(folder, paths.bundled_issues())
    library.update_catalogue()
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute(statement)
    return library


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sections SET tree = '[1]'",
        "UPDATE issue SET title = 'x'",
        "UPDATE content SET body = '[1]'",
        "UPDATE source SET problems = '{x'",
        "DELETE FROM article",
    ],
)
def test_the_start_mends_it(
    start: Callable[..., AppController], library_folder: Path, statement: str
) -> None:
    damage(library_folder, statement)
    program = start("dosudo/2/c3", search=True)
    assert program.window.address == Address("dosudo", 2, "c3")
    assert not program.problems
    assert program.catalogue is not None
    assert len(program.catalogue.publications()) == 1


def test_a_page_that_is_damaged_while_reading_is_mended(
    start: Callable[..., AppController], library_folder: Path, qtbot: QtBot
) -> None:
    program = start("dosudo/2/c3", search=True)
    damage(library_folder, "UPDATE content SET body = '[1]'")
    program.is_searchable = False
    assert not program.window.go_to(Address("dosudo", 2, "c5"))
    qtbot.waitUntil(lambda: program.window.address == Address("dosudo", 2, "c5"), timeout=20_000)
    page = program.window.article_pane.page
    assert page is not None
    assert page.entry.address.article == "c5"
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    assert program.search_engine.search("NoScope").hits
