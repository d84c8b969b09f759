"""A reader finds things in two years of issues without touching the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.searching import TIDES, Reader, answered, chips, found, total
from tests.ui.seeing import at, is_in_view, type_into
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TAB, DOWN, RIGHT, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return

# Menus open on a screen that is not there.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Keyboard:
    """Keys go to whatever has the focus; there is no mouse."""

    def __init__(self, window: MainWindow, qtbot: Any) -> None:
        self._window = window
        self._qtbot = qtbot

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        for key in keys:
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._window
            QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)

    def answered(self, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press ``keys`` and wait for the hits they ask for."""
        answered(self._window, self._qtbot, lambda: self.press(*keys, held=held))
        if not self._window.isActiveWindow():
            # Behind a menu, a window manager would do so.
            self._window.activateWindow()
            self._qtbot.waitUntil(self._window.isActiveWindow)


def test_search_by_keys_alone(reader: Reader, qtbot: Any) -> None:
    window = reader.start("paper/3/a1")
    keys = Keyboard(window, qtbot)
    panel = window.results_panel

    # She is in the middle of a long letter and wonders about the tides.
    window.article_pane.setFocus()
    keys.press(Qt.Key.Key_Space, Qt.Key.Key_Space)
    line = window.article_pane.scroller.top_offset()
    assert line > 0
    keys.press(Qt.Key.Key_E, held=CONTROL)
    assert window.toolbar.search_box.hasFocus()
    assert window.search_start.isVisible()
    type_into(window.toolbar.search_box, "tide OR lantern")
    qtbot.waitUntil(lambda: panel.isVisible() and total(window) == TIDES + 3)

    # Tab leads past the order, the star and the bars to the chips; the first one has a menu.
    keys.press(TAB, TAB, TAB, TAB)
    assert panel.chips.hasFocus()
    assert chips(window) == ["Publication", "Year", "Section", "Editor"]
    keys.press(ENTER)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [f"log\t{TIDES}", "paper\t3"]
    keys.press(DOWN, DOWN)
    keys.answered(ENTER)
    assert total(window) == 3
    assert chips(window)[0] == "paper ×"
    assert panel.chips.hasFocus()

    # She takes the publication away again, and looks into the summer of 2017 instead.
    keys.answered(ENTER)
    assert total(window) == TIDES + 3
    keys.press(TAB, held=SHIFT)
    assert panel.histogram.hasFocus()
    while "Jun 2017 ×" not in chips(window):
        keys.answered(RIGHT)
    keys.answered(RIGHT, held=SHIFT)
    keys.answered(RIGHT, held=SHIFT)
    assert chips(window)[0] == "Jun 2017 – Aug 2017 ×"
    assert "paper/3/b1" in found(window)
    assert {hit.date[:7] for hit in panel.model.hits} == {"2017-06", "2017-07", "2017-08"}
    keys.answered(Qt.Key.Key_Delete)

    # Back in the box she asks for the lanterns alone, and why the second one is there.
    keys.press(Qt.Key.Key_E, held=CONTROL)
    assert window.toolbar.search_box.selectedText() == "tide OR lantern"
    type_into(window.toolbar.search_box, "lantern")
    qtbot.waitUntil(lambda: total(window) == 3)
    keys.press(DOWN)
    second = panel.current_hit()
    assert second is not None
    assert str(second.address.without_anchor) == found(window)[1]
    keys.press(Qt.Key.Key_I, held=CONTROL)
    assert "lantern → lantern (as typed): text × 1" in panel.explanation.text()

    # Enter opens it at the marked word, F3 walks on, and round.
    keys.press(ENTER)
    pane = window.article_pane
    assert window.address is not None
    assert window.address.without_anchor == second.address.without_anchor
    assert pane.hasFocus()
    assert set(pane.matches.texts()) <= {"lantern", "Lantern"}
    for _ in range(len(pane.matches.positions) + 1):
        keys.press(Qt.Key.Key_F3)
        assert is_in_view(pane, *pane.matches.positions[pane.matches.current])

    # The box, the star, and Esc: she is back in her letter, on the same line.
    keys.press(Qt.Key.Key_E, held=CONTROL)
    keys.press(TAB, TAB, Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert pane.scroller.top_offset() == line
    assert pane.hasFocus()
    assert pane.matches.positions == ()
    assert not panel.isVisible()

    # The next day the search is still there, first in the list, one Tab and an Enter away.
    reader.quit()
    window = reader.start("")
    keys = Keyboard(window, qtbot)
    assert window.address == at("paper/3/a1")
    assert window.article_pane.scroller.top_offset() == line
    window.article_pane.setFocus()
    keys.press(Qt.Key.Key_E, held=CONTROL)
    searches = window.search_start.search_list
    assert [searches.item(row).text() for row in range(searches.count())] == ["★  lantern"]
    keys.press(TAB)
    assert searches.hasFocus()
    keys.press(DOWN)
    keys.answered(ENTER)
    assert window.toolbar.search_box.text() == "lantern"
    assert window.toolbar.search_box.hasFocus()
    assert total(window) == 3

    # Enter on a hit and Esc on its page: the search is over, and she is where it began.
    keys.press(ENTER)
    assert window.address != at("paper/3/a1")
    keys.press(Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.toolbar.search_box.text() == ""
    assert window.article_pane.matches.positions == ()
    assert window.message_bar.text() == ""
