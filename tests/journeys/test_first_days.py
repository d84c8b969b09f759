"""A reader's first days: what the window says by itself, and what stands where nothing is yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from tests.ui.seeing import at, labels, page_text, write
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.window.empty_library import EmptyLibrary
from viewer.ui.window.onboarding_hints import HintBar

# Windows without a screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def hint(program: AppController) -> str:
    """What the hint says that is shown; empty for none."""
    shown = [one for one in program.window.findChildren(HintBar) if one.isVisible()]
    return shown[0].label.text() if shown else ""


def begin(start: Callable[..., AppController]) -> AppController:
    program = start()
    program._show_hints()
    QApplication.processEvents()
    return program


def test_hints_come_one_a_day_and_go_for_good(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    first = begin(start)
    assert hint(first) == "Ctrl+E searches all issues while you type."
    # She takes it away; nothing comes in its place today.
    (line,) = first.window.findChildren(HintBar)
    qtbot.mouseClick(line.close_button, Qt.MouseButton.LeftButton)
    assert hint(first) == ""
    first.window.close()
    first.close()
    # The next day there is another one, which goes as she makes use of it.
    second = begin(start)
    assert hint(second) == "Ctrl+K finds any article, chapter or command."
    QTest.keyClick(second.window.article_pane, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert hint(second) == ""
    second.window.close()
    second.close()
    third = begin(start)
    assert hint(third).startswith("Drop files or folders on the window")


def test_what_goes_wrong_is_told_beside_her_reading(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c3").window
    window.go_to(at("dosudo/2/z9"))
    told = window.message_bar.text()
    assert told.startswith("Nothing stands at dosudo/2/z9")
    # She reads on: the keys are still on the page, which is the same.
    assert QApplication.focusWidget() is window.article_pane
    assert window.address == at("dosudo/2/c3")
    (copy,) = [b for b in window.message_bar.findChildren(QPushButton) if b.isVisible()]
    assert copy.text() == "&Copy details"
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert told in QApplication.clipboard().text()


def test_an_empty_library_leads_to_the_first_issue(
    tmp_path: Path, qtbot: Any, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    library = Library(tmp_path / "empty", nothing)
    program = AppController(library, ReaderData(library.folder))
    try:
        program.start(None)
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.is_library_ready)
        window = program.window
        leaf = window.page_stack.replacement
        assert isinstance(leaf, EmptyLibrary)
        assert labels(leaf)[0] == "The library holds no issue yet"
        assert not window.right_pane.isVisible()
        # She chooses a file there; it comes in, and is read.
        file = write(tmp_path, {"weekly.md": "# Weekly 12\n\n2021-05-03\n\n## One\n\nA word.\n"})
        monkeypatch.setattr(
            QFileDialog, "getOpenFileNames", lambda *_: ([str(file / "weekly.md")], "")
        )
        qtbot.mouseClick(leaf.initial_focus, Qt.MouseButton.LeftButton)
        sheet = program.import_controller.dialog
        assert sheet is not None

        def press(text: str) -> None:
            qtbot.waitUntil(lambda: _buttons(sheet, text) != [], timeout=20_000)
            qtbot.mouseClick(_buttons(sheet, text)[0], Qt.MouseButton.LeftButton)

        press("&Import")
        press("&Read")
        qtbot.waitUntil(lambda: window.page_stack.replacement is None)
        assert "Weekly 12" in page_text(window.article_pane)
    finally:
        program.window.close()
        program.close()
        program.window.deleteLater()


def _buttons(sheet: Any, text: str) -> list[QPushButton]:
    buttons = sheet.findChildren(QPushButton)
    return [b for b in buttons if b.text() == text and b.isVisible() and b.isEnabled()]
