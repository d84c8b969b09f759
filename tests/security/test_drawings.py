"""A drawing of somebody else's opens no file, whatever its name and whatever a catalogue says."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImageReader

from tests.ui.making import png, shower
from tests.ui.pictures.watching import Watch
from tests.ui.seeing import write
from viewer import paths
from viewer.app import AppController

NAMES = ["one.svg", "One.SVG", "one.png", "one.jpg", "one.gif", "one.webp", "one.bmp"]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return write(tmp_path / "watched", {"a.png": png(30, 30)}) / "a.png"


@pytest.fixture
def drawing(secret: Path) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="90" height="90"><image xlink:href="{secret}" width="9" height="9"/></svg>'
    ).encode()


def test_a_size_that_qt_is_asked_for_would_open_it(drawing: bytes, secret: Path) -> None:
    """The control: of a drawing with any name Qt tells the size by drawing it."""
    with Watch(secret.parent) as watch:
        buffer = QBuffer()
        buffer.setData(QByteArray(drawing))
        QImageReader(buffer).size()
        assert watch.opened() == {"a.png"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_no_file_is_opened_for_a_drawing(
    start: Callable[..., AppController],
    library_folder: Path,
    drawing: bytes,
    secret: Path,
    name: str,
    packed: bool,
) -> None:
    content = gzip.compress(drawing) if packed else drawing
    with Watch(secret.parent) as watch:
        window = shower(start, library_folder)({name: content}, f'![alt]({name} "Caption")')
        window.grab()
        page = window.article_pane.page
        assert page is not None
        assert page.figures[0].source == name
        window.picture_cache.scaled_image(page, 0, 90, 1.0)
        window.picture_cache.full_image(page, 0)
        assert window.picture_cache.svg_renderer(page, 0) is None
        assert window.picture_cache.natural_size(page, 0) is None
        assert watch.opened() == set()


def test_a_catalogue_cannot_say_that_a_drawing_is_ours(
    start: Callable[..., AppController], library_folder: Path, drawing: bytes, secret: Path
) -> None:
    write(library_folder, {"dosudo/003/issue.md": "# S\n\n## A\n\n![alt](x.svg)\n"})
    write(library_folder, {"dosudo/003/x.svg": drawing})
    start(search=True).window.close()
    catalogue = paths.library_cache_folder(library_folder) / "catalogue.sqlite"
    with closing(sqlite3.connect(catalogue)) as database, database:
        database.execute("UPDATE issue SET root = 0")
    with Watch(secret.parent) as watch:
        window = start("dosudo/3").window
        window.grab()
        page = window.article_pane.page
        assert page is not None
        assert window.picture_cache.natural_size(page, 0) is None
        assert watch.opened() == set()
