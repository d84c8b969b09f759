"""A library that holds nothing says what to do, and lets it be done there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.seeing import labels
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.window.empty_library import EmptyLibrary


@pytest.fixture
def program(tmp_path: Path, qtbot: Any, qapp: QApplication) -> Any:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    library = Library(tmp_path / "library", nothing)
    made = AppController(library, ReaderData(library.folder))
    made.open(None)
    made.window.show()
    made.window.activateWindow()
    made.start_background_work()
    qtbot.waitUntil(lambda: made.is_library_ready)
    yield made
    made.window.close()
    made.close()


def test_it_says_what_to_do(
    program: AppController, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = program.window.page_stack.replacement
    assert isinstance(leaf, EmptyLibrary)
    texts = labels(leaf)
    assert texts[0] == "The library holds no issue yet"
    assert texts[1].startswith("Drop files or folders on this window")
    assert program.window.message_bar.text() == ""
    # Nothing is offered that is not there: no talk or outline, and no page to go back to.
    assert not program.window.right_pane.isVisible()
    assert not program.window.menu_actions["back"].isEnabled()
    asked: list[str] = []
    for name in ("import", "import_folder"):
        action = program.window.menu_actions[name]
        action.triggered.disconnect()
        action.triggered.connect(lambda _=False, which=name: asked.append(which))
    assert leaf.initial_focus.hasFocus()
    for button in leaf.findChildren(QPushButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["import", "import_folder"]
