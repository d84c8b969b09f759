"""A reader finds her way: by palette and keys, by the history, in a narrow window, by a link."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from tests.ui.seeing import (
    at,
    height_in_view,
    labels,
    page_text,
    palette_is_filled,
    scroll_to,
    titles,
    type_into,
)
from viewer.app import AppController, install_translators
from viewer.single_instance import SingleInstance
from viewer.ui.commands.command_table import commands
from viewer.ui.contents.contents_model import ADDRESS_ROLE
from viewer.ui.dialogs.about_and_shortcuts import ShortcutsDialog
from viewer.ui.dialogs.preferences import PreferencesDialog
from viewer.ui.window.main_window import MainWindow
from viewer.ui.window.menu_actions import text_without_mnemonic

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LINE = "ResNet 由 Kaiming He"
#: So far below the top of the page a line may stand that the reader came back to, in pixels.
A_LINE = 60

# Menus and windows without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController], qapp: QApplication) -> Iterator[AppController]:
    yield start("dosudo/2/c3", search=True)
    install_translators(qapp, "en")


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys go to whatever has the focus."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClick(target, key, held)


def back_to(window: MainWindow) -> None:
    """What a window manager does when a dialog closes."""
    window.activateWindow()
    QApplication.processEvents()


def call(program: AppController, qtbot: Any, words: str) -> tuple[str, str]:
    """Type ``words`` into the palette and press Enter; returns what that chose, and its kind."""
    press(Qt.Key.Key_K, held=CONTROL)
    palette = program.palette_controller.palette
    assert palette.text_field.hasFocus()
    qtbot.waitUntil(lambda: palette_is_filled(program))
    type_into(palette.text_field, words)
    entry, _ = palette.model.rows[palette.view.currentIndex().row()]
    press(Qt.Key.Key_Return)
    assert palette.isHidden()
    return entry.title, entry.kind


def setting_with_the_keys(window: MainWindow) -> str:
    """The setting of the preferences that the keys change now; they are closed again."""
    (dialog,) = (d for d in window.findChildren(PreferencesDialog) if d.isVisible())
    focused = dialog.focusWidget()
    assert focused is not None
    said = focused.accessibleDescription()
    dialog.close()
    back_to(window)
    return said


def test_anywhere_by_a_few_letters_in_either_language(program: AppController, qtbot: Any) -> None:
    window = program.window
    assert call(program, qtbot, "obama lip") == (
        "Synthesizing Obama: Learning Lip Sync from Audio",
        "Article",
    )
    assert window.address == at("dosudo/2/a3")
    assert window.article_pane.hasFocus()
    assert call(program, qtbot, "5 obstacles") == ("5. Obstacles of AI", "Chapter")
    assert window.address == at("dosudo/2/c5")
    assert call(program, qtbot, "contents pane") == ("Contents pane", "Command")
    assert not window.contents_panel.isVisible()
    assert call(program, qtbot, "theme dark") == ("Theme: Dark", "Setting")
    assert window.theme.name == "dark"
    assert call(program, qtbot, "line height") == ("Line height", "Setting")
    assert setting_with_the_keys(window) == "Line height: 1.65"
    # A term of the glossary, by its name of the other script, is looked for in all issues.
    title, kind = call(program, qtbot, "卷积神经网路")
    assert (title, kind) == ("CNN", "Term")
    qtbot.waitUntil(
        lambda: window.results_panel.isVisible() and window.results_panel.model.rowCount() > 0
    )
    assert window.toolbar.search_box.text() == "CNN"
    press(Qt.Key.Key_Escape)

    # In Chinese she calls the same things by their Chinese names, and still by the English ones.
    program.set_language("zh_TW")
    window = program.window
    back_to(window)
    assert call(program, qtbot, "obama lip")[1] == "文章"
    assert window.address == at("dosudo/2/a3")
    assert call(program, qtbot, "5 obstacles") == ("5. Obstacles of AI", "章")
    assert window.address == at("dosudo/2/c5")
    assert call(program, qtbot, "目錄窗格") == ("目錄窗格", "指令")
    assert window.contents_panel.isVisible()
    assert call(program, qtbot, "contents pane") == ("目錄窗格", "指令")
    assert not window.contents_panel.isVisible()
    light = text_without_mnemonic(window.menu_actions.theme_group.actions()[0].text())
    assert light != "Light"
    title, kind = call(program, qtbot, light)
    assert title.endswith(f"：{light}")
    assert kind == "設定"
    assert window.theme.name == "light"
    assert call(program, qtbot, "line height") == ("行高", "設定")
    assert setting_with_the_keys(window).startswith("行高")
    assert call(program, qtbot, "卷積神經網路")[1] == "詞彙"
    qtbot.waitUntil(
        lambda: window.results_panel.isVisible() and window.results_panel.model.rowCount() > 0
    )


def test_every_command_has_a_key_and_the_sheet_names_it(program: AppController, qtbot: Any) -> None:
    window = program.window
    seen: list[str] = []

    def look() -> None:
        (sheet,) = window.findChildren(ShortcutsDialog)
        seen.extend(label.text() for label in sheet.findChildren(QLabel))
        sheet.close()

    QTimer.singleShot(0, look)
    press(Qt.Key.Key_F1)
    named = dict(zip(seen[1::2], seen[::2], strict=True))
    taken: dict[str, str] = {}
    for command in commands():
        action = window.menu_actions[command.name]
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        assert keys, f"{command.name} has no key"
        assert named[text_without_mnemonic(command.text)] == "  /  ".join(keys)
        for key in keys:
            assert key not in taken, f"{key} is {command.name} and {taken[key]}"
            taken[key] = command.name
    back_to(window)


def test_there_and_back_by_the_history(program: AppController, qtbot: Any) -> None:
    window = program.window
    scroll_to(window.article_pane, LINE)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown):
        press(key, held=CONTROL)
    assert window.address == at("dosudo/2/c5")
    # A menu over the arrow tells where she has been, newest first, and leads there.
    menu = window.menu_actions.history_menu
    window.toolbar.back_button.customContextMenuRequested.emit(QPoint(4, 4))
    assert QApplication.activePopupWidget() is menu
    shown = [action.text() for action in menu.actions()]
    assert shown == ["Obstacles of AI", "CNN applications in FAIR", "Some CNN milestones"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    back_to(window)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE
    qtbot.mouseClick(window.toolbar.forward_button, Qt.MouseButton.LeftButton)
    assert window.address == at("dosudo/2/c4")
    press(Qt.Key.Key_Left, held=ALT)
    assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE


def test_panes_as_she_likes_them(program: AppController, qtbot: Any) -> None:
    window = program.window
    first = window.splitter.sizes()
    # She drags the edge of the contents, and that of the talk.
    for number, by in ((1, 60), (2, -40)):
        handle = window.splitter.handle(number)
        start, end = QPoint(0, 300), QPoint(by, 300)
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(handle, end)
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=end)
    assert window.splitter.sizes()[0] == pytest.approx(first[0] + 60, abs=3)
    assert window.splitter.sizes()[2] == pytest.approx(first[2] + 40, abs=3)
    # She puts both away, and reads; everything back as it was at first with one command.
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_F10)
    assert not window.contents_panel.isVisible()
    assert not window.right_pane.isVisible()
    assert window.article_pane.width() == window.width()
    press(Qt.Key.Key_0, held=CONTROL | ALT)
    assert window.contents_panel.isVisible()
    assert window.right_pane.isVisible()
    assert window.splitter.sizes() == first


def test_in_a_narrow_window(program: AppController, qtbot: Any) -> None:
    window = program.window
    window.resize(719, 800)
    QApplication.processEvents()
    assert not window.contents_panel.isVisible()
    assert not window.right_pane.isVisible()
    width = window.article_pane.width()
    assert width == 719
    # The contents come over the page with their key, and go with her to where she goes.
    press(Qt.Key.Key_F9)
    assert window.contents_panel.view.hasFocus()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c2")
    assert not window.contents_panel.isVisible()
    assert window.article_pane.hasFocus()
    # So does the talk, and a click beside it takes it away.
    press(Qt.Key.Key_F10)
    assert window.chapters_panel.isVisible()
    assert window.article_pane.width() == width
    qtbot.mouseClick(window.article_pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 400))
    assert not window.chapters_panel.isVisible()
    # Titles are filtered over the page as well.
    press(Qt.Key.Key_T, held=CONTROL)
    assert window.contents_panel.filter_edit.hasFocus()
    type_into(window.contents_panel.filter_edit, "Obama")
    qtbot.waitUntil(
        lambda: window.contents_panel.current_view is window.contents_panel.filtered_view
    )
    assert any("Obama" in title for title in titles(window.contents_panel.filtered_view.node_model))
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert not window.contents_panel.isVisible()
    # Hits stand beside the page, and both have room.
    press(Qt.Key.Key_E, held=CONTROL)
    type_into(window.toolbar.search_box, "Dyna")
    qtbot.waitUntil(
        lambda: window.results_panel.isVisible() and window.results_panel.model.rowCount() > 0
    )
    assert min(window.article_pane.width(), window.results_panel.width()) >= 280
    press(Qt.Key.Key_Return)
    assert "Dyna" in page_text(window.article_pane)
    press(Qt.Key.Key_Escape)
    # In the wide window everything is at its place again.
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.contents_panel.isVisible()
    assert window.chapters_panel.isVisible()


def test_a_link_elsewhere_raises_this_window(
    program: AppController, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without it the socket stands in the library's own folder, which is this test's alone.
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    window = program.window
    program.listen_for_addresses()
    window.showMinimized()
    second = subprocess.Popen(
        [sys.executable, "-m", "viewer", "dosudo-viewer:dosudo/2/c6"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    qtbot.waitUntil(lambda: window.address == at("dosudo/2/c6"), timeout=20_000)
    said, _ = second.communicate(timeout=20)
    assert (second.returncode, said) == (0, "")
    assert not window.isMinimized()
    assert window.isActiveWindow()
    assert window.contents_panel.view.currentIndex().data(ADDRESS_ROLE) == window.address
    # What is no address is said, and does nothing.
    assert SingleInstance(program.library.folder).send_address("dosudo/2/../../etc")
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.address == at("dosudo/2/c6")


def test_another_language_at_once(program: AppController, qtbot: Any) -> None:
    old = program.window
    scroll_to(old.article_pane, LINE)
    press(Qt.Key.Key_Comma, held=CONTROL)
    for text, menu, told in (
        ("繁體中文", "檔案(&F)", "14 章已刊 7 章 · 已讀 0 章"),
        ("English", "&File", "7 of 14 told · 0 read"),
    ):
        (dialog,) = (d for d in program.window.findChildren(QDialog) if d.isVisible())
        assert isinstance(dialog, PreferencesDialog)
        button = next(b for b in dialog.option_buttons("language").buttons() if b.text() == text)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        window = program.window
        assert window.menuBar().actions()[0].text() == menu
        assert told in labels(window.chapters_panel)
        assert window.address == at("dosudo/2/c3")
        qtbot.waitUntil(lambda: program.window.article_pane.is_drawn)
        # What stands above it may be called otherwise, and so be as long as another line.
        assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE
