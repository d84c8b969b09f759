"""Pictures on their way out: as PNG, as the file they are, under a name of the reader's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from tests.ui.making import Show, png
from viewer import paths
from viewer.app import AppController
from viewer.color_themes import THEMES
from viewer.ui.pictures import copy_and_save as picture_files
from viewer.ui.window.main_window import MainWindow

AS_PNG = "PNG picture (*.png)"
AS_SVG = "Original file (*.svg)"


@pytest.fixture
def drawing(start: Callable[..., AppController]) -> MainWindow:
    return start("dosudo/2/a2").window


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], list[str]]:
    """``choose(path, kind)``: what the reader picks in the dialog; returns the kinds offered."""

    def chosen(path: object, kind: str) -> list[str]:
        offered: list[str] = []

        def ask(_parent: object, _title: str, _name: str, kinds: str) -> tuple[str, str]:
            offered.extend(kinds.split(";;"))
            return str(path), kind

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return offered

    return chosen


def saved(window: MainWindow) -> str:
    page = window.article_pane.page
    assert page is not None
    return picture_files.save_with_dialog(window, window.picture_cache, page, 0, window.theme)


def test_a_drawing_is_saved_as_png(
    drawing: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    target = tmp_path / "drawing.png"
    offered = choose(target, AS_PNG)
    drawing.set_theme("dark")
    assert saved(drawing) == f"Saved as {target}."
    assert offered == [AS_PNG, AS_SVG]
    image = QImage(str(target))
    page = drawing.article_pane.page
    assert page is not None
    size = drawing.picture_cache.natural_size(page, 0)
    assert size is not None
    assert image.width() == 2 * size.width()
    assert image.pixelColor(0, 0).name().upper() == THEMES["dark"].page


def test_a_drawing_is_saved_as_the_file_it_is(
    drawing: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    choose(tmp_path / "drawing", AS_SVG)  # typed without an ending
    assert saved(drawing) == f"Saved as {tmp_path / 'drawing.svg'}."
    page = drawing.article_pane.page
    assert page is not None
    own = paths.bundled_issues() / "002" / page.figures[0].source
    assert (tmp_path / "drawing.svg").read_bytes() == own.read_bytes()


def test_the_ending_decides_over_the_kind(
    drawing: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    choose(tmp_path / "drawing.SVG", AS_PNG)
    saved(drawing)
    assert (tmp_path / "drawing.SVG").read_bytes().lstrip().startswith(b"<")
    choose(tmp_path / "fig.1", AS_PNG)
    saved(drawing)
    assert (tmp_path / "fig.1.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_the_dialog_did_not_ask_about_is_kept(
    drawing: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    (tmp_path / "drawing.png").write_text("mine")
    choose(tmp_path / "drawing", AS_PNG)
    assert saved(drawing) == f"{tmp_path / 'drawing.png'} exists already; choose another name."
    assert (tmp_path / "drawing.png").read_text() == "mine"


def test_a_photograph_is_saved_as_it_is(
    show: Show, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    window = show({"1.png": png(40, 20)}, "![one](1.png)")
    offered = choose(tmp_path / "out.png", AS_PNG)
    saved(window)
    assert offered == [AS_PNG]
    assert (tmp_path / "out.png").read_bytes() == png(40, 20)


def test_a_folder_that_is_not_there_is_said(
    drawing: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    target = tmp_path / "no" / "drawing.png"
    choose(target, AS_PNG)
    assert saved(drawing) == (
        f"{target} cannot be written (No such file or directory); choose another place or name."
    )


def test_thinking_better_of_it_says_nothing(
    drawing: MainWindow, choose: Callable[..., list[str]]
) -> None:
    choose("", "")
    assert saved(drawing) == ""


def test_a_picture_that_went_away_is_said(show: Show, library_folder: Path, tmp_path: Path) -> None:
    window = show({"1.png": png(40, 20)}, "![one](1.png)")
    page = window.article_pane.page
    assert page is not None
    (library_folder / "pics" / "009" / "1.png").unlink()
    said = picture_files.save_to(
        tmp_path / "a.png", window.picture_cache, page, 0, window.theme, original=True
    )
    assert said == "This picture cannot be shown."
    assert not (tmp_path / "a.png").exists()
