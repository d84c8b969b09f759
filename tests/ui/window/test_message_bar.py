"""The strip above the page: it speaks, is closed and copied from by key, and takes no focus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from viewer.ui.window.main_window import MainWindow


def copy_button(window: MainWindow) -> QPushButton:
    (button,) = window.message_bar.findChildren(QPushButton)
    return button


def test_an_error_never_takes_the_focus_and_its_details_are_copied_by_key(
    window: MainWindow,
) -> None:
    window.article_pane.setFocus()
    window.message_bar.show_message("One file is damaged.", details="a.md:3: broken\nb.md: empty")
    assert window.message_bar.text() == "One file is damaged."
    assert QApplication.focusWidget() is window.article_pane
    window.contents_panel.view.setFocus()
    QTest.keyClick(window.contents_panel.view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is copy_button(window)
    QTest.keyClick(copy_button(window), Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied == "One file is damaged.\n\na.md:3: broken\nb.md: empty"
    QTest.keyClick(copy_button(window), Qt.Key.Key_Tab)
    closing = QApplication.focusWidget()
    assert closing is not None
    QTest.keyClick(closing, Qt.Key.Key_Space)
    assert window.message_bar.text() == ""


def test_what_is_no_error_has_nothing_to_copy(window: MainWindow) -> None:
    window.message_bar.show_message("Marked as read.", brief=True)
    assert not copy_button(window).isVisible()


def test_one_waits_behind_the_other_with_its_own_details(window: MainWindow, qtbot: Any) -> None:
    window.message_bar.show_message("First.", details="1")
    window.message_bar.show_message("Second.", details="2")
    (close,) = window.message_bar.findChildren(QToolButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.message_bar.text() == "Second."
    qtbot.mouseClick(copy_button(window), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Second.\n\n2"


def test_the_name_of_a_file_is_read_as_it_is_and_never_as_markup(window: MainWindow) -> None:
    message = '<b>x</b><img src="secret.png">&amp;.md is damaged.'
    window.message_bar.show_message(message)
    (label,) = window.message_bar.findChildren(QLabel)
    label.setSelection(0, len(message))
    assert label.selectedText() == message
