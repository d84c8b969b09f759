"""History, layout, and panes over the page of a narrow window.

Covers viewer/ui/commands/history_menu.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from viewer.app import AppController
from viewer.archive.model.address import parse_address
from viewer.ui.commands.command_table import commands
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start("dosudo/2/c3")


def history(program: AppController) -> list[tuple[str, bool]]:
    menu = program.window.menu_actions.history_menu
    menu.aboutToShow.emit()
    return [(action.text(), action.isChecked()) for action in menu.actions()]


def test_every_command_has_a_shortcut_of_its_own() -> None:
    keys = [key for command in commands() for key in command.shortcuts]
    assert all(command.shortcuts for command in commands())
    assert len(keys) == len(set(keys))


def test_the_history_is_a_menu_newest_first(program: AppController) -> None:
    program.window.go_to(parse_address("dosudo/2/a1"))
    program.window.go_to(parse_address("dosudo/2/a3"))
    shown = history(program)
    assert [title.split()[0] for title, _ in shown] == ["Synthesizing", "Google", "Some"]
    assert [current for _, current in shown] == [True, False, False]
    program.window.menu_actions.history_menu.actions()[2].trigger()
    assert str(program.window.address) == "dosudo/2/c3"
    assert [current for _, current in history(program)] == [False, False, True]
    assert program.window.navigator.can_go_forward


def test_in_a_narrow_window_the_contents_lie_over_the_page(
    program: AppController, qtbot: Any
) -> None:
    window = program.window
    window.resize(600, 500)
    qtbot.waitUntil(lambda: window.article_pane.width() == 600)
    window.menu_actions["tree"].trigger()
    assert window.contents_panel.isVisible()
    assert window.pane_layout.overlay is window.contents_panel
    assert window.article_pane.width() == 600, "the page stays as it is below"
    assert window.contents_panel.view.hasFocus()
    qtbot.keyClick(window.contents_panel.view, Qt.Key.Key_Escape)
    assert not window.contents_panel.isVisible()
    assert window.article_pane.hasFocus()


def test_going_somewhere_takes_the_contents_away(program: AppController, qtbot: Any) -> None:
    window = program.window
    window.resize(600, 500)
    window.menu_actions["tree"].trigger()
    window.go_to(parse_address("dosudo/2/a3"))
    assert not window.contents_panel.isVisible()
    window.menu_actions["tree"].trigger()
    qtbot.mouseClick(
        window.article_pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(560, 300)
    )
    assert not window.contents_panel.isVisible()


def test_the_talk_lies_over_a_middling_window(program: AppController) -> None:
    window = program.window
    window.resize(900, 600)
    assert not window.right_pane.isVisible()
    window.menu_actions["side"].trigger()
    assert window.pane_layout.overlay is window.right_pane
    right = window.right_pane.mapTo(window, QPoint(window.right_pane.width(), 0)).x()
    assert right == window.width()
    window.resize(1280, 800)
    assert window.pane_layout.overlay is None
    assert window.right_pane.isVisible()
    assert window.splitter.indexOf(window.right_pane) == 2


def test_hits_stand_beside_the_page_even_where_the_talk_lay_over_it(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start("dosudo/2/c3", search=True)
    window = program.window
    window.resize(900, 600)
    window.menu_actions["side"].trigger()
    window.search("世界模擬器")
    qtbot.waitUntil(lambda: window.results_panel.isVisible())
    assert window.pane_layout.overlay is None


def test_hits_take_the_room_of_the_contents_in_a_middling_window(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c3", search=True, size=(920, 800)).window
    panes = window.splitter.sizes()
    assert window.contents_panel.isVisible()
    window.search("世界模擬器")
    qtbot.waitUntil(lambda: window.results_panel.isVisible())
    assert not window.contents_panel.isVisible()
    assert window.article_pane.width() >= 590
    # They are still a key away, over the page, and Esc leads back to the hits.
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert window.pane_layout.overlay is window.contents_panel
    assert window.contents_panel.filter_edit.hasFocus()
    qtbot.keyClick(window.contents_panel.filter_edit, Qt.Key.Key_Escape)
    assert window.pane_layout.overlay is None
    assert window.results_panel.isVisible()
    window.toolbar.search_box.clear()
    qtbot.waitUntil(lambda: window.contents_panel.isVisible())
    assert not window.right_pane.isVisible()
    assert window.splitter.sizes() == panes


@pytest.fixture(params=[(880, 700), (720, 540), (540, 720), (420, 300)], ids=lambda size: size[0])
def narrow(start: Callable[..., AppController], request: Any, qtbot: Any) -> MainWindow:
    """A narrow window in which CNN is searched."""
    window = start("dosudo/2/a1", search=True, size=request.param).window
    window.toolbar.search_box.setFocus()
    qtbot.keyClicks(window.toolbar.search_box, "CNN")
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 4)
    QApplication.processEvents()
    return window


def place_in(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_in_a_narrow_window_hits_lie_over_the_page(narrow: MainWindow) -> None:
    page = place_in(narrow, narrow.page_stack)
    assert narrow.results_panel.isVisible()
    assert place_in(narrow, narrow.results_panel) == page
    assert page.right() == narrow.width() - 1
    assert narrow.toolbar.search_box.hasFocus()
    assert narrow.contents_panel.isVisible() == (narrow.width() >= 720)
    bars = [bar for bar in narrow.results_panel.findChildren(QScrollBar) if bar.isVisible()]
    assert len(bars) <= 1
    narrow.message_bar.show_message("Told above the hits.")
    QApplication.processEvents()
    assert place_in(narrow, narrow.results_panel) == place_in(narrow, narrow.page_stack)
    assert place_in(narrow, narrow.results_panel).top() > page.top()
    narrow.resize(narrow.width() - 10, narrow.height())
    QApplication.processEvents()
    assert place_in(narrow, narrow.results_panel) == place_in(narrow, narrow.page_stack)


@pytest.mark.parametrize("by", ["enter", "click", "F3"])
def test_hits_give_way_when_one_is_opened_and_come_back(
    narrow: MainWindow, by: str, qtbot: Any
) -> None:
    view, box, pane = narrow.results_panel.view, narrow.toolbar.search_box, narrow.article_pane
    if by == "click":
        place = view.visualRect(narrow.results_panel.model.index(0)).topLeft() + QPoint(40, 20)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        qtbot.keyClick(box, Qt.Key.Key_F3 if by == "F3" else Qt.Key.Key_Return)
    opened = narrow.address
    assert str(opened) != "dosudo/2/a1"
    assert narrow.pane_layout.overlay is None
    assert not narrow.results_panel.isVisible()
    assert pane.hasFocus()
    assert set(pane.matches.texts()) >= {"CNN"}
    # An answer that comes late, or the next page, does not bring them back; the box does.
    narrow.search_controller.changed.emit()
    qtbot.keyClick(pane, Qt.Key.Key_PageDown, CONTROL)
    assert not narrow.results_panel.isVisible()
    qtbot.keyClick(pane, Qt.Key.Key_E, CONTROL)
    assert narrow.results_panel.isVisible()
    assert box.hasFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not narrow.results_panel.isVisible()
    for _ in range(2):  # so does the key of the pane, which also puts them away
        qtbot.keyClick(pane, Qt.Key.Key_F10)
        assert narrow.results_panel.isVisible()
        qtbot.keyClick(pane, Qt.Key.Key_F10)
        assert not narrow.results_panel.isVisible()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert str(narrow.address) == "dosudo/2/a1"
    assert box.text() == ""
    assert narrow.pane_layout.overlay is None


def test_escape_in_hits_over_the_page_ends_the_search(narrow: MainWindow, qtbot: Any) -> None:
    narrow.results_panel.view.setFocus()
    qtbot.keyClick(narrow.results_panel.view, Qt.Key.Key_Escape)
    assert narrow.toolbar.search_box.text() == ""
    assert narrow.pane_layout.overlay is None
    assert not narrow.right_pane.isVisible()
    assert narrow.article_pane.hasFocus()
    qtbot.keyClick(narrow.article_pane, Qt.Key.Key_E, CONTROL)
    assert narrow.search_start.isVisible()
    assert place_in(narrow, narrow.search_start) == place_in(narrow, narrow.page_stack)
    qtbot.keyClick(narrow.toolbar.search_box, Qt.Key.Key_Escape)
    assert narrow.pane_layout.overlay is None


def test_hits_come_from_over_the_page_beside_it_and_back(narrow: MainWindow) -> None:
    width = narrow.width()
    narrow.resize(1280, 800)
    assert narrow.pane_layout.overlay is None
    assert narrow.results_panel.isVisible()
    assert narrow.splitter.indexOf(narrow.right_pane) == 2
    narrow.resize(width, 700)
    assert narrow.pane_layout.overlay is narrow.right_pane
    narrow.resize(1280, 800)
    narrow.open_hit(narrow.results_panel.model.hits[1])
    assert narrow.results_panel.isVisible()
    narrow.resize(width, 700)
    assert not narrow.results_panel.isVisible(), "she reads a hit"


def test_other_panes_come_over_the_hits_and_hits_come_back(narrow: MainWindow, qtbot: Any) -> None:
    if narrow.width() < 720:
        qtbot.keyClick(narrow.toolbar.search_box, Qt.Key.Key_F9)
        assert narrow.pane_layout.overlay is narrow.contents_panel
        assert not narrow.results_panel.isVisible()
        qtbot.keyClick(narrow.contents_panel.view, Qt.Key.Key_Escape)
        assert narrow.results_panel.isVisible()
    qtbot.keyClick(narrow.toolbar.search_box, Qt.Key.Key_F8)
    assert narrow.side_panel.isVisible()
    narrow.search_controller.changed.emit()
    assert narrow.side_panel.isVisible()
    qtbot.keyClick(narrow.side_panel.shown.view, Qt.Key.Key_Escape)
    assert narrow.pane_layout.overlay is None
    qtbot.mouseClick(narrow.toolbar.search_box, Qt.MouseButton.LeftButton)
    assert narrow.results_panel.isVisible()


def test_the_filter_lies_over_the_page_where_the_contents_do(
    program: AppController, qtbot: Any
) -> None:
    window = program.window
    window.resize(600, 500)
    qtbot.waitUntil(lambda: window.article_pane.width() == 600)
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert window.pane_layout.overlay is window.contents_panel
    assert window.contents_panel.filter_edit.hasFocus()
    assert window.article_pane.width() == 600


def test_panes_that_were_put_away_stay_away_at_the_next_start(
    start: Callable[..., AppController],
) -> None:
    first = start()
    first.window.menu_actions["tree"].trigger()
    assert not first.window.contents_panel.isVisible()
    first.window.close()
    again = start().window
    assert not again.contents_panel.isVisible()
    again.menu_actions["layout"].trigger()
    assert again.contents_panel.isVisible()
    assert abs(again.splitter.sizes()[0] - 278) < 8
