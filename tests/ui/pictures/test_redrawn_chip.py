"""The pill that says that pictures of a lost slideshow or figure were drawn anew."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at, click, height_in_view, page_text
from viewer.ui.window.main_window import MainWindow


def test_it_stands_beside_the_count_and_leads_to_why(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c1"))
    (show,) = window.article_pane.slideshows
    chip = show.redrawn_chip
    assert chip.isVisible()
    assert chip.text() == chip.accessibleName() == "redrawn for this edition"
    assert chip.height() >= 24
    for index, box in show.visible_thumbnails():
        assert box.right() < chip.x(), index
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert window.address == at("dosudo/2/front#about")
    assert height_in_view(window.article_pane, "關於這個版本") >= 0


def test_tab_comes_to_it_from_the_pictures(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c1"))
    (show,) = window.article_pane.slideshows
    show.setFocus()
    qtbot.keyClick(show, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is show.redrawn_chip
    qtbot.keyClick(show.redrawn_chip, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is show
    qtbot.keyClick(show, Qt.Key.Key_Tab)
    qtbot.keyClick(show.redrawn_chip, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.article_pane
    show.redrawn_chip.setFocus()
    qtbot.keyClick(show.redrawn_chip, Qt.Key.Key_Space)
    assert window.address == at("dosudo/2/front#about")


@pytest.mark.parametrize("key", ["a1", "a3", "a4", "a5"])
def test_a_figure_has_it_behind_its_caption(window: MainWindow, key: str) -> None:
    window.go_to(at(f"dosudo/2/{key}"))
    pane = window.article_pane
    assert page_text(pane).replace("\u2060", "").count("redrawn for this edition") == 1
    (chip,) = (chip for chip in pane.build.built.link_chips if chip.is_small)
    box = pane.scroller.line_rect(chip.start)
    # It does not break in two.
    assert box == pane.scroller.line_rect(chip.end - 1)
    click(pane, "\u2060".join("redrawn"))
    assert window.address == at("dosudo/2/front#about")


def test_other_drawings_have_none(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    assert "redrawn" not in page_text(window.article_pane).replace("\u2060", "")


@pytest.mark.parametrize("number", range(1, 8))
def test_a_chapter_opens_with_text(window: MainWindow, number: int) -> None:
    window.resize(1280, 800)
    window.go_to(at(f"dosudo/2/c{number}"))
    pane = window.article_pane
    QApplication.processEvents()
    lines = set()
    text = pane.page.text if pane.page is not None else ""
    (slot,) = pane.build.built.slideshows
    for offset in range(200):
        position = pane.build.built.text_map.to_position(offset)
        if position < slot.stage_position and text[offset] != "\n":
            box = pane.scroller.line_rect(position)
            if box.top() >= 0 and box.bottom() <= pane.viewport().height():
                lines.add(box.top())
    assert len(lines) >= 3
