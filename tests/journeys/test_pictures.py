"""A reader looks at pictures: slideshows, one over the whole window, all of an issue; and she
reads the talk as one book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.making import Show, png
from tests.ui.seeing import at, cursor_at, is_in_view, labels, page_text, picture_box, type_into
from viewer.app import AppController
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.pictures.contact_sheet import ContactSheet
from viewer.ui.pictures.slideshow_widget import Slideshow
from viewer.ui.series.series_cover import SeriesCover
from viewer.ui.widgets.labels import LinkButton
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start("dosudo/2/c5", search=True, size=(1280, 800))


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys go to whatever has the focus."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, held)


def views_of(window: MainWindow) -> PictureAndSeriesCommands:
    found = window.findChild(PictureAndSeriesCommands)
    assert isinstance(found, PictureAndSeriesCommands)
    return found


def caption_in_view(window: MainWindow, words: str) -> bool:
    cursor = cursor_at(window.article_pane, words)
    return cursor.block().isVisible() and is_in_view(
        window.article_pane, cursor.selectionStart(), cursor.selectionEnd()
    )


def test_pictures_by_keys_alone(program: AppController, qtbot: Any) -> None:
    window, views = program.window, program.controllers.pictures_and_series
    pane = window.article_pane
    page = pane.page
    assert page is not None

    # She walks into the slideshow and looks at three of its five pictures.
    pane.setFocus()
    while not isinstance(QApplication.focusWidget(), Slideshow):
        press(Qt.Key.Key_Tab)
    (stage,) = pane.slideshows
    press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert stage.counter_text() == "3 / 5"
    assert caption_in_view(window, page.figures[2].caption)
    top = pane.verticalScrollBar().value()

    # The third one she wants to see closely, and the one behind it too.
    press(Qt.Key.Key_Return)
    viewer = views.picture_viewer
    assert viewer.isVisible()
    assert page.figures[2].caption in viewer.caption_text()
    assert page.figures[2].alt in viewer.caption_text()
    whole = viewer.canvas.scale
    press(Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert viewer.canvas.scale > whole
    press(Qt.Key.Key_PageDown)
    assert page.figures[3].caption in viewer.caption_text()
    assert viewer.canvas.is_fitting
    press(Qt.Key.Key_C, held=CONTROL)
    assert not QGuiApplication.clipboard().image().isNull()
    press(Qt.Key.Key_Escape)
    assert stage.hasFocus()
    assert (stage.counter_text(), pane.verticalScrollBar().value()) == ("3 / 5", top)

    # All pictures of the issue: she takes the next one from where she is, on another page.
    press(Qt.Key.Key_I, held=CONTROL | SHIFT)
    sheet = window.page_stack.replacement
    assert isinstance(sheet, ContactSheet)
    words = str(sheet.grid.currentIndex().data())
    assert words == page.figures[0].caption
    for _ in range(len(page.figures)):
        press(Qt.Key.Key_Right)
    other = str(sheet.grid.currentIndex().data())
    press(Qt.Key.Key_Return)
    assert window.page_stack.replacement is None
    assert window.address == at("dosudo/2/c6")
    assert caption_in_view(window, other)
    press(Qt.Key.Key_Left, held=ALT)
    assert window.address == at("dosudo/2/c5")
    assert pane.slideshows[0].counter_text() == "3 / 5"

    # A word she remembers stands under a picture that is not the first one.
    last = page.figures[4].caption
    press(Qt.Key.Key_E, held=CONTROL)
    type_into(window.toolbar.search_box, "修正每個控制訊號")
    qtbot.waitUntil(
        lambda: any(
            hit.address.without_anchor == window.address for hit in window.results_panel.model.hits
        )
    )
    press(Qt.Key.Key_Return)
    assert pane.slideshows[0].counter_text() == "5 / 5"
    assert caption_in_view(window, last)
    assert "修正每個控制訊號" in pane.matches.texts()


def test_the_talk_from_cover_to_cover(program: AppController, qtbot: Any) -> None:
    window = program.window
    # From an article that is no part of it, she opens the talk by its title.
    window.go_to(at("dosudo/2/a3"))
    qtbot.mouseClick(window.chapters_panel.findChild(LinkButton), Qt.MouseButton.LeftButton)
    cover = window.page_stack.replacement
    assert isinstance(cover, SeriesCover)
    assert "Given at 台灣大學, 交通大學, 成功大學" in labels(cover)
    # She had chapter 5 open when the program started.
    assert (cover.continue_button.text(), labels(cover)[-1]) == (
        "Continue where I was",
        "5. Obstacles of AI",
    )
    qtbot.mouseClick(cover.continue_button, Qt.MouseButton.LeftButton)
    assert window.address == at("dosudo/2/c5")
    window.navigator.toggle_read()
    # The cover leads on to the next one, chapter by chapter, and then to those before.
    read = [5]
    for number in (6, 7, 1, 2, 3, 4):
        press(Qt.Key.Key_B, held=CONTROL)
        qtbot.waitUntil(lambda: window.page_stack.replacement is cover)
        assert cover.progress_ring.accessibleName() == f"{len(read)} of 7 told chapters read"
        press(Qt.Key.Key_Space)
        assert window.address == at(f"dosudo/2/c{number}")
        assert window.page_stack.replacement is None
        window.navigator.toggle_read()
        read.append(number)
    press(Qt.Key.Key_B, held=CONTROL)
    assert cover.continue_button.text() == "Read again from the start"
    # Of what is announced she learns where it will be told.
    index = cover.model.index(13)
    cover.chapter_list.setFocus()
    cover.chapter_list.setCurrentIndex(index)
    press(Qt.Key.Key_Return)
    assert "is announced for No. 3" in window.message_bar.text()
    press(Qt.Key.Key_Escape)
    assert window.page_stack.replacement is None
    assert window.address == at("dosudo/2/c4")


def jpeg(tmp_path: Path) -> bytes:
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor(30, 90, 160))
    path = tmp_path / "made.jpg"
    assert image.save(str(path), "JPG")
    return path.read_bytes()


def test_pictures_of_her_own_by_mouse(
    show: Show, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.png": png(300, 150, grey=40), "b.jpg": jpeg(tmp_path), "c.png": png(200, 400)}
    text = "Words to scroll over. " * 150
    window = show(
        files,
        f'{text}\n\n![a](a.png "The first")\n![b](b.jpg "The second")\n{{.slideshow}}\n\n'
        f'{text}\n\n![c](c.png "The third")',
    )
    pane, views = window.article_pane, views_of(window)
    # By a thumbnail to the second picture, by a click into it.
    pane.scroller.go_to_picture(0)
    QApplication.processEvents()
    (stage,) = pane.slideshows
    qtbot.mouseClick(
        stage, Qt.MouseButton.LeftButton, pos=stage.visible_thumbnails()[1][1].center().toPoint()
    )
    assert stage.current_index == 1
    place = stage.picture_rect().center().toPoint()
    qtbot.mouseClick(stage, Qt.MouseButton.LeftButton, pos=place)
    viewer = views.picture_viewer
    assert viewer.isVisible()
    assert viewer.caption_text() == "The second\nb"
    # She enlarges it with the wheel, where she points, and drags it.
    canvas = viewer.canvas
    spot = QPointF(canvas.mapTo(window, QPoint(400, 300)))
    for _ in range(6):
        QTest.wheelEvent(window.windowHandle(), spot, QPoint(0, 120))
        QApplication.processEvents()
    assert canvas.scale > 1
    before = canvas.picture_rect().topLeft()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(canvas, QPoint(360, 280))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(360, 280))
    assert canvas.picture_rect().topLeft() != before
    # The page below has not moved meanwhile. She keeps a copy, as it is.
    target = tmp_path / "kept.jpg"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(target), "Original file (*.jpg)")
    )
    viewer.save()
    assert target.read_bytes() == files["b.jpg"]
    press(Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert stage.current_index == 1
    # From the sheet of all pictures a click leads to the last one, down the page.
    window.menu_actions["pictures"].trigger()
    sheet = window.page_stack.replacement
    assert isinstance(sheet, ContactSheet)
    QApplication.processEvents()
    assert "\n".join(labels(sheet)[:2]).endswith("3 pictures")
    place = sheet.grid.visualRect(sheet.model.index(2)).center()
    qtbot.mouseClick(sheet.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.page_stack.replacement is None
    assert pane.viewport().rect().intersects(picture_box(pane, 2))
    assert "The third" in page_text(pane)
