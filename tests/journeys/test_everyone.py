"""Everyone gets along: in either language, in the dark, and without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.seeing import at, height_in_view, page_text, scroll_to, type_into
from viewer import color_themes as themes
from viewer.app import AppController, install_translators
from viewer.ui.dialogs.preferences import PreferencesDialog
from viewer.ui.pictures.slideshow_widget import Slideshow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start: Callable[..., AppController], qapp: QApplication) -> Any:
    yield start("dosudo/2/c5", search=True)
    install_translators(qapp, "en")


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
def test_from_english_to_chinese_and_on_at_the_same_place(
    program: AppController, qtbot: Any
) -> None:
    old = program.window
    scroll_to(old.article_pane, "predictive learning")
    dialog = program.show_preferences()
    chinese = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "繁體中文")
    chinese.click()
    window = program.window
    assert window is not old
    assert window.address == at("dosudo/2/c5")
    qtbot.waitUntil(lambda: window.article_pane.is_drawn)
    # The line is the first whole one; what stands above it may be a note's title.
    assert 0 <= height_in_view(window.article_pane, "predictive learning") < 60
    assert window.contents_panel.filter_edit.placeholderText() == "篩選標題"
    assert "第 2 期" in page_text(window.article_pane)
    assert window.menu_actions["search"].text().startswith("搜尋")
    window.search("CNN")
    qtbot.waitUntil(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    assert "篇" in window.results_panel.count_text()


def test_every_theme_is_there_at_once(program: AppController) -> None:
    window = program.window
    for name in ("sepia", "dark", "light"):
        action = next(a for a in window.menu_actions.theme_group.actions() if a.data() == name)
        action.trigger()
        theme = themes.THEMES[name]
        assert ground(window.article_pane.viewport()) == QColor(theme.page)
        assert ground(window.contents_panel) == QColor(theme.side)
        assert action.isChecked()


def test_without_a_mouse_from_the_start_to_a_paragraph_a_slideshow_and_back(
    program: AppController, qtbot: Any
) -> None:
    window = program.window
    # She looks for something, and goes to its second hit.
    press(Qt.Key.Key_E, CONTROL)
    assert focused() is window.toolbar.search_box
    type_into(window.toolbar.search_box, "Dyna")
    qtbot.waitUntil(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is window.article_pane)
    found = window.address
    assert found is not None
    assert "Dyna" in page_text(window.article_pane)
    # On she goes by Tab, into the slideshow of the chapter, and through it.
    window.article_pane.moveCursor(window.article_pane.textCursor().MoveOperation.Start)
    for _ in range(40):
        if isinstance(focused(), Slideshow):
            break
        press(Qt.Key.Key_Tab)
    stage = focused()
    assert isinstance(stage, Slideshow)
    before = stage.counter_text()
    press(Qt.Key.Key_Right)
    assert stage.counter_text() != before
    # Out of it again, on to the tree, where Enter leads elsewhere, and back with Alt+Left.
    press(Qt.Key.Key_T, CONTROL)
    assert focused() is window.contents_panel.filter_edit
    press(Qt.Key.Key_Tab)
    assert focused() is window.contents_panel.view
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor != found.without_anchor
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.address is not None
    assert window.address.without_anchor == found.without_anchor


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_with_letters_three_times_as_large_in_a_small_window(
    program: AppController, qtbot: Any, qapp: QApplication
) -> None:
    before = QFont(qapp.font())
    try:
        _large_letters(program, qtbot)
    finally:
        qapp.setFont(before)


def _large_letters(program: AppController, qtbot: Any) -> None:
    program.window.resize(720, 700)
    button = _stepper_button(program.show_preferences(), "+")
    for _ in range(6):
        button.click()
        # The window is made anew, and she goes on pressing where she was.
        dialog = next(d for d in program.window.findChildren(PreferencesDialog) if d.isVisible())
        button = _stepper_button(dialog, "+")
        assert dialog.focusWidget() is button
    assert dialog.stepper("window").value.text() == "300 %"
    dialog.close()
    window = program.window
    window.set_zoom(3.0)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.width() == 720)
    assert window.address == at("dosudo/2/c5")
    assert window.toolbar.search_box.font().pixelSize() == 42
    # The contents lie over the page, and go once they have served.
    press_in(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.pane_layout.overlay is window.contents_panel)
    row = window.contents_panel.view.currentIndex()
    assert window.contents_panel.view.visualRect(row).height() >= 3 * 20
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c6")
    assert window.pane_layout.overlay is None
    # She searches, and reads the hit she opens.
    press_in(window, Qt.Key.Key_E, CONTROL)
    type_into(window.toolbar.search_box, "Dyna")
    qtbot.waitUntil(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    assert window.results_panel.view.viewport().height() >= 100
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is window.article_pane)
    assert window.width() == 720
    # What cannot be broken may be wider than half of so small a window: then it can be scrolled to.
    bar = window.article_pane.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0 or bar.isVisible())
    # Any command is in the palette, all of whose rows can be read.
    press_in(window, Qt.Key.Key_K, CONTROL)
    palette = program.palette_controller.palette
    assert palette.geometry().right() < window.width()
    assert palette.view.sizeHintForRow(0) >= 3 * 30
    press(Qt.Key.Key_Escape)


def _stepper_button(dialog: PreferencesDialog, sign: str) -> QAbstractButton:
    buttons = dialog.stepper("window").findChildren(QAbstractButton)
    return next(button for button in buttons if button.text() == sign)


def press_in(
    window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A shortcut of the window."""
    QTest.keyClick(window, key, held)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_with_a_screen_reader_line_by_line(
    program: AppController, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told from the first key to the line of a hit, through Qt's own interface."""
    told: list[str] = []
    for module in (
        "search.results_panel",
        "article.caret_browsing",
        "contents.contents_view",
        "dialogs.command_palette",
        "window.message_bar",
    ):
        monkeypatch.setattr(f"viewer.ui.{module}.announce", lambda _widget, text: told.append(text))
    window = program.window
    press_in(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert window.article_pane.has_text_cursor
    # The contents: title, state, and which of how many.
    press_in(window, Qt.Key.Key_T, CONTROL)
    press(Qt.Key.Key_Tab)
    tree = QAccessible.queryAccessibleInterface(window.contents_panel.view)
    assert tree is not None
    row = tree.focusChild()
    assert row is not None
    assert row.text(QAccessible.Text.Name) == "5 Obstacles of AI, unread"
    assert row.text(QAccessible.Text.Description) == "5 of 7, level 4"
    # The search tells how much there is, then each hit that is walked to.
    press_in(window, Qt.Key.Key_E, CONTROL)
    type_into(window.toolbar.search_box, "Dyna")
    qtbot.waitUntil(lambda: any("article" in text for text in told))
    qtbot.waitUntil(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is window.article_pane)
    # The page is text that is read by lines, from the hit on.
    page = QAccessible.queryAccessibleInterface(window.article_pane)
    assert page is not None
    assert page.role() is QAccessible.Role.EditableText
    cursor = window.article_pane.textCursor()
    cursor.select(cursor.SelectionType.LineUnderCursor)
    assert "Dyna" in cursor.selectedText()
    before = window.article_pane.textCursor().position()
    press(Qt.Key.Key_Down)
    assert window.article_pane.textCursor().position() > before
