"""Everyone gets along: in either language, in the dark, and without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.seeing import at, first_line, page_text, scroll_to, type_into
from viewer import themes
from viewer.app import Program, translate
from viewer.ui.slideshow import Slideshow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start: Callable[..., Program], qapp: QApplication) -> Any:
    yield start("dosudo/2/c5", search=True)
    translate(qapp, "en")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes to whatever has the focus."""
    QTest.keyClick(focused(), key, held)


def ground(widget: QWidget) -> QColor:
    """The colour at the edge of what is shown, as it is painted."""
    return widget.grab().toImage().pixelColor(3, 3)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_from_english_to_chinese_and_on_at_the_same_place(program: Program, qtbot: Any) -> None:
    old = program.window
    scroll_to(old.pane, "predictive learning")
    line = first_line(old.pane)
    dialog = program.show_preferences()
    chinese = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "繁體中文")
    chinese.click()
    window = program.window
    assert window is not old
    assert window.address == at("dosudo/2/c5")
    qtbot.waitUntil(lambda: not window.pane._relayout.isActive())
    assert first_line(window.pane) == line
    assert window.tree.filter.placeholderText() == "篩選標題"
    assert "第 2 期" in page_text(window.pane)
    assert window.actions_["search"].text().startswith("搜尋")
    window.search("CNN")
    qtbot.waitUntil(lambda: window.hits.model.rowCount() > 0 and window.hits.isVisible())
    assert "篇" in window.hits.count_text()


def test_every_theme_is_there_at_once(program: Program) -> None:
    window = program.window
    for name in ("sepia", "dark", "light"):
        action = next(a for a in window.actions_.theme_group.actions() if a.data() == name)
        action.trigger()
        theme = themes.THEMES[name]
        assert ground(window.pane.viewport()) == QColor(theme.page)
        assert ground(window.tree) == QColor(theme.side)
        assert action.isChecked()


def test_without_a_mouse_from_the_start_to_a_paragraph_a_slideshow_and_back(
    program: Program, qtbot: Any
) -> None:
    window = program.window
    # She looks for something, and goes to its second hit.
    press(Qt.Key.Key_E, CONTROL)
    assert focused() is window.bar.box
    type_into(window.bar.box, "Dyna")
    qtbot.waitUntil(lambda: window.hits.model.rowCount() > 0 and window.hits.isVisible())
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is window.pane)
    found = window.address
    assert found is not None
    assert "Dyna" in page_text(window.pane)
    # On she goes by Tab, into the slideshow of the chapter, and through it.
    window.pane.moveCursor(window.pane.textCursor().MoveOperation.Start)
    for _ in range(40):
        if isinstance(focused(), Slideshow):
            break
        press(Qt.Key.Key_Tab)
    stage = focused()
    assert isinstance(stage, Slideshow)
    before = stage.counter()
    press(Qt.Key.Key_Right)
    assert stage.counter() != before
    # Out of it again, on to the tree, where Enter leads elsewhere, and back with Alt+Left.
    press(Qt.Key.Key_T, CONTROL)
    assert focused() is window.tree.filter
    press(Qt.Key.Key_Tab)
    assert focused() is window.tree.view
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.page != found.page
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.address is not None
    assert window.address.page == found.page
