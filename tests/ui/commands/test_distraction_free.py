"""Distraction-free reading: the page alone, and everything as it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at, page_text, type_into
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow

F8, F9, F10, F11 = Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_F11
ESCAPE = Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(window: MainWindow) -> list[str]:
    """What is to be seen besides the page."""
    parts = {
        "menu": window.menuBar(),
        "bar": window.toolbar,
        "tree": window.contents_panel,
        "side": window.right_pane,
        "find": window.find_bar,
    }
    QApplication.processEvents()
    return [name for name, part in parts.items() if part.isVisible()]


EVERYTHING = ["menu", "bar", "tree", "side"]


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    program = start("dosudo/2/c3")
    program.window.article_pane.setFocus()
    return program


@pytest.fixture
def window(program: AppController) -> MainWindow:
    return program.window


@pytest.mark.parametrize("back", [F11, ESCAPE])
def test_the_page_is_alone_and_everything_comes_back(
    window: MainWindow, qtbot: Any, back: Qt.Key
) -> None:
    assert shown(window) == EVERYTHING
    size = window.size()
    panes = window.splitter.sizes()
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == []
    assert window.isFullScreen()
    assert "Some CNN milestones" in page_text(window.article_pane)
    assert QApplication.focusWidget() is window.article_pane
    qtbot.keyClick(window.article_pane, back)
    assert shown(window) == EVERYTHING
    assert not window.isFullScreen()
    assert window.size() == size
    assert window.splitter.sizes() == panes


def test_what_was_hidden_before_stays_hidden(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F9)
    assert shown(window) == ["menu", "bar", "side"]
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == []
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == ["menu", "bar", "side"]


def test_a_pane_that_lies_over_a_narrow_page_goes_for_good(window: MainWindow, qtbot: Any) -> None:
    window.resize(700, 600)
    assert shown(window) == ["menu", "bar"]
    qtbot.keyClick(window.article_pane, F9)
    assert shown(window) == ["menu", "bar", "tree"]
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == []
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == ["menu", "bar"]


def test_full_screen_stays_full_screen(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F11, Qt.KeyboardModifier.ShiftModifier)
    assert window.isFullScreen()
    assert shown(window) == EVERYTHING[: len(shown(window))]
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == []
    qtbot.keyClick(window.article_pane, ESCAPE)
    assert window.isFullScreen()
    assert "bar" in shown(window)


def test_going_on_reading_leaves_the_page_alone(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F11)
    qtbot.keyClick(window.article_pane, Qt.Key.Key_PageDown, CONTROL)
    assert window.address == at("dosudo/2/c4")
    assert shown(window) == []
    window.resize(640, 480)
    window.resize(1280, 800)
    assert shown(window) == []


def test_finding_in_the_page_brings_its_bar_only(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F11)
    qtbot.keyClick(window.article_pane, Qt.Key.Key_F, CONTROL)
    assert shown(window) == ["find"]
    qtbot.keyClick(window.find_bar.find_box, ESCAPE)
    assert shown(window) == []
    qtbot.keyClick(window.article_pane, ESCAPE)
    assert shown(window) == EVERYTHING


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_T])
def test_what_needs_the_rest_brings_it_back(window: MainWindow, qtbot: Any, key: Qt.Key) -> None:
    qtbot.keyClick(window.article_pane, F11)
    qtbot.keyClick(window.article_pane, key, CONTROL)
    assert "bar" in shown(window)
    box = window.toolbar.search_box if key == Qt.Key.Key_E else window.contents_panel.filter_edit
    assert QApplication.focusWidget() is box


@pytest.mark.parametrize(("key", "pane"), [(F9, "tree"), (F10, "side"), (F8, "side")])
def test_a_pane_that_is_called_is_there(
    window: MainWindow, qtbot: Any, key: Qt.Key, pane: str
) -> None:
    qtbot.keyClick(window.article_pane, F11)
    qtbot.keyClick(window.article_pane, key)
    assert pane in shown(window)
    assert window.outline_panel.isVisible() == (key == F8)


def test_a_search_is_still_there_afterwards(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c3", search=True).window
    type_into(window.toolbar.search_box, "ResNet")
    qtbot.waitUntil(
        lambda: (
            window.results_panel.model.rowCount() > 0
            and bool(window.article_pane.matches.positions)
        )
    )
    window.article_pane.setFocus()
    qtbot.keyClick(window.article_pane, F11)
    assert shown(window) == []
    assert window.article_pane.matches.positions
    qtbot.keyClick(window.article_pane, ESCAPE)
    assert window.results_panel.isVisible()
    assert window.toolbar.search_box.text() == "ResNet"


def test_the_way_back_is_told_the_first_time_only(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F11)
    assert window.message_bar.text() == "Esc or F11 brings everything back."
    window.message_bar.clear()
    qtbot.keyClick(window.article_pane, F11)
    qtbot.keyClick(window.article_pane, F11)
    assert window.message_bar.text() == ""


def test_the_next_start_shows_the_whole_window(
    program: AppController, start: Callable[..., AppController], qtbot: Any
) -> None:
    qtbot.keyClick(program.window.article_pane, F11)
    program.window.close()
    program.close()
    window = start().window
    assert not window.isFullScreen()
    assert shown(window) == EVERYTHING


def test_another_language_finds_the_whole_window(program: AppController, qtbot: Any) -> None:
    qtbot.keyClick(program.window.article_pane, F11)
    program.set_language("en")
    assert shown(program.window) == EVERYTHING
    assert not program.window.isFullScreen()


def test_the_end_of_full_screen_by_other_means_ends_it(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, F11)
    window.showNormal()
    assert shown(window) == EVERYTHING
    assert not window.menu_actions["quiet"].isChecked()
