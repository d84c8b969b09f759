"""The hairline along the top of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.ui.making import Show
from tests.ui.seeing import at
from viewer.color_themes import THEMES
from viewer.ui.article.reading_progress_bar import ReadingProgressBar
from viewer.ui.window.main_window import MainWindow


def line(window: MainWindow) -> ReadingProgressBar:
    (found,) = window.article_pane.findChildren(ReadingProgressBar)
    return found


def inked(window: MainWindow) -> float:
    """How much of the line is drawn in the accent, 0 to 1."""
    QApplication.processEvents()
    shot = window.grab().toImage()
    widget = line(window)
    start = widget.mapTo(window, QPoint(0, 0))
    colours = [
        shot.pixelColor(start.x() + x, start.y()).name().upper() for x in range(widget.width())
    ]
    return colours.count(window.theme.accent) / len(colours)


@pytest.mark.parametrize("theme", list(THEMES))
def test_it_grows_with_the_reading(window: MainWindow, theme: str) -> None:
    window.set_theme(theme)
    window.go_to(at("dosudo/2/b"))  # without drawings in the accent
    bar = window.article_pane.verticalScrollBar()
    assert inked(window) == 0
    bar.setValue(bar.maximum() // 2)
    assert 0.45 < inked(window) < 0.55
    bar.setValue(bar.maximum())
    assert inked(window) == 1


def test_a_page_that_is_all_in_view_has_none(show: Show) -> None:
    window = show({}, "A paragraph.")
    assert window.article_pane.verticalScrollBar().maximum() == 0
    assert inked(window) == 0


def test_it_takes_the_width_of_the_page_without_the_bar(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    for width in (640, 1000, 1280):
        window.resize(width, 700)
        QApplication.processEvents()
        widget = line(window)
        assert (
            widget.width()
            == window.article_pane.width() - window.article_pane.verticalScrollBar().width()
        )
        assert widget.geometry().top() == 0


def test_another_article_begins_anew(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    window.go_to(at("dosudo/2/c4"))
    assert inked(window) == 0
